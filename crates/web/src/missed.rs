//! What a live page missed while it was not connected: between its reading and its listening, asleep, or cut off.
//!
//! **Invariant.** A page at one position with these frames is the page at a later one: what was edited, deleted or
//! reacted to is told as well as what was written, in the order of the log. Lists and counts look again where something
//! the viewer sees changed meanwhile.

use crate::hub;
use domain::{
    activity::{LogLine, Verb},
    circle::Reach,
    id::{MessageId, PersonId, Position},
};
use std::collections::HashSet;
use store::{Fault, Reading, Seen, reading::conversation::Headline};

/// Lines of the log looked through for a page that comes back: a busy house's morning. Beyond it the page is read anew.
const LINES_MAX: usize = 4096;
/// Lines read at once.
const BATCH: usize = 512;
/// Messages told one by one; for more, reading the page anew is less.
const MESSAGES_MAX: usize = 100;
/// Conversations asked for in vain; behind them looking again costs less than asking on.
const CONVERSATIONS_MAX: usize = 64;
/// Tells the page to read itself anew.
const ANEW: &str = "<turbo-stream action=\"refresh\"></turbo-stream>";

/// A message that changed, and where in the log.
struct Change {
    message: MessageId,
    at: Position,
    new: bool,
}

/// What a page missed.
#[derive(Debug, Default)]
pub struct Missed {
    /// What happened in the conversations it shows, as events.
    pub frames: String,
    /// Whether its lists and counts have to look again.
    pub look: bool,
}

/// What happened behind a position, as far as the viewer may see it: in these conversations word by word, elsewhere only
/// that something did.
///
/// # Errors
/// A fault of the store.
pub async fn missed(reading: &Reading, open: &[Seen<Headline>], since: Position) -> Result<Missed, Fault> {
    let Some(lines) = behind(reading, since).await? else {
        return Ok(Missed { frames: if open.is_empty() { String::new() } else { anew(reading).await? }, look: true });
    };
    let look = concerns(reading, &lines).await?;
    let changes = changes(&lines, open);
    let frames = if changes.len() > MESSAGES_MAX { anew(reading).await? } else { told(reading, open, changes).await? };
    Ok(Missed { frames, look })
}

/// All lines behind a position; `None` where there are too many of them.
async fn behind(reading: &Reading, since: Position) -> Result<Option<Vec<LogLine>>, Fault> {
    let (mut found, mut from) = (Vec::new(), since);
    while found.len() < LINES_MAX {
        let lines = reading.store().lines_after(from, BATCH).await?;
        let whole = lines.len() < BATCH;
        from = lines.last().map_or(from, |line| line.position);
        found.extend(lines);
        if whole {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn anew(reading: &Reading) -> Result<String, Fault> {
    Ok(text(&hub::frame("message", reading.store().head().await?, ANEW)))
}

async fn told(reading: &Reading, open: &[Seen<Headline>], changes: Vec<Change>) -> Result<String, Fault> {
    let mut frames = String::new();
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

/// Whether something of this stands in lists of the viewer's, or stood there.
async fn concerns(reading: &Reading, lines: &[LogLine]) -> Result<bool, Fault> {
    let me = reading.viewer().person();
    let mut unseen = HashSet::new();
    for line in lines {
        let activity = &line.activity;
        match activity.verb {
            Verb::Delivered => continue,
            // Of what went, nothing is left to ask for.
            Verb::Undone | Verb::Removed | Verb::Moved | Verb::MovedBack | Verb::Arranged => return Ok(true),
            Verb::Read if me == Some(activity.actor) => return Ok(true),
            Verb::Read => continue,
            Verb::Entered | Verb::Left | Verb::Joined if me == Some(PersonId(activity.object)) => return Ok(true),
            _ => {}
        }
        let Some(conversation) = activity.conversation.filter(|id| !unseen.contains(id)) else { continue };
        if unseen.len() == CONVERSATIONS_MAX || reading.conversation_by_id(conversation).await?.is_some() {
            return Ok(true);
        }
        unseen.insert(conversation);
    }
    Ok(false)
}

fn text(frame: &[u8]) -> String {
    String::from_utf8_lossy(frame).into_owned()
}

/// Each message that was written or changed, once.
fn changes(lines: &[LogLine], open: &[Seen<Headline>]) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for line in lines {
        let new = match line.activity.verb {
            Verb::Started | Verb::Replied => true,
            Verb::Edited | Verb::Deleted | Verb::Reacted => false,
            _ => continue,
        };
        let message = MessageId(line.activity.object);
        let here = line.activity.conversation.is_some_and(|id| open.iter().any(|headline| headline.id == id));
        // It is told as it stands now, so once is enough; one more than are told says that there are too many.
        if here && found.len() <= MESSAGES_MAX && !found.iter().any(|change| change.message == message) {
            found.push(Change { message, at: line.position, new });
        }
    }
    found
}
