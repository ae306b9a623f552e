//! Merging persons and letting them be two again.
//!
//! The path of one merge stands in ARCHITECTURE.md. No message, sight or shelf changes: who is merged becomes a party of the
//! one she is, her addresses go along, and what went is kept for the way back.

use domain::{
    activity::{Activity, Verb},
    id::PersonId,
    person::may_administer,
    person_merging::{may_merge_persons, may_part_persons},
    refusal::Refusal,
};
use store::{Stop, Store, writing::person_merging::persons_digest};

/// Whom a person is found to be.
#[derive(Clone, Debug)]
pub struct PersonMerging {
    /// Whom.
    pub into: PersonId,
    /// Whether somebody outside becomes a colleague by it, said in a word of its own.
    pub inside: bool,
    /// The digest of what the page said; `None` for programs that did not look.
    pub saw: Option<String>,
}

/// Lets one person be another, who reads and is written to for both.
///
/// # Errors
/// As [`may_merge_persons`]; hidden where there is nobody; moved where they are no longer what the page said.
pub async fn merge(store: &Store, by: Option<PersonId>, person: PersonId, it: PersonMerging) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            // Before anything tells whether there are such persons.
            may_administer(&me.actor)?;
            let facts = w.merging_person(person).await?.ok_or_else(Refusal::hidden)?;
            let into = w.merging_person(it.into).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_merge_persons(&me.actor, &facts, &into, it.inside)?;
            let (hers, others) = (w.addresses_of(person).await?, w.addresses_of(it.into).await?);
            if it.saw.is_some_and(|saw| saw != persons_digest((&facts, &hers), (&into, &others))) {
                return Err(Refusal::moved("persons-otherwise").into());
            }
            w.merge_persons(&permit, me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::PersonsMerged, person.0).other(it.into.0)).await?)
        })
        .await
}

/// Lets a merged person be herself again, with what was hers. What was said meanwhile stays where and whose it was said.
///
/// # Errors
/// As [`may_part_persons`]; hidden where there is nobody.
pub async fn part(store: &Store, by: Option<PersonId>, person: PersonId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            let facts = w.merging_person(person).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_part_persons(&me.actor, &facts)?;
            w.part_persons(&permit, me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::PersonsParted, person.0).other(permit.from().0)).await?)
        })
        .await
}
