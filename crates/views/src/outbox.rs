//! The outbox as administrators see it: every letter of ours, and how it fares.

use crate::{action::Actions, administration::administers, page::page};
use domain::{
    id::{DeliveryId, MessageId, PersonId},
    moment::Moment,
};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::delivery::Delivery};

/// One letter of ours.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRow {
    /// Which.
    pub id: DeliveryId,
    /// Why it goes.
    pub reason: String,
    /// The message it brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// For whom.
    pub recipient: PersonId,
    /// Where to.
    pub address: String,
    /// `queued`, `sent`, `failed`, `bounced` or `withheld`.
    pub state: String,
    /// Since when.
    pub made_at: Moment,
    /// When it is tried next, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the other side said last.
    pub words: String,
    /// What a letter that came back says about the address: `hard`, `soft` or `other`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bounce: String,
    /// Its enhanced status code (RFC 3463).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
}

impl DeliveryRow {
    pub(crate) fn of(delivery: &Seen<Delivery>) -> DeliveryRow {
        DeliveryRow {
            id: delivery.id,
            reason: delivery.reason.clone(),
            message: delivery.message,
            recipient: delivery.recipient,
            address: delivery.address.clone(),
            state: delivery.state.clone(),
            made_at: delivery.made_at,
            due_at: Some(delivery.due_at).filter(|_| delivery.state == "queued"),
            attempts: delivery.attempts,
            words: if crate::words::known(&delivery.words) {
                crate::words::t(&delivery.words).into_owned()
            } else {
                delivery.words.clone()
            },
            bounce: delivery.bounce.clone(),
            status: delivery.bounce_status.clone(),
        }
    }

    pub(crate) fn state_words(&self) -> String {
        crate::words::of_family("delivery", &self.state)
    }

    pub(crate) fn bounce_words(&self) -> String {
        crate::words::of_family("bounce", &self.bounce)
    }

    pub(crate) fn reason_words(&self) -> String {
        crate::words::of_family("letter-reason", &self.reason)
    }

    pub(crate) fn look(&self) -> &'static str {
        match self.state.as_str() {
            "sent" => "stage-open",
            "queued" => "stage-theirs",
            "withheld" => "stage-closed",
            _ => "stage-late",
        }
    }
}

/// A destination that is given a rest.
#[derive(Clone, Debug, Serialize)]
pub struct Resting {
    /// Its domain; empty for the relay.
    pub domain: String,
    /// Until when.
    pub until: Moment,
    /// What it said.
    pub words: String,
}

impl Resting {
    pub(crate) fn of(it: &Seen<(String, Moment, String)>) -> Resting {
        Resting { domain: it.0.clone(), until: it.1, words: it.2.clone() }
    }
}

/// The outbox.
#[derive(Clone, Debug, Serialize)]
pub struct OutboxView {
    /// The letters, newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Destinations that asked for a rest; letters to them wait.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resting: Vec<Resting>,
    /// Whether a mail relay is there to send letters; without one they wait.
    pub relay: bool,
    /// Trying all now.
    pub actions: Actions,
}

page!(OutboxView, "outbox.html");

impl OutboxView {
    /// A page of the outbox: what is older than `before`, with whether a mail relay is there; `None` for everyone
    /// but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, before: DeliveryId, relay: bool) -> Result<Option<OutboxView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let found = reading.outbox(before).await?;
        let full = found.len() >= domain::limits::PAGE_ROWS;
        let next = found.last().filter(|_| full).map(|last| format!("/administration/outbox?before={}", last.id));
        let mut actions = Actions::default();
        actions.offer("retry", "/administration/outbox/retry", &[]);
        let resting = reading.resting().await?;
        let deliveries = found.iter().map(DeliveryRow::of).collect();
        Ok(Some(OutboxView { deliveries, next, resting: resting.iter().map(Resting::of).collect(), relay, actions }))
    }
}
