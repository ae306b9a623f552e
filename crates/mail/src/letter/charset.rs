//! Words whose charset is missing, unknown or a lie.
//!
//! The parser decodes as it is told. Where that leaves characters that cannot be, the octets are looked at again: UTF-8
//! is almost never met by chance, so what is valid UTF-8 is; else what was named, else what most old programs used.

use super::{
    base64::{as_far_as_it_goes, is_whole},
    encoded_word::{with_known_charsets, with_whole_letters, with_whole_words},
    old_charset::{self, OldCharset},
};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Message, MessagePart, MimeHeaders};
use std::borrow::Cow;

/// Octets of a letter below its header in which the first part names its charset.
pub(super) const NAMED_WITHIN: usize = 8 * 1024;

/// Octets of a page in which it names its charset (HTML, 13.2.3.2).
const META_WITHIN: usize = 1024;

const UNREADABLE: char = '\u{fffd}';

/// The text of a part, read once more where the parser could not make it out, or was told to read UTF-8 as something else.
pub(super) fn readable<'t>(message: &Message<'_>, part: &MessagePart<'_>, text: &'t str) -> Cow<'t, str> {
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let Some(raw) = message.raw_message().get(range) else { return Cow::Borrowed(text) };
    let encoding = part.content_transfer_encoding().map(str::to_ascii_lowercase);
    if encoding.as_deref() == Some("base64") && !is_whole(raw) {
        return Cow::Owned(as_named(&as_far_as_it_goes(raw), named));
    }
    let octets = || match encoding.as_deref() {
        Some("base64") => base64_decode(raw),
        Some("quoted-printable") => quoted_printable_decode(raw),
        _ => Some(raw.to_vec()),
    };
    if named.is_some_and(|name| old_charset::of(name).is_some()) {
        return octets().map_or(Cow::Borrowed(text), |octets| Cow::Owned(as_named(&octets, named)));
    }
    // In a charset of one octet a letter nothing is impossible: there it is not seen that it was the wrong one.
    let lied_to = || named.is_some_and(|name| Encoding::for_label(name.as_bytes()).is_none_or(Encoding::is_single_byte));
    let unreadable = text.contains(UNREADABLE);
    if !unreadable && (text.is_ascii() || !lied_to()) {
        return Cow::Borrowed(text);
    }
    let Some(octets) = octets() else { return Cow::Borrowed(text) };
    if !unreadable {
        return UTF_8
            .decode_without_bom_handling_and_without_replacement(&octets)
            .map_or(Cow::Borrowed(text), |again| Cow::Owned(again.into_owned()));
    }
    let page = named.is_none() && part.is_text_html();
    let meta = page.then(|| named_in(&octets[..octets.len().min(META_WITHIN)])).flatten();
    let again = guessed(&octets, named.or(meta.as_deref()));
    if bad(&again) < bad(text) { Cow::Owned(again) } else { Cow::Borrowed(text) }
}

/// Octets as text by what was named, where that takes more than one octet a letter; else by what they are.
fn as_named(octets: &[u8], named: Option<&str>) -> String {
    match named.and_then(old_charset::of) {
        Some(wide @ OldCharset::Utf32 { .. }) => return wide.decode(octets),
        Some(OldCharset::Utf7) if octets.is_ascii() => return OldCharset::Utf7.decode(octets),
        _ => {}
    }
    let wide = named.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|it| !it.is_single_byte() && *it != UTF_8);
    wide.map_or_else(|| guessed(octets, named), |wide| wide.decode_without_bom_handling(octets).0.into_owned())
}

fn bad(text: &str) -> usize {
    text.chars().filter(|letter| *letter == UNREADABLE).count()
}

/// Octets as text, by what they are, then by what was named.
pub(super) fn guessed(octets: &[u8], named: Option<&str>) -> String {
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(octets) {
        return text.into_owned();
    }
    if let Some(page @ OldCharset::Dos(_)) = named.and_then(old_charset::of) {
        return page.decode(octets);
    }
    let named = named.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|named| *named != UTF_8);
    let by_name = named.and_then(|named| named.decode_without_bom_handling_and_without_replacement(octets));
    by_name.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(octets).0).into_owned()
}

/// Headers in which octets stand that are no UTF-8 (against RFC 5322, and common): in the charset of the letter's text
/// if it names one.
pub(super) fn headers_readable(raw: &[u8], header_end: usize) -> Cow<'_, [u8]> {
    let head = &raw[..header_end];
    if std::str::from_utf8(head).is_ok() {
        return match with_readable_words(head) {
            Some(head) => Cow::Owned([&head, &raw[header_end..]].concat()),
            None => Cow::Borrowed(raw),
        };
    }
    let head = &with_whole_words(head)[..];
    // Where the header names none the first part does.
    let body = &raw[header_end..raw.len().min(header_end + NAMED_WITHIN)];
    let named = named_in(head).or_else(|| named_in(body));
    let mut again = guessed(head, named.as_deref()).into_bytes();
    again = with_readable_words(&again).unwrap_or(again);
    again.extend_from_slice(&raw[header_end..]);
    Cow::Owned(again)
}

/// A header of UTF-8 whose encoded words the parser reads all; `None` where it does already.
fn with_readable_words(head: &[u8]) -> Option<Vec<u8>> {
    let known = with_known_charsets(head);
    with_whole_letters(known.as_deref().unwrap_or(head)).or(known)
}

fn named_in(head: &[u8]) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let at = lower.windows(8).position(|window| window == b"charset=")? + 8;
    let name = lower[at..].iter().skip_while(|byte| **byte == b'"').take(40);
    Some(name.take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).map(|byte| char::from(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::Letter;

    fn text(head: &str, body: &[u8]) -> String {
        Letter::read(&[format!("Subject: x\r\n{head}\r\n\r\n").as_bytes(), body].concat()).text
    }

    #[test]
    fn words_are_read_whatever_their_charset_claims() {
        let check = |head: &str, body: &[u8], expect: &str| assert_eq!(text(head, body).trim_end(), expect, "{head}");
        let utf8 = "Grüße – 東京".as_bytes();
        check("Content-Type: text/plain; charset=utf-8", utf8, "Grüße – 東京");
        check("Content-Type: text/plain; charset=us-ascii", utf8, "Grüße – 東京");
        for lie in ["us-ascii", "iso-8859-1", "windows-1252", "iso-8859-15", "windows-1251"] {
            let head = format!("Content-Type: text/plain; charset={lie}");
            check(&head, "Grüße aus Köln".as_bytes(), "Grüße aus Köln");
            check(&format!("{head}\r\nContent-Transfer-Encoding: base64"), b"R3LDvMOfZQ==", "Grüße");
        }
        check("Content-Type: text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe", "Grüße");
        let page = b"<html><head><meta charset=windows-1251></head><body>\xcf\xf0\xe8\xe2\xe5\xf2</body></html>";
        check("Content-Type: text/html", page, "Привет");
        check("Content-Type: text/plain; charset=x-nobody-knows", utf8, "Grüße – 東京");
        check("Content-Type: text/plain", utf8, "Grüße – 東京");
        check("Content-Type: text/plain; charset=utf-8", b"Gr\xfc\xdfe", "Grüße");
        check("Content-Type: text/plain; charset=x-nobody-knows", b"Gr\xfc\xdfe", "Grüße");
        check("Content-Type: text/plain; charset=koi8-r", b"\xf0\xf2\xe9\xf7\xe5\xf4", "ПРИВЕТ");
        check("Content-Type: text/plain; charset=iso-2022-jp", b"\x1b$B8@8l\x1b(B", "言語");
        check("Content-Type: text/plain; charset=gb2312", b"\xc4\xe3\xba\xc3", "你好");
        check("Content-Type: text/plain; charset=euc-kr", b"\xbe\xc8\xb3\xe7", "안녕");
        check("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", b"R3L832U=", "Grüße");
        check("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", b"Gr=FC=DFe", "Grüße");
    }

    #[test]
    fn raw_octets_in_headers_are_read_too() {
        let subject = |raw: &[u8]| Letter::read(raw).subject;
        assert_eq!(subject("Subject: Grüße\r\n\r\nx".as_bytes()), "Grüße");
        assert_eq!(subject(b"Subject: Gr\xfc\xdfe\r\n\r\nx"), "Grüße");
        assert_eq!(subject(b"Subject: \xc4\xe3\xba\xc3\r\nContent-Type: text/plain; charset=\"gb2312\"\r\n\r\nx"), "你好");
        let half = b"Subject: =?iso-8859-1?Q?Gr\xfc=DFe_?= =?koi8-r?q?\xf0=F2?=\r\n\r\nx";
        assert_eq!(subject(half), "Gr\u{fc}\u{df}e \u{41f}\u{420}");
        let parts = b"Subject: \xc4\xe3\xba\xc3\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=gb2312\r\n\r\nx\r\n--b--";
        assert_eq!(subject(parts), "你好");
        assert_eq!(Letter::head(parts).subject, "你好", "read alone the header says the same");
    }

    #[test]
    fn headers_that_grow_or_shrink_by_it_keep_their_letter() {
        let letter = |octets: &[u8], charset: &str| {
            let parts = format!(
                "\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--b\r\nContent-Type: text/plain; charset={charset}\r\n\r\nHello\r\n--b--\r\n"
            );
            Letter::read(&[b"Subject: x", &octets.repeat(300)[..], parts.as_bytes()].concat())
        };
        // Four octets in GB18030 are two in UTF-8, one of Windows-1252 is two.
        for (octets, charset) in [(&b"\x81\x30\x89\x38"[..], "gb18030"), (b"\xfc", "windows-1252")] {
            let read = letter(octets, charset);
            assert_eq!((read.text.trim_end(), read.attachments.len()), ("Hello", 0), "{charset}");
            assert!(read.subject.chars().count() > 200, "{charset}: {:?}", read.subject);
        }
    }
}
