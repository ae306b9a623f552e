//! Writing the outbox: one row per recipient and channel, written by the action whose audience line named her.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    id::{ConversationId, DeliveryId, MessageId, PersonId},
    moment::{MINUTE, Moment},
};

statements! {
    ADD = "INSERT INTO outbox (id, reason, message, conversation, recipient, address, secret, state, made_at, due_at, attempts, words, lease, lease_until, done_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $8, 0, '', '', 0, NULL)";
    LEASE = "UPDATE outbox SET lease = $2, lease_until = $3, attempts = attempts + 1 WHERE id = $1 AND state = 'queued' AND lease_until <= $4";
    FINISH = "UPDATE outbox SET state = $3, words = $4, done_at = $5, secret = '', lease_until = 0 WHERE id = $1 AND lease = $2 AND state = 'queued'";
    POSTPONE = "UPDATE outbox SET words = $3, due_at = $4, lease_until = 0 WHERE id = $1 AND lease = $2 AND state = 'queued'";
    WITHHOLD = "UPDATE outbox SET state = 'withheld', words = $2, done_at = $3, secret = '' WHERE recipient = $1 AND state = 'queued'";
    ISSUED_TO = "SELECT address FROM outbox WHERE id = $1 AND conversation = $2";
    RETRY = "UPDATE outbox SET due_at = $1 WHERE state = 'queued' AND lease_until <= $1";
}

/// How long one node may work on a delivery before another takes it up.
const LEASE_MINUTES: i64 = 10;

/// A delivery to be made.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Why it goes: `message`, `receipt`, `sign-in`, `invitation`.
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

impl Writing {
    /// Adds a delivery that is due now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_delivery(&mut self, it: &NewDelivery) -> Result<DeliveryId, Fault> {
        let id = DeliveryId(self.mint());
        let (message, conversation) = (it.message.map_or(0, |m| m.0), it.conversation.map_or(0, |c| c.0));
        let args = args![id, it.reason, message, conversation, it.recipient, it.address.as_str(), it.secret.as_str(), self.at()];
        self.run(&ADD, args).await?;
        Ok(id)
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

    /// Makes everything that waits due now: a relay was given.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn retry_deliveries(&mut self) -> Result<(), Fault> {
        self.run(&RETRY, args![self.at()]).await?;
        Ok(())
    }
}
