//! Measures windows that have closed, and publishes what may be seen of them.
//!
//! No lease: a window is published once, whichever node is first; another's work is then thrown away.

use std::{sync::Arc, time::Duration};
use store::{Custodian, Store};
use tokio_util::sync::CancellationToken;

/// How often it is asked whether a window has closed: one closes each week, and ties may trail behind it.
const POLL: Duration = Duration::from_secs(3600);
/// How soon after the start: consumers first come to the end of the log.
const AFTER_START: Duration = Duration::from_secs(30);

/// Measures until the house stops.
pub async fn follow(store: Store, keys: Arc<Custodian>, stop: CancellationToken) {
    let mut pause = AFTER_START;
    while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
        match actions::measuring::measure(&store, &keys).await {
            Ok(0) => {}
            Ok(windows) => tracing::info!(windows, "the observatory was brought up to date"),
            Err(error) => tracing::warn!(%error, "the observatory could not be brought up to date"),
        }
        pause = POLL;
    }
}
