//! `rapport erase`: erases a person, for who runs the house.

use super::{in_words, invite::person};
use crate::{serving::say, setting::Settings};
use clap::Args;
use std::io::{BufRead, Write};
use store::{Store, Thoroughness};

/// Erase a person: her name, addresses and sign-in, what she wrote, its files and its letters are overwritten; what
/// others wrote stays without what they quoted of her. It cannot be undone. Letters that went out cannot be called back,
/// and copies of backups must be thrown away by whoever made them.
#[derive(Args, Debug)]
pub struct Erase {
    /// Her mail address.
    address: String,
    /// Her name, to be sure; without it you are asked.
    #[arg(long)]
    name: Option<String>,
}

impl Erase {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let (store, _) = Store::open(settings.opening()).await?;
        let erased = views::words::erased();
        let whom = person(&store, &self.address).await?;
        let typed = match self.name {
            Some(name) => name,
            None => asked(&self.address)?,
        };
        actions::erasure::erase_from_command_line(&store, whom, &typed, erased).await.map_err(in_words)?;
        store.overwrite_erased(Thoroughness::Whole).await?;
        let words = "She is erased, here and on this disk. Letters that went out cannot be called back; throw away the backups \
                     you made, and keep a copy of the file erased-people apart from them.";
        Ok(say(settings, "erased", &serde_json::json!(true), words)?)
    }
}

fn asked(address: &str) -> std::io::Result<String> {
    let mut out = std::io::stderr();
    write!(out, "The name of who has {address}, to be sure: ")?;
    out.flush()?;
    let mut name = String::new();
    std::io::stdin().lock().read_line(&mut name)?;
    Ok(name)
}
