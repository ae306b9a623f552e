//! The side a person stands on.

use serde::{Deserialize, Serialize};

/// Where a person stands toward our organization.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Works here.
    Employee,
    /// Belongs to an organization we work with.
    Partner,
    /// Deals with us as a customer.
    Customer,
    /// Anyone else, known or not.
    Public,
}

impl Side {
    /// All sides, in the order pages list them.
    pub const ALL: [Side; 4] = [Side::Employee, Side::Partner, Side::Customer, Side::Public];

    /// The word kept in the database and shown in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Side::Employee => "employee",
            Side::Partner => "partner",
            Side::Customer => "customer",
            Side::Public => "public",
        }
    }

    /// The side of that word.
    pub fn from_word(word: &str) -> Option<Side> {
        Side::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Whether this side works here: what stands inside is for these alone.
    pub fn inside(self) -> bool {
        self == Side::Employee
    }
}
