//! What people talk about: a grammar of subjects, openings and answers for each place, from which a life is rolled.
//!
//! A word in braces is rolled once for a conversation (`crate::wording`), so that an order keeps its number to the end.

pub(crate) mod between;
pub(crate) mod community;
pub(crate) mod facilities;
pub(crate) mod it;
pub(crate) mod marketing;
pub(crate) mod news;
pub(crate) mod office;
pub(crate) mod operations;
pub(crate) mod outward;
pub(crate) mod product;
pub(crate) mod research;
pub(crate) mod support;
pub(crate) mod talk;
pub(crate) mod wheels;

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Voice {
    /// Who began.
    Asker,
    /// Who takes care of it.
    Owner,
    /// Somebody else who reads along, another one each time.
    Other,
}

pub(crate) use Voice::{Asker, Other, Owner};

/// One turn: who speaks, and one of these is said.
pub(crate) type Turn = (Voice, &'static [&'static str]);

/// A subject with what is said about it, in order.
pub(crate) struct Topic {
    pub subject: &'static str,
    pub opening: &'static [&'static str],
    pub turns: &'static [Turn],
}
