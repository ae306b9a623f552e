//! Notices: what concerns the viewer by name, by reason; a few of each at home, all of one on a page of its own.

use crate::{action::Actions, list::Row, page::page};
use domain::{
    id::{MessageId, NoticeId, Position},
    moment::Moment,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::notice::{Notice, Notices},
};

/// Why something stands on somebody's home page, in the order in which it presses.
const REASONS: [(&str, &str); 9] = [
    ("undelivered", "home-undelivered"),
    ("unsent", "home-unsent"),
    ("assigned", "home-assigned"),
    ("mentioned", "home-mentioned"),
    ("replied", "home-replied"),
    ("brought", "home-brought"),
    ("following", "home-following"),
    ("started", "home-started"),
    ("announced", "home-announced"),
];

/// The title of a reason; `None` where it is none.
fn title_of(reason: &str) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == reason).map(|(_, title)| *title)
}

/// Whether something can stand on a home page for this reason.
pub fn is_reason(reason: &str) -> bool {
    title_of(reason).is_some()
}

/// One line of what concerns the viewer by name.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeRow {
    /// Which.
    pub id: NoticeId,
    /// How often.
    pub count: i64,
    /// The message to open first.
    pub message: MessageId,
    /// When the newest came.
    pub noticed_at: Moment,
    /// The conversation.
    #[serde(flatten)]
    pub row: Row,
}

/// Notices of one reason.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeGroup {
    /// Why.
    pub reason: String,
    /// How many lines there are, of the newest notices.
    pub count: i64,
    /// The lines, newest first: the first few, on their own page all.
    pub notices: Vec<NoticeRow>,
    /// How long the log was when they were read: what comes later is not seen by seeing these.
    pub position: Position,
    /// Where all of them stand.
    pub links: BTreeMap<&'static str, String>,
    /// Seeing them all at once.
    pub actions: Actions,
    #[serde(skip)]
    pub(crate) title: &'static str,
}

impl NoticeGroup {
    /// The groups of what was found, in the order in which they press.
    pub(crate) fn all(reading: &Reading, found: &Notices, position: Position) -> Vec<NoticeGroup> {
        let group = |(reason, title): &(&'static str, &'static str)| {
            let line = |notice: &Seen<Notice>| NoticeRow {
                id: notice.id,
                count: notice.count,
                message: notice.message,
                noticed_at: notice.at,
                row: Row::plain(reading, &notice.row),
            };
            let mut actions = Actions::default();
            actions.offer("see", format!("/notices/{reason}/seen"), &["position"]);
            NoticeGroup {
                reason: (*reason).to_owned(),
                count: found.counts.get(*reason).copied().unwrap_or(0),
                notices: found.lines.iter().filter(|notice| notice.reason == *reason).map(line).collect(),
                position,
                links: BTreeMap::from([("all", format!("/notices/{reason}"))]),
                actions,
                title,
            }
        };
        REASONS.iter().map(group).filter(|group| !group.notices.is_empty()).collect()
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        let lead = |notice: &NoticeRow| {
            let mut row = notice.row.clone();
            // What is about the conversation as a whole leads to it.
            if notice.message.0 != 0 {
                row.place.links.insert("self", format!("/messages/{}", notice.message));
            }
            row
        };
        self.notices.iter().map(lead).collect()
    }

    /// Where the rest stands, where there is one.
    pub(crate) fn rest(&self) -> Option<&str> {
        self.links.get("all").filter(|_| self.count > self.notices.len() as i64).map(String::as_str)
    }

    /// Where seeing them all is posted to.
    pub(crate) fn see(&self) -> &str {
        self.actions.get("see").unwrap_or_default()
    }
}

/// All notices of one reason.
#[derive(Clone, Debug, Serialize)]
pub struct NoticesView {
    /// Why.
    pub reason: String,
    /// They, if there are any.
    pub group: Option<NoticeGroup>,
    #[serde(skip)]
    title: &'static str,
}

page!(NoticesView, "notices.html");

impl NoticesView {
    /// The notices of a reason; `None` where it is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, reason: &str) -> Result<Option<NoticesView>, Fault> {
        let Some(title) = title_of(reason) else { return Ok(None) };
        let position = reading.head().await?;
        let found = reading.notices(Some(reason)).await?;
        let group = NoticeGroup::all(reading, &found, position).into_iter().next();
        Ok(Some(NoticesView { reason: reason.to_owned(), group, title }))
    }
}
