//! `rapport rebuild`: derives anew from the log's beginning what consumers derived from it.

use super::in_words;
use crate::{serving::say, setting::Settings};
use clap::Subcommand;
use store::{Store, Writing};

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
        let (name, forgotten) = match self {
            Rebuild::Search => {
                ("search", store.forget_derived("index", async |w: &mut Writing| Ok(w.clear_index().await?)).await)
            }
            Rebuild::Ties => {
                ("ties", store.forget_derived(actions::tie::CONSUMER, async |w: &mut Writing| Ok(w.clear_ties().await?)).await)
            }
            Rebuild::Clocks => {
                let emptied = async |w: &mut Writing| Ok(w.clear_clocks().await?);
                ("clocks", store.forget_derived(actions::clock::CONSUMER, emptied).await)
            }
        };
        forgotten.map_err(in_words)?;
        let words = "It is empty and fills again while the house is served.";
        Ok(say(settings, "rebuilding", &serde_json::json!(name), words)?)
    }
}
