//! An attack on what is shown: with all totals and all shown cells in hand, nothing that is hidden can be worked out.

use insight::privacy::{GroupMin, hide_cells, hide_parts};
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

/// The totals of rows and columns, as equations over all cells; shown cells are known, so that only hidden ones stand there.
fn equations(hidden: &[bool], columns: usize) -> Vec<Vec<f64>> {
    let rows = hidden.len() / columns;
    let over = |belongs: &dyn Fn(usize) -> bool| {
        (0..hidden.len()).map(|cell| if hidden[cell] && belongs(cell) { 1.0 } else { 0.0 }).collect::<Vec<_>>()
    };
    let by_row = (0..rows).map(|row| over(&|cell| cell / columns == row));
    by_row.chain((0..columns).map(|column| over(&|cell| cell % columns == column))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_hidden_cell_is_worked_out_from_its_table(
        (rows, columns) in (2..6usize, 2..6usize),
        sizes in prop::collection::vec(0..30u32, 36),
        few in prop::collection::vec(prop::bool::weighted(0.2), 36),
    ) {
        let cells = rows * columns;
        let mut hidden = few[..cells].to_vec();
        let before = hidden.clone();
        prop_assert!(hide_cells(&mut hidden, &sizes[..cells], columns));
        prop_assert!(before.iter().zip(&hidden).all(|(before, after)| *after || !*before));
        for cell in (0..cells).filter(|cell| hidden[*cell]) {
            prop_assert!(!fixed(equations(&hidden, columns), cell, cells), "{cell} of {hidden:?}");
        }
        prop_assert!(before.contains(&true) || !hidden.contains(&true), "nothing is hidden without need");
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
            prop_assert!(rest.len() >= 2 && rest.iter().sum::<u32>() >= min.people());
        }
    }
}
