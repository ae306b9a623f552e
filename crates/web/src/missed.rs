//! What a live page missed while it was not connected: between its reading and its listening, asleep, or cut off.
//!
//! **Invariant.** A page at one position with these frames is the page at a later one: what was edited, deleted or
//! reacted to is told as well as what was written, in the order of the log.

use crate::hub;
use domain::{
    activity::Verb,
    circle::Reach,
    id::{MessageId, Position},
};
use store::{Fault, Reading, Seen, reading::conversation::Headline};

/// Lines of the log looked through for a page that comes back: a busy house's morning. Beyond it the page is read anew.
const LINES_MAX: usize = 4096;
/// Lines read at once.
const BATCH: usize = 512;
/// Messages told one by one; for more, reading the page anew is less.
const MESSAGES_MAX: usize = 100;
/// Tells the page to read itself anew.
const ANEW: &str = "<turbo-stream action=\"refresh\"></turbo-stream>";

/// A message that changed, and where in the log.
struct Change {
    message: MessageId,
    at: Position,
    new: bool,
}

/// The frames of what happened behind a position in these conversations, as far as the viewer may see it.
///
/// # Errors
/// A fault of the store.
pub async fn frames(reading: &Reading, open: &[Seen<Headline>], since: Position) -> Result<String, Fault> {
    let mut frames = String::new();
    if open.is_empty() {
        return Ok(frames);
    }
    let Some(changes) = changes(reading, open, since).await? else {
        let head = reading.store().head().await?;
        return Ok(text(&hub::frame("message", head, ANEW)));
    };
    let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
    for change in changes {
        let Some(message) = reading.message(change.message).await? else { continue };
        let Some(of) = open.iter().find(|headline| headline.id == message.conversation) else { continue };
        let stream = match change.new {
            true => views::message::appended(&message, of, viewers),
            false => views::message::replaced(&message, of, viewers),
        };
        frames.push_str(&text(&hub::frame("message", change.at, &stream)));
    }
    Ok(frames)
}

fn text(frame: &[u8]) -> String {
    String::from_utf8_lossy(frame).into_owned()
}

/// Each message that was written or changed, once; `None` where there is too much of it.
async fn changes(reading: &Reading, open: &[Seen<Headline>], since: Position) -> Result<Option<Vec<Change>>, Fault> {
    let (mut found, mut from): (Vec<Change>, Position) = (Vec::new(), since);
    for _ in 0..LINES_MAX / BATCH {
        let lines = reading.store().lines_after(from, BATCH).await?;
        for line in &lines {
            let new = match line.activity.verb {
                Verb::Started | Verb::Replied => true,
                Verb::Edited | Verb::Deleted | Verb::Reacted => false,
                _ => continue,
            };
            let message = MessageId(line.activity.object);
            let here = line.activity.conversation.is_some_and(|id| open.iter().any(|headline| headline.id == id));
            // It is told as it stands now, so once is enough.
            if here && !found.iter().any(|change| change.message == message) {
                found.push(Change { message, at: line.position, new });
            }
        }
        if found.len() > MESSAGES_MAX {
            return Ok(None);
        }
        match lines.last() {
            Some(last) if lines.len() == BATCH => from = last.position,
            _ => return Ok(Some(found)),
        }
    }
    Ok(None)
}
