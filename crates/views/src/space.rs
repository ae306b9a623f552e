//! A space's page: its conversations, under four presets.

use crate::{action::Actions, list::Row, page::page};
use domain::{
    circle::Reach,
    id::SpaceId,
    kind::Kind,
    person::Actor,
    space::{may_tend, startable},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{
        shelf::{Cursor, List},
        space::Space,
    },
};

/// Which preset of a space's list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Everything the viewer sees there.
    #[default]
    All,
    /// What is assigned to her.
    Mine,
    /// What nobody owns.
    Unassigned,
    /// What waits for us, the longest first.
    Unanswered,
}

impl Preset {
    const ALL: [Preset; 4] = [Preset::All, Preset::Mine, Preset::Unassigned, Preset::Unanswered];

    /// The word in URLs.
    pub fn word(self) -> &'static str {
        match self {
            Preset::All => "all",
            Preset::Mine => "mine",
            Preset::Unassigned => "unassigned",
            Preset::Unanswered => "unanswered",
        }
    }

    fn of(list: List) -> Preset {
        match list {
            List::All | List::Own | List::Space(_) => Preset::All,
            List::Mine(_) => Preset::Mine,
            List::Unassigned(_) => Preset::Unassigned,
            List::Unanswered(_) => Preset::Unanswered,
        }
    }

    fn list(self, space: SpaceId) -> List {
        match self {
            Preset::All => List::Space(space),
            Preset::Mine => List::Mine(Some(space)),
            Preset::Unassigned => List::Unassigned(space),
            Preset::Unanswered => List::Unanswered(space),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Preset::All => "space-all",
            Preset::Mine => "space-mine",
            Preset::Unassigned => "space-unassigned",
            Preset::Unanswered => "space-unanswered",
        }
    }
}

/// A space as it is spoken of.
#[derive(Clone, Debug, Serialize)]
pub struct SpaceFacts {
    /// Which.
    pub id: SpaceId,
    /// Its place in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// The part of its mail address before the `@`; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
}

impl SpaceFacts {
    pub(crate) fn of(reading: &Reading, space: &Seen<Space>) -> SpaceFacts {
        SpaceFacts {
            id: space.id,
            slug: space.slug.clone(),
            name: space.name.clone(),
            purpose: space.purpose.clone(),
            inside: space.reach == Reach::Inside,
            mail: space.mail.clone().filter(|_| reading.viewer().inside()),
        }
    }

    pub(crate) fn href(&self) -> String {
        format!("/spaces/{}", self.slug)
    }
}

/// The kinds an actor can start in a space, in the space's own order.
pub(crate) fn kinds_to_start(actor: &Actor, space: &Seen<Space>) -> Vec<Kind> {
    let allowed = startable(actor, &space.facts());
    space.kinds.iter().copied().filter(|kind| allowed.contains(kind)).collect()
}

/// A kind that can be started, and where.
#[derive(Clone, Debug, Serialize)]
pub struct Startable {
    /// Which kind.
    pub kind: Kind,
    /// The form for it.
    pub href: String,
}

/// A space's page.
#[derive(Clone, Debug, Serialize)]
pub struct SpaceView {
    /// The space.
    #[serde(flatten)]
    pub space: SpaceFacts,
    /// Which preset is shown.
    pub list: Preset,
    /// The conversations.
    pub rows: Vec<Row>,
    /// The kinds this viewer can start here.
    pub start: Vec<Startable>,
    /// This page, the next, and the space's administration where she may tend it.
    pub links: BTreeMap<&'static str, String>,
    /// What she may do here.
    pub actions: Actions,
    /// The presets she can choose among: an outsider has one.
    #[serde(skip)]
    presets: &'static [Preset],
}

page!(SpaceView, "space.html");

impl SpaceView {
    /// A space under the preset `list`, from a cursor on.
    /// An outsider has one preset: who owns what, and who waits, is not hers to know.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, space: &Seen<Space>, list: List, from: Cursor) -> Result<SpaceView, Fault> {
        let employee = reading.viewer().inside();
        let preset = if employee { Preset::of(list) } else { Preset::All };
        let listed = reading.list(preset.list(space.id), from).await?;
        let actor = reading.viewer().actor();
        let here = format!("/spaces/{}", space.slug);
        let mut links = BTreeMap::from([("self", here.clone())]);
        if let Some((at, id)) = listed.next {
            links.insert("next", format!("{here}?list={}&cursor={at}.{id}", preset.word()));
        }
        let mut actions = Actions::default();
        let mut start = Vec::new();
        if let Some(actor) = actor {
            let facts = space.facts();
            actions.offer("mark", format!("{here}/mark"), &[]);
            let form = |kind: Kind| Startable { kind, href: format!("{here}/new?kind={}", kind.word()) };
            start = kinds_to_start(&actor, space).into_iter().map(form).collect();
            if may_tend(&actor, &facts).is_ok() {
                links.insert("administration", format!("/administration/spaces/{}", space.slug));
            }
        }
        Ok(SpaceView {
            space: SpaceFacts::of(reading, space),
            list: preset,
            rows: listed.rows.iter().map(|row| Row::of(reading, row)).collect(),
            start,
            links,
            actions,
            presets: if employee { &Preset::ALL } else { &Preset::ALL[..1] },
        })
    }

    /// Where the next page of the list is, for a `Link` header.
    pub fn next(&self) -> Option<&str> {
        self.links.get("next").map(String::as_str)
    }

    fn administration(&self) -> Option<&str> {
        self.links.get("administration").map(String::as_str)
    }

    fn first(&self) -> Option<&Startable> {
        self.start.first()
    }
}
