//! Notices: what concerns somebody by name, one row per person, position and reason, written by a consumer.

use crate::{
    fault::Fault,
    reading::{Reading, shelf::ListRow},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{ConversationId, DeliveryId, MessageId, NoticeId, Position},
    moment::Moment,
    telling::Reason,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

statements! {
    UNSEEN = "SELECT n.id, n.conversation, n.message, n.reason, n.at FROM notice n WHERE n.person = $1 AND n.seen_at IS NULL ORDER BY n.position DESC LIMIT 128";
    UNSEEN_OF = "SELECT n.id, n.conversation, n.message, n.reason, n.at FROM notice n WHERE n.person = $1 AND n.seen_at IS NULL AND n.reason = $2 \
        ORDER BY n.position DESC LIMIT 200";
    STANDING = "WITH {viewer}, {ids} SELECT n.id, CASE WHEN {visible c.circle n.position} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
        FROM ids i JOIN notice n ON n.id = i.id JOIN conversation c ON c.id = n.conversation \
        WHERE {visible c.circle n.position} OR (n.reason IN ('replied', 'following') AND {visible c.circle c.last_position})";
    TOLD = "SELECT n.conversation, n.message, n.reason, n.position, n.at FROM notice n WHERE n.told = $1 AND n.person = $2 AND n.seen_at IS NULL \
        ORDER BY n.position LIMIT 500";
}

/// Lines of one reason that stand on the home page; the others stand on a page of their own.
const FEW: usize = 8;

/// What concerns somebody by name and she has not seen yet.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// One line per conversation and reason, the newest first.
    pub lines: Vec<Seen<Notice>>,
    /// How many lines each reason has.
    pub counts: BTreeMap<String, i64>,
}

/// One line of "what needs me": a conversation, why, and how often.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// The newest of its rows.
    pub id: NoticeId,
    /// Why: a word of [`domain::telling::Reason`], `undelivered` or `unsent`.
    pub reason: String,
    /// How many of them wait. What I take part in is noticed once for all that came since I looked.
    pub count: i64,
    /// The message to open first: the oldest unseen one; `MessageId(0)` for the conversation as a whole.
    pub message: MessageId,
    /// When the newest came.
    pub at: Moment,
    /// The conversation.
    pub row: ListRow,
}

/// One notice that a letter tells of.
#[derive(Clone, Debug)]
pub struct Told {
    /// Where.
    pub conversation: ConversationId,
    /// The message; `MessageId(0)` for the conversation as a whole.
    pub message: MessageId,
    /// Why.
    pub reason: String,
    /// The activity it comes from.
    pub position: Position,
    /// When that was.
    pub at: Moment,
}

impl Reading {
    /// What a letter tells the viewer of and she has not seen meanwhile, in order.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn told_by(&self, letter: DeliveryId) -> Result<Vec<Seen<Told>>, Fault> {
        let told = |row: &Row<'_>| Told {
            conversation: ConversationId(row.int(0)),
            message: MessageId(row.int(1)),
            reason: row.text(2),
            position: row.position(3),
            at: row.moment(4),
        };
        let mut found = Vec::new();
        for me in self.viewer().selves() {
            found.extend(self.rows(&TOLD, args![letter, me], |row| Seen::new(told(row))).await?);
        }
        found.sort_by_key(|it| it.position);
        Ok(found)
    }

    /// The rows of some conversations as lists show them, newest first; of those the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn rows_of_conversations(&self, ids: &[ConversationId]) -> Result<Vec<Seen<ListRow>>, Fault> {
        let ids: Vec<(i64, i64)> = ids.iter().map(|id| (0, id.0)).collect();
        self.list_rows(&ids).await
    }

    /// What concerns the viewer by name and she has not seen yet: the newest two hundred of one reason, or a few of each
    /// among the newest 128 of all, as many ids as one statement takes ([`crate::sql::IDS_MAX`]). Counts are of the lines
    /// among these: exact where no more wait; a page shows them up to 99, and above it "99+".
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn notices(&self, of: Option<&str>) -> Result<Notices, Fault> {
        let mut found = Vec::new();
        for me in self.viewer().selves() {
            let line = |row: &Row<'_>| (NoticeId(row.int(0)), row.int(1), MessageId(row.int(2)), row.text(3), row.moment(4));
            found.extend(match of {
                Some(reason) => self.rows(&UNSEEN_OF, args![me, reason], line).await?,
                None => self.rows(&UNSEEN, args![me], line).await?,
            });
        }
        if self.viewer().selves().count() > 1 {
            // The newest first; those of who was found to be her stand among her own.
            found.sort_by_key(|(id, ..)| std::cmp::Reverse(*id));
        }
        let standing = self.standing(found.iter().map(|(id, ..)| id.0)).await?;
        let mut notices = Notices::default();
        let mut lines: Vec<Line> = Vec::new();
        for (id, conversation, message, reason, at) in found {
            let Some(seen) = standing.get(&id.0) else { continue };
            let known = lines.iter_mut().find(|line| line.conversation == conversation && line.reason == reason);
            // Of what came before she stood there nothing is said but that something came since: it leads to that.
            let (message, at) = if *seen { (message, Some(at)) } else { (MessageId(0), None) };
            match known {
                Some(line) if *seen => (line.count, line.message) = (line.count + 1, message),
                Some(_) => {}
                None => {
                    *notices.counts.entry(reason.clone()).or_default() += 1;
                    lines.push(Line { id, conversation, message, reason, at, count: 1 });
                }
            }
        }
        if of.is_none() {
            let mut shown: BTreeMap<String, usize> = BTreeMap::new();
            lines.retain(|line| {
                let place = shown.entry(line.reason.clone()).or_default();
                *place += 1;
                *place <= FEW
            });
        }
        notices.lines = self.lines(lines).await?;
        Ok(notices)
    }

    /// Those of these notices that come from what the viewer sees today (true), or stand for what came later there and she
    /// sees (false): of what came before she stood there, nothing is counted.
    async fn standing(&self, ids: impl Iterator<Item = i64>) -> Result<HashMap<i64, bool>, Fault> {
        let ids = Vec::from_iter(BTreeSet::from_iter(ids));
        let mut standing = HashMap::new();
        for some in ids.chunks(crate::sql::IDS_MAX) {
            standing.extend(self.rows_of(&STANDING, args![], some, |row| (row.int(0), row.yes(1))).await?);
        }
        Ok(standing)
    }

    /// The lines with the rows of their conversations.
    async fn lines(&self, lines: Vec<Line>) -> Result<Vec<Seen<Notice>>, Fault> {
        let ids = Vec::from_iter(BTreeSet::from_iter(lines.iter().map(|line| (0, line.conversation))));
        let mut rows: HashMap<i64, ListRow> = HashMap::new();
        for some in ids.chunks(crate::sql::IDS_MAX) {
            rows.extend(self.list_rows(some).await?.into_iter().map(|row| (row.headline.id.0, row.into_inner())));
        }
        let notice = |line: Line| {
            let row = rows.get(&line.conversation)?.clone();
            let stands = Reason::from_word(&line.reason).is_some_and(Reason::stands);
            let newest = row.last.as_ref().filter(|_| stands).map(|last| last.at);
            let at = newest.max(line.at)?;
            Some(Seen::new(Notice { id: line.id, reason: line.reason, count: line.count, message: line.message, at, row }))
        };
        Ok(lines.into_iter().filter_map(notice).collect())
    }
}

/// A line whose conversation is not read yet.
struct Line {
    id: NoticeId,
    conversation: i64,
    message: MessageId,
    reason: String,
    /// `None` where she sees only what came since.
    at: Option<Moment>,
    count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_newest_notices_one_statement_asks_which_stand() {
        assert!(UNSEEN.text.ends_with(&format!("LIMIT {}", crate::sql::IDS_MAX)));
    }
}
