//! Writing attachments: the row that names a blob which lies safe already.

use crate::{
    blob::{CHUNK_BYTES, Kept, UNNAMED_FOR},
    fault::{Fault, Stop},
    opening::Store,
    sql::statements,
    value::args,
    writer::Recorded,
    writing::Writing,
};
use domain::id::{AttachmentId, MessageId, PersonId};
use std::io::Read;

statements! {
    ADD = "INSERT INTO attachment (id, message, person, name, media_type, size, digest, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_MESSAGE = "SELECT id FROM attachment WHERE message = $1 ORDER BY id";
    KNOW = "INSERT INTO blob (digest, size, made_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
    UNNAMED = "SELECT b.digest FROM blob b WHERE b.made_at < $1 AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.digest = b.digest) LIMIT 500";
    DROP_CHUNKS = "DELETE FROM blob_chunk WHERE digest = $1";
    DROP = "DELETE FROM blob WHERE digest = $1";
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
        if let Some(path) = &it.kept.waiting {
            // What cannot be removed now, the system clears with its other temporary files.
            let _ = std::fs::remove_file(path);
        }
        let (name, media_type) = (it.name.as_str(), it.media_type.as_str());
        self.run(&ADD, args![id, message, person, name, media_type, it.kept.size, it.kept.digest.as_slice(), self.at()]).await?;
        Ok(id)
    }

    /// The files of a message this action wrote, in the order they were attached.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn files_of(&self, message: MessageId) -> Result<Vec<AttachmentId>, Fault> {
        self.rows(&OF_MESSAGE, args![message], |row| AttachmentId(row.int(0))).await
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

/// Sweeps the rows of blobs that no attachment names, some hundred at a time.
pub(crate) async fn sweep_rows(store: &Store) -> Result<usize, Fault> {
    let swept = store
        .act(async |w| {
            let before = w.at().plus(-i64::try_from(UNNAMED_FOR.as_micros()).unwrap_or(i64::MAX));
            let unnamed = w.rows(&UNNAMED, args![before], |row| row.bytes(0)).await?;
            for digest in &unnamed {
                w.run(&DROP_CHUNKS, args![digest.as_slice()]).await?;
                w.run(&DROP, args![digest.as_slice()]).await?;
            }
            Ok(Recorded::new().with(unnamed.len()))
        })
        .await;
    swept.map_err(|stop| match stop {
        Stop::Fault(fault) => fault,
        Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
    })
}
