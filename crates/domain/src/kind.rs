//! Kinds of conversation, as data: one engine reads these life cycles, and a new kind is a new row.

use serde::Serialize;

/// What a conversation is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// People talking.
    Talk,
    /// Somebody asks; an answer can be accepted.
    Question,
    /// Somebody needs something of us; somebody of us owns it.
    Case,
    /// One tells many; stewards start it.
    Announcement,
}

/// Where a conversation stands in the life of its kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Nobody of us has answered yet.
    New,
    /// Going on.
    Open,
    /// The last word was ours: we wait for them.
    Waiting,
    /// An answer was accepted.
    Answered,
    /// Ended, with a reason.
    Closed,
}

/// The life cycle of one kind.
#[derive(Debug)]
pub struct Life {
    /// Whose life this is.
    pub kind: Kind,
    /// The stage it starts in.
    pub first: Stage,
    /// The stage an outsider's message leads to, if it changes it.
    pub outsider_speaks: Option<Stage>,
    /// The stage an employee's message leads to, if it changes it.
    pub employee_speaks: Option<Stage>,
    /// Whether an outsider's last word counts as somebody waiting for us.
    pub awaited: bool,
    /// Whether it can be assigned to a person or unit.
    pub assignable: bool,
    /// Whether one message can be accepted as the answer.
    pub answerable: bool,
    /// Whether only stewards start it.
    pub stewards_start: bool,
    /// Reasons with which it can be closed; the first is the usual one.
    pub closings: &'static [&'static str],
}

/// All life cycles.
pub const LIVES: [Life; 4] = [
    Life {
        kind: Kind::Talk,
        first: Stage::Open,
        outsider_speaks: None,
        employee_speaks: None,
        awaited: false,
        assignable: false,
        answerable: false,
        stewards_start: false,
        closings: &["done", "moved-on"],
    },
    Life {
        kind: Kind::Question,
        first: Stage::Open,
        outsider_speaks: None,
        employee_speaks: None,
        awaited: true,
        assignable: true,
        answerable: true,
        stewards_start: false,
        closings: &["answered", "duplicate", "no-longer-needed"],
    },
    Life {
        kind: Kind::Case,
        first: Stage::New,
        outsider_speaks: Some(Stage::Open),
        employee_speaks: Some(Stage::Waiting),
        awaited: true,
        assignable: true,
        answerable: false,
        stewards_start: false,
        closings: &["solved", "no-answer", "duplicate", "not-for-us", "junk"],
    },
    Life {
        kind: Kind::Announcement,
        first: Stage::Open,
        outsider_speaks: None,
        employee_speaks: None,
        awaited: false,
        assignable: false,
        answerable: false,
        stewards_start: true,
        closings: &["done"],
    },
];

impl Kind {
    /// All kinds, in the order pages offer them.
    pub const ALL: [Kind; 4] = [Kind::Talk, Kind::Question, Kind::Case, Kind::Announcement];

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Talk => "talk",
            Kind::Question => "question",
            Kind::Case => "case",
            Kind::Announcement => "announcement",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.word() == word)
    }

    /// Its life cycle.
    pub fn life(self) -> &'static Life {
        &LIVES[self as usize]
    }
}

impl Stage {
    /// All stages.
    pub const ALL: [Stage; 5] = [Stage::New, Stage::Open, Stage::Waiting, Stage::Answered, Stage::Closed];

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Stage::New => "new",
            Stage::Open => "open",
            Stage::Waiting => "waiting",
            Stage::Answered => "answered",
            Stage::Closed => "closed",
        }
    }

    /// The stage of that word.
    pub fn from_word(word: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_finds_its_own_life() {
        for kind in Kind::ALL {
            assert_eq!(kind.life().kind, kind);
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            assert!(!kind.life().closings.is_empty());
        }
    }
}
