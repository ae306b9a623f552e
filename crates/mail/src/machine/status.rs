//! `message/delivery-status` (RFC 3464): fields for each recipient. Some systems write the same fields into the text.

use super::class::{self, Around, Said};
use super::notice::Notice;
use super::original::field_name;
use super::piece::{Kind, Piece};
use super::{Failure, addresses, wild};
use domain::limits;
use std::collections::HashMap;

pub(super) fn failures(notice: &Notice, pieces: &[Piece]) -> Vec<Failure> {
    let status = pieces.iter().filter(|piece| piece.kind == Kind::Status).map(|piece| piece.text.as_str());
    let mut recipients: Vec<Fields> = status.flat_map(blocks).collect();
    // In the text the fields count only where a machine sent them: people quote them when they ask for help.
    if recipients.is_empty() && notice.by_machine {
        recipients = blocks(&notice.lines.join("\n")).collect();
    }
    each(recipients, notice)
}

/// Who did not get a letter that a mail system threw away by itself and says so in a disposition notification, as filters
/// and full mailboxes do (RFC 5429, 2.2.1).
pub(super) fn rejections(notice: &Notice, pieces: &[Piece]) -> Vec<Failure> {
    let rejected = |fields: &Fields| {
        let disposition = fields.get("disposition").map(|value| value.to_ascii_lowercase()).unwrap_or_default();
        disposition.starts_with("automatic-action") && disposition.contains("deleted")
    };
    let told = pieces.iter().filter(|piece| piece.kind == Kind::Disposition && notice.says(wild::FAILS));
    each(told.flat_map(|piece| blocks(&piece.text)).filter(rejected), notice)
}

/// The failures of those who were not reached; of very many the first.
fn each(recipients: impl IntoIterator<Item = Fields>, notice: &Notice) -> Vec<Failure> {
    let unreached = recipients.into_iter().filter(|fields| !reached(fields)).take(limits::BOUNCED_MAX);
    unreached.filter_map(|fields| failure(&fields, notice)).collect()
}

fn action(fields: &Fields) -> String {
    fields.get("action").map(|action| action.to_ascii_lowercase()).unwrap_or_default()
}

fn reached(fields: &Fields) -> bool {
    let action = action(fields);
    ["delivered", "relayed", "expanded"].iter().any(|word| action.starts_with(word))
}

/// The fields of one block, names in lower case.
type Fields = HashMap<String, String>;

/// The blocks that speak of a recipient.
fn blocks(text: &str) -> impl Iterator<Item = Fields> {
    let mut blocks = vec![Fields::new()];
    let mut name = String::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            (name, _) = (String::new(), blocks.push(Fields::new()));
            continue;
        }
        let last = blocks.len() - 1;
        if line.starts_with([' ', '\t']) && !name.is_empty() {
            if let Some(value) = blocks[last].get_mut(&name) {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        name = field_name(line).unwrap_or_default();
        let value = line.split_once(':').map_or("", |(_, value)| value).trim().to_owned();
        // A second recipient without an empty line between.
        if name == "final-recipient" && blocks[last].contains_key(&name) {
            blocks.push(Fields::new());
        }
        let last = blocks.len() - 1;
        blocks[last].entry(name.clone()).or_insert(value);
    }
    let of_recipient = |fields: &Fields| {
        ["final-recipient", "original-recipient", "x-actual-recipient"].iter().any(|name| fields.contains_key(*name))
    };
    blocks.into_iter().filter(of_recipient)
}

fn failure(fields: &Fields, notice: &Notice) -> Option<Failure> {
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let address = |name: &str| addresses::first(&plain(field(name))).map(|found| found.address);
    let asked = address("original-recipient");
    let address = address("final-recipient").or_else(|| address("x-actual-recipient")).or_else(|| asked.clone());
    let address = address.or_else(|| notice.failed.first().cloned()).or_else(|| wild::named(notice))?;
    let asked = asked.filter(|asked| *asked != address);
    let diagnostic = field("diagnostic-code");
    let diagnostic = diagnostic.split_once(';').map_or(diagnostic, |(_, words)| words).trim();
    let beside = wild::beside(notice, &address);
    let words = if telling(diagnostic) { diagnostic } else { beside.as_str() };
    let delayed = action(fields).starts_with("delayed");
    let said = Said { status: field("status"), words, delayed };
    // What people are told counts too: the fields of many systems say no more than 5.0.0.
    let about = class::of(&said, &Around::of(&format!("{words}\n{beside}")));
    Some(Failure { address, asked, class: about.class, given_up: !delayed, status: about.status, words: class::one_line(words) })
}

/// Says more than a code.
fn telling(diagnostic: &str) -> bool {
    diagnostic.chars().filter(|c| c.is_alphabetic()).count() > 3
}

/// `utf-8` addresses may be written with `\x{...}` (RFC 6533); anything else is as it stands.
fn plain(value: &str) -> String {
    let mut plain = String::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once("\\x{") {
        plain.push_str(before);
        let (hex, after) = behind.split_once('}').unwrap_or((behind, ""));
        plain.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        rest = after;
    }
    plain + rest
}
