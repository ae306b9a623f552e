//! Words whose charset is missing, unknown or a lie.
//!
//! The parser decodes as it is told. Where that leaves characters that cannot be, the octets are looked at again: UTF-8
//! is almost never met by chance, so what is valid UTF-8 is; else what was named, else what most old programs used.

use data_encoding::BASE64_MIME_PERMISSIVE;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Message, MessagePart, MimeHeaders};
use std::borrow::Cow;

/// Octets of a letter below its header in which the first part names its charset.
pub(super) const NAMED_WITHIN: usize = 8 * 1024;

/// Octets of a page in which it names its charset (HTML, 13.2.3.2).
const META_WITHIN: usize = 1024;

/// An encoded word is at most 75 octets long (RFC 2047, 2), in practice as long as a short subject.
const WORD_BYTES_MAX: usize = 300;

/// The longest name of a charset has some thirty.
const CHARSET_BYTES_MAX: usize = 40;

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
    // In a charset of one octet a letter nothing is impossible: there it is not seen that it was the wrong one.
    let lied_to = || named.is_some_and(|name| Encoding::for_label(name.as_bytes()).is_none_or(Encoding::is_single_byte));
    let unreadable = text.contains(UNREADABLE);
    if !unreadable && (text.is_ascii() || !lied_to()) {
        return Cow::Borrowed(text);
    }
    let octets = match encoding.as_deref() {
        Some("base64") => base64_decode(raw),
        Some("quoted-printable") => quoted_printable_decode(raw),
        _ => Some(raw.to_vec()),
    };
    let Some(octets) = octets else { return Cow::Borrowed(text) };
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

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/".contains(byte)
}

/// Whether a base64 body is all base64 and ends as it should.
fn is_whole(raw: &[u8]) -> bool {
    let said = raw.iter().filter(|byte| !byte.is_ascii_whitespace());
    said.clone().all(|byte| is_base64(byte) || *byte == b'=') && said.count() % 4 == 0
}

/// What can be read of a base64 body that is none throughout: a list wrote its footer below, the end is missing, an odd character
/// stands within (which RFC 2045, 6.8, has ignored).
fn as_far_as_it_goes(raw: &[u8]) -> Vec<u8> {
    let (mut letters, mut footer) = (Vec::new(), &raw[raw.len()..]);
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let said = line.trim_ascii();
        let odd = said.iter().filter(|byte| !is_base64(byte) && **byte != b'=').count();
        let over = letters.last() == Some(&b'=') && !said.is_empty();
        if over || said.contains(&b' ') || odd * 4 > said.len() {
            footer = &raw[at..];
            break;
        }
        letters.extend(said.iter().filter(|byte| is_base64(byte) || **byte == b'='));
        at += line.len();
    }
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    if letters.is_empty() {
        return raw.to_vec();
    }
    letters.resize(letters.len().next_multiple_of(4), b'=');
    let Ok(mut octets) = BASE64_MIME_PERMISSIVE.decode(&letters) else { return raw.to_vec() };
    if !footer.is_empty() {
        octets.push(b'\n');
        octets.extend_from_slice(footer);
    }
    octets
}

/// Octets as text by what was named, where that takes more than one octet a letter; else by what they are.
fn as_named(octets: &[u8], named: Option<&str>) -> String {
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
    let named = named.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|named| *named != UTF_8);
    let by_name = named.and_then(|named| named.decode_without_bom_handling_and_without_replacement(octets));
    by_name.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(octets).0).into_owned()
}

/// Headers in which octets stand that are no UTF-8 (against RFC 5322, and common): in the charset of the letter's text
/// if it names one.
pub(super) fn headers_readable(raw: &[u8], header_end: usize) -> Cow<'_, [u8]> {
    let head = &raw[..header_end];
    if std::str::from_utf8(head).is_ok() {
        return match with_whole_letters(head) {
            Some(head) => Cow::Owned([&head, &raw[header_end..]].concat()),
            None => Cow::Borrowed(raw),
        };
    }
    let head = &with_whole_words(head)[..];
    // Where the header names none the first part does.
    let body = &raw[header_end..raw.len().min(header_end + NAMED_WITHIN)];
    let named = named_in(head).or_else(|| named_in(body));
    let mut again = guessed(head, named.as_deref()).into_bytes();
    again = with_whole_letters(&again).unwrap_or(again);
    again.extend_from_slice(&raw[header_end..]);
    Cow::Owned(again)
}

/// Octets that stand bare within an encoded word (against RFC 2047, 4.2) are in its charset: they are written as it writes
/// others. Where they are UTF-8 they stay.
fn with_whole_words(head: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(head.len());
    let mut rest = head;
    while let Some((before, words, behind)) = quoted_words(rest) {
        whole.extend_from_slice(before);
        let bare = std::str::from_utf8(words).is_err();
        for &byte in words {
            if bare && !byte.is_ascii() {
                whole.extend_from_slice(format!("={byte:02X}").as_bytes());
            } else {
                whole.push(byte);
            }
        }
        rest = behind;
    }
    whole.extend_from_slice(rest);
    whole
}

/// Encoded words of UTF-8 that part a letter (against RFC 2047, 5): the next takes what is left of it. `None` where there are none.
fn with_whole_letters(head: &[u8]) -> Option<Vec<u8>> {
    let mut whole: Option<Vec<u8>> = None;
    let (mut from, mut left) = (0, Vec::new());
    while let Some((begins, ends, octets)) = utf_8_word(head, from) {
        let joined = [left.as_slice(), &octets].concat();
        let parted = match std::str::from_utf8(&joined) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => joined.len(),
        };
        let next = head[ends..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let goes_on = next > 0 && utf_8_word(head, ends).is_some_and(|(begins, ..)| begins == ends + next);
        let parted = if goes_on { parted } else { joined.len() };
        if !left.is_empty() || parted < joined.len() {
            let whole = whole.get_or_insert_with(|| head[..begins].to_vec());
            whole.extend_from_slice(&encoded_word(&joined[..parted]));
        } else if let Some(whole) = &mut whole {
            whole.extend_from_slice(&head[begins..ends]);
        }
        left = joined[parted..].to_vec();
        let until = utf_8_word(head, ends).map_or(head.len(), |(begins, ..)| begins);
        if let Some(whole) = &mut whole {
            whole.extend_from_slice(&head[ends..until]);
        }
        from = ends;
    }
    whole
}

/// The next encoded word of UTF-8 behind a place: where it begins and ends, and its octets.
fn utf_8_word(head: &[u8], from: usize) -> Option<(usize, usize, Vec<u8>)> {
    let mut from = from;
    loop {
        let begins = from + head.get(from..)?.windows(2).position(|window| window == b"=?")?;
        let inner = begins + 8;
        if !head.get(begins + 2..inner)?.eq_ignore_ascii_case(b"utf-8?") {
            from = begins + 2;
            continue;
        }
        let near = &head[inner..head.len().min(inner + WORD_BYTES_MAX)];
        let decoded = match near {
            [b'q' | b'Q', b'?', words @ ..] => word_end(words).map(|end| (end, unquoted(&words[..end]))),
            [b'b' | b'B', b'?', words @ ..] => word_end(words).and_then(|end| Some((end, base64_decode(&words[..end])?))),
            _ => None,
        };
        match decoded {
            Some((end, octets)) => return Some((begins, inner + 2 + end + 2, octets)),
            None => from = inner,
        }
    }
}

fn word_end(words: &[u8]) -> Option<usize> {
    words.windows(2).position(|window| window == b"?=")
}

fn unquoted(words: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = words.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    quoted_printable_decode(&spaced).unwrap_or(spaced)
}

fn encoded_word(octets: &[u8]) -> Vec<u8> {
    let mut word = b"=?utf-8?Q?".to_vec();
    octets.iter().for_each(|byte| word.extend_from_slice(format!("={byte:02X}").as_bytes()));
    word.extend_from_slice(b"?=");
    word
}

/// What stands before the next `=?charset?Q?words?=` and its beginning, the words, and what is behind them.
fn quoted_words(head: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let begins = |window: &[u8]| window.eq_ignore_ascii_case(b"?q?");
    let at = head.windows(3).position(begins)? + 3;
    let near = &head[at..head.len().min(at + WORD_BYTES_MAX)];
    let end = near.windows(2).position(|window| window == b"?=" || window[0] == b'\n').unwrap_or_default();
    let named = head[..at - 3].iter().rev().take(CHARSET_BYTES_MAX).any(|byte| *byte == b'?');
    let end = if named { at + end } else { at };
    Some((&head[..at], &head[at..end], &head[end..]))
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
    fn base64_is_read_as_far_as_it_goes() {
        let head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64";
        let check = |body: &[u8], expect: &str| assert_eq!(text(head, body).trim_end().replace('\r', ""), expect);
        check(b"S8O2bG4=", "K\u{f6}ln");
        check(b"S8O2bG4", "K\u{f6}ln");
        check(b"S8O2b!G4=\r\n", "K\u{f6}ln");
        check(b"S8O2\r\nbG4=\r\n\r\n_______\r\nusers mailing list\r\n", "K\u{f6}ln\n_______\nusers mailing list");
        check(b"S8O2\r\n-- \r\nOne list\r\n", "K\u{f6}\n-- \nOne list");
        check(b"Not base64 at all.", "Not base64 at all.");
    }

    #[test]
    fn encoded_words_that_part_a_letter_are_read_as_one() {
        let subject = |head: &str| Letter::read(format!("Subject: {head}\r\n\r\nx").as_bytes()).subject;
        assert_eq!(subject("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?="), "Grüße");
        assert_eq!(subject("=?UTF-8?Q?Gr=C3?=\r\n =?utf-8?q?=BC=C3=9Fe_aus?= =?utf-8?Q?_K=C3=B6ln?="), "Grüße aus Köln");
        assert_eq!(subject("Re: =?utf-8?Q?=E6=9D=B1=E4?= =?utf-8?B?uqw=?= (2)"), "Re: 東京 (2)");
        assert_eq!(subject("=?utf-8?Q?=C3?= and =?utf-8?Q?=BC?="), "\u{fffd} and \u{fffd}", "words of its own stand between");
        assert_eq!(subject("=?utf-8?Q?a?= =?utf-8?Q?b?="), "ab");
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
