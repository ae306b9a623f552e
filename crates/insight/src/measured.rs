//! What a measure says: a finite number, or why there is none.

use serde::Serialize;
use std::fmt;

/// Why there is no number. Never a zero in its place: a zero is an answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lacking {
    /// Nobody is in a unit.
    NoPeople,
    /// Nobody turned to anybody.
    NoTies,
    /// All are in one unit, so that nothing could cross.
    OneUnit,
    /// Everyone is a unit of her own, so that nothing could stay inside.
    OnlySingles,
    /// She has no ties.
    NoContacts,
    /// Nothing happened that could be counted.
    NoRecords,
    /// Fewer people than may be spoken of.
    TooFew,
    /// Fewer than half, or whichever share was asked for, have got there yet.
    NotReached,
    /// So many units that a table of all pairs would not be read.
    TooManyUnits,
    /// The network leaves no room in which the measure could move.
    NoRoom,
    /// The numbers are too large to be added up.
    TooLarge,
}

impl fmt::Display for Lacking {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Lacking::NoPeople => "nobody is in a unit",
            Lacking::NoTies => "no ties to measure",
            Lacking::OneUnit => "all are in one unit, nothing could cross",
            Lacking::OnlySingles => "each is a unit of one, nothing could stay inside",
            Lacking::NoContacts => "no ties of its own",
            Lacking::NoRecords => "nothing to count",
            Lacking::TooFew => "too few people to say",
            Lacking::NotReached => "not reached yet",
            Lacking::TooManyUnits => "too many units for a table of all pairs",
            Lacking::NoRoom => "these sizes and ties leave the measure no room to move",
            Lacking::TooLarge => "the numbers are too large to be added up",
        })
    }
}

/// A finite number, or why there is none.
pub type Said<T = f64> = Result<T, Lacking>;

/// The number, if it is one.
pub fn finite(number: f64) -> Said {
    if number.is_finite() { Ok(number) } else { Err(Lacking::TooLarge) }
}

/// `part / whole`, or `lacking` where there is no whole.
pub fn share(part: f64, whole: f64, lacking: Lacking) -> Said {
    if whole > 0.0 { finite(part / whole) } else { Err(lacking) }
}

/// The name of a measure, and the version of its definition: a number is comparable only with others of its version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    /// As in JSON.
    pub name: &'static str,
    /// Grows when the definition changes.
    pub version: u16,
}

impl Name {
    /// The first definition of `name`.
    pub const fn first(name: &'static str) -> Self {
        Self { name, version: 1 }
    }
}

/// From when until when, in microseconds UTC; `until` no longer belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Window {
    /// The first moment.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
}

impl Window {
    /// Whether a moment lies in it.
    pub fn holds(&self, at: i64) -> bool {
        (self.from..self.until).contains(&at)
    }
}

/// What is published of a measure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measured {
    name: &'static str,
    version: u16,
    window: Window,
    n: u64,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    lacking: Option<Lacking>,
}

impl Measured {
    /// A measure over `n` people, ties or threads of a window.
    pub fn new(name: Name, window: Window, n: usize, said: Said) -> Self {
        let said = said.and_then(finite);
        let Name { name, version } = name;
        Self { name, version, window, n: n as u64, value: said.ok(), low: None, high: None, lacking: said.err() }
    }

    /// The same with the bounds of its 95 % interval; bounds that are no numbers are left out.
    #[must_use]
    pub fn between(mut self, low: f64, high: f64) -> Self {
        if self.value.is_some() {
            (self.low, self.high) = (finite(low).ok(), finite(high).ok());
        }
        self
    }

    /// The same measure, hidden: `n` goes as well, for it would tell how few they are.
    #[must_use]
    pub fn hidden(self) -> Self {
        Self { n: 0, value: None, low: None, high: None, lacking: Some(Lacking::TooFew), ..self }
    }

    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The version of its definition.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// What it stands on.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The number, or why there is none.
    pub fn said(&self) -> Said {
        match (self.value, self.lacking) {
            (Some(value), _) => Ok(value),
            (None, lacking) => Err(lacking.unwrap_or(Lacking::NoRecords)),
        }
    }

    /// The bounds of its 95 % interval, where it has one.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { from: 0, until: 10 };

    #[test]
    fn what_is_no_number_is_published_as_null_with_a_reason() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let json = serde_json::to_value(Measured::new(Name::first("x"), WINDOW, 3, Ok(bad)).between(0.0, bad)).unwrap();
            assert_eq!((&json["value"], &json["lacking"]), (&serde_json::Value::Null, &"too_large".into()));
            assert_eq!(json["low"], serde_json::Value::Null);
        }
    }

    #[test]
    fn a_published_number_carries_version_window_n_and_bounds() {
        let measured = Measured::new(Name::first("x"), WINDOW, 3, Ok(0.5)).between(0.25, 0.75);
        let json = serde_json::to_value(&measured).unwrap();
        let want = serde_json::json!({"name": "x", "version": 1, "window": {"from": 0, "until": 10}, "n": 3,
            "value": 0.5, "low": 0.25, "high": 0.75, "lacking": null});
        assert_eq!(json, want);
        assert_eq!(measured.hidden().n(), 0);
    }

    #[test]
    fn nothing_of_nothing_is_not_zero() {
        assert_eq!(share(0.0, 0.0, Lacking::NoTies), Err(Lacking::NoTies));
        assert_eq!(share(0.0, 2.0, Lacking::NoTies), Ok(0.0));
    }
}
