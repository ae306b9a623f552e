//! My addresses: which letters go to, and those that a letter proves to be mine.
//!
//! Who says that an address is hers is sent a letter there, and holds its link only if it is. Answers are alike whether or
//! not somebody here has it, or it is on the block list: then its letter is withheld when it would go.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::{AddressId, DeliveryId, PersonId},
    limits,
    person::{MayBeMyself, may_be_myself},
    refusal::Refusal,
};
use store::{Fault, Stop, Store, Writing, secret, writing::outbox::NewDelivery};

/// What the links are signed for, so that no token of another purpose works as one.
const PURPOSE: &str = "address";

/// Sends a letter to an address that I say is mine.
///
/// # Errors
/// Refuses what is no address, one that is mine already, and too many in a day.
pub async fn ask(store: &Store, by: Option<PersonId>, address: &str) -> Result<(), Stop> {
    let address = MailAddress::parse(address)?;
    store
        .act(async move |w| {
            let permit = myself(w, by).await?;
            let me = permit.person();
            if w.person_by_address(&address).await?.is_some_and(|(person, _)| person == me) {
                return Err(Refusal::invalid("address", "address-yours").into());
            }
            if w.addresses_asked(&permit).await? >= limits::ADDRESSES_ASKED_PER_DAY {
                return Err(Refusal::too_often("addresses-often").into());
            }
            let (address, secret) = (address.as_str().to_owned(), String::new());
            let new = NewDelivery { reason: "address", message: None, conversation: None, recipient: me, address, secret };
            w.add_delivery(&new).await?;
            Ok(w.record(Activity::of(me, Verb::Changed, me.0)).await?)
        })
        .await
}

/// What stands in the link of the letter that one delivery is.
///
/// # Errors
/// A fault of the store.
pub async fn token(store: &Store, delivery: DeliveryId, recipient: PersonId) -> Result<String, Fault> {
    Ok(secret::signed(&store.key(PURPOSE).await?, PURPOSE, [delivery.0, recipient.0]))
}

/// Makes the address mine to which the letter with this link went.
///
/// # Errors
/// Refuses a link that is not mine, is older than a day or never was; moved where the address is somebody else's.
pub async fn confirm(store: &Store, by: Option<PersonId>, token: &str) -> Result<(), Stop> {
    let key = store.key(PURPOSE).await?;
    let (delivery, asked_by) = match secret::read_signed(&key, PURPOSE, token) {
        Some([delivery, asked_by]) => (DeliveryId(delivery), PersonId(asked_by)),
        None => return Err(Refusal::new("address-link").into()),
    };
    store
        .act(async move |w| {
            let permit = myself(w, by).await?;
            let me = permit.person();
            let asked = if w.who_is(asked_by).await? == me { w.address_asked(asked_by, delivery).await? } else { None };
            let Some(asked) = asked else { return Err(Refusal::new("address-link").into()) };
            let address = MailAddress::parse(&asked)?;
            match w.person_by_address(&address).await? {
                Some((person, _)) if person == me => w.prove_address(&permit, &address).await?,
                Some(_) => return Err(Refusal::moved("address-of-another").into()),
                None => w.add_address(me, &address, true).await?,
            }
            Ok(w.record(Activity::of(me, Verb::Changed, me.0)).await?)
        })
        .await
}

/// Lets my letters go to this address.
///
/// # Errors
/// Hidden where it is none of mine, or is blocked.
pub async fn put_first(store: &Store, by: Option<PersonId>, address: AddressId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let permit = myself(w, by).await?;
            if !w.put_address_first(&permit, address).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(permit.person(), Verb::Changed, permit.person().0)).await?)
        })
        .await
}

/// Takes an address from me: who writes from it is somebody else from then on.
///
/// # Errors
/// Hidden where it is none of mine, or is blocked; moved where it is the last.
pub async fn remove(store: &Store, by: Option<PersonId>, address: AddressId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let permit = myself(w, by).await?;
            if !w.has_other_address(&permit, address).await? {
                return Err(Refusal::moved("address-last").into());
            }
            if !w.drop_address(&permit, address).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(permit.person(), Verb::Changed, permit.person().0)).await?)
        })
        .await
}

async fn myself(w: &Writing, by: Option<PersonId>) -> Result<MayBeMyself, Stop> {
    let me = w.acting(by).await?;
    Ok(may_be_myself(&me.actor, me.person())?)
}
