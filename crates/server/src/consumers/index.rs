//! Keeps the index: reads the log in batches and trails it by less than a second; while nothing happens, it merges the parts
//! in which that was written, so that a search has few to look through.

use super::{Rhythm, whenever_log_grows};
use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};
use store::{Stop, Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_millis(900), rest: Duration::from_millis(300) };

/// Indexes until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of("index");
    // Whether there may be parts to merge: at first nobody knows.
    let scattered = AtomicBool::new(true);
    whenever_log_grows("index", store.clone(), RHYTHM, stop.clone(), async || {
        // Whatever comes from here on ends the merging.
        let mut ticks = store.ticks();
        ticks.borrow_and_update();
        if catch_up(&store, &bookmark).await? {
            scattered.store(true, Relaxed);
            return Ok(());
        }
        while scattered.load(Relaxed) && !stop.is_cancelled() && !ticks.has_changed().unwrap_or(true) {
            scattered.store(store.merge_index().await?, Relaxed);
        }
        Ok(())
    })
    .await;
}

/// Indexes all that the log holds behind the bookmark, nothing where another node does; whether there was anything.
///
/// # Errors
/// A fault of the store, or a bookmark that another node moved.
pub async fn catch_up(store: &Store, bookmark: &Bookmark) -> Result<bool, Stop> {
    let mut anything = false;
    loop {
        let (from, lines) = bookmark.lines(store).await?;
        match lines.last() {
            Some(last) => {
                let to = last.position;
                bookmark.advance(store, from, to, async move |w| Ok(w.index_lines(&lines).await?)).await?;
            }
            // What a changed circle left to be indexed anew is done when nothing newer waits.
            None => {
                if !bookmark.reindex(store, from).await? {
                    return Ok(anything);
                }
            }
        }
        anything = true;
    }
}
