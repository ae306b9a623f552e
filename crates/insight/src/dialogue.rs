//! Whether the house talks with its market or at it: C1 to C13, each over plain records of conversations.
//!
//! **Invariant.** What a machine wrote changes no number: every measure reads [`Thread::said`], which leaves it out. What
//! lies after `now` is not known yet, whatever date a broken clock or an import gave it.
//!
//! Threads belong to the window in which they began, never to that in which they ended: else what is ignored would vanish.

pub mod backlog;
pub mod broadcast;
pub mod crossing;
pub mod fairness;
pub mod initiative;
pub mod likeness;
pub mod outcome;
pub mod panel;
pub mod participation;
pub mod peer;
pub mod purchase;
pub mod reply;
pub mod response;
pub mod voice;

use crate::measured::Window;
pub use crate::tie::DAY;

/// Microseconds of an hour.
pub const HOUR: i64 = 3_600_000_000;

/// Who wrote.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Writer {
    /// Somebody of ours, in the unit she was in when she wrote.
    Employee {
        /// Who.
        person: u32,
        /// Her unit.
        unit: u32,
    },
    /// Anybody else.
    Outsider(u32),
    /// A program, or a person's program (RFC 3834: what is submitted automatically).
    Machine,
}

impl Writer {
    /// Whether somebody of ours.
    pub fn is_ours(self) -> bool {
        matches!(self, Writer::Employee { .. })
    }
}

/// A message, without its words.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// Its number in the house.
    pub id: u64,
    /// When, in microseconds UTC.
    pub at: i64,
    /// Who wrote it.
    pub by: Writer,
    /// Whether the outsiders of the conversation see it; not so what stands in its sidebar.
    pub outward: bool,
    /// The message it answers, where it says so.
    pub answers: Option<u64>,
    /// How many people it went to.
    pub recipients: u32,
    /// Whether anybody can read it.
    pub public: bool,
    /// Whether an answer to it can arrive.
    pub answerable: bool,
    /// How many words.
    pub words: u32,
    /// Whether a person signs it with her name.
    pub signed: bool,
    /// What its words are like, for finding templates; `None` where they are too few.
    pub likeness: Option<likeness::Likeness>,
}

/// How a conversation ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// It was settled.
    Settled,
    /// Whoever asked no longer asks.
    Withdrawn,
    /// It was no conversation: spam, or part of another.
    NoThread,
}

/// An end, which may not be the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closing {
    /// When.
    pub at: i64,
    /// How.
    pub how: How,
    /// When it was opened again, if it was.
    pub reopened: Option<i64>,
}

/// A conversation which outsiders see, with its sidebar.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Thread {
    /// In any order.
    pub messages: Vec<Message>,
    /// Its ends, in order.
    pub closings: Vec<Closing>,
    /// The message that was accepted as the answer.
    pub accepted: Option<u64>,
    /// Employees who held it, one after the other.
    pub holders: Vec<(i64, u32)>,
}

/// What is asked: threads that began in `window`, as they stand at `now`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// When they began.
    pub window: Window,
    /// What comes later is not known.
    pub now: i64,
}

impl Thread {
    /// What people wrote and outsiders saw, by time.
    pub fn said(&self, now: i64) -> Vec<&Message> {
        self.by_people(now).filter(|message| message.outward).collect()
    }

    /// What people wrote, in the sidebar too, by time.
    fn by_people(&self, now: i64) -> impl Iterator<Item = &Message> {
        let people = |message: &&Message| message.by != Writer::Machine && message.at <= now;
        let mut messages: Vec<&Message> = self.messages.iter().filter(people).collect();
        messages.sort_by_key(|message| (message.at, message.id));
        messages.into_iter()
    }

    /// When it began, if an outsider began it and it is one.
    pub fn asked_by_market(&self, now: i64) -> Option<(i64, u32)> {
        if self.closings.iter().any(|closing| closing.how == How::NoThread && closing.at <= now) {
            return None;
        }
        match self.said(now).first() {
            Some(Message { by: Writer::Outsider(person), at, .. }) => Some((*at, *person)),
            _ => None,
        }
    }

    /// The last end that held, at `now`: not reopened within `days`.
    fn ended(&self, now: i64, days: i64) -> Option<Closing> {
        let stands = |closing: &Closing| closing.reopened.is_none_or(|again| again > now || again - closing.at >= days * DAY);
        self.closings.iter().copied().rfind(|closing| closing.at <= now && stands(closing))
    }
}

impl Asked {
    /// The market's threads that began in the window, each with its beginning and who began it.
    pub fn market<'a>(&self, threads: &'a [Thread]) -> Vec<(&'a Thread, i64, u32)> {
        let began = threads.iter().filter_map(|thread| thread.asked_by_market(self.now).map(|(at, by)| (thread, at, by)));
        began.filter(|(_, at, _)| self.window.holds(*at)).collect()
    }

    /// What people wrote outward within the window, each with its thread and what it answers: what it says, else the message
    /// before it.
    fn said<'a>(&self, threads: &'a [Thread]) -> Vec<(&'a Thread, &'a Message, Option<&'a Message>)> {
        let mut all = Vec::new();
        for thread in threads {
            let said = thread.said(self.now);
            for (at, message) in said.iter().enumerate().filter(|(_, message)| self.window.holds(message.at)) {
                let named = message.answers.and_then(|id| said.iter().find(|other| other.id == id));
                let before = at.checked_sub(1).map(|before| &said[before]);
                all.push((thread, *message, named.or(before).copied()));
            }
        }
        all
    }
}

/// The middle of what is sorted; of two the lower.
fn median<T: Ord + Copy>(mut of: Vec<T>) -> Option<T> {
    of.sort_unstable();
    of.get(of.len().checked_sub(1)? / 2).copied()
}
