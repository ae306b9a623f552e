//! What a viewer has been shown to be allowed to see.

use std::ops::Deref;

/// Content that passed `VISIBLE` for its viewer, or the custodian's eyes.
///
/// **Invariant.** The constructor is private to the store: views accept only `Seen`, so nothing unseen is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen<T>(T);

impl<T> Seen<T> {
    pub(crate) fn new(content: T) -> Seen<T> {
        Seen(content)
    }

    /// A part of what was seen.
    pub fn part<U>(&self, part: impl FnOnce(&T) -> U) -> Seen<U> {
        Seen(part(&self.0))
    }

    /// The content itself; it is seen already.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Seen<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
