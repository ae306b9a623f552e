//! The viewer's own mail addresses.

use crate::{action::Actions, page::page};
use domain::id::AddressId;
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::address::Address};

/// An address of hers.
#[derive(Clone, Debug, Serialize)]
pub struct AddressRow {
    /// The address.
    #[serde(flatten)]
    pub it: Address,
    /// Whether letters go there.
    pub first: bool,
    /// Letting letters go there, and removing it.
    pub actions: Actions,
}

/// The page of her addresses.
#[derive(Clone, Debug, Serialize)]
pub struct AddressesView {
    /// Hers, the first being where letters go.
    pub addresses: Vec<AddressRow>,
    /// Those a letter is on its way to.
    pub asked: Vec<String>,
    /// Saying that another is hers.
    pub actions: Actions,
}

page!(AddressesView, "own_addresses.html");

impl AddressesView {
    /// The viewer's addresses; `None` for the stranger.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<AddressesView>, Fault> {
        let Some(me) = reading.me().await? else { return Ok(None) };
        let found = reading.addresses_of(&me).await?;
        let works: Vec<AddressId> = found.iter().filter(|it| !it.blocked).map(|it| it.id).collect();
        let row = |it: Seen<Address>| {
            let (first, mut actions) = (works.first() == Some(&it.id), Actions::default());
            if !it.blocked && !first {
                actions.offer("put-first", format!("/settings/addresses/{}/first", it.id), &[]);
            }
            if !it.blocked && works.len() > 1 {
                actions.offer("remove", format!("/settings/addresses/{}/removal", it.id), &[]);
            }
            AddressRow { it: it.into_inner(), first, actions }
        };
        let mut actions = Actions::default();
        actions.offer("add-address", "/settings/addresses", &["address"]);
        let asked = reading.my_asked_addresses().await?.into_iter().map(Seen::into_inner).collect();
        Ok(Some(AddressesView { addresses: found.into_iter().map(row).collect(), asked, actions }))
    }
}
