//! Keeps ties: who turned to whom, of those who may be counted.

use super::{Rhythm, whenever_log_grows};
use std::time::Duration;
use store::{Stop, Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote; nobody waits for ties.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(5), rest: Duration::from_secs(2) };

/// Derives ties until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of(actions::tie::CONSUMER);
    whenever_log_grows("ties", store.clone(), RHYTHM, stop, || derive(&store, &bookmark)).await;
}

async fn derive(store: &Store, bookmark: &Bookmark) -> Result<(), Stop> {
    loop {
        let (from, lines) = bookmark.lines(store).await?;
        let Some(last) = lines.last() else { return Ok(()) };
        let to = last.position;
        bookmark.advance(store, from, to, async move |w| actions::tie::derive(w, &lines).await).await?;
    }
}
