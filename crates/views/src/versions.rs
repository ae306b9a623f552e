//! The former words of an edited message.

use crate::page::page;
use domain::{id::MessageId, moment::Moment};
use serde::Serialize;
use store::{Fault, Reading};

/// What a message said until a moment.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// Until when it said so.
    pub at: Moment,
    /// What its author had typed.
    pub source: String,
}

/// The former words.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// Which message.
    pub id: MessageId,
    /// The latest first.
    pub versions: Vec<Version>,
    /// Where it stands.
    pub href: String,
}

page!(VersionsView, "versions.html");

impl VersionsView {
    /// The former words; `None` where the message does not exist for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<VersionsView>, Fault> {
        let Some(message) = reading.message(id).await? else { return Ok(None) };
        let found = reading.versions(&message).await?;
        let versions = found.iter().map(|version| Version { at: version.0, source: version.1.clone() }).collect();
        Ok(Some(VersionsView { id, versions, href: format!("/messages/{id}") }))
    }
}
