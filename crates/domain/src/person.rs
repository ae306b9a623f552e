//! Persons: anyone, staff or not.

use crate::{id::PersonId, refusal::Refusal, side::Side};

/// What the rules need to know of the person who acts, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who acts.
    pub person: PersonId,
    /// Where she stands today.
    pub side: Side,
    /// Whether she wears the administrator's hat today.
    pub administrator: bool,
}

crate::permit! {
    /// May invite people and change persons, units, groups and organizations.
    MayAdminister {}
    /// May change this person's own settings.
    MayBeMyself { person: PersonId }
    /// May note how this person's addresses stand: that one works again, that she wants no outreach.
    MayTendAddress { person: PersonId }
}

/// Whether the actor may change the house: its spaces, units and people.
///
/// # Errors
/// Refuses everyone without the administrator's hat.
pub fn may_administer(actor: &Actor) -> Result<MayAdminister, Refusal> {
    if actor.administrator && actor.side.inside() { Ok(MayAdminister::made()) } else { Err(Refusal::new("administrators-only")) }
}

/// Whether the actor may change this person's own things: name, password, sessions.
///
/// # Errors
/// Hides other persons' settings: for everyone else they do not exist.
pub fn may_be_myself(actor: &Actor, person: PersonId) -> Result<MayBeMyself, Refusal> {
    if actor.person == person { Ok(MayBeMyself::made(person)) } else { Err(Refusal::hidden()) }
}

/// Whether the actor may note how somebody's addresses stand.
///
/// # Errors
/// Refuses outsiders; colleagues tend their own by their settings.
pub fn may_tend_address(actor: &Actor, person: PersonId, side: Side) -> Result<MayTendAddress, Refusal> {
    match (actor.side.inside(), side.inside()) {
        (false, _) => Err(Refusal::new("employees-only")),
        (true, true) => Err(Refusal::new("colleagues-tend-themselves")),
        (true, false) => Ok(MayTendAddress::made(person)),
    }
}

/// Whether the actor may invite somebody to this side.
///
/// # Errors
/// Only administrators invite employees; any employee invites partners and customers.
pub fn may_invite(actor: &Actor, to: Side) -> Result<(), Refusal> {
    match (actor.side.inside(), to.inside()) {
        (true, false) => Ok(()),
        (true, true) if actor.administrator => Ok(()),
        _ => Err(Refusal::new("administrators-only")),
    }
}
