//! Writing attachments: the row that names a blob which lies safe already.

use crate::{
    blob::{Blobs, CHUNK_BYTES, Kept, UNNAMED_FOR},
    fault::{Fault, Stop},
    opening::Store,
    sql::statements,
    value::args,
    writer::Recorded,
    writing::Writing,
};
use data_encoding::HEXLOWER;
use domain::id::{AttachmentId, MessageId, PersonId, PlannedId};
use std::io::Read;

statements! {
    ADD = "INSERT INTO attachment (id, message, person, name, media_type, size, digest, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    PLAN = "INSERT INTO attachment (id, message, person, name, media_type, size, digest, made_at, planned) VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8)";
    AGAIN = "INSERT INTO attachment (id, message, person, name, media_type, size, digest, made_at) \
        SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), a.name, a.media_type, a.size, a.digest, CAST($4 AS BIGINT) FROM attachment a WHERE a.id = $5 AND a.message = $6";
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
        self.keep_octets(it).await?;
        let (name, media_type) = (it.name.as_str(), it.media_type.as_str());
        self.run(&ADD, args![id, message, person, name, media_type, it.kept.size, it.kept.digest.as_slice(), self.at()]).await?;
        self.decorated(message).await?;
        Ok(id)
    }

    /// Attaches a file of another message to one that this action writes; whether that message has it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn attach_again(
        &mut self,
        message: MessageId,
        person: PersonId,
        file: AttachmentId,
        of: MessageId,
    ) -> Result<bool, Fault> {
        let id = AttachmentId(self.mint());
        let copied = self.run(&AGAIN, args![id, message, person, self.at(), file, of]).await? == 1;
        self.decorated(message).await?;
        Ok(copied)
    }

    /// Keeps a file for a message that is sent later.
    pub(crate) async fn attach_to_plan(&mut self, plan: PlannedId, person: PersonId, it: &NewAttachment) -> Result<(), Fault> {
        self.keep_octets(it).await?;
        let (id, name, media_type) = (AttachmentId(self.mint()), it.name.as_str(), it.media_type.as_str());
        let (size, digest) = (it.kept.size, it.kept.digest.as_slice());
        self.run(&PLAN, args![id, person, name, media_type, size, digest, self.at(), plan]).await?;
        Ok(())
    }

    async fn keep_octets(&self, it: &NewAttachment) -> Result<(), Fault> {
        if self.run(&KNOW, args![it.kept.digest.as_slice(), it.kept.size, self.at()]).await? == 1 {
            self.keep_chunks(&it.kept).await?;
        }
        Ok(())
    }

    /// The files of a message this action wrote, in the order they were attached.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn files_of(&self, message: MessageId) -> Result<Vec<AttachmentId>, Fault> {
        self.rows(&OF_MESSAGE, args![message], |row| AttachmentId(row.int(0))).await
    }

    async fn keep_chunks(&self, kept: &Kept) -> Result<(), Fault> {
        let Some(waiting) = &kept.waiting else { return Ok(()) };
        let mut file = std::fs::File::open(&waiting.0)?;
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

/// Removes the blobs that an erasure freed and that nothing else names; how many.
pub(crate) async fn remove_freed(store: &Store) -> Result<usize, Fault> {
    let directory = match store.blobs() {
        Blobs::Directory(directory) => Some(directory.clone()),
        Blobs::Rows => None,
    };
    let removed = store
        .act(async move |w| {
            // Freed ones are dated 0; on the writer's turn, so that nobody names one meanwhile.
            let freed = w.rows(&UNNAMED, args![1_i64], |row| row.bytes(0)).await?;
            for digest in &freed {
                if let Some(directory) = &directory {
                    remove_file(&directory.join(HEXLOWER.encode(digest)))?;
                }
                w.run(&DROP_CHUNKS, args![digest.as_slice()]).await?;
                w.run(&DROP, args![digest.as_slice()]).await?;
            }
            Ok(Recorded::new().with(freed.len()))
        })
        .await;
    removed.map_err(fault)
}

fn remove_file(path: &std::path::Path) -> Result<(), Fault> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
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
    swept.map_err(fault)
}

fn fault(stop: Stop) -> Fault {
    match stop {
        Stop::Fault(fault) => fault,
        Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
    }
}
