//! `rapport measure`: measures the windows that closed, now; the served house does so by itself.

use super::in_words;
use crate::{consumers::derive_behind, serving::say, setting::Settings};
use store::{Store, consumer::Bookmark};

/// Measures what is due.
///
/// # Errors
/// A store that cannot be opened, or a consumer that works elsewhere.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    let (store, keys) = Store::open(settings.opening()).await?;
    if store.notice().await?.is_none() {
        let words = "Nothing is measured before the notice is published (Administration, Observatory).";
        return Ok(say(settings, "measured", &serde_json::json!(0), words)?);
    }
    caught_up(&store).await.map_err(in_words)?;
    let windows = actions::measuring::measure(&store, &keys).await.map_err(in_words)?.windows;
    Ok(say(settings, "measured", &serde_json::json!(windows), &format!("{windows} windows were measured and published."))?)
}

/// Lets the consumers come to the log's end where no served house does it.
async fn caught_up(store: &Store) -> Result<(), store::Stop> {
    let (ties, clocks) = (Bookmark::of(actions::tie::CONSUMER), Bookmark::of(actions::clock::CONSUMER));
    derive_behind(store, &ties, actions::tie::derive).await?;
    ties.give_back(store).await?;
    derive_behind(store, &clocks, actions::clock::derive).await?;
    clocks.give_back(store).await
}
