//! Keeps the index: reads the log in batches and trails it by less than a second.

use super::{Rhythm, whenever_log_grows};
use std::time::Duration;
use store::{Stop, Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_millis(900), rest: Duration::from_millis(300) };

/// Indexes until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of("index");
    whenever_log_grows("index", store.clone(), RHYTHM, stop, || catch_up(&store, &bookmark)).await;
}

/// Indexes all that the log holds behind the bookmark; nothing where another node does.
///
/// # Errors
/// A fault of the store, or a bookmark that another node moved.
pub async fn catch_up(store: &Store, bookmark: &Bookmark) -> Result<(), Stop> {
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
                    return Ok(());
                }
            }
        }
    }
}
