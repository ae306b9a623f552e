//! The text of a letter as read: which parts are text, in what form, and their cleaned HTML.

use super::limits::HTML_BYTES_MAX;
use super::{flowed, html, tidy};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

#[derive(Default)]
pub(super) struct Body {
    pub text: String,
    pub html: Option<String>,
    pub shortened: bool,
}

pub(super) fn read(message: &Message<'_>) -> Body {
    let mut texts: Vec<String> = message.text_bodies().filter_map(as_text).filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() {
        // An empty text part beside the real letter in HTML: some phones send that.
        texts = message.html_bodies().filter_map(as_text).collect();
    }
    let (text, text_shortened) = tidy::text(&texts.join("\n"));
    let (html, html_shortened) = as_html(message);
    Body { text, html, shortened: text_shortened || html_shortened }
}

fn as_text(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let kind = part.content_type();
            let says = |name, value: &str| {
                kind.and_then(|kind| kind.attribute(name)).is_some_and(|said| said.eq_ignore_ascii_case(value))
            };
            Some(if says("format", "flowed") { flowed::unfold(text, says("delsp", "yes")) } else { text.to_string() })
        }
        PartType::Html(source) => Some(html::to_text(within(source, HTML_BYTES_MAX))),
        _ => None,
    }
}

/// The HTML parts, cleaned; nothing where the letter has none. The flag says that some are missing.
fn as_html(message: &Message<'_>) -> (Option<String>, bool) {
    let sources: Vec<&str> = message
        .html_bodies()
        .filter_map(|part| match &part.body {
            PartType::Html(source) => Some(source.as_ref()),
            _ => None,
        })
        .collect();
    let bytes: usize = sources.iter().map(|source| source.len()).sum();
    if sources.is_empty() {
        return (None, false);
    }
    if bytes > HTML_BYTES_MAX {
        return (None, true);
    }
    let cleaned: Option<Vec<String>> = sources.iter().map(|source| html::clean(source)).collect();
    let shortened = cleaned.is_none();
    (cleaned.map(|parts| parts.join("\n")), shortened)
}

/// The longest beginning within `bytes_max` that ends between characters.
fn within(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}
