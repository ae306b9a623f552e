//! Notices: what a consumer derives from the log for those whom something concerns by name.

use domain::{
    activity::{LogLine, Verb},
    id::{MessageId, PersonId},
    markup,
    party::MACHINE,
};
use store::{Stop, Writing, writing::notice::NewNotice};

/// Derives the notices of some lines of the log, in the consumer's transaction.
///
/// Who cannot see the conversation gets none: a mention never gives sight.
///
/// # Errors
/// A fault of the store.
pub async fn derive(w: &mut Writing, lines: &[LogLine]) -> Result<(), Stop> {
    for line in lines {
        match line.activity.verb {
            Verb::Started | Verb::Replied => spoken(w, line).await?,
            Verb::Assigned if line.activity.other != 0 => note(w, line, PersonId(line.activity.other), "assigned").await?,
            Verb::Brought => note(w, line, PersonId(line.activity.other), "brought").await?,
            _ => {}
        }
    }
    Ok(())
}

async fn spoken(w: &mut Writing, line: &LogLine) -> Result<(), Stop> {
    let message = MessageId(line.activity.object);
    if w.is_automatic(message).await? {
        return Ok(());
    }
    let mut mentioned = Vec::new();
    if let Some(source) = w.source_of(message).await? {
        for handle in markup::mentions(&source) {
            if let Some((person, _)) = w.employee_by_handle(&handle).await? {
                mentioned.push(person);
                note(w, line, person, "mentioned").await?;
            }
        }
    }
    let Some(conversation) = line.activity.conversation else { return Ok(()) };
    for person in w.participants(conversation, line.position).await? {
        if !mentioned.contains(&person) {
            note(w, line, person, "replied").await?;
        }
    }
    Ok(())
}

async fn note(w: &mut Writing, line: &LogLine, person: PersonId, reason: &'static str) -> Result<(), Stop> {
    let Some(conversation) = line.activity.conversation else { return Ok(()) };
    if person == line.activity.actor || person == MACHINE || !w.sees(person, conversation).await? {
        return Ok(());
    }
    let message = MessageId(line.activity.object);
    Ok(w.add_notice(&NewNotice { person, conversation, message, reason, position: line.position, at: line.at }).await?)
}
