//! Reach: how many others somebody gets to within k steps along directed ties, and how many other units.

use crate::arcs::{Arcs, Rows};
use crate::measured::{Lacking, Name, Said, share};
use crate::pieces;
use crate::units::{NONE, Units};

/// The share of all others within two steps.
pub const MEASURE: Name = Name::first("reach");
/// The share of all other units within two steps.
pub const UNITS: Name = Name::first("reach_units");
/// Steps, unless asked otherwise: a friend of a friend.
pub const STEPS: u32 = 2;

/// People of one piece of work.
const PIECE: usize = 256;

/// For each person the share of all others within `steps`.
pub fn of_people(arcs: &Arcs, steps: u32) -> Vec<Said> {
    let others = arcs.rows().people().saturating_sub(1) as f64;
    let reached = |walk: &mut Walk, person| {
        let found = walk.from(arcs.rows(), &[person as u32], steps).len() - 1;
        share(found as f64, others, Lacking::NoContacts)
    };
    pieces::each(arcs.rows().people(), PIECE, || Walk::new(arcs.rows().people()), reached)
}

/// For each unit the share of all other units with people in them which its people together reach within `steps`.
pub fn of_units(arcs: &Arcs, units: &Units, steps: u32) -> Vec<Said> {
    let mut members = vec![Vec::new(); units.count()];
    for (person, unit) in units.labels().iter().enumerate().filter(|(_, unit)| **unit != NONE) {
        members[*unit as usize].push(person as u32);
    }
    let others = members.iter().filter(|people| !people.is_empty()).count().saturating_sub(1) as f64;
    let reached = |walk: &mut Walk, unit: usize| {
        if members[unit].is_empty() {
            return Err(Lacking::NoPeople);
        }
        let mut met: Vec<u32> =
            walk.from(arcs.rows(), &members[unit], steps).iter().map(|p| units.labels()[*p as usize]).collect();
        met.sort_unstable();
        met.dedup();
        let found = met.iter().filter(|other| **other != NONE && **other as usize != unit).count();
        share(found as f64, others, Lacking::OneUnit)
    };
    pieces::each(units.count(), 16, || Walk::new(arcs.rows().people()), reached)
}

/// Breadth first, its memory kept between walks.
struct Walk {
    seen: Vec<u32>,
    walk: u32,
    queue: Vec<u32>,
}

impl Walk {
    fn new(people: usize) -> Self {
        Self { seen: vec![0; people], walk: 0, queue: Vec::new() }
    }

    /// Whom one gets to from `starts`, these included.
    fn from(&mut self, rows: &Rows, starts: &[u32], steps: u32) -> &[u32] {
        self.walk += 1;
        self.queue.clear();
        for start in starts {
            self.seen[*start as usize] = self.walk;
            self.queue.push(*start);
        }
        let mut first = 0;
        for _ in 0..steps {
            let after = self.queue.len();
            for at in first..after {
                for &other in rows.row(self.queue[at] as usize) {
                    if self.seen[other as usize] != self.walk {
                        self.seen[other as usize] = self.walk;
                        self.queue.push(other);
                    }
                }
            }
            first = after;
        }
        &self.queue
    }
}
