//! Reading a letter: from raw bytes to what a person means by it.
//!
//! [`Letter::read`] takes anything. Where a letter is broken it reads what it can; where it is hostile
//! ([`limits`]) it reads the headers and hands the rest over as one attachment.
//!
//! **Invariant**: reading never fails, never panics and never loads anything from elsewhere. All text that
//! comes out is free of NUL and control characters, addresses are lower case.

mod absence;
mod attachment;
mod automatic;
mod base64;
mod binhex;
mod body;
mod calendar;
mod charset;
mod condensed;
mod encoded_word;
mod enriched;
mod flowed;
mod header;
mod html;
mod html_shape;
mod inner;
pub mod limits;
mod mailbox;
mod old_charset;
mod opened;
mod other_text;
mod parser;
pub mod quote;
mod sealed;
mod structure;
mod tidy;
mod tnef;
mod uuencode;

pub use attachment::Attachment;
pub use automatic::Automatic;
pub use header::ListHeaders;
pub(crate) use header::hops;
pub use mailbox::Mailbox;
pub use quote::Words;

use domain::letter_face::{LetterFace, Note};
use mail_parser::{Message, PartType};
use std::borrow::Cow;
use store::secret;

/// One letter as read. Times are microseconds UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// Message-IDs this letter says it answers, usually one.
    pub in_reply_to: Vec<String>,
    /// Oldest first; of very many, the first and the newest.
    pub references: Vec<String>,
    pub from: Vec<Mailbox>,
    pub sender: Option<Mailbox>,
    pub reply_to: Vec<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub date_us: Option<i64>,
    /// When it was sent on or taken by the first server, as its headers say.
    pub passed_us: Option<i64>,
    pub list: ListHeaders,
    /// Why this letter is no person's, if it says so. An empty envelope sender says it too, but only the
    /// receiver sees that.
    pub automatic: Option<Automatic>,
    /// The letter as plain text, lines ending in `\n`; HTML-only letters are turned into text.
    pub text: String,
    /// What is new in it as sanitised HTML, where that says more than the plain text. Pictures of the letter itself have
    /// `src="cid:N"`, N being their number among [`Letter::attachments`]; all others stand as words.
    pub html: Option<String>,
    /// Its signature and history in the same form, and what is to be said about it.
    pub face: LetterFace,
    /// [`Letter::text`], told apart into what is new, signature and quoted history.
    pub words: Words,
    pub attachments: Vec<Attachment>,
    /// Something went over a limit and is found in the raw letter only.
    pub shortened: bool,
}

impl Letter {
    /// Reads a raw letter (RFC 5322), whatever it is.
    pub fn read(raw: &[u8]) -> Letter {
        let seen = seen(raw);
        let mut letter = match structure::judge(&seen) {
            // The parser promises not to panic; on what any stranger may send we do not rely on a promise.
            structure::Structure::Fair => {
                let letter = std::panic::catch_unwind(|| parse(&seen, Letter::of)).ok().flatten();
                letter.filter(|letter| *letter != Letter::default()).unwrap_or_else(|| Letter::unread(&seen))
            }
            structure::Structure::Hostile { header_end } => {
                let mut letter = Letter::head_of(&seen, header_end);
                letter.attachments.push(Attachment::whole_letter(structure::from_header(raw)));
                letter.shorten();
                letter
            }
        };
        if matches!(seen, Cow::Owned(_)) && !letter.shortened {
            letter.shorten();
        }
        letter
    }

    /// Something of it is found in the raw letter only.
    fn shorten(&mut self) {
        self.face.notes.push(Note::Shortened);
        self.shortened = true;
    }

    /// Reads a page of HTML that came without any headers: a post of a forum.
    pub fn of_html(source: &str) -> Letter {
        let body = body::of("", Some(source), &[]);
        let face = LetterFace { signature: body.signature_html, history: body.history_html, notes: body.notes };
        Letter { text: body.text, words: body.words, html: body.html, face, shortened: body.shortened, ..Letter::default() }
    }

    /// Reads the headers only, up to [`limits::HEADER_BYTES_MAX`]: for telling letters apart and together.
    pub fn head(raw: &[u8]) -> Letter {
        let seen = seen(raw);
        let end = structure::header_end(&seen[..seen.len().min(limits::HEADER_BYTES_MAX)]);
        Letter::head_of(&seen, end)
    }

    fn head_of(raw: &[u8], end: usize) -> Letter {
        // The first part may name the charset of the header: read alone it says the same as with its letter.
        let seen = &raw[..raw.len().min(end + charset::NAMED_WITHIN)];
        let readable = charset::headers_readable(seen, end);
        let head = &readable[..readable.len() - (seen.len() - end)];
        let read = || parser::letters().parse_headers(head).map(|message| Letter::headers(&message));
        std::panic::catch_unwind(read).ok().flatten().unwrap_or_default()
    }

    fn of(message: &Message<'_>) -> Letter {
        let mut letter = Letter::headers(message);
        let opened = opened::open(message, 0);
        let body = opened.body;
        letter.shortened = opened.shortened;
        letter.words = body.words;
        letter.automatic = Automatic::with_words(letter.automatic, &letter.subject, &letter.words.new_text);
        letter.text = body.text;
        letter.html = body.html;
        letter.face = LetterFace { signature: body.signature_html, history: body.history_html, notes: opened.notes };
        letter.attachments = opened.files;
        letter
    }

    fn headers(message: &Message<'_>) -> Letter {
        Letter {
            message_id: header::message_id(message),
            in_reply_to: header::ids(message.in_reply_to()),
            references: header::ids(message.references()),
            from: mailbox::all(message.from()),
            sender: mailbox::all(message.sender()).into_iter().next(),
            reply_to: mailbox::all(message.reply_to()),
            to: mailbox::all(message.all_to()),
            cc: mailbox::all(message.all_cc()),
            subject: tidy::line(message.subject().unwrap_or_default(), limits::SUBJECT_CHARS_MAX),
            date_us: header::date_us(message),
            passed_us: header::passed_us(message),
            list: ListHeaders::of(message),
            automatic: Automatic::of(message),
            ..Letter::default()
        }
    }

    /// What the parser makes nothing of: shown as text, so that nothing vanishes, and known by its head like any other.
    fn unread(raw: &[u8]) -> Letter {
        let (text, shortened) = tidy::text(&String::from_utf8_lossy(&raw[..raw.len().min(limits::TEXT_BYTES_MAX)]));
        let shortened = shortened || raw.len() > limits::TEXT_BYTES_MAX;
        Letter { words: Words::of(&text), text, shortened, ..Letter::head(raw) }
    }
}

/// Looks at a raw letter part by part, within the same limits as [`Letter::read`]; nothing where it is hostile or none.
pub(crate) fn parsed<T>(raw: &[u8], look: impl FnOnce(&Message<'_>) -> T) -> Option<T> {
    let seen = seen(raw);
    let parsing = || {
        let fair = structure::judge(&seen) == structure::Structure::Fair;
        fair.then(|| parse(&seen, look)).flatten()
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parsing)).ok().flatten()
}

/// A letter from its header on, condensed where that is longer than is read.
fn seen(raw: &[u8]) -> Cow<'_, [u8]> {
    let raw = structure::from_header(raw);
    condensed::of(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// Parses a letter that was judged fair, mended where it says something else than it is: its header's charset, its
/// boundary, the ends of its parts, the kind of encoded inner letters.
fn parse<T>(raw: &[u8], look: impl FnOnce(&Message<'_>) -> T) -> Option<T> {
    let readable = charset::headers_readable(raw, structure::header_end(raw));
    let bounded = structure::rebound(&readable, structure::header_end(&readable));
    let closed = structure::closed(&bounded, structure::header_end(&bounded));
    let disarmed = structure::disarm(&closed);
    let message = parser::letters().parse(&disarmed[..])?;
    let seen = look(&message);
    dismantle(message);
    Some(seen)
}

/// The words of an HTML part.
pub(crate) fn html_text(source: &str) -> String {
    html::to_text(&html::lined(&source[..source.floor_char_boundary(limits::HTML_BYTES_MAX)]))
}

/// The digest under which a letter is known, whichever way it came: of its Message-ID, else of who wrote what when. Two
/// archives keep a letter with different headers of their own and different line ends.
pub fn known_as(letter: &Letter, raw: &[u8]) -> Vec<u8> {
    if let Some(id) = &letter.message_id {
        return secret::digest(id);
    }
    let from = letter.from.first().map_or("", |from| from.address.as_str());
    let head = format!("{from}\n{:?}\n{}\n", letter.date_us, letter.subject);
    let mut said = head.into_bytes();
    let raw = structure::from_header(raw);
    for line in raw[structure::header_end(raw)..].split(|byte| *byte == b'\n') {
        said.extend_from_slice(line.trim_ascii_end());
        said.push(b'\n');
    }
    said.truncate(said.trim_ascii_end().len());
    secret::digest_bytes(&said)
}

/// Drops letters within letters one after the other: dropping them inside each other would use stack for
/// every level, and the sender chooses the number of levels.
fn dismantle(message: Message<'_>) {
    let mut waiting = vec![message];
    while let Some(mut message) = waiting.pop() {
        waiting.extend(message.parts.drain(..).filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        }));
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
