//! Keeps clocks: who outside waits for us, and how conversations ended and changed hands.

use super::{Rhythm, derive_behind, whenever_log_grows};
use std::time::Duration;
use store::{Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(2), rest: Duration::from_millis(500) };

/// Derives clocks until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of(actions::clock::CONSUMER);
    whenever_log_grows("clocks", store.clone(), RHYTHM, stop, || derive_behind(&store, &bookmark, actions::clock::derive)).await;
}
