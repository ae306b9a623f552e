//! Starting a conversation, before it is said where: the spaces in which the viewer can.

use crate::{
    home::{StartSpace, startables},
    page::page,
};
use domain::kind::Kind;
use serde::Serialize;
use store::{Fault, Reading};

/// Where something can be started.
#[derive(Clone, Debug, Serialize)]
pub struct StartingPlacesView {
    /// The spaces with the forms of what can be started in each.
    pub spaces: Vec<StartSpace>,
}

page!(StartingPlacesView, "starting_places.html");

impl StartingPlacesView {
    /// The spaces in which the viewer can start something, or something of this kind.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, kind: Option<Kind>) -> Result<StartingPlacesView, Fault> {
        let mut spaces = startables(reading, &reading.spaces().await?);
        spaces.iter_mut().for_each(|space| space.kinds.retain(|it| kind.is_none_or(|kind| it.kind == kind)));
        spaces.retain(|space| !space.kinds.is_empty());
        Ok(StartingPlacesView { spaces })
    }
}
