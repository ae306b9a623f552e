//! What can be done with one message: a page of its own, so that fifty messages do not carry fifty menus.

use crate::{action::Actions, message::MessageView, page::page, thread::offered};
use domain::id::MessageId;
use serde::Serialize;
use store::{Fault, Reading};

/// A message with what this viewer may do with it.
#[derive(Clone, Debug, Serialize)]
pub struct MessageMenuView {
    /// The message.
    #[serde(flatten)]
    pub message: MessageView,
    /// What she may do in its conversation that begins at it.
    #[serde(skip)]
    pub(crate) actions: Actions,
    /// Its conversation's page.
    #[serde(skip)]
    pub(crate) place: String,
}

page!(MessageMenuView, "message_menu.html");

impl MessageMenuView {
    /// The menu; `None` where the message does not exist for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<MessageMenuView>, Fault> {
        let Some((message, of)) = MessageView::in_place(reading, id).await? else { return Ok(None) };
        let actions = offered(&of, reading.viewer().actor().as_ref());
        Ok(Some(MessageMenuView { message, actions, place: format!("/conversations/{}", of.number) }))
    }

    pub(crate) fn answerable(&self) -> bool {
        self.actions.get("reply").is_some() && !self.message.deleted()
    }
}
