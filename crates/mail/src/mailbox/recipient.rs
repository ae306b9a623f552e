//! For whom a letter out of a mailbox is, and who sent it: a mailbox keeps letters without their envelope.

use super::Mailbox;
use crate::{
    letter::Letter,
    post_office::{PostOffice, Target},
};
use domain::limits;
use store::{Fault, Store};

/// Headers in which the server that put a letter into the mailbox notes its envelope's recipient.
const DELIVERED_TO: [&str; 4] = ["delivered-to", "x-original-to", "envelope-to", "x-delivered-to"];

/// Addresses looked at; a list's letter names a hundred, one of which may be ours.
const ADDRESSES_MAX: usize = 200;

/// The envelope, as far as the letter remembers it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub sender: String,
    pub recipient: String,
}

/// Finds it out: a reply address of ours wherever it stands, else the mailbox's space, else a space's own address.
pub(super) async fn envelope(store: &Store, office: &PostOffice, mailbox: &Mailbox, raw: &[u8]) -> Result<Envelope, Fault> {
    let head = Letter::head(raw);
    let lines = header_lines(raw);
    let named = |names: &[&str]| -> Vec<String> {
        let lines = lines.iter().filter(|(name, _)| names.contains(&name.as_str()));
        lines.map(|(_, value)| value.trim_matches(['<', '>', ' ']).to_owned()).collect()
    };
    let returned = named(&["return-path"]).into_iter().next();
    let sender = returned.unwrap_or_else(|| head.from.first().map(|from| from.address.clone()).unwrap_or_default());
    let people = head.to.iter().chain(&head.cc).map(|it| it.address.clone());
    let addresses: Vec<String> = named(&DELIVERED_TO).into_iter().chain(people).take(ADDRESSES_MAX).collect();
    Ok(Envelope { recipient: recipient(store, office, mailbox, addresses).await?, sender })
}

async fn recipient(store: &Store, office: &PostOffice, mailbox: &Mailbox, addresses: Vec<String>) -> Result<String, Fault> {
    let mut space = None;
    for address in addresses {
        match office.target(&address) {
            Some(Target::Answer { .. } | Target::Bounce { .. } | Target::Unsubscribe(_)) => return Ok(address),
            Some(Target::Space(mail)) if space.is_none() && mailbox.space.is_none() => {
                space = store.space_has_mail(&mail).await?.then_some(address);
            }
            _ => {}
        }
    }
    let user = || mailbox.user.split(['@', '+']).next().unwrap_or_default().to_lowercase();
    Ok(space.unwrap_or_else(|| format!("{}@{}", mailbox.space.clone().unwrap_or_else(user), office.domain)))
}

/// The header lines at the top, unfolded: name in lower case, value.
fn header_lines(raw: &[u8]) -> Vec<(String, String)> {
    let head = &raw[..raw.len().min(limits::PULL_HEAD_BYTES)];
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in String::from_utf8_lossy(head).lines() {
        if line.trim().is_empty() {
            break;
        }
        match (line.starts_with([' ', '\t']), lines.last_mut()) {
            (true, Some((_, value))) => value.push_str(line.trim_end()),
            _ => {
                let (name, value) = line.split_once(':').unwrap_or_default();
                lines.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }
    lines
}
