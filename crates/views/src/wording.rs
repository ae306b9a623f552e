//! A message's wording: the form in which its author changes it.

use crate::{action::Actions, page::page, words::refusal_words};
use domain::{id::MessageId, message::may_edit, refusal::Refusal};
use serde::Serialize;
use store::{Fault, Reading};

/// The form that edits a message.
#[derive(Clone, Debug, Serialize)]
pub struct WordingView {
    /// Which message.
    pub id: MessageId,
    /// What its author typed.
    pub source: String,
    /// Whether it went out by mail: those letters stay as they were.
    pub mailed: bool,
    /// Where it stands.
    pub href: String,
    /// Why she may not edit it, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Where the new words are posted.
    pub actions: Actions,
}

page!(WordingView, "wording.html");

impl WordingView {
    /// The form; `None` where the message does not exist for this viewer. Where she sees it and may not edit it, the
    /// page says why, in the words posting it would be refused with.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<WordingView>, Fault> {
        let Some(message) = reading.message(id).await? else { return Ok(None) };
        let Some(place) = reading.conversation_by_id(message.conversation).await? else { return Ok(None) };
        let facts = message.facts();
        let asked = reading.viewer().actor().ok_or_else(Refusal::stranger);
        let refused = asked.and_then(|actor| may_edit(&actor, &place.facts(), &facts)).err();
        let mut actions = Actions::default();
        if refused.is_none() {
            actions.offer("edit", format!("/messages/{id}/wording"), &["body"]);
        }
        Ok(Some(WordingView {
            id,
            source: message.source.clone(),
            mailed: message.mailed,
            href: format!("/messages/{id}"),
            refused: refused.as_ref().map(refusal_words),
            actions,
        }))
    }
}
