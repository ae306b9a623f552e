//! Habits: when somebody wants her digest, and when she wants quiet, by the clock on her own wall.

use crate::moment::{MINUTE, Moment, SECOND};
use jiff::{Timestamp, Zoned, civil::Weekday, tz::TimeZone};

/// How often a digest comes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// On Mondays.
    Weekly,
}

impl Rhythm {
    /// The word kept in the database and used in forms.
    pub fn word(self) -> &'static str {
        match self {
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
        }
    }

    /// The rhythm of that word.
    pub fn from_word(word: &str) -> Option<Rhythm> {
        [Rhythm::Daily, Rhythm::Weekly].into_iter().find(|rhythm| rhythm.word() == word)
    }
}

/// Somebody's habits; hours are full ones, 0 to 23, of her time zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Habit {
    /// How often a digest comes.
    pub rhythm: Rhythm,
    /// At what hour.
    pub hour: i8,
    /// When her quiet begins.
    pub quiet_from: i8,
    /// When it ends; the same hour as it begins means no quiet at all.
    pub quiet_until: i8,
}

impl Default for Habit {
    /// Mornings at eight, and quiet from eight in the evening to seven in the morning.
    fn default() -> Habit {
        Habit { rhythm: Rhythm::Daily, hour: 8, quiet_from: 20, quiet_until: 7 }
    }
}

impl Habit {
    /// The habits of somebody who chose none. Whose clock we do not know gets no quiet: it would fall into her day.
    pub fn unchosen(zone: &str) -> Habit {
        let habit = Habit::default();
        if zone.is_empty() { Habit { quiet_from: 0, quiet_until: 0, ..habit } } else { habit }
    }
}

/// Days looked ahead for an hour that may not exist where clocks are put forward.
const DAYS_AHEAD: i64 = 9;

impl Habit {
    /// Whether it is her quiet time.
    pub fn quiet(&self, at: Moment, zone: &str) -> bool {
        let Some(now) = on_her_wall(at, zone) else { return false };
        let (from, until, hour) = (self.quiet_from, self.quiet_until, now.hour());
        if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until }
    }

    /// The first moment from `at` on that is not in her quiet time.
    pub fn awake(&self, at: Moment, zone: &str) -> Moment {
        if !self.quiet(at, zone) {
            return at;
        }
        next_hour(at.plus(-1), zone, self.quiet_until, |_| true).unwrap_or(at)
    }

    /// When her next digest is due after `after`.
    pub fn next_digest(&self, after: Moment, zone: &str) -> Moment {
        let day = |day: &Zoned| self.rhythm == Rhythm::Daily || day.weekday() == Weekday::Monday;
        next_hour(after, zone, self.hour, day).unwrap_or(after)
    }
}

fn on_her_wall(at: Moment, zone: &str) -> Option<Zoned> {
    let zone = if zone.is_empty() { TimeZone::UTC } else { TimeZone::get(zone).unwrap_or(TimeZone::UTC) };
    Timestamp::from_microsecond(at.0).ok().map(|stamp| stamp.to_zoned(zone))
}

/// The first time after `after` that her clock shows this full hour on a day that fits.
fn next_hour(after: Moment, zone: &str, hour: i8, fits: impl Fn(&Zoned) -> bool) -> Option<Moment> {
    let today = on_her_wall(after, zone)?;
    (0..DAYS_AHEAD).find_map(|days| {
        let day = today.date().checked_add(jiff::Span::new().days(days)).ok()?;
        // An hour that the clocks leap over is the next one there is.
        let there = day.at(hour, 0, 0, 0).to_zoned(today.time_zone().clone()).ok()?;
        let moment = Moment(there.timestamp().as_microsecond());
        (moment > after && fits(&there)).then_some(moment)
    })
}

/// Reads when something is to be sent: a time with its offset, or the time on the clock of this zone as a page's
/// field writes it (`2026-11-26T08:00`).
pub fn read_time(text: &str, zone: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return Some(Moment(stamp.as_microsecond()));
    }
    let zone = if zone.is_empty() { TimeZone::UTC } else { TimeZone::get(zone).ok()? };
    let there = text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(zone).ok()?;
    Some(Moment(there.timestamp().as_microsecond()))
}

/// A moment as a page's field for times takes it, on the clock of this zone; to the minute.
pub fn field_time(at: Moment, zone: &str) -> String {
    let minute = Moment(at.0.div_euclid(MINUTE).saturating_mul(MINUTE / SECOND).saturating_mul(SECOND));
    on_her_wall(minute, zone).map(|there| there.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        read_time(text, "").expect("a time")
    }

    #[test]
    fn quiet_hours_go_by_the_clock_on_her_own_wall() {
        let habit = Habit::default();
        let check = |zone: &str, now: &str, awake: &str| assert_eq!(habit.awake(at(now), zone), at(awake), "{zone} {now}");
        check("", "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z");
        check("", "2026-03-02T20:00:00Z", "2026-03-03T07:00:00Z");
        check("", "2026-03-03T06:59:59Z", "2026-03-03T07:00:00Z");
        check("", "2026-03-03T07:00:00Z", "2026-03-03T07:00:00Z");
        check("Europe/Helsinki", "2026-03-02T18:30:00Z", "2026-03-03T05:00:00Z");
        check("America/Los_Angeles", "2026-03-02T18:30:00Z", "2026-03-02T18:30:00Z");
        // The night in which clocks go forward is an hour shorter.
        check("Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-29T05:00:00Z");
    }

    #[test]
    fn quiet_by_day_and_no_quiet_at_all_are_possible() {
        let shift = Habit { quiet_from: 8, quiet_until: 16, ..Habit::default() };
        assert!(shift.quiet(at("2026-03-02T09:00:00Z"), "") && !shift.quiet(at("2026-03-02T23:00:00Z"), ""));
        assert_eq!(shift.awake(at("2026-03-02T09:00:00Z"), ""), at("2026-03-02T16:00:00Z"));
        let never = Habit::unchosen("");
        assert_eq!(Habit::unchosen("Europe/Lisbon"), Habit::default());
        assert!((0..24).all(|hour| !never.quiet(Moment(at("2026-03-02T00:00:00Z").0 + hour * crate::moment::HOUR), "")));
    }

    #[test]
    fn a_digest_comes_at_her_hour_every_day_or_on_mondays() {
        let daily = Habit::default();
        assert_eq!(daily.next_digest(at("2026-03-02T07:59:00Z"), ""), at("2026-03-02T08:00:00Z"));
        assert_eq!(daily.next_digest(at("2026-03-02T08:00:00Z"), ""), at("2026-03-03T08:00:00Z"));
        assert_eq!(daily.next_digest(at("2026-03-02T08:00:00Z"), "Asia/Kolkata"), at("2026-03-03T02:30:00Z"));
        let weekly = Habit { rhythm: Rhythm::Weekly, ..daily };
        assert_eq!(weekly.next_digest(at("2026-03-02T08:00:00Z"), ""), at("2026-03-09T08:00:00Z"));
        assert_eq!(weekly.next_digest(at("2026-03-05T08:00:00Z"), ""), at("2026-03-09T08:00:00Z"));
        // Two o'clock does not exist that night; the digest comes at three.
        let small = Habit { hour: 2, ..Habit::default() };
        assert_eq!(small.next_digest(at("2026-03-28T12:00:00Z"), "Europe/Berlin"), at("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn a_time_is_read_with_its_offset_or_on_the_clock_of_a_zone() {
        assert_eq!(read_time("2026-11-26T08:00", "Europe/Helsinki"), Some(at("2026-11-26T06:00:00Z")));
        assert_eq!(read_time(" 2026-11-26T08:00:00+01:00 ", "Europe/Helsinki"), Some(at("2026-11-26T07:00:00Z")));
        for text in ["", "tomorrow", "2026-13-01T08:00", "08:00"] {
            assert_eq!(read_time(text, ""), None, "{text}");
        }
        assert_eq!(field_time(at("2026-11-26T06:00:59Z"), "Europe/Helsinki"), "2026-11-26T08:00");
    }
}
