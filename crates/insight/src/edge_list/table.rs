//! The rows of a file whose columns are known by a header or by their order.

use super::{File, Unreadable};

/// What a file has.
pub struct Columns {
    pub file: File,
    /// As its help shows it.
    pub shape: &'static str,
    /// Columns that must be there, each with the names it may have; a first line is a header if it names them all, or the first
    /// of them where only the second goes by names of its own.
    pub needed: &'static [&'static [&'static str]],
    /// Columns that may be there.
    pub further: &'static [&'static [&'static str]],
}

/// Rows, one after the other.
pub struct Table<'a> {
    columns: &'a Columns,
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
    /// Where each column is, once the first line was seen.
    places: Option<Vec<Option<usize>>>,
    /// How many columns a header names.
    named: Option<usize>,
    record: csv::ByteRecord,
}

/// One row.
pub struct Row<'a> {
    pub line: u64,
    file: File,
    fields: Vec<Option<&'a str>>,
}

impl<'a> Table<'a> {
    pub fn of(bytes: &'a [u8], columns: &'a Columns) -> Result<Self, Unreadable> {
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Unreadable { file: columns.file, line: 1, why: "this is UTF-16; save it as UTF-8".into() });
        }
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(bytes)).from_reader(bytes);
        let lines = Lines { bytes, seen: 0, line: 1 };
        Ok(Self { columns, reader, lines, places: None, named: None, record: csv::ByteRecord::new() })
    }

    /// The next row; `None` after the last.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Unreadable> {
        loop {
            let start = self.reader.position().byte() as usize;
            let line = self.lines.at(start);
            let wrong = |why| Unreadable { file: self.columns.file, line, why };
            if !self.reader.read_byte_record(&mut self.record).map_err(|fault| wrong(fault.to_string()))? {
                return Ok(None);
            }
            if std::str::from_utf8(self.record.as_slice()).is_err() || self.record.iter().any(|field| str(field).is_none()) {
                return Err(wrong("this is not UTF-8; convert it, for example with iconv -f latin1 -t utf-8".into()));
            }
            if self.places.is_none() && self.found_header().map_err(wrong)? {
                continue;
            }
            break;
        }
        self.row().map(Some)
    }

    /// Learns the columns from the first line; whether that was a header. An error where it is one that lacks a column.
    fn found_header(&mut self) -> Result<bool, String> {
        let words: Vec<String> = self.record.iter().filter_map(str).map(str::to_lowercase).collect();
        let place = |names: &&[&str]| words.iter().position(|word| names.contains(&word.as_str()));
        let all = || self.columns.needed.iter().chain(self.columns.further);
        let found: Vec<Option<usize>> = all().map(place).collect();
        let needed = &found[..self.columns.needed.len()];
        if needed.iter().all(Option::is_some) {
            (self.places, self.named) = (Some(found), Some(words.len()));
            return Ok(true);
        }
        let header = self.columns.file == File::Edges && (needed[0] == Some(0) || found.iter().flatten().count() > 1);
        if header && let Some(lacking) = needed.iter().position(Option::is_none) {
            let name = self.columns.needed[lacking][0];
            return Err(format!("this is a header without a column named {name}; {} is expected", self.columns.shape));
        }
        self.places = Some((0..all().count()).map(Some).collect());
        // "id,orglevel": what people are sorted by has a name of its own.
        Ok(self.columns.file == File::Units && needed[0] == Some(0))
    }

    fn row(&self) -> Result<Row<'_>, Unreadable> {
        let (Some(places), record, line) = (&self.places, &self.record, self.lines.line) else {
            unreachable!("the first line was seen")
        };
        let fields = places.iter().map(|place| place.and_then(|place| record.get(place)).and_then(str)).collect();
        let row = Row { line, file: self.columns.file, fields };
        let by_order =
            places.iter().flatten().count() == places.len() && places.iter().enumerate().all(|(at, place)| *place == Some(at));
        if record.len() < self.columns.needed.len() || by_order && record.len() > places.len() && self.columns.file == File::Edges
        {
            let shape = self.columns.shape;
            return Err(row.wrong(format!("{} columns; {shape} is expected, parted by commas, tabs or semicolons", record.len())));
        }
        // A comma too many, as in "1,5", would be counted as another number than was meant.
        let said = record.iter().rposition(|field| !field.trim_ascii().is_empty()).map_or(0, |last| last + 1);
        if let Some(named) = self.named.filter(|named| said > *named) {
            return Err(row.wrong(format!("{said} columns where the header names {named}")));
        }
        Ok(row)
    }
}

impl Row<'_> {
    /// A column by its number; `None` where the file, or this row, has none.
    pub fn field(&self, column: usize) -> Option<&str> {
        self.fields[column]
    }

    /// A column that names somebody.
    pub fn name(&self, column: usize) -> Result<&str, Unreadable> {
        self.field(column)
            .filter(|name| !name.is_empty())
            .ok_or_else(|| self.wrong(format!("column {} names nobody", column + 1)))
    }

    pub fn wrong(&self, why: String) -> Unreadable {
        Unreadable { file: self.file, line: self.line, why }
    }
}

/// Which line a row begins in. The reader's own count stands still at CRLF and at empty lines.
struct Lines<'a> {
    bytes: &'a [u8],
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that begins at this byte or after the ends of lines that stand there; asked in ascending order.
    fn at(&mut self, start: usize) -> u64 {
        let is_end = |byte: &u8| b"\r\n".contains(byte);
        let rest = &self.bytes[start.min(self.bytes.len())..];
        let start = start.min(self.bytes.len()) + rest.iter().take_while(|byte| is_end(byte)).count();
        for at in self.seen..start {
            let ends = self.bytes[at] == b'\n' || self.bytes[at] == b'\r' && self.bytes.get(at + 1) != Some(&b'\n');
            self.line += u64::from(ends);
        }
        self.seen = self.seen.max(start);
        self.line
    }
}

fn str(field: &[u8]) -> Option<&str> {
    std::str::from_utf8(field).ok().map(str::trim)
}

/// What parts the columns of the first line, outside quotes; in this order where there are several.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let first: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| b"\xEF\xBB\xBF\r\n".contains(byte))
        .take_while(|byte| !b"\r\n".contains(byte))
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    [b'\t', b',', b';', b' '].into_iter().find(|mark| first.contains(mark)).unwrap_or(b',')
}
