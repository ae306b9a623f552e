//! Notices: what concerns somebody by name, one row per person, position and reason, written by a consumer.

use crate::{
    fault::Fault,
    reading::{Reading, shelf::ListRow},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{MessageId, NoticeId},
    moment::Moment,
};
use serde::Serialize;

statements! {
    UNSEEN = "SELECT n.id, n.conversation, n.message, n.reason, n.at FROM notice n WHERE n.person = $1 AND n.seen_at IS NULL ORDER BY n.position DESC LIMIT 200";
}

/// One line of "what needs me": a conversation, why, and how often.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// The newest of its rows.
    pub id: NoticeId,
    /// Why: `assigned`, `mentioned`, `replied`, `brought`.
    pub reason: String,
    /// How many of them wait.
    pub count: i64,
    /// The message to open first: the oldest unseen one.
    pub message: MessageId,
    /// When the newest came.
    pub at: Moment,
    /// The conversation.
    pub row: ListRow,
}

impl Reading {
    /// What concerns the viewer by name and she has not seen yet: one line per conversation and reason.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn notices(&self) -> Result<Vec<Seen<Notice>>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Vec::new()) };
        let found = self
            .rows(&UNSEEN, args![me], |row| (NoticeId(row.int(0)), row.int(1), MessageId(row.int(2)), row.text(3), row.moment(4)))
            .await?;
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
                None => notices.push(Notice { id, reason, count: 1, message, at, row: (**row).clone() }),
            }
        }
        Ok(notices.into_iter().map(Seen::new).collect())
    }
}
