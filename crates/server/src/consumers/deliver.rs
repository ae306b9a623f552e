//! Delivers letters: the outbox's due rows are its queue.

use super::whenever_log_grows;
use mail::delivery::Deliverer;
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what becomes due by time alone: a letter that can no longer be taken back goes at once.
const POLL: Duration = Duration::from_secs(1);

/// Delivers until the house stops.
pub async fn follow(store: Store, deliverer: Deliverer, stop: CancellationToken) {
    whenever_log_grows("deliver", store, POLL, stop, || async { deliverer.send_due().await.map(|_| ()) }).await;
}
