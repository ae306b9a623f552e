//! `rapport token create`: access tokens for programs.

use super::{in_words, invite::person};
use crate::{serving::say, setting::Settings};
use clap::{Args, Subcommand};
use store::Store;

/// Access tokens.
#[derive(Subcommand, Debug)]
pub enum Token {
    /// Make a token; it is printed once and kept only as a digest.
    Create(Create),
}

/// Make a token.
#[derive(Args, Debug)]
pub struct Create {
    /// Whose eyes the program gets, by mail address.
    #[arg(long = "for")]
    person: String,
    /// What it is for, as its owner will read it.
    #[arg(long, default_value = "command line")]
    name: String,
    /// What it may do: read, write, admin.
    #[arg(long, default_value = "read", value_delimiter = ',')]
    scopes: Vec<String>,
    /// Days it lasts.
    #[arg(long, default_value_t = 90)]
    days: i64,
}

impl Token {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let Token::Create(it) = self;
        let (store, _) = Store::open(settings.opening()).await?;
        let by = person(&store, &it.person).await?;
        let scopes = it.scopes.join(" ");
        let token = actions::session::make_token(&store, Some(by), &it.name, &scopes, it.days).await.map_err(in_words)?;
        Ok(say(settings, "token", &serde_json::json!(token), &token)?)
    }
}
