//! Parties: whatever can be given sight.

use crate::id::{GroupId, OrganizationId, PartyId, PersonId, UnitId};

/// Everyone, signed in or not.
pub const EVERYONE: PartyId = PartyId(1);
/// Everyone who signed in.
pub const SIGNED_IN: PartyId = PartyId(2);
/// Every employee.
pub const EMPLOYEES: PartyId = PartyId(3);
/// Ids below this one are set aside for the parties above and for the machine.
pub const FIRST_MINTED: i64 = 1 << crate::id::BELOW_MILLIS;
/// The actor that is no person: imports, the clock, bounces. Never counted, never waited for.
pub const MACHINE: PersonId = PersonId(9);

impl From<PersonId> for PartyId {
    fn from(id: PersonId) -> Self {
        PartyId(id.0)
    }
}
impl From<UnitId> for PartyId {
    fn from(id: UnitId) -> Self {
        PartyId(id.0)
    }
}
impl From<GroupId> for PartyId {
    fn from(id: GroupId) -> Self {
        PartyId(id.0)
    }
}
impl From<OrganizationId> for PartyId {
    fn from(id: OrganizationId) -> Self {
        PartyId(id.0)
    }
}

/// What sort of thing a party is; the word kept in the `party` table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// Everyone, everyone signed in, or all employees.
    All,
    /// One person.
    Person,
    /// A unit with everything below it.
    Unit,
    /// The people affiliated to an organization.
    Organization,
    /// A group.
    Group,
}

impl PartyKind {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            PartyKind::All => "all",
            PartyKind::Person => "person",
            PartyKind::Unit => "unit",
            PartyKind::Organization => "organization",
            PartyKind::Group => "group",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<PartyKind> {
        [PartyKind::All, PartyKind::Person, PartyKind::Unit, PartyKind::Organization, PartyKind::Group]
            .into_iter()
            .find(|k| k.word() == word)
    }
}
