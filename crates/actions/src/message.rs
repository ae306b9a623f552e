//! Writing messages, and changing one's own.

use crate::{Saw, conversation::still_as_seen, text::rendered};
use domain::{
    activity::{Activity, Verb},
    circle::Reach,
    conversation::{ConversationFacts, MayReply, may_reply},
    id::{ConversationId, MessageId, PersonId, Position},
    kind::Stage,
    limits,
    message::{Channel, REACTIONS, body, may_delete, may_edit, may_react},
    refusal::Refusal,
    sending::{self, may_take_back},
    side::Side,
};
use store::{
    Stop, Store, Writing,
    writing::{
        acting::Acting, attachment::NewAttachment, conversation::Spoken, message::NewMessage, outbox::NewDelivery,
        party::Listener,
    },
};

/// A message to be written.
#[derive(Clone, Debug)]
pub struct Replying {
    /// Where.
    pub conversation: ConversationId,
    /// As typed.
    pub body: String,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// Files.
    pub attachments: Vec<NewAttachment>,
    /// What the writer saw.
    pub saw: Saw,
}

/// A message that was written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Which.
    pub message: MessageId,
    /// Where in the log.
    pub position: Position,
}

/// Writes a message; who stands outside by name gets it as a letter.
///
/// # Errors
/// As [`may_reply`]; moved where the audience changed or a message arrived since the writer looked.
pub async fn reply(store: &Store, by: Option<PersonId>, it: Replying) -> Result<Written, Stop> {
    let words = rendered(store, by, body(&it.body)?).await?;
    if it.attachments.len() > limits::ATTACHMENTS_MAX {
        return Err(Refusal::invalid("file", "files-many").with("max", limits::ATTACHMENTS_MAX).into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, it.conversation).await?;
            let permit = may_reply(&me.actor, &facts)?;
            if let Some(answered) = it.answers
                && !answerable(w, &me, answered, it.conversation).await?
            {
                return Err(Refusal::invalid("answers", "answered-unknown").into());
            }
            still_as_seen(w, &me, &facts, &it.saw).await?;
            let new = NewMessage { answers: it.answers, ..words.said_by(me.person(), w.at()) };
            let message = write(w, &permit, &facts, me.actor.side, &new, &it.attachments, &[]).await?;
            let line = Activity::at(me.person(), Verb::Replied, facts.space, it.conversation).message(message);
            let position = w.next_position();
            Ok(w.record(line).await?.with(Written { message, position }))
        })
        .await
}

/// Whether a message can be answered here: it stands in this conversation, and the writer sees it.
pub(crate) async fn answerable(w: &Writing, me: &Acting, message: MessageId, conversation: ConversationId) -> Result<bool, Stop> {
    match w.message_facts(me, message).await {
        Ok((place, it)) => Ok(place.id == conversation && it.seen && !it.deleted),
        Err(Stop::Refused(_)) => Ok(false),
        Err(stop) => Err(stop),
    }
}

/// Writes a message with all that follows in the same transaction: stage, waiting, shelves, marks, letters.
///
/// `had_it` are addresses that have the words already: those on an incoming letter's To and Cc.
pub(crate) async fn write(
    w: &mut Writing,
    permit: &MayReply,
    place: &ConversationFacts,
    side: Side,
    new: &NewMessage,
    attachments: &[NewAttachment],
    had_it: &[String],
) -> Result<MessageId, Stop> {
    let listeners = w.listeners(permit.circle()).await?;
    // A machine's words are shown but never sent on: that is how loops begin.
    let letters: Vec<&Listener> = if new.automatic { Vec::new() } else { get_letters(&listeners, new.author, had_it) };
    let new = NewMessage { mailed: !letters.is_empty(), ..new.clone() };
    let message = w.add_message(permit, &new).await?;
    for attachment in attachments {
        w.attach(message, new.author, attachment).await?;
    }
    let leaves_at = if new.channel == Channel::Web { sending::leaves_at(new.at) } else { new.at };
    if new.mailed && new.channel == Channel::Web {
        w.remember_before(message, permit.conversation()).await?;
    }
    // A machine's words move no list and leave nothing unread: nobody is waked for them.
    if !new.automatic {
        w.spoken(permit, after(w, place, side, &new).await?).await?;
    }
    w.participate(permit.conversation(), new.author, "wrote").await?;
    w.mark_read(permit.conversation(), new.author, w.next_position()).await?;
    w.keep_draft(permit.conversation(), new.author, "").await?;
    for listener in letters {
        let address = listener.address.clone().unwrap_or_default();
        let letter = NewDelivery {
            reason: "message",
            message: Some(message),
            conversation: Some(permit.conversation()),
            recipient: listener.person,
            address,
            secret: String::new(),
        };
        w.add_delivery_due(&letter, leaves_at).await?;
    }
    Ok(message)
}

/// Those who get a letter, who stands here twice since she was two persons once.
fn get_letters<'a>(listeners: &'a [Listener], author: PersonId, had_it: &[String]) -> Vec<&'a Listener> {
    let mut letters: Vec<&Listener> = Vec::new();
    for listener in listeners.iter().filter(|l| gets_letter(l, author, had_it)) {
        if letters.iter().all(|letter| letter.person != listener.person) {
            letters.push(listener);
        }
    }
    letters
}

/// A person outside with an address, who did not write it and does not have it yet.
fn gets_letter(listener: &Listener, author: PersonId, had_it: &[String]) -> bool {
    listener.side.is_some_and(|side| !side.inside())
        && !listener.gone
        && listener.person != author
        && listener.address.as_ref().is_some_and(|address| !had_it.contains(address))
}

/// What a person's message does to its conversation, by the kind's life.
async fn after(w: &Writing, place: &ConversationFacts, side: Side, new: &NewMessage) -> Result<Spoken, Stop> {
    let life = place.kind.life();
    let since = w.awaited_since(place.id).await?;
    if place.stage == Stage::Closed {
        return Ok(Spoken { stage: place.stage, awaited_since: since, at: new.at });
    }
    // Among colleagues it is who started it that asks: a request to facilities waits like a customer's case.
    let asks = !side.inside() || (place.reach == Reach::Inside && new.author == place.starter);
    let speaks = if asks { life.outsider_speaks } else { life.employee_speaks };
    // The first words of a case leave it new: nobody of us has answered yet.
    let first = place.stage == life.first && new.author == place.starter;
    let stage = if first && asks { place.stage } else { speaks.unwrap_or(place.stage) };
    let awaited_since = if life.awaited && asks { since.or(Some(new.at)) } else { None };
    Ok(Spoken { stage, awaited_since, at: new.at })
}

/// Edits a message; the former words stay visible as a version.
///
/// # Errors
/// As [`may_edit`].
pub async fn edit(store: &Store, by: Option<PersonId>, message: MessageId, source: &str) -> Result<ConversationId, Stop> {
    let words = rendered(store, by, body(source)?).await?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (place, facts) = w.message_facts(&me, message).await?;
            let permit = may_edit(&me.actor, &place, &facts)?;
            w.edit_message(&permit, &words.source, &words.html).await?;
            let line = Activity::at(me.person(), Verb::Edited, place.space, place.id).message(message);
            Ok(w.record(line).await?.with(place.id))
        })
        .await
}

/// Deletes a message: a tombstone stays, words, files and the raw letter go.
///
/// # Errors
/// As [`may_delete`].
pub async fn delete(store: &Store, by: Option<PersonId>, message: MessageId) -> Result<ConversationId, Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (place, facts) = w.message_facts(&me, message).await?;
            let permit = may_delete(&me.actor, &place, &facts)?;
            w.delete_message(&permit, me.person()).await?;
            let line = Activity::at(me.person(), Verb::Deleted, place.space, place.id).message(message);
            Ok(w.record(line).await?.with(place.id))
        })
        .await
}

/// Takes a message back before its letters go: they are withheld, a tombstone stays for who saw it here, the
/// conversation stands as before, and the words are a draft again.
///
/// # Errors
/// As [`may_take_back`].
pub async fn take_back(store: &Store, by: Option<PersonId>, message: MessageId) -> Result<ConversationId, Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (place, facts) = w.message_facts(&me, message).await?;
            let permit = may_take_back(&me.actor, &place, &facts, w.leaving(message).await?, w.at())?;
            let source = w.source_of(message).await?.unwrap_or_default();
            w.take_letters_back(&permit).await?;
            w.restore_before(&permit).await?;
            w.delete_message(&may_delete(&me.actor, &place, &facts)?, me.person()).await?;
            w.back_to_draft(place.id, me.person(), &source).await?;
            // Two lines: what shows messages learns that this one is gone, and the log why.
            w.record(Activity::at(me.person(), Verb::TookBack, place.space, place.id).message(message)).await?;
            let line = Activity::at(me.person(), Verb::Deleted, place.space, place.id).message(message);
            Ok(w.record(line).await?.with(place.id))
        })
        .await
}

/// Puts a reaction on a message, or takes it off where it was on.
///
/// # Errors
/// As [`may_react`]; refuses what is no reaction.
pub async fn react(store: &Store, by: Option<PersonId>, message: MessageId, reaction: &str) -> Result<ConversationId, Stop> {
    let Some(reaction) = REACTIONS.into_iter().find(|r| *r == reaction) else {
        return Err(Refusal::invalid("reaction", "reaction-unknown").into());
    };
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (place, facts) = w.message_facts(&me, message).await?;
            w.react(&may_react(&me.actor, &place, &facts)?, me.person(), reaction).await?;
            let line = Activity::at(me.person(), Verb::Reacted, place.space, place.id).message(message);
            Ok(w.record(line).await?.with(place.id))
        })
        .await
}
