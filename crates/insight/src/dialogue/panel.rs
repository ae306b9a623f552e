//! The talk-with panel: six bars side by side, no single score. Who must have one number gets their geometric mean, so that no
//! strength hides a weakness.

use crate::measured::{Name, Said, finite};
use serde::Serialize;

/// If one number is demanded.
pub const MEASURE: Name = Name::first("talks_with");

/// Half of the employees talking with the market counts as all of it: the rest have other work.
const TALKING_ENOUGH: f64 = 0.5;

/// The bars, each from 0 to 1 but the balance, which is from -1 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Panel {
    /// C1: 1 less the broadcast share.
    pub dialogue: Said,
    /// C2: answered within a day.
    pub answered: Said,
    /// C5: who starts.
    pub balance: Said,
    /// C6: employees who talk with the market.
    pub talking: Said,
    /// C7: accepted answers from peers; not part of the one number, for few may need them.
    pub peers: Said,
    /// C8: what was raised is decided and told.
    pub closed: Said,
}

impl Panel {
    /// The geometric mean of C1, C2, C5, C6 and C8; nothing where one of them says nothing.
    ///
    /// # Errors
    /// Why the first of them says nothing.
    pub fn one_number(&self) -> Said {
        let parts =
            [self.dialogue?, self.answered?, 1.0 - self.balance?.abs(), (self.talking? / TALKING_ENOUGH).min(1.0), self.closed?];
        finite(parts.iter().product::<f64>().max(0.0).powf(1.0 / parts.len() as f64))
    }
}
