//! Deliveries: leased, then finished or postponed. Recorded in the log by their ids alone.

use domain::{
    activity::{Activity, Verb},
    id::{DeliveryId, PersonId},
    limits,
    moment::{HOUR, MINUTE},
    party::MACHINE,
    person::may_administer,
    refusal::Refusal,
};
use store::{Stop, Store};

/// How a try came out.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The relay took it.
    Sent(String),
    /// Not now; tried again later.
    Deferred(String),
    /// Never.
    Refused(String),
    /// The recipient may no longer see it.
    Withheld(String),
}

/// Leases a due delivery to this worker; false where somebody else has it.
///
/// # Errors
/// A fault of the store.
pub async fn lease(store: &Store, delivery: DeliveryId, lease: &str) -> Result<bool, Stop> {
    let lease = lease.to_owned();
    store
        .act(async move |w| {
            let leased = w.lease_delivery(delivery, &lease).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, delivery.0)).await?.with(leased))
        })
        .await
}

/// Notes how a try came out; a deferred one is due again after a growing pause.
///
/// # Errors
/// A fault of the store.
pub async fn settle(store: &Store, delivery: DeliveryId, lease: &str, attempts: i64, outcome: Outcome) -> Result<(), Stop> {
    let lease = lease.to_owned();
    store
        .act(async move |w| {
            match outcome {
                Outcome::Sent(words) => w.finish_delivery(delivery, &lease, "sent", &words).await?,
                Outcome::Refused(words) => w.finish_delivery(delivery, &lease, "failed", &words).await?,
                Outcome::Withheld(words) => w.finish_delivery(delivery, &lease, "withheld", &words).await?,
                Outcome::Deferred(words) if attempts >= 30 => {
                    w.finish_delivery(delivery, &lease, "failed", &words).await?
                }
                Outcome::Deferred(words) => {
                    let due = w.at().plus(pause(attempts));
                    w.postpone_delivery(delivery, &lease, &words, due).await?
                }
            };
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, delivery.0)).await?)
        })
        .await
}

/// One minute, then twice as long each time, at most six hours.
fn pause(attempts: i64) -> i64 {
    let doublings = attempts.clamp(1, 10) - 1;
    (MINUTE << doublings).min(6 * HOUR)
}

/// Makes everything that waits due now.
///
/// # Errors
/// Refuses who is no administrator.
pub async fn retry(store: &Store, by: Option<PersonId>) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            w.retry_deliveries().await?;
            Ok(w.record(Activity::of(me.person(), Verb::Delivered, 0)).await?)
        })
        .await
}

/// Notes that a letter came back.
///
/// # Errors
/// Hidden where there was no such delivery.
pub async fn bounce(store: &Store, delivery: DeliveryId, words: &str) -> Result<(), Stop> {
    let words = words.to_owned();
    store
        .act(async move |w| {
            if !w.bounce_delivery(delivery, &words).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, delivery.0)).await?)
        })
        .await
}
