//! The letter a message came in, octet for octet; for employees who see the message.

use domain::id::MessageId;
use store::{Fault, Reading, Seen};

/// A raw letter, to be served as plain text and never as a page: its sender wrote every octet of it.
#[derive(Clone, Debug)]
pub struct OriginalView {
    /// The letter.
    pub letter: Vec<u8>,
}

impl OriginalView {
    /// The letter of this message; `None` where there is none for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<OriginalView>, Fault> {
        Ok(reading.original(id).await?.map(|letter| OriginalView { letter: Seen::into_inner(letter) }))
    }
}
