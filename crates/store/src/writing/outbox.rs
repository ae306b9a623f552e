//! Writing the outbox: one row per recipient and channel, written by the action whose audience line named her.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    id::{ConversationId, DeliveryId, MessageId, PersonId, SpaceId},
    limits,
    moment::{MINUTE, Moment},
    person::MayBeMyself,
    sending::{Leaving, MayTakeBack},
};

statements! {
    ADD = "INSERT INTO outbox (id, reason, message, conversation, recipient, address, secret, state, made_at, due_at, attempts, words, lease, lease_until, done_at, domain, begun_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9, 0, '', '', 0, NULL, $10, $9)";
    LEASE = "UPDATE outbox SET lease = $2, lease_until = $3, attempts = attempts + 1 WHERE id = $1 AND state = 'queued' AND lease_until <= $4";
    FINISH = "UPDATE outbox SET state = $3, words = $4, done_at = $5, secret = '', lease_until = 0 WHERE id = $1 AND lease = $2 AND state = 'queued'";
    FINISH_PAST = "UPDATE outbox SET state = 'sent', words = $1, done_at = CASE WHEN due_at < $2 THEN due_at ELSE $2 END, secret = '', lease_until = 0 WHERE state = 'queued'";
    POSTPONE = "UPDATE outbox SET words = $3, due_at = $4, lease_until = 0 WHERE id = $1 AND lease = $2 AND state = 'queued'";
    WITHHOLD = "UPDATE outbox SET state = 'withheld', words = $2, done_at = $3, secret = '' WHERE recipient IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND state = 'queued'";
    ISSUED_TO = "SELECT address FROM outbox WHERE id = $1 AND conversation = $2";
    RETRY = "UPDATE outbox SET due_at = $1 WHERE state = 'queued' AND lease_until <= $1 AND attempts > 0";
    WAITING = "SELECT o.id FROM outbox o WHERE o.recipient = $1 AND o.state = 'queued' AND o.conversation = $2 AND o.reason = $3 AND o.attempts = 0 AND o.lease_until = 0 \
        ORDER BY o.id DESC LIMIT 1";
    ERRAND = "SELECT CASE WHEN o.begun_at > 0 THEN o.begun_at ELSE o.made_at END, o.domain, o.message, o.conversation, COALESCE((SELECT c.space FROM conversation c WHERE c.id = o.conversation), 0) FROM outbox o WHERE o.id = $1";
    FATE = "SELECT o.reason, o.state, o.message, o.conversation FROM outbox o WHERE o.id = $1";
    LEAVING = "SELECT m.at, (SELECT COUNT(*) FROM outbox o WHERE o.message = m.id AND o.reason = 'message'), \
        (SELECT COUNT(*) FROM outbox o WHERE o.message = m.id AND o.reason = 'message' AND (o.attempts > 0 OR o.state <> 'queued')) FROM message m WHERE m.id = $1";
    TAKE_BACK = "UPDATE outbox SET state = 'withheld', words = 'taken-back', done_at = $2 WHERE message = $1 AND reason = 'message' AND state = 'queued' AND attempts = 0";
    STOP_TELLING = "UPDATE outbox SET state = 'withheld', words = 'unsubscribed', done_at = $2 WHERE recipient IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND state = 'queued' AND lease_until <= $2 \
        AND reason IN ('notice', 'list', 'digest') AND (CAST($3 AS BIGINT) = 0 OR conversation IN (SELECT c.id FROM conversation c WHERE c.space = $3))";
    FAILURES = "SELECT d.failures, d.rests_until FROM destination d WHERE d.domain = $1";
    REST = "INSERT INTO destination (domain, failures, rests_until, words) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (domain) DO UPDATE SET failures = excluded.failures, rests_until = excluded.rests_until, words = excluded.words";
    WELL = "DELETE FROM destination WHERE domain IN ($1, '')";
    RETRY_RELAY = "UPDATE outbox SET due_at = $1 WHERE state = 'queued' AND lease_until <= $1 AND attempts > 0 \
        AND due_at <= (SELECT d.rests_until FROM destination d WHERE d.domain = '')";
    RELAY_WELL = "DELETE FROM destination WHERE domain = ''";
    ALL_WELL = "DELETE FROM destination";
}

/// How long one node may work on a delivery before another takes it up.
const LEASE_MINUTES: i64 = 10;

/// A delivery to be made.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Why it goes: `message`, `receipt`, `sign-in`, `invitation`, `address`; `notice`, `digest`, `list` to who asked for it.
    pub reason: &'static str,
    /// The message it brings.
    pub message: Option<MessageId>,
    /// The conversation it belongs to.
    pub conversation: Option<ConversationId>,
    /// For whom.
    pub recipient: PersonId,
    /// Where to.
    pub address: String,
    /// The secret its link carries; empty for none. Wiped once it is sent.
    pub secret: String,
}

/// What a delivery is about.
#[derive(Clone, Debug)]
pub struct Errand {
    /// When it was first due.
    pub begun_at: Moment,
    /// The domain it goes to.
    pub domain: String,
    /// The message it carries, if one.
    pub message: Option<MessageId>,
    /// The conversation it belongs to, if one.
    pub conversation: Option<ConversationId>,
    /// That conversation's space.
    pub space: Option<SpaceId>,
}

impl Writing {
    /// Adds a delivery that is due now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_delivery(&mut self, it: &NewDelivery) -> Result<DeliveryId, Fault> {
        self.add_delivery_due(it, self.at()).await
    }

    /// Adds a delivery that is due at this moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_delivery_due(&mut self, it: &NewDelivery, due_at: Moment) -> Result<DeliveryId, Fault> {
        let id = DeliveryId(self.mint());
        let (message, conversation) = (it.message.map_or(0, |m| m.0), it.conversation.map_or(0, |c| c.0));
        let domain = it.address.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
        let (address, secret) = (it.address.as_str(), it.secret.as_str());
        let args = args![id, it.reason, message, conversation, it.recipient, address, secret, self.at(), due_at, domain];
        self.run(&ADD, args).await?;
        Ok(id)
    }

    /// The newest delivery of this reason to somebody about a conversation that nobody has touched yet.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delivery_waiting(
        &self,
        recipient: PersonId,
        conversation: Option<ConversationId>,
        reason: &str,
    ) -> Result<Option<DeliveryId>, Fault> {
        let conversation = conversation.map_or(0, |c| c.0);
        self.one(&WAITING, args![recipient, conversation, reason], |row| DeliveryId(row.int(0))).await
    }

    /// Leases a due delivery to this worker; false where somebody else has it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn lease_delivery(&mut self, delivery: DeliveryId, lease: &str) -> Result<bool, Fault> {
        let until = self.at().plus(LEASE_MINUTES * MINUTE);
        Ok(self.run(&LEASE, args![delivery, lease, until, self.at()]).await? == 1)
    }

    /// Notes how a delivery ended: `sent`, `failed` or `withheld`, with the other side's words.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn finish_delivery(&mut self, delivery: DeliveryId, lease: &str, state: &str, words: &str) -> Result<bool, Fault> {
        Ok(self.run(&FINISH, args![delivery, lease, state, words, self.at()]).await? == 1)
    }

    /// Notes that everything that waits was sent, when it was due or now; how many.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn finish_past(&mut self, words: &str) -> Result<u64, Fault> {
        self.run(&FINISH_PAST, args![words, self.at()]).await
    }

    /// Notes that a delivery is to be tried again at a later time.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn postpone_delivery(
        &mut self,
        delivery: DeliveryId,
        lease: &str,
        words: &str,
        due_at: Moment,
    ) -> Result<bool, Fault> {
        Ok(self.run(&POSTPONE, args![delivery, lease, words, due_at]).await? == 1)
    }

    /// Withholds everything still queued for somebody who was deactivated.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn withhold_for(&mut self, person: PersonId, words: &str) -> Result<(), Fault> {
        self.run(&WITHHOLD, args![person, words, self.at()]).await?;
        Ok(())
    }

    /// The address a delivery, and with it a reply address, was issued to.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn issued_to(&self, delivery: DeliveryId, conversation: ConversationId) -> Result<Option<String>, Fault> {
        self.one(&ISSUED_TO, args![delivery, conversation], |row| row.text(0)).await
    }

    /// Makes everything that was tried and waits due now, and lets no destination rest any longer: a relay was mended.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn retry_deliveries(&mut self) -> Result<(), Fault> {
        self.run(&RETRY, args![self.at()]).await?;
        self.run(&ALL_WELL, args![]).await?;
        Ok(())
    }

    /// Ends the rest of the relay, and makes what waited for its end due now; destinations rest on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_relays_rest(&mut self) -> Result<(), Fault> {
        self.run(&RETRY_RELAY, args![self.at()]).await?;
        self.run(&RELAY_WELL, args![]).await?;
        Ok(())
    }

    /// What a delivery is about, for going on with it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn errand(&self, delivery: DeliveryId) -> Result<Option<Errand>, Fault> {
        self.one(&ERRAND, args![delivery], |row| Errand {
            begun_at: row.moment(0),
            domain: row.text(1),
            message: Some(row.int(2)).filter(|id| *id != 0).map(MessageId),
            conversation: Some(row.int(3)).filter(|id| *id != 0).map(ConversationId),
            space: Some(row.int(4)).filter(|id| *id != 0).map(SpaceId),
        })
        .await
    }

    /// The reason and state of a delivery, with the message it carries and the conversation, for who wrote it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn fate(&self, delivery: DeliveryId) -> Result<Option<(String, String, MessageId, ConversationId)>, Fault> {
        let fate = |row: &crate::row::Row<'_>| (row.text(0), row.text(1), MessageId(row.int(2)), ConversationId(row.int(3)));
        self.one(&FATE, args![delivery], fate).await
    }

    /// How a message stands on its way out.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn leaving(&self, message: MessageId) -> Result<Leaving, Fault> {
        let leaving = |row: &crate::row::Row<'_>| Leaving { at: row.moment(0), mailed: row.yes(1), gone: row.yes(2) };
        let nothing = Leaving { at: Moment(0), mailed: false, gone: false };
        Ok(self.one(&LEAVING, args![message], leaving).await?.unwrap_or(nothing))
    }

    /// Takes the letters of a message back; none of them was handed on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_letters_back(&mut self, permit: &MayTakeBack) -> Result<(), Fault> {
        self.run(&TAKE_BACK, args![permit.message(), self.at()]).await?;
        Ok(())
    }

    /// Withholds the notifications still queued for somebody, about one space or about all.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stop_telling(&mut self, permit: &MayBeMyself, space: Option<SpaceId>) -> Result<(), Fault> {
        self.run(&STOP_TELLING, args![permit.person(), self.at(), space.map_or(0, |s| s.0)]).await?;
        Ok(())
    }

    /// Lets a destination rest, longer each time it fails; until when. The empty one is the relay.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn rest(&mut self, domain: &str, words: &str) -> Result<Moment, Fault> {
        let found = self.one(&FAILURES, args![domain], |row| (row.int(0), row.moment(1))).await?;
        if let Some((_, until)) = found.filter(|(_, until)| *until > self.at()) {
            // Letters that were under way together fail together: that is one failure.
            return Ok(until);
        }
        let failures = found.map_or(0, |(failures, _)| failures) + 1;
        let minutes = (1_i64 << (failures.min(10) - 1)).min(limits::DESTINATION_RESTS_MINUTES_MAX);
        let until = self.at().plus(minutes * MINUTE);
        self.run(&REST, args![domain, failures, until, words]).await?;
        Ok(until)
    }

    /// Notes that a destination takes letters.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn well(&mut self, domain: &str) -> Result<(), Fault> {
        self.run(&WELL, args![domain]).await?;
        Ok(())
    }
}
