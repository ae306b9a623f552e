//! Sorting: what the intake holds is read and handed to one action, which decides where it lands.
//!
//! Reading a letter and finding out whether it is really from whom it says takes time and needs nothing of the
//! others, so it is done for many at once. They are sorted in the order they came: the writer takes actions in the order in which
//! they are handed to it, and several share a commit.
//!
//! **Invariant.** A letter leaves the state `waiting` only in the transaction that wrote what became of it; one that
//! cannot be sorted stays visible, with a reason.

mod reported;

use crate::{
    letter::{self, Letter},
    machine::{self, Report},
    post_office::{PostOffice, Target},
    truth::{Brought, Notary, Road},
};
use actions::{
    attachment,
    letter::{Answered, Incoming, Place},
};
use domain::{address::MailAddress, id::LetterId, letter_date::letter_date, limits, proof::Truth, telling::Scope};
use futures_util::{StreamExt, stream};
use std::{sync::Arc, time::Duration};
use store::{Custodian, Stop, Store, reading::intake::WaitingLetter};

/// Letters read in one go, and looked at at the same time: they wait for DNS, not for us.
const BATCH: usize = 32;
/// Letters handed to the writer before the first of them is answered: what shares a commit on a slow disk. Few, for whoever
/// waits at a door for his letter to be taken stands in the same line.
const AT_ONCE: usize = 4;
/// Longer than any letter takes to read; one that takes more is held.
const READING_MAX: Duration = Duration::from_secs(30);

/// Sorts what waits.
pub struct Sorter {
    store: Store,
    keys: Arc<Custodian>,
    office: PostOffice,
    notary: Arc<Notary>,
}

/// A letter that was looked at.
struct Looked {
    waiting: WaitingLetter,
    /// The letter and what it reports, if a machine reports; nothing where it took too long to read.
    read: Option<(Letter, Option<Report>)>,
    truth: Truth,
    /// Who wrote it, if it says so.
    sender: Option<(String, MailAddress)>,
    /// Whether we answer that address ourselves.
    ours: bool,
}

impl Sorter {
    /// A sorter for this store that checks no senders.
    pub fn new(store: Store, keys: Arc<Custodian>, office: PostOffice) -> Sorter {
        Sorter { store, keys, office, notary: Arc::default() }
    }

    /// The same with somebody who finds out whether letters are from whom they say.
    pub fn with_notary(mut self, notary: Notary) -> Sorter {
        self.notary = Arc::new(notary);
        self
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
            let looked = stream::iter(letters).map(|letter| self.look(letter)).buffered(BATCH);
            let mut ends = looked.map(|looked| async { self.sort(looked?).await }).buffered(AT_ONCE);
            // Those that were handed over are waited for, whatever became of one before them.
            let mut fault = None;
            while let Some(end) = ends.next().await {
                match end {
                    Ok(()) => sorted += 1,
                    Err(stop) => fault = fault.or(Some(stop)),
                }
            }
            if let Some(stop) = fault {
                return Err(stop);
            }
        }
    }

    async fn look(&self, waiting: WaitingLetter) -> Result<Looked, Stop> {
        let raw = waiting.raw.clone();
        // The null sender is for machines (RFC 3834, 5321); a door that knows no envelope leaves it out.
        let knows_envelope = matches!(waiting.door.as_str(), "smtp" | "lmtp" | "imap");
        let envelope = (knows_envelope || !waiting.sender.is_empty()).then(|| waiting.sender.clone());
        let reading = tokio::task::spawn_blocking(move || (Letter::read(&raw), machine::report(&raw, envelope.as_deref())));
        let road = match waiting.door.as_str() {
            "imap" => Road::Mailbox(&waiting.believed),
            "lmtp" => Road::HandedOver,
            _ => Road::Open,
        };
        let (peer, helo) = (waiting.peer.as_str(), waiting.helo.as_str());
        let by = Brought { peer, helo, sender: &waiting.sender, vouched: &waiting.vouched, road };
        let (read, truth) = tokio::join!(tokio::time::timeout(READING_MAX, reading), self.notary.examine(&waiting.raw, by));
        let read = read.ok().and_then(Result::ok);
        let sender = read.as_ref().and_then(|(letter, _)| sender(letter, &waiting.sender));
        let ours = match &sender {
            Some((_, address)) => self.answers_itself(address).await?,
            None => false,
        };
        Ok(Looked { read, truth, waiting, sender, ours })
    }

    async fn sort(&self, looked: Looked) -> Result<(), Stop> {
        let Looked { waiting, read, truth, sender, ours } = looked;
        let Some(target) = self.office.target(&waiting.recipient) else {
            return self.set_aside(waiting.id, "held", "address-not-ours").await;
        };
        if let Target::Unsubscribe(token) = &target {
            return match actions::telling::unsubscribe(&self.store, token, Scope::Space).await {
                Ok(()) => self.set_aside(waiting.id, "sorted", "unsubscribed").await,
                Err(Stop::Refused(_)) => self.set_aside(waiting.id, "held", "unsubscribe-of-nobody").await,
                Err(stop) => Err(stop),
            };
        }
        let Some((letter, report)) = read else { return self.set_aside(waiting.id, "held", "letter-unreadable").await };
        if let Some(report) = report {
            return self.reported(&waiting, &target, report).await;
        }
        if let Target::Bounce { delivery, .. } = target
            && let Some(words) = machine::unread_notice(&waiting.raw, &waiting.sender)
        {
            return self.came_back_unread(waiting.id, delivery, words).await;
        }
        if let Some(reason) = self.runs_in_a_circle(&letter, &waiting.raw) {
            return self.set_aside(waiting.id, "held", reason).await;
        }
        let Some(sender) = sender else {
            return self.set_aside(waiting.id, "held", "sender-unknown").await;
        };
        if ours {
            return self.set_aside(waiting.id, "held", "sender-is-ours").await;
        }
        let incoming = self.incoming(&waiting, letter, truth, target, sender)?;
        match actions::letter::sort(&self.store, incoming).await? {
            Place::Held => tracing::info!(letter = waiting.id.0, "a letter is held"),
            Place::Waits => tracing::info!(letter = waiting.id.0, "a letter waits until its sender can be checked"),
            Place::Joined(_) | Place::Started(_) | Place::Double(_) => {}
        }
        Ok(())
    }

    async fn set_aside(&self, letter: LetterId, state: &'static str, reason: &'static str) -> Result<(), Stop> {
        actions::letter::set_aside(&self.store, letter, state, reason).await
    }

    /// A letter of ours that comes back as if it were somebody's, or one that passed too many servers.
    fn runs_in_a_circle(&self, letter: &Letter, raw: &[u8]) -> Option<&'static str> {
        let own = |id: &String| self.office.own_message(id).is_some() || self.office.own_delivery(id).is_some();
        if letter.message_id.as_ref().is_some_and(own) {
            return Some("letter-is-ours");
        }
        let list = letter.list.id.as_deref().unwrap_or_default().trim_end_matches('>').to_lowercase();
        if list == self.office.domain || list.ends_with(&format!(".{}", self.office.domain)) {
            return Some("letter-is-ours");
        }
        (letter::hops(raw) > limits::HOPS_MAX).then_some("letter-in-circle")
    }

    /// Whether an address is one that we answer ourselves: a space's, a reply address. A colleague's is hers.
    async fn answers_itself(&self, address: &MailAddress) -> Result<bool, Stop> {
        Ok(match self.office.target(address.as_str()) {
            None => false,
            Some(Target::Answer { .. } | Target::Bounce { .. } | Target::Unsubscribe(_)) => true,
            Some(Target::Space(mail)) => mail == "postmaster" || self.store.space_has_mail(&mail).await?,
        })
    }

    fn incoming(
        &self,
        waiting: &WaitingLetter,
        letter: Letter,
        truth: Truth,
        target: Target,
        (sender_name, sender): (String, MailAddress),
    ) -> Result<Incoming, Stop> {
        let (space_mail, token) = match target {
            Target::Space(space) => (space, None),
            Target::Answer { space, conversation, delivery } => (space, Some((conversation, delivery))),
            // Programs that answer for somebody write to the envelope's sender (RFC 3834, 4).
            Target::Bounce { conversation, delivery } => (String::new(), conversation.map(|c| (c, delivery))),
            // Taken before it is read.
            Target::Unsubscribe(_) => (String::new(), None),
        };
        let answers = letter.in_reply_to.iter().chain(letter.references.iter().rev()).map(|id| self.answered(id)).collect();
        // Where answers are to go is somebody who takes part; of a list it is the list.
        let listed = letter.automatic == Some(letter::Automatic::List);
        let others = letter
            .reply_to
            .iter()
            .filter(|_| !listed)
            .chain(&letter.to)
            .chain(&letter.cc)
            .filter(|m| !self.office.ours(&m.address))
            .filter_map(|m| Some((m.name.clone().unwrap_or_default(), MailAddress::arrived(&m.address).ok()?)))
            .filter(|(_, address)| *address != sender)
            .collect();
        let digest = letter::known_as(&letter, &waiting.raw);
        let mut attachments = Vec::new();
        for file in letter.attachments.into_iter().take(limits::ATTACHMENTS_MAX) {
            let mut upload = self.store.blobs().upload()?;
            upload.write(&file.bytes)?;
            attachments.push(attachment::named(&file.name, self.store.blobs().keep(upload)?));
        }
        let machine = letter.automatic.is_some_and(|automatic| automatic.answers_machines());
        let at_home = self.office.ours(sender.as_str());
        Ok(Incoming {
            letter: waiting.id,
            space_mail,
            token,
            sender,
            sender_name,
            subject: letter.subject,
            digest,
            html: letter.html.filter(|html| html.len() <= limits::LETTER_HTML_BYTES_MAX),
            face: letter.face,
            words: if letter.words.new_text.trim().is_empty() { letter.text } else { letter.words.shown },
            history: letter.words.history,
            signature: letter.words.signature,
            message_id: letter.message_id.unwrap_or_default(),
            date: letter_date(&waiting.raw),
            answers,
            others,
            // The null sender is for machines (RFC 3834, 5321).
            automatic: machine || waiting.sender.is_empty(),
            at_home,
            truth,
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
    MailAddress::arrived(address).or_else(|_| MailAddress::arrived(envelope)).ok().map(|address| (name, address))
}
