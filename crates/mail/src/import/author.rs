//! Who wrote an archived letter: archives on the web hide addresses, and nobody's letter is dropped for that.

use crate::letter::{Letter, Mailbox};
use data_encoding::HEXLOWER;
use domain::address::MailAddress;
use store::secret;

/// The domain of writers whose address the archive hides: never delivered to (RFC 2606, 2).
const HIDDEN_DOMAIN: &str = "hidden.invalid";
/// Characters of a name in a From that holds no address.
const NAME_CHARS_MAX: usize = 120;

/// The writer's name and address; `None` where nobody is named.
///
/// Tried in turn: From, Sender, Reply-To; `dora at velo.example (Dora Lind)` as list archives have it; then whatever
/// stands in From makes one person, the same for the same words. Where it names nobody the envelope's sender is she, as for a
/// letter that comes by SMTP: `Return-Path`, or `envelope`, the line before the letter.
pub fn author(letter: &Letter, raw: &[u8], envelope: &str) -> Option<(String, MailAddress)> {
    let named = letter.from.iter().chain(&letter.sender).chain(&letter.reply_to);
    if let Some(found) = named.filter_map(named_by).next() {
        return Some(found);
    }
    let Some(text) = field_text(raw, "from:") else {
        let path = field_text(raw, "return-path:").and_then(|path| MailAddress::arrived(&path).ok());
        return path.or_else(|| MailAddress::arrived(envelope).ok()).map(|address| (String::new(), address));
    };
    if let Some(found) = with_at(&text).and_then(|head| Letter::head(head.as_bytes()).from.first().and_then(named_by)) {
        return Some(found);
    }
    let name = text.rsplit_once('(').map_or(text.as_str(), |(_, name)| name.trim_end_matches(')'));
    let digest = HEXLOWER.encode(&secret::digest(&text)[..8]);
    let address = MailAddress::parse(&format!("{digest}@{HIDDEN_DOMAIN}")).ok()?;
    Some((name.trim_matches(['"', ' ']).chars().take(NAME_CHARS_MAX).collect(), address))
}

fn named_by(mailbox: &Mailbox) -> Option<(String, MailAddress)> {
    Some((mailbox.name.clone().unwrap_or_default(), MailAddress::arrived(&mailbox.address).ok()?))
}

/// A field of a letter's header as one line, if anything stands in it; its name with the colon, in lower case.
fn field_text(raw: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(64 * 1024)]);
    let mut lines = head.lines().take_while(|line| !line.is_empty());
    let begins = |line: &&str| line.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    let first = &lines.find(begins)?[name.len()..];
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    let text = std::iter::once(first).chain(folded).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// `dora at velo.example (Dora Lind)` as a From that can be read.
fn with_at(text: &str) -> Option<String> {
    let (address, name) = text.split_once('(').unwrap_or((text, ""));
    let (local, domain) = address.trim().split_once(" at ")?;
    let name = name.trim_end_matches(')').replace(['<', '>', '"'], "");
    Some(format!("From: {name} <{local}@{domain}>\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expect: Option<(&str, &str)>) {
        let raw = format!("{head}\nSubject: x\n\nHello\n");
        let found = author(&Letter::read(raw.as_bytes()), raw.as_bytes(), "");
        let found = found.as_ref().map(|(name, address)| (name.as_str(), address.as_str()));
        assert_eq!(found, expect, "{head}");
    }

    #[test]
    fn a_writer_is_found_where_she_is_named() {
        check("From: Dora Lind <dora@velo.example>", Some(("Dora Lind", "dora@velo.example")));
        check("Sender: dora@velo.example", Some(("", "dora@velo.example")));
        check("From: dora at velo.example (Dora Lind)", Some(("Dora Lind", "dora@velo.example")));
        check("From: dora at velo.example", Some(("", "dora@velo.example")));
        check("From: f at velo.example (=?UTF-8?Q?Mu=C3=B1oz?=)", Some(("Muñoz", "f@velo.example")));
        check("To: dora@velo.example", None);
        check("From: ", None);
    }

    #[test]
    fn where_nobody_is_named_the_envelopes_sender_wrote_it() {
        let of = |head: &str, envelope: &str| {
            let raw = format!("{head}\nSubject: x\n\nHello\n");
            author(&Letter::read(raw.as_bytes()), raw.as_bytes(), envelope).map(|(_, address)| address.as_str().to_owned())
        };
        assert_eq!(of("To: a@velo.example", "Dora@velo.example").as_deref(), Some("dora@velo.example"));
        assert_eq!(of("Return-Path: <ivo@wheels.example>", "dora@velo.example").as_deref(), Some("ivo@wheels.example"));
        assert_eq!(of("Return-Path: <>", "MAILER-DAEMON"), None);
        assert_eq!(of("From: Dora <d@velo.example>", "ivo@wheels.example").as_deref(), Some("d@velo.example"));
        assert_eq!(of("From: Ann <ann@my_host.example>", "").as_deref(), Some("ann@my_host.example"));
    }

    #[test]
    fn a_hidden_address_makes_one_person_who_gets_no_mail() {
        let read = |head: &str| {
            let raw = format!("{head}\n\nHello\n");
            author(&Letter::read(raw.as_bytes()), raw.as_bytes(), "").expect("somebody")
        };
        let (name, address) = read("From: d|nd @end|ng |rom ve|o (Dora Lind)");
        assert_eq!((name.as_str(), address.domain()), ("Dora Lind", HIDDEN_DOMAIN));
        assert_eq!(address, read("From: d|nd @end|ng |rom ve|o\n (Dora Lind)").1);
        assert_ne!(address, read("From: |vo @end|ng |rom whee|s (Ivo)").1);
    }
}
