//! The past of a mailbox: all that lies in its folders, as files for an import.

use super::{
    Mailbox,
    talk::{Lies, Talk, Trouble},
};
use domain::limits;
use std::{io, path::Path};

/// What ended it early.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The mailbox, in its server's words.
    #[error("the mailbox cannot be read: {0}")]
    Mailbox(String),
    /// Our own disk.
    #[error("its letters cannot be written down: {0}")]
    Disk(#[from] io::Error),
}

/// What was brought.
#[derive(Clone, Copy, Default, Debug)]
pub struct Past {
    /// Letters, a file each.
    pub letters: usize,
    /// Letters that are too large, or that the server did not hand over.
    pub left_behind: usize,
}

/// Writes every letter of the mailbox's folders into a directory, and leaves the mailbox as it is.
///
/// # Errors
/// What ended it early; what was written until then stays.
pub async fn bring_past(mailbox: &Mailbox, directory: &Path) -> Result<Past, Ended> {
    let mut past = Past::default();
    for (number, folder) in mailbox.folders.iter().enumerate() {
        let said = |trouble: Trouble| Ended::Mailbox(mailbox.words(&trouble.words));
        let mut talk = Talk::open(mailbox).await.map_err(said)?;
        talk.examine(folder).await.map_err(said)?;
        let mut bytes = 0;
        let lie = talk.behind(0).await.map_err(said)?;
        let (fit, large): (Vec<Lies>, Vec<Lies>) = lie.into_iter().partition(|it| it.size <= limits::LETTER_BYTES_MAX);
        past.left_behind += large.len();
        let together = |a: &Lies, b: &Lies| {
            bytes += a.size;
            let fits = bytes + b.size <= limits::PULL_BYTES;
            bytes = if fits { bytes } else { 0 };
            fits
        };
        for batch in fit.chunk_by(together).flat_map(|batch| batch.chunks(limits::PULL_LETTERS)) {
            let uids: Vec<u32> = batch.iter().map(|it| it.uid).collect();
            let found = talk.letters(&uids, batch.iter().map(|it| it.size).sum()).await.map_err(said)?;
            past.left_behind += uids.len() - found.len();
            for (uid, raw) in found {
                std::fs::write(directory.join(format!("{number:02}-{uid:010}.eml")), raw)?;
                past.letters += 1;
            }
        }
    }
    Ok(past)
}
