//! The intake as administrators see it, and as the consumer that sorts it reads it.

use crate::{custodian::Custodian, fault::Fault, opening::Store, reading::Reading, seen::Seen, sql::statements, value::args};
use domain::{
    id::{ConversationId, LetterId, MessageId},
    limits,
    moment::Moment,
};
use serde::Serialize;

statements! {
    LISTED = "SELECT i.id, i.door, i.arrived_at, i.sender, i.recipient, i.size, i.state, i.reason, c.number FROM intake i \
        LEFT JOIN conversation c ON c.id = i.conversation WHERE i.id < $1 ORDER BY i.id DESC LIMIT $2";
    WAITING = "SELECT id, door, sender, recipient, raw, arrived_at, peer, helo, vouched, believed FROM intake WHERE state = 'waiting' AND again_at <= $2 ORDER BY id LIMIT $1";
    RAW = "WITH {viewer} SELECT i.raw FROM intake i JOIN message m ON m.id = i.message JOIN conversation c ON c.id = m.conversation \
        WHERE i.message = $1 AND m.deleted_at IS NULL AND {visible c.circle m.position} ORDER BY i.id LIMIT 1";
}

/// A raw letter as the administration lists it.
#[derive(Clone, Debug, Serialize)]
pub struct IntakeRow {
    /// Which.
    pub id: LetterId,
    /// Through which door: `smtp`, `lmtp`, `imap`, `http`, `import`.
    pub door: String,
    /// When.
    pub arrived_at: Moment,
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// Its octets.
    pub size: i64,
    /// `waiting`, `sorted`, `held` or `refused`.
    pub state: String,
    /// Why it is held or refused: a key of the catalogue.
    pub reason: String,
    /// The conversation it came to, by number.
    pub number: Option<i64>,
}

/// A letter that waits to be sorted.
#[derive(Clone, Debug)]
pub struct WaitingLetter {
    /// Which.
    pub id: LetterId,
    /// Through which door.
    pub door: String,
    /// Who brought it: an IP address, where the door saw one.
    pub peer: String,
    /// The name by which the sending server introduced itself.
    pub helo: String,
    /// The address its sender signed in as at a server of ours; empty where nobody vouches.
    pub vouched: String,
    /// The mail server whose Authentication-Results count for it, because it lay in a mailbox there; empty for none.
    pub believed: String,
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// The letter, octet for octet.
    pub raw: Vec<u8>,
    /// When it arrived.
    pub arrived_at: Moment,
}

impl Reading {
    /// The intake, newest first, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn intake(&self, before: LetterId) -> Result<Vec<Seen<IntakeRow>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        self.rows(&LISTED, args![before, limits::PAGE_ROWS], |row| {
            Seen::new(IntakeRow {
                id: LetterId(row.int(0)),
                door: row.text(1),
                arrived_at: row.moment(2),
                sender: row.text(3),
                recipient: row.text(4),
                size: row.int(5),
                state: row.text(6),
                reason: row.text(7),
                number: row.int_or_null(8),
            })
        })
        .await
    }

    /// The letter a message came in, octet for octet, for who sees the message; empty where it went with somebody who was
    /// erased.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn original(&self, message: MessageId) -> Result<Option<Seen<Vec<u8>>>, Fault> {
        if !self.viewer().inside() {
            return Ok(None);
        }
        self.one(&RAW, args![message], |row| Seen::new(row.bytes(0))).await
    }
}

impl Store {
    /// Letters that wait to be sorted, the oldest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn waiting_letters(&self, _keys: &Custodian, limit: usize) -> Result<Vec<WaitingLetter>, Fault> {
        self.core()
            .blind(&WAITING, args![limit, self.clock().now()], |row| WaitingLetter {
                id: LetterId(row.int(0)),
                door: row.text(1),
                sender: row.text(2),
                recipient: row.text(3),
                raw: row.bytes(4),
                arrived_at: row.moment(5),
                peer: row.text(6),
                helo: row.text(7),
                vouched: row.text(8),
                believed: row.text(9),
            })
            .await
    }
}

/// The conversation a sorted letter came to.
#[derive(Clone, Copy, Debug)]
pub struct Sorted {
    /// Where.
    pub conversation: ConversationId,
    /// As which message.
    pub message: MessageId,
}
