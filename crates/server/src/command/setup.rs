//! `rapport setup`: founds the house.

use super::in_words;
use crate::{serving::say, setting::Settings};
use actions::house::{Founding, found};
use clap::Args;
use std::io::Read;
use store::Store;

/// Found the house.
#[derive(Args, Debug)]
pub struct Setup {
    /// The organization's name.
    #[arg(long)]
    house: String,
    /// The founder's name: the first administrator.
    #[arg(long)]
    name: String,
    /// Her mail address.
    #[arg(long)]
    address: String,
    /// Read her password from standard input; without it she comes in by links.
    #[arg(long)]
    password_stdin: bool,
}

impl Setup {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let mut password = String::new();
        if self.password_stdin {
            std::io::stdin().read_to_string(&mut password)?;
        }
        let (store, _) = Store::open(settings.opening()).await?;
        anyhow::ensure!(store.people_count().await? == 0, "this house is founded already: invite people with `rapport invite`");
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        let founding = Founding { house: self.house, name: self.name, address: self.address.clone(), password };
        found(&store, founding).await.map_err(in_words)?;
        let address = domain::address::MailAddress::parse(&self.address)?;
        let link = super::invite::sign_in_link(&store, settings, &address).await?;
        Ok(say(settings, "sign_in", &serde_json::json!(link), &format!("The house is founded. Sign in: {link}"))?)
    }
}
