//! A person's page.

use crate::{
    action::Actions,
    list::Row,
    page::page,
    people::PersonRow,
    person_merging::{AlsoKnown, also_known, merging_href},
    words::t_with,
};
use domain::{
    erasure::{ErasureFacts, erasable},
    id::{PartyId, PersonId},
    moment::Moment,
    person::may_administer,
};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::address::AddressStanding};

/// Conversations shown on her page; all she wrote is a search away.
const CONVERSATIONS_SHOWN: usize = 10;

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
    /// What letters to it meet with, in words; for employees.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trouble: String,
    /// That it gets no outreach, and why; for employees.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stopped: String,
}

impl Address {
    fn of(address: &str, verified: bool, standings: &[Seen<AddressStanding>]) -> Address {
        let standing = standings.iter().find(|it| it.address == address);
        let trouble = standing.and_then(|it| it.trouble.as_ref()).map(|it| {
            let said = if it.words.is_empty() { it.status.clone() } else { it.words.clone() };
            let class = format!("address-trouble-{}", it.class.word());
            t_with(&class, &[("date", it.since.rfc3339()[..10].to_owned().into()), ("words", said.into())])
        });
        let stopped = standing.and_then(|it| it.stopped.as_ref()).map(|it| {
            let key = if it.kind == "asked" { "outreach-asked" } else { "outreach-complained" };
            t_with(key, &[("date", it.at.rfc3339()[..10].to_owned().into()), ("name", it.by.clone().into())])
        });
        Address {
            address: address.to_owned(),
            verified,
            trouble: trouble.unwrap_or_default(),
            stopped: stopped.unwrap_or_default(),
        }
    }
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
    /// Somebody outside: her newest conversations that this employee sees, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conversations: Vec<Row>,
    /// As whom else she was known; for colleagues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoKnown>,
    /// Where she can be merged with somebody we know already; for administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merging: Option<String>,
    /// What this viewer may do about her.
    pub actions: Actions,
    /// Whether one of her addresses gets no outreach.
    #[serde(skip)]
    pub stopped: bool,
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
        let standings = reading.standing_of_addresses(&person).await?;
        let row = PersonRow::of(&person);
        let mut actions = doing(reading, &row, &facts);
        if !facts.erased && reading.viewer().inside() && !row.side.inside() && standings.iter().any(|it| it.trouble.is_some()) {
            actions.offer("repair", format!("/people/{id}/repair"), &[]);
        }
        let conversations = match reading.viewer().inside() && !row.side.inside() {
            true => reading.shared_with(PartyId(id.0)).await?,
            false => Vec::new(),
        };
        Ok(Some(PersonView {
            conversations: conversations.iter().take(CONVERSATIONS_SHOWN).map(|it| Row::of(reading, it)).collect(),
            joined_at: person.joined_at,
            parties: parties.iter().map(membership).collect(),
            addresses: addresses.iter().map(|it| Address::of(&it.address, it.proved_at.is_some(), &standings)).collect(),
            also: also_known(reading, &person).await?,
            merging: merging_href(reading, &person).await?,
            actions,
            stopped: standings.iter().any(|it| it.stopped.is_some()),
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
        actions.offer("outreach", format!("/people/{}/outreach", person.id), &["allowed"]);
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
