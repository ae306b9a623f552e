//! C9: whether somebody who wants to buy is helped to buy well, and then left in peace.

use super::{Asked, HOUR};
use crate::measured::{Measured, Name, Said};
use crate::survival::{Clock, Curve};
use crate::wilson;

/// Intents answered within a day.
pub const ANSWERED: Name = Name::first("intents_answered");
/// First answers that help rather than offer.
pub const HELPED: Name = Name::first("intents_helped");
/// Contacts after she had ended it: must be none.
pub const UNASKED: Name = Name::first("contacts_after_end");
/// Answers she found useful, of those she judged.
pub const USEFUL: Name = Name::first("intents_useful");
/// Intents where one of the answers was chosen.
pub const CHOSEN: Name = Name::first("intents_chosen");
/// Choices regretted after thirty days, of those who said.
pub const REGRETTED: Name = Name::first("intents_regretted");

/// What a first answer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Advice, a question back, or "better elsewhere".
    Help,
    /// Something of ours.
    Offer,
}

/// What somebody wants to buy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Intent {
    /// When she said so.
    pub at: i64,
    /// The first answer.
    pub answer: Option<(i64, Answer)>,
    /// When she ended it, or it ran out.
    pub ended: Option<i64>,
    /// When we turned to her.
    pub contacts: Vec<i64>,
    /// Whether she found the answers useful.
    pub useful: Option<bool>,
    /// Whether she chose one.
    pub chosen: Option<bool>,
    /// Whether she regrets it.
    pub regrets: Option<bool>,
}

fn begun<'a>(intents: &'a [Intent], asked: &'a Asked) -> impl Iterator<Item = &'a Intent> {
    intents.iter().filter(|intent| asked.window.holds(intent.at) && intent.at <= asked.now)
}

fn known(at: i64, asked: &Asked) -> Option<i64> {
    Some(at).filter(|at| *at <= asked.now)
}

/// The share answered within a day; what she ended unanswered was answered by nobody until then.
pub fn answered(intents: &[Intent], asked: &Asked) -> Measured {
    let clock = |intent: &Intent| {
        let end = intent.ended.and_then(|at| known(at, asked)).unwrap_or(asked.now);
        let answer = intent.answer.map(|(at, _)| at).filter(|at| *at <= end);
        Clock { ran: super::response::wall(intent.at, answer.unwrap_or(end)), ended: answer.map(|_| 0) }
    };
    let curve = Curve::of(&begun(intents, asked).map(clock).collect::<Vec<_>>(), 1);
    super::response::within(ANSWERED, &curve, asked, (24 * HOUR) as u64)
}

/// The share of first answers that help.
pub fn helped(intents: &[Intent], asked: &Asked) -> Said<wilson::Share> {
    let first = begun(intents, asked).filter_map(|intent| intent.answer).filter(|(at, _)| *at <= asked.now);
    let kinds: Vec<Answer> = first.map(|(_, kind)| kind).collect();
    wilson::share(kinds.iter().filter(|kind| **kind == Answer::Help).count(), kinds.len())
}

/// How often we turned to somebody who had ended it.
pub fn unasked(intents: &[Intent], asked: &Asked) -> usize {
    let after = |intent: &Intent| {
        let end = intent.ended.unwrap_or(i64::MAX);
        intent.contacts.iter().filter(|at| **at > end && **at <= asked.now).count()
    };
    begun(intents, asked).map(after).sum()
}

/// The shares who found it useful, who chose, and who regret, each of those who said.
pub fn judged(intents: &[Intent], asked: &Asked) -> [Said<wilson::Share>; 3] {
    let of = |said: fn(&Intent) -> Option<bool>| {
        let said: Vec<bool> = begun(intents, asked).filter_map(said).collect();
        wilson::share(said.iter().filter(|yes| **yes).count(), said.len())
    };
    [of(|intent| intent.useful), of(|intent| intent.chosen), of(|intent| intent.regrets)]
}
