//! Words that are neither `text/plain` nor `text/html`: a letter that begins with `text/enriched`, `text/markdown` or another
//! text of which nothing else says the same is read as that text, as a mail program shows it (RFC 2046, 4.1.4).

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Kinds of text that are for programs: what holds dates, tables, addresses, headers, code or pages is a file.
const FILES: [&str; 10] =
    ["calendar", "csv", "tab-separated-values", "directory", "rfc822-headers", "rtf", "css", "javascript", "ecmascript", "sgml"];

/// The same by what stands in their name: `vcard` and `x-vcard`, `x-amp-html` and `watch-html`, `xml` and its kin.
const FILE_WORDS: [&str; 3] = ["vcard", "html", "xml"];

/// The number of the part that stands for the words where the letter has no plain text and no HTML that says something: its first,
/// where that is text to be read and not called a file.
pub(super) fn of(message: &Message<'_>) -> Option<u32> {
    let bodies = message.text_body.iter().chain(&message.html_body).copied();
    if bodies.filter_map(|id| message.part(id)).any(says_something) {
        return None;
    }
    let leaves = message.parts.iter().enumerate().filter(|(_, part)| !matches!(part.body, PartType::Multipart(_)));
    let mut telling = leaves.filter(|(_, part)| !is_blank(part));
    telling.next().filter(|(_, part)| is_to_be_read(part)).and_then(|(id, _)| u32::try_from(id).ok())
}

fn says_something(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_) | PartType::Html(_)) && !is_blank(part)
}

fn is_blank(part: &MessagePart<'_>) -> bool {
    matches!(&part.body, PartType::Text(text) | PartType::Html(text) if text.trim().is_empty())
}

fn is_to_be_read(part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("text")) else { return false };
    let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
    let file = FILES.contains(&subtype.as_str()) || FILE_WORDS.iter().any(|word| subtype.contains(word));
    let attached = part.content_disposition().is_some_and(|how| how.is_attachment());
    matches!(part.body, PartType::Text(_)) && !file && !attached && subtype != "plain"
}

#[cfg(test)]
mod tests {
    use super::super::Letter;

    fn read(kind: &str, body: &str) -> Letter {
        Letter::read(format!("Subject: x\r\nContent-Type: {kind}\r\n\r\n{body}").as_bytes())
    }

    #[test]
    fn a_text_of_another_kind_is_the_words_where_nothing_else_is() {
        for kind in ["text/markdown", "text/x-markdown; charset=utf-8", "Text/X-Patch", "text/fancy; name=note.txt"] {
            let letter = read(kind, "# Spokes\r\n\r\n* two\r\n");
            assert_eq!((letter.text.trim_end(), letter.attachments.len()), ("# Spokes\n\n* two", 0), "{kind}");
        }
        let koi8 = b"Content-Type: text/markdown; charset=koi8-r\r\n\r\n\xf0\xf2\xe9\xf7\xe5\xf4\r\n";
        assert_eq!(Letter::read(koi8).words.new_text, "ПРИВЕТ");
    }

    #[test]
    fn what_is_for_programs_stays_a_file() {
        for kind in
            ["text/csv", "text/x-vcard", "text/calendar", "text/rfc822-headers", "text/xml", "text/x-amp-html", "text/rtf"]
        {
            let letter = read(kind, "a,b\r\n");
            assert_eq!((letter.text.as_str(), letter.attachments.len()), ("", 1), "{kind}");
        }
        let attached = read("text/markdown\r\nContent-Disposition: attachment; filename=a.md", "a\r\n");
        assert_eq!((attached.text.as_str(), attached.attachments.len()), ("", 1));
    }

    #[test]
    fn beside_other_words_or_behind_a_file_it_is_a_file() {
        let parts = |parts: &[(&str, &str)]| {
            let part = |(kind, body): &(&str, &str)| format!("--m\r\nContent-Type: {kind}\r\n\r\n{body}\r\n");
            let parts: String = parts.iter().map(part).collect();
            let letter = read("multipart/mixed; boundary=m", &format!("{parts}--m--\r\n"));
            (letter.text.trim().to_owned(), letter.attachments.len())
        };
        assert_eq!(parts(&[("text/plain", "Hello"), ("text/x-patch", "+a")]), ("Hello".into(), 1));
        assert_eq!(parts(&[("image/png", "x"), ("text/x-patch", "+a")]), (String::new(), 2));
        assert_eq!(parts(&[("text/plain", " "), ("text/x-patch", "+a"), ("image/png", "x")]), ("+a".into(), 1));
        assert_eq!(parts(&[("text/markdown", "Hello"), ("text/html", "<p>footer</p>")]).1, 1);
    }
}
