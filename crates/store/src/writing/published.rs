//! Writing what was measured: results that may be seen, and of whom they spoke.

use crate::{
    fault::Fault,
    sql::{IDS_MAX, statements},
    value::args,
    writing::{Writing, house},
};
use domain::{
    circle::{Reach, Sight},
    id::{CircleId, PersonId, Position, UnitId},
    limits,
    moment::{DAY, Moment},
    party::{EMPLOYEES, MACHINE},
};

statements! {
    ADD = "INSERT INTO published (id, name, version, from_at, until_at, computed_at, circle, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (name, until_at) DO NOTHING";
    ADD_MEMBERS = "WITH {ids} INSERT INTO measured_group (unit, until_at, from_at, person) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), i.id \
        FROM ids i WHERE i.id <> 0 ON CONFLICT (unit, until_at, person) DO NOTHING";
    DROP_MEMBERS = "DELETE FROM measured_group WHERE until_at <= $1";
}

/// The setting that names the observatory's circle.
const CIRCLE: &str = "observatory-circle";
/// So long of whom was spoken is kept: as far as the oldest window looks back that may still be measured.
const KEPT: i64 = (limits::RAISED_WEEKS + limits::WINDOWS_PER_RUN as i64 - 1) * 7 * DAY;

/// A result to be published.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// What was measured.
    pub name: &'static str,
    /// The version of its form.
    pub version: i64,
    /// The window's first moment.
    pub from: Moment,
    /// The first moment after it.
    pub until: Moment,
    /// The result as JSON.
    pub body: String,
    /// Of whom the numbers of each unit speak; `UnitId(0)` is the whole house.
    pub groups: Vec<(UnitId, Vec<PersonId>)>,
}

impl Writing {
    /// Publishes a result, for all employees alike; its id, or `None` where that window is published already. Of whom was spoken
    /// so long ago that nothing is compared with it any more is dropped.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn publish_result(&mut self, it: &NewResult) -> Result<Option<i64>, Fault> {
        let circle = self.observatory_circle().await?;
        let id = self.mint();
        let args = args![id, it.name, it.version, it.from, it.until, self.at(), circle, it.body.as_str()];
        if self.run(&ADD, args).await? == 0 {
            return Ok(None);
        }
        for (unit, people) in &it.groups {
            let people: Vec<i64> = people.iter().map(|person| person.0).collect();
            for some in people.chunks(IDS_MAX) {
                self.run_of(&ADD_MEMBERS, args![*unit, it.until, it.from], some).await?;
            }
        }
        self.run(&DROP_MEMBERS, args![it.until.plus(-KEPT)]).await?;
        Ok(Some(id))
    }

    /// The circle of everything published, made with the first of it: inside, all employees.
    async fn observatory_circle(&mut self) -> Result<CircleId, Fault> {
        let known = self.one(&house::SETTING, args![CIRCLE], |row| row.text(0)).await?;
        if let Some(circle) = known.and_then(|text| text.parse().ok()) {
            return Ok(circle);
        }
        let circle = self.add_circle(Reach::Inside).await?;
        self.give_sight(circle, Reach::Inside, Sight { party: EMPLOYEES, since: Position::START }, MACHINE).await?;
        self.run(&house::SET, args![CIRCLE, circle.to_string()]).await?;
        Ok(circle)
    }
}
