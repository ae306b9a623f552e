//! When a letter says it was written: what tells two letters apart that bear one Message-ID, as some devices and forms give
//! to all of theirs. Whoever carries a letter on leaves its Date as it is.

use crate::moment::Moment;
use jiff::fmt::rfc2822::DateTimeParser;

const PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
/// Lines of a header looked through.
const LINES_MAX: usize = 2_000;

/// The moment of a letter's Date (RFC 5322, 3.6.1); `None` where it has none that can be read.
pub fn letter_date(raw: &[u8]) -> Option<Moment> {
    let header = raw.split(|byte| *byte == b'\n').take(LINES_MAX).skip_while(|line| line.trim_ascii().is_empty());
    let mut header = header.take_while(|line| !line.trim_ascii().is_empty());
    let first = header.find_map(|line| line.get(..5).filter(|name| name.eq_ignore_ascii_case(b"date:")).map(|_| &line[5..]))?;
    let folded = header.take_while(|line| line.starts_with(b" ") || line.starts_with(b"\t"));
    let words = std::iter::once(first).chain(folded).map(<[u8]>::trim_ascii).collect::<Vec<_>>().join(&b' ');
    PARSER.parse_timestamp(&words).ok().map(|at| Moment(at.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_from_the_header_and_nowhere_else() {
        let at = |raw: &str| letter_date(raw.as_bytes());
        let noon = Some(Moment(1_764_244_800_000_000));
        assert_eq!(at("Date: Thu, 27 Nov 2025 12:00:00 +0000\r\n\r\nHello"), noon);
        assert_eq!(at("\r\nFrom: a@b.example\r\ndate: Thu, 27 Nov 2025\r\n 13:00:00 +0100 (CET)\r\nTo: c\r\n\r\nHello"), noon);
        assert_eq!(at("Date: Mon, 27 Nov 2025 12:00:00 GMT\n\n"), noon, "the day of the week is often wrong");
        for none in ["", "Date: yesterday\n\n", "From: a\n\nDate: Thu, 27 Nov 2025 12:00:00 +0000\n", "Date"] {
            assert_eq!(at(none), None, "{none}");
        }
    }
}
