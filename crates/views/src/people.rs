//! People, for employees.

use crate::page::page;
use domain::{id::PersonId, limits, moment::Moment, side::Side};
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
    /// Her page.
    pub href: String,
}

impl PersonRow {
    pub(crate) fn of(person: &Seen<Person>) -> PersonRow {
        PersonRow {
            id: person.id,
            name: person.name.clone(),
            handle: person.handle.clone(),
            side: person.side,
            deactivated_at: person.deactivated_at,
            href: format!("/people/{}", person.id),
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
        Ok(Some(PeopleView::at("/people", reading, q, after).await?))
    }

    /// The same list at another address.
    pub(crate) async fn at(path: &str, reading: &Reading, q: &str, after: &str) -> Result<PeopleView, Fault> {
        let q: String = q.trim().chars().take(limits::NAME_CHARS_MAX).collect();
        let mut found = reading.people(&q, after).await?;
        let more = found.len() > limits::PAGE_ROWS;
        found.truncate(limits::PAGE_ROWS);
        let last = found.last().filter(|_| more);
        let next = last.map(|last| format!("{path}?q={}&after={}", crate::page::in_url(&q), crate::page::in_url(&last.name)));
        Ok(PeopleView { q, people: found.iter().map(PersonRow::of).collect(), next })
    }
}
