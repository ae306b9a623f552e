//! Sends what was planned for later, when it is due.

use super::whenever_log_grows;
use std::{sync::Arc, time::Duration};
use store::{Custodian, Store};
use tokio_util::sync::CancellationToken;

/// Plans are made to the minute; this is exact enough, and what another node plans is found by it too.
const POLL: Duration = Duration::from_secs(5);

/// Sends until the house stops.
pub async fn follow(store: Store, keys: Arc<Custodian>, stop: CancellationToken) {
    whenever_log_grows("plans", store.clone(), POLL, stop, || async {
        actions::planned::send_due(&store, &keys).await.map(|_| ())
    })
    .await;
}
