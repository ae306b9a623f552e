//! People, for employees.

use crate::{action::Actions, page::page};
use domain::{id::PersonId, limits, moment::Moment, person::may_invite, side::Side};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::person::Person};

/// A person of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// What stands behind the `@`.
    pub handle: String,
    /// Where she stands.
    pub side: Side,
    /// Since when she can no longer come in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<Moment>,
    /// Since when nothing is known of her any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Moment>,
    /// Her page.
    pub href: String,
    /// Whether she wears the administrator's hat: which of two buttons an administrator is shown.
    #[serde(skip)]
    pub administrator: bool,
    /// Whether an address of hers is blocked: which of two buttons a colleague is shown.
    #[serde(skip)]
    pub blocked: bool,
}

impl PersonRow {
    pub(crate) fn of(person: &Seen<Person>) -> PersonRow {
        PersonRow {
            id: person.id,
            name: person.name.clone(),
            handle: person.handle.clone(),
            side: person.side,
            deactivated_at: person.deactivated_at,
            erased_at: person.erased_at,
            href: format!("/people/{}", person.id),
            administrator: person.administrator,
            blocked: person.blocked,
        }
    }
}

/// A page of people by name.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleView {
    /// The words looked for.
    pub q: String,
    /// The people.
    pub people: Vec<PersonRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// An invitation's link just made; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Inviting somebody from outside.
    pub actions: Actions,
    #[serde(skip)]
    sides: Vec<Side>,
}

page!(PeopleView, "people.html");

impl PeopleView {
    /// People whose name holds `q`, behind the name `after`; `None` for everyone but employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, q: &str, after: &str) -> Result<Option<PeopleView>, Fault> {
        if !reading.viewer().inside() {
            return Ok(None);
        }
        let mut view = PeopleView::at("/people", reading, q, after).await?;
        if !view.sides.is_empty() {
            view.actions.offer("invite", "/administration/invitations", &["side", "address", "uses"]);
        }
        Ok(Some(view))
    }

    /// The same page, from its beginning, with the link of the invitation that was just made.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather_with_link(reading: &Reading, link: String) -> Result<Option<PeopleView>, Fault> {
        Ok(PeopleView::gather(reading, "", "").await?.map(|view| PeopleView { link: Some(link), ..view }))
    }

    /// The same list at another address.
    pub(crate) async fn at(path: &str, reading: &Reading, q: &str, after: &str) -> Result<PeopleView, Fault> {
        let q: String = q.trim().chars().take(limits::NAME_CHARS_MAX).collect();
        let mut found = reading.people(&q, after).await?;
        let more = found.len() > limits::PAGE_ROWS;
        found.truncate(limits::PAGE_ROWS);
        let last = found.last().filter(|_| more);
        let next = last.map(|last| format!("{path}?q={}&after={}", crate::page::in_url(&q), crate::page::in_url(&last.name)));
        Ok(PeopleView {
            q,
            people: found.iter().map(PersonRow::of).collect(),
            next,
            link: None,
            actions: Actions::default(),
            sides: sides_to_invite(reading),
        })
    }
}

/// As what this viewer may invite somebody.
fn sides_to_invite(reading: &Reading) -> Vec<Side> {
    let Some(actor) = reading.viewer().actor() else { return Vec::new() };
    [Side::Employee, Side::Partner, Side::Customer].into_iter().filter(|side| may_invite(&actor, *side).is_ok()).collect()
}
