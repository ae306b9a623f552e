//! Sends what was planned for later, when it is due.

use super::{Rhythm, whenever_log_grows};
use std::{sync::Arc, time::Duration};
use store::{Custodian, Store};
use tokio_util::sync::CancellationToken;

/// Plans are made to the minute; this is exact enough, and what another node plans is found by it too.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(5), rest: Duration::from_millis(200) };

/// Sends until the house stops.
pub async fn follow(store: Store, keys: Arc<Custodian>, stop: CancellationToken) {
    whenever_log_grows("plans", store.clone(), RHYTHM, stop, || async {
        actions::planned::send_due(&store, &keys).await.map(|_| ())
    })
    .await;
}
