//! All spaces the viewer sees.

use crate::{page::page, space::SpaceFacts};
use serde::Serialize;
use store::{Fault, Reading};

/// A space with what is new in it.
#[derive(Clone, Debug, Serialize)]
pub struct SpaceRow {
    /// The space.
    #[serde(flatten)]
    pub space: SpaceFacts,
    /// How many of its conversations hold something new, exact to 99.
    pub unread: i64,
    /// Its page.
    pub href: String,
}

/// The list of spaces.
#[derive(Clone, Debug, Serialize)]
pub struct SpacesView {
    /// The spaces, by name.
    pub spaces: Vec<SpaceRow>,
}

page!(SpacesView, "spaces.html");

impl SpacesView {
    /// The spaces this viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<SpacesView, Fault> {
        let unread = reading.unread().await?;
        let found = reading.spaces().await?;
        let row = |space| {
            let facts = SpaceFacts::of(reading, space);
            SpaceRow { unread: unread.spaces.get(&facts.id).copied().unwrap_or(0), href: facts.href(), space: facts }
        };
        Ok(SpacesView { spaces: found.iter().map(row).collect() })
    }
}
