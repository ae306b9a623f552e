//! A letter whose header is longer than is read - a hundred thousand recipients, a field of megabytes - with the beginnings
//! of the fields that say what it is, and all of its words: whoever gets it wants to read it all the same.

use super::automatic;
use super::limits::{FIELD_BYTES_MAX, HEADER_BYTES_MAX, OTHER_FIELDS_BYTES_MAX};
use super::structure::{field_name, header_end, is_empty, looks_like_header};
use std::collections::HashSet;

/// Fields that are kept wherever they stand; `content-*`, `list-*`, `resent-*` and what tells a machine's letter are, too.
const TELLING: [&str; 14] = [
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "return-path",
    "delivered-to",
    "x-failed-recipients",
];

/// Room for the ends of the lines that are cut, and the empty one.
const LINE_ENDS: usize = 64;

/// The shorter letter; nothing where the header is short enough, or no end of it is found.
pub(super) fn of(raw: &[u8]) -> Option<Vec<u8>> {
    if header_end(raw) <= HEADER_BYTES_MAX {
        return None;
    }
    let telling = TELLING.into_iter().chain(automatic::headers()).map(|name| name.to_ascii_lowercase().into_bytes()).collect();
    let mut kept = Kept { telling, head: Vec::new(), others: 0 };
    let (mut start, mut at) = (0, 0);
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        let continues = line.starts_with(b" ") || line.starts_with(b"\t");
        if !continues || is_empty(line) {
            kept.keep(&raw[start..at]);
            start = at;
        }
        if is_empty(line) {
            kept.head.extend_from_slice(&raw[at..]);
            return Some(kept.head).filter(|head| looks_like_header(head));
        }
        at += line.len();
    }
    None
}

struct Kept {
    /// Names in lower case; there may be millions of fields to ask for.
    telling: HashSet<Vec<u8>>,
    head: Vec<u8>,
    /// Octets of fields that are none of the telling ones.
    others: usize,
}

impl Kept {
    fn keep(&mut self, field: &[u8]) {
        let Some(name) = field_name(field).map(<[u8]>::to_ascii_lowercase) else { return };
        let begins = |start: &str| name.starts_with(start.as_bytes());
        let telling = self.telling.contains(&name) || ["content-", "list-", "resent-"].into_iter().any(begins);
        let cut = beginning(field);
        let fits = if telling {
            self.head.len() + cut.len() + OTHER_FIELDS_BYTES_MAX < HEADER_BYTES_MAX - LINE_ENDS
        } else {
            self.others += cut.len();
            self.others <= OTHER_FIELDS_BYTES_MAX
        };
        if fits {
            self.head.extend_from_slice(cut);
        }
        if fits && cut.len() < field.len() {
            self.head.extend_from_slice(b"\r\n");
        }
    }
}

/// As much of a field as is read, cut where no address and no word is cut in two, if there is such a place.
fn beginning(field: &[u8]) -> &[u8] {
    if field.len() <= FIELD_BYTES_MAX {
        return field;
    }
    let cut = &field[..FIELD_BYTES_MAX];
    let ends = |mark: fn(&u8) -> bool| cut.iter().rposition(mark).filter(|end| *end > FIELD_BYTES_MAX / 2);
    &cut[..ends(|byte| *byte == b',').or(ends(u8::is_ascii_whitespace)).unwrap_or(cut.len())]
}

#[cfg(test)]
mod tests {
    use super::super::{Letter, limits, parsed};
    use super::*;

    #[test]
    fn an_ordinary_header_stays_as_it_is() {
        assert_eq!(of(b"Subject: x\r\n\r\nHello"), None);
        assert_eq!(of(&vec![b'a'; 2 * HEADER_BYTES_MAX]), None, "no header at all");
        assert_eq!(of(format!("X-Long: {}", "a".repeat(2 * HEADER_BYTES_MAX)).as_bytes()), None, "a header without an end");
    }

    #[test]
    fn the_words_below_a_crowd_are_read_and_nobody_is_made_of_half_an_address() {
        for separator in [",\r\n ", ", ", ","] {
            let crowd: Vec<String> = (0..100_000).map(|n| format!("p{n}@crowd.example")).collect();
            let raw = format!("To: {}\r\nSubject: all\r\nFrom: dora@velo.example\r\n\r\nHello", crowd.join(separator));
            let letter = Letter::read(raw.as_bytes());
            assert_eq!((letter.subject.as_str(), letter.text.as_str(), letter.from.len()), ("all", "Hello", 1), "{separator:?}");
            assert!(letter.shortened && letter.attachments.is_empty());
            assert_eq!(letter.to.len(), limits::MAILBOXES_MAX);
            let short = of(raw.as_bytes()).expect("it is too long");
            let last = String::from_utf8_lossy(&short).split("\r\nSubject").next().unwrap_or_default().to_owned();
            assert!(last.trim_end_matches([',', '\r', '\n', ' ']).ends_with("@crowd.example"), "{separator:?}");
            assert_eq!(Letter::head(raw.as_bytes()).subject, "all", "the header alone says the same");
        }
    }

    #[test]
    fn fields_without_end_leave_the_others_their_place() {
        let many = format!("{}Subject: x\r\nMessage-ID: <1@x.example>\r\n\r\nHello", "X-More: y\r\n".repeat(200_000));
        let long = format!("X-Long: {}\r\nSubject: x\r\nMessage-ID: <1@x.example>\r\n\r\nHello", "a".repeat(3_000_000));
        for raw in [many, long] {
            let letter = Letter::read(raw.as_bytes());
            assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("x", "Hello"));
            assert_eq!(letter.message_id.as_deref(), Some("1@x.example"));
        }
        let subjects = format!("Subject: {}\r\n", "word ".repeat(20_000)).repeat(60) + "\r\nHello";
        let short = of(subjects.as_bytes()).expect("it is too long");
        assert!(header_end(&short) <= HEADER_BYTES_MAX && short.ends_with(b"\r\n\r\nHello"));
    }

    #[test]
    fn a_machine_is_known_by_its_header_however_long_that_is() {
        let more = format!("X-More: {}\r\n", "y".repeat(1_000)).repeat(600);
        for name in automatic::headers() {
            let short = format!("Subject: x\r\n{name}: all\r\n\r\nHello");
            let long = format!("{more}{short}");
            assert_eq!(Letter::read(long.as_bytes()).automatic, Letter::read(short.as_bytes()).automatic, "{name}");
            let subject = parsed(long.as_bytes(), |message| message.subject().map(str::to_owned));
            assert_eq!(subject.flatten().as_deref(), Some("x"), "and its parts are looked at");
        }
    }

    #[test]
    fn what_is_hostile_below_such_a_header_is_handed_over() {
        let parts = "--b\r\n\r\n".repeat(30_000);
        let crowd = "p@crowd.example, ".repeat(60_000);
        let raw = format!("To: {crowd}\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}");
        let letter = Letter::read(raw.as_bytes());
        assert_eq!((letter.subject.as_str(), letter.attachments[0].bytes.len()), ("x", raw.len()));
    }
}
