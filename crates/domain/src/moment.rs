//! Times: microseconds since 1970 UTC, the only form in which the house keeps a time.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A moment in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment(pub i64);

/// One second in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in microseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in microseconds.
pub const DAY: i64 = 24 * HOUR;

impl Moment {
    /// This moment plus a number of microseconds, saturating.
    pub fn plus(self, micros: i64) -> Moment {
        Moment(self.0.saturating_add(micros))
    }

    /// Whole milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// RFC 3339 in UTC with seconds, for machines (`<time datetime>`, JSON).
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_second(self.0.div_euclid(SECOND)).map(|t| t.to_string()).unwrap_or_default()
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.rfc3339())
    }
}

/// What was written as [`Moment::rfc3339`]: whole seconds.
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Moment, D::Error> {
        let words = std::borrow::Cow::<str>::deserialize(d)?;
        let stamp: jiff::Timestamp = words.parse().map_err(D::Error::custom)?;
        Ok(Moment(stamp.as_microsecond()))
    }
}
