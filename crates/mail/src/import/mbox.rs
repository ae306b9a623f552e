//! An mbox as a stream of letters.
//!
//! A letter begins behind a line `From …` with a date in it, wherever that stands; lines within letters that look so
//! are escaped with `>` (mboxo, mboxrd), and one `>` is taken off again. Where already the file's first such line has
//! no date, any `From ` behind an empty line begins a letter. What does not begin with `From ` is one letter.
//!
//! Where a letter says how long it is (`Content-Length`, mboxcl and mboxcl2), a separator within that length is looked at
//! twice: if behind the length there is a separator or the end, it stands in the letter. Between lines of four `^A` (MMDF)
//! nothing is escaped.
//!
//! **Invariant.** One letter is held in memory, up to [`limits::LETTER_BYTES_MAX`]; of a longer one, nothing.

use domain::{limits, moment::Moment};
use std::io::{self, BufRead, Read};

/// Octets of a line that are looked at together; longer lines pass in pieces.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// What stands between the letters of an MMDF file.
const MMDF: &[u8] = b"\x01\x01\x01\x01\n";
/// Lengths that were wrong, up to which others of the same file are believed: each costs reading a letter twice.
const WRONG_LENGTHS_MAX: u32 = 16;
/// Octets looked at behind a letter's length: empty lines and a separator.
const BEHIND_BYTES: usize = 1000;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What stands between two separators.
#[derive(Debug)]
pub struct Piece {
    /// Where it begins, in octets of the (uncompressed) file.
    pub offset: u64,
    /// What its `From ` line says.
    pub envelope: Envelope,
    /// The letter; `None` where it is longer than any letter may be.
    pub raw: Option<Vec<u8>>,
}

/// What stands on the line before a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// From whom it came, as it stands there; empty where it says nothing.
    pub sender: String,
    /// When it was taken.
    pub at: Option<Moment>,
}

impl Envelope {
    fn of(line: &[u8]) -> Envelope {
        let words = line.strip_prefix(b"From ").unwrap_or_default().trim_ascii_start();
        let sender = words.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let sender = &sender[..sender.len().min(limits::ADDRESS_BYTES_MAX)];
        Envelope { sender: String::from_utf8_lossy(sender).into_owned(), at: date(line) }
    }
}

/// The letters of one file, in its order. After an error it is over.
pub struct Mbox<R> {
    lines: Lines<R>,
    form: Form,
    /// How many lengths were wrong so far.
    wrong: u32,
    /// Whether a separator was found unescaped in a letter: then none is escaped (mboxcl2).
    bare: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Unknown,
    /// Separators carry dates.
    Dated,
    /// They do not.
    Undated,
    /// Separators are lines of four `^A`.
    Mmdf,
    /// No mbox: one letter.
    Single,
    Over,
}

impl<R: BufRead> Mbox<R> {
    /// The letters of this file.
    pub fn new(source: R) -> Mbox<R> {
        let lines = Lines { source, ahead: Vec::new(), taken: 0, offset: 0, line: Vec::new(), begins: true };
        Mbox { lines, form: Form::Unknown, wrong: 0, bare: false }
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
        if self.lines.line == MMDF {
            return Ok(self.skip_mmdf()?.map_or(Form::Over, |()| Form::Mmdf));
        }
        Ok(match (self.lines.line.starts_with(b"From "), date(&self.lines.line)) {
            (true, Some(_)) => Form::Dated,
            (true, None) => Form::Undated,
            (false, _) => Form::Single,
        })
    }

    /// Goes on to the first line behind separators of MMDF; nothing where there is none.
    fn skip_mmdf(&mut self) -> io::Result<Option<()>> {
        while self.lines.line == MMDF || self.lines.blank() {
            if !self.lines.advance()? {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// The next letter of an MMDF file; the current line is its first.
    fn between(&mut self) -> io::Result<Piece> {
        let offset = self.lines.offset;
        let from = self.lines.line.starts_with(b"From ");
        let envelope = if from { Envelope::of(&self.lines.line) } else { Envelope::default() };
        let mut letter = Letter::default();
        if !from {
            letter.push(&self.lines.line);
        }
        loop {
            if !self.lines.advance()? {
                self.form = Form::Over;
                break;
            }
            if self.lines.begins && self.lines.line == MMDF {
                if self.skip_mmdf()?.is_none() {
                    self.form = Form::Over;
                }
                break;
            }
            letter.push(&self.lines.line);
        }
        Ok(Piece { offset, envelope, raw: letter.finish() })
    }

    fn separates(&self, behind_blank: bool) -> bool {
        let from = self.lines.begins && self.lines.line.starts_with(b"From ");
        match self.form {
            Form::Dated => from && date(&self.lines.line).is_some(),
            Form::Undated => from && (behind_blank || date(&self.lines.line).is_some()),
            Form::Unknown | Form::Mmdf | Form::Single | Form::Over => false,
        }
    }

    /// The next letter; the current line is its `From ` line, or its first.
    fn piece(&mut self) -> io::Result<Piece> {
        let offset = self.lines.offset;
        let single = self.form == Form::Single;
        let envelope = if single { Envelope::default() } else { Envelope::of(&self.lines.line) };
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
            if self.separates(blank) && !self.within_length(&letter)? {
                break;
            }
            let escaped = !single && !self.bare && self.lines.begins && escaped(&self.lines.line);
            letter.push(&self.lines.line[usize::from(escaped)..]);
            blank = self.lines.blank();
        }
        if blank && !single {
            letter.drop_blank();
        }
        Ok(Piece { offset, envelope, raw: letter.finish() })
    }
}

impl<R: BufRead> Mbox<R> {
    /// Whether the current line, which looks like a separator, stands within what its letter says is its length.
    fn within_length(&mut self, letter: &Letter) -> io::Result<bool> {
        let Some(rest) = letter.promised().filter(|_| self.wrong < WRONG_LENGTHS_MAX) else { return Ok(false) };
        // Of the rest the current line is the first; behind it there must be an end of some kind.
        let Some(behind) = rest.checked_sub(self.lines.line.len()) else { return Ok(false) };
        self.lines.look_ahead(behind.saturating_add(BEHIND_BYTES))?;
        let ahead = self.lines.ahead();
        let holds = behind <= ahead.len() && {
            let end = ahead[behind..].iter().position(|byte| !matches!(byte, b'\n' | b'\r'));
            end.is_none_or(|end| {
                let next = &ahead[behind + end..];
                next.starts_with(b"From ") && date(next.split(|byte| *byte == b'\n').next().unwrap_or(next)).is_some()
            })
        };
        self.wrong += u32::from(!holds);
        self.bare |= holds;
        Ok(holds)
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        let result = match self.form {
            Form::Unknown => self.begin().and_then(|form| {
                self.form = form;
                match form {
                    Form::Over => Ok(None),
                    Form::Mmdf => self.between().map(Some),
                    _ => self.piece().map(Some),
                }
            }),
            Form::Over => return None,
            Form::Mmdf => self.between().map(Some),
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
    /// Whether its headers were read.
    headed: bool,
    /// Where it ends by its Content-Length, once its headers were read.
    end: Option<usize>,
}

impl Letter {
    fn push(&mut self, line: &[u8]) {
        if self.too_long || self.raw.len() + line.len() > limits::LETTER_BYTES_MAX {
            *self = Letter { raw: Vec::new(), too_long: true, ..Letter::default() };
        } else {
            self.raw.extend_from_slice(line);
            if !self.headed && matches!(line, b"\n" | b"\r\n") {
                self.headed = true;
                self.end = length(&self.raw).map(|length| self.raw.len() + length);
            }
        }
    }

    /// The octets still to come by its Content-Length; nothing where it has none, or has had them already.
    fn promised(&self) -> Option<usize> {
        self.end?.checked_sub(self.raw.len()).filter(|rest| *rest > 0)
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

/// The Content-Length of a head, where a letter may have it.
fn length(head: &[u8]) -> Option<usize> {
    let mut said = head.split(|byte| *byte == b'\n').filter_map(|line| {
        let (name, value) = line.split_at_checked(15)?;
        name.eq_ignore_ascii_case(b"content-length:").then(|| std::str::from_utf8(value).ok()?.trim().parse().ok())?
    });
    said.next_back().filter(|length| *length <= limits::LETTER_BYTES_MAX)
}

/// Lines, the longest in pieces.
struct Lines<R> {
    source: R,
    /// What was read of it already, to look at what comes.
    ahead: Vec<u8>,
    /// Octets of that which were lines already; they stay for a while, so that a line moves nothing.
    taken: usize,
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
        if self.ahead.is_empty() {
            self.source.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut self.line)?;
            return Ok(!self.line.is_empty());
        }
        let ahead = &self.ahead[self.taken..];
        let reach = ahead.len().min(usize::try_from(LINE_BYTES_MAX).unwrap_or(usize::MAX));
        let end = ahead[..reach].iter().position(|byte| *byte == b'\n').map_or(reach, |end| end + 1);
        self.line.extend_from_slice(&ahead[..end]);
        self.taken += end;
        if self.taken == self.ahead.len() {
            self.ahead.clear();
            self.taken = 0;
        }
        if !self.line.ends_with(b"\n") && self.ahead.is_empty() {
            self.source.by_ref().take(LINE_BYTES_MAX - end as u64).read_until(b'\n', &mut self.line)?;
        }
        Ok(true)
    }

    /// What lies there of what comes.
    fn ahead(&self) -> &[u8] {
        &self.ahead[self.taken..]
    }

    /// Reads ahead, so that this many octets lie there, or all there are.
    fn look_ahead(&mut self, octets: usize) -> io::Result<()> {
        let missing = octets.saturating_sub(self.ahead().len());
        // Moved is never more than was taken since the last time.
        if self.taken > self.ahead.len() / 2 {
            self.ahead.drain(..self.taken);
            self.taken = 0;
        }
        self.source.by_ref().take(missing as u64).read_to_end(&mut self.ahead)?;
        Ok(())
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
