//! Writing messages.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    conversation::MayReply,
    id::{MessageId, PersonId, Position},
    letter_face::LetterFace,
    message::{Channel, MayDelete, MayEdit, MayReact},
    moment::Moment,
};

statements! {
    ADD = "INSERT INTO message (id, conversation, position, author, channel, at, answers, source, html, history, signature, automatic, mailed, edited_at, deleted_at, deleted_by, decorated) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, NULL, NULL, 0)";
    TAKEN = "SELECT CAST(1 AS BIGINT) FROM message WHERE id = $1";
    SOURCE = "SELECT source FROM message WHERE id = $1";
    KEEP_VERSION = "INSERT INTO message_version (message, position, at, source) SELECT id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), source FROM message WHERE id = $1";
    EDIT = "UPDATE message SET source = $2, html = $3, edited_at = $4 WHERE id = $1";
    TOMBSTONE = "UPDATE message SET source = '', html = '', history = '', signature = '', deleted_at = $2, deleted_by = $3 WHERE id = $1";
    DROP_VERSIONS = "DELETE FROM message_version WHERE message = $1";
    DROP_REACTIONS = "DELETE FROM reaction WHERE message = $1";
    DROP_ATTACHMENTS = "DELETE FROM attachment WHERE message = $1";
    FACE = "INSERT INTO letter_face (message, signature, history, notes) VALUES ($1, $2, $3, $4)";
    WITH_PICTURES = "UPDATE message SET html = $2 WHERE id = $1";
    DROP_FACE = "DELETE FROM letter_face WHERE message = $1";
    DROP_LETTER = "UPDATE letter SET message_id = '' WHERE message = $1";
    DROP_PROOF = "DELETE FROM proof WHERE message = $1";
    DROP_RAW = "UPDATE intake SET raw = $2 WHERE message = $1";
    REACT = "INSERT INTO reaction (message, person, reaction, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    UNREACT = "DELETE FROM reaction WHERE message = $1 AND person = $2 AND reaction = $3";
    DECORATED = "UPDATE message SET decorated = 1 WHERE id = $1 AND decorated = 0";
    AUTHOR = "SELECT COALESCE((SELECT w.merged_into FROM person w WHERE w.id = m.author), m.author), m.conversation, m.position FROM message m WHERE m.id = $1";
}

/// Ids tried for a letter of the past: a second holds four million, so only a broken archive needs more than two.
const ID_TRIES: usize = 200;

/// A message to be written.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Whose words.
    pub author: PersonId,
    /// Through which door.
    pub channel: Channel,
    /// When: now, or an archive letter's date.
    pub at: Moment,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// What was typed, or the new text of a letter.
    pub source: String,
    /// The same, rendered and sanitised.
    pub html: String,
    /// What a letter quotes.
    pub history: String,
    /// The signature under a letter.
    pub signature: String,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether it goes out by mail.
    pub mailed: bool,
}

impl Writing {
    /// Writes a message; it stands at the position of the activity recorded next.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_message(&mut self, permit: &MayReply, it: &NewMessage) -> Result<MessageId, Fault> {
        let id = self.free_message_id(it.at).await?;
        let (position, automatic, mailed) = (self.next_position(), i64::from(it.automatic), i64::from(it.mailed));
        let args = args![
            id,
            permit.conversation(),
            position,
            it.author,
            it.channel.word(),
            it.at,
            it.answers,
            it.source.as_str(),
            it.html.as_str(),
            it.history.as_str(),
            it.signature.as_str(),
            automatic,
            mailed
        ];
        self.run(&ADD, args).await?;
        Ok(id)
    }

    /// Keeps how a letter is shown, for the message it was just written as. Where its words hold pictures of its own,
    /// `html` are those words again, now that the pictures have addresses.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_face(&mut self, message: MessageId, html: Option<&str>, face: &LetterFace) -> Result<(), Fault> {
        if let Some(html) = html {
            self.run(&WITH_PICTURES, args![message, html]).await?;
        }
        if !face.is_empty() {
            let notes = serde_json::to_string(&face.notes).unwrap_or_default();
            self.run(&FACE, args![message, face.signature.as_str(), face.history.as_str(), notes]).await?;
        }
        Ok(())
    }

    /// An id of the message's own time: now, or minted from an archive letter's date.
    pub(crate) async fn free_message_id(&self, at: Moment) -> Result<MessageId, Fault> {
        if at >= self.at() {
            return Ok(MessageId(self.mint()));
        }
        for n in 0..ID_TRIES {
            let [high, low, millis, more] = crate::secret::random::<4>();
            // A millisecond has four thousand ids; where it is crowded, anywhere in the same second will do.
            let aside = if n == 0 { 0 } else { i64::from(u16::from_be_bytes([millis, more]) % 1000) * 1000 };
            let id = MessageId(self.core().minter.mint_at(at.plus(aside), u16::from_be_bytes([high, low])));
            if self.one(&TAKEN, args![id], |_| ()).await?.is_none() {
                return Ok(id);
            }
        }
        Err(Fault::Unfit(String::from("too many letters carry the same second; give them dates of their own")))
    }

    /// Who wrote a message, and where.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn author_of(&self, message: MessageId) -> Result<Option<PersonId>, Fault> {
        self.one(&AUTHOR, args![message], |row| PersonId(row.int(0))).await
    }

    /// Where in the log a message arrived.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn position_of(&self, message: MessageId) -> Result<Option<Position>, Fault> {
        self.one(&AUTHOR, args![message], |row| row.position(2)).await
    }

    /// What an author typed, for mentions after the fact.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn source_of(&self, message: MessageId) -> Result<Option<String>, Fault> {
        self.one(&SOURCE, args![message], |row| row.text(0)).await
    }

    /// Replaces a message's words; the former ones become a version.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn edit_message(&mut self, permit: &MayEdit, source: &str, html: &str) -> Result<(), Fault> {
        let message = permit.message();
        self.run(&KEEP_VERSION, args![message, self.next_position(), self.at()]).await?;
        self.run(&EDIT, args![message, source, html, self.at()]).await?;
        Ok(())
    }

    /// Leaves a tombstone: words, versions, files, reactions and the raw letter are gone.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delete_message(&mut self, permit: &MayDelete, by: PersonId) -> Result<(), Fault> {
        let message = permit.message();
        self.run(&TOMBSTONE, args![message, self.at(), by]).await?;
        for sql in [&DROP_VERSIONS, &DROP_REACTIONS, &DROP_ATTACHMENTS, &DROP_FACE, &DROP_LETTER, &DROP_PROOF] {
            self.run(sql, args![message]).await?;
        }
        self.run(&DROP_RAW, args![message, Vec::<u8>::new()]).await?;
        Ok(())
    }

    /// Puts a reaction on a message, or takes it off where it was on; whether it is on now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn react(&mut self, permit: &MayReact, person: PersonId, reaction: &str) -> Result<bool, Fault> {
        if self.run(&UNREACT, args![permit.message(), person, reaction]).await? == 1 {
            return Ok(false);
        }
        self.run(&REACT, args![permit.message(), person, reaction, self.at()]).await?;
        self.decorated(permit.message()).await?;
        Ok(true)
    }

    /// Notes that a reaction or a file hangs on a message: only then does a page ask for them.
    pub(crate) async fn decorated(&self, message: MessageId) -> Result<(), Fault> {
        self.run(&DECORATED, args![message]).await?;
        Ok(())
    }
}
