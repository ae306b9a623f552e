//! What a letter shows besides its new words: its signature and history in its own form, and what is to be said about it.
//!
//! **Invariant.** A note holds what stood in the letter, never a sentence of ours: the words of the page are made when it
//! is shown, in the reader's language.

use crate::moment::Moment;
use serde::{Deserialize, Serialize};

/// The parts of a letter that its message does not hold as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterFace {
    /// The signature, sanitised; empty where it is plain.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
    /// What it quotes, sanitised; empty where it is plain.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub history: String,
    /// What is said about it, in the order it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl LetterFace {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == LetterFace::default()
    }
}

/// In which way a letter is signed or encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sealing {
    /// S/MIME (RFC 8551).
    Smime,
    /// OpenPGP (RFC 3156 and 9580).
    Pgp,
}

impl Sealing {
    /// The word in keys of the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Sealing::Smime => "smime",
            Sealing::Pgp => "pgp",
        }
    }
}

/// What is said about a letter. `file` counts its attachments from 0, in the order they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// It carries a signature, which nobody checked.
    Signed {
        /// Which kind.
        how: Sealing,
    },
    /// It cannot be read here.
    Encrypted {
        /// Which kind.
        how: Sealing,
    },
    /// It came with a date for a calendar.
    Event(Event),
    /// Another letter is attached.
    Letter {
        /// Which file.
        file: usize,
        /// Its subject.
        subject: String,
        /// Who wrote it.
        from: String,
        /// When, as it says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Moment>,
        /// What it says, quoted words included, sanitised; empty where it is only a file.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        /// The names of its own files.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        holds: Vec<String>,
    },
    /// Pictures that lie elsewhere were not loaded.
    Pictures {
        /// How many.
        count: usize,
        /// Where they lie, each host once.
        hosts: Vec<String>,
    },
    /// Not all whom it names found room in the conversation it came into.
    LeftOut {
        /// How many did not.
        count: usize,
    },
    /// Its words came in Outlook's own package.
    Package,
    /// Something went over a limit; the raw letter has it.
    Shortened,
}

/// A date for a calendar, as it was sent (RFC 5545).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which file.
    pub file: usize,
    /// `request`, `cancel`, `reply`, `publish` and so on; empty where it does not say.
    pub method: String,
    /// What.
    pub summary: String,
    /// When it begins: `2026-03-05 10:00`, or a day alone.
    pub starts: String,
    /// When it ends.
    pub ends: String,
    /// In which time zone, as the sender calls it.
    pub zone: String,
    /// Where.
    pub place: String,
    /// Who calls it.
    pub organizer: String,
    /// Whether it comes again.
    pub repeats: bool,
    /// How, where it comes again.
    #[serde(default)]
    pub rhythm: Rhythm,
    /// How many more dates the file holds.
    pub more: usize,
}

/// How a date comes again (RFC 5545, 3.3.10), as far as a few words tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// `day`, `week`, `month` or `year`; empty where the rule says more than that.
    pub each: String,
    /// At every how many of them; at least one.
    pub every: u16,
    /// The last day it may be on: `2026-03-05`; empty where there is none.
    pub until: String,
    /// How many times in all; nothing where it does not say.
    pub times: Option<u32>,
}
