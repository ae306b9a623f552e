//! The block list: addresses whose letters are kept but wake nobody.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::PersonId,
    refusal::Refusal,
};
use store::{Stop, Store};

/// Puts an address on the block list, or takes it off.
///
/// # Errors
/// Refuses outsiders, an address nobody has, and a colleague's.
pub async fn set(store: &Store, by: Option<PersonId>, address: &str, blocked: bool) -> Result<(), Stop> {
    let address = MailAddress::parse(address)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !me.actor.side.inside() {
                return Err(Refusal::new("employees-only").into());
            }
            let Some((person, _)) = w.person_by_address(&address).await? else {
                return Err(Refusal::invalid("address", "address-unknown").into());
            };
            if w.side_of(person).await?.is_some_and(|side| side.inside()) {
                return Err(Refusal::new("colleagues-are-not-blocked").into());
            }
            w.block_address(&address, blocked).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Blocked, person.0)).await?)
        })
        .await
}
