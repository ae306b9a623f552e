//! `rapport rebuild`: derives anew from the log's beginning what consumers derived from it.

use super::in_words;
use crate::{serving::say, setting::Settings};
use clap::Subcommand;
use store::Store;

/// What can be derived anew.
#[derive(Subcommand, Debug)]
pub enum Rebuild {
    /// The search index. It fills again while the house is served; until then a search may miss something.
    Search,
    /// Who turned to whom. Windows are measured again when it has come to their end.
    Ties,
    /// Who waits, and how conversations ended; until it has come to the end the board may miss somebody.
    Clocks,
}

impl Rebuild {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let (store, _) = Store::open(settings.opening()).await?;
        let name = match self {
            Rebuild::Search => {
                store.forget_derived("index", async |w| Ok(w.clear_index().await?)).await.map_err(in_words)?;
                "search"
            }
            Rebuild::Ties => {
                store.forget_derived(actions::tie::CONSUMER, async |w| Ok(w.clear_ties().await?)).await.map_err(in_words)?;
                "ties"
            }
            Rebuild::Clocks => {
                store.forget_derived(actions::clock::CONSUMER, async |w| Ok(w.clear_clocks().await?)).await.map_err(in_words)?;
                "clocks"
            }
        };
        let words = "It is empty and fills again while the house is served.";
        Ok(say(settings, "rebuilding", &serde_json::json!(name), words)?)
    }
}
