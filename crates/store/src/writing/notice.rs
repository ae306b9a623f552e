//! Writing notices: what concerns somebody by name.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    id::{ConversationId, DeliveryId, MessageId, PersonId, Position},
    moment::Moment,
};

statements! {
    ADD = "INSERT INTO notice (id, person, conversation, message, reason, position, at, seen_at, told) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0) \
        ON CONFLICT (person, position, reason) DO NOTHING";
    STANDS = "SELECT n.told FROM notice n LEFT JOIN outbox o ON o.id = n.told WHERE n.person = $1 AND n.conversation = $2 AND n.reason = $3 \
        AND n.seen_at IS NULL AND (n.told = 0 OR (o.state = 'queued' AND o.lease_until <= $4)) ORDER BY n.told DESC LIMIT 1";
    TELL = "UPDATE notice SET told = $4 WHERE person = $1 AND position = $2 AND reason = $3";
    SEE = "UPDATE notice SET seen_at = $4 WHERE person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND conversation = $2 AND position <= $3 AND seen_at IS NULL \
        AND (reason NOT IN ('replied', 'following') OR NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = $2 AND c.last_position > $3))";
    SEE_REASON = "UPDATE notice SET seen_at = $4 WHERE person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND seen_at IS NULL \
        AND position <= $3 AND reason = $2";
}

/// A notice to be written.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Whom it concerns.
    pub person: PersonId,
    /// Where.
    pub conversation: ConversationId,
    /// Which message to open; `MessageId(0)` for the conversation as a whole.
    pub message: MessageId,
    /// Why.
    pub reason: &'static str,
    /// The activity it comes from.
    pub position: Position,
    /// When that was.
    pub at: Moment,
}

/// What stands on somebody's home page for a conversation and a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No unseen notice that could stand for another.
    Nothing,
    /// A notice that no letter tells of.
    Untold,
    /// A notice whose letter waits.
    Told,
}

impl Writing {
    /// Writes a notice, once per person, activity and reason; whether it is new.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_notice(&mut self, it: &NewNotice) -> Result<bool, Fault> {
        let args = args![self.mint(), it.person, it.conversation, it.message, it.reason, it.position, it.at];
        Ok(self.run(&ADD, args).await? == 1)
    }

    /// Whether an unseen notice of this reason stands for a conversation already, which also stands for what comes now:
    /// one whose letter has not gone yet, or one that no letter tells of. A letter under way was written before this.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stands(&self, person: PersonId, conversation: ConversationId, reason: &str) -> Result<Standing, Fault> {
        let told = self.one(&STANDS, args![person, conversation, reason, self.at()], |row| row.int(0)).await?;
        Ok(match told {
            None => Standing::Nothing,
            Some(0) => Standing::Untold,
            Some(_) => Standing::Told,
        })
    }

    /// Notes which letter tells of a notice.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn tell_of(&mut self, it: &NewNotice, letter: DeliveryId) -> Result<(), Fault> {
        self.run(&TELL, args![it.person, it.position, it.reason, letter]).await?;
        Ok(())
    }

    /// Notes that somebody saw what concerned her in a conversation, up to a position. What stands for all that followed
    /// stays until she saw all of it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn see_notices(&mut self, person: PersonId, conversation: ConversationId, to: Position) -> Result<(), Fault> {
        self.run(&SEE, args![person, conversation, to, self.at()]).await?;
        Ok(())
    }

    /// Notes that somebody saw all that concerned her for a reason, up to a position.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn see_reason(&mut self, person: PersonId, reason: &str, to: Position) -> Result<(), Fault> {
        self.run(&SEE_REASON, args![person, reason, to, self.at()]).await?;
        Ok(())
    }
}
