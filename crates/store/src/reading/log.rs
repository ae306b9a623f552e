//! The log and the bookmarks in it: ids only, so no viewer is asked; what lines lead to is read through one.

use crate::{
    fault::Fault,
    opening::{Core, Store},
    row::Row,
    sql::statements,
    value::args,
};
use domain::{
    activity::{Activity, LogLine, Verb},
    id::{ConversationId, PersonId, Position, SpaceId},
    moment::Moment,
};

statements! {
    HEAD = "SELECT position FROM log_head WHERE id = 1";
    LINES_AFTER = "SELECT position, at, actor, verb, space, conversation, object, other FROM activity WHERE position > $1 ORDER BY position LIMIT $2";
    BOOKMARK = "SELECT bookmark, lease, lease_until FROM consumer WHERE name = $1";
    BOOKMARKS = "SELECT name, bookmark FROM consumer ORDER BY name";
}

/// A bookmark as it stands.
pub(crate) struct Bookmarked {
    pub position: Position,
    pub lease: String,
    pub lease_until: Moment,
}

pub(crate) async fn head(core: &Core) -> Result<Position, Fault> {
    let rows = core.blind(&HEAD, args![], |row| row.position(0)).await?;
    Ok(rows.first().copied().unwrap_or_default())
}

pub(crate) async fn lines_after(core: &Core, after: Position, limit: usize) -> Result<Vec<LogLine>, Fault> {
    core.blind(&LINES_AFTER, args![after, limit], line).await
}

pub(crate) async fn bookmark(core: &Core, name: &str) -> Result<Option<Bookmarked>, Fault> {
    let rows = core
        .blind(&BOOKMARK, args![name], |row| Bookmarked {
            position: row.position(0),
            lease: row.text(1),
            lease_until: row.moment(2),
        })
        .await?;
    Ok(rows.into_iter().next())
}

fn line(row: &Row<'_>) -> LogLine {
    let id = |column| Some(row.int(column)).filter(|id| *id != 0);
    LogLine {
        position: row.position(0),
        at: row.moment(1),
        activity: Activity {
            actor: PersonId(row.int(2)),
            // A verb this program does not know was written by a newer one; nothing follows from it here.
            verb: Verb::from_word(&row.text(3)).unwrap_or(Verb::Read),
            space: id(4).map(SpaceId),
            conversation: id(5).map(ConversationId),
            object: row.int(6),
            other: row.int(7),
        },
    }
}

impl Store {
    /// The length of the log.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn head(&self) -> Result<Position, Fault> {
        head(self.core()).await
    }

    /// Lines behind a position, in order, at most `limit`.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn lines_after(&self, after: Position, limit: usize) -> Result<Vec<LogLine>, Fault> {
        lines_after(self.core(), after, limit).await
    }

    /// All bookmarks: how far each consumer has come.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn bookmarks(&self) -> Result<Vec<(String, Position)>, Fault> {
        self.core().blind(&BOOKMARKS, args![], |row| (row.text(0), row.position(1))).await
    }
}
