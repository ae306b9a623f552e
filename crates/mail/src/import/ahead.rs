//! Reading an archive on several threads, in its order.

use super::archive::{Archive, Found};
use domain::limits;
use std::{
    panic::resume_unwind,
    sync::mpsc::sync_channel,
    thread::{ScopedJoinHandle, scope},
};

/// Batches that are read beside the one that is taken.
const AHEAD: usize = 2;

/// Reads each letter on threads beside, and takes what came of it in the archive's order.
///
/// # Errors
/// What taking one says; then nothing more is read.
pub fn in_order<T: Send, E>(
    archive: &Archive,
    read: impl Fn(Found) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    scope(|threads| {
        let (lane, batches) = sync_channel::<ScopedJoinHandle<'_, Vec<T>>>(AHEAD);
        let read = &read;
        threads.spawn(move || {
            let mut letters = archive.letters();
            loop {
                let batch = cut(&mut letters, limits::IMPORT_LETTERS);
                let reading = (!batch.is_empty()).then(|| threads.spawn(move || batch.into_iter().map(read).collect()));
                if reading.is_none_or(|reading| lane.send(reading).is_err()) {
                    return;
                }
            }
        });
        for batch in batches {
            for it in batch.join().unwrap_or_else(|panic| resume_unwind(panic)) {
                take(it)?;
            }
        }
        Ok(())
    })
}

/// The next letters of an archive: at most so many, and no more octets than are held at once.
pub fn cut(letters: &mut dyn Iterator<Item = Found>, at_most: usize) -> Vec<Found> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for found in letters {
        bytes += found.content.as_ref().map_or(0, super::archive::Content::bytes);
        batch.push(found);
        if batch.len() >= at_most || bytes >= limits::IMPORT_BYTES {
            break;
        }
    }
    batch
}
