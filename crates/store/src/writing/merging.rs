//! Merging conversations: the one ends and points to the other; no message, sight or shelf of it changes.

use crate::{fault::Fault, reading::audience::digest_of, sql::statements, value::args, writing::Writing};
use domain::{
    id::{ConversationId, PartyId, PersonId, Position},
    merging::{MayMerge, MayPart},
    moment::Moment,
    moving::Holder,
};

statements! {
    REMEMBER = "INSERT INTO merging (id, conversation, into_conversation, position, at, merged_by, brought, stage, awaited_since, closed_at, closed_by, closed_reason, \
        into_awaited, undone_at, undone_by) SELECT CAST($1 AS BIGINT), c.id, t.id, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), \
        c.stage, c.awaited_since, c.closed_at, c.closed_by, c.closed_reason, t.awaited_since, NULL, NULL FROM conversation c CROSS JOIN conversation t WHERE c.id = $2 AND t.id = $3";
    END = "UPDATE conversation SET merged_into = $2, stage = 'closed', closed_at = $3, closed_by = $4, closed_reason = 'merged', awaited_since = NULL WHERE id = $1";
    WAITS = "UPDATE conversation SET awaited_since = $2 WHERE id = $1";
    WAITS_STILL = "UPDATE conversation SET awaited_since = (SELECT MIN(x.since) FROM (SELECT CAST($2 AS BIGINT) AS since UNION ALL \
        SELECT g.awaited_since FROM merging g WHERE g.into_conversation = $1 AND g.undone_at IS NULL AND g.position > $3) AS x) WHERE id = $1 AND awaited_since IS NOT NULL";
    FOLLOW = "INSERT INTO participant (conversation, person, role, since) SELECT CAST($2 AS BIGINT), t.person, 'merged', CAST($3 AS BIGINT) FROM participant t \
        WHERE t.conversation = $1 ON CONFLICT (conversation, person) DO NOTHING";
    UNFOLLOW = "DELETE FROM participant WHERE conversation = $1 AND role = 'merged' AND since = $2 AND NOT EXISTS \
        (SELECT 1 FROM message m WHERE m.conversation = $1 AND m.author = participant.person)";
    GOES_ON = "SELECT c.merged_into FROM conversation c WHERE c.id = $1";
    LAST = "SELECT g.id, g.position, g.brought, g.stage, g.awaited_since, g.closed_at, g.closed_by, g.closed_reason, g.into_awaited, \
        (SELECT COUNT(*) FROM message m WHERE m.conversation = g.into_conversation AND m.position > g.position) \
        FROM merging g WHERE g.conversation = $1 AND g.undone_at IS NULL ORDER BY g.id DESC LIMIT 1";
    BROUGHT = "SELECT g.party FROM sight g WHERE g.circle = $1 AND g.given_position > $2 AND g.given_position <= $3";
    RESTORE = "UPDATE conversation SET merged_into = NULL, stage = $2, awaited_since = $3, closed_at = $4, closed_by = $5, closed_reason = $6 WHERE id = $1";
    UNDO = "UPDATE merging SET undone_at = $2, undone_by = $3 WHERE id = $1";
}

/// Conversations that go on in each other, followed this far; taking apart and merging again makes no loop longer.
const MERGED_DEEP: usize = 20;

/// The digest of who stands in two conversations, as the page of merging them shows it.
pub fn merging_digest(it: (ConversationId, &[Holder]), into: (ConversationId, &[Holder])) -> String {
    let mut text = String::new();
    for (conversation, holders) in [it, into] {
        text.push_str(&format!("{conversation}:"));
        for holder in holders {
            text.push_str(&format!("{} {};", holder.party, holder.since));
        }
    }
    digest_of(&text)
}

/// What was, before a conversation was merged.
#[derive(Clone, Debug)]
struct Before {
    id: i64,
    position: Position,
    brought: i64,
    stage: String,
    awaited_since: Option<Moment>,
    closed_at: Option<Moment>,
    closed_by: Option<i64>,
    closed_reason: Option<String>,
    into_awaited: Option<Moment>,
    spoken: bool,
}

impl Writing {
    /// Ends a conversation that goes on in another: who waits for us waits there, who takes part takes part there.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merge(&mut self, permit: &MayMerge, by: PersonId, brought: usize) -> Result<(), Fault> {
        let (it, into, position) = (permit.conversation(), permit.target(), self.next_position());
        let args = args![self.mint(), it, into, position, self.at(), by, brought];
        self.run(&REMEMBER, args).await?;
        let (here, there) = (self.awaited_since(it).await?, self.awaited_since(into).await?);
        if let Some(since) = here {
            self.run(&WAITS, args![into, there.map_or(since, |there| there.min(since))]).await?;
        }
        self.run(&END, args![it, into, self.at(), by]).await?;
        self.run(&FOLLOW, args![it, into, position]).await?;
        Ok(())
    }

    /// Where a conversation goes on: in itself, or where it was merged into.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn goes_on_in(&self, conversation: ConversationId) -> Result<ConversationId, Fault> {
        let mut it = conversation;
        for _ in 0..MERGED_DEEP {
            match self.one(&GOES_ON, args![it], |row| row.int_or_null(0).map(ConversationId)).await?.flatten() {
                Some(next) => it = next,
                None => break,
            }
        }
        Ok(it)
    }

    /// Where a conversation was merged into, if it was.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merged_into(&self, conversation: ConversationId) -> Result<Option<ConversationId>, Fault> {
        Ok(self.one(&GOES_ON, args![conversation], |row| row.int_or_null(0).map(ConversationId)).await?.flatten())
    }

    /// Takes a merged conversation apart: it stands as before. Those who were brought into the other for it, where
    /// nothing was said there since, for the action to take out again.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn part(&mut self, permit: &MayPart, by: PersonId) -> Result<Vec<PartyId>, Fault> {
        let (it, into) = (permit.conversation(), permit.target());
        let before = |row: &crate::row::Row<'_>| Before {
            id: row.int(0),
            position: row.position(1),
            brought: row.int(2),
            stage: row.text(3),
            awaited_since: row.moment_or_null(4),
            closed_at: row.moment_or_null(5),
            closed_by: row.int_or_null(6),
            closed_reason: row.text_or_null(7),
            into_awaited: row.moment_or_null(8),
            spoken: row.yes(9),
        };
        let Some(was) = self.one(&LAST, args![it], before).await? else { return Ok(Vec::new()) };
        let args = args![it, was.stage, was.awaited_since, was.closed_at, was.closed_by, was.closed_reason];
        self.run(&RESTORE, args).await?;
        self.run(&UNFOLLOW, args![into, was.position]).await?;
        self.run(&UNDO, args![was.id, self.at(), by]).await?;
        if was.spoken {
            // What was said there since was said to them too.
            return Ok(Vec::new());
        }
        // Others that were merged into it since wait there still; where nobody waits by now, nobody does.
        self.run(&WAITS_STILL, args![into, was.into_awaited, was.position]).await?;
        let last = Position(was.position.0 + 1 + was.brought);
        self.rows(&BROUGHT, args![permit.target_circle(), was.position, last], |row| PartyId(row.int(0))).await
    }
}
