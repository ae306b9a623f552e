//! Attacks one window's table of units: everything that is told becomes equations and bounds over the counts that are not.
//!
//! The attacker is stronger than any real one: of each row and column of which anything is told she knows the total, and
//! where anything is told of the whole house its total and that of the diagonal too. (Row totals follow from a unit's index and its own cell, others from
//! lifts, where few cells are hidden.) She knows that counts are whole, not negative, and bounded by the pairs of people there are.

use super::{
    house::Published,
    levels::{Sum, sums},
};
use domain::{
    id::{PersonId, UnitId},
    observatory::{Observatory, UnitFigures},
};
use std::collections::{BTreeMap, BTreeSet};

type Node = (PersonId, UnitId);

/// What is true of a window, counted plainly.
pub struct Truth {
    pub units: Vec<UnitId>,
    pub counts: Vec<u32>,
    pub most: Vec<u32>,
    cells: Vec<Sides>,
    /// For each cell whether it may be told.
    sayable: Vec<bool>,
    /// For each unit whether what stays inside it may be told, and what crosses its wall.
    mixes: Vec<bool>,
    /// The same of the whole house.
    whole_mixes: bool,
}

/// Weight of each person on both sides of what is told.
#[derive(Clone, Default)]
struct Sides([BTreeMap<PersonId, f64>; 2]);

impl Sides {
    fn add(&mut self, from: Node, to: Node, weight: f64) {
        *self.0[0].entry(from.0).or_default() += weight;
        *self.0[1].entry(to.0).or_default() += weight;
    }

    fn join(&mut self, other: &Sides) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            other.iter().for_each(|(person, weight)| *own.entry(*person).or_default() += weight);
        }
    }

    /// Three people at least on each side, and nobody who carries more than 70 %.
    fn sayable(&self) -> bool {
        let all: f64 = self.0[0].values().sum();
        self.0.iter().all(|side| side.len() >= 3 && side.values().all(|part| part / all <= 0.7 + 1e-12))
    }
}

impl Truth {
    fn of(it: &Published) -> Truth {
        let mut weights: BTreeMap<(Node, Node), f64> = BTreeMap::new();
        for tie in it.read.ties.iter().filter(|tie| tie.from != tie.to) {
            // Weight halves in four weeks.
            let faded = 0.5_f64.powf((it.last - tie.week) as f64 / 4.0);
            *weights.entry((tie.from, tie.to)).or_default() += tie.weight as f64 * faded;
        }
        let units: Vec<UnitId> = it.chart.keys().copied().collect();
        let size = units.len();
        let place = |unit: UnitId| units.iter().position(|other| *other == unit).expect("everybody who writes is on the chart");
        let people: Vec<u32> = it.chart.values().map(|members| members.len() as u32).collect();
        let mut cells: Vec<Sides> = (0..size * size).map(|_| Sides::default()).collect();
        let mut walls: Vec<[Sides; 2]> = (0..size).map(|_| Default::default()).collect();
        let mut whole: [Sides; 2] = Default::default();
        let mut counts = vec![0; size * size];
        for ((from, to), weight) in weights {
            let (row, column) = (place(from.1), place(to.1));
            counts[row * size + column] += 1;
            cells[row * size + column].add(from, to, weight);
            let crosses = usize::from(row != column);
            walls[row][crosses].add(from, to, weight);
            whole[crosses].add(from, to, weight);
        }
        let large = |unit: usize| people[unit] >= 5;
        let pairs = |cell: usize| people[cell / size] * (people[cell % size] - u32::from(cell / size == cell % size));
        let mixes = |sides: &[Sides; 2]| sides.iter().all(Sides::sayable);
        Truth {
            most: (0..size * size).map(pairs).collect(),
            sayable: (0..size * size).map(|at| large(at / size) && large(at % size) && cells[at].sayable()).collect(),
            mixes: walls.iter().map(mixes).collect(),
            whole_mixes: mixes(&whole),
            units,
            counts,
            cells,
        }
    }

    /// Whether enough people stand behind the sum of these.
    pub fn sayable_together(&self, cells: &[usize]) -> bool {
        let mut together = Sides::default();
        cells.iter().for_each(|cell| together.join(&self.cells[*cell]));
        together.sayable()
    }

    fn sum(&self, of: impl Fn(usize) -> bool) -> f64 {
        (0..self.counts.len()).filter(|cell| of(*cell)).map(|cell| f64::from(self.counts[cell])).sum()
    }
}

/// `factors . unknowns = known`.
#[derive(Clone)]
struct Equation {
    factors: Vec<f64>,
    known: f64,
}

/// What she knows: bounds of each unknown, and equations.
struct Known {
    size: usize,
    least: Vec<f64>,
    most: Vec<f64>,
    equations: Vec<Equation>,
}

/// Everything about a window that could be found out and must not.
pub fn findings(it: &Published) -> Vec<String> {
    let truth = Truth::of(it);
    let sums = sums(it, &truth);
    let mut found = plainly(it, &truth, &sums);
    let mut known = Known::of(it, &truth, &sums);
    known.reduce();
    known.narrow();
    let size = truth.units.len();
    let hidden = |at: usize| it.told.units[at].hidden;
    for at in 0..size * size {
        let must_hide = !truth.sayable[at] || hidden(at / size) || hidden(at % size);
        // Of one person with herself there is nothing to hide.
        if must_hide && truth.most[at] > 0 && known.pinned(at) {
            found.push(format!("cell {}-{} is {}", at / size, at % size, truth.counts[at]));
        }
    }
    let alone = |unit: usize| (0..size).all(|other| truth.most[unit * size + other] == 0);
    for unit in (0..size).filter(|unit| hidden(*unit) && !alone(*unit)) {
        for (side, what) in ["gives", "takes"].iter().enumerate() {
            if known.pinned(size * size + unit * 2 + side) {
                found.push(format!("a hidden unit {what} {}", known.least[size * size + unit * 2 + side]));
            }
        }
    }
    for (at, sum) in sums.iter().enumerate().filter(|(at, sum)| sum.secret && known.pinned(size * (size + 2) + at)) {
        found.push(format!("{} is {}", sum.name, known.least[size * (size + 2) + at]));
    }
    found
}

/// What is told outright and must not be.
fn plainly(it: &Published, truth: &Truth, sums: &[Sum]) -> Vec<String> {
    let told_and_secret = sums.iter().filter(|sum| sum.told && sum.secret);
    let mut found: Vec<String> = told_and_secret.map(|sum| format!("{} is told", sum.name)).collect();
    let told: &Observatory = &it.told;
    for (at, unit) in told.units.iter().enumerate() {
        let people = it.chart[&truth.units[at]].len();
        let says = unit.people.is_some() || unit.one_gate.is_some() || unit.figures.iter().any(|figure| figure.value.is_some());
        if says && (unit.hidden || people < 5) {
            found.push(format!("a unit of {people} is spoken of"));
        }
        if index(unit).is_some() && !truth.mixes[at] {
            found.push(format!("what crosses the wall of unit {at}, or stays, is a few people's"));
        }
    }
    if whole_index(told).is_some() && !truth.whole_mixes {
        found.push(String::from("what crosses the walls of the house, or stays, is a few people's"));
    }
    for cell in told.matrix.iter().filter(|cell| !truth.sayable[cell.from * truth.units.len() + cell.to]) {
        found.push(format!("cell {}-{} is told", cell.from, cell.to));
    }
    found
}

/// The index of a unit, where it is told.
fn index(unit: &UnitFigures) -> Option<f64> {
    unit.figures.iter().find(|figure| figure.name == "e_i").and_then(|figure| figure.value)
}

fn whole_index(told: &Observatory) -> Option<f64> {
    told.walls.iter().find(|figure| figure.name == "e_i").and_then(|figure| figure.value)
}

fn says_none(figures: &[domain::observatory::Figure]) -> bool {
    figures.iter().any(|figure| figure.lacking.as_deref() == Some("no_ties"))
}

impl Known {
    fn of(it: &Published, truth: &Truth, sums: &[Sum]) -> Known {
        let size = truth.units.len();
        let unknowns = size * (size + 2) + sums.len();
        let mut most: Vec<f64> = truth.most.iter().map(|pairs| f64::from(*pairs)).collect();
        most.resize(unknowns, 1e6);
        let mut known = Known { size, least: vec![0.0; unknowns], most, equations: Vec::new() };
        let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
        for cell in &it.told.matrix {
            let at = cell.from * size + cell.to;
            let count = cell.density.map_or(0.0, |density| (density * f64::from(truth.most[at])).round());
            assert_eq!(count, f64::from(truth.counts[at]), "the attacker reads a told cell as it is");
            known.is(at, count);
            rows.insert(cell.from);
            columns.insert(cell.to);
        }
        for (at, unit) in it.told.units.iter().enumerate() {
            let row = |cell: usize| cell / size == at;
            if let Some(index) = index(unit) {
                rows.insert(at);
                known.is(at * size + at, (truth.sum(row) * (1.0 - index) / 2.0).round());
            }
            let crosses = |cell: usize| (cell / size == at) != (cell % size == at);
            if !unit.hidden && unit.one_gate.is_none() {
                (0..size * size).filter(|cell| crosses(*cell)).for_each(|cell| known.is(cell, 0.0));
            }
            if says_none(&unit.figures) {
                (0..size * size).filter(|cell| row(*cell)).for_each(|cell| known.is(cell, 0.0));
            }
        }
        rows.iter().for_each(|at| known.totals(truth, |cell| cell / size == *at));
        columns.iter().for_each(|at| known.totals(truth, |cell| cell % size == *at));
        if whole_index(&it.told).is_some() {
            known.totals(truth, |_| true);
            known.totals(truth, |cell| cell / size == cell % size);
        }
        if says_none(&it.told.walls) {
            (0..size * size).for_each(|cell| known.is(cell, 0.0));
        }
        for (at, sum) in sums.iter().enumerate() {
            let mut equation = known.over(|cell| sum.cells.contains(&cell), 0.0);
            equation.factors[size * (size + 2) + at] = -1.0;
            known.equations.push(equation);
            if sum.told {
                known.is(size * (size + 2) + at, truth.sum(|cell| sum.cells.contains(&cell)));
            }
        }
        for unit in 0..size {
            for (side, of) in [(0, true), (1, false)] {
                let belongs = |cell: usize| if of { cell / size == unit } else { cell % size == unit };
                let mut equation = known.over(belongs, 0.0);
                equation.factors[size * size + unit * 2 + side] = -1.0;
                known.equations.push(equation);
            }
        }
        known
    }

    fn is(&mut self, unknown: usize, count: f64) {
        (self.least[unknown], self.most[unknown]) = (count, count);
    }

    fn pinned(&self, unknown: usize) -> bool {
        self.least[unknown] == self.most[unknown]
    }

    fn over(&self, belongs: impl Fn(usize) -> bool, known: f64) -> Equation {
        let factor = |at: usize| f64::from(u8::from(at < self.size * self.size && belongs(at)));
        Equation { factors: (0..self.least.len()).map(factor).collect(), known }
    }

    fn totals(&mut self, truth: &Truth, belongs: impl Fn(usize) -> bool) {
        let equation = self.over(&belongs, truth.sum(&belongs));
        self.equations.push(equation);
    }

    /// Gauss and Jordan over what is not known yet, beside the equations as they were told.
    fn reduce(&mut self) {
        let mut reduced = self.equations.clone();
        for equation in &mut reduced {
            for at in (0..self.least.len()).filter(|at| self.least[*at] == self.most[*at]) {
                equation.known -= equation.factors[at] * self.least[at];
                equation.factors[at] = 0.0;
            }
        }
        let mut done = 0;
        for column in 0..self.least.len() {
            let Some(pivot) = (done..reduced.len()).find(|row| reduced[*row].factors[column].abs() > 1e-9) else { continue };
            reduced.swap(done, pivot);
            let scale = reduced[done].factors[column];
            reduced[done].factors.iter_mut().for_each(|factor| *factor /= scale);
            reduced[done].known /= scale;
            let pivot = reduced[done].clone();
            for (_, row) in reduced.iter_mut().enumerate().filter(|(at, _)| *at != done) {
                let factor = row.factors[column];
                if factor.abs() > 1e-12 {
                    row.factors.iter_mut().zip(&pivot.factors).for_each(|(own, other)| *own -= factor * other);
                    row.known -= factor * pivot.known;
                }
            }
            done += 1;
        }
        self.equations.extend(reduced);
        self.equations.retain(|equation| equation.factors.iter().any(|factor| factor.abs() > 1e-9));
    }

    /// Narrows bounds by each equation until none narrows any more.
    fn narrow(&mut self) {
        for _ in 0..60 {
            let before = (self.least.clone(), self.most.clone());
            for equation in self.equations.clone() {
                self.narrow_by(&equation);
            }
            if (&before.0, &before.1) == (&self.least, &self.most) {
                return;
            }
        }
    }

    fn narrow_by(&mut self, equation: &Equation) {
        let used: Vec<(usize, f64)> = equation.factors.iter().copied().enumerate().filter(|(_, f)| f.abs() > 1e-9).collect();
        let span = |(at, factor): (usize, f64), known: &Known| {
            let ends = (factor * known.least[at], factor * known.most[at]);
            (ends.0.min(ends.1), ends.0.max(ends.1))
        };
        let all = used.iter().map(|it| span(*it, self)).fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        for (at, factor) in used.iter().copied() {
            let own = span((at, factor), self);
            let ends = ((equation.known - (all.1 - own.1)) / factor, (equation.known - (all.0 - own.0)) / factor);
            let (least, most) = ((ends.0.min(ends.1) - 1e-6).ceil(), (ends.0.max(ends.1) + 1e-6).floor());
            // The span of all was summed before any of it narrowed, which only makes it too wide.
            (self.least[at], self.most[at]) = (self.least[at].max(least), self.most[at].min(most));
            assert!(self.least[at] <= self.most[at], "the attacker's equations contradict each other");
        }
    }
}
