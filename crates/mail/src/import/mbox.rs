//! An mbox as a stream of letters.
//!
//! A letter begins behind a line `From …` with a date in it, wherever that stands; lines within letters that look so
//! are escaped with `>` (mboxo, mboxrd), and one `>` is taken off again. Where already the file's first such line has
//! no date, any `From ` behind an empty line begins a letter. What does not begin with `From ` is one letter.
//!
//! **Invariant.** One letter is held in memory, up to [`limits::LETTER_BYTES_MAX`]; of a longer one, nothing.

use domain::{limits, moment::Moment};
use std::io::{self, BufRead, Read};

/// Octets of a line that are looked at together; longer lines pass in pieces.
const LINE_BYTES_MAX: u64 = 64 * 1024;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What stands between two separators.
#[derive(Debug)]
pub struct Piece {
    /// Where it begins, in octets of the (uncompressed) file.
    pub offset: u64,
    /// The date of its `From ` line.
    pub envelope: Option<Moment>,
    /// The letter; `None` where it is longer than any letter may be.
    pub raw: Option<Vec<u8>>,
}

/// The letters of one file, in its order. After an error it is over.
pub struct Mbox<R> {
    lines: Lines<R>,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Unknown,
    /// Separators carry dates.
    Dated,
    /// They do not.
    Undated,
    /// No mbox: one letter.
    Single,
    Over,
}

impl<R: BufRead> Mbox<R> {
    /// The letters of this file.
    pub fn new(source: R) -> Mbox<R> {
        Mbox { lines: Lines { source, offset: 0, line: Vec::new(), begins: true }, form: Form::Unknown }
    }

    /// Reads up to the first line that says something.
    fn begin(&mut self) -> io::Result<Form> {
        loop {
            if !self.lines.advance()? {
                return Ok(Form::Over);
            }
            if !self.lines.blank() {
                break;
            }
        }
        Ok(match (self.lines.line.starts_with(b"From "), date(&self.lines.line)) {
            (true, Some(_)) => Form::Dated,
            (true, None) => Form::Undated,
            (false, _) => Form::Single,
        })
    }

    fn separates(&self, behind_blank: bool) -> bool {
        let from = self.lines.begins && self.lines.line.starts_with(b"From ");
        match self.form {
            Form::Dated => from && date(&self.lines.line).is_some(),
            Form::Undated => from && (behind_blank || date(&self.lines.line).is_some()),
            Form::Unknown | Form::Single | Form::Over => false,
        }
    }

    /// The next letter; the current line is its `From ` line, or its first.
    fn piece(&mut self) -> io::Result<Piece> {
        let offset = self.lines.offset;
        let single = self.form == Form::Single;
        let envelope = if single { None } else { date(&self.lines.line) };
        let mut letter = Letter::default();
        if single {
            letter.push(&self.lines.line);
        }
        let mut blank = false;
        loop {
            if !self.lines.advance()? {
                self.form = Form::Over;
                break;
            }
            if self.separates(blank) {
                break;
            }
            let escaped = !single && self.lines.begins && escaped(&self.lines.line);
            letter.push(&self.lines.line[usize::from(escaped)..]);
            blank = self.lines.blank();
        }
        if blank && !single {
            letter.drop_blank();
        }
        Ok(Piece { offset, envelope, raw: letter.finish() })
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        let result = match self.form {
            Form::Unknown => self.begin().and_then(|form| {
                self.form = form;
                if form == Form::Over { Ok(None) } else { self.piece().map(Some) }
            }),
            Form::Over => return None,
            Form::Dated | Form::Undated | Form::Single => self.piece().map(Some),
        };
        if result.is_err() {
            self.form = Form::Over;
        }
        result.transpose()
    }
}

/// A letter as it grows.
#[derive(Default)]
struct Letter {
    raw: Vec<u8>,
    too_long: bool,
}

impl Letter {
    fn push(&mut self, line: &[u8]) {
        if self.too_long || self.raw.len() + line.len() > limits::LETTER_BYTES_MAX {
            *self = Letter { raw: Vec::new(), too_long: true };
        } else {
            self.raw.extend_from_slice(line);
        }
    }

    /// The empty line before a separator belongs to it.
    fn drop_blank(&mut self) {
        let end = if self.raw.ends_with(b"\r\n") { 2 } else { 1 };
        self.raw.truncate(self.raw.len().saturating_sub(end));
    }

    fn finish(self) -> Option<Vec<u8>> {
        (!self.too_long).then_some(self.raw)
    }
}

/// Lines, the longest in pieces.
struct Lines<R> {
    source: R,
    /// Where the current piece stands.
    offset: u64,
    line: Vec<u8>,
    /// Whether the current piece begins a line.
    begins: bool,
}

impl<R: BufRead> Lines<R> {
    fn advance(&mut self) -> io::Result<bool> {
        self.offset += self.line.len() as u64;
        self.begins = self.line.is_empty() || self.line.ends_with(b"\n");
        self.line.clear();
        let read = self.source.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut self.line)?;
        Ok(read > 0)
    }

    fn blank(&self) -> bool {
        self.begins && matches!(self.line.as_slice(), b"\n" | b"\r\n")
    }
}

/// `>From `, `>>From ` and so on.
fn escaped(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    marks > 0 && line[marks..].starts_with(b"From ")
}

/// The date of a `From ` line: a month, a day, a time and a year, in whatever order its writer put them
/// (`Sat Feb  1 07:40:33 2003`, `Tue, 29 Apr 2008 08:38:55 +0000`); as UTC, since most say no zone.
fn date(line: &[u8]) -> Option<Moment> {
    let line = std::str::from_utf8(line.get(..line.len().min(1000))?).ok()?;
    let (mut month, mut day, mut time, mut year) = (None, None, None, None);
    for word in line.split_whitespace().skip(1) {
        let number: Option<i64> = word.parse().ok();
        match number {
            Some(n @ 1970..=9999) if word.len() == 4 => year = year.or(Some(n)),
            Some(n @ 1..=31) if word.len() <= 2 => day = day.or(Some(n)),
            _ if word.contains(':') => time = time.or(seconds(word)),
            _ => month = month.or(MONTHS.iter().position(|name| *name == word)),
        }
    }
    let days = days_since_1970(year?, i64::try_from(month?).ok()? + 1, day?);
    Some(Moment((days * 86_400 + time?) * 1_000_000))
}

/// Seconds of `07:40:33` or `07:40`.
fn seconds(word: &str) -> Option<i64> {
    let parts: Vec<i64> = word.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    match parts[..] {
        [h @ 0..=23, m @ 0..=59] => Some(h * 3600 + m * 60),
        [h @ 0..=23, m @ 0..=59, s @ 0..=60] => Some(h * 3600 + m * 60 + s),
        _ => None,
    }
}

/// Days of a date in the Gregorian calendar (Howard Hinnant's `days_from_civil`).
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests;
