//! How the viewer wants to be told, for her own pages and for the letters to her.

use crate::{
    fault::Fault,
    reading::Reading,
    seen::Seen,
    sql::statements,
    value::args,
    writing::telling::{choice, habit},
};
use domain::{habit::Habit, telling::Choice};

statements! {
    MINE = "SELECT t.space, t.reason, t.level FROM telling t WHERE t.person = $1 ORDER BY t.space, t.reason LIMIT 5000";
    HABIT = "SELECT COALESCE(h.rhythm, ''), COALESCE(h.hour, 0), COALESCE(h.quiet_from, 0), COALESCE(h.quiet_until, 0), p.time_zone \
        FROM person p LEFT JOIN habit h ON h.person = p.id WHERE p.id = $1";
}

impl Reading {
    /// What the viewer chose, for all spaces and for single ones.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_choices(&self) -> Result<Seen<Vec<Choice>>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Seen::new(Vec::new())) };
        let found = self.rows(&MINE, args![me], |row| choice(row.int(0), &row.text(1), &row.text(2))).await?;
        Ok(Seen::new(found.into_iter().flatten().collect()))
    }

    /// When the viewer wants digests and quiet.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_habit(&self) -> Result<Seen<Habit>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Seen::new(Habit::default())) };
        let found =
            self.one(&HABIT, args![me], |row| habit(&row.text(0), [row.int(1), row.int(2), row.int(3)], &row.text(4))).await?;
        Ok(Seen::new(found.unwrap_or_default()))
    }
}
