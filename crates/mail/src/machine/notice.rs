//! Who reports, and what she says before she quotes.

use super::addresses;
use super::original::field_name;
use super::piece::{Kind, Piece};
use crate::letter::Automatic;
use mail_parser::Message;

/// Lines of a notice looked at; the longest known ones have eighty.
const LINES_MAX: usize = 400;

/// Octets of all of them, eighty a line; a paragraph of HTML is one line. Each address and many phrases are looked for in
/// all of them.
const WORDS_BYTES_MAX: usize = 32 * 1024;

/// Local parts of senders that are programs, beside those that [`DAEMON_NAMES`] finds in them.
const DAEMONS: [&str; 12] = [
    "mailerdaemon",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "mailer",
    "post_master",
    "mail-delivery",
    "maildelivery",
    "mail-system",
    "mailsystem",
    "bounce",
    "bounces",
];

/// Words of local parts that no person chooses, such as `mx1-smtp-out`.
const PROGRAMS: [&str; 5] = ["smtp", "daemon", "antivirus", "mailserver", "mailgateway"];

/// Local parts of senders that read no answers.
const NOBODY: [&str; 5] = ["no-reply", "noreply", "no_reply", "donotreply", "do-not-reply"];

/// What senders that are programs are called, or their local parts.
const DAEMON_NAMES: [&str; 9] = [
    "mail delivery",
    "mail deliver",
    "mailer-daemon",
    "mailer daemon",
    "postmaster",
    "mail administrator",
    "mail system",
    "ndr administrator",
    "system administrator",
];

/// Words of a line that says: from here on stands the letter that came back. Lower case.
const QUOTES: [&str; 25] = [
    "copy of the message",
    "copy of your message",
    "copy of the original",
    "copy of the mail",
    "original message",
    "original mail",
    "original e-mail",
    "returned message",
    "returned mail follows",
    "returned letter",
    "message headers follow",
    "message header follow",
    "message headers:",
    "header of the original",
    "headers of the original",
    "message text follow",
    "unsent message",
    "undelivered message follow",
    "your message follow",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "mensaje original",
    "исходное сообщение",
    "元のメッセージ",
];

/// A report as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notice {
    /// In lower case.
    pub subject: String,
    /// A program's name or address, or the null sender.
    pub by_machine: bool,
    /// A program's name or address in From.
    pub by_daemon: bool,
    /// The null sender, on the envelope or in Return-Path.
    pub null_sender: bool,
    /// Whose address stands in From.
    pub writer: Option<String>,
    /// Who is told: as a rule who sent the letter that came back.
    pub told: Vec<String>,
    /// Addresses of `X-Failed-Recipients`.
    pub failed: Vec<String>,
    /// Names of the header fields, in lower case.
    pub fields: Vec<String>,
    /// Why its header says that no person wrote it.
    pub automatic: Option<Automatic>,
    /// What stands before the letter that came back, line by line.
    pub lines: Vec<String>,
    /// Subject and lines in lower case, for looking up phrases.
    pub lower: String,
    /// The letter that came back, where it is quoted in the text.
    pub quoted: String,
}

impl Notice {
    pub fn of(message: &Message<'_>, pieces: &[Piece], envelope_from: Option<&str>) -> Notice {
        let mut notice =
            Notice { automatic: Automatic::of(message), null_sender: envelope_from == Some(""), ..Notice::default() };
        for (name, value) in message.headers_raw() {
            notice.header(&name.trim().to_ascii_lowercase(), value);
        }
        notice.subject = message.subject().unwrap_or_default().trim().to_lowercase();
        let from = message.from().and_then(|from| from.first());
        let address = from.and_then(|from| from.address()).unwrap_or_default().to_lowercase();
        let name = from.and_then(|from| from.name()).unwrap_or_default().to_lowercase();
        let local = address.split('@').next().unwrap_or_default();
        notice.by_daemon = DAEMONS.contains(&local)
            || DAEMONS.contains(&name.as_str())
            || DAEMON_NAMES.iter().any(|daemon| name.contains(daemon) || local.contains(daemon))
            || local.split(|c: char| !c.is_alphanumeric()).any(|word| PROGRAMS.contains(&word))
            || (from.is_some() && address.is_empty() && name.is_empty());
        // Many programs send as nobody; they report a letter only where they bring it along.
        let brings_letter = pieces.iter().any(|piece| piece.kind == Kind::Original);
        notice.by_machine = notice.null_sender || notice.by_daemon || brings_letter && NOBODY.contains(&local);
        notice.writer = addresses::first(&address).map(|found| found.address);
        notice.words(pieces);
        notice
    }

    fn header(&mut self, name: &str, value: &str) {
        self.fields.push(name.to_owned());
        match name {
            "return-path" => {
                let path = value.trim();
                self.null_sender |= path == "<>" || path.to_ascii_lowercase().contains("mailer-daemon");
            }
            // RFC 5322 wants an address; mail systems without one write `<>`.
            "from" => self.null_sender |= value.trim() == "<>" || value.trim().ends_with(" <>"),
            "to" | "delivered-to" => self.told.extend(addresses::all(value).into_iter().map(|found| found.address)),
            "x-failed-recipients" => self.failed.extend(addresses::all(value).into_iter().map(|found| found.address)),
            _ => {}
        }
    }

    fn words(&mut self, pieces: &[Piece]) {
        let (mut quoting, mut room) = (false, WORDS_BYTES_MAX);
        let lines = pieces.iter().filter(|piece| piece.kind == Kind::Words).flat_map(|piece| piece.text.lines());
        for line in lines {
            quoting = quoting || begins_quote(line);
            if quoting {
                self.quoted.push_str(line);
                self.quoted.push('\n');
            } else if self.lines.len() < LINES_MAX {
                let line = line[..line.floor_char_boundary(room)].trim_end();
                room -= line.len();
                self.lines.push(line.to_owned());
            }
        }
        self.lower = format!("{}\n{}", self.subject, self.lines.join("\n").to_lowercase());
    }

    /// Whether subject or text say one of these, given in lower case.
    pub fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }
}

/// A line that announces the letter that came back, or its first header field.
fn begins_quote(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "-=*_|#>+".contains(c)).to_lowercase();
    if matches!(field_name(line).as_deref(), Some("received" | "return-path" | "x-received" | "dkim-signature")) {
        return true;
    }
    // "The original message was received at ..." begins the notice itself.
    // "The following did not receive a copy of your message:" announces addresses.
    let announces = bare.chars().count() <= 90 && !bare.contains("was received") && !bare.contains("not receive");
    announces && QUOTES.iter().any(|quote| bare.contains(quote)) && is_title(line, &bare)
}

/// Announcements stand between dashes, end in a colon or are short; a sentence about the original message is none.
fn is_title(line: &str, bare: &str) -> bool {
    let line = line.trim();
    let ruled = ["--", "==", "__", "**", "|-"].iter().any(|rule| line.starts_with(rule));
    ruled || bare.ends_with(':') || bare.split_whitespace().count() <= 4
}
