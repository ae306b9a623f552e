//! Letters: kept when they arrive, sorted when read.
//!
//! The path of one letter: the door keeps it raw ([`keep`]) and answers 250; the sorter reads it and calls [`sort`],
//! which asks the rule where it lands and writes the message, its people, and the letters to others in one transaction.

use crate::{
    conversation::{circle_for, here},
    letter_kin::kin,
    letter_pictures, message,
};
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    circle::{self, Reach, Sight},
    conversation::{ConversationFacts, may_bring_by_letter, may_reopen_by_letter, may_reply},
    id::{ConversationId, DeliveryId, LetterId, MessageId, PersonId, Position, SpaceId},
    kind::Kind,
    letter::{Lands, LetterFacts, Pointer, Rounds, gets_receipt, lands, too_late},
    letter_date::letter_date,
    letter_face::{LetterFace, Note},
    limits, markup,
    message::Channel,
    moment::{HOUR, MINUTE, Moment},
    name,
    party::MACHINE,
    proof::{Proof, Truth},
    refusal::Refusal,
    side::Side,
    space::{MayStart, may_start, may_start_by_letter, startable},
};
use std::collections::BTreeSet;
use store::{
    Recorded, Stop, Store, Writing,
    reading::intake::Sorted,
    writing::{
        acting::Acting, attachment::NewAttachment, conversation::NewConversation, intake::Arrival, message::NewMessage,
        outbox::NewDelivery,
    },
};

/// A letter that this one answers, the nearest first.
#[derive(Clone, Debug)]
pub enum Answered {
    /// One of our own messages.
    Ours(MessageId),
    /// Somebody else's Message-ID.
    Theirs(String),
}

/// A letter that was read.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Which row of the intake.
    pub letter: LetterId,
    /// The part before the `@` (and before any `+`) of the address it came to.
    pub space_mail: String,
    /// What its reply address says, if it came to a valid one.
    pub token: Option<(ConversationId, DeliveryId)>,
    /// Who says she sent it.
    pub sender: MailAddress,
    /// The name she gives.
    pub sender_name: String,
    /// Its subject.
    pub subject: String,
    /// Its new words.
    pub words: String,
    /// The same as sanitised HTML, where that says more; `src="cid:N"` stands for the picture that is file N.
    pub html: Option<String>,
    /// How it is shown besides.
    pub face: LetterFace,
    /// What it quotes.
    pub history: String,
    /// Its signature.
    pub signature: String,
    /// Its Message-ID; empty where it has none.
    pub message_id: String,
    /// The digest under which it is known: of its Message-ID, else of what it says.
    pub digest: Vec<u8>,
    /// When it says it was written.
    pub date: Option<Moment>,
    /// What it answers.
    pub answers: Vec<Answered>,
    /// The others on To and Cc, our own addresses left out: name and address.
    pub others: Vec<(String, MailAddress)>,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether her address is at the house's own domain.
    pub at_home: bool,
    /// Whether it is really from her, and what says so.
    pub truth: Truth,
    /// When it arrived.
    pub at: Moment,
    /// Its files.
    pub attachments: Vec<NewAttachment>,
}

/// Where a letter came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// It joined a conversation.
    Joined(ConversationId),
    /// It started one.
    Started(ConversationId),
    /// It was here already.
    Double(ConversationId),
    /// It is held, with a reason.
    Held,
    /// It waits: whether it is really from whom it says cannot be found out just now.
    Waits,
}

/// Keeps what arrived, once for each of our addresses it came to; after this the door may say 250.
///
/// # Errors
/// A fault of the store.
pub async fn keep(store: &Store, arrivals: Vec<Arrival>) -> Result<Vec<LetterId>, Stop> {
    store
        .act(async move |w| {
            let mut kept = Vec::with_capacity(arrivals.len());
            for arrival in arrivals {
                kept.push(w.keep_arrival(arrival).await?);
            }
            let first = kept.first().map_or(0, |id| id.0);
            Ok(w.record(Activity::of(MACHINE, Verb::Arrived, first)).await?.with(kept))
        })
        .await
}

/// Notes that a letter is held or needs nothing more, with a reason.
///
/// # Errors
/// A fault of the store.
pub async fn set_aside(store: &Store, letter: LetterId, state: &'static str, reason: &'static str) -> Result<(), Stop> {
    store
        .act(async move |w| {
            w.settle_letter(letter, state, reason, None).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Sorted, letter.0)).await?)
        })
        .await
}

/// Sorts a letter: once, whoever else tries.
///
/// # Errors
/// A fault of the store; refusals end as a held letter with their reason.
pub async fn sort(store: &Store, it: Incoming) -> Result<Place, Stop> {
    let letter = it.letter;
    match store.act(async move |w| sorted(w, &it).await).await {
        Err(Stop::Refused(refusal)) => {
            set_aside(store, letter, "held", refusal.key).await?;
            Ok(Place::Held)
        }
        other => other,
    }
}

async fn sorted(w: &mut Writing, it: &Incoming) -> Result<Recorded<Place>, Stop> {
    if !w.letter_waits(it.letter).await? {
        return Err(Refusal::moved("letter-sorted-already").into());
    }
    let space = space(w, it).await?;
    let sender = sender(w, it).await?;
    // The same letter by way of another address or list. One that only bears the same name is another's, and not lost.
    let mut again = None;
    if let Some(known) = by_the_same(w, &it.digest, space, sender.person).await? {
        if !of_another_time(w, it, known.message).await? {
            return settle(w, it, known, "double", Place::Double(known.conversation)).await;
        }
        let dated = Incoming { digest: dated(&it.message_id, it.date.unwrap_or_default()), ..it.clone() };
        if let Some(known) = by_the_same(w, &dated.digest, space, sender.person).await? {
            return settle(w, &dated, known, "double", Place::Double(known.conversation)).await;
        }
        again = Some(dated);
    }
    let it = again.as_ref().unwrap_or(it);
    let facts = facts(w, it, sender, space).await?;
    let it = &Incoming { automatic: facts.automatic, ..it.clone() };
    if !it.automatic && facts.proof != Proof::Failed {
        w.address_works(&it.sender).await?;
    }
    match lands(&facts) {
        Lands::Held("employee-unproved")
            if facts.proof == Proof::Unknown && w.at() < it.at.plus(limits::PROOF_WAIT_HOURS * HOUR) =>
        {
            w.put_off_letter(it.letter, "proof-waits", w.at().plus(limits::PROOF_AGAIN_MINUTES * MINUTE)).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Sorted, it.letter.0)).await?.with(Place::Waits))
        }
        Lands::Held(reason) => {
            w.settle_letter(it.letter, "held", reason, None).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Sorted, it.letter.0)).await?.with(Place::Held))
        }
        Lands::Joins(conversation) => join(w, it, sender.person, conversation).await,
        Lands::Starts(linked) => {
            let linked = if linked.is_none() { elsewhere(w, it, sender.person).await? } else { linked };
            match sender.side.inside() {
                true => start_as_employee(w, it, sender.person, space, linked).await,
                false => start(w, it, sender.person, space, linked).await,
            }
        }
    }
}

/// The message of this writer that a space knows under a digest.
async fn by_the_same(w: &Writing, digest: &[u8], space: SpaceId, sender: PersonId) -> Result<Option<Sorted>, Stop> {
    let Some(known) = w.letter_in_space(digest, space).await? else { return Ok(None) };
    Ok((w.author_of(known.message).await? == Some(sender)).then_some(known))
}

/// Whether a message came by a letter of the same name that was written at another time: devices and forms give one name to all of
/// theirs.
async fn of_another_time(w: &Writing, it: &Incoming, message: MessageId) -> Result<bool, Stop> {
    let Some(date) = it.date else { return Ok(false) };
    let known = w.raw_of(message).await?.and_then(|raw| letter_date(&raw));
    Ok(known.is_some_and(|known| known != date))
}

/// The digest under which a letter is known that bears the Message-ID of another, written at another time: of its name together with
/// its date.
pub fn dated(message_id: &str, date: Moment) -> Vec<u8> {
    store::secret::digest(&format!("{message_id}\n{}", date.0))
}

/// The conversation in which the very letter stands in another space, of several it was written to.
async fn elsewhere(w: &Writing, it: &Incoming, sender: PersonId) -> Result<Option<ConversationId>, Stop> {
    for known in w.letters_known_as(&it.digest).await? {
        if w.author_of(known.message).await? == Some(sender) && !of_another_time(w, it, known.message).await? {
            return Ok(Some(known.conversation));
        }
    }
    Ok(None)
}

/// The space a letter is for: where the conversation of its reply address stands today, else by the address it came to.
async fn space(w: &Writing, it: &Incoming) -> Result<SpaceId, Stop> {
    let named = match it.token {
        Some((conversation, _)) => w.space_of(w.goes_on_in(conversation).await?).await?,
        None => w.space_by_mail(&it.space_mail).await?,
    };
    named.ok_or_else(|| Refusal::invalid("to", "space-unknown").into())
}

/// Who sent a letter, as far as its From goes.
#[derive(Clone, Copy)]
struct Sender {
    person: PersonId,
    side: Side,
    barred: bool,
}

async fn sender(w: &mut Writing, it: &Incoming) -> Result<Sender, Stop> {
    if let Some((person, blocked)) = w.person_by_address(&it.sender).await? {
        let active = w.person_name(person).await?.is_some();
        let side = w.side_of(person).await?.unwrap_or(Side::Public);
        return Ok(Sender { person, side, barred: blocked || !active });
    }
    if it.at_home && it.truth.proof != Proof::Proved {
        // Nobody is made of a borrowed address.
        return Err(Refusal::new("sender-is-ours").into());
    }
    let person = someone(w, &it.sender_name, &it.sender, Side::Customer).await?;
    Ok(Sender { person, side: Side::Customer, barred: false })
}

/// Makes a person who so far only wrote, or was named in, a letter.
pub(crate) async fn someone(w: &mut Writing, person_name: &str, address: &MailAddress, side: Side) -> Result<PersonId, Stop> {
    let called = name::name(&person_name.chars().take(limits::NAME_CHARS_MAX).collect::<String>());
    let called = called.unwrap_or_else(|_| address.as_str().chars().take(limits::NAME_CHARS_MAX).collect());
    let person = w.add_person(&called, side).await?;
    w.add_address(person, address, false).await?;
    w.record(Activity::of(MACHINE, Verb::Joined, person.0)).await?;
    Ok(person)
}

async fn pointer(w: &Writing, it: &Incoming, sender: Sender, conversation: ConversationId) -> Result<Pointer, Stop> {
    let conversation = w.goes_on_in(conversation).await?;
    let (closed_at, reopen_days) = w.closing(conversation).await?;
    let seen = w.sees(sender.person, conversation).await?;
    Ok(Pointer { conversation, seen, own: false, late: too_late(closed_at, reopen_days, it.at) })
}

async fn facts(w: &Writing, it: &Incoming, sender: Sender, space: SpaceId) -> Result<LetterFacts, Stop> {
    let mut token = None;
    if let Some((conversation, delivery)) = it.token
        && let Some(issued_to) = w.issued_to(delivery, conversation).await?
    {
        let own = issued_to == it.sender.as_str();
        token = Some(Pointer { own, ..pointer(w, it, sender, conversation).await? });
    }
    let mut thread: Option<Pointer> = None;
    for answered in &it.answers {
        let found = match answered {
            Answered::Ours(message) => w.place_of(*message).await?.into_iter().collect(),
            Answered::Theirs(id) => w.letters_known(id).await?,
        };
        for place in found {
            let found = pointer(w, it, sender, place.conversation).await?;
            if found.seen || thread.is_none() {
                thread = Some(found);
            }
        }
        if thread.is_some_and(|p| p.seen) {
            break;
        }
    }
    if token.is_none()
        && thread.is_none()
        && !sender.side.inside()
        && let Some(conversation) = kin(w, it, sender.person, space).await?
    {
        thread = Some(pointer(w, it, sender, conversation).await?);
    }
    let facts = LetterFacts {
        side: sender.side,
        at_home: it.at_home,
        barred: sender.barred,
        automatic: it.automatic,
        proof: it.truth.proof,
        token,
        thread,
        rounds: Rounds::default(),
    };
    let Some(conversation) = facts.joinable() else {
        return Ok(LetterFacts { rounds: w.begun_lately(sender.person, facts.proof).await?, ..facts });
    };
    // A program that does not say what it is repeats itself.
    let repeats = !it.words.trim().is_empty()
        && w.same_words(sender.person, conversation, &cut(&it.words)).await? >= limits::SAME_WORDS_PER_DAY;
    let automatic = it.automatic || repeats;
    let rounds = w.letters_lately(sender.person, conversation, automatic).await?;
    Ok(LetterFacts { automatic, rounds, ..facts })
}

async fn join(w: &mut Writing, it: &Incoming, sender: PersonId, conversation: ConversationId) -> Result<Recorded<Place>, Stop> {
    // The same letter, to an address of the space in which the conversation stood before.
    if let Some(known) = w.letter_in(&it.digest, conversation).await?
        && w.author_of(known.message).await? == Some(sender)
    {
        return settle(w, it, known, "double", Place::Double(known.conversation)).await;
    }
    let me = w.acting(Some(sender)).await?;
    let mut place = w.conversation_facts(&me, conversation).await?;
    if place.closed() && !it.automatic {
        w.reopen_conversation(&may_reopen_by_letter(&place)?).await?;
        w.record(Activity::at(sender, Verb::Reopened, place.space, conversation)).await?;
        place = w.conversation_facts(&me, conversation).await?;
    }
    let left_out = bring_others(w, it, sender, &place).await?;
    let message = say(w, it, &me, &place, left_out).await?;
    let line = Activity::at(sender, Verb::Replied, place.space, conversation).message(message);
    w.record(line).await?;
    settle(w, it, Sorted { conversation, message }, "", Place::Joined(conversation)).await
}

/// A colleague starts a conversation by mail, as she would on the page: by the same rule, in the space's own circle.
async fn start_as_employee(
    w: &mut Writing,
    it: &Incoming,
    sender: PersonId,
    space: SpaceId,
    linked: Option<ConversationId>,
) -> Result<Recorded<Place>, Stop> {
    let me = w.acting(Some(sender)).await?;
    let space_facts = w.space_facts(&me, space).await?;
    let kinds = startable(&me.actor, &space_facts);
    let kind = [Kind::Talk, Kind::Question].into_iter().find(|kind| kinds.contains(kind)).or(kinds.first().copied());
    let permit = may_start(&me.actor, &space_facts, kind.unwrap_or(Kind::Talk))?;
    let circle = circle_for(w, &me, &space_facts, false, &[]).await?;
    let new = NewConversation { subject: name::subject_cut(&it.subject), circle, starter: sender, at: w.at(), linked };
    let begun = begin(w, it, &me, &permit, &new).await?;
    settle(w, it, begun, "", Place::Started(begun.conversation)).await
}

/// The conversation with the letter as its first message, and the people on its Cc.
async fn begin(w: &mut Writing, it: &Incoming, me: &Acting, permit: &MayStart, new: &NewConversation) -> Result<Sorted, Stop> {
    let (conversation, _) = w.add_conversation(permit, new).await?;
    let place = w.conversation_facts(me, conversation).await?;
    let left_out = bring_others(w, it, me.person(), &place).await?;
    let message = say(w, it, me, &place, left_out).await?;
    w.record(Activity::at(me.person(), Verb::Started, permit.space(), conversation).message(message)).await?;
    Ok(Sorted { conversation, message })
}

async fn start(
    w: &mut Writing,
    it: &Incoming,
    sender: PersonId,
    space: SpaceId,
    linked: Option<ConversationId>,
) -> Result<Recorded<Place>, Stop> {
    let me = w.acting(Some(sender)).await?;
    let space_facts = w.space_facts(&me, space).await?;
    let permit = may_start_by_letter(&space_facts)?;
    let circle = w.add_circle(Reach::Outside).await?;
    let own = Sight { party: sender.into(), since: Position::START };
    for sight in w.sights(space_facts.circle).await?.into_iter().chain([own]) {
        w.give_sight(circle, Reach::Outside, Sight { since: Position::START, ..sight }, MACHINE).await?;
    }
    let subject = name::subject_cut(&it.subject);
    let new = NewConversation { subject, circle, starter: sender, at: w.at(), linked };
    let begun = begin(w, it, &me, &permit, &new).await?;
    if gets_receipt(it.automatic, it.truth.proof, w.receipts_lately(sender).await?) {
        let (recipient, address) = (sender, it.sender.as_str().to_owned());
        w.add_delivery(&NewDelivery {
            reason: "receipt",
            message: Some(begun.message),
            conversation: Some(begun.conversation),
            recipient,
            address,
            secret: String::new(),
        })
        .await?;
    }
    settle(w, it, begun, "", Place::Started(begun.conversation)).await
}

/// Who stands in To and Cc of a letter from outside sees from that letter on; how many found no room.
async fn bring_others(w: &mut Writing, it: &Incoming, sender: PersonId, place: &ConversationFacts) -> Result<usize, Stop> {
    if it.automatic {
        return Ok(0);
    }
    let (asked, beyond) = it.others.split_at(it.others.len().min(limits::LETTER_RECIPIENTS_MAX));
    let mut left_out: BTreeSet<&MailAddress> = beyond.iter().map(|(_, address)| address).collect();
    for (called, address) in asked {
        let now = w.sights(place.circle).await?;
        let full = now.len() >= limits::CIRCLE_PARTIES_MAX;
        let person = match w.person_by_address(address).await? {
            Some((_, true)) => continue,
            Some((person, false)) => person,
            // Nobody is made of a name for whom there is no room.
            None if full => {
                left_out.insert(address);
                continue;
            }
            None => someone(w, called, address, Side::Customer).await?,
        };
        let here = here(w, &now, person.into()).await?.is_some();
        if here || person == sender {
            continue;
        }
        if circle::may_hold(place.reach, person.into(), true, now.len()).is_err() {
            if full {
                left_out.insert(address);
            }
            continue;
        }
        let since = w.next_position();
        w.bring(&may_bring_by_letter(place)?, place.reach, Sight { party: person.into(), since }, sender).await?;
        w.participate(place.id, person, "cc").await?;
        w.record(Activity::at(sender, Verb::Brought, place.space, place.id).other(person.0)).await?;
    }
    Ok(left_out.len())
}

async fn say(w: &mut Writing, it: &Incoming, me: &Acting, place: &ConversationFacts, left_out: usize) -> Result<MessageId, Stop> {
    let permit = may_reply(&me.actor, place)?;
    let source = cut(&it.words);
    let new = NewMessage {
        author: me.person(),
        channel: Channel::Mail,
        at: w.at(),
        answers: None,
        html: it.html.clone().unwrap_or_else(|| markup::render_plain(&source)),
        source,
        history: cut(&it.history),
        signature: cut(&it.signature),
        automatic: it.automatic,
        mailed: false,
    };
    let had_it: Vec<String> = it.others.iter().map(|(_, address)| address.as_str().to_owned()).collect();
    let message = message::write(w, &permit, place, me.actor.side, &new, &it.attachments, &had_it).await?;
    if it.truth.proof != Proof::Unchecked {
        w.keep_proof(message, &it.truth).await?;
    }
    let mut face = it.face.clone();
    if left_out > 0 {
        face.notes.push(Note::LeftOut { count: left_out });
    }
    keep_face(w, message, &new.html, &face).await?;
    Ok(message)
}

/// Keeps how a letter is shown, its pictures by the addresses they have now.
pub(crate) async fn keep_face(w: &mut Writing, message: MessageId, html: &str, face: &LetterFace) -> Result<(), Stop> {
    let files = if letter_pictures::any(html, face) { w.files_of(message).await? } else { Vec::new() };
    let addressed = letter_pictures::addressed(html, &files);
    let face = LetterFace {
        signature: letter_pictures::addressed(&face.signature, &files),
        history: letter_pictures::addressed(&face.history, &files),
        notes: face.notes.clone(),
    };
    w.keep_face(message, (addressed != html).then_some(addressed.as_str()), &face).await?;
    Ok(())
}

/// A letter's words up to the limit of a message; the raw letter keeps the rest.
pub fn cut(text: &str) -> String {
    let mut end = text.len().min(limits::MESSAGE_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_end().to_owned()
}

async fn settle(w: &mut Writing, it: &Incoming, to: Sorted, reason: &str, place: Place) -> Result<Recorded<Place>, Stop> {
    w.know_letter(&it.digest, &it.message_id, to.conversation, to.message).await?;
    w.settle_letter(it.letter, "sorted", reason, Some(to)).await?;
    let line = Activity { conversation: Some(to.conversation), ..Activity::of(MACHINE, Verb::Sorted, it.letter.0) };
    Ok(w.record(line).await?.with(place))
}
