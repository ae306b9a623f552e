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

/// What an end says of whatever was raised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Upshot {
    /// It was decided, and something was done: whoever raised it moved us.
    Done,
    /// It was decided, and nothing changes by it: an answer, a no.
    Decided,
    /// It was not decided, and is no longer asked here: withdrawn, given up, or it goes on elsewhere.
    Left,
    /// Nothing was raised.
    Nothing,
}

/// A reason with which something ends, and what it says of what was raised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The word kept in the database.
    pub word: &'static str,
    /// What became of it.
    pub upshot: Upshot,
}

impl Reason {
    const fn new(word: &'static str, upshot: Upshot) -> Reason {
        Reason { word, upshot }
    }
}

/// Somebody's answer was accepted.
pub const ACCEPTED: Reason = Reason::new("accepted", Upshot::Decided);
/// Whoever asked accepted her own words.
pub const ANSWERED_HERSELF: Reason = Reason::new("answered-herself", Upshot::Left);
/// It goes on in another conversation.
pub const MERGED: Reason = Reason::new("merged", Upshot::Left);
/// Ends that nobody chooses from a list.
const ENDS: [Reason; 3] = [ACCEPTED, ANSWERED_HERSELF, MERGED];

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
    /// Whether whoever starts one asks us for something: what came of it, and whether she heard, is counted.
    pub raised: bool,
    /// Reasons with which it can be closed; the first is the usual one.
    pub closings: &'static [Reason],
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
        raised: false,
        closings: &[Reason::new("done", Upshot::Done), Reason::new("moved-on", Upshot::Left)],
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
        raised: true,
        closings: &[
            Reason::new("answered", Upshot::Decided),
            Reason::new("duplicate", Upshot::Left),
            Reason::new("no-longer-needed", Upshot::Left),
        ],
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
        raised: true,
        closings: &[
            Reason::new("solved", Upshot::Done),
            Reason::new("no-answer", Upshot::Left),
            Reason::new("duplicate", Upshot::Left),
            Reason::new("not-for-us", Upshot::Decided),
            Reason::new("junk", Upshot::Nothing),
        ],
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
        raised: false,
        closings: &[Reason::new("done", Upshot::Done)],
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

    /// What an end with this word says of what was raised; `None` where the word is not known (any more).
    pub fn upshot(self, word: &str) -> Option<Upshot> {
        self.life().closings.iter().chain(&ENDS).find(|reason| reason.word == word).map(|reason| reason.upshot)
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

    #[test]
    fn what_is_raised_can_be_decided_and_can_be_left() {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.life().raised) {
            let upshots: Vec<Upshot> = kind.life().closings.iter().map(|reason| reason.upshot).collect();
            assert!(upshots.iter().any(|upshot| *upshot <= Upshot::Decided), "{kind:?} is never decided");
            assert!(upshots.contains(&Upshot::Left), "{kind:?} can only be decided");
        }
        assert_eq!(Kind::Case.upshot("solved"), Some(Upshot::Done));
        assert_eq!(Kind::Question.upshot(MERGED.word), Some(Upshot::Left));
        assert_eq!((Kind::Question.upshot("solved"), Kind::Case.upshot("")), (None, None), "no word of its own");
    }

    #[test]
    fn no_reason_of_a_list_is_mistaken_for_another_end() {
        let closings = || Kind::ALL.into_iter().flat_map(|kind| kind.life().closings);
        assert!(closings().all(|reason| ENDS.iter().all(|end| end.word != reason.word)));
    }
}
