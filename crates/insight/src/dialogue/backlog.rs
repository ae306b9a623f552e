//! C12: what is still open, who waits and how long, and whether promises hold.

use super::{Asked, Thread, Writer};
use crate::measured::{Lacking, Name, Said, share};
use crate::wilson;

/// Closed over opened in the window (CHAOSS); below 1 the pile grows.
pub const CLOSURE: Name = Name::first("closure_ratio");
/// People waiting for an answer of ours now.
pub const WAITING: Name = Name::first("waiting");
/// Promises kept by their day.
pub const KEPT: Name = Name::first("promises_kept");

/// Closed and opened in the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow {
    /// Threads of the market that ended in it, whenever they began.
    pub closed: usize,
    /// Threads of the market that began in it.
    pub opened: usize,
}

impl Flow {
    /// Over the market's threads.
    pub fn of(threads: &[Thread], asked: &Asked) -> Self {
        let closed = |thread: &&Thread| {
            let end = thread.asked_by_market(asked.now).and_then(|_| thread.ended(asked.now, 0));
            end.is_some_and(|end| asked.window.holds(end.at) && end.reopened.is_none_or(|at| at > asked.now))
        };
        Self { closed: threads.iter().filter(closed).count(), opened: asked.market(threads).len() }
    }

    /// Closed over opened.
    pub fn ratio(&self) -> Said {
        share(self.closed as f64, self.opened as f64, Lacking::NoRecords)
    }

    /// By how much the pile grew; negative where it shrank.
    pub fn gap(&self) -> i64 {
        self.opened as i64 - self.closed as i64
    }
}

/// How long each has waited for a first answer of ours at `now`, longest first: the threads of the market, whenever they
/// began, which are open and in which none of us has answered.
pub fn waiting(threads: &[Thread], now: i64) -> Vec<(usize, i64)> {
    let wait = |(at, thread): (usize, &Thread)| {
        let (since, _) = thread.asked_by_market(now)?;
        let open = thread.closings.last().is_none_or(|end| end.at > now || end.reopened.is_some_and(|again| again <= now));
        let answered = thread.said(now).iter().any(|message| matches!(message.by, Writer::Employee { .. }));
        (open && !answered).then(|| (at, now - since))
    };
    let mut waits: Vec<(usize, i64)> = threads.iter().enumerate().filter_map(wait).collect();
    waits.sort_by_key(|(at, age)| (std::cmp::Reverse(*age), *at));
    waits
}

/// "You will hear from us by Friday."
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promise {
    /// By when.
    pub due: i64,
    /// When it was kept.
    pub kept: Option<i64>,
}

/// Of the promises due in the window the share that was kept in time.
pub fn kept(promises: &[Promise], asked: &Asked) -> Said<wilson::Share> {
    let due: Vec<_> = promises.iter().filter(|promise| asked.window.holds(promise.due) && promise.due <= asked.now).collect();
    wilson::share(due.iter().filter(|promise| promise.kept.is_some_and(|at| at <= promise.due)).count(), due.len())
}
