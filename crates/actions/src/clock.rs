//! Clocks: who outside waits for us, and how conversations ended and changed hands, derived from the log by a consumer.
//!
//! Somebody waits from her first message behind our last answer. Only an answer of a person of ours ends that, or she
//! herself: by closing it, or by accepting an answer. Closing it without one does not, nor does deleting the answer
//! afterwards. What machines write neither waits nor answers; what an archive brought waits for nobody.
//!
//! How what was raised ended, inside as well as outside, is kept of every conversation but sidebars: closing it, an accepted
//! answer, going on elsewhere.

use domain::{
    activity::{LogLine, Verb},
    circle::Reach,
    id::{ConversationId, MessageId, PersonId},
    kind::{ACCEPTED, ANSWERED_HERSELF, MERGED},
    message::Channel,
    side::Side,
};
use store::{
    Stop, Writing,
    writing::clock::{ClockFacts, NewEnding, Waits},
};

/// The consumer's name.
pub const CONSUMER: &str = "clocks";

/// What moves a clock.
const MOVES: [Verb; 9] = [
    Verb::Started,
    Verb::Replied,
    Verb::Deleted,
    Verb::Closed,
    Verb::Reopened,
    Verb::Accepted,
    Verb::Assigned,
    Verb::Merged,
    Verb::Parted,
];

/// What ends a conversation or undoes that; of what is inside nothing else matters, for nobody outside waits there.
const ENDS: [Verb; 5] = [Verb::Closed, Verb::Reopened, Verb::Accepted, Verb::Merged, Verb::Parted];

/// Derives the clocks of some lines of the log, in the consumer's transaction.
///
/// # Errors
/// A fault of the store.
pub async fn derive(w: &mut Writing, lines: &[LogLine]) -> Result<(), Stop> {
    for line in lines {
        let Some(conversation) = line.activity.conversation else { continue };
        if !MOVES.contains(&line.activity.verb) {
            continue;
        }
        let Some(facts) = w.clock_facts(conversation).await? else { continue };
        if facts.sidebar || (facts.reach == Reach::Inside && !ENDS.contains(&line.activity.verb)) {
            continue;
        }
        match line.activity.verb {
            Verb::Started | Verb::Replied if facts.kind.life().awaited => spoken(w, line, conversation).await?,
            // What stands decides: an answer that was deleted is none.
            Verb::Deleted if facts.kind.life().awaited => {
                let waits = w.who_waits(conversation, line.position).await?;
                w.set_waiting(conversation, waits).await?;
            }
            Verb::Merged => merged(w, line, conversation).await?,
            Verb::Parted => parted(w, line, conversation, &facts).await?,
            Verb::Closed => closed(w, line, conversation, &facts).await?,
            Verb::Reopened => w.undo_ending(conversation, line.position, line.at).await?,
            Verb::Accepted => accepted(w, line, conversation, &facts).await?,
            Verb::Assigned => held(w, line, conversation).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Drops all clocks and has them derived from the log's beginning.
///
/// # Errors
/// A fault of the store.
pub async fn begin_anew(w: &mut Writing) -> Result<(), Stop> {
    w.clear_clocks().await?;
    Ok(w.begin_anew(CONSUMER).await?)
}

async fn spoken(w: &mut Writing, line: &LogLine, conversation: ConversationId) -> Result<(), Stop> {
    let message = MessageId(line.activity.object);
    let Some(said) = w.clock_message(message).await?.filter(|said| said.channel != Channel::Import) else { return Ok(()) };
    if said.side.inside() {
        w.set_waiting(conversation, None).await?;
    } else if w.waits_in(conversation).await?.is_none() {
        let waits = Waits { person: said.author, message, since: said.at };
        w.set_waiting(conversation, Some(waits)).await?;
    }
    Ok(())
}

/// Who waited in what ends waits where it goes on. Of the two lines of a merge that of what ends tells.
async fn merged(w: &mut Writing, line: &LogLine, conversation: ConversationId) -> Result<(), Stop> {
    let Some(into) = w.merged_at(conversation, line.position).await? else { return Ok(()) };
    w.add_ending(ending(line, conversation, (false, false), MERGED.word)).await?;
    let both = [w.waits_in(conversation).await?, w.waits_in(into).await?];
    w.set_waiting(conversation, None).await?;
    Ok(w.set_waiting(into, both.into_iter().flatten().min_by_key(|waits| waits.since)).await?)
}

/// What was merged stands as before: who waits in either is read again, and in what else goes on here unanswered.
async fn parted(w: &mut Writing, line: &LogLine, conversation: ConversationId, facts: &ClockFacts) -> Result<(), Stop> {
    if w.was_merged(conversation, line.position, line.at).await? {
        return Ok(());
    }
    w.undo_merging(conversation, line.at).await?;
    let mut waits = if facts.kind.life().awaited { w.who_waits(conversation, line.position).await? } else { None };
    for (other, merged) in w.going_on_in(conversation, line.position, line.at).await? {
        if !w.answered_between(conversation, merged, line.position).await? {
            let there = w.who_waits(other, line.position).await?;
            waits = [waits, there].into_iter().flatten().min_by_key(|waits| waits.since);
        }
    }
    Ok(w.set_waiting(conversation, waits).await?)
}

/// The end that a line tells of, by somebody outside or not, and by whoever raised it or not.
fn ending<'a>(line: &LogLine, conversation: ConversationId, (outsider, herself): (bool, bool), reason: &'a str) -> NewEnding<'a> {
    NewEnding { conversation, position: line.position, at: line.at, outsider, herself, reason }
}

async fn closed(w: &mut Writing, line: &LogLine, conversation: ConversationId, facts: &ClockFacts) -> Result<(), Stop> {
    let (actor, asker) = (line.activity.actor, w.who_was(facts.starter, line.position).await?);
    let (outsider, herself) = (is_outsider(w, actor).await?, w.who_was(actor, line.position).await? == asker);
    // The reason of an end that was undone since is no longer known, whenever this line is read.
    let reason = if facts.closed_at == Some(line.at) { facts.closed_reason.as_str() } else { "" };
    w.add_ending(ending(line, conversation, (outsider, herself), reason)).await?;
    if outsider {
        w.settle_waiting(conversation, line.position).await?;
    }
    Ok(())
}

/// She says that it is answered, or we do, and then by somebody else's words than her own. With her own she says that she has
/// found out.
async fn accepted(w: &mut Writing, line: &LogLine, conversation: ConversationId, facts: &ClockFacts) -> Result<(), Stop> {
    let asker = w.who_was(facts.starter, line.position).await?;
    let others = match w.once_written_by(MessageId(line.activity.object)).await? {
        Some(author) => w.who_was(author, line.position).await? != asker,
        None => false,
    };
    let (outsider, herself) =
        (is_outsider(w, line.activity.actor).await?, w.who_was(line.activity.actor, line.position).await? == asker);
    if others || herself {
        let reason = if others { ACCEPTED } else { ANSWERED_HERSELF };
        w.add_ending(ending(line, conversation, (outsider, herself), reason.word)).await?;
    }
    if outsider || others {
        w.settle_waiting(conversation, line.position).await?;
    }
    Ok(())
}

async fn held(w: &mut Writing, line: &LogLine, conversation: ConversationId) -> Result<(), Stop> {
    let person = PersonId(line.activity.other);
    // A unit's queue is nobody yet, and who was erased held nothing.
    let facts = w.terms_facts(person).await?.filter(|facts| facts.side.inside() && !facts.erased);
    if facts.is_some() {
        w.add_hold(conversation, line.position, line.at, person).await?;
    }
    Ok(())
}

async fn is_outsider(w: &Writing, person: PersonId) -> Result<bool, Stop> {
    Ok(w.side_of(person).await?.is_some_and(|side: Side| !side.inside()))
}
