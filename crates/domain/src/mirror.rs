//! A person's own mirror: numbers about her, computed when she looks, kept nowhere, and for nobody else.
//!
//! **Invariant.** Nothing here compares her with anybody, and what tells of others tells of no fewer than may be spoken of.

use crate::{
    id::{ConversationId, PartyId},
    moment::Moment,
    party::PartyKind,
    terms::Denied,
};
use serde::Serialize;

/// What somebody finds who looks.
#[derive(Clone, PartialEq, Debug)]
pub enum Looked {
    /// Nothing is computed about her, and why.
    Not(Denied),
    /// One of ours.
    Colleague(Box<Mirror>),
    /// Somebody outside: how what she asked was answered, which serves her and needs no agreement.
    Outside(Answers),
}

/// A colleague's.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Mirror {
    /// From when on.
    pub since: Moment,
    /// Whom she turns to and who to her; none where she left the numbers about groups, for then no ties of hers are kept.
    pub ties: Option<OwnTies>,
    /// How many other units she is in conversation with.
    pub units: OtherUnits,
    /// People outside she is in conversation with, and their organizations.
    pub outside: Outside,
    /// How what she was asked was answered.
    pub answers: Answers,
    /// Who begins the conversations she is in.
    pub begun: Begun,
    /// What she writes to those outside.
    pub words: OwnWords,
    /// Units and partners she has nothing to do with, by name.
    pub unmet: Vec<Unmet>,
}

/// Colleagues whom somebody turns to, and who to her. None where they are fewer than may be spoken of: she knows to whom she
/// wrote, and one less than that would tell her who left the numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct OwnTies {
    /// Whom she turned to.
    pub turned_to: Option<usize>,
    /// Who turned to her.
    pub turned_by: Option<usize>,
}

/// Units that are not her own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct OtherUnits {
    /// Those of whom somebody takes part where she wrote.
    pub met: usize,
    /// All of them.
    pub all: usize,
}

/// People outside, and the organizations they belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Outside {
    /// People.
    pub people: usize,
    /// Organizations.
    pub organizations: usize,
}

/// How questions were answered. One that still waits counts as waiting.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Answers {
    /// How many there were.
    pub asked: usize,
    /// How many were answered.
    pub answered: usize,
    /// Hours until half of them were; none where that is not reached.
    pub median_hours: Option<f64>,
    /// The share answered within an hour, a working day, a day, three days, as far as it is known.
    pub within: Vec<Within>,
    /// Whether there were more conversations than are looked at.
    pub cut: bool,
    /// What still waits: where and since when, the longest first.
    #[serde(skip)]
    pub waiting: Vec<(ConversationId, Moment)>,
}

/// The share answered within some hours.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Within {
    /// Hours.
    pub hours: i64,
    /// The share.
    pub share: Option<f64>,
}

/// Conversations by who began them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Begun {
    /// By her.
    pub by_me: usize,
    /// By others, and she wrote in them.
    pub by_others: usize,
}

/// What somebody wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct OwnWords {
    /// Messages that people outside read.
    pub outside: usize,
    /// Their words.
    pub words: usize,
    /// Conversations they stand in.
    pub conversations: usize,
    /// Messages that stay among colleagues.
    pub inside: usize,
}

/// A unit or partner she has nothing to do with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unmet {
    /// Which.
    pub party: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// A space of theirs which she sees: its place in addresses, and its name.
    pub space: Option<(String, String)>,
}
