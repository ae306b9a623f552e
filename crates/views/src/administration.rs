//! The administration's first page: the house at a glance.

use crate::{action::Actions, page::page};
use domain::{id::Position, person::may_administer};
use serde::Serialize;
use store::{Fault, Reading};

/// The administration's pages, in the order of their tabs.
pub(crate) const TABS: &[(&str, &str)] = &[
    ("/administration", "administration-house"),
    ("/administration/spaces", "spaces-title"),
    ("/administration/units", "units-title"),
    ("/administration/people", "people-title"),
    ("/administration/notice", "observatory-title"),
    ("/administration/intake", "intake-title"),
    ("/administration/mailboxes", "mailboxes-title"),
    ("/administration/outbox", "outbox-title"),
    ("/administration/imports", "imports-title"),
    ("/administration/merged-people", "mergings-title"),
];

/// How far a consumer of the log has come.
#[derive(Clone, Debug, Serialize)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// How many lines of the log it has still to read.
    pub behind: i64,
}

/// The house at a glance.
#[derive(Clone, Debug, Serialize)]
pub struct AdministrationView {
    /// The house's name.
    pub house: String,
    /// How many people there are.
    pub people: i64,
    /// Letters of ours that wait, up to a thousand.
    pub deliveries_waiting: i64,
    /// The length of the log.
    pub position: Position,
    /// How far its consumers have come.
    pub consumers: Vec<Consumer>,
    /// Whether a mail relay is there to send letters; without one they wait.
    pub relay: bool,
    /// What an administrator may do here.
    pub actions: Actions,
}

page!(AdministrationView, "administration.html");

/// Whether this viewer wears the administrator's hat, by the rule the actions ask; for everyone else the administration
/// does not exist.
pub(crate) fn administers(reading: &Reading) -> bool {
    reading.viewer().actor().is_some_and(|actor| may_administer(&actor).is_ok())
}

impl AdministrationView {
    /// The overview, with whether a mail relay is there to send letters; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, relay: bool) -> Result<Option<AdministrationView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let store = reading.store();
        let position = store.head().await?;
        let bookmarks = store.bookmarks().await?;
        let mut actions = Actions::default();
        actions.offer("rename", "/administration/house", &["house"]);
        Ok(Some(AdministrationView {
            house: reading.house_name().await?,
            people: store.people_count().await?,
            deliveries_waiting: store.deliveries_waiting().await?,
            position,
            consumers: bookmarks.into_iter().map(|(name, at)| Consumer { name, behind: position.0 - at.0 }).collect(),
            relay,
            actions,
        }))
    }
}
