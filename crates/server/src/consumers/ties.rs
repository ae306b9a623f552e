//! Keeps ties: who turned to whom, of those who may be counted.

use super::{Rhythm, derive_behind, whenever_log_grows};
use std::time::Duration;
use store::{Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote; nobody waits for ties.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(5), rest: Duration::from_secs(2) };

/// Derives ties until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of(actions::tie::CONSUMER);
    whenever_log_grows("ties", store.clone(), RHYTHM, stop, || derive_behind(&store, &bookmark, actions::tie::derive)).await;
}
