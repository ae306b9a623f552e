//! Spaces: where conversations of some function are started.

use crate::{
    circle::Reach,
    id::{CircleId, SpaceId},
    kind::Kind,
    person::Actor,
    refusal::Refusal,
};

/// What the rules need to know of a space, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct SpaceFacts {
    /// Which space.
    pub id: SpaceId,
    /// The circle a conversation started here gets a copy of.
    pub circle: CircleId,
    /// How far that circle reaches.
    pub reach: Reach,
    /// Kinds that can be started here.
    pub kinds: Vec<Kind>,
    /// Whether outsiders may start conversations here.
    pub open: bool,
    /// Whether the actor sees the space.
    pub seen: bool,
    /// Whether the actor is one of its stewards.
    pub steward: bool,
}

crate::permit! {
    /// May start a conversation of a kind in a space.
    MayStart { space: SpaceId, kind: Kind }
    /// May change a space: its name, circle, kinds, stewards, address.
    MayTend { space: SpaceId }
}

/// Whether the actor may start a conversation of this kind here.
///
/// # Errors
/// Hidden where she does not see the space; refused where the kind is not at home here, is for stewards, or the
/// space does not take conversations from outside.
pub fn may_start(actor: &Actor, space: &SpaceFacts, kind: Kind) -> Result<MayStart, Refusal> {
    if !space.seen {
        return Err(Refusal::hidden());
    }
    if !space.kinds.contains(&kind) {
        return Err(Refusal::invalid("kind", "kind-not-here"));
    }
    let takes_outsiders = space.open && space.reach == Reach::Outside;
    if !actor.side.inside() && !takes_outsiders {
        return Err(Refusal::new("space-not-open"));
    }
    if kind.life().stewards_start && !tends(actor, space) {
        return Err(Refusal::new("stewards-start"));
    }
    Ok(MayStart::made(space.id, kind))
}

/// Whether a letter from outside may start a conversation here: it needs a space with an address, nothing else.
///
/// # Errors
/// Refused where the space takes nothing from outside.
pub fn may_start_by_letter(space: &SpaceFacts) -> Result<MayStart, Refusal> {
    let kind = if space.kinds.contains(&Kind::Case) { Kind::Case } else { Kind::Question };
    if !space.open || space.reach != Reach::Outside || !space.kinds.contains(&kind) {
        return Err(Refusal::new("space-not-open"));
    }
    Ok(MayStart::made(space.id, kind))
}

/// Whether the actor may change the space.
///
/// # Errors
/// Hidden where she does not see it, refused where she is neither steward nor administrator.
pub fn may_tend(actor: &Actor, space: &SpaceFacts) -> Result<MayTend, Refusal> {
    let administers = actor.administrator && actor.side.inside();
    if !space.seen && !administers {
        return Err(Refusal::hidden());
    }
    if tends(actor, space) { Ok(MayTend::made(space.id)) } else { Err(Refusal::new("stewards-only")) }
}

/// A steward or administrator; a hat counts only inside, whatever still hangs on somebody's hook.
fn tends(actor: &Actor, space: &SpaceFacts) -> bool {
    actor.side.inside() && (space.steward || actor.administrator)
}

/// The kinds the actor may start here, by the very rule.
pub fn startable(actor: &Actor, space: &SpaceFacts) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|k| may_start(actor, space, *k).is_ok()).collect()
}
