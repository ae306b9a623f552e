//! Files of a message, as pages list them.

use crate::page::in_url;
use domain::{id::AttachmentId, picture};
use serde::Serialize;
use store::reading::attachment::Attachment;

/// A file of a message.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// Which.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Its media type, sniffed by us.
    pub media_type: String,
    /// Its octets.
    pub size: i64,
    /// Where it is.
    pub href: String,
}

impl File {
    pub(crate) fn of(attachment: &Attachment) -> File {
        File {
            id: attachment.id,
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.size,
            href: format!("/attachments/{}/{}", attachment.id, in_url(&attachment.name)),
        }
    }

    /// Whether it is a picture that is shown below the words.
    pub(crate) fn stands_below(&self) -> bool {
        picture::stands_below(&self.media_type, self.size)
    }
}
