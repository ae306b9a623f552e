//! Delivers letters: the outbox's due rows are its queue.

use super::{Rhythm, whenever_log_grows};
use mail::delivery::Deliverer;
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what becomes due by time alone: a letter that can no longer be taken back goes at once.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(1), rest: Duration::from_millis(50) };

/// Delivers until the house stops.
pub async fn follow(store: Store, deliverer: Deliverer, stop: CancellationToken) {
    if let Err(why) = deliverer.begin().await {
        tracing::warn!(%why, "the relay's rest could not be ended");
    }
    whenever_log_grows("deliver", store, RHYTHM, stop, || async { deliverer.send_due().await.map(|_| ()) }).await;
}
