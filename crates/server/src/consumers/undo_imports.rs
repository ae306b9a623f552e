//! Undoes imports that an administrator asked to undo: a step at a time, others write between; after a restart it goes on.

use super::{Rhythm, whenever_log_grows};
use std::time::Duration;
use store::{Stop, Store};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes were asked.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(5), rest: Duration::from_millis(200) };
/// Between two steps, for other nodes and processes that wait to write.
const BREATH: Duration = Duration::from_millis(5);

/// Undoes until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    whenever_log_grows("undo_imports", store.clone(), RHYTHM, stop, || undo_asked(&store)).await;
}

async fn undo_asked(store: &Store) -> Result<(), Stop> {
    while let Some((import, by)) = store.undoing_waits().await? {
        let between = async |_: &_| {
            tokio::time::sleep(BREATH).await;
            Ok(())
        };
        let undone = actions::import_run::undo(store, import, by, between).await?;
        tracing::info!(
            import = import.0,
            messages = undone.messages,
            conversations = undone.conversations,
            stays = undone.stays,
            "an import was undone"
        );
    }
    Ok(())
}
