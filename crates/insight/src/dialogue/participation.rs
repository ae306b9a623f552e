//! C6: how many of our people talk with the market, and whether a few carry it all.

use super::{Asked, Thread, Writer};
use crate::gini;
use crate::measured::{Name, Said};
use crate::wilson;
use std::collections::BTreeMap;

/// Employees who answered somebody outside, over active employees.
pub const MEASURE: Name = Name::first("talks_with_market");

/// Answers to outsiders in the window, for each active employee, those without any included.
#[derive(Clone, PartialEq, Debug)]
pub struct Participation {
    answers: BTreeMap<u32, usize>,
    units: BTreeMap<u32, u32>,
}

impl Participation {
    /// Over `active` employees, each with her unit.
    pub fn of(threads: &[Thread], active: &[(u32, u32)], asked: &Asked) -> Self {
        let mut answers: BTreeMap<u32, usize> = active.iter().map(|(person, _)| (*person, 0)).collect();
        for (_, message, before) in asked.said(threads) {
            if let Writer::Employee { person, .. } = message.by
                && before.is_some_and(|before| !before.by.is_ours())
                && let Some(count) = answers.get_mut(&person)
            {
                *count += 1;
            }
        }
        Self { answers, units: active.iter().copied().collect() }
    }

    /// The share who answered at least once.
    pub fn share(&self) -> Said<wilson::Share> {
        wilson::share(self.answers.values().filter(|count| **count > 0).count(), self.answers.len())
    }

    /// The same of one unit; whether it is large enough to be spoken of is asked of [`crate::privacy`].
    pub fn of_unit(&self, unit: u32) -> Said<wilson::Share> {
        let members: Vec<usize> =
            self.answers.iter().filter(|(who, _)| self.units[who] == unit).map(|(_, count)| *count).collect();
        wilson::share(members.iter().filter(|count| **count > 0).count(), members.len())
    }

    /// The least number of people who give half of all answers.
    pub fn absence_factor(&self) -> Said<usize> {
        gini::absence_factor(&self.amounts())
    }

    /// How unequally answers are spread.
    pub fn gini(&self) -> Said {
        gini::index(&self.amounts())
    }

    fn amounts(&self) -> Vec<f64> {
        self.answers.values().map(|count| *count as f64).collect()
    }
}
