//! Units, groups and organizations, and who is in them.

use domain::{
    activity::{Activity, Verb},
    id::{PartyId, PersonId, Position, UnitId},
    limits, name,
    party::PartyKind,
    person::may_administer,
    refusal::Refusal,
    side::Side,
};
use store::{Stop, Store, Writing, writing::party::NewParty};

/// A unit, group or organization to be made.
#[derive(Clone, Debug)]
pub struct Arranging {
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Whether who joins a group sees what was said before.
    pub sees_past: bool,
}

/// Makes a unit, group or organization.
///
/// # Errors
/// Refuses who is no administrator, a name that is taken, and a tree that grows too deep.
pub async fn arrange(store: &Store, by: Option<PersonId>, it: Arranging) -> Result<PartyId, Stop> {
    let new_name = name::name(&it.name)?;
    let slug = name::slug_of(&new_name);
    if !matches!(it.kind, PartyKind::Unit | PartyKind::Group | PartyKind::Organization) {
        return Err(Refusal::invalid("kind", "party-kind").into());
    }
    let units = store.units();
    if it.parent.is_some_and(|parent| units.upward(parent).count() >= limits::UNIT_DEPTH_MAX) {
        return Err(Refusal::invalid("parent", "unit-deep").with("max", limits::UNIT_DEPTH_MAX).into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_administer(&me.actor)?;
            if w.party_by_slug(it.kind, &slug).await?.is_some() {
                return Err(Refusal::invalid("name", "name-taken").into());
            }
            let parent = it.parent.filter(|_| it.kind == PartyKind::Unit).map(PartyId::from);
            let sees_past = it.sees_past || it.kind != PartyKind::Group;
            let new = NewParty { kind: it.kind, name: new_name, slug, parent, sees_past, ours: false };
            let id = w.add_party(&permit, &new).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Arranged, id.0)).await?.with(id))
        })
        .await
}

/// Renames a unit, group or organization, and hangs a unit below another.
///
/// # Errors
/// Refuses who is no administrator, and hanging a unit below itself.
pub async fn rearrange(
    store: &Store,
    by: Option<PersonId>,
    id: PartyId,
    new_name: &str,
    parent: Option<UnitId>,
) -> Result<(), Stop> {
    let new_name = name::name(new_name)?;
    let units = store.units();
    if parent.is_some_and(|parent| !units.may_hang(UnitId(id.0), parent)) {
        return Err(Refusal::invalid("parent", "unit-loop").into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_administer(&me.actor)?;
            let Some((kind, ..)) = w.party(id).await? else { return Err(Refusal::hidden().into()) };
            w.hang_party(&permit, id, parent.filter(|_| kind == PartyKind::Unit).map(Into::into), &new_name).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Arranged, id.0)).await?)
        })
        .await
}

/// Makes somebody a member. An employee has one unit at a time: entering one leaves the other, whose queue gets
/// back what she was assigned there.
///
/// # Errors
/// Refuses who is no administrator, an outsider in a unit, and an outsider in a group that stands inside.
pub async fn enter(store: &Store, by: Option<PersonId>, person: PersonId, party: PartyId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            let Some((_, side)) = w.person_name(person).await? else { return Err(Refusal::hidden().into()) };
            let Some((kind, _, sees_past)) = w.party(party).await? else { return Err(Refusal::hidden().into()) };
            if kind == PartyKind::Unit && side != Side::Employee {
                return Err(Refusal::new("units-are-for-employees").into());
            }
            if !side.inside() && w.stands_inside(party).await? {
                return Err(Refusal::new("group-stands-inside").into());
            }
            if kind == PartyKind::Unit {
                for left in w.leave_kind(person, PartyKind::Unit).await? {
                    return_assignments(w, me.person(), person, left).await?;
                    w.record(Activity::of(me.person(), Verb::Left, person.0).other(left.0)).await?;
                }
            }
            let since = if sees_past { Position::START } else { w.next_position() };
            w.enter_party(person, party, since).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Entered, person.0).other(party.0)).await?)
        })
        .await
}

/// Ends a membership; what she was assigned through a unit returns to its queue.
///
/// # Errors
/// Refuses who is no administrator; hidden where she is no member.
pub async fn leave(store: &Store, by: Option<PersonId>, person: PersonId, party: PartyId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            if !w.leave_party(person, party).await? {
                return Err(Refusal::hidden().into());
            }
            return_assignments(w, me.person(), person, party).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Left, person.0).other(party.0)).await?)
        })
        .await
}

/// Gives what somebody was assigned through a party back to that party's queue, with a line for each.
async fn return_assignments(w: &mut Writing, by: PersonId, person: PersonId, party: PartyId) -> Result<(), Stop> {
    for (conversation, space) in w.put_back(person, party).await? {
        w.record(Activity::at(by, Verb::Assigned, space, conversation).other(party.0)).await?;
    }
    Ok(())
}
