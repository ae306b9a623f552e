//! Erasing a person.
//!
//! One action: what others wrote is freed of her quoted words, her name and her addresses; her own messages become
//! tombstones; who she was is overwritten; she goes on the list that outlives a restored backup. What stands on disk
//! is overwritten afterwards ([`store::Store::overwrite_erased`]).
//!
//! **Invariant.** The log keeps ids only, so nothing of it is rewritten.

use crate::tie;
use domain::{
    activity::{Activity, Verb},
    erasure::{MayErase, Neutral, may_erase, may_erase_again, may_erase_from_command_line, may_erase_half},
    id::{ConversationId, MessageId, PersonId},
    markup,
    moment::Moment,
    party::MACHINE,
    person::may_administer,
    person_merging::may_part_to_erase,
    refusal::Refusal,
    traces::Traces,
};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use store::{
    Recorded, Stop, Store, Writing,
    writing::erasure::{Identity, OthersMessage},
};

/// Erases a person; `typed` is her name as it was typed to confirm.
///
/// # Errors
/// As [`may_erase`]; hidden where there is nobody.
pub async fn erase(store: &Store, by: Option<PersonId>, person: PersonId, typed: &str, neutral: Neutral) -> Result<(), Stop> {
    let typed = typed.to_owned();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if me.person() != person {
                // Before anything tells whether there is such a person.
                may_administer(&me.actor)?;
            }
            let facts = w.erasure_facts(person).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_erase(&me.actor, &facts, &typed)?;
            erased(w, &permit, &facts.name, &neutral, (me.person(), w.at())).await
        })
        .await
}

/// Erases a person from the command line of who runs the house.
///
/// # Errors
/// As [`may_erase_from_command_line`]; hidden where there is nobody.
pub async fn erase_from_command_line(store: &Store, person: PersonId, typed: &str, neutral: Neutral) -> Result<(), Stop> {
    let typed = typed.to_owned();
    store
        .act(async move |w| {
            let facts = w.erasure_facts(person).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_erase_from_command_line(&facts, &typed)?;
            erased(w, &permit, &facts.name, &neutral, (MACHINE, w.at())).await
        })
        .await
}

/// Erases again whom a restored backup brought back, by the list beside the database; how many.
///
/// # Errors
/// A fault of the store, or a list that belongs to another house: then the house must not be opened.
pub async fn replay(store: &Store, neutral: &Neutral) -> Result<usize, Stop> {
    let back = store.recall_erasures().await?;
    let count = back.len();
    for (person, at) in &back {
        let (person, at, neutral, listed) = (*person, *at, neutral.clone(), back.clone());
        let again = store
            .act(async move |w| {
                let facts = w.erasure_facts(person).await?.ok_or_else(Refusal::hidden)?;
                let permit = may_erase_again(&facts)?;
                let named = |other: &PersonId| listed.iter().any(|(id, _)| id == other);
                let into = w.who_is(person).await?;
                if into != person && named(&into) {
                    // She goes with the one she was found to be.
                    return Err(Refusal::hidden().into());
                }
                // Who stayed when the other one was erased was no longer one with her; in the backup she still is.
                if into != person {
                    w.part_persons(&may_part_to_erase(&permit, person, into), MACHINE).await?;
                }
                for half in w.halves_of(person).await?.into_iter().filter(|half| !named(half)) {
                    w.part_persons(&may_part_to_erase(&permit, half, person), MACHINE).await?;
                }
                let name = w.erasure_facts(person).await?.ok_or_else(Refusal::hidden)?.name;
                erased(w, &permit, &name, &neutral, (MACHINE, at)).await
            })
            .await;
        match again {
            Err(Stop::Refused(_)) => {}
            other => other?,
        }
    }
    // What the table knows and the file does not, is written there.
    store.keep_erasure_list().await?;
    Ok(count)
}

async fn erased(
    w: &mut Writing,
    permit: &MayErase,
    name: &str,
    neutral: &Neutral,
    (by, at): (PersonId, Moment),
) -> Result<Recorded<()>, Stop> {
    // Who was found to be her goes with her. Each may be named by all they were ever called, wherever the other was.
    let mut all = vec![(permit.clone(), w.identity(permit).await?)];
    for half in w.halves_of(permit.person()).await? {
        let half = may_erase_half(permit, half);
        let her = w.identity(&half).await?;
        all.push((half, her));
    }
    let mut marks = Vec::new();
    for (half, her) in &all {
        for called in [vec![name.to_owned()], w.former_names(half.person()).await?].concat() {
            let traces = Traces::new(&called, &her.handle, &all[0].1.addresses);
            marks.push((called, traces));
        }
    }
    for (half, _) in &all {
        for (called, marks) in &marks {
            free_others(w, half, marks, neutral).await?;
            free_letters(w, half, called, &all[0].1).await?;
            w.reword_imports(half, |text| marks.without(text, &neutral.name)).await?;
        }
    }
    let (_, her) = all.remove(0);
    for (half, identity) in &all {
        forget(w, half, identity, neutral, (by, at)).await?;
        w.record(Activity::of(by, Verb::Erased, half.person().0)).await?;
    }
    forget(w, permit, &her, neutral, (by, at)).await?;
    Ok(w.record(Activity::of(by, Verb::Erased, permit.person().0)).await?)
}

/// Leaves tombstones where her messages stood, and overwrites who she was.
async fn forget(
    w: &mut Writing,
    permit: &MayErase,
    her: &Identity,
    neutral: &Neutral,
    (by, at): (PersonId, Moment),
) -> Result<(), Stop> {
    for message in w.messages_of(permit).await? {
        w.erase_message(permit, &message).await?;
        w.record(Activity::at(by, Verb::Deleted, message.space, message.conversation).message(message.id)).await?;
    }
    tie::forget(w, permit.person()).await?;
    Ok(w.forget(permit, her, &neutral.name, at).await?)
}

/// Frees what others wrote: in each conversation in which something of her may stand, with all she said there and
/// beside it.
async fn free_others(w: &mut Writing, permit: &MayErase, marks: &Traces, neutral: &Neutral) -> Result<(), Stop> {
    let places = surroundings(w, permit).await?;
    let mut subjects: BTreeSet<String> = BTreeSet::new();
    for place in places.keys() {
        if let Some((starter, subject)) = w.head_of(permit, *place).await?
            && starter == permit.person()
        {
            subjects.insert(subject);
        }
    }
    let mut traces: BTreeMap<ConversationId, Traces> = BTreeMap::new();
    for (place, around) in &places {
        let mut hers = marks.wordless();
        for near in around.iter().chain([place]) {
            w.said_by(permit, *near).await?.iter().for_each(|text| hers.said(text));
        }
        free_messages(w, permit, *place, &hers, &neutral.name).await?;
        free_subject(w, permit, *place, &subjects, marks, neutral).await?;
        w.drop_raw_letters(permit, *place).await?;
        traces.insert(*place, hers);
    }
    let without = |conversation, source: &str| traces.get(&conversation)?.without(source, &neutral.name);
    Ok(w.reword_drafts(permit, without).await?)
}

/// Her conversations, those beside them and those to which something was forwarded from there, each with its neighbours
/// and with those of hers it came from.
async fn surroundings(w: &Writing, permit: &MayErase) -> Result<BTreeMap<ConversationId, BTreeSet<ConversationId>>, Stop> {
    let mut places: BTreeMap<ConversationId, BTreeSet<ConversationId>> = BTreeMap::new();
    for place in w.places_of(permit).await? {
        let near = w.neighbours(permit, place).await?;
        for beside in near.iter().copied().chain(w.onward(permit, place).await?) {
            if let Entry::Vacant(new) = places.entry(beside) {
                new.insert(w.neighbours(permit, beside).await?.into_iter().collect());
            }
            places.entry(beside).or_default().insert(place);
        }
        places.entry(place).or_default().extend(near);
    }
    Ok(places)
}

async fn free_messages(
    w: &mut Writing,
    permit: &MayErase,
    place: ConversationId,
    hers: &Traces,
    neutral: &str,
) -> Result<(), Stop> {
    let mut after = MessageId(0);
    loop {
        let messages = w.others_messages(permit, place, after).await?;
        let Some(last) = messages.last() else { return Ok(()) };
        after = last.id;
        for message in messages {
            w.reword_versions(permit, message.id, |text| hers.without(text, neutral)).await?;
            // A letter in its own form may hold her where no eye sees it, in a link or a picture's name: it becomes plain.
            let plain = message.channel.is_letter().then(|| message.clone());
            if let Some(freed) = freed(&message, hers, neutral).or(plain) {
                let html = rendered(w, &freed).await?;
                w.reword(permit, &freed, &html).await?;
            }
        }
    }
}

/// Somebody else's message without what is hers; `None` where nothing is. What it quotes stands in the conversation
/// itself, so a quote in which something of hers is goes whole.
fn freed(it: &OthersMessage, hers: &Traces, neutral: &str) -> Option<OthersMessage> {
    let source = hers.without(&it.source, neutral);
    let signature = hers.without(&it.signature, neutral);
    let quotes_her = hers.stand_in(&it.history);
    if source.is_none() && signature.is_none() && !quotes_her {
        return None;
    }
    Some(OthersMessage {
        source: source.unwrap_or_else(|| it.source.clone()),
        signature: signature.unwrap_or_else(|| it.signature.clone()),
        history: if quotes_her { String::new() } else { it.history.clone() },
        ..it.clone()
    })
}

async fn rendered(w: &Writing, it: &OthersMessage) -> Result<String, Stop> {
    if it.channel.is_letter() {
        return Ok(markup::render_plain(&it.source));
    }
    let mut people = std::collections::HashMap::new();
    if w.side_of(it.author).await?.is_some_and(|side| side.inside()) {
        for handle in markup::mentions(&it.source) {
            if let Some((person, name)) = w.employee_by_handle(&handle).await? {
                people.insert(handle, markup::Mentioned { href: format!("/people/{person}"), name });
            }
        }
    }
    Ok(markup::render(&it.source, &people))
}

/// A subject is the words of who started the conversation; a sidebar is called as what it stands beside.
async fn free_subject(
    w: &mut Writing,
    permit: &MayErase,
    place: ConversationId,
    hers: &BTreeSet<String>,
    marks: &Traces,
    neutral: &Neutral,
) -> Result<(), Stop> {
    let Some((_, subject)) = w.head_of(permit, place).await? else { return Ok(()) };
    let freed = if hers.contains(&subject) { Some(neutral.subject.clone()) } else { marks.without(&subject, &neutral.name) };
    if let Some(freed) = freed {
        w.call(permit, place, &freed).await?;
    }
    Ok(())
}

/// Drops letters that came to no message and are hers, or name her: held ones, and those that say a letter to her came
/// back. Addresses stand in headers as they are.
async fn free_letters(w: &mut Writing, permit: &MayErase, name: &str, her: &Identity) -> Result<(), Stop> {
    let mut names: Vec<&str> = her.addresses.iter().map(String::as_str).collect();
    if name.split_whitespace().count() > 1 {
        names.push(name);
    }
    let of_hers = |sender: &str, raw: &[u8]| names.iter().any(|name| sender.eq_ignore_ascii_case(name) || stands_in(raw, name));
    Ok(w.drop_unsorted(permit, of_hers).await?)
}

fn stands_in(raw: &[u8], name: &str) -> bool {
    raw.windows(name.len().max(1)).any(|octets| octets.eq_ignore_ascii_case(name.as_bytes()))
}
