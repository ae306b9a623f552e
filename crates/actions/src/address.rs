//! How somebody's addresses stand: what machines noted, a colleague may correct.

use domain::{
    activity::{Activity, Verb},
    id::PersonId,
    person::{MayTendAddress, may_tend_address},
    refusal::Refusal,
};
use store::{Stop, Store, Writing, writing::acting::Acting};

/// Takes the marks off a person's addresses: letters reach her again.
///
/// # Errors
/// As [`may_tend_address`]; hidden where there is nobody; moved where nothing is marked.
pub async fn repair(store: &Store, by: Option<PersonId>, person: PersonId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let (me, permit) = permit(w, by, person).await?;
            if !w.mend_addresses(&permit).await? {
                return Err(Refusal::moved("addresses-work").into());
            }
            Ok(w.record(Activity::of(me.person(), Verb::Tended, person.0)).await?)
        })
        .await
}

/// Stops outreach to a person, or allows it again; answers to her own cases go on in any case.
///
/// # Errors
/// As [`may_tend_address`]; hidden where there is nobody.
pub async fn set_outreach(store: &Store, by: Option<PersonId>, person: PersonId, allowed: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let (me, permit) = permit(w, by, person).await?;
            w.set_outreach(&permit, allowed, me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Tended, person.0)).await?)
        })
        .await
}

async fn permit(w: &Writing, by: Option<PersonId>, person: PersonId) -> Result<(Acting, MayTendAddress), Stop> {
    let me = w.acting(by).await?;
    let person = w.who_is(person).await?;
    let side = w.side_of(person).await?.ok_or_else(Refusal::hidden)?;
    let permit = may_tend_address(&me.actor, person, side)?;
    Ok((me, permit))
}
