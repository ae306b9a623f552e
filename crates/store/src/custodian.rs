//! The custodian's keys: sees all, for indexing, measures, erasure and whole-house export.
//!
//! **Invariant.** Made once, at start, and handed to named consumers; tidy pins where the word may occur.

/// Leave to read without a viewer.
#[derive(Debug)]
pub struct Custodian(());

impl Custodian {
    /// The keys; [`crate::Store::open`] alone makes them.
    pub(crate) fn appointed() -> Custodian {
        Custodian(())
    }
}
