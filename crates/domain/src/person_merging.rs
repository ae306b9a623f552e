//! Merging persons: somebody outside who wrote from two addresses is one person.
//!
//! **Invariants.** Only by hand and by an administrator, never by what a letter claims. A colleague is nobody but
//! herself. The one who is the other becomes a party of hers: every sight stays in its row, so that it can be undone.

use crate::{
    id::PersonId,
    person::{Actor, may_administer},
    refusal::Refusal,
    side::Side,
};

crate::permit! {
    /// May let a person be another.
    MayMergePersons { person: PersonId, into: PersonId }
    /// May let her be herself again.
    MayPartPersons { person: PersonId }
}

/// What the rules need to know of one of the two.
#[derive(Clone, Copy, Debug)]
pub struct PersonFacts {
    /// Who.
    pub person: PersonId,
    /// Where she stands.
    pub side: Side,
    /// Whether she was deactivated or erased.
    pub gone: bool,
    /// Whom she is, where she is another already.
    pub merged_into: Option<PersonId>,
}

/// Whether the actor may let one person be another.
///
/// # Errors
/// Refused to all but administrators, for colleagues, for who is gone or another already.
pub fn may_merge_persons(actor: &Actor, it: &PersonFacts, into: &PersonFacts) -> Result<MayMergePersons, Refusal> {
    may_administer(actor)?;
    if it.person == into.person {
        return Err(Refusal::moved("persons-same"));
    }
    if it.side.inside() || into.side.inside() {
        return Err(Refusal::new("persons-colleague"));
    }
    if it.merged_into.is_some() || into.merged_into.is_some() {
        return Err(Refusal::moved("persons-merged"));
    }
    if it.gone || into.gone {
        return Err(Refusal::moved("persons-gone"));
    }
    Ok(MayMergePersons::made(it.person, into.person))
}

/// Whether the actor may let a merged person be herself again.
///
/// # Errors
/// Refused to all but administrators; moved where she is nobody else.
pub fn may_part_persons(actor: &Actor, it: &PersonFacts) -> Result<MayPartPersons, Refusal> {
    may_administer(actor)?;
    match it.merged_into {
        Some(_) => Ok(MayPartPersons::made(it.person)),
        None => Err(Refusal::moved("persons-apart")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, side: Side) -> PersonFacts {
        PersonFacts { person: PersonId(id), side, gone: false, merged_into: None }
    }

    #[test]
    fn only_administrators_merge_and_never_a_colleague_with_anybody() {
        let check = |administrator, it: PersonFacts, into: PersonFacts| {
            let actor = Actor { person: PersonId(7), side: Side::Employee, administrator };
            may_merge_persons(&actor, &it, &into).map(drop).map_err(|refusal| refusal.key)
        };
        let (maya, again) = (person(50, Side::Customer), person(51, Side::Public));
        assert_eq!(check(true, maya, again), Ok(()));
        assert_eq!(check(false, maya, again), Err("administrators-only"));
        assert_eq!(check(true, maya, person(8, Side::Employee)), Err("persons-colleague"));
        assert_eq!(check(true, person(8, Side::Employee), maya), Err("persons-colleague"));
        assert_eq!(check(true, maya, maya), Err("persons-same"));
        assert_eq!(check(true, PersonFacts { merged_into: Some(PersonId(51)), ..maya }, again), Err("persons-merged"));
        assert_eq!(check(true, maya, PersonFacts { gone: true, ..again }), Err("persons-gone"));
    }
}
