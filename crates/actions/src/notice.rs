//! Notices: what a consumer derives from the log for those whom something concerns by name, or who asked to be told.

use crate::{planned, telling};
use domain::{
    activity::{LogLine, Verb},
    id::{ConversationId, DeliveryId, MessageId, PersonId, SpaceId},
    kind::Kind,
    markup,
    party::MACHINE,
    telling::{Level, Reason},
};
use store::{
    Stop, Writing,
    writing::{
        notice::{NewNotice, Standing},
        telling::Said,
    },
};

/// Derives the notices of some lines of the log, in the consumer's transaction, with the letters that tell of them.
///
/// Who cannot see the conversation gets none: a mention never gives sight.
///
/// # Errors
/// A fault of the store.
pub async fn derive(w: &mut Writing, lines: &[LogLine]) -> Result<(), Stop> {
    for line in lines {
        let (Some(conversation), Some(space)) = (line.activity.conversation, line.activity.space) else { continue };
        let (it, other) = (About { line, conversation, space }, PersonId(line.activity.other));
        let named = matches!(line.activity.verb, Verb::Assigned | Verb::Brought);
        let other = if named { w.who_is(other).await? } else { other };
        match line.activity.verb {
            Verb::Started | Verb::Replied => spoken(w, &it).await?,
            Verb::Assigned if other.0 != 0 => note(w, &it, other, Reason::Assigned).await?,
            Verb::Moved => arrived(w, &it).await?,
            Verb::Brought => note(w, &it, other, Reason::Brought).await?,
            Verb::Delivered if other.0 != 0 => delivered(w, &it).await?,
            _ => {}
        }
    }
    Ok(())
}

/// A line of the log that is about a conversation.
struct About<'a> {
    line: &'a LogLine,
    conversation: ConversationId,
    space: SpaceId,
}

async fn spoken(w: &mut Writing, it: &About<'_>) -> Result<(), Stop> {
    // What was deleted or taken back meanwhile, and what a machine wrote, wakes nobody.
    let Some(said) = w.said(MessageId(it.line.activity.object)).await?.filter(|said| !said.automatic) else { return Ok(()) };
    planned::overtake(w, it.line, it.conversation).await?;
    telling::send_to_list(w, it.line, it.conversation, it.space).await?;
    let mut told = Vec::new();
    for handle in markup::mentions(&said.source) {
        if let Some((person, _)) = w.employee_by_handle(&handle).await? {
            told.push(person);
            note(w, it, person, Reason::Mentioned).await?;
        }
    }
    for person in w.participants(it.conversation, it.line.position).await? {
        if !told.contains(&person) {
            told.push(person);
            note(w, it, person, answered(&said, person)).await?;
        }
    }
    if it.line.activity.verb == Verb::Started {
        let reason = if said.kind == Kind::Announcement { Reason::Announced } else { Reason::Started };
        for person in w.asked_for(it.space, reason).await? {
            if !told.contains(&person) {
                note(w, it, person, reason).await?;
            }
        }
    }
    Ok(())
}

/// A conversation moved into a space is new there, for those who asked to be told.
async fn arrived(w: &mut Writing, it: &About<'_>) -> Result<(), Stop> {
    let Some(first) = w.first_of(it.conversation).await? else { return Ok(()) };
    let line = LogLine { activity: it.line.activity.clone().message(first), ..it.line.clone() };
    let it = &About { line: &line, ..*it };
    for person in w.asked_for(it.space, Reason::Started).await? {
        note(w, it, person, Reason::Started).await?;
    }
    Ok(())
}

/// Who started or owns it, who is answered, and who spoke last before: they are answered. Everybody else follows.
fn answered(said: &Said, person: PersonId) -> Reason {
    if [said.starter, said.answered, said.before, said.assignee].contains(&person) { Reason::Replied } else { Reason::Following }
}

/// A letter that was given up or came back: its author has to know.
async fn delivered(w: &mut Writing, it: &About<'_>) -> Result<(), Stop> {
    let Some((reason, state, message, _)) = w.fate(DeliveryId(it.line.activity.object)).await? else { return Ok(()) };
    if reason != "message" || !matches!(state.as_str(), "failed" | "bounced") {
        return Ok(());
    }
    if let Some(author) = w.author_of(message).await? {
        let notice = NewNotice { message, ..notice(it, author, "undelivered") };
        if w.sees(author, it.conversation).await? {
            w.add_notice(&notice).await?;
        }
    }
    Ok(())
}

async fn note(w: &mut Writing, it: &About<'_>, person: PersonId, reason: Reason) -> Result<(), Stop> {
    if person == it.line.activity.actor || person == MACHINE || stands_already(w, it, person, reason).await? {
        return Ok(());
    }
    if !w.sees(person, it.conversation).await? {
        return Ok(());
    }
    let new = notice(it, person, reason.word());
    if w.add_notice(&new).await? {
        telling::tell(w, &new, reason, it.space).await?;
    }
    Ok(())
}

/// One notice says that there is something new in what somebody takes part in, until she looks or its letter goes: a room
/// of a hundred does not write a hundred rows for every word.
async fn stands_already(w: &Writing, it: &About<'_>, person: PersonId, reason: Reason) -> Result<bool, Stop> {
    if !reason.stands() {
        return Ok(false);
    }
    Ok(match w.stands(person, it.conversation, reason.word()).await? {
        Standing::Nothing => false,
        Standing::Told => true,
        // She may have chosen otherwise since.
        Standing::Untold => telling::wanted(w, person, it.space, reason).await? != Level::Now,
    })
}

fn notice(it: &About<'_>, person: PersonId, reason: &'static str) -> NewNotice {
    let message = MessageId(it.line.activity.object);
    NewNotice { person, conversation: it.conversation, message, reason, position: it.line.position, at: it.line.at }
}
