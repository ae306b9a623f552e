//! Hats: dated roles a person wears.

/// A role.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hat {
    /// Changes the house: spaces, units, people.
    Administrator,
    /// Looks after one space.
    Steward,
}

impl Hat {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Hat::Administrator => "administrator",
            Hat::Steward => "steward",
        }
    }
}
