//! Home: what needs the viewer.

use crate::{
    first_steps::{FirstSteps, Post},
    list::Row,
    notices::NoticeGroup,
    page::page,
    space::{Startable, kinds_to_start},
};
use domain::{id::SpaceId, moment::Moment};
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::{
        shelf::{Cursor, List},
        space::Space,
    },
};

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
    /// What concerns the viewer by name, grouped by reason: a few of each.
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
        let position = reading.head().await?;
        let spaces = reading.spaces().await?;
        let listed = async |list| -> Result<Vec<Row>, Fault> {
            let page = reading.list(list, Cursor::TOP).await?;
            Ok(page.rows.iter().map(|row| Row::of(reading, row)).collect())
        };
        Ok(HomeView {
            groups: NoticeGroup::all(reading, &reading.notices(None).await?, position),
            assigned: if employee { listed(List::Mine(None)).await? } else { Vec::new() },
            desks: desks(reading, &spaces).await?,
            conversations: if employee { Vec::new() } else { listed(List::Own).await? },
            planned: i64::try_from(reading.my_plans(None).await?.len()).unwrap_or_default(),
            start: startables(reading, &spaces),
            first_steps: FirstSteps::gather(reading, &spaces, post).await?,
        })
    }

    fn quiet(&self) -> bool {
        self.groups.is_empty() && self.assigned.is_empty() && self.conversations.is_empty()
    }
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

/// Where the viewer can start what.
pub(crate) fn startables(reading: &Reading, spaces: &[Seen<Space>]) -> Vec<StartSpace> {
    let Some(actor) = reading.viewer().actor() else { return Vec::new() };
    let start = |space: &Seen<Space>| {
        let form =
            |kind: domain::kind::Kind| Startable { kind, href: format!("/spaces/{}/new?kind={}", space.slug, kind.word()) };
        StartSpace { name: space.name.clone(), kinds: kinds_to_start(&actor, space).into_iter().map(form).collect() }
    };
    spaces.iter().map(start).filter(|space| !space.kinds.is_empty()).collect()
}
