//! Writes notices: who is mentioned, answered, assigned or brought in finds it on her home page.

use super::{Rhythm, whenever_log_grows};
use std::time::Duration;
use store::{Stop, Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(2), rest: Duration::from_millis(100) };

/// Writes notices until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of("notices");
    whenever_log_grows("notices", store.clone(), RHYTHM, stop, || derive(&store, &bookmark)).await;
}

async fn derive(store: &Store, bookmark: &Bookmark) -> Result<(), Stop> {
    loop {
        let (from, lines) = bookmark.lines(store).await?;
        let Some(last) = lines.last() else { return Ok(()) };
        let to = last.position;
        bookmark.advance(store, from, to, async move |w| actions::notice::derive(w, &lines).await).await?;
    }
}
