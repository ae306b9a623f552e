//! What follows the actions: index and notices, by the consumers' own derivations.

use anyhow::Result;
use store::{Store, consumer::Bookmark};

/// Brings index and notices to the end of the log, and the index to what it is after a quiet moment.
pub async fn catch_up(store: &Store) -> Result<()> {
    let (index, notices) = (Bookmark::of("index"), Bookmark::of("notices"));
    while index_some(store, &index).await? {}
    while notice_some(store, &notices).await? {}
    while store.merge_index().await? {}
    Ok(())
}

async fn index_some(store: &Store, bookmark: &Bookmark) -> Result<bool> {
    let (from, lines) = bookmark.lines(store).await?;
    let Some(last) = lines.last() else { return Ok(bookmark.reindex(store, from).await?) };
    let to = last.position;
    bookmark.advance(store, from, to, async move |w| Ok(w.index_lines(&lines).await?)).await?;
    Ok(true)
}

async fn notice_some(store: &Store, bookmark: &Bookmark) -> Result<bool> {
    let (from, lines) = bookmark.lines(store).await?;
    let Some(last) = lines.last() else { return Ok(false) };
    let to = last.position;
    bookmark.advance(store, from, to, async move |w| actions::notice::derive(w, &lines).await).await?;
    Ok(true)
}
