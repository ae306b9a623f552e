//! C7: whether the market helps itself, with us beside it.

use super::response::{PEER, until_any, wall};
use super::{Asked, HOUR, Thread, Writer};
use crate::measured::{Lacking, Measured, Name, Said, share};
use crate::wilson;
use std::collections::BTreeSet;

/// Accepted answers that outsiders gave.
pub const ACCEPTED: Name = Name::first("accepted_from_peers");
/// Threads whose first answer, within a day, is a peer's.
pub const FIRST: Name = Name::first("first_answer_by_peer");
/// Different peers who answered, per hundred threads.
pub const DIVERSITY: Name = Name::first("peer_diversity");

/// The share of accepted answers that came from outsiders.
pub fn accepted(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let given = |(thread, ..): (&Thread, i64, u32)| {
        thread.said(asked.now).into_iter().find(|message| Some(message.id) == thread.accepted).map(|message| message.by)
    };
    let by: Vec<Writer> = asked.market(threads).into_iter().filter_map(given).collect();
    wilson::share(by.iter().filter(|by| !by.is_ours()).count(), by.len())
}

/// The share of threads that a peer was the first to answer, within a day.
pub fn first(threads: &[Thread], asked: &Asked) -> Measured {
    let curve = until_any(threads, asked, &wall);
    let share = curve.ended_by(PEER, (24 * HOUR) as u64);
    let measured = Measured::new(FIRST, asked.window, curve.clocks(), share.map(|share| share.value));
    share.map_or_else(|_| measured.clone(), |share| measured.clone().between(share.low, share.high))
}

/// Different peers who answered somebody, per hundred threads.
pub fn diversity(threads: &[Thread], asked: &Asked) -> Said {
    let market = asked.market(threads);
    let mut peers = BTreeSet::new();
    for (thread, _, asker) in &market {
        peers.extend(thread.said(asked.now).iter().filter_map(|message| match message.by {
            Writer::Outsider(other) if other != *asker => Some(other),
            _ => None,
        }));
    }
    share(100.0 * peers.len() as f64, market.len() as f64, Lacking::NoRecords)
}
