//! Writing clocks: who outside waits for us, and what only the log knows of a conversation's life: its ends and holders.

use crate::{fault::Fault, row::Row, sql::statements, value::args, writing::Writing};
use domain::{
    circle::Reach,
    id::{ConversationId, MessageId, PersonId, Position},
    kind::Kind,
    message::Channel,
    moment::Moment,
    side::Side,
};

statements! {
    PLACE = "SELECT c.kind, r.inside, c.beside, c.starter, CASE WHEN g.id IS NULL THEN c.closed_at ELSE g.closed_at END, \
        COALESCE(CASE WHEN g.id IS NULL THEN c.closed_reason ELSE g.closed_reason END, '') \
        FROM conversation c JOIN circle r ON r.id = c.circle LEFT JOIN merging g ON g.conversation = c.id AND g.undone_at IS NULL WHERE c.id = $1";
    SAID = "SELECT m.author, p.side, m.at, m.channel FROM message m JOIN person p ON p.id = m.author \
        WHERE m.id = $1 AND m.deleted_at IS NULL AND m.automatic = 0 AND m.author <> 9";
    AUTHOR = "SELECT m.author FROM message m WHERE m.id = $1";
    ANSWERED_LAST = "SELECT m.position FROM message m JOIN person p ON p.id = m.author WHERE m.conversation = $1 AND m.position > $2 AND m.position <= $3 \
        AND m.deleted_at IS NULL AND m.automatic = 0 AND m.channel <> 'import' AND p.side = 'employee' ORDER BY m.position DESC LIMIT 1";
    ASKED_FIRST = "SELECT m.id, m.author, m.at FROM message m JOIN person p ON p.id = m.author WHERE m.conversation = $1 AND m.position > $2 AND m.position <= $3 \
        AND m.deleted_at IS NULL AND m.automatic = 0 AND m.channel <> 'import' AND p.side <> 'employee' AND p.id <> 9 ORDER BY m.position LIMIT 1";
    WAITS = "SELECT w.message, w.person, w.since FROM waiting w WHERE w.conversation = $1";
    MERGED_AT = "SELECT g.into_conversation FROM merging g WHERE g.conversation = $1 AND g.position = $2";
    GOING_ON_HERE = "SELECT g.conversation, g.position FROM merging g WHERE g.into_conversation = $1 AND g.position < $2 AND (g.undone_at IS NULL OR g.undone_at > $3) ORDER BY g.id";
    STILL_MERGED = "SELECT CAST(1 AS BIGINT) FROM merging g WHERE g.conversation = $1 AND g.position < $2 AND (g.undone_at IS NULL OR g.undone_at > $3) LIMIT 1";
    WAIT = "INSERT INTO waiting (conversation, person, message, since) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (conversation) DO UPDATE SET person = excluded.person, message = excluded.message, since = excluded.since";
    UNWAIT = "DELETE FROM waiting WHERE conversation = $1";
    SETTLED = "SELECT s.position FROM settled s WHERE s.conversation = $1";
    SETTLE = "INSERT INTO settled (conversation, position) VALUES ($1, $2) ON CONFLICT (conversation) DO UPDATE SET position = excluded.position";
    END = "INSERT INTO ending (conversation, position, at, outsider, herself, reason, reopened_at) VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT (conversation, position) DO NOTHING";
    REOPEN = "UPDATE ending SET reopened_at = $3, reason = CASE WHEN reason IN ('accepted', 'answered-herself') THEN reason ELSE '' END WHERE conversation = $1 AND reopened_at IS NULL AND position < $2";
    UNMERGE = "UPDATE ending SET reopened_at = $2 WHERE conversation = $1 AND reason = 'merged' AND reopened_at IS NULL";
    HOLD = "INSERT INTO hold (conversation, position, at, person) VALUES ($1, $2, $3, $4) ON CONFLICT (conversation, position) DO NOTHING";
    CLEAR_WAITING = "DELETE FROM waiting";
    CLEAR_SETTLED = "DELETE FROM settled";
    CLEAR_ENDINGS = "DELETE FROM ending";
    CLEAR_HOLDS = "DELETE FROM hold";
}

/// What decides whether somebody can wait in a conversation, and how it ended.
#[derive(Clone, Debug)]
pub struct ClockFacts {
    /// Its kind.
    pub kind: Kind,
    /// How far its circle reaches.
    pub reach: Reach,
    /// Whether it is a sidebar.
    pub sidebar: bool,
    /// Who started it.
    pub starter: PersonId,
    /// When it ended, as it stands now; where it goes on in another, as it stood before.
    pub closed_at: Option<Moment>,
    /// Why, likewise.
    pub closed_reason: String,
}

/// An end of a conversation, to be noted.
#[derive(Clone, Copy, Debug)]
pub struct NewEnding<'a> {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Where in the log.
    pub position: Position,
    /// When.
    pub at: Moment,
    /// Whether somebody outside ended it.
    pub outsider: bool,
    /// Whether whoever raised it ended it.
    pub herself: bool,
    /// Why.
    pub reason: &'a str,
}

/// A message of a person, as clocks see it.
#[derive(Clone, Copy, Debug)]
pub struct ClockMessage {
    /// Whose.
    pub author: PersonId,
    /// Where she stands.
    pub side: Side,
    /// When it was written.
    pub at: Moment,
    /// Through which door.
    pub channel: Channel,
}

/// Somebody outside who waits.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// Who.
    pub person: PersonId,
    /// Since which message.
    pub message: MessageId,
    /// Since when.
    pub since: Moment,
}

fn waits(row: &Row<'_>) -> Waits {
    Waits { message: MessageId(row.int(0)), person: PersonId(row.int(1)), since: row.moment(2) }
}

impl Writing {
    /// What decides about a conversation's clocks.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn clock_facts(&self, conversation: ConversationId) -> Result<Option<ClockFacts>, Fault> {
        self.one(&PLACE, args![conversation], |row| ClockFacts {
            kind: Kind::from_word(&row.text(0)).unwrap_or(Kind::Talk),
            reach: Reach::from_inside_bit(row.int(1)),
            sidebar: row.int_or_null(2).is_some(),
            starter: PersonId(row.int(3)),
            closed_at: row.moment_or_null(4),
            closed_reason: row.text(5),
        })
        .await
    }

    /// A message of a person; `None` where it was deleted or a machine wrote it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn clock_message(&self, message: MessageId) -> Result<Option<ClockMessage>, Fault> {
        self.one(&SAID, args![message], |row| ClockMessage {
            author: PersonId(row.int(0)),
            side: Side::from_word(&row.text(1)).unwrap_or(Side::Public),
            at: row.moment(2),
            channel: Channel::from_word(&row.text(3)).unwrap_or(Channel::Web),
        })
        .await
    }

    /// Who wrote a message, deleted or not.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn once_written_by(&self, message: MessageId) -> Result<Option<PersonId>, Fault> {
        self.one(&AUTHOR, args![message], |row| PersonId(row.int(0))).await
    }

    /// Who waits in a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn waits_in(&self, conversation: ConversationId) -> Result<Option<Waits>, Fault> {
        self.one(&WAITS, args![conversation], waits).await
    }

    /// Where a conversation went on from this position of the log on, also where that was undone since.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merged_at(&self, conversation: ConversationId, at: Position) -> Result<Option<ConversationId>, Fault> {
        self.one(&MERGED_AT, args![conversation, at], |row| ConversationId(row.int(0))).await
    }

    /// Whether a conversation went on in another at this position and moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn was_merged(&self, conversation: ConversationId, at: Position, moment: Moment) -> Result<bool, Fault> {
        Ok(self.one(&STILL_MERGED, args![conversation, at, moment], |_| ()).await?.is_some())
    }

    /// Conversations that went on in this one at this position and moment, each with where in the log it was merged.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn going_on_in(
        &self,
        conversation: ConversationId,
        at: Position,
        moment: Moment,
    ) -> Result<Vec<(ConversationId, Position)>, Fault> {
        self.rows(&GOING_ON_HERE, args![conversation, at, moment], |row| (ConversationId(row.int(0)), row.position(1))).await
    }

    /// Whether a person of ours said something in a conversation behind one position, up to another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn answered_between(&self, conversation: ConversationId, from: Position, to: Position) -> Result<bool, Fault> {
        Ok(self.one(&ANSWERED_LAST, args![conversation, from, to], |_| ()).await?.is_some())
    }

    /// Who waits by the messages up to a position, read again: the first outsider behind our last answer and behind what
    /// was settled.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn who_waits(&self, conversation: ConversationId, to: Position) -> Result<Option<Waits>, Fault> {
        let settled = self.one(&SETTLED, args![conversation], |row| row.position(0)).await?.unwrap_or(Position::START);
        let answered = self.one(&ANSWERED_LAST, args![conversation, settled, to], |row| row.position(0)).await?;
        self.one(&ASKED_FIRST, args![conversation, answered.unwrap_or(settled), to], waits).await
    }

    /// Notes who waits in a conversation, or that nobody does.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_waiting(&mut self, conversation: ConversationId, it: Option<Waits>) -> Result<(), Fault> {
        match it {
            Some(it) => self.run(&WAIT, args![conversation, it.person, it.message, it.since]).await?,
            None => self.run(&UNWAIT, args![conversation]).await?,
        };
        Ok(())
    }

    /// Notes that nothing up to a position waits any more.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn settle_waiting(&mut self, conversation: ConversationId, to: Position) -> Result<(), Fault> {
        self.run(&SETTLE, args![conversation, to]).await?;
        self.run(&UNWAIT, args![conversation]).await?;
        Ok(())
    }

    /// Notes an end of a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_ending(&mut self, it: NewEnding<'_>) -> Result<(), Fault> {
        let (outsider, herself) = (i64::from(it.outsider), i64::from(it.herself));
        self.run(&END, args![it.conversation, it.position, it.at, outsider, herself, it.reason]).await?;
        Ok(())
    }

    /// Notes that an end was none. Its reason is no longer known then, as the conversation no longer knows it; an accepted answer
    /// the log knows.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn undo_ending(&mut self, conversation: ConversationId, position: Position, at: Moment) -> Result<(), Fault> {
        self.run(&REOPEN, args![conversation, position, at]).await?;
        Ok(())
    }

    /// Notes that a conversation no longer goes on in another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn undo_merging(&mut self, conversation: ConversationId, at: Moment) -> Result<(), Fault> {
        self.run(&UNMERGE, args![conversation, at]).await?;
        Ok(())
    }

    /// Notes that somebody held a conversation from a position on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_hold(
        &mut self,
        conversation: ConversationId,
        position: Position,
        at: Moment,
        person: PersonId,
    ) -> Result<(), Fault> {
        self.run(&HOLD, args![conversation, position, at, person]).await?;
        Ok(())
    }

    /// Drops all clocks, to be derived anew.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn clear_clocks(&mut self) -> Result<(), Fault> {
        for sql in [&CLEAR_WAITING, &CLEAR_SETTLED, &CLEAR_ENDINGS, &CLEAR_HOLDS] {
            self.run(sql, args![]).await?;
        }
        Ok(())
    }
}
