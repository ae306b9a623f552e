//! Writing conversations: starting, moving through stages, assigning.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    conversation::{MayAccept, MayAssign, MayClose, MayFollow, MayOpenSidebar, MayReopen, MayReply},
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position, SpaceId},
    kind::{Kind, Stage},
    moment::Moment,
    space::MayStart,
};

statements! {
    ADD = "INSERT INTO conversation (id, number, space, kind, stage, subject, circle, beside, starter, started_at, position, last_position, last_at, \
        awaited_since, assignee, closed_at, closed_by, closed_reason, accepted, linked) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $10, NULL, NULL, NULL, NULL, NULL, NULL, $12)";
    SPOKEN = "UPDATE conversation SET last_position = $2, last_at = CASE WHEN last_at < $3 THEN $3 ELSE last_at END, stage = $4, awaited_since = $5 WHERE id = $1";
    SHELVED = "UPDATE shelf SET last_at = CASE WHEN last_at < $2 THEN $2 ELSE last_at END, last_position = $3 WHERE conversation = $1 AND party IN (SELECT g.party FROM sight g WHERE g.circle = $4)";
    AWAITED = "SELECT awaited_since FROM conversation WHERE id = $1";
    CLOSE = "UPDATE conversation SET stage = 'closed', closed_at = $2, closed_by = $3, closed_reason = $4, awaited_since = NULL WHERE id = $1";
    REOPEN = "UPDATE conversation SET stage = 'open', closed_at = NULL, closed_by = NULL, closed_reason = NULL WHERE id = $1";
    ASSIGN = "UPDATE conversation SET assignee = $2 WHERE id = $1";
    ACCEPT = "UPDATE conversation SET accepted = $2, awaited_since = NULL, \
        stage = CASE WHEN stage = 'closed' THEN stage ELSE 'answered' END WHERE id = $1 AND (accepted IS NULL OR accepted <> $2)";
    SIDEBARS = "SELECT id FROM conversation WHERE beside = $1 ORDER BY id";
    NEWER = "SELECT CAST(1 AS BIGINT) FROM message m WHERE m.conversation = $1 AND m.position > $2 AND m.author <> $3 LIMIT 1";
    PARTICIPATE = "INSERT INTO participant (conversation, person, role, since) VALUES ($1, $2, $3, $4) ON CONFLICT (conversation, person) DO NOTHING";
    PARTICIPANTS = "SELECT DISTINCT COALESCE(p.merged_into, p.id) FROM participant t JOIN person p ON p.id = t.person WHERE t.conversation = $1 AND t.since < $2 LIMIT 500";
    MARK = "INSERT INTO reading_mark (person, conversation, position, back) VALUES ($1, $2, $3, 0) ON CONFLICT (person, conversation) \
        DO UPDATE SET position = excluded.position, back = 0 WHERE reading_mark.position < excluded.position";
    UNMARK = "INSERT INTO reading_mark (person, conversation, position, back) VALUES ($1, $2, $3, 1) ON CONFLICT (person, conversation) \
        DO UPDATE SET position = excluded.position, back = 1";
    MARK_SPACE = "INSERT INTO space_mark (person, space, position) VALUES ($1, $2, $3) ON CONFLICT (person, space) DO UPDATE SET position = excluded.position";
    DROP_MARKS = "DELETE FROM reading_mark WHERE person = $1 AND position <= $3 AND conversation IN (SELECT f.conversation FROM shelf f WHERE f.space = $2 AND f.party = $4)";
    DRAFT = "INSERT INTO draft (person, conversation, source, at) VALUES ($1, $2, $3, $4) ON CONFLICT (person, conversation) DO UPDATE SET source = excluded.source, at = excluded.at";
    UNDRAFT = "DELETE FROM draft WHERE person = $1 AND conversation = $2";
    ASSIGNED_IN = "SELECT c.id, c.space FROM conversation c WHERE c.assignee = $1 AND c.stage <> 'closed' AND EXISTS \
        (SELECT 1 FROM sight g WHERE g.circle = c.circle AND g.party = $2) LIMIT 1000";
    PUT_BACK = "UPDATE conversation SET assignee = $2 WHERE id = $1";
    SUBJECT = "SELECT subject FROM conversation WHERE id = $1";
}

/// A conversation to be started.
#[derive(Clone, Debug)]
pub struct NewConversation {
    /// Its subject.
    pub subject: String,
    /// Its circle, made before.
    pub circle: CircleId,
    /// Who starts it.
    pub starter: PersonId,
    /// When: now, or an archive letter's date.
    pub at: Moment,
    /// The conversation it continues.
    pub linked: Option<ConversationId>,
}

/// What a new message does to its conversation.
#[derive(Clone, Copy, Debug)]
pub struct Spoken {
    /// The stage it leads to.
    pub stage: Stage,
    /// Since when somebody waits for us, after it.
    pub awaited_since: Option<Moment>,
    /// When it was written.
    pub at: Moment,
}

impl Writing {
    /// Starts a conversation, with a number.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_conversation(&mut self, permit: &MayStart, it: &NewConversation) -> Result<(ConversationId, i64), Fault> {
        self.insert_conversation(permit.space(), permit.kind(), it, None).await
    }

    /// Opens a sidebar beside a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_sidebar(&mut self, permit: &MayOpenSidebar, it: &NewConversation) -> Result<(ConversationId, i64), Fault> {
        self.insert_conversation(permit.space(), Kind::Talk, it, Some(permit.conversation())).await
    }

    async fn insert_conversation(
        &self,
        space: SpaceId,
        kind: Kind,
        it: &NewConversation,
        beside: Option<ConversationId>,
    ) -> Result<(ConversationId, i64), Fault> {
        let (id, number) = (ConversationId(self.mint()), self.count_up("conversation").await?);
        let first = kind.life().first.word();
        let args = args![
            id,
            number,
            space,
            kind.word(),
            first,
            it.subject.as_str(),
            it.circle,
            beside,
            it.starter,
            it.at,
            self.next_position(),
            it.linked
        ];
        self.run(&ADD, args).await?;
        for sight in self.sights(it.circle).await? {
            self.shelve(sight.party, id).await?;
        }
        Ok((id, number))
    }

    /// Since when somebody waits for us.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn awaited_since(&self, conversation: ConversationId) -> Result<Option<Moment>, Fault> {
        Ok(self.one(&AWAITED, args![conversation], |row| row.moment_or_null(0)).await?.flatten())
    }

    /// Notes that something was said: stage, waiting, and the shelves of all who see it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn spoken(&mut self, permit: &MayReply, it: Spoken) -> Result<(), Fault> {
        let (conversation, position) = (permit.conversation(), self.next_position());
        self.run(&SPOKEN, args![conversation, position, it.at, it.stage.word(), it.awaited_since]).await?;
        self.run(&SHELVED, args![conversation, it.at, position, permit.circle()]).await?;
        Ok(())
    }

    /// Closes a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn close_conversation(&mut self, permit: &MayClose, by: PersonId, reason: &str) -> Result<(), Fault> {
        self.run(&CLOSE, args![permit.conversation(), self.at(), by, reason]).await?;
        Ok(())
    }

    /// Opens a conversation again.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reopen_conversation(&mut self, permit: &MayReopen) -> Result<(), Fault> {
        self.run(&REOPEN, args![permit.conversation()]).await?;
        Ok(())
    }

    /// Gives a conversation to a person or unit, or to nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn assign(&mut self, permit: &MayAssign, to: Option<PartyId>) -> Result<(), Fault> {
        self.run(&ASSIGN, args![permit.conversation(), to]).await?;
        Ok(())
    }

    /// Puts what somebody was assigned through a unit back into that unit's queue, since she left it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn put_back(&mut self, person: PersonId, unit: PartyId) -> Result<Vec<(ConversationId, SpaceId)>, Fault> {
        let found = self.rows(&ASSIGNED_IN, args![person, unit], |row| (ConversationId(row.int(0)), SpaceId(row.int(1)))).await?;
        for (conversation, _) in &found {
            self.run(&PUT_BACK, args![*conversation, unit]).await?;
        }
        Ok(found)
    }

    /// Accepts a message as the answer; false where it is accepted already.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn accept(&mut self, permit: &MayAccept, answer: MessageId) -> Result<bool, Fault> {
        Ok(self.run(&ACCEPT, args![permit.conversation(), answer]).await? > 0)
    }

    /// The sidebars beside a conversation, whoever sees them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sidebars_beside(&self, conversation: ConversationId) -> Result<Vec<ConversationId>, Fault> {
        self.rows(&SIDEBARS, args![conversation], |row| ConversationId(row.int(0))).await
    }

    /// Whether somebody else wrote behind this position.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn newer_by_others(&self, conversation: ConversationId, seen: Position, me: PersonId) -> Result<bool, Fault> {
        Ok(self.one(&NEWER, args![conversation, seen, me], |_| ()).await?.is_some())
    }

    /// Notes that somebody takes part.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn participate(&mut self, conversation: ConversationId, person: PersonId, role: &str) -> Result<(), Fault> {
        self.run(&PARTICIPATE, args![conversation, person, role, self.next_position()]).await?;
        Ok(())
    }

    /// Who took part before a position, at most five hundred: however late a consumer asks, it hears the same.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn participants(&self, conversation: ConversationId, before: Position) -> Result<Vec<PersonId>, Fault> {
        self.rows(&PARTICIPANTS, args![conversation, before], |row| PersonId(row.int(0))).await
    }

    /// Notes that somebody has read up to a position; never back.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mark_read(&mut self, conversation: ConversationId, person: PersonId, to: Position) -> Result<(), Fault> {
        self.run(&MARK, args![person, conversation, to]).await?;
        Ok(())
    }

    /// Notes that somebody wants to come back to what stands behind a position.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mark_unread(&mut self, permit: &MayFollow, person: PersonId, from: Position) -> Result<(), Fault> {
        self.run(&UNMARK, args![person, permit.conversation(), Position(from.0 - 1)]).await?;
        Ok(())
    }

    /// Notes that somebody has read a whole space; lower marks in it go.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mark_space_read(&mut self, person: PersonId, space: SpaceId, parties: &[PartyId]) -> Result<(), Fault> {
        let to = Position(self.next_position().0 - 1);
        self.run(&MARK_SPACE, args![person, space, to]).await?;
        for party in parties {
            self.run(&DROP_MARKS, args![person, space, to, *party]).await?;
        }
        Ok(())
    }

    /// Keeps a draft, or drops it where it is empty.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_draft(&mut self, conversation: ConversationId, person: PersonId, source: &str) -> Result<(), Fault> {
        if source.trim().is_empty() {
            self.run(&UNDRAFT, args![person, conversation]).await?;
        } else {
            self.run(&DRAFT, args![person, conversation, source, self.at()]).await?;
        }
        Ok(())
    }

    /// A conversation's subject, for a sidebar beside it or a conversation that continues it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn subject_of(&self, conversation: ConversationId) -> Result<String, Fault> {
        Ok(self.one(&SUBJECT, args![conversation], |row| row.text(0)).await?.unwrap_or_default())
    }
}
