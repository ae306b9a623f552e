//! What the viewer planned, and what of all that is due.

use crate::{
    custodian::Custodian,
    fault::Fault,
    opening::Store,
    reading::{Reading, conversation::Headline},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{ConversationId, PersonId, PlannedId},
    limits,
    moment::Moment,
};

statements! {
    MINE = "SELECT q.id, q.conversation, q.source, q.due_at, (SELECT COUNT(*) FROM attachment a WHERE a.planned = q.id) FROM planned q \
        WHERE q.person = $1 AND (CAST($2 AS BIGINT) = 0 OR q.conversation = $2) ORDER BY q.due_at, q.id LIMIT $3";
    DUE = "SELECT q.id, q.person, q.source FROM planned q WHERE q.due_at <= $1 ORDER BY q.due_at, q.id LIMIT $2";
}

/// Something the viewer planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Which.
    pub id: PlannedId,
    /// Where.
    pub conversation: ConversationId,
    /// As typed.
    pub source: String,
    /// When it goes.
    pub due_at: Moment,
    /// How many files go with it.
    pub files: i64,
}

impl Reading {
    /// What the viewer planned, the next first: in a conversation or anywhere.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_plans(&self, of: Option<&Seen<Headline>>) -> Result<Vec<Seen<Planned>>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Vec::new()) };
        self.rows(&MINE, args![me, of.map_or(0, |h| h.id.0), limits::PLANNED_MAX], |row| {
            Seen::new(Planned {
                id: PlannedId(row.int(0)),
                conversation: ConversationId(row.int(1)),
                source: row.text(2),
                due_at: row.moment(3),
                files: row.int(4),
            })
        })
        .await
    }
}

impl Store {
    /// The plans that are due, the oldest first, with their writers and words.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn plans_due(&self, _keys: &Custodian, limit: usize) -> Result<Vec<(PlannedId, PersonId, String)>, Fault> {
        let now = self.clock().now();
        self.core().blind(&DUE, args![now, limit], |row| (PlannedId(row.int(0)), PersonId(row.int(1)), row.text(2))).await
    }
}
