//! What a letter may belong to that names no letter it answers: read in the transaction that writes it.

use crate::{
    fault::Fault,
    sql::statements,
    value::args,
    writing::{Writing, acting::Acting},
};
use domain::{
    id::{ConversationId, PersonId, SpaceId},
    moment::Moment,
};

statements! {
    LATELY = "SELECT f.conversation, c.subject, f.last_at FROM shelf f JOIN conversation c ON c.id = f.conversation \
        WHERE f.party IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND f.space = $2 ORDER BY f.last_at DESC, f.conversation DESC LIMIT $3";
    SAID = "WITH {viewer}, {ids} SELECT m.conversation, m.source FROM ids i JOIN conversation c ON c.id = i.id JOIN message m ON m.conversation = c.id \
        WHERE m.deleted_at IS NULL AND {visible c.circle m.position} ORDER BY m.id DESC LIMIT $1";
    CLOSING = "SELECT c.closed_at, s.reopen_days FROM conversation c JOIN space s ON s.id = c.space WHERE c.id = $1";
    REOPEN_DAYS = "SELECT s.reopen_days FROM space s WHERE s.id = $1";
}

/// A conversation somebody stands in by name.
#[derive(Clone, Debug)]
pub struct Lately {
    /// Which.
    pub conversation: ConversationId,
    /// Its subject.
    pub subject: String,
    /// When something was last said in it.
    pub last_at: Moment,
}

impl Writing {
    /// The conversations of a space whose circle names a person herself, the latest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn lately_with(&self, person: PersonId, space: SpaceId, limit: usize) -> Result<Vec<Lately>, Fault> {
        self.rows(&LATELY, args![person, space, limit], |row| Lately {
            conversation: ConversationId(row.int(0)),
            subject: row.text(1),
            last_at: row.moment(2),
        })
        .await
    }

    /// What was last said in these conversations, as far as the actor sees it, the newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn said_lately(
        &self,
        me: &Acting,
        conversations: &[ConversationId],
        limit: usize,
    ) -> Result<Vec<(ConversationId, String)>, Fault> {
        let ids: Vec<i64> = conversations.iter().map(|id| id.0).collect();
        self.seen_of(&SAID, args![limit], me.eyes(), &ids, |row| (ConversationId(row.int(0)), row.text(1))).await
    }

    /// When a conversation was closed, if it is, and within how many days a letter opens it again.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn closing(&self, conversation: ConversationId) -> Result<(Option<Moment>, i64), Fault> {
        let found = self.one(&CLOSING, args![conversation], |row| (row.moment_or_null(0), row.int(1))).await?;
        Ok(found.unwrap_or((None, 0)))
    }

    /// Within how many days a letter opens a closed conversation of this space again.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reopen_days(&self, space: SpaceId) -> Result<i64, Fault> {
        Ok(self.one(&REOPEN_DAYS, args![space], |row| row.int(0)).await?.unwrap_or_default())
    }
}
