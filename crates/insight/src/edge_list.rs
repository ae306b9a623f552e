//! A network from two files of a researcher: `from,to,weight[,time]` and `person,unit`, with or without a header.
//!
//! Commas, tabs, semicolons or single spaces part the columns; quotes, CRLF and a byte order mark are understood. What cannot
//! be understood is an error that names its line: a network with a piece missing would be a false comfort.

mod table;

use crate::arcs::{Arcs, Tie, Unfit, WEIGHT_MAX};
use crate::units::Units;
use jiff::{Timestamp, civil, tz::TimeZone};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use table::{Columns, Row, Table};

/// Which of the two files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum File {
    /// `from,to,weight[,time]`
    Edges,
    /// `person,unit`
    Units,
}

/// Why a file is not understood, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Which file.
    pub file: File,
    /// Its line, from 1; 0 where it is the whole file.
    pub line: u64,
    /// What is wrong, and what to do.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = if self.file == File::Edges { "edges" } else { "units" };
        match self.line {
            0 => write!(out, "{file}: {}", self.why),
            line => write!(out, "{file}, line {line}: {}", self.why),
        }
    }
}

impl std::error::Error for Unreadable {}

/// What was set aside or looked odd while reading.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Notes {
    /// Rows of the edges file, its header apart.
    pub rows: u64,
    /// Rows of somebody with herself: no ties.
    pub self_ties: u64,
    /// Rows of weight 0: no ties.
    pub zero_weights: u64,
    /// Rows of a pair that stood there before: added to it.
    pub repeated: u64,
    /// Rows dated 1970, or 2038 and later, as broken clocks date: counted, but outside the window that is shown.
    pub doubtful_times: u64,
    /// People of the edges file who are in no unit.
    pub without_unit: u64,
    /// People of the units file who stand in no edge.
    pub without_ties: u64,
}

/// What the files say.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// Names by number, people of the units file first.
    pub people: Vec<String>,
    /// Names of units by number, in the order in which they are named.
    pub unit_names: Vec<String>,
    /// Who turned to whom.
    pub arcs: Arcs,
    /// Who belongs where.
    pub units: Units,
    /// The first and last credible time, in microseconds UTC.
    pub times: Option<(i64, i64)>,
    /// What was set aside.
    pub notes: Notes,
}

/// Reads both.
///
/// # Errors
/// [`Unreadable`], at the first line that is not understood.
pub fn read(edges: &[u8], units: &[u8]) -> Result<Listed, Unreadable> {
    let mut people = Numbered::default();
    let (unit_names, mut of) = read_units(units, &mut people)?;
    let placed = people.names.len();
    let edges = read_edges(edges, &mut people)?;
    of.resize(people.names.len(), None);
    let mut notes = edges.notes;
    let arcs = Arcs::new(of.len(), &edges.ties).map_err(|unfit| too_heavy(&people, unfit))?;
    notes.repeated = (edges.ties.len() - arcs.count()) as u64;
    let mut tied = vec![false; of.len()];
    edges.ties.iter().for_each(|tie| (tied[tie.from as usize], tied[tie.to as usize]) = (true, true));
    notes.without_unit = of.iter().filter(|unit| unit.is_none()).count() as u64;
    notes.without_ties = tied[..placed].iter().filter(|tied| !**tied).count() as u64;
    let units = Units::new(unit_names.len(), &of);
    Ok(Listed { people: people.names, unit_names, arcs, units, times: edges.times, notes })
}

/// Names, each with a number.
#[derive(Default)]
struct Numbered {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Numbered {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }
}

fn read_units(bytes: &[u8], people: &mut Numbered) -> Result<(Vec<String>, Vec<Option<u32>>), Unreadable> {
    const COLUMNS: Columns = Columns {
        file: File::Units,
        shape: "person,unit",
        needed: &[
            &["person", "people", "id", "name", "node", "member", "employee", "user", "vertex"],
            &["unit", "department", "dept", "group", "team", "division", "site", "location", "school"],
        ],
        further: &[],
    };
    let mut units = Numbered::default();
    let mut of: Vec<Option<u32>> = Vec::new();
    let mut lines: Vec<u64> = Vec::new();
    let mut table = Table::of(bytes, &COLUMNS)?;
    while let Some(row) = table.next()? {
        let person = people.of(row.name(0)?) as usize;
        let unit = row.field(1).filter(|unit| !unit.is_empty()).map(|unit| units.of(unit));
        if person == of.len() {
            of.push(unit);
            lines.push(row.line);
        } else if of[person] != unit {
            let (name, line) = (&people.names[person], lines[person]);
            return Err(row.wrong(format!("{name} is in another unit in line {line}; a person has one unit")));
        }
    }
    Ok((units.names, of))
}

struct Edges {
    ties: Vec<Tie>,
    times: Option<(i64, i64)>,
    notes: Notes,
}

fn read_edges(bytes: &[u8], people: &mut Numbered) -> Result<Edges, Unreadable> {
    const COLUMNS: Columns = Columns {
        file: File::Edges,
        shape: "from,to,weight[,time]",
        needed: &[&["from", "source", "sender"], &["to", "target", "receiver", "recipient"]],
        further: &[&["weight", "count", "messages"], &["time", "date", "at", "timestamp"]],
    };
    let mut edges = Edges { ties: Vec::new(), times: None, notes: Notes::default() };
    let mut table = Table::of(bytes, &COLUMNS)?;
    while let Some(row) = table.next()? {
        let (from, to) = (people.of(row.name(0)?), people.of(row.name(1)?));
        let weight = weight(&row)?;
        edges.notes.rows += 1;
        if let Some(at) = time(&row)? {
            if (FIRST_CREDIBLE..LAST_CREDIBLE).contains(&at) {
                let (first, last) = edges.times.unwrap_or((at, at));
                edges.times = Some((first.min(at), last.max(at)));
            } else {
                edges.notes.doubtful_times += 1;
            }
        }
        if from == to {
            edges.notes.self_ties += 1;
        } else if weight == 0.0 {
            edges.notes.zero_weights += 1;
        } else {
            edges.ties.push(Tie { from, to, weight });
        }
    }
    Ok(edges)
}

/// 1 where the file has no such column.
fn weight(row: &Row<'_>) -> Result<f64, Unreadable> {
    let Some(words) = row.field(2) else { return Ok(1.0) };
    let weight: f64 = words.parse().map_err(|_| row.wrong(format!("the weight \"{words}\" is no number, as 3 or 0.5 is")))?;
    if !weight.is_finite() {
        return Err(row.wrong(format!("the weight {words} is no number to count with")));
    }
    if weight < 0.0 {
        return Err(row.wrong(format!("the weight {words} is below zero")));
    }
    if weight > WEIGHT_MAX {
        return Err(row.wrong(format!("the weight {words} is too large; at most {WEIGHT_MAX}")));
    }
    Ok(weight)
}

/// 1971, in microseconds: nothing older was a message in a system that can export it, and 0 is how a missing date looks.
const FIRST_CREDIBLE: i64 = 365 * 86_400_000_000;
/// 2038-01-01, in microseconds: in that month 32 bits of seconds run over.
const LAST_CREDIBLE: i64 = 24_837 * 86_400_000_000;

/// Seconds since 1970, a date, or a date and time, which is UTC unless it says otherwise.
fn time(row: &Row<'_>) -> Result<Option<i64>, Unreadable> {
    let Some(words) = row.field(3).filter(|words| !words.is_empty()) else { return Ok(None) };
    let seconds = words.parse::<f64>().ok().filter(|seconds| seconds.is_finite()).map(|seconds| (seconds * 1e6) as i64);
    let civil = || words.parse::<civil::DateTime>().ok().and_then(|time| time.to_zoned(TimeZone::UTC).ok());
    let micros = seconds
        .or_else(|| words.parse::<Timestamp>().ok().map(Timestamp::as_microsecond))
        .or_else(|| civil().map(|time| time.timestamp().as_microsecond()));
    let wrong = || row.wrong(format!("the time \"{words}\" is neither seconds since 1970 nor like 2026-05-01T12:00:00Z"));
    micros.map(Some).ok_or_else(wrong)
}

fn too_heavy(people: &Numbered, unfit: Unfit) -> Unreadable {
    let why = match unfit {
        Unfit::TooHeavy { from, to } => {
            let (from, to) = (&people.names[from as usize], &people.names[to as usize]);
            format!("the weights from {from} to {to} add up to more than {WEIGHT_MAX}")
        }
        other => other.to_string(),
    };
    Unreadable { file: File::Edges, line: 0, why }
}
