//! Deliveries: leased, then finished or postponed. Recorded in the log by their ids alone.

use domain::{
    activity::{Activity, Verb},
    bounce::Bounce,
    id::{DeliveryId, LetterId, MessageId, PersonId},
    limits,
    moment::{DAY, HOUR, MINUTE, Moment},
    party::MACHINE,
    person::may_administer,
    refusal::Refusal,
};
use store::{
    Stop, Store, Writing,
    writing::{address::CameBack, outbox::Errand},
};

/// How a try came out.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The relay took it.
    Sent(String),
    /// Not now, with whose fault it is; tried again later.
    Deferred(String, Whose),
    /// Her quiet time has begun; tried again when it ends.
    NotYet(Moment),
    /// Never.
    Refused(String),
    /// The recipient may no longer see it.
    Withheld(String),
}

/// Who cannot take a letter just now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// This letter's recipient.
    Letter,
    /// The whole destination domain.
    Destination,
    /// The relay itself.
    Relay,
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

/// Lets a relay that rests be tried at once: who starts the house may have mended it, or named another.
///
/// # Errors
/// A fault of the store.
pub async fn relay_begins(store: &Store) -> Result<(), Stop> {
    if !store.relay_rests().await? {
        return Ok(());
    }
    store
        .act(async move |w| {
            w.end_relays_rest().await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, 0)).await?)
        })
        .await
}

/// Notes that what a past made up sent has arrived: its letters are nobody's to get, and must not go once there is a relay.
///
/// # Errors
/// A fault of the store.
pub async fn arrived_long_ago(store: &Store, words: &str) -> Result<u64, Stop> {
    let words = words.to_owned();
    store
        .act(async move |w| {
            let sent = w.finish_past(&words).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, 0)).await?.with(sent))
        })
        .await
}

/// Notes how a try came out. A deferred letter is due again after a growing pause, and given up after
/// [`limits::DELIVERY_DAYS`]; a destination that asked for it rests, all letters to it with it.
///
/// # Errors
/// A fault of the store.
pub async fn settle(store: &Store, delivery: DeliveryId, lease: &str, attempts: i64, outcome: Outcome) -> Result<(), Stop> {
    let lease = lease.to_owned();
    store
        .act(async move |w| {
            let Some(errand) = w.errand(delivery).await? else { return Err(Refusal::hidden().into()) };
            let late = w.at() >= errand.begun_at.plus(limits::DELIVERY_DAYS * DAY);
            match outcome {
                Outcome::Sent(words) => {
                    w.finish_delivery(delivery, &lease, "sent", &words).await?;
                    w.well(&errand.domain).await?;
                }
                Outcome::Refused(words) => {
                    w.finish_delivery(delivery, &lease, "failed", &words).await?;
                }
                Outcome::Withheld(words) => {
                    w.finish_delivery(delivery, &lease, "withheld", &words).await?;
                }
                Outcome::NotYet(until) => {
                    w.postpone_delivery(delivery, &lease, "", until).await?;
                }
                Outcome::Deferred(words, _) if late => {
                    w.finish_delivery(delivery, &lease, "failed", &words).await?;
                }
                Outcome::Deferred(words, whose) => {
                    let rested = match whose {
                        Whose::Letter => w.at(),
                        Whose::Destination => w.rest(&errand.domain, &words).await?,
                        Whose::Relay => w.rest("", &words).await?,
                    };
                    // A relay that is not there says nothing about a letter: that one goes once it is there again.
                    let pause = if whose == Whose::Relay { 0 } else { pause(attempts) };
                    w.postpone_delivery(delivery, &lease, &words, rested.max(w.at().plus(pause))).await?;
                }
            };
            Ok(w.record(line(&errand, delivery)).await?)
        })
        .await
}

/// The line that tells of a delivery; with the message it carries, so that pages show how it fares.
fn line(errand: &Errand, delivery: DeliveryId) -> Activity {
    let line = Activity::of(MACHINE, Verb::Delivered, delivery.0).other(errand.message.map_or(0, |m| m.0));
    Activity { space: errand.space, conversation: errand.conversation, ..line }
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

/// How a letter that came back is known to be one of ours.
#[derive(Clone, Debug)]
pub enum Known {
    /// By its delivery: it came to that delivery's bounce address, or quotes an address that only it carried.
    Delivery(DeliveryId),
    /// By the message it quotes; the address it speaks of says which delivery.
    Message(MessageId),
}

/// One address a letter came back from.
#[derive(Clone, Debug)]
pub struct Returned {
    /// Which of our letters.
    pub known: Known,
    /// The addresses it speaks of: the failed one, and the one written to where that is another.
    pub addresses: Vec<String>,
    /// What it says about the address.
    pub class: Bounce,
    /// Whether it is over; a delay is not.
    pub given_up: bool,
    /// The enhanced status code, or empty.
    pub status: String,
    /// What the other server said.
    pub words: String,
}

/// Notes that a letter came back or is delayed, on its delivery and on the address, and settles the letter that says so.
///
/// # Errors
/// Hidden where there was no such delivery.
pub async fn returned(store: &Store, letter: Option<LetterId>, it: Returned) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let delivery = delivery(w, &it).await?.ok_or_else(Refusal::hidden)?;
            let back =
                CameBack { delivery, class: it.class, given_up: it.given_up, status: it.status.clone(), words: it.words.clone() };
            match w.came_back(&back).await? {
                Some(address) if it.class.marks_address() => w.trouble_address(&address, &back).await?,
                Some(_) => {}
                // What came back already says nothing new; what was never there is nothing of ours.
                None => w.delivery_address(delivery).await?.map(|_| ()).ok_or_else(Refusal::hidden)?,
            }
            if let Some(letter) = letter {
                w.settle_letter(letter, "sorted", "bounce", None).await?;
            }
            let Some(errand) = w.errand(delivery).await? else { return Err(Refusal::hidden().into()) };
            Ok(w.record(line(&errand, delivery)).await?)
        })
        .await
}

async fn delivery(w: &Writing, it: &Returned) -> Result<Option<DeliveryId>, Stop> {
    let message = match it.known {
        Known::Delivery(delivery) => return Ok(Some(delivery)),
        Known::Message(message) => message,
    };
    for address in &it.addresses {
        if let Some(delivery) = w.delivery_of(message, address).await? {
            return Ok(Some(delivery));
        }
    }
    Ok(None)
}

/// Stops outreach to the address a delivery was for: its recipient, or her provider for her, complained.
///
/// # Errors
/// Hidden where there was no such delivery.
pub async fn complained(store: &Store, letter: LetterId, it: Returned, kind: &str, stops: bool) -> Result<(), Stop> {
    let kind = kind.chars().take(limits::NAME_CHARS_MAX).collect::<String>();
    store
        .act(async move |w| {
            let delivery = delivery(w, &it).await?.ok_or_else(Refusal::hidden)?;
            let address = w.delivery_address(delivery).await?.ok_or_else(Refusal::hidden)?;
            if stops {
                w.stop_outreach(&address, &kind, letter, MACHINE).await?;
            }
            w.settle_letter(letter, "sorted", "complaint", None).await?;
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, delivery.0)).await?)
        })
        .await
}
