//! C11: whether more than one function of ours stands in a conversation with somebody outside, and how often it is handed on.

use super::{Asked, Thread, Writer, median};
use crate::measured::{Lacking, Name, Said};
use crate::wilson;
use std::collections::BTreeSet;

/// Conversations in which two units or more wrote.
pub const CROSSING: Name = Name::first("cross_functional");
/// People who held it before the one whose answer was accepted, in the middle thread.
pub const HAND_OFFS: Name = Name::first("hand_offs");
/// From the first word in the sidebar to the next answer outward, in the middle.
pub const LEAD: Name = Name::first("locker_room_lead");

/// Of the market's threads that one of us wrote in, sidebar included, the share in which two units did.
pub fn share(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let units = |(thread, ..): (&Thread, i64, u32)| {
        let of = |by: Writer| if let Writer::Employee { unit, .. } = by { Some(unit) } else { None };
        thread.by_people(asked.now).filter_map(|message| of(message.by)).collect::<BTreeSet<_>>().len()
    };
    let counts: Vec<usize> = asked.market(threads).into_iter().map(units).filter(|count| *count > 0).collect();
    wilson::share(counts.iter().filter(|count| **count > 1).count(), counts.len())
}

/// Over threads with an accepted answer of ours: distinct people who held it before the one who gave that answer. 0: the
/// first to hold it solved it.
pub fn hand_offs(threads: &[Thread], asked: &Asked) -> Said<usize> {
    let count = |(thread, ..): (&Thread, i64, u32)| {
        let said = thread.said(asked.now);
        let answer = said.iter().find(|message| Some(message.id) == thread.accepted)?;
        let Writer::Employee { person, .. } = answer.by else { return None };
        let before = thread.holders.iter().filter(|(at, holder)| *at <= answer.at && *holder != person);
        Some(before.map(|(_, holder)| holder).collect::<BTreeSet<_>>().len())
    };
    median(asked.market(threads).into_iter().filter_map(count).collect()).ok_or(Lacking::NoRecords)
}

/// Microseconds from the first word in the sidebar to the next outward answer of ours, in the middle thread that has both.
pub fn lead(threads: &[Thread], asked: &Asked) -> Said<i64> {
    let lead = |(thread, ..): (&Thread, i64, u32)| {
        let first = thread.by_people(asked.now).find(|message| !message.outward)?;
        let answer = thread.said(asked.now).into_iter().find(|message| message.by.is_ours() && message.at >= first.at)?;
        Some(answer.at - first.at)
    };
    median(asked.market(threads).into_iter().filter_map(lead).collect()).ok_or(Lacking::NoRecords)
}
