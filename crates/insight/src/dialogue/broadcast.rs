//! C1: how much of what we say to the market is announcing, and whether announcements can be answered and are.

use super::{Asked, HOUR, Message, Thread, Writer};
use crate::measured::{Lacking, Name, Said, share};
use crate::wilson;
use std::collections::BTreeMap;

/// Announcements over announcements and answers.
pub const MEASURE: Name = Name::first("broadcast");
/// The same by how many people each reached.
pub const BY_RECIPIENTS: Name = Name::first("broadcast_by_recipients");
/// Announcements that nobody could answer.
pub const DEAD_ENDS: Name = Name::first("dead_ends");
/// Announcements that were answered, every answer answered in turn.
pub const LOOPS: Name = Name::first("announcement_loops");

/// An outward message to more people than this which answers nobody announces.
const RECIPIENTS_MAX: u32 = 10;
/// An answer to an announcement has waited too long after this.
const ANSWERED_WITHIN: i64 = 48 * HOUR;

/// What was counted.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Broadcast {
    announcements: usize,
    answers: usize,
    announced_to: f64,
    answered_to: f64,
    dead_ends: usize,
    loops: usize,
}

impl Broadcast {
    /// Over what our people wrote outward in the window.
    pub fn of(threads: &[Thread], asked: &Asked) -> Self {
        let mut counted = Self::default();
        let replies = replies(threads, asked.now);
        for (_, message, before) in asked.said(threads).into_iter().filter(|(_, message, _)| message.by.is_ours()) {
            let to_outsider = before.is_some_and(|before| !before.by.is_ours());
            if to_outsider {
                counted.answers += 1;
                counted.answered_to += f64::from(message.recipients.max(1));
            } else if message.answers.is_none() && (message.recipients > RECIPIENTS_MAX || message.public) {
                counted.announcements += 1;
                counted.announced_to += f64::from(message.recipients.max(1));
                counted.dead_ends += usize::from(!message.answerable);
                let answered = replies.get(&message.id).is_some_and(|all| all.iter().all(|answered| *answered));
                counted.loops += usize::from(answered);
            }
        }
        counted
    }

    /// By messages; 1 less this is the dialogue ratio.
    pub fn by_message(&self) -> Said<wilson::Share> {
        wilson::share(self.announcements, self.announcements + self.answers)
    }

    /// By recipients.
    pub fn by_recipient(&self) -> Said {
        share(self.announced_to, self.announced_to + self.answered_to, Lacking::NoRecords)
    }

    /// The share of announcements that could not be answered.
    pub fn dead_ends(&self) -> Said<wilson::Share> {
        wilson::share(self.dead_ends, self.announcements)
    }

    /// The share of announcements that got an answer, each answer being answered by us or a peer within two days.
    pub fn loops(&self) -> Said<wilson::Share> {
        wilson::share(self.loops, self.announcements)
    }
}

/// Outsiders' answers by the message they name (or follow, in its own thread): whether each got an answer in time.
fn replies(threads: &[Thread], now: i64) -> BTreeMap<u64, Vec<bool>> {
    let mut replies: BTreeMap<u64, Vec<bool>> = BTreeMap::new();
    for thread in threads {
        let said = thread.said(now);
        for (at, message) in said.iter().enumerate() {
            let Writer::Outsider(by) = message.by else { continue };
            let Some(to) = message.answers.or_else(|| at.checked_sub(1).map(|before| said[before].id)) else { continue };
            let in_time =
                |later: &&Message| later.at <= message.at.saturating_add(ANSWERED_WITHIN) && later.by != Writer::Outsider(by);
            replies.entry(to).or_default().push(said[at + 1..].iter().any(in_time));
        }
    }
    replies
}
