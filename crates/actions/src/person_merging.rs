//! Merging persons and letting them be two again.

use domain::{
    activity::{Activity, Verb},
    id::PersonId,
    person::may_administer,
    person_merging::{may_merge_persons, may_part_persons},
    refusal::Refusal,
};
use store::{Stop, Store, writing::person_merging::persons_digest};

/// Lets one person outside be another: she reads and is written to for both.
///
/// # Errors
/// As [`may_merge_persons`]; hidden where there is nobody; moved where their addresses changed since the page was read.
pub async fn merge(
    store: &Store,
    by: Option<PersonId>,
    person: PersonId,
    into: PersonId,
    saw: Option<String>,
) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            // Before anything tells whether there are such persons.
            may_administer(&me.actor)?;
            let it = w.person_facts(person).await?.ok_or_else(Refusal::hidden)?;
            let other = w.person_facts(into).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_merge_persons(&me.actor, &it, &other)?;
            let (hers, others) = (w.addresses_of(person).await?, w.addresses_of(into).await?);
            if saw.is_some_and(|saw| saw != persons_digest((person, &hers), (into, &others))) {
                return Err(Refusal::moved("persons-otherwise").into());
            }
            w.merge_persons(&permit, me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::PersonsMerged, person.0).other(into.0)).await?)
        })
        .await
}

/// Lets a merged person be herself again.
///
/// # Errors
/// As [`may_part_persons`]; hidden where there is nobody.
pub async fn part(store: &Store, by: Option<PersonId>, person: PersonId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            let it = w.person_facts(person).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_part_persons(&me.actor, &it)?;
            let into = w.who_is(person).await?;
            w.part_persons(&permit, me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::PersonsParted, person.0).other(into.0)).await?)
        })
        .await
}
