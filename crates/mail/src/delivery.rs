//! Delivery: sends what is due, each letter rendered at that moment as its recipient would see it.
//!
//! **Invariants.** A right revoked between writing and sending means `withheld`. A letter that may have gone out
//! twice carries the same Message-ID both times, so mail programs show it once.

mod telling;

use crate::{
    compose::{Enclosure, Origin, Outgoing, Person},
    post_office::PostOffice,
    relay::{Relay, Sending},
    signing::Signer,
};
use actions::delivery::Outcome;
use domain::{
    id::{ConversationId, DeliveryId, MessageId},
    moment::Moment,
};
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use store::{
    Custodian, Fault, Reading, Seen, Stop, Store,
    reading::{
        conversation::Headline,
        delivery::{Delivery, Due},
        message::Message,
        space::Letterhead,
    },
};
use views::letter::LetterWords;

/// Deliveries taken up in one go.
const BATCH: usize = 64;
/// Letters handed to the relay at once: its connections are few, and each waits for an answer.
const AT_ONCE: usize = 4;
/// Octets of files in one letter: relays commonly refuse more; the page has them all.
const ENCLOSED_BYTES_MAX: i64 = 15 * 1024 * 1024;

/// Sends what is due.
pub struct Deliverer {
    store: Store,
    keys: Arc<Custodian>,
    office: PostOffice,
    relay: Option<Relay>,
    signer: Option<Signer>,
    lease: String,
}

/// Why a letter is not sent.
enum Hindrance {
    /// The recipient may not, or no longer, see it.
    Withheld(&'static str),
    /// The recipient has her quiet time.
    NotYet(Moment),
    /// It cannot be written.
    Unfit(String),
}

impl Deliverer {
    /// Sends through this relay; without one, letters wait in the outbox.
    pub fn new(store: Store, keys: Arc<Custodian>, office: PostOffice, relay: Option<Relay>) -> Deliverer {
        Deliverer { store, keys, office, relay, signer: None, lease: store::secret::token() }
    }

    /// The same, signing all that leaves.
    pub fn signed_by(mut self, signer: Signer) -> Deliverer {
        self.signer = Some(signer);
        self
    }

    /// Begins with the relay as it is now: a rest it was given before the house started is over.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn begin(&self) -> Result<(), Stop> {
        if self.relay.is_some() { actions::delivery::relay_begins(&self.store).await } else { Ok(()) }
    }

    /// Sends all that is due; how many were tried.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn send_due(&self) -> Result<usize, Stop> {
        let Some(relay) = &self.relay else { return Ok(0) };
        let mut tried = 0;
        loop {
            let due = self.store.due(&self.keys, BATCH).await?;
            let more = due.len() == BATCH;
            let results: Vec<Result<bool, Stop>> =
                stream::iter(due).map(|due| self.try_one(relay, due)).buffer_unordered(AT_ONCE).collect().await;
            for result in results {
                tried += usize::from(result?);
            }
            if !more {
                return Ok(tried);
            }
        }
    }

    async fn try_one(&self, relay: &Relay, due: Due) -> Result<bool, Stop> {
        let id = due.delivery.id;
        if !actions::delivery::lease(&self.store, id, &self.lease).await? {
            return Ok(false);
        }
        let outcome = match self.letter(&due).await? {
            Ok(raw) => {
                let raw = self.signed(raw);
                let from = self.office.bounces_to(due.delivery.conversation, id);
                match relay.send(&from, &due.delivery.address, &raw).await {
                    Sending::Sent { words } => Outcome::Sent(words),
                    Sending::Deferred { words, whose } => Outcome::Deferred(words, whose),
                    Sending::Refused { words } => Outcome::Refused(words),
                }
            }
            Err(Hindrance::Withheld(why)) => Outcome::Withheld(why.to_owned()),
            Err(Hindrance::NotYet(until)) => Outcome::NotYet(until),
            Err(Hindrance::Unfit(words)) => Outcome::Refused(words),
        };
        actions::delivery::settle(&self.store, id, &self.lease, due.delivery.attempts + 1, outcome).await?;
        Ok(true)
    }

    /// The letter with our signature; one that cannot be signed goes without: the relay and its filters decide.
    fn signed(&self, raw: Vec<u8>) -> Vec<u8> {
        let Some(signer) = &self.signer else { return raw };
        signer.sign(&raw).unwrap_or_else(|why| {
            tracing::warn!(why, "a letter could not be signed");
            raw
        })
    }

    async fn letter(&self, due: &Due) -> Result<Result<Vec<u8>, Hindrance>, Fault> {
        let house = self.store.setting("house-name").await?.unwrap_or_else(|| String::from("Rapport"));
        match due.delivery.reason.as_str() {
            "message" | "receipt" => self.about_message(due, &house).await,
            "notice" => self.notice(due, &house).await,
            "digest" => self.digest(due, &house).await,
            "list" => self.list(due, &house).await,
            "address" => self.claim(due, &house).await,
            _ => Ok(self.with_secret(due, &house)),
        }
    }

    /// A sign-in link or an invitation: no conversation, no answer.
    fn with_secret(&self, due: &Due, house: &str) -> Result<Vec<u8>, Hindrance> {
        let origin = &self.office.origin;
        let words = if due.delivery.reason == "sign-in" {
            views::letter::sign_in(house, &format!("{origin}/sign-in/{}", due.secret))
        } else {
            views::letter::invitation(house, &format!("{origin}/invitation/{}", due.secret))
        };
        self.by_the_house(due, house, words)
    }

    /// To an address that somebody says is hers: the link proves it.
    async fn claim(&self, due: &Due, house: &str) -> Result<Result<Vec<u8>, Hindrance>, Fault> {
        if self.store.is_blocked(&due.delivery.address).await? {
            return Ok(Err(Hindrance::Withheld("address-blocked")));
        }
        let token = actions::own_address::token(&self.store, due.delivery.id, due.delivery.recipient).await?;
        let words = views::letter::address(house, &format!("{}/settings/addresses/proof/{token}", self.office.origin));
        Ok(self.by_the_house(due, house, words))
    }

    fn by_the_house(&self, due: &Due, house: &str, words: LetterWords) -> Result<Vec<u8>, Hindrance> {
        let mut out = self.outgoing(due, house, words, &format!("d.{}", due.delivery.id));
        out.from = Person { name: house.to_owned(), address: format!("postmaster@{}", self.office.domain) };
        out.to = vec![Person { name: String::new(), address: due.delivery.address.clone() }];
        out.origin = Origin::House;
        out.compose().map_err(|e| Hindrance::Unfit(e.to_string()))
    }

    /// A message, or the receipt for one, read through its recipient's eyes.
    async fn about_message(&self, due: &Due, house: &str) -> Result<Result<Vec<u8>, Hindrance>, Fault> {
        let delivery = &due.delivery;
        let gone = Ok(Err(Hindrance::Withheld("recipient-gone")));
        let Some(viewer) = self.store.addressee(delivery.recipient).await? else { return gone };
        let reading = Reading::new(&self.store, viewer);
        let (Some(message), Some(conversation)) = (delivery.message, delivery.conversation) else { return gone };
        let Some(headline) = reading.conversation_by_id(conversation).await? else {
            return Ok(Err(Hindrance::Withheld("sight-ended")));
        };
        let Some(message) = reading.message(message).await?.filter(|m| m.deleted_at.is_none()) else {
            return Ok(Err(Hindrance::Withheld("message-gone")));
        };
        let receipt = delivery.reason == "receipt";
        let url = format!("{}/conversations/{}", self.office.origin, headline.number);
        let words = if receipt {
            views::letter::receipt(house, &headline, &url)
        } else {
            views::letter::message(&headline, &message, &url)
        };
        let own_id = if receipt { format!("d.{}", delivery.id) } else { format!("m.{}", message.id) };
        let mut out = self.outgoing(due, house, words, &own_id);
        self.thread(&mut out, &reading, &headline, message.id, receipt).await?;
        let head = self.store.letterhead(headline.space).await?;
        let author = (!receipt).then_some(message.author_name.as_str());
        self.head(&mut out, &head, house, author, Some((conversation, delivery.id)));
        out.to = self.recipients(delivery, receipt).await?;
        if receipt {
            out.origin = Origin::Answer;
        } else {
            out.enclosures = self.enclosures(&reading, &message).await?;
        }
        Ok(out.compose().map_err(|e| Hindrance::Unfit(e.to_string())))
    }

    fn outgoing(&self, due: &Due, house: &str, words: LetterWords, own_id: &str) -> Outgoing {
        Outgoing {
            message_id: format!("{own_id}@{}", self.office.domain),
            in_reply_to: None,
            references: Vec::new(),
            from: Person { name: house.to_owned(), address: String::new() },
            reply_to: None,
            to: Vec::new(),
            cc: Vec::new(),
            subject: words.subject,
            date_us: due.delivery.made_at.0,
            text: words.text,
            html: Some(words.html),
            enclosures: Vec::new(),
            origin: Origin::Person,
            list_id: None,
            list_unsubscribe: Vec::new(),
            list_post: None,
        }
    }

    /// From and Reply-To: in whose name and from which address the letters of a space go, and where answers find their
    /// conversation again.
    fn head(
        &self,
        out: &mut Outgoing,
        head: &Letterhead,
        house: &str,
        author: Option<&str>,
        answers: Option<(ConversationId, DeliveryId)>,
    ) {
        let local = head.mail.as_deref().unwrap_or("postmaster");
        let called = if head.from_name.is_empty() { house } else { &head.from_name };
        let name = author.map_or(called.to_owned(), |author| format!("{author} ({called})"));
        let own = || format!("{local}@{}", self.office.domain);
        out.from = Person { name, address: if head.from_address.is_empty() { own() } else { head.from_address.clone() } };
        out.reply_to = answers
            .and_then(|(conversation, delivery)| self.office.reply_to(local, conversation, delivery))
            .map(|address| Person { name: called.to_owned(), address });
    }

    /// In-Reply-To and References, so that the letter threads in her mail program.
    async fn thread(
        &self,
        out: &mut Outgoing,
        reading: &Reading,
        of: &Seen<Headline>,
        message: MessageId,
        receipt: bool,
    ) -> Result<(), Fault> {
        let upto = if receipt { MessageId(message.0 + 1) } else { message };
        let ids: Vec<String> = reading
            .thread_before(of, upto)
            .await?
            .iter()
            .map(|row| row.1.clone().unwrap_or_else(|| self.office.message_id(row.0)))
            .collect();
        out.in_reply_to = ids.first().cloned();
        out.references = ids.into_iter().rev().collect();
        Ok(())
    }

    /// To names everybody who gets this message by mail; each has an envelope of her own.
    async fn recipients(&self, delivery: &Delivery, receipt: bool) -> Result<Vec<Person>, Fault> {
        let one = || Person { name: String::new(), address: delivery.address.clone() };
        let (Some(message), false) = (delivery.message, receipt) else { return Ok(vec![one()]) };
        let people = self.store.letter_recipients(&self.keys, message).await?;
        let people: Vec<Person> =
            people.into_iter().map(|(name, address)| Person { name: plain(&name, &address), address }).collect();
        Ok(if people.is_empty() { vec![one()] } else { people })
    }

    async fn enclosures(&self, reading: &Reading, message: &Seen<Message>) -> Result<Vec<Enclosure>, Fault> {
        let mut room = ENCLOSED_BYTES_MAX;
        let mut enclosures = Vec::new();
        for attachment in &message.attachments {
            room -= attachment.size;
            if room < 0 {
                break;
            }
            if let Some(seen) = reading.attachment(attachment.id).await? {
                let bytes = self.store.octets(&seen).await?;
                enclosures.push(Enclosure {
                    name: seen.name.clone(),
                    media_type: seen.media_type.clone(),
                    bytes,
                    content_id: views::letter::is_within(message, attachment).then(|| attachment.id.to_string()),
                });
            }
        }
        Ok(enclosures)
    }
}

/// A name for a header; a person who is known by her address alone needs none.
fn plain(name: &str, address: &str) -> String {
    if name == address { String::new() } else { name.to_owned() }
}
