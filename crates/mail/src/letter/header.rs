//! Headers with a meaning of their own: identifiers, the date, and what a mailing list says about itself.

use super::limits::{LIST_VALUE_CHARS_MAX, MESSAGE_ID_BYTES_MAX, REFERENCES_MAX};
use super::{structure::from_header, tidy};
use mail_parser::{DateTime, HeaderName, HeaderValue, Message};

/// `Received` headers of a raw letter: one for each server it passed.
pub(crate) fn hops(raw: &[u8]) -> usize {
    const NAME: &[u8] = b"received:";
    from_header(raw)
        .split(|&byte| byte == b'\n')
        .take_while(|line| !matches!(*line, b"" | b"\r"))
        .filter(|line| line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME)))
        .count()
}

/// What a mailing list writes into its letters (RFC 2919, RFC 2369), as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListHeaders {
    pub id: Option<String>,
    pub post: Option<String>,
    pub unsubscribe: Option<String>,
    pub archive: Option<String>,
}

impl ListHeaders {
    pub(super) fn of(message: &Message<'_>) -> ListHeaders {
        ListHeaders {
            id: raw(message, HeaderName::ListId),
            post: raw(message, HeaderName::ListPost),
            unsubscribe: raw(message, HeaderName::ListUnsubscribe),
            archive: raw(message, HeaderName::ListArchive),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == ListHeaders::default()
    }
}

/// A header's value as it stands in the letter, unfolded.
pub(super) fn raw(message: &Message<'_>, name: HeaderName<'static>) -> Option<String> {
    let value = tidy::line(message.header_raw(name)?, LIST_VALUE_CHARS_MAX);
    (!value.is_empty()).then_some(value)
}

pub(super) fn message_id(message: &Message<'_>) -> Option<String> {
    message.message_id().and_then(id)
}

/// The identifiers of `References` or `In-Reply-To`. Of too many the first (it began the thread) and the newest.
pub(super) fn ids(header: &HeaderValue<'_>) -> Vec<String> {
    let mut ids: Vec<String> = match header {
        HeaderValue::Text(one) => id(one).into_iter().collect(),
        HeaderValue::TextList(many) => many.iter().filter_map(|one| id(one)).collect(),
        _ => Vec::new(),
    };
    if ids.len() > REFERENCES_MAX {
        ids.drain(1..=ids.len() - REFERENCES_MAX);
    }
    ids
}

/// Some programs fold within an identifier; white space never belongs to one.
fn id(text: &str) -> Option<String> {
    let id: String = text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    let id = id.trim_start_matches('<').trim_end_matches('>');
    (!id.is_empty() && id.len() <= MESSAGE_ID_BYTES_MAX).then(|| id.to_owned())
}

pub(super) fn date_us(message: &Message<'_>) -> Option<i64> {
    let date = message.date().filter(|date| date.is_valid())?;
    date.to_timestamp().checked_mul(1_000_000)
}

/// When it was sent on, or taken by the first server: the next best where it does not say when it was written.
pub(super) fn passed_us(message: &Message<'_>) -> Option<i64> {
    // A server writes its date behind all else it says (RFC 5321, 4.4), and that alone is asked for; the parser of dates takes
    // names with a dash before it for a zone.
    let taken = || DateTime::parse_rfc822(message.header_raw(HeaderName::Received)?.rsplit(';').next()?);
    let passed = message.resent_date().as_datetime().copied().or_else(taken);
    passed.filter(DateTime::is_valid)?.to_timestamp().checked_mul(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::super::Letter;
    use super::*;

    #[test]
    fn of_too_many_references_the_first_and_the_newest_stay() {
        let many = HeaderValue::TextList((0..500).map(|number| format!("{number}@x").into()).collect());
        let ids = ids(&many);
        assert_eq!(ids.len(), REFERENCES_MAX);
        assert_eq!((ids[0].as_str(), ids[1].as_str(), ids[99].as_str()), ("0@x", "401@x", "499@x"));
    }

    #[test]
    fn a_server_says_when_behind_all_else() {
        for said in ["from a by b", "by mx-a", "from a (b; c) by b id 1-2c", "from a by b (unclosed", "(1; 2) for <d@velo-x>"] {
            let raw = format!("Received: {said};\r\n\tMon, 2 Mar 2026 08:00:00 +0000\r\nSubject: x\r\n\r\nHello");
            assert_eq!(Letter::head(raw.as_bytes()).passed_us, Some(1_772_438_400_000_000), "{said}");
        }
    }

    #[test]
    fn servers_are_counted_below_empty_lines_too() {
        assert_eq!(hops(b"Received: a\r\nreceived: b\r\nSubject: x\r\n\r\nReceived: c\r\n"), 2);
        assert_eq!(hops(b"\r\n\r\nReceived: a\r\n\r\nx"), 1);
    }

    #[test]
    fn an_identifier_has_no_brackets_and_no_white_space() {
        assert_eq!(id("<a b\r\n c@d>").as_deref(), Some("abc@d"));
        assert_eq!(id("<>"), None);
        assert_eq!(id(&"a".repeat(999)), None);
    }
}
