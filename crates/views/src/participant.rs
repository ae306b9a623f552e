//! Who takes part in a conversation, for employees: parties with their sides, and what may be done about each.

use crate::{action::Actions, words::t};
use domain::{
    conversation::may_remove,
    id::{PartyId, Position},
    party::{EMPLOYEES, EVERYONE, PartyKind, SIGNED_IN},
    person::Actor,
    side::Side,
};
use serde::Serialize;
use store::{
    Seen,
    reading::{
        audience::{Audience, AudienceParty, once_each},
        conversation::Headline,
    },
};

/// A party that sees a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Participant {
    /// Which.
    pub party: PartyId,
    /// `person`, `unit`, `organization`, `group` or `all`.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// A person's side.
    pub side: Option<Side>,
    /// How many people it stands for.
    pub people: i64,
    /// Whether it sees what was said from the start.
    pub past: bool,
    /// What this viewer may do about it.
    #[serde(skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
}

impl Participant {
    /// The parties of a conversation, with what this actor may do about each.
    pub(crate) fn all(of: &Seen<Headline>, audience: &Seen<Audience>, actor: Option<&Actor>) -> Vec<Participant> {
        let facts = of.facts();
        let participant = |party: &AudienceParty| {
            let mut actions = Actions::default();
            let it = Participant::plain(party);
            if actor.is_some_and(|actor| may_remove(actor, &facts, it.party.0).is_ok()) {
                actions.offer("remove", format!("/conversations/{}/parties/{}/removal", of.number, it.party), &[]);
            }
            let hers = |row: &&AudienceParty| party.person.0 != 0 && row.person == party.person;
            let past = it.past || audience.parties.iter().filter(hers).any(|row| row.since == Position::START);
            Participant { actions, past, ..it }
        };
        once_each(audience.parties.iter()).into_iter().map(participant).collect()
    }

    /// A party without any action.
    pub(crate) fn plain(party: &AudienceParty) -> Participant {
        Participant {
            // Who was found to be another is that one.
            party: if party.person.0 == 0 { party.party } else { party.person.into() },
            kind: party.kind,
            name: named(party.party, &party.name),
            side: party.side,
            people: party.people,
            past: party.since == Position::START,
            actions: Actions::default(),
        }
    }

    /// A person outside, who is marked as such.
    pub(crate) fn outsider(&self) -> Option<Side> {
        self.side.filter(|side| !side.inside())
    }

    pub(crate) fn is_person(&self) -> bool {
        self.kind == PartyKind::Person
    }

    /// Whether a conversation can be given to it: our units and colleagues.
    pub(crate) fn can_own(&self) -> bool {
        self.kind == PartyKind::Unit || self.side.is_some_and(Side::inside)
    }
}

/// A party's name; the three that are everybody of a sort have theirs from the catalogue.
pub(crate) fn named(party: PartyId, name: &str) -> String {
    match party {
        EVERYONE => t("party-everyone").into_owned(),
        SIGNED_IN => t("party-signed-in").into_owned(),
        EMPLOYEES => t("party-colleagues").into_owned(),
        _ => name.to_owned(),
    }
}
