//! People in the administration, and the form that invites somebody.

use crate::{
    action::Actions,
    administration::administers,
    administration_units::{UnitRow, units},
    page::page,
    people::{self, PersonRow},
    person::administering,
};
use domain::side::Side;
use serde::Serialize;
use store::{Fault, Reading};

/// A person with what an administrator may do about her.
#[derive(Clone, Debug, Serialize)]
pub struct AdministeredPerson {
    /// As lists show her.
    #[serde(flatten)]
    pub person: PersonRow,
    /// What may be done.
    pub actions: Actions,
}

/// People in the administration.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleView {
    /// The words looked for.
    pub q: String,
    /// The people.
    pub people: Vec<AdministeredPerson>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// An invitation's link just made; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Inviting somebody.
    pub actions: Actions,
    #[serde(skip)]
    units: Vec<UnitRow>,
    #[serde(skip)]
    sides: [Side; 3],
}

page!(PeopleView, "administration_people.html");

impl PeopleView {
    /// People whose name holds `q`, behind the name `after`; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, q: &str, after: &str) -> Result<Option<PeopleView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let list = people::PeopleView::at("/administration/people", reading, q, after).await?;
        let mut actions = Actions::default();
        actions.offer("invite", "/administration/invitations", &["side", "unit", "address", "uses", "administrator"]);
        let administered = |person| AdministeredPerson { actions: administering(reading, &person), person };
        Ok(Some(PeopleView {
            q: list.q,
            people: list.people.into_iter().map(administered).collect(),
            next: list.next,
            link: None,
            actions,
            units: units(reading).await?,
            sides: [Side::Employee, Side::Partner, Side::Customer],
        }))
    }

    /// The same page, from its beginning, with the link of the invitation that was just made.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather_with_link(reading: &Reading, link: String) -> Result<Option<PeopleView>, Fault> {
        Ok(PeopleView::gather(reading, "", "").await?.map(|view| PeopleView { link: Some(link), ..view }))
    }
}
