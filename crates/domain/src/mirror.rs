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

/// Whom somebody turns to, and who to her.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct OwnTies {
    /// Whom she turned to.
    pub turned_to: Met,
    /// Who turned to her.
    pub turned_by: Met,
    /// Units with people in them that are not her own.
    pub units: usize,
    /// How much of the house she gets to in two steps; none where that would tell of few.
    pub within_two: Option<Quarter>,
}

/// So many colleagues in so many units that are not her own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Met {
    /// Colleagues.
    pub people: usize,
    /// Units other than her own.
    pub units: usize,
}

/// A share of all colleagues, no finer: what is behind the first step are others' ties.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarter {
    /// Up to a quarter.
    First,
    /// Up to a half.
    Second,
    /// Up to three quarters.
    Third,
    /// More.
    Fourth,
}

impl Quarter {
    /// Of what somebody gets to in two steps: so many in the first, so many more in the second, of so many others. None where
    /// either step is fewer than may be spoken of, so that no single contact's ties can be told from it.
    pub fn within_two(first: usize, second: usize, others: usize, group_min: u32) -> Option<Quarter> {
        let least = group_min as usize;
        if first < least || second < least || others < first + second {
            return None;
        }
        Some(match (first + second) * 4 {
            reached if reached <= others => Quarter::First,
            reached if reached <= 2 * others => Quarter::Second,
            reached if reached <= 3 * others => Quarter::Third,
            _ => Quarter::Fourth,
        })
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        ["first", "second", "third", "fourth"][self as usize]
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_behind_the_first_step_is_told_in_quarters_and_of_few_not_at_all() {
        let told = |first, second, others| Quarter::within_two(first, second, others, 5);
        assert_eq!(told(5, 5, 40), Some(Quarter::First));
        assert_eq!(told(5, 6, 40), Some(Quarter::Second));
        assert_eq!(told(10, 20, 40), Some(Quarter::Third));
        assert_eq!(told(10, 21, 40), Some(Quarter::Fourth));
        assert_eq!(told(4, 30, 40), None, "too few contacts: what is behind one of them could be told");
        assert_eq!(told(30, 4, 40), None, "too few behind them");
        assert_eq!(told(0, 0, 0), None);
        assert_eq!(Quarter::within_two(5, 5, 40, 6), None, "the house asks for more");
    }
}
