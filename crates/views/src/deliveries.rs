//! How the letters of a message fared; for employees who see it.

use crate::{
    outbox::{DeliveryRow, Resting},
    page::page,
};
use domain::id::MessageId;
use serde::Serialize;
use store::{Fault, Reading};

/// The letters of one message.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveriesView {
    /// Which message.
    pub id: MessageId,
    /// Its letters.
    pub deliveries: Vec<DeliveryRow>,
    /// Destinations that asked for a rest; letters to them wait.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resting: Vec<Resting>,
    /// Where it stands.
    pub href: String,
}

page!(DeliveriesView, "deliveries.html");

impl DeliveriesView {
    /// The letters of this message; `None` where it does not exist for this viewer or she is no employee.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<DeliveriesView>, Fault> {
        if !reading.viewer().inside() || reading.message(id).await?.is_none() {
            return Ok(None);
        }
        let found = reading.deliveries(id).await?;
        let resting = reading.resting_for(id).await?.iter().map(Resting::of).collect();
        let deliveries = found.iter().map(DeliveryRow::of).collect();
        Ok(Some(DeliveriesView { id, deliveries, resting, href: format!("/messages/{id}") }))
    }
}
