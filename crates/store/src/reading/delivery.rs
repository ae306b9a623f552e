//! The outbox as administrators see it, the deliveries of a message, and what is due.

use crate::{
    custodian::Custodian,
    fault::Fault,
    opening::Store,
    reading::{Reading, conversation::Headline},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    attribution::has_address,
    id::{ConversationId, DeliveryId, MessageId, PersonId},
    limits,
    moment::Moment,
};
use serde::Serialize;

macro_rules! columns {
    () => {
        "o.id, o.reason, o.message, o.conversation, o.recipient, o.address, o.state, o.made_at, o.due_at, o.attempts, o.words, o.bounce, o.bounce_status"
    };
}

statements! {
    DUE = concat!("SELECT ", columns!(), ", o.secret FROM outbox o WHERE o.state = 'queued' AND o.due_at <= $1 AND o.lease_until <= $1 \
        AND NOT EXISTS (SELECT 1 FROM destination d WHERE (d.domain = o.domain OR d.domain = '') AND d.rests_until > $1) ORDER BY o.due_at, o.id LIMIT $2");
    LISTED = concat!("SELECT ", columns!(), " FROM outbox o WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2");
    OF_MESSAGE = concat!("WITH {viewer} SELECT ", columns!(), " FROM outbox o JOIN message m ON m.id = o.message JOIN conversation c ON c.id = m.conversation \
        WHERE o.message = $1 AND {visible c.circle m.position} ORDER BY o.id");
    WAITING = "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'queued' LIMIT 1000) AS waiting";
    RECIPIENTS = "SELECT DISTINCT p.name, o.address FROM outbox o JOIN person p ON p.id = o.recipient WHERE o.message = $1 AND o.reason = 'message' ORDER BY o.address LIMIT $2";
    THREAD = "WITH {viewer} SELECT m.id, (SELECT l.message_id FROM letter l WHERE l.message = m.id LIMIT 1) FROM message m \
        WHERE m.conversation = $1 AND m.id < $3 AND {visible $2 m.position} ORDER BY m.id DESC LIMIT $4";
    RESTING = "SELECT d.domain, d.rests_until, d.words FROM destination d WHERE d.rests_until > $1 ORDER BY d.domain LIMIT 50";
    RESTING_FOR = "WITH {viewer} SELECT d.domain, d.rests_until, d.words FROM destination d WHERE d.rests_until > $2 AND EXISTS \
        (SELECT 1 FROM outbox o JOIN message m ON m.id = o.message JOIN conversation c ON c.id = m.conversation \
        WHERE o.message = $1 AND o.state = 'queued' AND (o.domain = d.domain OR d.domain = '') AND {visible c.circle m.position}) ORDER BY d.domain LIMIT 50";
    RELAY_RESTS = "SELECT CAST(1 AS BIGINT) FROM destination d WHERE d.domain = '' AND d.rests_until > $1";
    ONE = concat!("SELECT ", columns!(), " FROM outbox o WHERE o.id = $1");
}

/// One row of the outbox.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// Which; stands in the envelope sender and in Reply-To.
    pub id: DeliveryId,
    /// Why it goes: `message`, `receipt`, `sign-in`, `invitation`, `notice`, `digest`, `list`.
    pub reason: String,
    /// The message it brings, if any.
    pub message: Option<MessageId>,
    /// The conversation it belongs to, if any.
    pub conversation: Option<ConversationId>,
    /// For whom.
    pub recipient: PersonId,
    /// Where to.
    pub address: String,
    /// `queued`, `sent`, `failed`, `bounced` or `withheld`.
    pub state: String,
    /// Since when.
    pub made_at: Moment,
    /// When it is tried next.
    pub due_at: Moment,
    /// How often it was tried.
    pub attempts: i64,
    /// What the other side said last.
    pub words: String,
    /// What a letter that came back says about the address: `hard`, `soft`, `other`; empty where it did not come back.
    pub bounce: String,
    /// Its enhanced status code, or empty.
    pub bounce_status: String,
}

/// A delivery that is due, with what only its letter may carry.
#[derive(Clone, Debug)]
pub struct Due {
    /// The delivery.
    pub delivery: Delivery,
    /// The secret of a sign-in link or invitation; empty otherwise. Gone once sent.
    pub secret: String,
}

fn delivery(row: &Row<'_>) -> Delivery {
    Delivery {
        id: DeliveryId(row.int(0)),
        reason: row.text(1),
        message: Some(row.int(2)).filter(|id| *id != 0).map(MessageId),
        conversation: Some(row.int(3)).filter(|id| *id != 0).map(ConversationId),
        recipient: PersonId(row.int(4)),
        address: row.text(5),
        state: row.text(6),
        made_at: row.moment(7),
        due_at: row.moment(8),
        attempts: row.int(9),
        words: row.text(10),
        bounce: row.text(11),
        bounce_status: row.text(12),
    }
}

impl Reading {
    /// The outbox, newest first, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox(&self, before: DeliveryId) -> Result<Vec<Seen<Delivery>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        self.rows(&LISTED, args![before, limits::PAGE_ROWS], |row| Seen::new(delivery(row))).await
    }

    /// The destinations that are given a rest, for administrators: domain (empty for the relay), until when, and what
    /// it said.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn resting(&self) -> Result<Vec<Seen<(String, Moment, String)>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        let now = self.store().clock().now();
        self.rows(&RESTING, args![now], |row| Seen::new((row.text(0), row.moment(1), row.text(2)))).await
    }

    /// How the letters of a message fared, for employees who see it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn deliveries(&self, message: MessageId) -> Result<Vec<Seen<Delivery>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&OF_MESSAGE, args![message], |row| Seen::new(delivery(row))).await
    }

    /// The destinations for whose sake letters of a message wait, as [`Reading::resting`], for employees who see it. What one
    /// said may name whom another letter was for: such words are left out.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn resting_for(&self, message: MessageId) -> Result<Vec<Seen<(String, Moment, String)>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let now = self.store().clock().now();
        let said = |words: String| if has_address(&words) { String::new() } else { words };
        let found = |row: &Row<'_>| Seen::new((row.text(0), row.moment(1), said(row.text(2))));
        self.rows(&RESTING_FOR, args![message, now], found).await
    }
}

/// Letters before this one that its References name: mail programs need the nearest, and lines have an end.
const REFERENCES: usize = 12;

impl Reading {
    /// The messages before this one, the nearest first, with the Message-ID of those that came as letters.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn thread_before(
        &self,
        of: &Seen<Headline>,
        message: MessageId,
    ) -> Result<Vec<Seen<(MessageId, Option<String>)>>, Fault> {
        let args = args![of.id, of.circle, message, REFERENCES];
        self.rows(&THREAD, args, |row| Seen::new((MessageId(row.int(0)), row.text_or_null(1).filter(|id| !id.is_empty())))).await
    }
}

impl Store {
    /// Everybody a message goes to by mail: the names and addresses of its letters' To.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_recipients(&self, _keys: &Custodian, message: MessageId) -> Result<Vec<(String, String)>, Fault> {
        self.core().blind(&RECIPIENTS, args![message, limits::LETTER_RECIPIENTS_MAX], |row| (row.text(0), row.text(1))).await
    }

    /// Whether the relay itself is given a rest.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn relay_rests(&self) -> Result<bool, Fault> {
        let now = self.clock().now();
        Ok(!self.core().blind(&RELAY_RESTS, args![now], |_| ()).await?.is_empty())
    }

    /// Deliveries that are due and leased to nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn due(&self, _keys: &Custodian, limit: usize) -> Result<Vec<Due>, Fault> {
        let now = self.clock().now();
        self.core().blind(&DUE, args![now, limit], |row| Due { delivery: delivery(row), secret: row.text(13) }).await
    }

    /// How many deliveries wait, up to a thousand.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn deliveries_waiting(&self) -> Result<i64, Fault> {
        Ok(self.core().blind(&WAITING, args![], |row| row.int(0)).await?.first().copied().unwrap_or(0))
    }

    /// A delivery by the id that came back in an envelope or reply address.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delivery(&self, _keys: &Custodian, id: DeliveryId) -> Result<Option<Delivery>, Fault> {
        Ok(self.core().blind(&ONE, args![id], delivery).await?.into_iter().next())
    }
}
