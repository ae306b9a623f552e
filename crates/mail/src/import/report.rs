//! What an import says about itself: while it runs, and at its end.

use std::sync::atomic::AtomicU64;

/// Unreadable letters that are named; the others are counted.
pub const NAMED_MAX: usize = 20;

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
    /// Letters that could not be read.
    pub unreadable: usize,
    /// The first [`NAMED_MAX`] of them.
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
}

impl Report {
    pub(super) fn note(&mut self, it: Unreadable) {
        self.unreadable += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(it);
        }
    }
}
