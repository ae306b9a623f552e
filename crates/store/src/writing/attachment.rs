//! Writing attachments: the row that names a blob which lies safe already.

use crate::{
    blob::{CHUNK_BYTES, Kept},
    fault::Fault,
    sql::statements,
    value::args,
    writing::Writing,
};
use domain::id::{AttachmentId, MessageId, PersonId};
use std::io::Read;

statements! {
    ADD = "INSERT INTO attachment (id, message, person, name, media_type, size, digest, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    KNOW = "INSERT INTO blob (digest, size, made_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
    CHUNK = "INSERT INTO blob_chunk (digest, n, bytes) VALUES ($1, $2, $3) ON CONFLICT (digest, n) DO NOTHING";
}

/// A file to be attached.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its octets, kept.
    pub kept: Kept,
}

impl Writing {
    /// Attaches a file to a message that this action writes.
    ///
    /// # Errors
    /// A fault of the database or disk.
    pub async fn attach(&mut self, message: MessageId, person: PersonId, it: &NewAttachment) -> Result<AttachmentId, Fault> {
        let id = AttachmentId(self.mint());
        if self.run(&KNOW, args![it.kept.digest.as_slice(), it.kept.size, self.at()]).await? == 1 {
            self.keep_chunks(&it.kept).await?;
        }
        let (name, media_type) = (it.name.as_str(), it.media_type.as_str());
        self.run(&ADD, args![id, message, person, name, media_type, it.kept.size, it.kept.digest.as_slice(), self.at()]).await?;
        Ok(id)
    }

    async fn keep_chunks(&self, kept: &Kept) -> Result<(), Fault> {
        let Some(path) = &kept.waiting else { return Ok(()) };
        let mut file = std::fs::File::open(path)?;
        for n in 0_i64.. {
            let mut bytes = Vec::with_capacity(CHUNK_BYTES);
            (&mut file).take(CHUNK_BYTES as u64).read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                break;
            }
            self.run(&CHUNK, args![kept.digest.as_slice(), n, bytes]).await?;
        }
        Ok(())
    }
}
