//! Movings: where a conversation came from, and whether it can be put back.

use crate::{
    Store,
    fault::Fault,
    reading::{Reading, audience::CircleNow},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    circle::{Reach, Sight},
    id::{CircleId, ConversationId, PartyId, PersonId, Position, SpaceId},
    moment::Moment,
    moving::MovingFacts,
};

/// The columns of [`facts`], in its order, of a row `v` and its conversation `c`.
macro_rules! moving_columns {
    () => {
        "v.id, v.conversation, v.position, v.moved_by, v.from_space, v.from_circle, v.to_circle, v.from_assignee, \
         CAST(CASE WHEN v.undone_at IS NULL AND c.circle = v.to_circle AND c.space = v.to_space THEN 0 ELSE 1 END AS BIGINT), \
         (SELECT COUNT(*) FROM message m WHERE m.conversation = v.conversation AND m.position > v.position), \
         (SELECT COUNT(*) FROM sight g WHERE g.circle = v.to_circle) - v.parties, \
         (SELECT CAST(COALESCE(SUM(g.since), 0) AS BIGINT) FROM sight g WHERE g.circle = v.to_circle) - v.sinces, \
         (SELECT COUNT(*) FROM sight g WHERE g.circle = v.to_circle AND g.given_position > v.position), \
         CAST(CASE WHEN COALESCE(c.assignee, 0) = COALESCE(v.to_assignee, 0) THEN 0 ELSE 1 END AS BIGINT), \
         (SELECT COUNT(*) FROM conversation b WHERE b.beside = v.conversation AND b.position > v.position)"
    };
}
pub(crate) use moving_columns;

statements! {
    LAST = "WITH {viewer} SELECT v.position, v.at, v.moved_by, COALESCE(p.name, ''), COALESCE(s.name, ''), c.id, \
        CASE WHEN {known c.circle} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
        FROM conversation c JOIN moving v ON v.conversation = c.id LEFT JOIN person p ON p.id = v.moved_by LEFT JOIN space s ON s.id = v.from_space AND {known s.circle} \
        WHERE c.number = $1 AND v.undone_at IS NULL AND (v.moved_by = $2 OR {known c.circle}) ORDER BY v.id DESC LIMIT 1";
    ROWS = concat!("WITH {viewer} SELECT ", moving_columns!(), " FROM moving v JOIN conversation c ON c.id = v.conversation \
        WHERE v.position = $1 AND EXISTS (SELECT 1 FROM moving f JOIN conversation d ON d.id = f.conversation \
        WHERE f.position = v.position AND (f.moved_by = $2 OR {known d.circle})) ORDER BY v.id");
    CIRCLES = "SELECT v.from_circle, v.to_circle FROM moving v WHERE v.id = $1";
    CIRCLE = "SELECT r.inside FROM circle r WHERE r.id = $1";
    SIGHTS = "SELECT g.party, g.since FROM sight g WHERE g.circle = $1";
}

/// The last time a conversation was moved, as far as it was not put back.
#[derive(Clone, Debug)]
pub struct Moving {
    /// Where in the log.
    pub position: Position,
    /// When.
    pub at: Moment,
    /// Who moved it.
    pub by: PersonId,
    /// Her name.
    pub by_name: String,
    /// The name of the space it came from; empty where the viewer does not see that.
    pub from: String,
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whether the viewer still sees it; if not, it is she who moved it.
    pub seen: bool,
}

pub(crate) fn facts(row: &Row<'_>) -> MovingFacts {
    MovingFacts {
        id: row.int(0),
        conversation: ConversationId(row.int(1)),
        position: row.position(2),
        moved_by: PersonId(row.int(3)),
        from_space: SpaceId(row.int(4)),
        from_circle: CircleId(row.int(5)),
        to_circle: CircleId(row.int(6)),
        from_assignee: row.int_or_null(7).map(PartyId),
        gone_on: row.yes(8),
        spoken: row.yes(9),
        rearranged: row.int(10) != 0 || row.int(11) != 0 || row.yes(12),
        assigned: row.yes(13),
        sidebar: row.yes(14),
    }
}

impl Reading {
    /// How a conversation came to its space, for who sees it or moved it herself.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn moving(&self, number: i64) -> Result<Option<Seen<Moving>>, Fault> {
        let me = self.viewer().person().unwrap_or(PersonId(0));
        self.one(&LAST, args![number, me], |row| {
            Seen::new(Moving {
                position: row.position(0),
                at: row.moment(1),
                by: PersonId(row.int(2)),
                by_name: row.text(3),
                from: row.text(4),
                conversation: ConversationId(row.int(5)),
                seen: row.yes(6),
            })
        })
        .await
    }

    /// What the rule of putting it back asks.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn moving_facts(&self, of: &Seen<Moving>) -> Result<Vec<MovingFacts>, Fault> {
        let me = self.viewer().person().unwrap_or(PersonId(0));
        self.rows(&ROWS, args![of.position, me], facts).await
    }
}

impl Store {
    /// The circles between which a conversation was moved: ids and positions only, for the live hub.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn circles_of_moving(&self, id: i64) -> Result<Vec<CircleNow>, Fault> {
        let pair = |row: &Row<'_>| [CircleId(row.int(0)), CircleId(row.int(1))];
        let Some(circles) = self.core().blind(&CIRCLES, args![id], pair).await?.into_iter().next() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for circle in circles {
            let inside = self.core().blind(&CIRCLE, args![circle], |row| row.int(0)).await?.first().copied().unwrap_or(1);
            let sight = |row: &Row<'_>| Sight { party: PartyId(row.int(0)), since: row.position(1) };
            let sights = self.core().blind(&SIGHTS, args![circle], sight).await?;
            found.push(CircleNow { reach: Reach::from_inside_bit(inside), sights });
        }
        Ok(found)
    }
}
