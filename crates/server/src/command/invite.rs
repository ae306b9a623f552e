//! `rapport invite` and `rapport sign-in`: links that are handed over.

use super::in_words;
use crate::{serving::say, setting::Settings};
use actions::invitation::{Inviting, invite};
use anyhow::Context;
use clap::Args;
use domain::{address::MailAddress, limits, side::Side};
use store::Store;

/// Invite somebody.
#[derive(Args, Debug)]
pub struct Invite {
    /// The administrator who invites, by mail address.
    #[arg(long)]
    by: String,
    /// The side it leads to: employee, partner or customer.
    #[arg(long, default_value = "employee")]
    side: String,
    /// The address it is mailed to; without it the link is printed, for whoever holds it.
    #[arg(long, default_value = "")]
    address: String,
    /// How many may come by a link without an address.
    #[arg(long, default_value_t = 1)]
    uses: i64,
    /// The administrator's hat comes with it.
    #[arg(long)]
    administrator: bool,
}

/// Print a sign-in link.
#[derive(Args, Debug)]
pub struct SignIn {
    /// The person's mail address.
    address: String,
}

impl Invite {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let (store, _) = Store::open(settings.opening()).await?;
        let by = person(&store, &self.by).await?;
        let side = Side::from_word(&self.side).context("the side is employee, partner, customer or public")?;
        let inviting = Inviting {
            side,
            unit: None,
            organization: None,
            administrator: self.administrator,
            address: self.address,
            uses: self.uses,
        };
        let token = invite(&store, Some(by), inviting).await.map_err(in_words)?;
        if token.is_empty() {
            return Ok(say(
                settings,
                "mailed",
                &serde_json::json!(true),
                "The invitation goes out by mail; its link is for its reader alone.",
            )?);
        }
        let link = format!("{}/invitation/{token}", settings.origin(&settings.listen));
        Ok(say(settings, "invitation", &serde_json::json!(link), &link)?)
    }
}

impl SignIn {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let (store, _) = Store::open(settings.opening()).await?;
        let address = MailAddress::parse(&self.address).map_err(|r| in_words(r.into()))?;
        let link = sign_in_link(&store, settings, &address).await?;
        Ok(say(settings, "sign_in", &serde_json::json!(link), &link)?)
    }
}

/// Who has this address.
pub async fn person(store: &Store, address: &str) -> anyhow::Result<domain::id::PersonId> {
    let address = MailAddress::parse(address).map_err(|r| in_words(r.into()))?;
    Ok(store.password_of(&address).await?.context("nobody has that address")?.0)
}

/// A fresh sign-in link.
pub async fn sign_in_link(store: &Store, settings: &Settings, address: &MailAddress) -> anyhow::Result<String> {
    let token = actions::session::link_for(store, address, limits::SIGN_IN_MINUTES).await.map_err(in_words)?;
    Ok(format!("{}/sign-in/{token}", settings.origin(&settings.listen)))
}
