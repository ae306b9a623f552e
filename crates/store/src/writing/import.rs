//! Writing what an archive brings: conversations and messages of the past, in batches, told to nobody.
//!
//! **Invariant.** Nothing here gives sight beyond the space's circle, waits for an answer, or counts as unread: an
//! imported conversation stands on its shelves at position 0, behind every mark.

use crate::{
    engine::BLIND,
    fault::Fault,
    opening::Store,
    reading::{intake::Sorted, space::kinds},
    row::Row,
    sql::{IDS_MAX, statements},
    value::args,
    writing::{Writing, conversation, intake, message},
};
use domain::{
    circle::{Reach, Sight},
    id::{CircleId, ConversationId, LetterId, MessageId, PersonId, Position, SpaceId},
    import::{ArchiveFacts, MayImport},
    kind::Stage,
    letter_date::letter_date,
    moment::Moment,
    party::MACHINE,
};

statements! {
    PLACE = "SELECT s.id, s.circle, r.inside, s.kinds, (SELECT COUNT(*) FROM sight g WHERE g.circle = s.circle AND g.party = 1) \
        FROM space s JOIN circle r ON r.id = s.circle WHERE s.slug = $1";
    KNOWN = "SELECT l.digest, l.conversation, l.message FROM letter l CROSS JOIN conversation c \
        WHERE l.digest > $1 AND c.id = l.conversation AND c.space = $2 ORDER BY l.digest LIMIT $3";
    TIMES = "WITH {ids} SELECT m.id, m.at FROM ids i JOIN message m ON m.id = i.id";
    NAME = "SELECT l.message_id FROM letter l WHERE l.digest = $1 AND l.message = $2 LIMIT 1";
    KNOWN_ONE = "SELECT CAST(1 AS BIGINT) FROM letter l CROSS JOIN conversation c WHERE l.digest = $1 AND c.id = l.conversation AND c.space = $2 LIMIT 1";
    BEYOND = "SELECT CAST(1 AS BIGINT) FROM conversation c JOIN sight g ON g.circle = c.circle WHERE c.id = $1 AND NOT EXISTS \
        (SELECT 1 FROM sight s WHERE s.circle = $2 AND s.party = g.party AND s.inside <= g.inside) LIMIT 1";
    SHELVE = "INSERT INTO shelf (party, conversation, space, last_at, last_position) VALUES ($1, $2, $3, $4, 0) ON CONFLICT (party, conversation) DO NOTHING";
    STRETCH = "UPDATE conversation SET last_position = $2, last_at = CASE WHEN last_at < $3 THEN $3 ELSE last_at END WHERE id = $1";
    STRETCH_SHELF = "UPDATE shelf SET last_at = CASE WHEN last_at < $2 THEN $2 ELSE last_at END WHERE conversation = $1 \
        AND party IN (SELECT g.party FROM conversation c JOIN sight g ON g.circle = c.circle WHERE c.id = $1)";
    BEGIN_EARLIER = "UPDATE conversation SET started_at = $2, starter = $3, subject = $4 WHERE id = $1 AND started_at > $2";
    KEEP = "INSERT INTO intake (id, door, arrived_at, peer, sender, recipient, raw, size, state, reason, conversation, message, sorted_at) \
        VALUES ($1, 'import', $2, $3, $4, $5, $6, $7, 'sorted', '', $8, $9, $2)";
    ANSWERS = "UPDATE message SET answers = $2 WHERE id = $1";
    BROUGHT = "INSERT INTO imported (message, import, conversation) VALUES ($1, $2, $3)";
    MADE = "INSERT INTO import_person (person, import) VALUES ($1, $2)";
    ADDRESS = "INSERT INTO addressee (message, person) VALUES ($1, $2) ON CONFLICT (message, person) DO NOTHING";
    EDITED = "UPDATE message SET edited_at = $2 WHERE id = $1";
    REACT = "INSERT INTO reaction (message, person, reaction, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
}

/// A message of the past to be written.
#[derive(Clone, Debug)]
pub struct OldMessage {
    /// What it says, and when.
    pub new: message::NewMessage,
    /// The time its id is minted from: `new.at`, moved within its second so that letters of one second keep their order.
    pub order: Moment,
    /// The SHA-256 digest under which it is known: of its Message-ID, else of what it says.
    pub digest: Vec<u8>,
    /// Its Message-ID; empty where it has none.
    pub message_id: String,
    /// The letter, octet for octet.
    pub raw: Vec<u8>,
    /// The file it was found in.
    pub file: String,
    /// Its writer's address.
    pub sender: String,
}

/// The beginning of a conversation of the past.
#[derive(Clone, Debug)]
pub struct OldBeginning {
    /// Its subject.
    pub subject: String,
    /// Who wrote its first letter.
    pub starter: PersonId,
    /// When.
    pub at: Moment,
    /// The conversation it continues, where others see that one.
    pub linked: Option<ConversationId>,
}

fn place(row: &Row<'_>) -> ArchiveFacts {
    ArchiveFacts {
        space: SpaceId(row.int(0)),
        circle: CircleId(row.int(1)),
        reach: Reach::from_inside_bit(row.int(2)),
        kinds: kinds(&row.text(3)),
        public: row.yes(4),
    }
}

impl Writing {
    /// The space of this slug, as an import needs it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn place_for_archive(&self, slug: &str) -> Result<Option<ArchiveFacts>, Fault> {
        self.one(&PLACE, args![slug], place).await
    }

    /// Whether a letter is in the space already.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn has_letter(&self, permit: &MayImport, digest: &[u8]) -> Result<bool, Fault> {
        Ok(self.one(&KNOWN_ONE, args![digest, permit.space()], |_| ()).await?.is_some())
    }

    /// Whether nobody beyond the space's circle sees a conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn within_circle(&self, permit: &MayImport, conversation: ConversationId) -> Result<bool, Fault> {
        Ok(self.one(&BEYOND, args![conversation, permit.circle()], |_| ()).await?.is_none())
    }

    /// Begins a conversation of the past, open and awaited by nobody, with a copy of the space's circle.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begin_old(&mut self, permit: &MayImport, it: &OldBeginning) -> Result<ConversationId, Fault> {
        let circle = self.add_circle(permit.reach()).await?;
        let sights = self.sights(permit.circle()).await?;
        for sight in &sights {
            self.give_sight(circle, permit.reach(), Sight { since: Position::START, ..*sight }, MACHINE).await?;
        }
        let (id, number) = (ConversationId(self.mint()), self.count_up("conversation").await?);
        let args = args![
            id,
            number,
            permit.space(),
            permit.kind().word(),
            Stage::Open.word(),
            it.subject.as_str(),
            circle,
            None::<ConversationId>,
            it.starter,
            it.at,
            self.next_position(),
            it.linked
        ];
        self.run(&conversation::ADD, args).await?;
        for sight in sights {
            self.run(&SHELVE, args![sight.party, id, permit.space(), it.at]).await?;
        }
        Ok(id)
    }

    /// Notes that a conversation begun by this import begins earlier than was known.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begin_earlier(&mut self, _permit: &MayImport, old: ConversationId, it: &OldBeginning) -> Result<(), Fault> {
        self.run(&BEGIN_EARLIER, args![old, it.at, it.starter, it.subject.as_str()]).await?;
        Ok(())
    }

    /// Writes a message of the past and keeps its raw letter; it stands at the position of the activity recorded next.
    ///
    /// # Errors
    /// A fault of the database, or a second with more letters than it has ids.
    pub async fn add_old(&mut self, permit: &MayImport, to: ConversationId, it: &OldMessage) -> Result<MessageId, Fault> {
        let (new, id) = (&it.new, self.free_message_id(it.order).await?);
        let words = [&new.source, &new.html, &new.history, &new.signature].map(String::as_str);
        let [source, html, history, signature] = words;
        let (position, channel, automatic) = (self.next_position(), new.channel.word(), i64::from(new.automatic));
        let args =
            args![id, to, position, new.author, channel, new.at, new.answers, source, html, history, signature, automatic, 0_i64];
        self.run(&message::ADD, args).await?;
        self.run(&intake::ADD_LETTER, args![it.digest.as_slice(), to, id, it.message_id.as_str()]).await?;
        let (letter, size) = (LetterId(self.mint()), it.raw.len());
        let space = permit.space().to_string();
        self.run(&KEEP, args![letter, self.at(), it.file.as_str(), it.sender.as_str(), space, it.raw.as_slice(), size, to, id])
            .await?;
        self.run(&BROUGHT, args![id, permit.import(), to]).await?;
        Ok(id)
    }

    /// Notes that an import made a person: she goes with it, unless she is somebody by then.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn made_by_import(&mut self, permit: &MayImport, person: PersonId) -> Result<(), Fault> {
        self.run(&MADE, args![person, permit.import()]).await?;
        Ok(())
    }

    /// Notes whom a letter of the past names in To or Cc. She sees nothing by that and is told nothing.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addressed_long_ago(&mut self, _permit: &MayImport, message: MessageId, person: PersonId) -> Result<(), Fault> {
        self.run(&ADDRESS, args![message, person]).await?;
        Ok(())
    }

    /// Notes when a message of the past was changed, long ago; what it said before nobody knows.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn edited_long_ago(&mut self, _permit: &MayImport, message: MessageId, at: Moment) -> Result<(), Fault> {
        self.run(&EDITED, args![message, at]).await?;
        Ok(())
    }

    /// Puts a reaction of the past on a message of the past, by a person, or by the nth of those the archive does not
    /// name: such a row has a number below 0 where others have a person.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn react_long_ago(
        &mut self,
        _permit: &MayImport,
        message: MessageId,
        by: Result<PersonId, i64>,
        (reaction, at): (&str, Moment),
    ) -> Result<(), Fault> {
        let person = by.map_or_else(|n| -1 - n, |person| person.0);
        self.run(&REACT, args![message, person, reaction, at]).await?;
        self.decorated(message).await
    }

    /// Notes which message one answers, where that one came later.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn note_answered(&mut self, _permit: &MayImport, message: MessageId, answered: MessageId) -> Result<(), Fault> {
        self.run(&ANSWERS, args![message, answered]).await?;
        Ok(())
    }

    /// Notes how far a conversation reaches after some of its messages were written: up to the last activity recorded.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stretch(
        &mut self,
        _permit: &MayImport,
        old: ConversationId,
        position: Position,
        last_at: Moment,
    ) -> Result<(), Fault> {
        self.run(&STRETCH, args![old, position, last_at]).await?;
        self.run(&STRETCH_SHELF, args![old, last_at]).await?;
        Ok(())
    }
}

impl Store {
    /// The space of this slug, as an import needs it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn place_for_archive(&self, slug: &str) -> Result<Option<ArchiveFacts>, Fault> {
        Ok(self.core().blind(&PLACE, args![slug], place).await?.into_iter().next())
    }

    /// The letters a space knows, in the order of their digests, behind `after`, at most `limit`.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letters_in(&self, space: SpaceId, after: &[u8], limit: usize) -> Result<Vec<(Vec<u8>, Sorted)>, Fault> {
        self.core()
            .blind(&KNOWN, args![after, space, limit], |row| {
                let to = Sorted { conversation: ConversationId(row.int(1)), message: MessageId(row.int(2)) };
                (row.bytes(0), to)
            })
            .await
    }

    /// When messages were said, as their rows have it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn times_of(&self, messages: &[MessageId]) -> Result<Vec<(MessageId, Moment)>, Fault> {
        let mut found = Vec::with_capacity(messages.len());
        for some in messages.chunks(IDS_MAX) {
            let ids: Vec<i64> = some.iter().map(|message| message.0).collect();
            let time = |row: &Row<'_>| (MessageId(row.int(0)), row.moment(1));
            found.extend(self.core().rows(&TIMES, args![], BLIND, &ids, time).await?);
        }
        Ok(found)
    }

    /// The Message-ID of a letter known under a digest, and when it says it was written; nothing of what it says.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_name(&self, digest: &[u8], message: MessageId) -> Result<Option<(String, Option<Moment>)>, Fault> {
        let Some(id) = self.core().blind(&NAME, args![digest, message], |row| row.text(0)).await?.into_iter().next() else {
            return Ok(None);
        };
        let raw = self.core().blind(&intake::RAW_OF, args![message], |row| row.bytes(0)).await?;
        Ok(Some((id, raw.first().and_then(|raw| letter_date(raw)))))
    }
}
