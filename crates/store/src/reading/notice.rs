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

statements! {
    UNSEEN = "SELECT n.id, n.conversation, n.message, n.reason, n.at FROM notice n WHERE n.person = $1 AND n.seen_at IS NULL ORDER BY n.position DESC LIMIT 200";
    TOLD = "SELECT n.conversation, n.message, n.reason, n.position, n.at FROM notice n WHERE n.told = $1 AND n.person = $2 AND n.seen_at IS NULL \
        ORDER BY n.position LIMIT 500";
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
    /// The message to open first: the oldest unseen one.
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

    /// What concerns the viewer by name and she has not seen yet: one line per conversation and reason.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn notices(&self) -> Result<Vec<Seen<Notice>>, Fault> {
        let mut found = Vec::new();
        for me in self.viewer().selves() {
            let line = |row: &Row<'_>| (NoticeId(row.int(0)), row.int(1), MessageId(row.int(2)), row.text(3), row.moment(4));
            found.extend(self.rows(&UNSEEN, args![me], line).await?);
        }
        if self.viewer().selves().count() > 1 {
            // The newest first; those of who was found to be her stand among her own.
            found.sort_by_key(|(id, ..)| std::cmp::Reverse(*id));
        }
        let mut ids: Vec<(i64, i64)> = found.iter().map(|(_, conversation, ..)| (0, *conversation)).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self.list_rows(&ids).await?;
        let mut notices: Vec<Notice> = Vec::new();
        for (id, conversation, message, reason, at) in found {
            let Some(row) = rows.iter().find(|row| row.headline.id.0 == conversation) else { continue };
            match notices.iter_mut().find(|n| n.row.headline.id.0 == conversation && n.reason == reason) {
                Some(notice) => {
                    notice.count += 1;
                    notice.message = message;
                }
                None => {
                    let newest = row.last.as_ref().map_or(at, |last| last.at.max(at));
                    let stands = Reason::from_word(&reason).is_some_and(Reason::stands);
                    let at = if stands { newest } else { at };
                    notices.push(Notice { id, reason, count: 1, message, at, row: (**row).clone() });
                }
            }
        }
        Ok(notices.into_iter().map(Seen::new).collect())
    }
}
