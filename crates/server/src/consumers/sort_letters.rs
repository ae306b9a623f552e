//! Sorts letters: the intake's waiting rows are its queue.

use super::{Rhythm, whenever_log_grows};
use mail::sorting::Sorter;
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for letters another node took.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(2), rest: Duration::ZERO };

/// Sorts until the house stops.
pub async fn follow(store: Store, sorter: Sorter, stop: CancellationToken) {
    whenever_log_grows("sort_letters", store, RHYTHM, stop, || async { sorter.sort_waiting().await.map(|_| ()) }).await;
}
