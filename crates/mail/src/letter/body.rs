//! The words of a letter: which parts are text, in what form, told apart, and their HTML as it is shown.

use super::attachment::Attachment;
use super::charset;
use super::html::{self, Dress, Told};
use super::limits::{HTML_BYTES_MAX, SHOWN_HTML_BYTES_MAX};
use super::{Words, enriched, flowed, other_text, tidy, uuencode};
use domain::{letter_face::Note, markup::escape, picture};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// A text part of less than a quarter of the words of the HTML beside it is a stub ("your program shows no HTML").
const STUB_SHARE: usize = 4;
/// Shorter HTML has no need to be told from a stub.
const STUB_BYTES_MIN: usize = 400;

#[derive(Default)]
pub(super) struct Body {
    pub text: String,
    pub words: Words,
    pub html: Option<String>,
    pub signature_html: String,
    pub history_html: String,
    /// Files that stood in the midst of plain text.
    pub files: Vec<Attachment>,
    pub notes: Vec<Note>,
    pub shortened: bool,
}

pub(super) fn read(message: &Message<'_>, attachments: &[Attachment]) -> Body {
    if let Some(part) = other_text::of(message).and_then(|id| message.part(id)) {
        return read_other(message, part);
    }
    // Where HTML stands for the text, the words are told apart in it, all of them.
    let only_html = message.text_bodies().any(|part| matches!(part.body, PartType::Html(_)));
    let (mut files, mut same_files) = (Vec::new(), Vec::new());
    let texts = message.text_bodies().filter(|_| !only_html).filter_map(|part| as_text(message, part, &mut files));
    let plain = texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n");
    let source = html_source(message, if only_html { &mut files } else { &mut same_files });
    Body { files, ..of(&plain, source.as_deref(), attachments) }
}

/// Words of a kind that is neither plain text nor HTML: such as we know as HTML, all others as they stand.
fn read_other(message: &Message<'_>, part: &MessagePart<'_>) -> Body {
    let mut files = Vec::new();
    let text = as_text(message, part, &mut files).unwrap_or_default();
    let kind = part.content_type().and_then(|kind| enriched::Kind::of(kind.subtype()?));
    let source = kind.map(|kind| enriched::to_html(within(&text, HTML_BYTES_MAX), kind));
    let plain = if source.is_some() { "" } else { &text };
    Body { files, ..of(plain, source.as_deref(), &[]) }
}

/// The words of a letter that says the same as plain text and as HTML, or in one of them.
pub(super) fn of(plain: &str, source: Option<&str>, attachments: &[Attachment]) -> Body {
    let own = |id: &str| own_picture(attachments, id);
    let fits = source.filter(|source| source.len() <= HTML_BYTES_MAX);
    let told = fits.and_then(|source| html::told(source, &Dress { own: &own }));
    let mut shortened = source.is_some() && told.is_none();
    let from_html = source.filter(|_| plain.trim().is_empty() || is_stub(plain, told.as_ref()));
    let (text, words) = match (from_html, &told) {
        (None, _) => {
            let (text, cut) = tidy::text(plain);
            shortened |= cut;
            let words = Words::of(&text);
            (text, words)
        }
        // Where there is no other text, both readings come from one telling.
        (Some(_), Some(told)) => {
            let words = words_of(told);
            ([words.new_text.as_str(), &words.signature, &words.history].join("\n\n").trim().to_owned(), words)
        }
        (Some(source), None) => {
            let (text, cut) = tidy::text(&html::to_text(within(source, HTML_BYTES_MAX)));
            shortened |= cut;
            let words = Words::of(&text);
            (text, words)
        }
    };
    let mut body = Body { text, words, ..Body::default() };
    if let Some(told) = told.filter(|told| told.telling) {
        if told.new.html.len() + told.history.html.len() <= SHOWN_HTML_BYTES_MAX {
            body.show(told);
        } else {
            shortened = true;
        }
    }
    body.shortened = shortened;
    body
}

impl Body {
    fn show(&mut self, told: Told) {
        let (mut count, mut hosts) = (0, Vec::new());
        for part in [&told.new, &told.signature, &told.history] {
            let (more, named) = part.remote();
            count += more;
            hosts.extend(named.into_iter().filter(|host| !hosts.contains(host)).collect::<Vec<_>>());
        }
        if count > 0 {
            self.notes.push(Note::Pictures { count, hosts });
        }
        self.html = Some(format!("<div class=\"letter\">{}</div>", told.new.html));
        self.signature_html = told.signature.html;
        self.history_html = told.history.html;
    }
}

fn words_of(told: &Told) -> Words {
    let text = |html: &str| match html {
        "" => String::new(),
        html => tidy::text(&html::to_text(&html::without_placeholders(html))).0.trim_end().to_owned(),
    };
    Words { signature: text(&told.signature.html), history: text(&told.history.html), ..Words::all_new(text(&told.new.html)) }
}

fn is_stub(plain: &str, told: Option<&Told>) -> bool {
    told.is_some_and(|told| told.new.html.len() >= STUB_BYTES_MIN && plain.split_whitespace().count() * STUB_SHARE < told.words)
}

fn own_picture(attachments: &[Attachment], id: &str) -> Option<usize> {
    let named = |file: &Attachment| file.content_id.as_deref().is_some_and(|own| own == id || tidy::percent_decoded(id) == own);
    attachments.iter().position(|file| named(file) && picture::may_show(&file.media_type))
}

/// A part as text; files in the midst of it are laid to the others.
fn as_text(message: &Message<'_>, part: &MessagePart<'_>, files: &mut Vec<Attachment>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let kind = part.content_type();
            let says = |name, value: &str| {
                kind.and_then(|kind| kind.attribute(name)).is_some_and(|said| said.eq_ignore_ascii_case(value))
            };
            let mut text = charset::readable(message, part, text);
            if let Some((kept, found)) = uuencode::taken_out(&text) {
                files.extend(found.into_iter().map(|file| Attachment::packed(&file.name, "", None, file.bytes)));
                text = Cow::Owned(kept);
            }
            Some(if says("format", "flowed") { flowed::unfold(&text, says("delsp", "yes")) } else { text.into_owned() })
        }
        _ => None,
    }
}

/// The letter's HTML with what stands as plain text between it (a list's footer); nothing where it has no HTML.
fn html_source(message: &Message<'_>, files: &mut Vec<Attachment>) -> Option<String> {
    let parts: Vec<&MessagePart<'_>> = message.html_bodies().collect();
    if !parts.iter().any(|part| matches!(part.body, PartType::Html(_))) {
        return None;
    }
    let mut source = String::new();
    for part in parts {
        match &part.body {
            PartType::Html(html) => source.push_str(&html::lined(&charset::readable(message, part, html))),
            PartType::Text(_) => {
                let text = as_text(message, part, files).unwrap_or_default();
                source.push_str(&format!("<div>{}</div>", escape(&text).replace('\n', "<br>")));
            }
            _ => {}
        }
        source.push('\n');
    }
    Some(source)
}

/// The longest beginning within `bytes_max` that ends between characters.
fn within(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}
