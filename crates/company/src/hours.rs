//! When people write: colleagues in working hours, everybody else from morning till night, on any day.

use crate::Dice;
use domain::moment::{DAY, HOUR, MINUTE, Moment};

/// The hours of a day in which people write, UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hours {
    from: i64,
    until: i64,
    weekends: bool,
}

/// Colleagues and partners.
pub(crate) const WORKING: Hours = Hours { from: 7, until: 17, weekends: false };
/// Everybody else.
pub(crate) const WAKING: Hours = Hours { from: 6, until: 22, weekends: true };

impl Hours {
    /// Some moment of the day that begins at `day`; `None` on a weekend that is free.
    pub fn within(self, day: Moment, dice: &mut Dice) -> Option<Moment> {
        let span = usize::try_from((self.until - self.from) * 60).unwrap_or(1);
        let at = day.plus(self.from * HOUR + minutes(dice.below(span)) + seconds(dice));
        (self.weekends || !weekend(at)).then_some(at)
    }

    /// So many minutes after a moment, or, where that is at night or free, some time in the next morning.
    pub fn after(self, moment: Moment, minutes_later: usize, dice: &mut Dice) -> Moment {
        let mut at = moment.plus(minutes(minutes_later) + seconds(dice));
        while !self.hold(at) {
            at = midnight(at).plus(if at.0 - midnight(at).0 < self.from * HOUR { 0 } else { DAY });
            at = at.plus(self.from * HOUR + minutes(dice.below(100)) + seconds(dice));
        }
        at
    }

    fn hold(self, at: Moment) -> bool {
        let hour = (at.0 - midnight(at).0) / HOUR;
        (self.from..self.until).contains(&hour) && (self.weekends || !weekend(at))
    }
}

/// The beginning of a moment's day, UTC.
pub(crate) fn midnight(at: Moment) -> Moment {
    Moment(at.0.div_euclid(DAY) * DAY)
}

fn weekend(at: Moment) -> bool {
    // The 1st of January 1970 was a Thursday.
    matches!((at.0.div_euclid(DAY) + 3).rem_euclid(7), 5 | 6)
}

fn minutes(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(0) * MINUTE
}

fn seconds(dice: &mut Dice) -> i64 {
    i64::try_from(dice.below(60)).unwrap_or(0) * domain::moment::SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, the 6th of March 2026, half past four in the afternoon.
    const FRIDAY: Moment = Moment(1_772_814_600_000_000);

    #[test]
    fn an_answer_of_friday_evening_comes_on_monday_morning() {
        let mut dice = Dice::seeded(1);
        let later = WORKING.after(FRIDAY, 120, &mut dice);
        assert_eq!((later.0 - midnight(FRIDAY).0) / DAY, 3);
        assert!(WORKING.hold(later));
        assert_eq!(midnight(WAKING.after(FRIDAY, 120, &mut dice)), midnight(FRIDAY));
    }

    #[test]
    fn nobody_works_on_sunday_but_riders_write() {
        let sunday = midnight(FRIDAY).plus(2 * DAY);
        let mut dice = Dice::seeded(1);
        assert_eq!(WORKING.within(sunday, &mut dice), None);
        assert!(WAKING.within(sunday, &mut dice).is_some());
    }
}
