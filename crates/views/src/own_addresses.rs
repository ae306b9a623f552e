//! The viewer's own mail addresses.

use crate::{action::Actions, page::page};
use domain::{id::AddressId, moment::Moment};
use serde::Serialize;
use store::{Fault, Reading, Seen};

/// An address of hers.
#[derive(Clone, Debug, Serialize)]
pub struct AddressRow {
    /// Which.
    pub id: AddressId,
    /// The address.
    pub address: String,
    /// Whether letters go there.
    pub first: bool,
    /// Since when it is proved to be hers.
    pub proved_at: Option<Moment>,
    /// Whether it is on the block list.
    pub blocked: bool,
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
        if reading.viewer().person().is_none() {
            return Ok(None);
        }
        let found = reading.my_addresses().await?;
        let first = found.iter().find(|it| !it.blocked).map(|it| it.id);
        let works = found.iter().filter(|it| !it.blocked).count();
        let row = |it: &Seen<store::reading::own_address::OwnAddress>| {
            let mut actions = Actions::default();
            if !it.blocked && first != Some(it.id) {
                actions.offer("put-first", format!("/settings/addresses/{}/first", it.id), &[]);
            }
            if !it.blocked && works > 1 {
                actions.offer("remove", format!("/settings/addresses/{}/removal", it.id), &[]);
            }
            let (address, proved_at, blocked) = (it.address.clone(), it.proved_at, it.blocked);
            AddressRow { id: it.id, address, first: first == Some(it.id), proved_at, blocked, actions }
        };
        let mut actions = Actions::default();
        actions.offer("add-address", "/settings/addresses", &["address"]);
        let asked = reading.my_asked_addresses().await?.into_iter().map(Seen::into_inner).collect();
        Ok(Some(AddressesView { addresses: found.iter().map(row).collect(), asked, actions }))
    }
}
