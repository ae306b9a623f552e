//! `rapport doctor mail`: looks at everything mail depends on and says what to change.

use crate::{serving, setting::Settings};
use anyhow::Context;
use clap::{Args, Subcommand};
use mail::doctor::{Look, Patient, State, examine, is_well};
use std::io::Write;
use store::Store;

/// What the doctor can look at.
#[derive(Subcommand, Debug)]
pub enum Doctor {
    /// DNS, signing, the relay, our own doors, and mailboxes that are pulled. Sends no letter unless asked.
    Mail(Mail),
}

/// Look at mail.
#[derive(Args, Debug)]
pub struct Mail {
    /// Really send a letter to this address.
    #[arg(long)]
    send_to: Option<String>,
}

impl Doctor {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let Doctor::Mail(asked) = self;
        let (store, _) = Store::open(settings.opening()).await.context("the store cannot be opened")?;
        let signer = mail::signing::Signer::open(&store, &settings.mail_domain).await?.and_for(&settings.sender_domains);
        let (notary, relay) = (serving::notary(settings)?, settings.relay()?);
        let (open, mailboxes) = (|place: &&str| !matches!(*place, "off" | ""), settings.mailboxes()?);
        let lmtp = Some(settings.lmtp.as_str()).filter(open);
        let door = Some(settings.smtp.as_str()).filter(open);
        let patient = Patient {
            domain: &settings.mail_domain,
            notary: &notary,
            signer: &signer,
            relay: relay.as_ref(),
            door,
            lmtp,
            mailboxes: &mailboxes,
            send_to: asked.send_to.as_deref(),
        };
        let looks = examine(&patient).await;
        tell(settings, &looks)?;
        // Scripts ask the exit code; what is wrong was said.
        if is_well(&looks) { Ok(()) } else { std::process::exit(1) }
    }
}

fn tell(settings: &Settings, looks: &[Look]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for look in looks {
        if settings.json {
            writeln!(out, "{}", serde_json::to_string(look)?)?;
            continue;
        }
        let state = match look.state {
            State::Well => "well   ",
            State::Weak => "weak   ",
            State::Wrong => "wrong  ",
            State::Unknown => "unknown",
        };
        writeln!(out, "{state}  {:<10} {}", look.what, look.found)?;
        if !look.advice.is_empty() {
            writeln!(out, "{:21}{}", "", look.advice)?;
        }
        if let Some(line) = look.record_line() {
            writeln!(out, "{:21}{line}", "")?;
        }
    }
    Ok(out.flush()?)
}
