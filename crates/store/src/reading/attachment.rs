//! Attachments: served only to who may see their message.

use crate::{fault::Fault, opening::Core, reading::Reading, row::Row, seen::Seen, sql::statements, value::args};
use domain::id::AttachmentId;
use serde::Serialize;

statements! {
    ONE = "WITH {viewer} SELECT a.id, a.name, a.media_type, a.size, a.digest FROM attachment a JOIN message m ON m.id = a.message \
        JOIN conversation c ON c.id = m.conversation WHERE a.id = $1 AND m.deleted_at IS NULL AND {visible c.circle m.position}";
    NAMED = "SELECT COUNT(*) FROM (SELECT 1 FROM attachment WHERE digest = $1 LIMIT 1) AS named";
    CHUNKS = "SELECT bytes FROM blob_chunk WHERE digest = $1 ORDER BY n";
}

/// A file that belongs to a message.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// Which.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Its media type, sniffed by us.
    pub media_type: String,
    /// Its octets.
    pub size: i64,
    /// Its digest.
    #[serde(skip)]
    pub(crate) digest: Vec<u8>,
}

pub(crate) fn attachment(row: &Row<'_>, from: usize) -> Attachment {
    Attachment {
        id: AttachmentId(row.int(from)),
        name: row.text(from + 1),
        media_type: row.text(from + 2),
        size: row.int(from + 3),
        digest: row.bytes(from + 4),
    }
}

pub(crate) async fn chunks(core: &Core, digest: &[u8]) -> Result<Vec<u8>, Fault> {
    Ok(core.blind(&CHUNKS, args![digest], |row| row.bytes(0)).await?.concat())
}

/// Whether any attachment names a blob.
pub(crate) async fn is_named(core: &Core, digest: &[u8]) -> Result<bool, Fault> {
    Ok(core.blind(&NAMED, args![digest], |row| row.yes(0)).await?.first().copied().unwrap_or(false))
}

impl Reading {
    /// An attachment of a message the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn attachment(&self, id: AttachmentId) -> Result<Option<Seen<Attachment>>, Fault> {
        self.one(&ONE, args![id], |row| Seen::new(attachment(row, 0))).await
    }
}
