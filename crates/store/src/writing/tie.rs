//! Writing ties: whom each message turned to, and the sums of that by pair and week and by day and unit pair.
//!
//! **Invariant.** The sums are those of the rows of `turned`, in whole billionths: whatever was added can be taken away
//! again without a trace. What a row gives is computed by the caller.

use crate::{
    engine::{BLIND, Query},
    fault::Fault,
    row::Row,
    sql::{IDS_MAX, statements},
    value::args,
    writing::Writing,
};
use domain::{
    id::{ConversationId, MessageId, PersonId, Position, UnitId},
    limits,
    message::Channel,
    moment::Moment,
};

statements! {
    SPOKE = "SELECT m.author, m.at, m.position, m.channel, \
        COALESCE((SELECT v.source FROM message_version v WHERE v.message = m.id ORDER BY v.position LIMIT 1), m.source), \
        COALESCE((SELECT x.author FROM message x WHERE x.id = m.answers), 0), \
        COALESCE((SELECT x.author FROM message x WHERE x.conversation = m.conversation AND x.position < m.position AND x.author <> m.author AND x.automatic = 0 \
        AND x.position >= COALESCE((SELECT y.position FROM message y WHERE y.conversation = m.conversation AND y.position < m.position ORDER BY y.position DESC LIMIT 1 OFFSET $2), 0) \
        AND NOT EXISTS (SELECT 1 FROM person_merging g WHERE g.person = x.author AND g.into_person = m.author AND g.position <= m.position AND (g.undone_position IS NULL OR g.undone_position > m.position)) \
        ORDER BY x.position DESC LIMIT 1), 0), m.mailed \
        FROM message m WHERE m.id = $1 AND m.deleted_at IS NULL AND m.automatic = 0";
    MAILED_TO = "SELECT DISTINCT o.recipient FROM outbox o WHERE o.message = $1 AND o.reason = 'message' ORDER BY o.recipient LIMIT $2";
    ADDRESSEES = "SELECT d.person FROM addressee d WHERE d.message = $1 ORDER BY d.person LIMIT $2";
    BY_HANDLE = "SELECT p.id FROM person p WHERE p.handle = $1 AND p.side = 'employee' AND p.joined_position < $2";
    UNITS = "SELECT m.party, m.joined_at, m.left_at FROM membership m JOIN party y ON y.id = m.party WHERE m.person = $1 AND y.kind = 'unit' ORDER BY m.joined_at, m.party";
    ANSWERING = "SELECT m.id FROM message m WHERE m.answers = $2 AND m.conversation = $1 ORDER BY m.id";
    ADD = "INSERT INTO turned (message, person, author, at, means, author_unit, person_unit) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_MESSAGE = "SELECT t.message, t.person, t.author, t.at, t.means, t.author_unit, t.person_unit FROM turned t WHERE t.message = $1 ORDER BY t.person";
    OF_MESSAGES = "WITH {ids} SELECT t.message, t.person, t.author, t.at, t.means, t.author_unit, t.person_unit FROM ids i JOIN turned t ON t.message = i.id \
        ORDER BY t.message, t.person";
    TOUCHING = "SELECT t.message FROM turned t WHERE t.author = $1 UNION SELECT t.message FROM turned t WHERE t.person = $1 ORDER BY 1";
    DROP = "DELETE FROM turned WHERE message = $1";
    ADD_WEEK = "INSERT INTO tie_week (week, author, person, author_unit, person_unit, messages, weight) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (week, author, person, author_unit, person_unit) DO UPDATE SET messages = tie_week.messages + excluded.messages, weight = tie_week.weight + excluded.weight";
    PRUNE_WEEK = "DELETE FROM tie_week WHERE week = $1 AND author = $2 AND person = $3 AND author_unit = $4 AND person_unit = $5 AND messages = 0";
    ADD_DAY = "INSERT INTO tie_day (day, author_unit, person_unit, messages, weight) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (day, author_unit, person_unit) DO UPDATE SET messages = tie_day.messages + excluded.messages, weight = tie_day.weight + excluded.weight";
    PRUNE_DAY = "DELETE FROM tie_day WHERE day = $1 AND author_unit = $2 AND person_unit = $3 AND messages = 0";
    CLEAR_TURNED = "DELETE FROM turned";
    CLEAR_WEEKS = "DELETE FROM tie_week";
    CLEAR_DAYS = "DELETE FROM tie_day";
}

/// What decides whom a message turned to: as it was first written, whatever was edited since.
#[derive(Clone, Debug)]
pub struct Spoke {
    /// Whose words.
    pub author: PersonId,
    /// When.
    pub at: Moment,
    /// Where in the log.
    pub position: Position,
    /// Through which door.
    pub channel: Channel,
    /// As it was typed.
    pub source: String,
    /// The author of the message it answers; nobody is `PersonId(0)`.
    pub answered: PersonId,
    /// Who spoke last before, other than its author, and no machine, within [`limits::SPOKEN_BEFORE`]; nobody is `PersonId(0)`.
    pub before: PersonId,
    /// Whether letters of it went out.
    pub mailed: bool,
}

/// One message turned to one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turned {
    /// Which message.
    pub message: MessageId,
    /// To whom.
    pub person: PersonId,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Moment,
    /// By which means: `reply`, `mention` or `mail`.
    pub means: String,
    /// The author's unit then; `UnitId(0)` for none.
    pub author_unit: UnitId,
    /// The person's unit then; `UnitId(0)` for none.
    pub person_unit: UnitId,
}

/// A membership in a unit: which, from when, until when.
pub type UnitStay = (UnitId, Moment, Option<Moment>);

/// A pair in a week: week, author, person, and their units.
pub type WeekKey = (i64, PersonId, PersonId, UnitId, UnitId);
/// Two units on a day.
pub type DayKey = (i64, UnitId, UnitId);

fn turned(row: &Row<'_>) -> Turned {
    Turned {
        message: MessageId(row.int(0)),
        person: PersonId(row.int(1)),
        author: PersonId(row.int(2)),
        at: row.moment(3),
        means: row.text(4),
        author_unit: UnitId(row.int(5)),
        person_unit: UnitId(row.int(6)),
    }
}

impl Writing {
    /// What decides whom a message turned to; `None` where it was deleted or a machine wrote it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn spoke(&self, message: MessageId) -> Result<Option<Spoke>, Fault> {
        self.one(&SPOKE, args![message, limits::SPOKEN_BEFORE - 1], |row| Spoke {
            author: PersonId(row.int(0)),
            at: row.moment(1),
            position: row.position(2),
            channel: Channel::from_word(&row.text(3)).unwrap_or(Channel::Web),
            source: row.text(4),
            answered: PersonId(row.int(5)),
            before: PersonId(row.int(6)),
            mailed: row.yes(7),
        })
        .await
    }

    /// To whom a message went as a letter of its own.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mailed_to(&self, message: MessageId) -> Result<Vec<PersonId>, Fault> {
        self.rows(&MAILED_TO, args![message, limits::ADDRESSED_KEPT], |row| PersonId(row.int(0))).await
    }

    /// Whom a letter of an archive named in To and Cc.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addressees_of(&self, message: MessageId) -> Result<Vec<PersonId>, Fault> {
        self.rows(&ADDRESSEES, args![message, limits::ADDRESSED_KEPT], |row| PersonId(row.int(0))).await
    }

    /// The colleague whom a handle named at a position, gone since or not.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn named_at(&self, handle: &str, position: Position) -> Result<Option<PersonId>, Fault> {
        self.one(&BY_HANDLE, args![handle, position], |row| PersonId(row.int(0))).await
    }

    /// The units somebody was in, the earliest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn units_of(&self, person: PersonId) -> Result<Vec<UnitStay>, Fault> {
        self.rows(&UNITS, args![person], |row| (UnitId(row.int(0)), row.moment(1), row.moment_or_null(2))).await
    }

    /// The messages that answer one, in its conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn answering(&self, conversation: ConversationId, message: MessageId) -> Result<Vec<MessageId>, Fault> {
        self.rows(&ANSWERING, args![conversation, message], |row| MessageId(row.int(0))).await
    }

    /// Whom a message turned to, as far as it is kept.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn turned_of(&self, message: MessageId) -> Result<Vec<Turned>, Fault> {
        self.rows(&OF_MESSAGE, args![message], turned).await
    }

    /// The same of many messages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn turned_of_all(&self, messages: &[MessageId]) -> Result<Vec<Turned>, Fault> {
        let (ids, mut rows) = (messages.iter().map(|message| message.0).collect::<Vec<i64>>(), Vec::new());
        for some in ids.chunks(IDS_MAX) {
            rows.extend(self.line().rows(Query::new(&OF_MESSAGES, args![], BLIND, some), turned).await?);
        }
        Ok(rows)
    }

    /// The messages by which somebody turned to others, and others to her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn turned_touching(&self, person: PersonId) -> Result<Vec<MessageId>, Fault> {
        self.rows(&TOUCHING, args![person], |row| MessageId(row.int(0))).await
    }

    /// Drops what is kept of a message.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_turned(&mut self, message: MessageId) -> Result<(), Fault> {
        self.run(&DROP, args![message]).await?;
        Ok(())
    }

    /// Keeps whom messages turned to, of which nothing is kept.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_turned(&mut self, rows: &[Turned]) -> Result<(), Fault> {
        for it in rows {
            let args = args![it.message, it.person, it.author, it.at, it.means.as_str(), it.author_unit, it.person_unit];
            self.run(&ADD, args).await?;
        }
        Ok(())
    }

    /// Adds messages and weight to a pair's week; a row that comes to nothing goes.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_to_week(&mut self, key: WeekKey, messages: i64, weight: i64) -> Result<(), Fault> {
        let (week, author, person, author_unit, person_unit) = key;
        self.run(&ADD_WEEK, args![week, author, person, author_unit, person_unit, messages, weight]).await?;
        if messages <= 0 {
            self.run(&PRUNE_WEEK, args![week, author, person, author_unit, person_unit]).await?;
        }
        Ok(())
    }

    /// Adds messages and weight to two units' day; a row that comes to nothing goes.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_to_day(&mut self, key: DayKey, messages: i64, weight: i64) -> Result<(), Fault> {
        let (day, author_unit, person_unit) = key;
        self.run(&ADD_DAY, args![day, author_unit, person_unit, messages, weight]).await?;
        if messages <= 0 {
            self.run(&PRUNE_DAY, args![day, author_unit, person_unit]).await?;
        }
        Ok(())
    }

    /// Drops all ties, to be derived anew, or because nobody may be counted any more.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn clear_ties(&mut self) -> Result<(), Fault> {
        for sql in [&CLEAR_TURNED, &CLEAR_WEEKS, &CLEAR_DAYS] {
            self.run(sql, args![]).await?;
        }
        Ok(())
    }
}
