//! Which addresses are ours, and what stands in them.

use crate::reply_address::{AddressKey, Mark, bounce_address, read_bounce_address, read_reply_address, reply_address};
use domain::{
    address::MailAddress,
    id::{ConversationId, DeliveryId, MessageId},
};
use std::sync::Arc;
use store::{Fault, Store};

/// What a letter to one of our addresses is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// It starts, or by its headers joins, a conversation in the space of this mail name.
    Space(String),
    /// It answers one of our letters.
    Answer {
        /// The space's mail name.
        space: String,
        /// The conversation the reply address speaks of.
        conversation: ConversationId,
        /// The delivery it was issued with.
        delivery: DeliveryId,
    },
    /// It came to the envelope sender of one of our letters: as a rule it says that it did not arrive.
    Bounce {
        /// The conversation that letter belongs to, if it belongs to one.
        conversation: Option<ConversationId>,
        /// Its delivery.
        delivery: DeliveryId,
    },
    /// It asks for no more letters of a kind; the token says whose and which.
    Unsubscribe(String),
}

/// Our addresses: the domain, the key of reply addresses, where our pages are.
#[derive(Clone, Debug)]
pub struct PostOffice {
    /// The domain behind the `@`.
    pub domain: String,
    /// Where our pages are, without a slash at its end.
    pub origin: String,
    key: AddressKey,
    /// Mailboxes elsewhere whose letters we pull, each with the mail name of its space.
    mailboxes: Arc<[(MailAddress, String)]>,
}

impl PostOffice {
    /// The post office of this house.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn open(store: &Store, domain: &str, origin: &str) -> Result<PostOffice, Fault> {
        let key: [u8; 32] =
            store.key("addresses").await?.try_into().map_err(|_| Fault::Unfit(String::from("the address key is damaged")))?;
        Ok(PostOffice {
            domain: domain.to_lowercase(),
            origin: origin.to_owned(),
            key: AddressKey::new(key),
            mailboxes: Arc::default(),
        })
    }

    /// With addresses elsewhere that are ours, too: letters to them go to a space, and they are nobody's.
    pub fn with_mailboxes(mut self, mailboxes: impl IntoIterator<Item = (MailAddress, String)>) -> PostOffice {
        self.mailboxes = mailboxes.into_iter().collect();
        self
    }

    /// What a letter to this address is for; `None` where the address is not ours.
    pub fn target(&self, address: &str) -> Option<Target> {
        let address = MailAddress::parse(address).ok()?;
        if address.domain() != self.domain {
            let local = address.local().split('+').next().unwrap_or("");
            let same = |own: &MailAddress| own.domain() == address.domain() && own.local() == local;
            return self.mailboxes.iter().find(|(own, _)| same(own)).map(|(_, space)| Target::Space(space.clone()));
        }
        if let Some(mark) = read_bounce_address(&self.key, address.as_str()) {
            let conversation = Some(ConversationId(mark.conversation)).filter(|c| c.0 != 0);
            return Some(Target::Bounce { conversation, delivery: DeliveryId(mark.recipient) });
        }
        if let Some(reply) = read_reply_address(&self.key, address.as_str()) {
            let (conversation, delivery) = (ConversationId(reply.mark.conversation), DeliveryId(reply.mark.recipient));
            return Some(Target::Answer { space: reply.space, conversation, delivery });
        }
        if let Some(token) = address.local().strip_prefix("unsubscribe+") {
            return Some(Target::Unsubscribe(token.to_owned()));
        }
        // What stands behind a plus without being ours is the sender's own note: `support+wheels@`.
        let local = address.local().split('+').next().unwrap_or("");
        Some(Target::Space(local.to_owned()))
    }

    /// Whether an address is at our domain at all: such are never brought in as people.
    pub fn ours(&self, address: &str) -> bool {
        self.target(address).is_some()
    }

    /// The address answers to a delivery go to.
    pub fn reply_to(&self, space: &str, conversation: ConversationId, delivery: DeliveryId) -> Option<String> {
        reply_address(&self.key, space, &self.domain, Mark { conversation: conversation.0, recipient: delivery.0 }).ok()
    }

    /// The envelope sender of a delivery.
    pub fn bounces_to(&self, conversation: Option<ConversationId>, delivery: DeliveryId) -> String {
        let conversation = conversation.map_or(0, |c| c.0);
        bounce_address(&self.key, &self.domain, Mark { conversation, recipient: delivery.0 })
    }

    /// The address to which a letter stops further ones (RFC 2369).
    pub fn unsubscribes(&self, token: &str) -> String {
        format!("unsubscribe+{token}@{}", self.domain)
    }

    /// The Message-ID of one of our messages, without angle brackets: the same for all recipients and repeats.
    pub fn message_id(&self, message: MessageId) -> String {
        format!("m.{message}@{}", self.domain)
    }

    /// The delivery a Message-ID of a receipt, link or notice of ours speaks of.
    pub fn own_delivery(&self, message_id: &str) -> Option<DeliveryId> {
        self.own_id(message_id, "d.").map(DeliveryId)
    }

    /// The message a Message-ID of ours speaks of.
    pub fn own_message(&self, message_id: &str) -> Option<MessageId> {
        self.own_id(message_id, "m.").map(MessageId)
    }

    fn own_id(&self, message_id: &str, kind: &str) -> Option<i64> {
        let (local, domain) = message_id.trim_matches(['<', '>']).rsplit_once('@')?;
        let ours = domain.eq_ignore_ascii_case(&self.domain);
        local.strip_prefix(kind).filter(|_| ours)?.parse().ok()
    }
}
