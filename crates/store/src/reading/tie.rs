//! Ties for measuring: through the gate, and for nothing but numbers about groups.
//!
//! **Invariant.** Every function takes whom the gate let through, and gives nothing of anybody else.

use crate::{custodian::Custodian, fault::Fault, opening::Store, row::Row, sql::statements, value::args};
use domain::{
    id::{PersonId, UnitId},
    moment::Moment,
    terms::Counted,
};

statements! {
    WEEKS = "SELECT t.week, t.author, t.person, t.author_unit, t.person_unit, t.messages, t.weight FROM tie_week t WHERE t.week >= $1 AND t.week <= $2 \
        ORDER BY t.week, t.author, t.person, t.author_unit, t.person_unit";
    STAYS = "SELECT m.person, m.party, m.joined_at, m.left_at FROM membership m JOIN party y ON y.id = m.party JOIN person p ON p.id = m.person \
        WHERE y.kind = 'unit' AND m.joined_at < $2 AND (m.left_at IS NULL OR m.left_at > $1) AND (p.deactivated_at IS NULL OR p.deactivated_at > $1) \
        ORDER BY m.person, m.joined_at, m.party";
    PLAIN_TURNED = "SELECT t.message, t.person, t.author, t.at, t.means, t.author_unit, t.person_unit FROM turned t ORDER BY t.message, t.person";
    PLAIN_WEEKS = "SELECT t.week, t.author, t.person, t.author_unit, t.person_unit, t.messages, t.weight FROM tie_week t ORDER BY t.week, t.author, t.person, t.author_unit, t.person_unit";
    PLAIN_DAYS = "SELECT t.day, t.author_unit, t.person_unit, t.messages, t.weight FROM tie_day t ORDER BY t.day, t.author_unit, t.person_unit";
}

/// What one person gave another in one week, each in the unit she was in then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeekTie {
    /// The week, counted from 1970-01-01.
    pub week: i64,
    /// Who turned, and her unit; `UnitId(0)` for none.
    pub from: (PersonId, UnitId),
    /// To whom, and her unit.
    pub to: (PersonId, UnitId),
    /// Messages.
    pub messages: i64,
    /// Weight at the week's end, in billionths.
    pub weight: i64,
}

impl Store {
    /// Ties between colleagues in some weeks, those of people who may not be counted left out.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn ties(&self, _keys: &Custodian, counted: &Counted, first: i64, last: i64) -> Result<Vec<WeekTie>, Fault> {
        let tie = |row: &Row<'_>| {
            let (from, to) = (PersonId(row.int(1)), PersonId(row.int(2)));
            (counted.admits_colleague(from) && counted.admits_colleague(to)).then(|| WeekTie {
                week: row.int(0),
                from: (from, UnitId(row.int(3))),
                to: (to, UnitId(row.int(4))),
                messages: row.int(5),
                weight: row.int(6),
            })
        };
        Ok(self.core().blind(&WEEKS, args![first, last], tie).await?.into_iter().flatten().collect())
    }

    /// Who was in which unit at some time of a window, and since when, of those who may be counted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people_of_units(
        &self,
        _keys: &Custodian,
        counted: &Counted,
        from: Moment,
        until: Moment,
    ) -> Result<Vec<(PersonId, UnitId, Moment)>, Fault> {
        let stay = |row: &Row<'_>| (PersonId(row.int(0)), UnitId(row.int(1)), row.moment(2));
        let stays = self.core().blind(&STAYS, args![from, until], stay).await?;
        let stays = stays.into_iter().filter(|(person, ..)| counted.admits_colleague(*person));
        Ok(stays.map(|(person, unit, since)| (person, unit, counted.counts_in_unit_since(person, since))).collect())
    }

    /// All rows of ties as they stand, a line each: for tests that compare what was kept with what is derived anew.
    ///
    /// # Errors
    /// A fault of the database.
    #[doc(hidden)]
    pub async fn plain_ties(&self, _keys: &Custodian) -> Result<Vec<String>, Fault> {
        let numbers =
            |row: &Row<'_>, columns: &[usize]| columns.iter().map(|c| row.int(*c).to_string()).collect::<Vec<_>>().join(" ");
        let mut lines = self
            .core()
            .blind(&PLAIN_TURNED, args![], |row| format!("turned {} {}", numbers(row, &[0, 1, 2, 3, 5, 6]), row.text(4)))
            .await?;
        lines.extend(
            self.core().blind(&PLAIN_WEEKS, args![], |row| format!("week {}", numbers(row, &[0, 1, 2, 3, 4, 5, 6]))).await?,
        );
        lines.extend(self.core().blind(&PLAIN_DAYS, args![], |row| format!("day {}", numbers(row, &[0, 1, 2, 3, 4]))).await?);
        Ok(lines)
    }
}
