//! Writes notices: who is mentioned, answered, assigned or brought in finds it on her home page.

use super::{Rhythm, derive_behind, whenever_log_grows};
use std::time::Duration;
use store::{Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(2), rest: Duration::from_millis(100) };

/// Writes notices until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of("notices");
    whenever_log_grows("notices", store.clone(), RHYTHM, stop, || derive_behind(&store, &bookmark, actions::notice::derive))
        .await;
}
