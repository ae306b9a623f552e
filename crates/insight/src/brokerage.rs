//! Brokers (Gould and Fernandez 1989): for every a -> b -> c without a -> c, b carries between them. Which role that is
//! depends on the units of the three.

use crate::arcs::Arcs;
use crate::measured::Name;
use crate::pieces;
use crate::units::{NONE, Units};

/// Counts of roles.
pub const MEASURE: Name = Name::first("brokerage");

/// How often somebody carries, by role.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Roles {
    /// All three in one unit.
    pub coordinator: u64,
    /// Both others in one unit, she in another.
    pub consultant: u64,
    /// Brings in from outside: a elsewhere, she and c in one unit.
    pub gatekeeper: u64,
    /// Carries out: a and she in one unit, c elsewhere.
    pub representative: u64,
    /// All in different units.
    pub liaison: u64,
}

impl Roles {
    /// In the order of the fields.
    pub fn counts(&self) -> [u64; 5] {
        [self.coordinator, self.consultant, self.gatekeeper, self.representative, self.liaison]
    }

    fn add(&mut self, other: &Self) {
        self.coordinator += other.coordinator;
        self.consultant += other.consultant;
        self.gatekeeper += other.gatekeeper;
        self.representative += other.representative;
        self.liaison += other.liaison;
    }

    fn carry(&mut self, from: u32, own: u32, to: u32) {
        let role = match (from == own, own == to, from == to) {
            (true, true, _) => &mut self.coordinator,
            (true, false, _) => &mut self.representative,
            (false, true, _) => &mut self.gatekeeper,
            (false, false, true) => &mut self.consultant,
            (false, false, false) => &mut self.liaison,
        };
        *role += 1;
    }
}

/// The roles of each person; who is in no unit neither carries nor is carried between.
pub fn roles(arcs: &Arcs, units: &Units) -> Vec<Roles> {
    let (rows, labels, people) = (arcs.rows(), units.labels(), arcs.rows().people());
    let parts = pieces::map(people, people.div_ceil(8).max(64), |range| {
        let mut roles = vec![Roles::default(); people];
        // Who a turns to herself, marked by a's number.
        let mut direct = vec![u32::MAX; people];
        for a in range.filter(|a| labels[*a] != NONE) {
            rows.row(a).iter().for_each(|c| direct[*c as usize] = a as u32);
            direct[a] = a as u32;
            for &b in rows.row(a).iter().filter(|b| labels[**b as usize] != NONE) {
                for &c in rows.row(b as usize) {
                    if direct[c as usize] != a as u32 && labels[c as usize] != NONE {
                        roles[b as usize].carry(labels[a], labels[b as usize], labels[c as usize]);
                    }
                }
            }
        }
        roles
    });
    let mut sum = vec![Roles::default(); people];
    parts.iter().for_each(|part| sum.iter_mut().zip(part).for_each(|(sum, part)| sum.add(part)));
    sum
}
