//! Who belongs to which unit: at most one at a time.

use crate::measured::{Lacking, Said};

/// Belongs to no unit; what she does is counted in no unit's measure.
pub(crate) const NONE: u32 = u32::MAX;

/// The unit of each person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Units {
    of: Vec<u32>,
    sizes: Vec<u32>,
}

impl Units {
    /// For each person her unit, of `count` units numbered from 0; units may be empty.
    ///
    /// # Panics
    /// If a person's unit is not one of them.
    pub fn new(count: usize, of: &[Option<u32>]) -> Self {
        let mut sizes = vec![0; count];
        for unit in of.iter().flatten() {
            sizes[*unit as usize] += 1;
        }
        Self { of: of.iter().map(|unit| unit.unwrap_or(NONE)).collect(), sizes }
    }

    /// How many units.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// How many people, with or without a unit.
    pub fn people(&self) -> usize {
        self.of.len()
    }

    /// Somebody's unit.
    pub fn of(&self, person: usize) -> Option<u32> {
        Some(self.of[person]).filter(|unit| *unit != NONE)
    }

    /// People of each unit.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// People who are in a unit.
    pub fn placed(&self) -> usize {
        self.sizes.iter().map(|size| *size as usize).sum()
    }

    /// [`NONE`] for who is in none.
    pub(crate) fn labels(&self) -> &[u32] {
        &self.of
    }

    /// Pairs of people in the same unit, and in different ones.
    pub(crate) fn pairs(&self) -> (f64, f64) {
        let among = |people: f64| people * (people - 1.0) / 2.0;
        let inside = self.sizes.iter().map(|size| among(f64::from(*size))).sum();
        (inside, among(self.placed() as f64) - inside)
    }

    /// Whether there is anything between whose sides a measure could tell.
    pub(crate) fn comparable(&self) -> Said<()> {
        match self.pairs() {
            _ if self.placed() == 0 => Err(Lacking::NoPeople),
            (_, 0.0) => Err(Lacking::OneUnit),
            (0.0, _) => Err(Lacking::OnlySingles),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_over_those_who_are_in_a_unit() {
        let units = Units::new(3, &[Some(0), Some(0), None, Some(2), Some(0)]);
        assert_eq!((units.placed(), units.people(), units.sizes()), (4, 5, [3, 0, 1].as_slice()));
        assert_eq!(units.pairs(), (3.0, 3.0));
        assert_eq!(units.of(2), None);
    }

    #[test]
    fn one_unit_singles_and_nobody_are_told_apart() {
        assert_eq!(Units::new(1, &[Some(0), Some(0)]).comparable(), Err(Lacking::OneUnit));
        assert_eq!(Units::new(2, &[Some(0), Some(1)]).comparable(), Err(Lacking::OnlySingles));
        assert_eq!(Units::new(1, &[None]).comparable(), Err(Lacking::NoPeople));
        assert_eq!(Units::new(1, &[Some(0)]).comparable(), Err(Lacking::OneUnit));
    }
}
