//! Unit by unit: who turns to whom, how densely, and how much more or less than volumes alone would give.

use crate::arcs::Arcs;
use crate::measured::{Lacking, Name, Said, finite, share};
use crate::pieces;
use crate::units::{NONE, Units};

/// Density of ties from one unit to another.
pub const DENSITY: Name = Name::first("density");
/// Weight over expected weight.
pub const LIFT: Name = Name::first("lift");

/// The most units of a table of all pairs: four million cells. Nobody reads it whole; it is asked cell by cell.
pub const UNITS_MAX: usize = 2_000;
/// Weight that a pair of units must be expected to have before its silence says something.
const EXPECTED_MIN: f64 = 5.0;

/// Directed ties between all pairs of units.
#[derive(Clone, PartialEq, Debug)]
pub struct Matrix {
    sizes: Vec<u32>,
    ties: Vec<f64>,
    weight: Vec<f64>,
    out: Vec<f64>,
    into: Vec<f64>,
    all: f64,
}

impl Matrix {
    /// One pass over the ties both of whose ends are in a unit.
    ///
    /// # Errors
    /// [`Lacking::TooManyUnits`].
    pub fn of(arcs: &Arcs, units: &Units) -> Said<Self> {
        let count = units.count();
        if count > UNITS_MAX {
            return Err(Lacking::TooManyUnits);
        }
        let rows = arcs.rows();
        // Each piece has a table of its own; with many units few pieces, so that they stay in memory that is worth it.
        let size = rows.people().div_ceil(if count > 500 { 2 } else { 8 }).max(1024);
        let parts = pieces::map(rows.people(), size, |range| {
            let (mut ties, mut weight) = (vec![0.0; count * count], vec![0.0; count * count]);
            for person in range {
                let own = units.labels()[person];
                if own == NONE {
                    continue;
                }
                for (other, tie) in rows.ties(person) {
                    let unit = units.labels()[other];
                    if unit != NONE {
                        let cell = own as usize * count + unit as usize;
                        ties[cell] += 1.0;
                        weight[cell] += tie;
                    }
                }
            }
            (ties, weight)
        });
        let mut sum = (vec![0.0; count * count], vec![0.0; count * count]);
        for (ties, weight) in parts {
            sum.0.iter_mut().zip(ties).for_each(|(sum, part)| *sum += part);
            sum.1.iter_mut().zip(weight).for_each(|(sum, part)| *sum += part);
        }
        Ok(Self::summed(units.sizes().to_vec(), sum.0, sum.1))
    }

    fn summed(sizes: Vec<u32>, ties: Vec<f64>, weight: Vec<f64>) -> Self {
        let count = sizes.len();
        let out: Vec<f64> = (0..count).map(|from| weight[from * count..][..count].iter().sum()).collect();
        let into = (0..count).map(|to| (0..count).map(|from| weight[from * count + to]).sum()).collect();
        let all = out.iter().sum();
        Self { sizes, ties, weight, out, into, all }
    }

    /// How many units.
    pub fn units(&self) -> usize {
        self.sizes.len()
    }

    /// Ties from `from` to `to`.
    pub fn ties(&self, from: usize, to: usize) -> f64 {
        self.ties[from * self.units() + to]
    }

    /// Their weight.
    pub fn weight(&self, from: usize, to: usize) -> f64 {
        self.weight[from * self.units() + to]
    }

    /// Ties over the pairs of people that could have one.
    pub fn density(&self, from: usize, to: usize) -> Said {
        let (own, other) = (f64::from(self.sizes[from]), f64::from(self.sizes[to]));
        let pairs = own * if from == to { other - 1.0 } else { other };
        share(self.ties(from, to), pairs, Lacking::NoPeople)
    }

    /// Weight that the volumes of both would give.
    pub fn expected(&self, from: usize, to: usize) -> Said {
        if self.all > 0.0 { finite(self.out[from] * (self.into[to] / self.all)) } else { Err(Lacking::NoTies) }
    }

    /// Weight over [`Matrix::expected`]: 1 as expected, below 1 a wall.
    pub fn lift(&self, from: usize, to: usize) -> Said {
        share(self.weight(from, to), self.expected(from, to)?, Lacking::NoTies)
    }

    /// The two units that turn to each other least for what both give and take: the smallest lift among pairs of at least
    /// `people` each and an expected weight of 5.
    pub fn worst_pair(&self, people: u32) -> Said<(usize, usize, f64)> {
        let mut worst: Option<(usize, usize, f64)> = None;
        for from in (0..self.units()).filter(|unit| self.sizes[*unit] >= people) {
            for to in (0..self.units()).filter(|unit| self.sizes[*unit] >= people && *unit != from) {
                if self.expected(from, to).is_ok_and(|expected| expected >= EXPECTED_MIN) {
                    let lift = self.lift(from, to)?;
                    if worst.is_none_or(|(_, _, least)| lift < least) {
                        worst = Some((from, to, lift));
                    }
                }
            }
        }
        worst.ok_or(Lacking::TooFew)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arcs::Tie;

    #[test]
    fn a_unit_of_one_has_no_density_within_and_silence_shows_as_no_lift() {
        let ties = [(0, 1, 6.0), (1, 0, 6.0), (2, 3, 6.0), (3, 2, 6.0), (0, 4, 1.0)];
        let arcs = Arcs::new(5, &ties.map(|(from, to, weight)| Tie { from, to, weight })).unwrap();
        let units = Units::new(3, &[Some(0), Some(0), Some(1), Some(1), Some(2)]);
        let matrix = Matrix::of(&arcs, &units).unwrap();
        assert_eq!((matrix.density(2, 2), matrix.density(0, 2)), (Err(Lacking::NoPeople), Ok(0.5)));
        assert_eq!((matrix.lift(2, 0), matrix.lift(1, 0)), (Err(Lacking::NoTies), Ok(0.0)));
        assert_eq!(matrix.worst_pair(2).map(|(from, to, _)| (from, to)), Ok((0, 1)));
        assert_eq!(matrix.worst_pair(5), Err(Lacking::TooFew));
    }
}
