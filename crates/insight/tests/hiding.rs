//! An attack on what is shown: with all totals and all shown cells in hand, nothing that is hidden can be worked out.

use insight::privacy::{GroupMin, hide_parts, table::Table};
use proptest::prelude::*;

/// Whether the equations fix unknown `cell`: each row of `equations` says which hidden cells add up to a number that is known.
/// Gauss and Jordan; the unknown is fixed if in the end some equation speaks of it alone.
fn fixed(mut equations: Vec<Vec<f64>>, cell: usize, unknowns: usize) -> bool {
    let mut done = 0;
    for column in 0..unknowns {
        let Some(pivot) = (done..equations.len()).find(|row| equations[*row][column].abs() > 1e-9) else { continue };
        equations.swap(done, pivot);
        let scale = equations[done][column];
        equations[done].iter_mut().for_each(|factor| *factor /= scale);
        let pivot = equations[done].clone();
        for (_, row) in equations.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let factor = row[column];
            row.iter_mut().zip(&pivot).for_each(|(own, other)| *own -= factor * other);
        }
        done += 1;
    }
    let alone = |row: &Vec<f64>| row.iter().enumerate().all(|(at, factor)| (factor.abs() > 1e-9) == (at == cell));
    equations.iter().any(alone)
}

/// The totals of rows and columns of which something is said, of the diagonal and of all, as equations over all cells; shown
/// cells are known, so that only hidden ones stand there.
fn equations(hidden: &[bool], rows: &[bool], columns: &[bool]) -> Vec<Vec<f64>> {
    let units = rows.len();
    let over = |belongs: &dyn Fn(usize) -> bool| {
        (0..hidden.len()).map(|cell| if hidden[cell] && belongs(cell) { 1.0 } else { 0.0 }).collect::<Vec<_>>()
    };
    let by_row = (0..units).filter(|row| rows[*row]).map(|row| over(&|cell| cell / units == row));
    let by_column = (0..units).filter(|column| columns[*column]).map(|column| over(&|cell| cell % units == column));
    by_row.chain(by_column).chain([over(&|cell| cell / units == cell % units), over(&|_| true)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_hidden_cell_is_worked_out_from_its_table(
        units in 2..6usize,
        counts in prop::collection::vec(prop_oneof![Just(0), 0..30u32], 36),
        few in prop::collection::vec(prop::bool::weighted(0.2), 36),
        said in prop::collection::vec(any::<bool>(), 6),
    ) {
        let cells = units * units;
        let before = few[..cells].to_vec();
        // Of a unit whose own cell may not be said no number is said that tells it.
        let told: Vec<bool> = (0..units).map(|unit| said[unit] && !before[unit * units + unit]).collect();
        let mut table = Table {
            counts: counts[..cells].to_vec(),
            most: vec![60; cells],
            hidden: before.clone(),
            told,
            whole: true,
            ..Table::blank(units)
        };
        if table.hide_more() {
            let Table { hidden, told, .. } = table;
            prop_assert!(before.iter().zip(&hidden).all(|(before, after)| *after || !*before));
            let rows: Vec<bool> = (0..units).map(|row| told[row] || (0..units).any(|to| !hidden[row * units + to])).collect();
            let columns: Vec<bool> = (0..units).map(|column| (0..units).any(|from| !hidden[from * units + column])).collect();
            // A unit's own number tells its own cell, shown or not.
            let secret: Vec<bool> = (0..cells).map(|at| hidden[at] && !(at / units == at % units && told[at / units])).collect();
            for cell in (0..cells).filter(|cell| secret[*cell]) {
                prop_assert!(!fixed(equations(&secret, &rows, &columns), cell, cells), "{cell} of {hidden:?}");
            }
            prop_assert!(before.contains(&true) || !hidden.contains(&true), "nothing is hidden without need");
        }
    }

    #[test]
    fn the_rest_of_a_whole_speaks_of_enough_people(people in prop::collection::vec(0..20u32, 1..8), more in 0..12u32) {
        let min = GroupMin::raised_to(more);
        let hidden = hide_parts(&people, min);
        for (part, size) in people.iter().enumerate() {
            prop_assert!(hidden.parts[part] || min.allows(*size));
        }
        let rest: Vec<u32> = people.iter().zip(&hidden.parts).filter(|(_, hidden)| **hidden).map(|(size, _)| *size).collect();
        if !hidden.whole && !rest.is_empty() {
            let together = rest.iter().sum::<u32>();
            prop_assert!(rest.len() >= 2 && together >= min.people() && together > rest.len() as u32);
        }
    }
}
