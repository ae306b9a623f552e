//! The page behind a letter's link that proves an address.

use crate::{action::Actions, page::page};
use serde::Serialize;

/// The page behind a letter's link: one button uses it, so that a mail scanner that follows links does not.
#[derive(Clone, Debug, Serialize)]
pub struct AddressProofView {
    /// Proving the address.
    pub actions: Actions,
}

page!(AddressProofView, "address_proof.html");

impl AddressProofView {
    /// The page of the link with this token.
    pub fn of(token: &str) -> AddressProofView {
        let mut actions = Actions::default();
        actions.offer("prove", format!("/settings/addresses/proof/{}", crate::page::in_url(token)), &[]);
        AddressProofView { actions }
    }
}
