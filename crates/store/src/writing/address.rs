//! Writing what machines say about addresses: that letters to them come back, that somebody wants no more of them.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    address::MailAddress,
    bounce::Bounce,
    id::{ConversationId, DeliveryId, LetterId, MessageId, PersonId},
    letter::Rounds,
    moment::{DAY, HOUR},
    person::MayTendAddress,
    proof::Proof,
};

statements! {
    RETURNED = "UPDATE outbox SET state = 'bounced', words = CASE WHEN address = '' THEN '' ELSE $2 END, bounce = $3, bounce_status = $4 WHERE id = $1 AND state IN ('sent', 'queued') RETURNING address";
    DELAYED = "UPDATE outbox SET words = CASE WHEN address = '' THEN '' ELSE $2 END, bounce = $3, bounce_status = $4 WHERE id = $1 AND state IN ('sent', 'queued') RETURNING address";
    OF_MESSAGE = "SELECT id FROM outbox WHERE message = $1 AND address = $2 ORDER BY id DESC LIMIT 1";
    DELIVERY_ADDRESS = "SELECT address FROM outbox WHERE id = $1";
    TROUBLE = "INSERT INTO address_trouble (address, class, status, words, delivery, since, last_at, times) \
        SELECT a.id, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($6 AS BIGINT), CAST(1 AS BIGINT) \
        FROM address a WHERE a.address = $1 ON CONFLICT (address) DO UPDATE SET \
        class = CASE WHEN address_trouble.class = 'hard' THEN 'hard' ELSE excluded.class END, status = excluded.status, words = excluded.words, \
        delivery = excluded.delivery, last_at = excluded.last_at, times = address_trouble.times + 1";
    WORKS = "DELETE FROM address_trouble WHERE address IN (SELECT a.id FROM address a WHERE a.address = $1)";
    STOP = "INSERT INTO outreach_stop (address, kind, letter, noted_by, at) \
        SELECT a.id, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM address a WHERE a.address = $1 \
        ON CONFLICT (address) DO NOTHING";
    STOP_ALL = "INSERT INTO outreach_stop (address, kind, letter, noted_by, at) \
        SELECT a.id, 'asked', CAST(0 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM address a WHERE a.person = $1 ON CONFLICT (address) DO NOTHING";
    ALLOW = "DELETE FROM outreach_stop WHERE address IN (SELECT a.id FROM address a WHERE a.person = $1)";
    MEND = "DELETE FROM address_trouble WHERE address IN (SELECT a.id FROM address a WHERE a.person = $1)";
    STOPPED = "SELECT COUNT(*) FROM outreach_stop o JOIN address a ON a.id = o.address WHERE a.person = $1";
    LATELY = "SELECT COALESCE(SUM(CASE WHEN m.at > $4 THEN 1 ELSE 0 END), 0), COUNT(*) FROM message m \
        WHERE m.conversation = $1 AND m.id > $2 AND m.author = $3 AND m.channel = 'mail' AND (m.automatic = 1 OR CAST($5 AS BIGINT) = 0)";
    BEGUN = "SELECT COALESCE(SUM(CASE WHEN c.started_at > $3 THEN 1 ELSE 0 END), 0), COUNT(*) FROM participant t \
        JOIN conversation c ON c.id = t.conversation WHERE t.person = $1 AND t.conversation > $2 AND c.starter = t.person \
        AND EXISTS (SELECT 1 FROM message m LEFT JOIN proof q ON q.message = m.id WHERE m.conversation = c.id AND m.author = t.person \
        AND m.channel = 'mail' AND m.at = c.started_at AND COALESCE(q.verdict, 'unchecked') = CAST($4 AS TEXT))";
    SAME_WORDS = "SELECT COUNT(*) FROM message m WHERE m.conversation = $1 AND m.id > $2 AND m.author = $3 AND m.source = $4";
    RECEIPTS = "SELECT COALESCE(SUM(CASE WHEN o.made_at > $3 THEN 1 ELSE 0 END), 0), COUNT(*) FROM outbox o \
        WHERE o.recipient = $1 AND o.made_at > $2 AND o.reason = 'receipt'";
    SPACE_OF = "SELECT c.space FROM conversation c WHERE c.id = $1";
}

/// What came back of a delivery.
#[derive(Clone, Debug)]
pub struct CameBack {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// What it says about the address.
    pub class: Bounce,
    /// Whether it is over; a delay is not.
    pub given_up: bool,
    /// The enhanced status code, or empty.
    pub status: String,
    /// What the other server said.
    pub words: String,
}

impl Writing {
    /// Notes on a delivery that it came back, or is delayed; the address it was for, or `None` where there is none such.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn came_back(&mut self, it: &CameBack) -> Result<Option<String>, Fault> {
        let sql = if it.given_up { &RETURNED } else { &DELAYED };
        let args = args![it.delivery, it.words.as_str(), it.class.word(), it.status.as_str()];
        self.one(sql, args, |row| row.text(0)).await
    }

    /// Marks an address as troubled; one that does not work at all stays so.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn trouble_address(&mut self, address: &str, it: &CameBack) -> Result<(), Fault> {
        let args = args![address, it.class.word(), it.status.as_str(), it.words.as_str(), it.delivery, self.at()];
        self.run(&TROUBLE, args).await?;
        Ok(())
    }

    /// Takes the mark off an address: somebody wrote from it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn address_works(&mut self, address: &MailAddress) -> Result<bool, Fault> {
        Ok(self.run(&WORKS, args![address.as_str()]).await? == 1)
    }

    /// Takes the marks off all addresses of a person; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mend_addresses(&mut self, permit: &MayTendAddress) -> Result<bool, Fault> {
        Ok(self.run(&MEND, args![permit.person()]).await? > 0)
    }

    /// Stops outreach to an address: a record with who and when; answers to her own cases go on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stop_outreach(&mut self, address: &str, kind: &str, letter: LetterId, by: PersonId) -> Result<bool, Fault> {
        Ok(self.run(&STOP, args![address, kind, letter, by, self.at()]).await? == 1)
    }

    /// Stops outreach to all addresses of a person, or allows it again, by hand.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_outreach(&mut self, permit: &MayTendAddress, allowed: bool, by: PersonId) -> Result<(), Fault> {
        if allowed {
            self.run(&ALLOW, args![permit.person()]).await?;
        } else {
            self.run(&STOP_ALL, args![permit.person(), by, self.at()]).await?;
        }
        Ok(())
    }

    /// Whether outreach to a person is stopped: by a complaint, or because she asked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outreach_stopped(&self, person: PersonId) -> Result<bool, Fault> {
        Ok(self.one(&STOPPED, args![person], |row| row.yes(0)).await?.unwrap_or(false))
    }

    /// The delivery that brought a message to an address.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delivery_of(&self, message: MessageId, address: &str) -> Result<Option<DeliveryId>, Fault> {
        self.one(&OF_MESSAGE, args![message, address], |row| DeliveryId(row.int(0))).await
    }

    /// The address a delivery was for.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delivery_address(&self, delivery: DeliveryId) -> Result<Option<String>, Fault> {
        self.one(&DELIVERY_ADDRESS, args![delivery], |row| row.text(0)).await
    }

    /// How many letters somebody put into a conversation lately; of machines only, if asked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letters_lately(&self, person: PersonId, conversation: ConversationId, automatic: bool) -> Result<Rounds, Fault> {
        let args = args![conversation, self.id_a_day_ago(), person, self.at().plus(-HOUR), i64::from(automatic)];
        let found = self.one(&LATELY, args, |row| Rounds { hour: row.int(0), day: row.int(1) }).await?;
        Ok(found.unwrap_or_default())
    }

    /// How many conversations somebody began lately by letters with this verdict: what is forged in her name is not hers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begun_lately(&self, person: PersonId, proof: Proof) -> Result<Rounds, Fault> {
        let args = args![person, self.id_a_day_ago(), self.at().plus(-HOUR), proof.word()];
        let found = self.one(&BEGUN, args, |row| Rounds { hour: row.int(0), day: row.int(1) }).await?;
        Ok(found.unwrap_or_default())
    }

    /// How often somebody put the very same words into a conversation within a day.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn same_words(&self, person: PersonId, conversation: ConversationId, source: &str) -> Result<i64, Fault> {
        let args = args![conversation, self.id_a_day_ago(), person, source];
        Ok(self.one(&SAME_WORDS, args, |row| row.int(0)).await?.unwrap_or(0))
    }

    /// How many receipts somebody was sent lately.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn receipts_lately(&self, person: PersonId) -> Result<Rounds, Fault> {
        let args = args![person, self.at().plus(-DAY), self.at().plus(-HOUR)];
        let found = self.one(&RECEIPTS, args, |row| Rounds { hour: row.int(0), day: row.int(1) }).await?;
        Ok(found.unwrap_or_default())
    }

    /// The space of a conversation, for a letter to an address that names none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn space_of(&self, conversation: ConversationId) -> Result<Option<domain::id::SpaceId>, Fault> {
        self.one(&SPACE_OF, args![conversation], |row| domain::id::SpaceId(row.int(0))).await
    }

    /// Ids sort by time: whatever was written within a day lies behind this one.
    fn id_a_day_ago(&self) -> i64 {
        domain::id::compose(self.at().plus(-DAY).millis(), 0, 0)
    }
}
