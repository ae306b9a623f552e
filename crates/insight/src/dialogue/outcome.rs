//! C8: whether what people raise is decided, whether they are told, and whether anything changes.
//!
//! Sixty days lie in no window of four weeks. So what is asked is a longer one that ends with it, of twelve: time to decide and
//! to tell.

use super::response::{wall, within};
use super::{Asked, DAY};
use crate::measured::{Lacking, Measured, Name, Said, finite};
use crate::survival::{Clock, Curve};
use crate::wilson;

/// Decided within sixty days.
pub const DECIDED: Name = Name::first("decided");
/// Raisers told within two weeks of the decision.
pub const TOLD: Name = Name::first("told");
/// Decided and told.
pub const LOOP: Name = Name::first("loop_closed");
/// Decisions that changed something.
pub const CHANGED: Name = Name::first("changed");

/// How soon it is to be decided.
pub const DECIDED_WITHIN: i64 = 60 * DAY;
/// How soon those who raised it are to hear of the decision.
pub const TOLD_WITHIN: i64 = 14 * DAY;

/// What was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    /// When.
    pub at: i64,
    /// Whether something changes by it: it is adopted, shipped, done.
    pub changes: bool,
}

/// An idea, complaint, request, question or survey answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// When it was raised.
    pub raised: i64,
    /// What became of it.
    pub decision: Option<Decision>,
    /// When it was no longer asked, undecided: withdrawn, or it went on elsewhere.
    pub left: Option<i64>,
    /// For each who raised it, when she was told the outcome.
    pub told: Vec<Option<i64>>,
}

impl Item {
    fn decided(&self, asked: &Asked) -> Option<Decision> {
        self.decision.filter(|decision| decision.at <= asked.now)
    }

    fn left(&self, asked: &Asked) -> Option<i64> {
        self.left.filter(|at| *at <= asked.now)
    }
}

fn raised<'a>(items: &'a [Item], asked: &'a Asked) -> impl Iterator<Item = &'a Item> {
    items.iter().filter(|item| asked.window.holds(item.raised) && item.raised <= asked.now)
}

/// How long decisions take; what is undecided counts as waiting, as long as it is asked.
pub fn decisions(items: &[Item], asked: &Asked) -> Curve {
    let clock = |item: &Item| {
        let decision = item.decided(asked);
        let until = decision.map(|decision| decision.at).or_else(|| item.left(asked)).unwrap_or(asked.now);
        Clock { ran: wall(item.raised, until), ended: decision.map(|_| 0) }
    };
    Curve::of(&raised(items, asked).map(clock).collect::<Vec<_>>(), 1)
}

/// The share decided within sixty days.
///
/// Where something was raised that long ago and nothing is left to wait for as long, what was still undecided when the last
/// clock stopped counts as never decided (Gill 1980): the least it can be. Before that nobody knows.
pub fn decided(items: &[Item], asked: &Asked) -> Measured {
    let curve = decisions(items, asked);
    let sixty_days = DECIDED_WITHIN.unsigned_abs();
    let oldest = raised(items, asked).map(|item| wall(item.raised, asked.now)).max().unwrap_or(0);
    let seen = curve.longest().filter(|_| oldest >= sixty_days).unwrap_or(sixty_days);
    within(DECIDED, &curve, asked, seen.min(sixty_days))
}

/// Of those who raised what was decided two weeks ago or earlier, the share who heard of it within two weeks.
pub fn told(items: &[Item], asked: &Asked) -> Said<wilson::Share> {
    let (mut told, mut all) = (0, 0);
    for item in raised(items, asked) {
        let Some(decision) = item.decided(asked).filter(|decision| asked.now - decision.at >= TOLD_WITHIN) else { continue };
        all += item.told.len();
        told += item.told.iter().flatten().filter(|at| **at <= decision.at + TOLD_WITHIN).count();
    }
    wilson::share(told, all)
}

/// Decided times told.
pub fn closed(items: &[Item], asked: &Asked) -> Said {
    finite(decided(items, asked).said()? * told(items, asked)?.value)
}

/// The share of decisions that change something.
pub fn changed(items: &[Item], asked: &Asked) -> Said<wilson::Share> {
    let decisions: Vec<Decision> = raised(items, asked).filter_map(|item| item.decided(asked)).collect();
    if decisions.is_empty() {
        return Err(Lacking::NoRecords);
    }
    wilson::share(decisions.iter().filter(|decision| decision.changes).count(), decisions.len())
}
