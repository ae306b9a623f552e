//! The doctor: looks at everything mail depends on and says in words what to change.
//!
//! It sends no letter unless asked, changes nothing, and never fails itself: what it cannot find out it says so.

mod door;
mod names;

use crate::{
    mailbox::{Mailbox, MailboxTls, look_into},
    relay::Relay,
    signing::Signer,
    truth::Notary,
};
use serde::Serialize;

/// Octets of one string of a TXT record.
const STRING_BYTES_MAX: usize = 255;

/// How something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Well,
    /// Works, and could be better.
    Weak,
    /// Must be changed.
    Wrong,
    /// Could not be found out.
    Unknown,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Look {
    /// What was looked at: `mx`, `spf`, `dkim`, `dmarc`, `reverse`, `signing`, `relay`, `receiving`, `handed` (LMTP),
    /// `mailbox`.
    pub what: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do about it; empty where there is nothing.
    pub advice: String,
    /// A DNS record to publish: its name and its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<(String, String)>,
}

impl Look {
    fn new(what: &'static str, state: State, found: impl Into<String>, advice: impl Into<String>) -> Look {
        Look { what, state, found: found.into(), advice: advice.into(), record: None }
    }

    fn with_record(self, name: String, text: String) -> Look {
        Look { record: Some((name, text)), ..self }
    }

    /// Its record as a line of a zone: a string of DNS has at most 255 octets (RFC 1035, 3.3), a longer text is several, which
    /// are read as if they were one (RFC 7208, 3.3; RFC 6376, 3.6.2.2).
    pub fn record_line(&self) -> Option<String> {
        let (name, text) = self.record.as_ref()?;
        let mut line = format!("{name} TXT");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (string, behind) = rest.split_at(rest.floor_char_boundary(STRING_BYTES_MAX));
            line.push_str(&format!(" \"{string}\""));
            rest = behind;
        }
        Some(line)
    }
}

/// What the doctor looks at.
pub struct Patient<'a> {
    /// The domain behind the `@`.
    pub domain: &'a str,
    /// Who answers questions about names.
    pub notary: &'a Notary,
    /// What signs.
    pub signer: &'a Signer,
    /// The relay, if one is given.
    pub relay: Option<&'a Relay>,
    /// Where letters are taken; nothing where that door is closed.
    pub door: Option<&'a str>,
    /// Where a mail server of ours hands letters over; nothing where that door is closed.
    pub lmtp: Option<&'a str>,
    /// Mailboxes elsewhere that are pulled.
    pub mailboxes: &'a [Mailbox],
    /// Where to send a letter to try; nothing sends none.
    pub send_to: Option<&'a str>,
}

/// Looks at everything, in the order a letter would need it.
pub async fn examine(it: &Patient<'_>) -> Vec<Look> {
    let mut looks = names::looks(it).await;
    looks.push(match it.signer.verifies_itself().await {
        Ok(()) => Look::new("signing", State::Well, "Letters are signed, and the signature verifies with our own key.", ""),
        Err(why) => Look::new(
            "signing",
            State::Wrong,
            format!("What we sign does not verify: {why}."),
            "Report this: it is a fault of Rapport.",
        ),
    });
    looks.push(relay(it).await);
    looks.extend(trial(it).await);
    looks.push(door::look(it).await);
    if let Some(place) = it.lmtp {
        looks.push(door::look_at_lmtp(place, it.domain).await);
    }
    for mailbox in it.mailboxes {
        looks.push(self::mailbox(mailbox).await);
    }
    looks
}

async fn relay(it: &Patient<'_>) -> Look {
    let Some(relay) = it.relay else {
        return Look::new(
            "relay",
            State::Wrong,
            "No relay is given: letters wait in the outbox.",
            "Give one with --smtp-relay smtp://host:25.",
        );
    };
    match relay.greet().await {
        Ok(greeting) if greeting.encrypted || greeting.nearby => {
            Look::new("relay", State::Well, format!("{} takes letters ({}).", relay.host, greeting.words()), "")
        }
        Ok(greeting) => Look::new(
            "relay",
            State::Weak,
            format!("{} takes letters, but in plain text ({}).", relay.host, greeting.words()),
            "Write the relay as smtp+starttls:// or smtps:// where it offers that.",
        ),
        Err(words) => Look::new(
            "relay",
            State::Wrong,
            format!("{}:{} does not take letters: {words}", relay.host, relay.port),
            "Check host, port, user and password of --smtp-relay, and whether a firewall stands between.",
        ),
    }
}

/// A mailbox elsewhere, looked into as when its letters are pulled; it stays as it is.
async fn mailbox(mailbox: &Mailbox) -> Look {
    let name = mailbox.name();
    match look_into(mailbox).await {
        Err(words) => Look::new(
            "mailbox",
            State::Wrong,
            format!("{name} cannot be pulled: {words}."),
            "Check host, port, user, password and folders of --imap, and whether a firewall stands between.",
        ),
        Ok(_) if mailbox.tls == MailboxTls::None && !mailbox.is_nearby() => Look::new(
            "mailbox",
            State::Weak,
            format!("{name} can be pulled, but the password goes in plain text."),
            "Write it as imaps:// or imap+starttls:// where its server offers that.",
        ),
        Ok(seen) if !seen.idles => Look::new(
            "mailbox",
            State::Well,
            format!(
                "{name} can be pulled; its server does not say when a letter comes (IDLE), so it is asked every {} s.",
                mailbox.poll.as_secs()
            ),
            "",
        ),
        Ok(_) => {
            Look::new("mailbox", State::Well, format!("{name} can be pulled; its server says when a letter comes (IDLE)."), "")
        }
    }
}

/// A letter that is really sent, where somebody asked for it.
async fn trial(it: &Patient<'_>) -> Option<Look> {
    let (relay, to) = (it.relay?, it.send_to?);
    let from = format!("postmaster@{}", it.domain);
    let letter = format!(
        "From: {from}\r\nTo: {to}\r\nSubject: A letter to try\r\nMessage-ID: <trial.{}@{}>\r\nAuto-Submitted: auto-generated\r\n\
         X-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nrapport doctor mail sent this.\r\n",
        store::secret::token(),
        it.domain
    );
    let signed = it.signer.sign(letter.as_bytes()).unwrap_or_else(|_| letter.into_bytes());
    Some(match relay.send(&from, to, &signed).await {
        crate::relay::Sending::Sent { words } => Look::new(
            "sending",
            State::Well,
            format!("The relay took a letter for {to}: {words}"),
            "See whether it arrives, and not among the junk.",
        ),
        crate::relay::Sending::Deferred { words, .. } => {
            Look::new("sending", State::Weak, format!("The relay put it off: {words}"), "Try again later.")
        }
        crate::relay::Sending::Refused { words } => {
            Look::new("sending", State::Wrong, format!("The relay refused it: {words}"), "Ask who runs the relay.")
        }
    })
}

/// Whether nothing must be changed.
pub fn is_well(looks: &[Look]) -> bool {
    looks.iter().all(|look| look.state != State::Wrong)
}
