//! `rapport rebuild search`: derives the index anew from the log's beginning.

use super::in_words;
use crate::{serving::say, setting::Settings};
use clap::Subcommand;
use store::Store;

/// What can be derived anew.
#[derive(Subcommand, Debug)]
pub enum Rebuild {
    /// The search index. It fills again while the house is served; until then a search may miss something.
    Search,
}

impl Rebuild {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let Rebuild::Search = self;
        let (store, _) = Store::open(settings.opening()).await?;
        store.forget_derived("index", async |w| Ok(w.clear_index().await?)).await.map_err(in_words)?;
        let words = "The index is empty and fills again while the house is served.";
        Ok(say(settings, "rebuilding", &serde_json::json!("search"), words)?)
    }
}
