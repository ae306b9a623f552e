//! C2 and C3: how many get an answer within an hour, a day, three; how long it takes; how long until it is settled.

use super::{Asked, DAY, HOUR, How, Thread, Writer};
use crate::measured::{Measured, Name, Said};
use crate::survival::{Clock, Curve};
use crate::wilson;

/// The share answered by us within a time.
pub const WITHIN: Name = Name::first("answered_within");
/// The share settled within a time.
pub const SETTLED: Name = Name::first("settled_within");
/// The share of ends that did not hold.
pub const REOPENED: Name = Name::first("reopened");
/// The times which are asked: an hour, a working day, a day, three days.
pub const TIMES: [i64; 4] = [HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR];

/// Somebody of ours answered.
pub const OURS: u8 = 0;
/// Another outsider answered.
pub const PEER: u8 = 1;
/// Whoever asked no longer asks.
pub const WITHDRAWN: u8 = 2;
/// How many kinds of ending there are.
pub const ENDINGS: u8 = 3;

/// An end within so many days of which it is opened again was none.
const HOLDS_DAYS: i64 = 7;

/// From when until when, in any unit: time by the clock on the wall, or only the hours in which the house is open.
pub type Elapsed<'a> = &'a dyn Fn(i64, i64) -> u64;

/// Time by the clock on the wall.
pub fn wall(from: i64, until: i64) -> u64 {
    u64::try_from(until.saturating_sub(from)).unwrap_or(0)
}

/// Clocks that run until somebody of ours answers. They stop without an end where the thread does, and at `now`.
pub fn until_ours(threads: &[Thread], asked: &Asked, elapsed: Elapsed<'_>) -> Curve {
    clocks(threads, asked, elapsed, |ending| (ending == OURS).then_some(OURS))
}

/// Clocks that run until whoever answers first, or the question is withdrawn: ends that compete.
pub fn until_any(threads: &[Thread], asked: &Asked, elapsed: Elapsed<'_>) -> Curve {
    clocks(threads, asked, elapsed, Some)
}

fn clocks(threads: &[Thread], asked: &Asked, elapsed: Elapsed<'_>, counts: impl Fn(u8) -> Option<u8>) -> Curve {
    let clock = |(thread, from, by): (&Thread, i64, u32)| {
        let mut ends = thread.said(asked.now).into_iter().filter_map(|message| match message.by {
            Writer::Employee { .. } => Some((message.at, OURS)),
            Writer::Outsider(other) if other != by => Some((message.at, PEER)),
            _ => None,
        });
        let first = ends.find(|(at, ending)| *at >= from && counts(*ending).is_some());
        let stop = thread.ended(asked.now, HOLDS_DAYS);
        match (first, stop) {
            (Some((at, ending)), stop) if stop.is_none_or(|stop| at <= stop.at) => {
                Clock { ran: elapsed(from, at), ended: counts(ending) }
            }
            (_, Some(stop)) => {
                let withdrawn = if stop.how == How::Withdrawn { counts(WITHDRAWN) } else { None };
                Clock { ran: elapsed(from, stop.at), ended: withdrawn }
            }
            _ => Clock { ran: elapsed(from, asked.now), ended: None },
        }
    };
    let all: Vec<Clock> = asked.market(threads).into_iter().map(clock).collect();
    Curve::of(&all, ENDINGS)
}

/// Clocks that run until the thread is settled and stays so.
pub fn until_settled(threads: &[Thread], asked: &Asked, elapsed: Elapsed<'_>) -> Curve {
    let clock = |(thread, from, _): (&Thread, i64, u32)| match thread.ended(asked.now, HOLDS_DAYS) {
        Some(end) => Clock { ran: elapsed(from, end.at), ended: (end.how == How::Settled).then_some(OURS) },
        None => Clock { ran: elapsed(from, asked.now), ended: None },
    };
    let all: Vec<Clock> = asked.market(threads).into_iter().map(clock).collect();
    Curve::of(&all, ENDINGS)
}

/// The share of a curve that has ended within `time`, as it is published.
pub fn within(name: Name, curve: &Curve, asked: &Asked, time: u64) -> Measured {
    let ended = curve.ended(time);
    let measured = Measured::new(name, asked.window, curve.clocks(), ended.map(|ended| ended.value));
    ended.map_or_else(|_| measured.clone(), |ended| measured.clone().between(ended.low, ended.high))
}

/// The plain share answered by us within `time`, of those who have waited that long or been answered.
pub fn plain(threads: &[Thread], asked: &Asked, time: i64) -> Said<wilson::Share> {
    let old: Vec<_> = asked.market(threads).into_iter().filter(|(_, from, _)| asked.now - from >= time).collect();
    let answered = |(thread, from, _): &&(&Thread, i64, u32)| {
        thread.said(asked.now).iter().any(|message| message.by.is_ours() && (*from..=from + time).contains(&message.at))
    };
    wilson::share(old.iter().filter(answered).count(), old.len())
}

/// Of the ends of the window's threads the share that did not hold for a week.
pub fn reopened(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let market = asked.market(threads);
    let ends: Vec<_> = market.iter().flat_map(|(thread, ..)| &thread.closings).filter(|end| end.at <= asked.now).collect();
    let again = ends.iter().filter(|end| end.reopened.is_some_and(|at| at <= asked.now && at - end.at < HOLDS_DAYS * DAY));
    wilson::share(again.count(), ends.len())
}
