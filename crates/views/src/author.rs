//! Whoever wrote something, as pages name her.

use domain::{id::PersonId, party::MACHINE, side::Side};
use serde::Serialize;

/// Whose words.
#[derive(Clone, Debug, Serialize)]
pub struct Author {
    /// Which person.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Where she stands today.
    pub side: Side,
    /// Her page; the machine has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

impl Author {
    pub(crate) fn new(id: PersonId, name: &str, side: Side) -> Author {
        Author { id, name: name.to_owned(), side, href: (id != MACHINE).then(|| format!("/people/{id}")) }
    }
}
