//! Reading an archive on several threads, in its order.

use super::{
    archive::{Archive, Content, Found},
    reading::Numbered,
};
use domain::limits;
use std::{
    panic::resume_unwind,
    sync::mpsc::sync_channel,
    thread::{ScopedJoinHandle, scope},
};

/// Batches that are read beside the one that is taken: two threads' work.
const AHEAD: usize = 1;

/// Cuts an archive into batches of at most so many letters, and of no more octets than are held at once; reads each on a
/// thread of its own, and takes what came of it in the archive's order.
///
/// # Errors
/// What taking one says; then nothing more is read.
pub fn in_batches<T: Send, E>(
    archive: &Archive,
    letters: usize,
    read: impl Fn(Numbered) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    scope(|threads| {
        let (lane, batches) = sync_channel::<ScopedJoinHandle<'_, Vec<T>>>(AHEAD);
        let read = &read;
        threads.spawn(move || {
            let mut found = (0..).zip(archive.letters()).map(|(number, found)| Numbered { number, found });
            loop {
                let batch = cut(&mut found, letters);
                let reading = (!batch.is_empty()).then(|| threads.spawn(move || batch.into_iter().map(read).collect()));
                if reading.is_none_or(|reading| lane.send(reading).is_err()) {
                    return;
                }
            }
        });
        for batch in batches {
            take(batch.join().unwrap_or_else(|panic| resume_unwind(panic)))?;
        }
        Ok(())
    })
}

/// The same, taken one by one.
///
/// # Errors
/// As [`in_batches`].
pub fn in_order<T: Send, E>(
    archive: &Archive,
    read: impl Fn(Found) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let each = |batch: Vec<T>| batch.into_iter().try_for_each(&mut take);
    in_batches(archive, limits::IMPORT_LETTERS, |it| read(it.found), each)
}

fn cut(letters: &mut impl Iterator<Item = Numbered>, at_most: usize) -> Vec<Numbered> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for it in letters {
        bytes += it.found.content.as_ref().map_or(0, Content::bytes);
        batch.push(it);
        if batch.len() >= at_most || bytes >= limits::IMPORT_BYTES {
            break;
        }
    }
    batch
}
