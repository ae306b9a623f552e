//! Moments as pages show them: a machine's form for the browser, plain words in the viewer's time zone inside.

use crate::words::t;
use domain::moment::{Moment, SECOND};
use jiff::{Timestamp, tz::TimeZone};

/// The time zone in which plain words tell a moment.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Zone {
        Zone(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone of this IANA name; UTC where it is empty or unknown.
    pub fn named(name: &str) -> Zone {
        if name.is_empty() { Zone::default() } else { Zone(TimeZone::get(name).unwrap_or(TimeZone::UTC)) }
    }
}

/// The moment in words: `23 Nov 2026, 17:50 UTC`.
pub fn absolute(at: Moment, zone: &Zone) -> String {
    let Ok(stamp) = Timestamp::from_second(at.0.div_euclid(SECOND)) else { return String::new() };
    stamp.to_zoned(zone.0.clone()).strftime(t("time-pattern").as_ref()).to_string()
}

/// The element the browser turns into "4 min"; without a script the words inside are read.
pub fn element(at: Moment, zone: &Zone) -> String {
    let words = domain::markup::escape(&absolute(at, zone)).into_owned();
    format!(
        "<relative-time datetime=\"{}\" format-style=\"narrow\" prefix=\"\" threshold=\"P7D\">{words}</relative-time>",
        at.rfc3339()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_viewers_time_zone() {
        let at = Moment(1_795_456_200 * SECOND);
        assert_eq!(absolute(at, &Zone::default()), "23 Nov 2026, 17:50 UTC");
        assert_eq!(absolute(at, &Zone::named("Europe/Helsinki")), "23 Nov 2026, 19:50 EET");
        assert_eq!(absolute(at, &Zone::named("Nowhere/Land")), "23 Nov 2026, 17:50 UTC");
    }

    #[test]
    fn a_moment_no_calendar_holds_is_told_by_nothing() {
        assert_eq!(absolute(Moment(i64::MAX), &Zone::default()), "");
    }
}
