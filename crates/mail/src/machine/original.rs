//! What a report quotes of the letter it speaks of: enough to find that letter among ours.

use super::addresses;
use super::notice::Notice;
use super::piece::{Kind, Piece};

/// Lines of the quoted header looked at.
const LINES_MAX: usize = 300;

/// Addresses kept of each kind.
const ADDRESSES_MAX: usize = 20;

/// The letter a report speaks of, as far as it is quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// Its Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// Addresses in its Return-Path, Reply-To and From: one of them may be a reply or bounce address of ours.
    pub traces: Vec<String>,
    /// Addresses it was for.
    pub to: Vec<String>,
}

impl Original {
    pub(super) fn of(notice: &Notice, pieces: &[Piece]) -> Original {
        let attached = pieces.iter().filter(|piece| piece.kind == Kind::Original).map(|piece| piece.text.as_str());
        let mut original = Original::default();
        for text in attached.chain([notice.quoted.as_str()]) {
            original.take(text);
        }
        original
    }

    fn take(&mut self, text: &str) {
        let (mut name, mut begun) = (String::new(), false);
        for line in text.lines().take(LINES_MAX) {
            let line = line.trim_start_matches(['>', '|', ' ', '\t']).trim_end();
            if begun && line.is_empty() {
                // Behind the header stands what somebody wrote.
                return;
            }
            let folded = !name.is_empty() && !line.is_empty() && field_name(line).is_none();
            if !folded {
                name = field_name(line).unwrap_or_default();
                begun |= !name.is_empty();
            }
            let value = if folded { line } else { line.split_once(':').map_or("", |(_, value)| value) };
            self.field(&name, value);
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "message-id" if self.message_id.is_none() => {
                let id = value.trim().trim_start_matches('<').split(['>', ' ']).next().unwrap_or_default();
                self.message_id = Some(id.to_owned()).filter(|id| id.contains('@'));
            }
            "return-path" | "reply-to" | "from" | "x-envelope-from" => keep(&mut self.traces, value),
            "to" | "cc" | "x-envelope-to" | "delivered-to" | "x-original-to" | "x-hmxmroriginalrecipient" => {
                keep(&mut self.to, value);
            }
            _ => {}
        }
    }
}

fn keep(kept: &mut Vec<String>, value: &str) {
    for found in addresses::all(value) {
        if kept.len() < ADDRESSES_MAX && !kept.contains(&found.address) {
            kept.push(found.address);
        }
    }
}

/// The name of a header field, in lower case.
pub(super) fn field_name(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let sound = (1..=60).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic());
    sound.then(|| name.to_ascii_lowercase())
}
