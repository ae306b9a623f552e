//! The page behind the link in a letter that stops further ones. Looking at it stops nothing: a mail scanner looks too.

use crate::page::page;
use domain::{
    id::{PersonId, SpaceId},
    telling::Scope,
};
use serde::Serialize;
use store::{Fault, Reading, Store};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct UnsubscribeView {
    /// The space the letter was about, by its name; empty where it was about none, or is none she sees any more.
    pub space: String,
    /// What was stopped; empty before.
    pub stopped: &'static str,
    /// Where it is posted to: the link itself.
    #[serde(skip)]
    path: String,
    #[serde(skip)]
    about_space: bool,
}

page!(UnsubscribeView, "unsubscribe.html");

impl UnsubscribeView {
    /// What the link stops, told to who holds it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        store: &Store,
        token: &str,
        person: PersonId,
        space: Option<SpaceId>,
        stopped: Option<Scope>,
    ) -> Result<UnsubscribeView, Fault> {
        let mut name = String::new();
        if let (Some(space), Some(viewer)) = (space, store.addressee(person).await?) {
            let seen = Reading::new(store, viewer).spaces().await?;
            name = seen.iter().find(|it| it.id == space).map(|it| it.name.clone()).unwrap_or_default();
        }
        Ok(UnsubscribeView {
            space: name,
            stopped: stopped.map_or("", Scope::word),
            path: format!("/unsubscribe/{}", crate::page::in_url(token)),
            about_space: space.is_some(),
        })
    }

    fn stopped_words(&self) -> String {
        crate::words::of_family("unsubscribed", self.stopped)
    }
}
