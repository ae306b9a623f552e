//! Sorting: what the intake holds is read and handed to one action, which decides where it lands.
//!
//! **Invariant.** A letter leaves the state `waiting` only in the transaction that wrote what became of it; one that
//! cannot be sorted stays visible, with a reason.

use crate::{
    letter::{self, Automatic, Letter},
    post_office::{PostOffice, Target},
};
use actions::{
    attachment,
    letter::{Answered, Incoming, Place},
};
use domain::{address::MailAddress, id::LetterId, limits};
use std::{sync::Arc, time::Duration};
use store::{Custodian, Stop, Store, reading::intake::WaitingLetter};

/// Letters read in one go.
const BATCH: usize = 32;
/// Longer than any letter takes to read; one that takes more is held.
const READING_MAX: Duration = Duration::from_secs(30);

/// Sorts what waits.
pub struct Sorter {
    store: Store,
    keys: Arc<Custodian>,
    office: PostOffice,
}

impl Sorter {
    /// A sorter for this store.
    pub fn new(store: Store, keys: Arc<Custodian>, office: PostOffice) -> Sorter {
        Sorter { store, keys, office }
    }

    /// Sorts all letters that wait; how many.
    ///
    /// # Errors
    /// A fault of the store; the letters that are left wait on.
    pub async fn sort_waiting(&self) -> Result<usize, Stop> {
        let mut sorted = 0;
        loop {
            let letters = self.store.waiting_letters(&self.keys, BATCH).await?;
            if letters.is_empty() {
                return Ok(sorted);
            }
            for letter in letters {
                self.sort(letter).await?;
                sorted += 1;
            }
        }
    }

    async fn sort(&self, waiting: WaitingLetter) -> Result<(), Stop> {
        let id = waiting.id;
        let set_aside = async |state, reason| actions::letter::set_aside(&self.store, id, state, reason).await;
        let (space, token) = match self.office.target(&waiting.recipient) {
            Some(Target::Space(space)) => (space, None),
            Some(Target::Answer { space, conversation, delivery }) => (space, Some((conversation, delivery))),
            Some(Target::Bounce(delivery)) => {
                let words = bounce_words(&waiting.raw);
                return match actions::delivery::bounce(&self.store, delivery, &words).await {
                    Ok(()) => set_aside("sorted", "bounce").await,
                    Err(Stop::Refused(_)) => set_aside("held", "bounce-of-nothing").await,
                    Err(stop) => Err(stop),
                };
            }
            None => return set_aside("held", "address-not-ours").await,
        };
        let raw = waiting.raw.clone();
        let reading = tokio::task::spawn_blocking(move || Letter::read(&raw));
        let letter = match tokio::time::timeout(READING_MAX, reading).await {
            Ok(Ok(letter)) => letter,
            Ok(Err(_)) | Err(_) => return set_aside("held", "letter-unreadable").await,
        };
        let Some(sender) = sender(&letter, &waiting.sender) else { return set_aside("held", "sender-unknown").await };
        if self.office.ours(sender.1.as_str()) {
            return set_aside("held", "sender-is-ours").await;
        }
        let incoming = self.incoming(id, &waiting, letter, space, token, sender)?;
        let place = actions::letter::sort(&self.store, incoming).await?;
        if place == Place::Held {
            tracing::info!(letter = id.0, "a letter is held");
        }
        Ok(())
    }

    fn incoming(
        &self,
        id: LetterId,
        waiting: &WaitingLetter,
        letter: Letter,
        space_mail: String,
        token: Option<(domain::id::ConversationId, domain::id::DeliveryId)>,
        (sender_name, sender): (String, MailAddress),
    ) -> Result<Incoming, Stop> {
        let answers = letter.in_reply_to.iter().chain(letter.references.iter().rev()).map(|id| self.answered(id)).collect();
        let others = letter
            .to
            .iter()
            .chain(&letter.cc)
            .filter(|m| !self.office.ours(&m.address))
            .filter_map(|m| Some((m.name.clone().unwrap_or_default(), MailAddress::parse(&m.address).ok()?)))
            .filter(|(_, address)| *address != sender)
            .collect();
        let digest = letter::known_as(&letter, &waiting.raw);
        let mut attachments = Vec::new();
        for file in letter.attachments.into_iter().take(limits::ATTACHMENTS_MAX) {
            let mut upload = self.store.blobs().upload()?;
            upload.write(&file.bytes)?;
            attachments.push(attachment::named(&file.name, self.store.blobs().keep(upload)?));
        }
        let machine = letter.automatic.is_some_and(|a| a != Automatic::Quiet && a != Automatic::List);
        Ok(Incoming {
            letter: id,
            space_mail,
            token,
            sender,
            sender_name,
            subject: letter.subject,
            digest,
            html: letter.html.filter(|html| html.len() <= limits::LETTER_HTML_BYTES_MAX),
            face: letter.face,
            words: if letter.words.new_text.trim().is_empty() { letter.text } else { letter.words.new_text },
            history: letter.words.history,
            signature: letter.words.signature,
            message_id: letter.message_id.unwrap_or_default(),
            answers,
            others,
            // The null sender is for machines (RFC 3834, 5321).
            automatic: machine || waiting.sender.is_empty(),
            at: waiting.arrived_at,
            attachments,
        })
    }

    fn answered(&self, message_id: &str) -> Answered {
        match self.office.own_message(message_id) {
            Some(message) => Answered::Ours(message),
            None => Answered::Theirs(message_id.to_owned()),
        }
    }
}

/// Who wrote a letter: its From, else the envelope's sender.
fn sender(letter: &Letter, envelope: &str) -> Option<(String, MailAddress)> {
    let from = letter.from.first();
    let name = from.and_then(|m| m.name.clone()).unwrap_or_default();
    let address = from.map_or(envelope, |m| m.address.as_str());
    MailAddress::parse(address).or_else(|_| MailAddress::parse(envelope)).ok().map(|address| (name, address))
}

/// The first telling line of a bounce, for the delivery's page.
fn bounce_words(raw: &[u8]) -> String {
    let letter = Letter::read(raw);
    let telling = letter.text.lines().map(str::trim).find(|l| l.starts_with(['4', '5']) && l.len() > 8);
    let line = telling.or_else(|| letter.text.lines().map(str::trim).find(|l| !l.is_empty())).unwrap_or("");
    line.chars().take(300).collect()
}
