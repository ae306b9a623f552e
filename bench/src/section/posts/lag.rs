//! How far the index trails the log, seen from outside by its bookmark.

use anyhow::{Result, ensure};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use store::Store;

/// How often the bookmark is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// After this nothing is going to catch up any more.
const PATIENCE: Duration = Duration::from_secs(300);

async fn bookmark(store: &Store) -> Result<i64> {
    Ok(store.bookmarks().await?.into_iter().find(|(name, _)| name == "index").map_or(0, |(_, at)| at.0))
}

/// How long the index takes to reach the end that the log has now.
///
/// # Errors
/// An index that does not get there.
pub async fn until_caught_up(store: &Store) -> Result<Duration> {
    let (begun, end) = (Instant::now(), store.head().await?.0);
    while bookmark(store).await? < end {
        ensure!(begun.elapsed() < PATIENCE, "the index does not catch up");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(begun.elapsed())
}

/// The longest that a line of the log waited for the index, over so long.
///
/// # Errors
/// As [`until_caught_up`].
pub async fn longest(store: Store, lasting: Duration) -> Result<Duration> {
    let begun = Instant::now();
    let (mut waiting, mut longest): (VecDeque<(i64, Instant)>, Duration) = (VecDeque::new(), Duration::ZERO);
    while begun.elapsed() < lasting || !waiting.is_empty() {
        ensure!(begun.elapsed() < lasting + PATIENCE, "the index does not catch up");
        let head = store.head().await?.0;
        if begun.elapsed() < lasting && waiting.back().is_none_or(|(at, _)| *at < head) {
            waiting.push_back((head, Instant::now()));
        }
        let reached = bookmark(&store).await?;
        while let Some((at, seen)) = waiting.front().copied() {
            longest = longest.max(seen.elapsed());
            if at > reached {
                break;
            }
            waiting.pop_front();
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(longest)
}
