//! A look at the raw bytes before parsing: is this letter built to exhaust its reader?
//!
//! The parser holds every header and part in memory, at many times their size on the wire, and it recurses
//! where a letter within a letter is base64-encoded. A few cheap counts bound the first, [`disarm`] prevents
//! the second; no real letter comes near them.

use super::limits::{BOUNDARY_LINES_MAX, CONTAINERS_MAX, HEADER_BYTES_MAX, PARAMETERS_MAX, SEARCHED_BYTES_MAX};
use super::parser;
use mail_parser::{HeaderName, MimeHeaders};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// Empty lines before a header that are passed over.
const BLANK_LINES_MAX: usize = 20;
/// Lines in which a boundary is looked for; a preamble is shorter.
const REBOUND_LINES_MAX: usize = 100_000;
/// RFC 2046, 5.1.1, allows seventy; some write more.
const BOUNDARY_BYTES_MAX: usize = 200;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Structure {
    Fair,
    /// Only `raw[..header_end]` may be parsed.
    Hostile {
        header_end: usize,
    },
}

pub(super) fn judge(raw: &[u8]) -> Structure {
    let header_end = header_end(raw);
    if header_end > HEADER_BYTES_MAX {
        return Structure::Hostile { header_end: HEADER_BYTES_MAX };
    }
    let mut counts = Counts::default();
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        counts.add(line);
        if counts.hostile(raw.len()) {
            return Structure::Hostile { header_end };
        }
    }
    Structure::Fair
}

#[derive(Default)]
struct Counts {
    containers: usize,
    boundary_lines: usize,
    /// Length of the present run of lines that look like headers: parts have headers too.
    header_bytes: usize,
    /// `;` in such runs: the parser compares continued parameters with each other.
    parameters: usize,
}

impl Counts {
    fn add(&mut self, line: &[u8]) {
        self.boundary_lines += usize::from(line.starts_with(b"--"));
        self.containers += mentions(line, b"multipart/") + mentions(line, b"message/");
        let continues = self.header_bytes > 0 && line.first().is_some_and(|byte| b" \t".contains(byte));
        if continues || looks_like_header(line) {
            self.header_bytes += line.len();
            self.parameters += line.iter().filter(|&&byte| byte == b';').count();
        } else {
            self.header_bytes = 0;
        }
    }

    fn hostile(&self, raw_bytes: usize) -> bool {
        let has_parts = self.containers > 0;
        self.containers > CONTAINERS_MAX
            || self.containers.saturating_mul(raw_bytes) > SEARCHED_BYTES_MAX
            || has_parts && self.boundary_lines > BOUNDARY_LINES_MAX
            || has_parts && self.parameters > PARAMETERS_MAX
            || self.header_bytes > HEADER_BYTES_MAX
    }
}

/// The offset after the first empty line, or the whole length.
pub(super) fn header_end(raw: &[u8]) -> usize {
    let mut end = 0;
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        end += line.len();
        if is_empty(line) || end > HEADER_BYTES_MAX {
            break;
        }
    }
    end
}

/// Without the empty lines some programs write before the header; without a header behind them they stay.
pub(super) fn from_header(raw: &[u8]) -> &[u8] {
    let mut rest = raw;
    for line in raw.split_inclusive(|&byte| byte == b'\n').take(BLANK_LINES_MAX) {
        if !line.trim_ascii().is_empty() {
            break;
        }
        rest = &rest[line.len()..];
    }
    if looks_like_header(rest) { rest } else { raw }
}

/// A field name and a colon, within the first 80 bytes.
pub(super) fn looks_like_header(line: &[u8]) -> bool {
    field_name(line).is_some()
}

/// The name before the colon, where a line looks like a header.
pub(super) fn field_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.iter().take(80).take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    (name > 0 && line.get(name) == Some(&b':')).then(|| &line[..name])
}

pub(super) fn is_empty(line: &[u8]) -> bool {
    line == b"\n" || line == b"\r\n"
}

fn mentions(line: &[u8], word: &[u8]) -> usize {
    if !line.contains(&b'/') {
        return 0;
    }
    line.windows(word.len()).filter(|window| window.eq_ignore_ascii_case(word)).count()
}

/// What a letter within a letter becomes where it is encoded, against RFC 2046, 5.2.1: a file that is not
/// looked into. Shorter than `message/rfc822`, so that it fits in its place.
pub(super) const ENCODED_LETTER: &str = "x/letter";

/// The same letter, byte for byte as long, in which encoded inner letters are plain files. The parser would
/// decode them and descend, one stack frame for each level the sender chose.
pub(super) fn disarm(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut disarmed = Cow::Borrowed(raw);
    for paragraph in encoded_paragraphs(raw) {
        let Some(message) = parser::forms().parse_headers(&raw[paragraph.clone()]) else { continue };
        let in_place = |header: &mail_parser::Header<'_>| {
            paragraph.start + header.offset_start as usize..paragraph.start + header.offset_end as usize
        };
        let headers = message.headers();
        match message.content_type() {
            Some(kind) if kind.ctype() == "message" && descends(kind.subtype()) => headers
                .iter()
                .filter(|header| header.name == HeaderName::ContentType)
                .for_each(|header| overwrite(disarmed.to_mut(), in_place(header), ENCODED_LETTER)),
            Some(_) => {}
            // Without a type it is a letter if it stands in a digest.
            None => headers
                .iter()
                .filter(|header| header.name == HeaderName::ContentTransferEncoding)
                .filter(|_| mentions(raw, b"multipart/digest") > 0)
                .for_each(|header| overwrite(disarmed.to_mut(), in_place(header), "8bit")),
        }
    }
    disarmed
}

/// A letter whose header names a boundary that never stands in it, with the one that does: the first line that begins like
/// one and has a part's header below it. Where there is none, the letter stays as it is.
pub(super) fn rebound(raw: &[u8], header_end: usize) -> Cow<'_, [u8]> {
    let unchanged = Cow::Borrowed(raw);
    let Some(message) = parser::forms().parse_headers(&raw[..header_end]) else { return unchanged };
    let kind = message.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
    let named = kind.and_then(|kind| kind.attribute("boundary")).map(str::as_bytes).filter(|named| fits(named));
    let field = message.headers().iter().rfind(|header| header.name == HeaderName::ContentType);
    let (Some(named), Some(field)) = (named, field) else { return unchanged };
    let Some(found) = other_boundary(&raw[header_end..], named) else { return unchanged };
    let start = field.offset_start as usize;
    let Some(place) = raw.get(start..field.offset_end as usize).and_then(|field| boundary_within(field, named)) else {
        return unchanged;
    };
    let at = start + place;
    let quote = if raw[..at].ends_with(b"\"") { &b""[..] } else { b"\"" };
    Cow::Owned([&raw[..at], quote, found, quote, &raw[at + named.len()..]].concat())
}

fn fits(boundary: &[u8]) -> bool {
    (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len())
}

/// The boundary that stands in a body in which the named one does not.
fn other_boundary<'r>(body: &'r [u8], named: &[u8]) -> Option<&'r [u8]> {
    let (mut found, mut before): (Option<&[u8]>, Option<&[u8]>) = (None, None);
    for line in body.split(|&byte| byte == b'\n').take(REBOUND_LINES_MAX) {
        let opened = line.strip_prefix(b"--").map(<[u8]>::trim_ascii_end);
        if opened.is_some_and(|opened| opened.starts_with(named)) {
            return None;
        }
        if line.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"content-")) {
            found = found.or(before.filter(|opened| fits(opened) && !opened.contains(&b'"')));
        }
        before = opened;
    }
    found
}

/// Where a Content-Type field names this boundary: behind `boundary=`, not in another word of it.
fn boundary_within(field: &[u8], named: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"boundary";
    let begins_word = |at: usize| at == 0 || matches!(field[at - 1], b';' | b' ' | b'\t' | b'\n');
    let mut names =
        field.windows(NAME.len()).enumerate().filter(|(at, word)| word.eq_ignore_ascii_case(NAME) && begins_word(*at));
    names.find_map(|(at, _)| {
        let value = field[at + NAME.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        value.starts_with(named).then(|| field.len() - value.len())
    })
}

/// A letter that ends before its parts are closed - cut off on its way, or written by a program that closes none - with the
/// ends it lacks: without them its last part is nothing the parser knows. Where the outermost parts are closed all stays.
pub(super) fn closed(raw: &[u8], header_end: usize) -> Cow<'_, [u8]> {
    let unchanged = Cow::Borrowed(raw);
    let (head, body) = raw.split_at(header_end);
    let Some(outermost) = boundaries(head).next() else { return unchanged };
    let lines: HashSet<&[u8]> =
        body.split(|&byte| byte == b'\n').filter_map(|line| line.strip_prefix(b"--")).map(<[u8]>::trim_ascii_end).collect();
    let open = |boundary: &[u8]| lines.contains(boundary) && !lines.contains(&[boundary, b"--"].concat()[..]);
    if !open(outermost) {
        return unchanged;
    }
    let mut lacking = vec![outermost];
    lacking.extend(boundaries(body).filter(|inner| open(inner) && *inner != outermost).take(CONTAINERS_MAX));
    let mut whole = raw.to_vec();
    for boundary in lacking.iter().rev() {
        whole.extend_from_slice(&[b"\r\n--", *boundary, b"--"].concat());
    }
    whole.extend_from_slice(b"\r\n");
    Cow::Owned(whole)
}

/// The boundaries that are named, in the order they are.
fn boundaries(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    const NAME: &[u8] = b"boundary=";
    let mut rest = raw;
    std::iter::from_fn(move || {
        let at = rest.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
        rest = &rest[at + NAME.len()..];
        let quoted = rest.first() == Some(&b'"');
        let value = &rest[usize::from(quoted)..];
        let ends = |byte: &u8| if quoted { *byte == b'"' } else { byte.is_ascii_whitespace() || *byte == b';' };
        let end = value.iter().take(BOUNDARY_BYTES_MAX).position(ends).unwrap_or(value.len().min(BOUNDARY_BYTES_MAX));
        Some(&value[..end])
    })
    .filter(|boundary| !boundary.is_empty())
}

/// The kinds of `message/*` the parser looks into; reports (`message/delivery-status`) stay what they are.
fn descends(subtype: Option<&str>) -> bool {
    subtype.is_some_and(|kind| ["rfc822", "global"].iter().any(|letter| kind.eq_ignore_ascii_case(letter)))
}

/// Replaces a header's value, keeping its length and its line end.
fn overwrite(raw: &mut [u8], range: Range<usize>, value: &str) {
    let Some(place) = raw.get_mut(range) else { return };
    let end = place.iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |last| last + 1);
    let text = value.bytes().chain(std::iter::repeat(b' '));
    place[..end].iter_mut().zip(text).for_each(|(byte, new)| *byte = new);
}

/// Runs of non-empty lines that hold an encoding header, from the first line that looks like a header.
fn encoded_paragraphs(raw: &[u8]) -> Vec<Range<usize>> {
    const NAME: &[u8] = b"content-transfer-encoding";
    let mut paragraphs = Vec::new();
    let (mut start, mut at, mut encoded) = (None, 0, false);
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        if is_empty(line) {
            if let Some(start) = start.filter(|_| encoded) {
                paragraphs.push(start..at + line.len());
            }
            (start, encoded) = (None, false);
        } else if looks_like_header(line) {
            start = start.or(Some(at));
        }
        encoded |= line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        at += line.len();
    }
    if let Some(start) = start.filter(|_| encoded) {
        paragraphs.push(start..at);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_letter_is_fair() {
        assert_eq!(judge(b"Subject: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\n--a--"), Structure::Fair);
        assert_eq!(judge(b""), Structure::Fair);
    }

    #[test]
    fn a_matryoshka_is_hostile() {
        let raw = "Content-Type: message/rfc822\r\n\r\n".repeat(CONTAINERS_MAX + 1);
        assert_eq!(judge(raw.as_bytes()), Structure::Hostile { header_end: 32 });
    }

    #[test]
    fn many_containers_in_a_long_letter_are_hostile() {
        let containers = "Content-Type: multipart/mixed; boundary=never\r\n\r\n--p\r\n".repeat(500);
        assert_eq!(judge(containers.as_bytes()), Structure::Fair);
        let long = containers + &"x".repeat(5_000_000);
        assert!(matches!(judge(long.as_bytes()), Structure::Hostile { .. }));
    }

    #[test]
    fn headers_without_end_are_hostile_wherever_they_stand() {
        let bomb = "a:\r\n".repeat(HEADER_BYTES_MAX / 3);
        assert!(matches!(judge(bomb.as_bytes()), Structure::Hostile { .. }));
        let inside = format!("Subject: x\r\n\r\n--a\r\n{bomb}");
        assert!(matches!(judge(inside.as_bytes()), Structure::Hostile { header_end: 14 }));
    }

    #[test]
    fn an_encoded_inner_letter_becomes_a_file_of_the_same_length() {
        for kind in ["message/rfc822", "Message/RFC822; x=y", "message/global;\r\n charset=utf-8", " message / rfc822"] {
            let raw = format!("Content-Type:{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA0KDQp5DQo=\r\n");
            let disarmed = disarm(raw.as_bytes());
            let message = parser::letters().parse(&disarmed[..]).expect("has headers");
            assert_eq!(disarmed.len(), raw.len());
            assert!(message.parts.iter().all(|part| part.message().is_none()), "{kind}: {disarmed:?}");
            assert_eq!(message.parts[0].contents(), b"Subject: x\r\n\r\ny\r\n", "{kind}");
        }
    }

    #[test]
    fn empty_lines_before_a_header_are_passed_over() {
        assert_eq!(from_header(b"\r\n   \r\nSubject: x\r\n\r\ny"), b"Subject: x\r\n\r\ny");
        assert_eq!(from_header(b"\nonly words\n"), b"\nonly words\n");
        assert_eq!(from_header(b"\n\n"), b"\n\n");
    }

    #[test]
    fn a_boundary_that_never_stands_there_is_replaced_by_the_one_that_does() {
        let letter = |named: &str| {
            format!(
                "Content-Type: multipart/mixed; boundary={named}\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"
            )
        };
        for named in ["\"other\"", "other"] {
            let raw = letter(named);
            let bounded = rebound(raw.as_bytes(), header_end(raw.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&bounded), letter("\"b\""), "{named}");
        }
        for raw in [letter("b"), "Content-Type: multipart/mixed; boundary=o\r\n\r\n--b\r\nno header\r\n".to_owned()] {
            assert!(matches!(rebound(raw.as_bytes(), header_end(raw.as_bytes())), Cow::Borrowed(_)), "{raw}");
        }
    }

    #[test]
    fn a_boundary_is_replaced_where_it_is_named_and_nowhere_else() {
        let letter = |named: &str| {
            format!(
                "Subject: m\r\nContent-Type: multipart/mixed; x=m; x-boundary=m;\r\n boundary={named}\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"
            )
        };
        for named in ["m", "\"m\""] {
            let raw = letter(named);
            let bounded = rebound(raw.as_bytes(), header_end(raw.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&bounded), letter("\"b\""), "{named}");
        }
        for named in ["\"\"".to_owned(), format!("\"{}\"", "m".repeat(BOUNDARY_BYTES_MAX + 1))] {
            let raw = letter(&named);
            assert!(matches!(rebound(raw.as_bytes(), header_end(raw.as_bytes())), Cow::Borrowed(_)), "{named}");
        }
    }

    #[test]
    fn a_letter_cut_off_gets_the_ends_it_lacks() {
        let whole = "Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\n--a b\r\nContent-Type: multipart/alternative;\r\n boundary=c\r\n\r\n\
                     --c\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--c--\r\n--a b--\r\n";
        let check = |cut: &str, expect: &str| {
            let raw = whole.split_once(cut).expect("it is there").0;
            assert_eq!(String::from_utf8_lossy(&closed(raw.as_bytes(), header_end(raw.as_bytes()))), expect);
        };
        check("\r\n--c--", whole);
        check("\r\n--a b--", whole);
        for raw in [whole, "Subject: x\r\n\r\n--a\r\n", "Content-Type: multipart/mixed; boundary=a\r\n\r\nx"] {
            assert!(matches!(closed(raw.as_bytes(), header_end(raw.as_bytes())), Cow::Borrowed(_)), "{raw}");
        }
    }

    #[test]
    fn a_plain_inner_letter_is_left_alone() {
        let raw = b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n";
        assert!(matches!(disarm(raw), Cow::Borrowed(_)));
    }
}
