//! A person's page.

use crate::{action::Actions, page::page, people::PersonRow};
use domain::{
    erasure::{ErasureFacts, erasable},
    id::{PartyId, PersonId},
    moment::Moment,
    person::may_administer,
};
use serde::Serialize;
use store::{Fault, Reading};

/// A unit, organization or group she is in.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// Which.
    pub party: PartyId,
    /// `unit`, `organization` or `group`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// A mail address of hers.
#[derive(Clone, Debug, Serialize)]
pub struct Address {
    /// The address.
    pub address: String,
    /// Whether she proved that it is hers.
    pub verified: bool,
}

/// A person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// As lists show her.
    #[serde(flatten)]
    pub person: PersonRow,
    /// Since when we know her.
    pub joined_at: Moment,
    /// What she is in; for employees and herself.
    pub parties: Vec<Membership>,
    /// Her addresses; for employees and herself.
    pub addresses: Vec<Address>,
    /// What this viewer may do about her.
    pub actions: Actions,
    /// Whether she looks at herself.
    #[serde(skip)]
    pub me: bool,
}

page!(PersonView, "person.html");

impl PersonView {
    /// A person; `None` where this viewer does not know of her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: PersonId) -> Result<Option<PersonView>, Fault> {
        let Some(person) = reading.person(id).await? else { return Ok(None) };
        let parties = reading.parties_of(&person).await?;
        let addresses = reading.addresses_of(&person).await?;
        let facts = reading.erasure_facts(&person).await?;
        let membership = |it: &store::Seen<store::reading::person::PartyName>| Membership {
            party: it.id,
            kind: it.kind.clone(),
            name: it.name.clone(),
        };
        let row = PersonRow::of(&person);
        Ok(Some(PersonView {
            joined_at: person.joined_at,
            parties: parties.iter().map(membership).collect(),
            addresses: addresses.iter().map(|it| Address { address: it.0.clone(), verified: it.1 }).collect(),
            actions: doing(reading, &row, &facts),
            me: reading.viewer().person() == Some(id),
            person: row,
        }))
    }
}

/// What this viewer may do about a person.
fn doing(reading: &Reading, person: &PersonRow, facts: &ErasureFacts) -> Actions {
    if facts.erased {
        return Actions::default();
    }
    let mut actions = administering(reading, person);
    // Of oneself it is done in one's settings.
    let other = |actor: &domain::person::Actor| actor.person != person.id && erasable(actor, facts).is_ok();
    if reading.viewer().actor().is_some_and(|actor| other(&actor)) {
        actions.offer("erase", format!("/people/{}/erasure", person.id), &["name"]);
    }
    if reading.viewer().inside() && !person.side.inside() {
        actions.offer("block", format!("/people/{}/block", person.id), &["blocked"]);
    }
    actions
}

/// What an administrator may do about a person.
pub(crate) fn administering(reading: &Reading, person: &PersonRow) -> Actions {
    let mut actions = Actions::default();
    if reading.viewer().actor().is_none_or(|actor| may_administer(&actor).is_err()) {
        return actions;
    }
    let at = format!("/administration/people/{}", person.id);
    if person.deactivated_at.is_some() {
        actions.offer("reactivate", format!("{at}/reactivation"), &[]);
        return actions;
    }
    if reading.viewer().person() != Some(person.id) {
        actions.offer("deactivate", format!("{at}/deactivation"), &[]);
        if person.side.inside() {
            actions.offer("hat", format!("{at}/hat"), &["wears"]);
        }
    }
    actions
}
