//! Writing what is sent later, and what stood before a message that can be taken back.

use crate::{
    fault::Fault,
    sql::statements,
    value::args,
    writing::{Writing, attachment::NewAttachment},
};
use domain::{
    conversation::MayReply,
    id::{ConversationId, MessageId, PersonId, PlannedId, Position},
    kind::Stage,
    moment::{HOUR, Moment},
    sending::MayTakeBack,
};

macro_rules! columns {
    () => {
        "id, person, conversation, source, answers, audience, position, due_at"
    };
}

statements! {
    ADD = "INSERT INTO planned (id, person, conversation, source, answers, audience, position, due_at, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CHANGE = "UPDATE planned SET source = $3, due_at = $4 WHERE id = $1 AND person = $2";
    TAKE = concat!("DELETE FROM planned WHERE id = $1 AND (person = $2 OR CAST($2 AS BIGINT) = 0) RETURNING ", columns!());
    COUNT = "SELECT COUNT(*) FROM planned WHERE person = $1";
    OF_OTHERS = "SELECT id FROM planned WHERE conversation = $1 AND person <> $2 LIMIT 100";
    HAND_OVER = "UPDATE attachment SET message = $2, planned = NULL WHERE planned = $1";
    DROP_FILES = "DELETE FROM attachment WHERE planned = $1";
    DRAFT = "SELECT source FROM draft WHERE person = $1 AND conversation = $2";
    WROTE_FIRST = "SELECT CAST(1 AS BIGINT) FROM message m WHERE m.conversation = $1 AND m.position > $2 AND m.author <> $3 AND m.automatic = 0 AND m.channel <> 'import' LIMIT 1";
    REMEMBER = "INSERT INTO before_sending (message, stage, awaited_since, at) SELECT CAST($1 AS BIGINT), c.stage, c.awaited_since, CAST($3 AS BIGINT) FROM conversation c WHERE c.id = $2";
    FORGET_OLD = "DELETE FROM before_sending WHERE at < $1";
    STOOD = "SELECT b.stage, b.awaited_since FROM before_sending b WHERE b.message = $1";
    RESTORE = "UPDATE conversation SET stage = $3, awaited_since = $4 WHERE id = $1 AND stage <> 'closed' \
        AND last_position = (SELECT m.position FROM message m WHERE m.id = $2)";
}

/// What is sent later.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which.
    pub id: PlannedId,
    /// Whose words.
    pub person: PersonId,
    /// Where.
    pub conversation: ConversationId,
    /// As typed.
    pub source: String,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// The digest of the audience line she read.
    pub audience: String,
    /// The last message she had seen.
    pub position: Position,
    /// When it goes.
    pub due_at: Moment,
}

fn plan(row: &crate::row::Row<'_>) -> Plan {
    Plan {
        id: PlannedId(row.int(0)),
        person: PersonId(row.int(1)),
        conversation: ConversationId(row.int(2)),
        source: row.text(3),
        answers: row.int_or_null(4).map(MessageId),
        audience: row.text(5),
        position: row.position(6),
        due_at: row.moment(7),
    }
}

impl Writing {
    /// Keeps what is to be sent later, with its files.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn plan(&mut self, _permit: &MayReply, it: &Plan, files: &[NewAttachment]) -> Result<PlannedId, Fault> {
        let id = PlannedId(self.mint());
        let (source, audience) = (it.source.as_str(), it.audience.as_str());
        let args = args![id, it.person, it.conversation, source, it.answers, audience, it.position, it.due_at, self.at()];
        self.run(&ADD, args).await?;
        for file in files {
            self.attach_to_plan(id, it.person, file).await?;
        }
        Ok(id)
    }

    /// Changes words and time of a plan of hers; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn change_plan(&mut self, person: PersonId, id: PlannedId, source: &str, due_at: Moment) -> Result<bool, Fault> {
        Ok(self.run(&CHANGE, args![id, person, source, due_at]).await? == 1)
    }

    /// Takes a plan out: hers, or with nobody named whoever's it is. Its files wait for what becomes of them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_plan(&mut self, id: PlannedId, person: Option<PersonId>) -> Result<Option<Plan>, Fault> {
        self.one(&TAKE, args![id, person.map_or(0, |p| p.0)], plan).await
    }

    /// How many messages somebody has planned.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn plans_of(&self, person: PersonId) -> Result<i64, Fault> {
        Ok(self.one(&COUNT, args![person], |row| row.int(0)).await?.unwrap_or(0))
    }

    /// The plans of everybody but one person in a conversation: she wrote first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn plans_of_others(&self, conversation: ConversationId, writer: PersonId) -> Result<Vec<PlannedId>, Fault> {
        self.rows(&OF_OTHERS, args![conversation, writer], |row| PlannedId(row.int(0))).await
    }

    /// Gives the files of a plan to the message that it became.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn hand_over_files(&mut self, plan: PlannedId, message: MessageId) -> Result<(), Fault> {
        self.run(&HAND_OVER, args![plan, message]).await?;
        Ok(())
    }

    /// Drops the files of a plan that was given up.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_files_of_plan(&mut self, plan: PlannedId) -> Result<(), Fault> {
        self.run(&DROP_FILES, args![plan]).await?;
        Ok(())
    }

    /// Whether somebody else, and no machine, wrote behind a position.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn wrote_first(&self, conversation: ConversationId, seen: Position, me: PersonId) -> Result<bool, Fault> {
        Ok(self.one(&WROTE_FIRST, args![conversation, seen, me], |_| ()).await?.is_some())
    }

    /// What somebody is writing in a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn draft_of(&self, conversation: ConversationId, person: PersonId) -> Result<String, Fault> {
        Ok(self.one(&DRAFT, args![person, conversation], |row| row.text(0)).await?.unwrap_or_default())
    }

    /// Puts words back into somebody's draft, before whatever she began meanwhile.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn back_to_draft(&mut self, conversation: ConversationId, person: PersonId, source: &str) -> Result<(), Fault> {
        let begun = self.draft_of(conversation, person).await?;
        let words = if begun.trim().is_empty() { source.to_owned() } else { format!("{source}\n\n{begun}") };
        self.keep_draft(conversation, person, &words).await
    }

    /// Remembers how a conversation stands before a message that leaves the house changes it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn remember_before(&mut self, message: MessageId, conversation: ConversationId) -> Result<(), Fault> {
        self.run(&FORGET_OLD, args![self.at().plus(-HOUR)]).await?;
        self.run(&REMEMBER, args![message, conversation, self.at()]).await?;
        Ok(())
    }

    /// Lets a conversation stand as before a message, where nobody wrote since.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn restore_before(&mut self, permit: &MayTakeBack) -> Result<(), Fault> {
        let stood = self.one(&STOOD, args![permit.message()], |row| (row.text(0), row.moment_or_null(1))).await?;
        let Some((stage, awaited_since)) = stood else { return Ok(()) };
        if Stage::from_word(&stage).is_some() {
            self.run(&RESTORE, args![permit.conversation(), permit.message(), stage, awaited_since]).await?;
        }
        Ok(())
    }
}
