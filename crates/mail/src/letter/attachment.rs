//! What came with a letter: files, pictures within the text, invitations (`text/calendar`), Outlook's
//! `winmail.dat`, letters within the letter. Nothing of them is opened here.

use super::limits::{ATTACHMENTS_MAX, FILE_NAME_CHARS_MAX};
use super::structure::ENCODED_LETTER;
use super::{other_text, tidy, uuencode};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use std::collections::BTreeSet;

/// One file, decoded. `name` is a plain file name: no folder, no control characters, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// `type/subtype` in lower case, as the sender calls it; not to be trusted when showing it.
    pub media_type: String,
    pub bytes: Vec<u8>,
    /// Part of the text (a picture in it) rather than beside it.
    pub inline: bool,
    /// Without angle brackets; HTML refers to it by `cid:`.
    pub content_id: Option<String>,
}

pub(super) struct Attachments {
    pub kept: Vec<Attachment>,
    pub shortened: bool,
}

/// Everything in the letter that is not its text, in the order it stands there.
pub(super) fn all(message: &Message<'_>) -> Attachments {
    let parts = parts(message);
    let kept = parts.iter().take(ATTACHMENTS_MAX).map(|part| Attachment::of(message, part)).collect();
    Attachments { kept, shortened: parts.len() > ATTACHMENTS_MAX }
}

/// The names of the first `count_max` of them.
pub(super) fn names(message: &Message<'_>, count_max: usize) -> Vec<String> {
    let name = |part: &&MessagePart<'_>| file_name(part.attachment_name().unwrap_or_default(), &media_type(part));
    parts(message).iter().take(count_max).map(name).collect()
}

fn parts<'m>(message: &'m Message<'_>) -> Vec<&'m MessagePart<'m>> {
    let in_text =
        message.text_body.iter().chain(&message.html_body).filter(|id| {
            message.part(**id).is_some_and(|part| matches!(part.body, PartType::Binary(_) | PartType::InlineBinary(_)))
        });
    let ids: BTreeSet<u32> = message.attachments.iter().chain(in_text).copied().collect();
    let other = other_text::of(message);
    ids.into_iter().filter(|id| !is_text(message, *id) && other != Some(*id)).filter_map(|id| message.part(id)).collect()
}

/// Text parts that are read as the letter's text are no attachments as well.
fn is_text(message: &Message<'_>, id: u32) -> bool {
    let text = message.part(id).is_some_and(|part| matches!(part.body, PartType::Text(_) | PartType::Html(_)));
    text && (message.text_body.contains(&id) || message.html_body.contains(&id))
}

impl Attachment {
    fn of(message: &Message<'_>, part: &MessagePart<'_>) -> Attachment {
        let media_type = media_type(part);
        let bytes = match &part.body {
            // A letter within the letter: its bytes as they stand in the outer one.
            PartType::Message(_) => {
                let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
                message.raw_message().get(range).unwrap_or_default()
            }
            _ => part.contents(),
        };
        let packed = part.content_transfer_encoding().is_some_and(uuencode::is_meant);
        let unpacked = if packed { uuencode::decoded(bytes) } else { None };
        Attachment {
            name: file_name(part.attachment_name().unwrap_or_default(), &media_type),
            bytes: unpacked.unwrap_or_else(|| bytes.to_vec()),
            inline: matches!(part.body, PartType::InlineBinary(_))
                || part.content_disposition().is_some_and(|disposition| disposition.is_inline()),
            content_id: part.content_id().map(|id| tidy::line(id, 250)).filter(|id| !id.is_empty()),
            media_type,
        }
    }

    /// A file out of a package.
    pub(super) fn packed(name: &str, media_type: &str, content_id: Option<String>, bytes: Vec<u8>) -> Attachment {
        let media_type = sound_type(media_type.to_lowercase());
        let content_id = content_id.map(|id| tidy::line(&id, 250)).filter(|id| !id.is_empty());
        Attachment { name: file_name(name, &media_type), inline: content_id.is_some(), content_id, bytes, media_type }
    }

    /// Puts what was packed in it in its place, under the name the letter has for it, else under its own.
    pub(super) fn unpacked(&mut self, own_name: &str, bytes: Vec<u8>) {
        let named = self.name != nameless(&self.media_type) && !self.name.to_lowercase().ends_with(".hqx");
        "application/octet-stream".clone_into(&mut self.media_type);
        self.bytes = bytes;
        if !named {
            self.rename(own_name);
        }
    }

    /// Gives it another name.
    pub(super) fn rename(&mut self, name: &str) {
        self.name = file_name(name, &self.media_type);
    }

    /// A letter that is not looked into, whole.
    pub(super) fn whole_letter(raw: &[u8]) -> Attachment {
        Attachment {
            name: "letter.eml".to_owned(),
            media_type: "message/rfc822".to_owned(),
            bytes: raw.to_vec(),
            inline: false,
            content_id: None,
        }
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    let text = match part.content_type() {
        Some(kind) => format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")).to_lowercase(),
        None if part.is_message() => "message/rfc822".to_owned(),
        None => "application/octet-stream".to_owned(),
    };
    if text == ENCODED_LETTER { "message/rfc822".to_owned() } else { sound_type(text) }
}

fn sound_type(text: String) -> String {
    let sound = |letter: char| letter.is_ascii_alphanumeric() || "/.+-_".contains(letter);
    let fits = text.contains('/') && text.len() <= 127 && text.chars().all(sound);
    if fits { text } else { "application/octet-stream".to_owned() }
}

/// A name that is safe on every file system and in every header, with the ending kept.
fn file_name(name: &str, media_type: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !tidy::turns_direction(*letter))
        .map(|letter| if "<>:\"|?*".contains(letter) { '_' } else { letter })
        .collect();
    let clean = clean.trim().trim_matches('.').trim();
    if clean.is_empty() {
        return nameless(media_type).to_owned();
    }
    let count = clean.chars().count();
    if count <= FILE_NAME_CHARS_MAX {
        return clean.to_owned();
    }
    let ending = clean.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending: String = if ending.chars().count() <= 10 { format!(".{ending}") } else { String::new() };
    let stem: String = clean.chars().take(FILE_NAME_CHARS_MAX - ending.chars().count()).collect();
    stem + &ending
}

fn nameless(media_type: &str) -> &'static str {
    match media_type {
        "message/rfc822" | "message/global" => "letter.eml",
        "text/calendar" => "invitation.ics",
        "application/ms-tnef" => "winmail.dat",
        "text/html" => "text.html",
        "text/plain" => "text.txt",
        "image/jpeg" => "picture.jpg",
        "image/png" => "picture.png",
        "image/gif" => "picture.gif",
        "application/pdf" => "document.pdf",
        _ => "attachment",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        let check = |input: &str, expect: &str| assert_eq!(file_name(input, "x/y"), expect, "{input}");
        check("frame.pdf", "frame.pdf");
        check("../../etc/passwd", "passwd");
        check("C:\\Users\\dora\\a.doc", "a.doc");
        check("a\r\nb\0.txt", "ab.txt");
        check("\u{202e}gpj.exe", "gpj.exe");
        check("a:b?.txt", "a_b_.txt");
        check("...", "attachment");
        check("", "attachment");
        check("Rücknahme.pdf", "Rücknahme.pdf");
        assert_eq!(file_name("", "text/calendar"), "invitation.ics");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = file_name(&format!("{}.pdf", "é".repeat(300)), "x/y");
        assert_eq!(name.chars().count(), FILE_NAME_CHARS_MAX);
        assert!(name.ends_with("é.pdf"));
    }
}
