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
pub mod undo_imports;

use domain::activity::LogLine;
use std::{future::Future, time::Duration};
use store::{Stop, Store, Writing, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// How long a consumer that failed waits before it tries again.
const AFTER_FAULT: Duration = Duration::from_secs(2);

/// When a consumer looks.
#[derive(Clone, Copy)]
struct Rhythm {
    /// It looks at least so often, behind the ticks.
    poll: Duration,
    /// After its work it rests so long: what comes meanwhile it takes in one batch, so that a busy house is not kept
    /// busier by who follows it. In a quiet house it looks at once.
    rest: Duration,
}

/// Runs `work` whenever the log grew, in this rhythm, until the house stops.
///
/// `work` says how far it came in words only where it failed: a fault is logged here, once, and tried again.
async fn whenever_log_grows<W, F>(name: &'static str, store: Store, rhythm: Rhythm, stop: CancellationToken, work: W)
where
    W: Fn() -> F,
    F: Future<Output = Result<(), Stop>>,
{
    let mut ticks = store.ticks();
    loop {
        ticks.borrow_and_update();
        let pause = match work().await {
            Ok(()) => rhythm.poll,
            Err(error) => {
                tracing::warn!(%error, consumer = name, "a consumer stumbled and will try again");
                AFTER_FAULT
            }
        };
        if stop.run_until_cancelled(tokio::time::sleep(rhythm.rest)).await.is_none() {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            changed = ticks.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Derives from all lines behind the bookmark, batch by batch.
pub(crate) async fn derive_behind<D>(store: &Store, bookmark: &Bookmark, derive: D) -> Result<(), Stop>
where
    D: AsyncFn(&mut Writing, &[LogLine]) -> Result<(), Stop> + Copy + Send + 'static,
{
    loop {
        let (from, lines) = bookmark.lines(store).await?;
        let Some(last) = lines.last() else { return Ok(()) };
        let to = last.position;
        bookmark.advance(store, from, to, async move |w| derive(w, &lines).await).await?;
    }
}
