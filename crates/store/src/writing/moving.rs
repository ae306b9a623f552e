//! Moving conversations: a circle of its own for where it goes, and the former one left as it was for the way back.

use crate::{
    fault::Fault,
    reading::{
        audience::digest_of,
        moving::{facts, moving_columns},
    },
    sql::statements,
    value::args,
    writing::Writing,
};
use domain::{
    circle::{Reach, Sight},
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position, SpaceId},
    moving::{Exchange, MayMove, MayMoveBack, MovingFacts},
};

statements! {
    COPY = "INSERT INTO sight (circle, party, since, inside, given_by, given_at, given_position) \
        SELECT CAST($1 AS BIGINT), g.party, g.since, g.inside, g.given_by, g.given_at, g.given_position FROM sight g WHERE g.circle = $2";
    STAND = "UPDATE conversation SET space = $2, circle = $3, assignee = $4 WHERE id = $1";
    UNSHELVE = "DELETE FROM shelf WHERE conversation = $1 AND party IN (SELECT g.party FROM sight g WHERE g.circle = $2)";
    REMEMBER = "INSERT INTO moving (id, conversation, position, at, moved_by, from_space, from_circle, from_assignee, to_space, to_circle, to_assignee, \
        parties, sinces, undone_at, undone_by) SELECT CAST($1 AS BIGINT), c.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), c.space, c.circle, c.assignee, \
        CAST($6 AS BIGINT), CAST($7 AS BIGINT), c.assignee, (SELECT COUNT(*) FROM sight g WHERE g.circle = $7), \
        (SELECT CAST(COALESCE(SUM(g.since), 0) AS BIGINT) FROM sight g WHERE g.circle = $7), NULL, NULL FROM conversation c WHERE c.id = $2";
    UNASSIGN = "UPDATE moving SET to_assignee = NULL WHERE id = $1";
    PUT_BACK = "UPDATE conversation SET assignee = NULL WHERE id = $1";
    ASSIGNEE = "SELECT c.assignee FROM conversation c WHERE c.id = $1";
    FIRST = "SELECT (SELECT MIN(m.id) FROM message m WHERE m.conversation = c.id) FROM conversation c WHERE c.id = $1 AND c.beside IS NULL";
    POSITION = "SELECT v.position FROM moving v WHERE v.conversation = $1 AND v.undone_at IS NULL ORDER BY v.id DESC LIMIT 1";
    ROWS = concat!("SELECT ", moving_columns!(), " FROM moving v JOIN conversation c ON c.id = v.conversation WHERE v.position = $1 ORDER BY v.id");
    UNDO = "UPDATE moving SET undone_at = $2, undone_by = $3 WHERE id = $1";
}

/// The digest of what a move does, as its page shows it: to the conversation, and to each sidebar beside it.
pub fn moving_digest(to: SpaceId, done: &[(ConversationId, Exchange)]) -> String {
    let mut text = format!("{to}");
    for (conversation, by) in done {
        let stays: Vec<String> = by.stays.iter().map(|holder| format!("{} {}", holder.party, holder.since)).collect();
        let list = |parties: &[PartyId]| parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        text.push_str(&format!(";{conversation}={}+{}-{}", stays.join(","), list(&by.gains), list(&by.loses)));
    }
    digest_of(&text)
}

impl Writing {
    /// Gives a conversation, or a sidebar that goes along, its place in another space and a circle of its own there; the
    /// row that remembers it, and the circle.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn move_conversation(
        &mut self,
        permit: &MayMove,
        (conversation, circle, reach): (ConversationId, CircleId, Reach),
        by: &Exchange,
        since: Position,
        mover: PersonId,
    ) -> Result<(i64, CircleId), Fault> {
        let there = self.add_circle(reach).await?;
        self.run(&COPY, args![there, circle]).await?;
        for party in &by.loses {
            self.take_sight(there, *party).await?;
        }
        for party in &by.gains {
            self.give_sight(there, reach, Sight { party: *party, since }, mover).await?;
        }
        let id = self.mint();
        self.run(&REMEMBER, args![id, conversation, self.next_position(), self.at(), mover, permit.to(), there]).await?;
        let assignee = self.assignee_of(conversation).await?;
        self.stand(conversation, (permit.to(), there, assignee), circle).await?;
        Ok((id, there))
    }

    /// Takes a conversation from an owner who does not see it where it was moved.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn leave_owner(&mut self, _permit: &MayMove, conversation: ConversationId, moving: i64) -> Result<(), Fault> {
        self.run(&PUT_BACK, args![conversation]).await?;
        self.run(&UNASSIGN, args![moving]).await?;
        Ok(())
    }

    /// The first message of a conversation that is no sidebar.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn first_of(&self, conversation: ConversationId) -> Result<Option<MessageId>, Fault> {
        Ok(self.one(&FIRST, args![conversation], |row| row.int_or_null(0).map(MessageId)).await?.flatten())
    }

    /// Who owns a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn assignee_of(&self, conversation: ConversationId) -> Result<Option<PartyId>, Fault> {
        Ok(self.one(&ASSIGNEE, args![conversation], |row| row.int_or_null(0).map(PartyId)).await?.flatten())
    }

    /// What the last move of a conversation that was not undone did, and what happened since: a row for it and for each
    /// sidebar that went along.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn moving_facts(&self, conversation: ConversationId) -> Result<Vec<MovingFacts>, Fault> {
        match self.one(&POSITION, args![conversation], |row| row.position(0)).await? {
            Some(position) => self.rows(&ROWS, args![position], facts).await,
            None => Ok(Vec::new()),
        }
    }

    /// Puts back what one of these rows remembers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn move_back(&mut self, _permit: &MayMoveBack, row: &MovingFacts, by: PersonId) -> Result<(), Fault> {
        self.stand(row.conversation, (row.from_space, row.from_circle, row.from_assignee), row.to_circle).await?;
        self.run(&UNDO, args![row.id, self.at(), by]).await?;
        Ok(())
    }

    /// A conversation's space, circle and owner, with the shelves of those who see it then; `left` is the circle before.
    async fn stand(
        &mut self,
        conversation: ConversationId,
        (space, circle, assignee): (SpaceId, CircleId, Option<PartyId>),
        left: CircleId,
    ) -> Result<(), Fault> {
        self.run(&UNSHELVE, args![conversation, left]).await?;
        self.run(&STAND, args![conversation, space, circle, assignee]).await?;
        for sight in self.sights(circle).await? {
            self.shelve(sight.party, conversation).await?;
        }
        Ok(())
    }
}
