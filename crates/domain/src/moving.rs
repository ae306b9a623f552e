//! Moving a conversation to another space: who gains sight of it, who loses it, and when it can be undone.
//!
//! **Invariants.** A move never opens anything to the outside: of the other space's parties only colleagues come in. Who
//! takes part by name stays. What it does is computed once, by [`exchange`], for the page that says it and for the
//! action that does it.

use crate::{
    circle::{Reach, Sight},
    conversation::ConversationFacts,
    id::{CircleId, ConversationId, PartyId, PersonId, Position, SpaceId},
    limits,
    person::Actor,
    refusal::Refusal,
    space::{SpaceFacts, may_start},
};

crate::permit! {
    /// May move a conversation, with the sidebars beside it, to another space.
    MayMove { conversation: ConversationId, from: SpaceId, to: SpaceId }
    /// May put a moved conversation back.
    MayMoveBack { conversation: ConversationId, position: Position }
}

/// A party of a circle, with what decides whether it goes along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Which party.
    pub party: PartyId,
    /// The same, or whoever that person was found to be.
    pub who: PartyId,
    /// From which position on it sees.
    pub since: Position,
    /// Whether it is, or has, somebody who is no colleague.
    pub outsiders: bool,
}

/// What a move does to a circle.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exchange {
    /// Who keeps what she sees.
    pub stays: Vec<Holder>,
    /// Who sees it from the move on, or all of it where that is said.
    pub gains: Vec<PartyId>,
    /// Who no longer sees it.
    pub loses: Vec<PartyId>,
}

/// What moving from a space to another does to a conversation's circle: the one's parties leave, the other's colleagues
/// come, who takes part besides stays.
pub fn exchange(now: &[Holder], from: &[PartyId], to: &[Holder], starter: PersonId) -> Exchange {
    let leaves = |holder: &&Holder| {
        from.contains(&holder.party) && !to.iter().any(|t| t.party == holder.party) && holder.who != starter.into()
    };
    let comes = |holder: &&Holder| !holder.outsiders && !now.iter().any(|n| n.party == holder.party);
    Exchange {
        stays: now.iter().filter(|holder| !leaves(holder)).copied().collect(),
        gains: to.iter().filter(comes).map(|holder| holder.party).collect(),
        loses: now.iter().filter(leaves).map(|holder| holder.party).collect(),
    }
}

/// What a move does to a sidebar: who leaves the conversation beside it leaves it too; who comes there with its past
/// comes here, where the mover sees it herself.
pub fn beside(now: &[Holder], parent: &Exchange, gains: bool) -> Exchange {
    let leaves = |holder: &&Holder| parent.loses.contains(&holder.party);
    let comes = |party: &&PartyId| gains && !now.iter().any(|n| n.party == **party);
    Exchange {
        stays: now.iter().filter(|holder| !leaves(holder)).copied().collect(),
        gains: parent.gains.iter().filter(comes).copied().collect(),
        loses: now.iter().filter(leaves).map(|holder| holder.party).collect(),
    }
}

/// How a sidebar goes along with the conversation beside it, and from where who comes sees it: with its past where that
/// was said, else nobody comes. Where nobody would be left in it, the colleagues of the conversation come, to what is
/// said from `now` on: what was said there is not theirs, and a sidebar without anybody could never be found again.
pub fn along(by: &Exchange, parent: &Exchange, past: bool, now: Position) -> (Exchange, Position) {
    if past && !by.gains.is_empty() {
        return (by.clone(), Position::START);
    }
    let gains = if by.stays.is_empty() {
        let stays = parent.stays.iter().filter(|holder| !holder.outsiders).map(|holder| holder.party);
        stays.chain(parent.gains.iter().copied()).collect()
    } else {
        Vec::new()
    };
    (Exchange { gains, ..by.clone() }, now)
}

impl Exchange {
    /// Whether it leaves room in the circle.
    ///
    /// # Errors
    /// Refused where more parties would stand in it than may.
    pub fn fits(&self) -> Result<(), Refusal> {
        if self.stays.len() + self.gains.len() > limits::CIRCLE_PARTIES_MAX {
            return Err(Refusal::new("circle-full").with("max", limits::CIRCLE_PARTIES_MAX));
        }
        Ok(())
    }

    /// The circle after it, where who comes sees from `since` on.
    pub fn after(&self, since: Position) -> Vec<Sight> {
        let stays = self.stays.iter().map(|holder| Sight { party: holder.party, since: holder.since });
        stays.chain(self.gains.iter().map(|party| Sight { party: *party, since })).collect()
    }
}

/// Whether the actor may move a conversation to a space in which it would do this to the circle.
///
/// # Errors
/// Hidden where she sees not both; refused to outsiders, for a sidebar, to a space that does not take its kind or that
/// nobody outside may stand in while somebody does, and where no colleague would be left.
pub fn may_move(actor: &Actor, it: &ConversationFacts, to: &SpaceFacts, by: &Exchange) -> Result<MayMove, Refusal> {
    may_move_at_all(actor, it)?;
    if !to.seen {
        return Err(Refusal::hidden());
    }
    if to.id == it.space {
        return Err(Refusal::moved("moved-already"));
    }
    may_start(actor, to, it.kind).map_err(|refusal| Refusal { field: None, ..refusal })?;
    if to.reach == Reach::Inside && by.stays.iter().any(|holder| holder.outsiders) {
        return Err(Refusal::new("moving-outsiders"));
    }
    if by.gains.is_empty() && by.stays.iter().all(|holder| holder.outsiders) {
        return Err(Refusal::new("moving-nobody"));
    }
    by.fits()?;
    Ok(MayMove::made(it.id, it.space, to.id))
}

/// Whether the actor may move a conversation to some space, wherever that is.
///
/// # Errors
/// As [`may_move`].
pub fn may_move_at_all(actor: &Actor, it: &ConversationFacts) -> Result<(), Refusal> {
    it.for_employees(actor)?;
    if it.beside.is_some() {
        return Err(Refusal::new("sidebar-moves-along"));
    }
    if it.merged {
        return Err(Refusal::moved("merged-already"));
    }
    Ok(())
}

/// A conversation that was moved, or a sidebar that went along, as it stands now.
#[derive(Clone, Copy, Debug)]
pub struct MovingFacts {
    /// The row that remembers it.
    pub id: i64,
    /// Which conversation.
    pub conversation: ConversationId,
    /// Where in the log it was moved.
    pub position: Position,
    /// Who moved it.
    pub moved_by: PersonId,
    /// Where from.
    pub from_space: SpaceId,
    /// Its circle there.
    pub from_circle: CircleId,
    /// Its circle since.
    pub to_circle: CircleId,
    /// Who owned it.
    pub from_assignee: Option<PartyId>,
    /// Whether it was moved again, or put back.
    pub gone_on: bool,
    /// Whether something was said in it since.
    pub spoken: bool,
    /// Whether somebody came in or left since.
    pub rearranged: bool,
    /// Whether it was given to somebody since.
    pub assigned: bool,
    /// Whether a sidebar was opened beside it since.
    pub sidebar: bool,
}

/// Whether the actor may put back what was moved: a colleague who sees it, or who moved it and sees it no more. `rows`
/// are the conversation and the sidebars that went along.
///
/// # Errors
/// Hidden; refused to outsiders; moved, with what happened, where something did: those who saw it before must not see
/// by the undoing what was said without them.
pub fn may_move_back(actor: &Actor, it: &ConversationFacts, rows: &[MovingFacts]) -> Result<MayMoveBack, Refusal> {
    let row = rows.iter().find(|row| row.conversation == it.id).ok_or_else(Refusal::hidden)?;
    if !it.seen && row.moved_by != actor.person {
        return Err(Refusal::hidden());
    }
    if !actor.side.inside() {
        return Err(Refusal::new("employees-only"));
    }
    let any = |happened: fn(&MovingFacts) -> bool| rows.iter().any(happened);
    let happened = [
        (any(|row| row.gone_on), Refusal::moved("moved-again")),
        (any(|row| row.spoken), Refusal::moved("undo-spoken")),
        (any(|row| row.rearranged), Refusal::moved("undo-rearranged")),
        (any(|row| row.assigned), Refusal::moved("undo-assigned")),
        (any(|row| row.sidebar), Refusal::moved("undo-sidebar")),
    ];
    if let Some((_, refusal)) = happened.into_iter().find(|(happened, _)| *happened) {
        return Err(refusal);
    }
    Ok(MayMoveBack::made(it.id, row.position))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kind::Kind, party::EVERYONE, side::Side};

    const DESK: PartyId = PartyId(100 << 20);
    const SALES: PartyId = PartyId(101 << 20);
    const MAYA: PartyId = PartyId(102 << 20);
    const RADWERK: PartyId = PartyId(103 << 20);

    fn holds(party: PartyId, outsiders: bool) -> Holder {
        Holder { party, who: party, since: Position(3), outsiders }
    }

    fn case() -> ConversationFacts {
        ConversationFacts { starter: PersonId(MAYA.0), ..ConversationFacts::of_a_case() }
    }

    fn space(reach: Reach) -> SpaceFacts {
        let kinds = vec![Kind::Case];
        SpaceFacts { id: SpaceId(9), circle: CircleId(8), reach, kinds, open: true, seen: true, steward: false }
    }

    fn dora() -> Actor {
        Actor { person: PersonId(7), side: Side::Employee, administrator: false }
    }

    #[test]
    fn the_desks_change_and_who_takes_part_by_name_stays() {
        let now = [holds(DESK, false), holds(MAYA, true)];
        let to = [holds(SALES, false), holds(RADWERK, true), holds(EVERYONE, true)];
        let by = exchange(&now, &[DESK], &to, PersonId(MAYA.0));
        assert_eq!((by.gains.clone(), by.loses.clone()), (vec![SALES], vec![DESK]));
        assert_eq!(by.stays, [holds(MAYA, true)]);
        assert!(may_move(&dora(), &case(), &space(Reach::Outside), &by).is_ok());
        let sees = |party: PartyId, since: i64| Sight { party, since: Position(since) };
        assert_eq!(by.after(Position(9)), [sees(MAYA, 3), sees(SALES, 9)]);
    }

    #[test]
    fn nobody_outside_is_carried_into_a_space_for_colleagues_and_nothing_is_left_without_a_colleague() {
        let by = exchange(&[holds(DESK, false), holds(MAYA, true)], &[DESK], &[holds(SALES, false)], PersonId(MAYA.0));
        assert_eq!(may_move(&dora(), &case(), &space(Reach::Inside), &by).unwrap_err().key, "moving-outsiders");
        let lonely = exchange(&[holds(DESK, false), holds(MAYA, true)], &[DESK], &[holds(EVERYONE, true)], PersonId(MAYA.0));
        assert_eq!(may_move(&dora(), &case(), &space(Reach::Outside), &lonely).unwrap_err().key, "moving-nobody");
    }

    #[test]
    fn who_comes_into_a_sidebar_comes_only_where_it_is_said() {
        let by = exchange(&[holds(DESK, false), holds(MAYA, true)], &[DESK], &[holds(SALES, false)], PersonId(MAYA.0));
        let sidebar = [holds(DESK, false), holds(PartyId(7), false)];
        assert_eq!(beside(&sidebar, &by, true).gains, [SALES]);
        let without = beside(&sidebar, &by, false);
        assert!(without.gains.is_empty());
        assert_eq!((without.stays, without.loses), (vec![holds(PartyId(7), false)], vec![DESK]));
    }

    #[test]
    fn what_happened_since_keeps_it_where_it_is() {
        let still = MovingFacts {
            id: 1,
            conversation: ConversationId(1),
            position: Position(5),
            moved_by: PersonId(7),
            from_space: SpaceId(2),
            from_circle: CircleId(3),
            to_circle: CircleId(4),
            from_assignee: None,
            gone_on: false,
            spoken: false,
            rearranged: false,
            assigned: false,
            sidebar: false,
        };
        let unseen = ConversationFacts { seen: false, ..case() };
        let back = |it: &ConversationFacts, row| may_move_back(&dora(), it, &[row]).map(|_| ()).map_err(|refusal| refusal.key);
        assert_eq!(back(&unseen, still), Ok(()), "who moved it puts it back though she sees it no more");
        assert_eq!(back(&unseen, MovingFacts { moved_by: PersonId(8), ..still }), Err("not-here"));
        assert_eq!(back(&case(), MovingFacts { spoken: true, ..still }), Err("undo-spoken"));
        assert_eq!(back(&case(), MovingFacts { rearranged: true, ..still }), Err("undo-rearranged"));
        assert_eq!(back(&case(), MovingFacts { gone_on: true, ..still }), Err("moved-again"));
    }
}
