//! What an import says about itself: while it runs, and at its end.

use domain::{import::Counts, limits};
use std::sync::atomic::AtomicU64;
use store::writing::import_run::UnreadablePiece;

/// How far an import is; read it from another task.
#[derive(Debug, Default)]
pub struct Progress {
    /// Letters looked at in the first pass, which finds the threads.
    pub heard: AtomicU64,
    /// Letters that came to an end in the second pass: written, known or unreadable.
    pub done: AtomicU64,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Letters found.
    pub read: usize,
    /// Of them written.
    pub imported: usize,
    /// Of them known in the space, or found twice.
    pub known: usize,
    /// Of them by people who were erased since: passed over.
    pub erased: usize,
    /// Letters that name such people: written without what they quote and without their original.
    pub freed: usize,
    /// Conversations begun.
    pub threads: usize,
    /// Letters that answer one which is in the archive or the space.
    pub replies_found: usize,
    /// Letters that answer one which is in neither.
    pub replies_missing: usize,
    /// Letters that do not say what they answer, and joined one by what they look like.
    pub by_likeness: usize,
    /// What is no message: a service's own notes, drafts, what was thrown away, what is private.
    pub passed_over: usize,
    /// Channels of a chat that were left out, since not everybody there saw them.
    pub left_out: Vec<String>,
    /// Letters that could not be read.
    pub unreadable: usize,
    /// The first [`limits::IMPORT_UNREADABLE_NAMED`] of them.
    pub named: Vec<Unreadable>,
}

/// A letter that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Where in it, in octets.
    pub offset: u64,
    /// Why.
    pub reason: Reason,
}

/// Why a letter could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Above the limit of a letter.
    #[error("longer than {} MiB", domain::limits::LETTER_BYTES_MAX >> 20)]
    TooLong,
    /// No headers at all.
    #[error("is no letter: it has no headers")]
    NoLetter,
    /// Headers, but nobody in them.
    #[error("nobody is named as its writer")]
    NoWriter,
    /// The file could not be read here.
    #[error("the file could not be read: {0}")]
    Broken(String),
    /// The export names posts it does not hold.
    #[error("names {0} posts more than it holds")]
    Partial(usize),
    /// No message of anybody: a service's own note, a draft, something thrown away or private. It is counted, not named.
    #[error("is no message")]
    NoMessage,
}

impl Reason {
    /// The word for it, which the catalogue knows.
    pub fn word(&self) -> &'static str {
        match self {
            Reason::TooLong => "too-long",
            Reason::NoLetter => "no-letter",
            Reason::NoWriter => "no-writer",
            Reason::Broken(_) => "broken",
            Reason::Partial(_) => "partial",
            Reason::NoMessage => "no-message",
        }
    }

    /// What else is to be said.
    fn words(&self) -> String {
        match self {
            Reason::Broken(words) => words.clone(),
            Reason::Partial(missing) => missing.to_string(),
            _ => String::new(),
        }
    }
}

impl Report {
    pub(super) fn note(&mut self, it: Unreadable) {
        if it.reason == Reason::NoMessage {
            self.passed_over += 1;
            return;
        }
        self.unreadable += 1;
        if self.named.len() < limits::IMPORT_UNREADABLE_NAMED {
            self.named.push(it);
        }
    }

    /// Its numbers, as they are kept.
    pub fn counts(&self) -> Counts {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Counts {
            found: count(self.read),
            written: count(self.imported),
            known: count(self.known),
            erased: count(self.erased),
            freed: count(self.freed),
            begun: count(self.threads),
            passed_over: count(self.passed_over),
            unreadable: count(self.unreadable),
        }
    }

    /// What could not be read, as it is kept.
    pub fn pieces(&self) -> Vec<UnreadablePiece> {
        let piece = |it: &Unreadable| UnreadablePiece {
            file: it.file.clone(),
            place: i64::try_from(it.offset).unwrap_or(i64::MAX),
            reason: it.reason.word().to_owned(),
            words: it.reason.words(),
        };
        self.named.iter().map(piece).collect()
    }
}
