//! Writes notices: who is mentioned, answered, assigned or brought in finds it on her home page.

use super::{Rhythm, derive_behind, whenever_log_grows};
use std::time::Duration;
use store::{Stop, Store, consumer::Bookmark};
use tokio_util::sync::CancellationToken;

/// Behind the ticks, for what other nodes wrote.
const RHYTHM: Rhythm = Rhythm { poll: Duration::from_secs(2), rest: Duration::from_millis(100) };

/// The consumer's name.
const NAME: &str = "notices";

/// Writes the notices of all that happened so far, before anybody serves the house.
///
/// # Errors
/// A fault of the store.
pub async fn catch_up(store: &Store) -> Result<(), Stop> {
    let bookmark = Bookmark::of(NAME);
    derive_behind(store, &bookmark, actions::notice::derive).await?;
    bookmark.give_back(store).await
}

/// Writes notices until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let bookmark = Bookmark::of(NAME);
    whenever_log_grows(NAME, store.clone(), RHYTHM, stop, || derive_behind(&store, &bookmark, actions::notice::derive)).await;
}
