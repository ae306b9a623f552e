//! Writing the intake: what arrived is kept before it is answered, and stays until erased.

use crate::{fault::Fault, reading::intake::Sorted, secret, sql::statements, value::args, writing::Writing};
use domain::{
    id::{ConversationId, LetterId, MessageId},
    moment::Moment,
    proof::Truth,
};

statements! {
    KEEP = "INSERT INTO intake (id, door, arrived_at, peer, sender, recipient, raw, size, state, reason, conversation, message, sorted_at, helo, vouched, believed, again_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', '', NULL, NULL, NULL, $9, $10, $11, 0)";
    PUT_OFF = "UPDATE intake SET again_at = $2, reason = $3 WHERE id = $1 AND state = 'waiting'";
    KEEP_PROOF = "INSERT INTO proof (message, verdict, domain, findings, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (message) DO NOTHING";
    SETTLE = "UPDATE intake SET state = $2, reason = $3, conversation = $4, message = $5, sorted_at = $6 WHERE id = $1 AND state = 'waiting'";
    WAITS = "SELECT CAST(1 AS BIGINT) FROM intake WHERE id = $1 AND state = 'waiting'";
    MESSAGE_PLACE = "SELECT m.conversation, m.id FROM message m WHERE m.id = $1";
    ADD_LETTER = "INSERT INTO letter (digest, conversation, message, message_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    LETTER = "SELECT l.conversation, l.message FROM letter l WHERE l.digest = $1 ORDER BY l.message DESC";
    LETTER_IN_SPACE = "SELECT l.conversation, l.message FROM letter l CROSS JOIN conversation c WHERE l.digest = $1 AND c.id = l.conversation AND c.space = $2";
    RAW_OF = "SELECT i.raw FROM intake i WHERE i.message = $1 ORDER BY i.id LIMIT 1";
    LETTER_IN = "SELECT l.conversation, l.message FROM letter l WHERE l.digest = $1 AND l.conversation = $2";
}

/// A raw thing that arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Through which door.
    pub door: &'static str,
    /// Who brought it, as far as the door knows.
    pub peer: String,
    /// The name by which the sending server introduced itself; empty where none did.
    pub helo: String,
    /// The address its sender signed in as at a server of ours; empty where nobody vouches.
    pub vouched: String,
    /// The mail server whose Authentication-Results count for it, because it lay in a mailbox there; empty for none.
    pub believed: String,
    /// The envelope's sender; empty for a bounce.
    pub sender: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// Octet for octet.
    pub raw: Vec<u8>,
}

impl Writing {
    /// Keeps what arrived, to be sorted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_arrival(&mut self, it: Arrival) -> Result<LetterId, Fault> {
        let id = LetterId(self.mint());
        let size = it.raw.len();
        let mut args = args![id, it.door, self.at(), it.peer, it.sender, it.recipient, it.raw, size];
        args.extend(args![it.helo, it.vouched, it.believed]);
        self.run(&KEEP, args).await?;
        Ok(id)
    }

    /// Notes where a letter came to; false where somebody else sorted it already.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn settle_letter(
        &mut self,
        letter: LetterId,
        state: &str,
        reason: &str,
        to: Option<Sorted>,
    ) -> Result<bool, Fault> {
        let (conversation, message) = (to.map(|s| s.conversation), to.map(|s| s.message));
        Ok(self.run(&SETTLE, args![letter, state, reason, conversation, message, self.at()]).await? == 1)
    }

    /// Leaves a letter waiting and looks at it again later, with a reason for the administrator.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn put_off_letter(&mut self, letter: LetterId, reason: &str, until: Moment) -> Result<bool, Fault> {
        Ok(self.run(&PUT_OFF, args![letter, until, reason]).await? == 1)
    }

    /// Keeps the truth of a message's sender.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_proof(&mut self, message: MessageId, truth: &Truth) -> Result<(), Fault> {
        let findings = serde_json::to_string(&truth.findings).unwrap_or_default();
        self.run(&KEEP_PROOF, args![message, truth.proof.word(), truth.domain.as_str(), findings, self.at()]).await?;
        Ok(())
    }

    /// Whether a letter still waits to be sorted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_waits(&self, letter: LetterId) -> Result<bool, Fault> {
        Ok(self.one(&WAITS, args![letter], |_| ()).await?.is_some())
    }

    /// Where one of our own messages stands, for a letter that answers it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn place_of(&self, message: MessageId) -> Result<Option<Sorted>, Fault> {
        self.one(&MESSAGE_PLACE, args![message], |row| Sorted {
            conversation: ConversationId(row.int(0)),
            message: MessageId(row.int(1)),
        })
        .await
    }

    /// Remembers under which Message-ID a message is known to mail programs, and the digest of that or of what it says.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn know_letter(
        &mut self,
        digest: &[u8],
        message_id: &str,
        conversation: ConversationId,
        message: MessageId,
    ) -> Result<(), Fault> {
        self.run(&ADD_LETTER, args![digest, conversation, message, message_id]).await?;
        Ok(())
    }

    /// The messages known under a Message-ID, the newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letters_known(&self, message_id: &str) -> Result<Vec<Sorted>, Fault> {
        self.letters_known_as(&secret::digest(message_id)).await
    }

    /// The messages known under a digest in any space, the newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letters_known_as(&self, digest: &[u8]) -> Result<Vec<Sorted>, Fault> {
        self.rows(&LETTER, args![digest], |row| Sorted {
            conversation: ConversationId(row.int(0)),
            message: MessageId(row.int(1)),
        })
        .await
    }

    /// The letter that a message came by, octet for octet; `None` where none is kept.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn raw_of(&self, message: MessageId) -> Result<Option<Vec<u8>>, Fault> {
        self.one(&RAW_OF, args![message], |row| row.bytes(0)).await
    }

    /// The message known under a digest in one space.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_in_space(&self, digest: &[u8], space: domain::id::SpaceId) -> Result<Option<Sorted>, Fault> {
        self.one(&LETTER_IN_SPACE, args![digest, space], |row| Sorted {
            conversation: ConversationId(row.int(0)),
            message: MessageId(row.int(1)),
        })
        .await
    }

    /// The message known under a digest in one conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_in(&self, digest: &[u8], conversation: ConversationId) -> Result<Option<Sorted>, Fault> {
        self.one(&LETTER_IN, args![digest, conversation], |row| Sorted {
            conversation: ConversationId(row.int(0)),
            message: MessageId(row.int(1)),
        })
        .await
    }
}
