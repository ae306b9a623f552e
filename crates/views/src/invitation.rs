//! An invitation as its holder sees it: coming into the house.

use crate::page::page;
use domain::side::Side;
use serde::Serialize;
use store::{Fault, Store};

/// The page on which one comes in.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationView {
    /// The side it leads to.
    pub side: Side,
    /// The unit it leads to; empty for none.
    pub unit: String,
    /// The address it was sent to; empty where anyone with the link may come.
    pub address: String,
    /// Where it is posted to: the link itself.
    #[serde(skip)]
    path: String,
}

page!(InvitationView, "invitation.html");

impl InvitationView {
    /// What the link offers; `None` where it no longer works.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(store: &Store, token: &str) -> Result<Option<InvitationView>, Fault> {
        let found = store.invitation(token).await?;
        let path = format!("/invitation/{}", crate::page::in_url(token));
        Ok(found.map(|it| InvitationView { side: it.side, unit: it.unit, address: it.address, path }))
    }
}
