//! The block list: addresses whose letters are kept but wake nobody.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::PersonId,
    person::Actor,
    refusal::Refusal,
    side::Side,
};
use store::{Stop, Store};

/// Puts all addresses of somebody on the block list, or takes them off.
///
/// # Errors
/// Refuses outsiders and a colleague's; hidden where there is nobody.
pub async fn set_person(store: &Store, by: Option<PersonId>, person: PersonId, blocked: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let person = w.who_is(person).await?;
            let side = w.side_of(person).await?;
            may_block(&me.actor, side.ok_or_else(Refusal::hidden)?)?;
            w.block_person(person, blocked).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Blocked, person.0)).await?)
        })
        .await
}

fn may_block(actor: &Actor, whom: Side) -> Result<(), Refusal> {
    match (actor.side.inside(), whom.inside()) {
        (false, _) => Err(Refusal::new("employees-only")),
        (true, true) => Err(Refusal::new("colleagues-are-not-blocked")),
        (true, false) => Ok(()),
    }
}

/// Puts an address on the block list, or takes it off.
///
/// # Errors
/// Refuses outsiders, an address nobody has, and a colleague's.
pub async fn set(store: &Store, by: Option<PersonId>, address: &str, blocked: bool) -> Result<(), Stop> {
    let address = MailAddress::arrived(address)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !me.actor.side.inside() {
                return Err(Refusal::new("employees-only").into());
            }
            let Some((person, _)) = w.person_by_address(&address).await? else {
                return Err(Refusal::invalid("address", "address-unknown").into());
            };
            may_block(&me.actor, w.side_of(person).await?.unwrap_or(Side::Public))?;
            w.block_address(&address, blocked).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Blocked, person.0)).await?)
        })
        .await
}
