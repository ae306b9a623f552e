//! What a live page missed while it was not connected: between its reading and its listening, asleep, or cut off.
//!
//! **Invariant.** A page at one position with these frames is the page at a later one: what was edited, deleted or
//! reacted to is told as well as what was written, in the order of the log. Lists and counts look again where something
//! the viewer sees changed meanwhile.

use crate::hub;
use domain::{
    activity::{LogLine, Verb},
    circle::Reach,
    id::{MessageId, Position},
};
use std::collections::HashSet;
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
        return if open.is_empty() { Ok(Missed { look: true, ..Missed::default() }) } else { anew(reading).await };
    };
    let changes = changes(&lines, open);
    if changes.len() > MESSAGES_MAX {
        return anew(reading).await;
    }
    Ok(Missed { look: concerns(reading, open, &lines).await?, frames: told(reading, open, changes).await? })
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

/// The whole page again, lists and counts with it.
async fn anew(reading: &Reading) -> Result<Missed, Fault> {
    Ok(Missed { frames: text(&hub::frame("message", reading.store().head().await?, ANEW)), look: false })
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

/// Whether something of this stands in lists of the viewer's, or stood there. What others see alone says nothing here.
async fn concerns(reading: &Reading, open: &[Seen<Headline>], lines: &[LogLine]) -> Result<bool, Fault> {
    let mut asked = HashSet::new();
    for line in lines {
        if hers(reading, line) || moved_before(reading, line).await? {
            return Ok(true);
        }
        if matches!(line.activity.verb, Verb::Delivered | Verb::Read) {
            continue;
        }
        if open.iter().any(|headline| Some(headline.id) == line.activity.conversation) {
            return Ok(true);
        }
        asked.extend(line.activity.conversation.map(|conversation| conversation.0));
    }
    let asked: Vec<i64> = asked.into_iter().collect();
    Ok(!reading.headlines(&asked).await?.is_empty())
}

/// Whether a line changes what the viewer herself is, has looked at or may see.
fn hers(reading: &Reading, line: &LogLine) -> bool {
    let (viewer, activity) = (reading.viewer(), &line.activity);
    let is_her = |id: i64| viewer.selves().any(|me| me.0 == id);
    match activity.verb {
        Verb::Read => is_her(activity.actor.0),
        Verb::Entered | Verb::Left | Verb::Joined => is_her(activity.object),
        Verb::PersonsMerged | Verb::PersonsParted => is_her(activity.object) || is_her(activity.other),
        Verb::Removed => viewer.standings().iter().any(|standing| standing.party.0 == activity.other),
        Verb::Arranged => viewer.inside(),
        // Of what went, nothing is left to ask for.
        Verb::Undone => true,
        _ => false,
    }
}

/// Whether a conversation went where, or came from where, the viewer sees it.
async fn moved_before(reading: &Reading, line: &LogLine) -> Result<bool, Fault> {
    if !matches!(line.activity.verb, Verb::Moved | Verb::MovedBack) {
        return Ok(false);
    }
    let circles = reading.store().circles_of_moving(line.activity.other).await?;
    Ok(circles.iter().any(|circle| circle.sees_since(reading.viewer()).is_some()))
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
