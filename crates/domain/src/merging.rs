//! Merging: one matter in two conversations goes on in one of them.
//!
//! No message changes its place: each stays in the circle it was said in, so nobody sees more than before. What changes
//! is where it goes on: later answers to the one land in the other.
//!
//! **Invariant.** Who stands outside in the conversation where it goes on takes part in the other one too: a letter for
//! one customer, with all it quotes, never comes to another. Whoever outside takes part in the other alone is brought
//! in, by an explicit word, and sees what comes after.

use crate::{
    conversation::ConversationFacts,
    id::{CircleId, ConversationId, PartyId},
    kind::Kind,
    limits,
    moving::Holder,
    party::{EVERYONE, SIGNED_IN},
    person::Actor,
    refusal::Refusal,
};

crate::permit! {
    /// May let a conversation go on in another.
    MayMerge { conversation: ConversationId, target: ConversationId, target_circle: CircleId }
    /// May take apart what was merged.
    MayPart { conversation: ConversationId, target: ConversationId, target_circle: CircleId }
}

/// Who stands outside in one of two conversations alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Apart {
    /// In the one that goes on in the other.
    pub here: Vec<PartyId>,
    /// In the one where it goes on.
    pub there: Vec<PartyId>,
    /// How many parties the other's circle has.
    pub parties: usize,
}

/// Compares who stands outside, by the rows of both circles: where everyone stands, everybody does.
pub fn apart(here: &[Holder], there: &[Holder]) -> Apart {
    let stands = |party: PartyId, among: &[Holder]| {
        let open = |all| among.iter().any(|holder| holder.party == all) && (party != EVERYONE || all == EVERYONE);
        among.iter().any(|holder| holder.who == party) || open(EVERYONE) || open(SIGNED_IN)
    };
    let only = |these: &[Holder], those: &[Holder]| {
        let alone = these.iter().filter(|holder| holder.outsiders && !stands(holder.who, those));
        alone.map(|holder| holder.party).collect::<Vec<_>>()
    };
    // Nothing is opened to everyone by a merge: they go on reading the conversation they could read.
    let named = |party: &PartyId| ![EVERYONE, SIGNED_IN].contains(party);
    Apart { here: only(here, there).into_iter().filter(named).collect(), there: only(there, here), parties: there.len() }
}

/// Whether the actor may let one conversation go on in another; `brings` where she said that those who stand outside in
/// the one alone come into the other.
///
/// # Errors
/// Hidden where she does not see both; refused to outsiders, for sidebars and announcements, between inside and outside,
/// where either goes on elsewhere or the other is closed, and where the people outside are not the same.
pub fn may_merge(
    actor: &Actor,
    it: &ConversationFacts,
    into: &ConversationFacts,
    apart: &Apart,
    brings: bool,
) -> Result<MayMerge, Refusal> {
    may_merge_at_all(actor, it)?;
    into.for_employees(actor)?;
    if it.id == into.id {
        return Err(Refusal::moved("merging-itself"));
    }
    if into.beside.is_some() || into.kind == Kind::Announcement {
        return Err(Refusal::new("merging-kind"));
    }
    if it.reach != into.reach {
        return Err(Refusal::new("merging-reach"));
    }
    if into.merged {
        return Err(Refusal::moved("merging-elsewhere"));
    }
    if into.closed() {
        return Err(Refusal::moved("merging-closed"));
    }
    if !apart.there.is_empty() {
        return Err(Refusal::new("merging-others"));
    }
    if !apart.here.is_empty() && !brings {
        return Err(Refusal::new("merging-brings"));
    }
    if apart.here.len() + apart.parties > limits::CIRCLE_PARTIES_MAX {
        return Err(Refusal::new("circle-full").with("max", limits::CIRCLE_PARTIES_MAX));
    }
    Ok(MayMerge::made(it.id, into.id, into.circle))
}

/// Whether the actor may let it go on in some other, whichever that is.
///
/// # Errors
/// As [`may_merge`].
pub fn may_merge_at_all(actor: &Actor, it: &ConversationFacts) -> Result<(), Refusal> {
    it.for_employees(actor)?;
    if it.beside.is_some() || it.kind == Kind::Announcement {
        return Err(Refusal::new("merging-kind"));
    }
    if it.merged { Err(Refusal::moved("merged-already")) } else { Ok(()) }
}

/// Whether the actor may take two merged conversations apart again.
///
/// # Errors
/// Hidden where she does not see both; refused to outsiders; moved where they are not merged.
pub fn may_part(actor: &Actor, it: &ConversationFacts, into: Option<&ConversationFacts>) -> Result<MayPart, Refusal> {
    it.for_employees(actor)?;
    let into = into.filter(|_| it.merged).ok_or_else(|| Refusal::moved("not-merged"))?;
    into.for_employees(actor)?;
    Ok(MayPart::made(it.id, into.id, into.circle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{PersonId, Position},
        side::Side,
    };

    const MAYA: PartyId = PartyId(50);
    const JONAS: PartyId = PartyId(51);
    const DESK: PartyId = PartyId(100 << 20);

    fn holds(party: PartyId) -> Holder {
        Holder { party, who: party, since: Position::START, outsiders: party != DESK }
    }

    fn case(id: i64) -> ConversationFacts {
        let (id, circle, starter) = (ConversationId(id), CircleId(id), PersonId(MAYA.0));
        ConversationFacts { id, circle, starter, ..ConversationFacts::of_a_case() }
    }

    fn merge(here: &[Holder], there: &[Holder], brings: bool) -> Result<(), &'static str> {
        let dora = Actor { person: PersonId(7), side: Side::Employee, administrator: false };
        may_merge(&dora, &case(1), &case(2), &apart(here, there), brings).map(drop).map_err(|refusal| refusal.key)
    }

    #[test]
    fn two_cases_of_one_customer_become_one() {
        assert_eq!(merge(&[holds(DESK), holds(MAYA)], &[holds(MAYA)], false), Ok(()));
    }

    #[test]
    fn one_customers_letters_never_come_to_another() {
        for brings in [true, false] {
            assert_eq!(merge(&[holds(MAYA)], &[holds(JONAS)], brings), Err("merging-others"));
            assert_eq!(merge(&[holds(MAYA)], &[holds(MAYA), holds(JONAS)], brings), Err("merging-others"));
            assert_eq!(merge(&[holds(MAYA)], &[holds(EVERYONE)], brings), Err("merging-others"));
            assert_eq!(merge(&[holds(SIGNED_IN)], &[holds(EVERYONE)], brings), Err("merging-others"));
        }
    }

    #[test]
    fn who_was_found_to_be_one_person_stands_in_both() {
        let again = Holder { who: MAYA, ..holds(PartyId(52)) };
        assert_eq!(merge(&[holds(DESK), again], &[holds(MAYA)], false), Ok(()));
        assert_eq!(merge(&[holds(MAYA)], &[holds(DESK), again], false), Ok(()));
    }

    #[test]
    fn who_stands_in_the_one_alone_comes_into_the_other_only_by_a_word() {
        let (here, there) = ([holds(MAYA), holds(JONAS)], [holds(MAYA)]);
        assert_eq!(apart(&here, &there).here, [JONAS]);
        assert_eq!(merge(&here, &there, false), Err("merging-brings"));
        assert_eq!(merge(&here, &there, true), Ok(()));
        assert!(apart(&[holds(EVERYONE)], &[holds(MAYA)]).here.is_empty(), "everyone is never brought");
    }
}
