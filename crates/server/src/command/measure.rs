//! `rapport measure`: measures the windows that closed, now; the served house does so by itself.

use super::in_words;
use crate::{serving::say, setting::Settings};
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
    let windows = actions::measuring::measure(&store, &keys).await.map_err(in_words)?;
    Ok(say(settings, "measured", &serde_json::json!(windows), &format!("{windows} windows were measured and published."))?)
}

/// Lets the consumers come to the log's end where no served house does it.
async fn caught_up(store: &Store) -> Result<(), store::Stop> {
    for name in [actions::tie::CONSUMER, actions::clock::CONSUMER] {
        let bookmark = Bookmark::of(name);
        loop {
            let (from, lines) = bookmark.lines(store).await?;
            let Some(to) = lines.last().map(|line| line.position) else { break };
            let derive = async move |w: &mut store::Writing| match name {
                actions::tie::CONSUMER => actions::tie::derive(w, &lines).await,
                _ => actions::clock::derive(w, &lines).await,
            };
            bookmark.advance(store, from, to, derive).await?;
        }
        bookmark.give_back(store).await?;
    }
    Ok(())
}
