//! Home: what needs the viewer.

use crate::{
    first_steps::{FirstSteps, Post},
    list::Row,
    page::page,
    space::{Startable, kinds_to_start},
};
use domain::{
    id::{MessageId, NoticeId, SpaceId},
    moment::Moment,
};
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::{
        notice::Notice,
        shelf::{Cursor, List},
        space::Space,
    },
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
    /// The lines, newest first.
    pub notices: Vec<NoticeRow>,
    #[serde(skip)]
    title: &'static str,
}

impl NoticeGroup {
    fn rows(&self) -> Vec<Row> {
        let lead = |notice: &NoticeRow| {
            let mut row = notice.row.clone();
            // What is about the conversation as a whole leads to it.
            if notice.message.0 != 0 {
                row.links.insert("self", format!("/messages/{}", notice.message));
            }
            row
        };
        self.notices.iter().map(lead).collect()
    }

    fn count(&self) -> i64 {
        i64::try_from(self.notices.len()).unwrap_or(i64::MAX)
    }
}

/// A space the viewer works in, and who waits there.
#[derive(Clone, Debug, Serialize)]
pub struct Desk {
    /// Its name.
    pub name: String,
    /// Its unanswered conversations.
    pub href: String,
    /// How many there are, exact to 99.
    pub unanswered: i64,
    /// Since when the longest waits.
    pub since: Option<Moment>,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// What concerns the viewer by name, grouped by reason.
    pub groups: Vec<NoticeGroup>,
    /// What is assigned to her.
    pub assigned: Vec<Row>,
    /// The spaces she works in; for employees.
    pub desks: Vec<Desk>,
    /// Her conversations; for everyone else.
    pub conversations: Vec<Row>,
    /// How many messages she planned to send later.
    pub planned: i64,
    /// Where she can start a conversation.
    pub start: Vec<StartSpace>,
    /// What an administrator of a house that has just begun does first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_steps: Option<FirstSteps>,
}

/// A space in which the viewer can start something.
#[derive(Clone, Debug, Serialize)]
pub struct StartSpace {
    /// Its name.
    pub name: String,
    /// What can be started.
    pub kinds: Vec<Startable>,
}

page!(HomeView, "home.html");

impl HomeView {
    /// The viewer's home page, in a house whose mail comes and goes like this.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, post: &Post<'_>) -> Result<HomeView, Fault> {
        let employee = reading.viewer().inside();
        let spaces = reading.spaces().await?;
        let listed = async |list| -> Result<Vec<Row>, Fault> {
            let page = reading.list(list, Cursor::TOP).await?;
            Ok(page.rows.iter().map(|row| Row::of(reading, row)).collect())
        };
        Ok(HomeView {
            groups: groups(reading, &reading.notices().await?),
            assigned: if employee { listed(List::Mine(None)).await? } else { Vec::new() },
            desks: desks(reading, &spaces).await?,
            conversations: if employee { Vec::new() } else { listed(List::All).await? },
            planned: i64::try_from(reading.my_plans(None).await?.len()).unwrap_or_default(),
            start: startables(reading, &spaces),
            first_steps: FirstSteps::gather(reading, &spaces, post).await?,
        })
    }

    fn quiet(&self) -> bool {
        self.groups.is_empty() && self.assigned.is_empty() && self.conversations.is_empty()
    }
}

fn groups(reading: &Reading, notices: &[Seen<Notice>]) -> Vec<NoticeGroup> {
    let group = |(reason, title): &(&'static str, &'static str)| {
        let line = |notice: &Seen<Notice>| NoticeRow {
            id: notice.id,
            count: notice.count,
            message: notice.message,
            noticed_at: notice.at,
            row: Row::plain(reading, &notice.row),
        };
        let lines: Vec<_> = notices.iter().filter(|notice| notice.reason == *reason).map(line).collect();
        NoticeGroup { reason: (*reason).to_owned(), notices: lines, title }
    };
    REASONS.iter().map(group).filter(|group| !group.notices.is_empty()).collect()
}

async fn desks(reading: &Reading, spaces: &[Seen<Space>]) -> Result<Vec<Desk>, Fault> {
    let mine: Vec<SpaceId> = reading.spaces_worked_in().await?;
    let mut desks = Vec::new();
    for space in spaces.iter().filter(|space| mine.contains(&space.id) && space.kinds.iter().any(|kind| kind.life().awaited)) {
        let (unanswered, since) = reading.unanswered(space).await?;
        desks.push(Desk { name: space.name.clone(), href: format!("/spaces/{}?list=unanswered", space.slug), unanswered, since });
    }
    Ok(desks)
}

fn startables(reading: &Reading, spaces: &[Seen<Space>]) -> Vec<StartSpace> {
    let Some(actor) = reading.viewer().actor() else { return Vec::new() };
    let start = |space: &Seen<Space>| {
        let form =
            |kind: domain::kind::Kind| Startable { kind, href: format!("/spaces/{}/new?kind={}", space.slug, kind.word()) };
        StartSpace { name: space.name.clone(), kinds: kinds_to_start(&actor, space).into_iter().map(form).collect() }
    };
    spaces.iter().map(start).filter(|space| !space.kinds.is_empty()).collect()
}
