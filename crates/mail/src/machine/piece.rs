//! The parts of a report, in the order they stand, each as text.

use crate::letter::html_text;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Parts looked at; a report has three.
const PIECES_MAX: usize = 60;

/// Octets of one part looked at: what counts stands at its beginning.
const PIECE_BYTES_MAX: usize = 128 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// For people to read.
    Words,
    /// `message/delivery-status` (RFC 3464) and its kin for addresses beyond ASCII.
    Status,
    /// `message/feedback-report` (RFC 5965).
    Feedback,
    /// `message/disposition-notification` (RFC 8098).
    Disposition,
    /// The letter it speaks of, or its header.
    Original,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: Kind,
    /// Lines ending in `\n`.
    pub text: String,
}

pub(super) fn all(message: &Message<'_>) -> Vec<Piece> {
    let plain = message.parts.iter().any(|part| matches!(part.body, PartType::Text(_)) && !attached(part));
    let pieces: Vec<Piece> = message.parts.iter().filter_map(|part| one(message, part, plain)).take(PIECES_MAX).collect();
    if pieces.iter().any(|piece| !piece.text.trim().is_empty()) {
        return pieces;
    }
    // Boundaries that do not match leave nothing; what stands there is read as it stands.
    let body = message.raw_message().get(message.root_part().raw_body_offset() as usize..).unwrap_or_default();
    vec![Piece { kind: Kind::Words, text: lossy(body).replace("\r\n", "\n") }]
}

fn one(message: &Message<'_>, part: &MessagePart<'_>, plain: bool) -> Option<Piece> {
    let media = part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase());
    let media = media.as_deref().unwrap_or_default();
    let kind = match media {
        "message/delivery-status" | "message/global-delivery-status" => Kind::Status,
        "message/feedback-report" => Kind::Feedback,
        "message/disposition-notification" | "message/global-disposition-notification" => Kind::Disposition,
        "text/rfc822-headers" | "message/global-headers" | "message/rfc822-headers" | "x/letter" => Kind::Original,
        _ if part.is_message() => Kind::Original,
        _ if attached(part) => Kind::Original,
        _ => Kind::Words,
    };
    let text = match &part.body {
        PartType::Multipart(_) => return None,
        PartType::Text(text) => text.to_string(),
        PartType::Html(_) if plain => return None,
        PartType::Html(source) => html_text(source),
        PartType::Message(_) => {
            let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
            lossy(message.raw_message().get(range).unwrap_or_default())
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) if kind != Kind::Words => lossy(bytes),
        PartType::Binary(_) | PartType::InlineBinary(_) => return None,
    };
    let text = text[..text.floor_char_boundary(PIECE_BYTES_MAX)].replace("\r\n", "\n").replace(['\r', '\0'], "\n");
    Some(Piece { kind, text })
}

/// Stands beside the text: some systems attach the header of the letter that came back as a text file.
fn attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|disposition| disposition.is_attachment())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(PIECE_BYTES_MAX)]).into_owned()
}
