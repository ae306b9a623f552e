//! The files people attach: content-addressed, in a directory beside SQLite or in rows of chunks in PostgreSQL.
//!
//! **Invariant.** A blob is written and synced before the row that names it; blobs that no row names are swept
//! after a day.

use crate::{fault::Fault, opening::Store, reading::attachment::Attachment, seen::Seen};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Octets of one row of a blob in PostgreSQL: small enough to pass through memory, large enough to be few.
pub(crate) const CHUNK_BYTES: usize = 256 * 1024;

/// How long a blob may lie without a row that names it: an upload's form may stand open over a lunch.
pub(crate) const UNNAMED_FOR: Duration = Duration::from_secs(24 * 3600);

/// How the names of uploads on their way begin.
const UPLOAD: &str = "rapport-upload-";

/// Where blobs lie.
pub enum Blobs {
    /// Files named by their digest.
    Directory(PathBuf),
    /// Rows of chunks.
    Rows,
}

/// A file on its way in: written piece by piece, then named by its digest.
pub struct Upload {
    file: File,
    path: PathBuf,
    hash: Sha256,
    size: usize,
}

/// A file that lies safe but that no row names yet.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(crate) digest: Vec<u8>,
    pub(crate) size: usize,
    /// Where its octets lie until they are in rows, with PostgreSQL.
    pub(crate) waiting: Option<Arc<Waiting>>,
    /// Its first octets, for telling its type.
    pub head: Vec<u8>,
}

/// A temporary copy on its way into rows: gone with the last who holds it, whether the action came about or was refused.
#[derive(Debug)]
pub(crate) struct Waiting(pub PathBuf);

impl Drop for Waiting {
    fn drop(&mut self) {
        // The sweep takes what cannot be removed now.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Blobs {
    pub(crate) fn in_directory(directory: PathBuf) -> Result<Blobs, Fault> {
        std::fs::create_dir_all(&directory)?;
        Ok(Blobs::Directory(directory))
    }

    pub(crate) fn in_rows() -> Blobs {
        Blobs::Rows
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn upload(&self) -> Result<Upload, Fault> {
        let directory = match self {
            Blobs::Directory(directory) => directory.clone(),
            Blobs::Rows => std::env::temp_dir(),
        };
        let path = directory.join(format!("{UPLOAD}{}", crate::secret::token()));
        Ok(Upload { file: File::create(&path)?, path, hash: Sha256::new(), size: 0 })
    }

    /// Ends an upload: synced to disk, named by its digest.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn keep(&self, mut upload: Upload) -> Result<Kept, Fault> {
        upload.file.flush()?;
        upload.file.sync_all()?;
        let digest = std::mem::take(&mut upload.hash).finalize().to_vec();
        let mut head = Vec::new();
        File::open(&upload.path)?.take(512).read_to_end(&mut head)?;
        let size = upload.size;
        let waiting = match self {
            Blobs::Directory(directory) => {
                std::fs::rename(&upload.path, directory.join(HEXLOWER.encode(&digest)))?;
                File::open(directory)?.sync_all()?;
                None
            }
            Blobs::Rows => Some(Arc::new(Waiting(upload.path.clone()))),
        };
        Ok(Kept { digest, size, waiting, head })
    }
}

impl Upload {
    /// Writes the next piece.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.hash.update(piece);
        self.size += piece.len();
        Ok(self.file.write_all(piece)?)
    }

    /// Octets so far.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Drops what was written so far.
    pub fn cancel(self) {
        // The sweep takes what cannot be removed now.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Store {
    /// The octets of an attachment that somebody may see.
    ///
    /// # Errors
    /// A blob that is gone, or a disk or database that fails.
    pub async fn octets(&self, attachment: &Seen<Attachment>) -> Result<Vec<u8>, Fault> {
        match self.blobs() {
            Blobs::Directory(directory) => Ok(std::fs::read(directory.join(HEXLOWER.encode(&attachment.digest)))?),
            Blobs::Rows => crate::reading::attachment::chunks(self.core(), &attachment.digest).await,
        }
    }

    /// Sweeps blobs that no attachment names and that are older than a day; how many.
    ///
    /// # Errors
    /// A disk or database that fails.
    pub async fn sweep_blobs(&self) -> Result<usize, Fault> {
        let Blobs::Directory(directory) = self.blobs() else {
            return Ok(sweep_uploads(&std::env::temp_dir())? + crate::writing::attachment::sweep_rows(self).await?);
        };
        let mut swept = 0;
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            let digest = HEXLOWER.decode(entry.file_name().as_encoded_bytes()).unwrap_or_default();
            if age > UNNAMED_FOR && !crate::reading::attachment::is_named(self.core(), &digest).await? {
                std::fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// Removes uploads that a killed process left behind; how many.
fn sweep_uploads(directory: &Path) -> Result<usize, Fault> {
    let mut swept = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let old = || Some(entry.metadata().ok()?.modified().ok()?.elapsed().ok()? > UNNAMED_FOR);
        let ours = entry.file_name().as_encoded_bytes().starts_with(UPLOAD.as_bytes());
        // The directory is everybody's: what is not ours to remove stays.
        swept += usize::from(ours && old() == Some(true) && std::fs::remove_file(entry.path()).is_ok());
    }
    Ok(swept)
}
