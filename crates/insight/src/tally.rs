//! One pass over ties: how much of each unit stays inside, goes out, comes in. Most measures of walls are a line over it.

use crate::arcs::Rows;
use crate::pieces;
use crate::units::{NONE, Units};

/// Per unit, in ties or in weight. Over undirected rows each tie counts from both ends: `all` is twice their number, and
/// `out` and `into` are both the unit's degree, so that one formula serves both kinds.
#[derive(Clone, PartialEq, Debug)]
pub struct Tally {
    /// From the unit's people to its own people.
    pub within: Vec<f64>,
    /// From the unit's people, to whomever.
    pub out: Vec<f64>,
    /// To the unit's people, from whomever.
    pub into: Vec<f64>,
    /// Of all units together.
    pub all: f64,
}

/// The same ties, counted and weighed.
#[derive(Clone, PartialEq, Debug)]
pub struct Tallies {
    /// Each tie is 1.
    pub ties: Tally,
    /// Each tie is its weight.
    pub weight: Tally,
}

impl Tallies {
    /// Over the ties both of whose ends are in a unit.
    pub fn of(rows: &Rows, units: &Units) -> Self {
        // Eight pieces at most: each has its own sums per unit, and there may be as many units as people.
        let size = rows.people().div_ceil(8).max(1024);
        let parts = pieces::map(rows.people(), size, |range| {
            let mut part = Self::empty(units.count());
            range.for_each(|person| part.take(rows, units.labels(), person));
            part
        });
        let mut sum = Self::empty(units.count());
        parts.iter().for_each(|part| sum.add(part));
        sum
    }

    fn empty(units: usize) -> Self {
        Self { ties: Tally::empty(units), weight: Tally::empty(units) }
    }

    fn take(&mut self, rows: &Rows, labels: &[u32], person: usize) {
        let own = labels[person];
        if own == NONE {
            return;
        }
        let (mut out, mut within) = ((0u32, 0.0), (0u32, 0.0));
        for (other, weight) in rows.ties(person) {
            let unit = labels[other];
            if unit == NONE {
                continue;
            }
            out = (out.0 + 1, out.1 + weight);
            self.ties.into[unit as usize] += 1.0;
            self.weight.into[unit as usize] += weight;
            if unit == own {
                within = (within.0 + 1, within.1 + weight);
            }
        }
        self.ties.leave(own, f64::from(out.0), f64::from(within.0));
        self.weight.leave(own, out.1, within.1);
    }

    fn add(&mut self, other: &Self) {
        self.ties.add(&other.ties);
        self.weight.add(&other.weight);
    }
}

impl Tally {
    fn empty(units: usize) -> Self {
        Self { within: vec![0.0; units], out: vec![0.0; units], into: vec![0.0; units], all: 0.0 }
    }

    fn leave(&mut self, unit: u32, out: f64, within: f64) {
        self.out[unit as usize] += out;
        self.within[unit as usize] += within;
        self.all += out;
    }

    fn add(&mut self, other: &Self) {
        let lists = [(&mut self.within, &other.within), (&mut self.out, &other.out), (&mut self.into, &other.into)];
        for (sum, part) in lists {
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        self.all += other.all;
    }

    /// What stays inside its unit, of all units.
    pub fn inside(&self) -> f64 {
        self.within.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arcs::{Arcs, Tie};

    #[test]
    fn who_is_in_no_unit_leaves_no_trace() {
        let ties = [(0, 1, 2.0), (0, 2, 3.0), (2, 1, 5.0), (3, 0, 7.0)].map(|(from, to, weight)| Tie { from, to, weight });
        let arcs = Arcs::new(4, &ties).unwrap();
        let tallies = Tallies::of(arcs.rows(), &Units::new(2, &[Some(0), Some(0), Some(1), None]));
        assert_eq!((tallies.ties.all, tallies.weight.all), (3.0, 10.0));
        assert_eq!((&tallies.weight.within[..], &tallies.weight.out[..]), (&[2.0, 0.0][..], &[5.0, 5.0][..]));
        assert_eq!(tallies.weight.into, [7.0, 3.0]);
    }
}
