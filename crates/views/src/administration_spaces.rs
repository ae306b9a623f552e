//! The spaces in the administration: all of them, and the form that makes one.

use crate::{
    action::Actions,
    administration::administers,
    page::page,
    space::SpaceFacts,
    starting::{Choice, parties},
};
use domain::kind::Kind;
use serde::Serialize;
use store::{Fault, Reading, Seen};

/// A space with who looks after it.
#[derive(Clone, Debug, Serialize)]
pub struct TendedSpace {
    /// The space.
    #[serde(flatten)]
    pub space: SpaceFacts,
    /// Its stewards' names.
    pub stewards: Vec<String>,
    /// Its page in the administration.
    pub href: String,
}

/// The spaces.
#[derive(Clone, Debug, Serialize)]
pub struct SpacesView {
    /// Those the administrator sees, by name.
    pub spaces: Vec<TendedSpace>,
    /// The parties a new space can be for.
    pub parties: Vec<Choice>,
    /// Making one.
    pub actions: Actions,
    #[serde(skip)]
    kinds: [Kind; 4],
}

page!(SpacesView, "administration_spaces.html");

impl SpacesView {
    /// The spaces; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<SpacesView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let mut spaces = Vec::new();
        for space in reading.spaces().await?.iter() {
            let stewards = reading.stewards(space).await?;
            let facts = SpaceFacts::of(reading, space);
            spaces.push(TendedSpace {
                href: format!("/administration/spaces/{}", facts.slug),
                space: facts,
                stewards: stewards.into_iter().map(|it| Seen::into_inner(it).1).collect(),
            });
        }
        let mut actions = Actions::default();
        let fields = &["name", "slug", "purpose", "kinds", "reach", "open", "party", "mail"];
        actions.offer("make", "/administration/spaces", fields);
        Ok(Some(SpacesView { spaces, parties: parties(reading).await?, actions, kinds: Kind::ALL }))
    }
}
