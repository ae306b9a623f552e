//! What follows an action: each consumer reads the log, or the rows it left, in a loop of its own.

pub mod clocks;
pub mod deliver;
pub mod index;
pub mod measure;
pub mod notices;
pub mod overwrite_erased;
pub mod plans;
pub mod sort_letters;
pub mod ties;

use std::{future::Future, time::Duration};
use store::Store;
use tokio_util::sync::CancellationToken;

/// How long a consumer that failed waits before it tries again.
const AFTER_FAULT: Duration = Duration::from_secs(2);

/// Runs `work` whenever the log grew, and at least every `poll`, until the house stops.
///
/// `work` says how far it came in words only where it failed: a fault is logged here, once, and tried again.
async fn whenever_log_grows<W, F>(name: &'static str, store: Store, poll: Duration, stop: CancellationToken, work: W)
where
    W: Fn() -> F,
    F: Future<Output = Result<(), store::Stop>>,
{
    let mut ticks = store.ticks();
    loop {
        ticks.borrow_and_update();
        let pause = match work().await {
            Ok(()) => poll,
            Err(error) => {
                tracing::warn!(%error, consumer = name, "a consumer stumbled and will try again");
                AFTER_FAULT
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            changed = ticks.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(pause) => {}
        }
    }
}
