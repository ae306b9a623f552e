//! What becomes of a machine's report: it moves the delivery it speaks of, and opens no conversation.
//!
//! **Invariant.** Only a report that proves to speak of a letter of ours changes anything: it came to an address that
//! only that letter carried, or quotes one, or quotes its Message-ID and names its recipient. Everything else is held.

use super::Sorter;
use crate::{
    machine::{Complaint, Failure, Original, Report, Returned},
    post_office::Target,
};
use actions::delivery::{self, Known};
use domain::{bounce::Bounce, id::LetterId};
use store::{Stop, reading::intake::WaitingLetter};

impl Sorter {
    pub(super) async fn reported(&self, waiting: &WaitingLetter, target: &Target, report: Report) -> Result<(), Stop> {
        match report {
            Report::Returned(returned) => self.came_back(waiting.id, target, &returned).await,
            Report::Complaint(complaint) => self.complained(waiting.id, target, complaint).await,
            Report::Receipt => self.set_aside(waiting.id, "sorted", "read-receipt").await,
            Report::Challenge => self.set_aside(waiting.id, "held", "challenge").await,
        }
    }

    async fn came_back(&self, letter: LetterId, target: &Target, it: &Returned) -> Result<(), Stop> {
        let Some(known) = self.known(target, &it.original) else {
            return self.set_aside(letter, "held", "bounce-of-nothing").await;
        };
        // A delivery has one recipient; where the report speaks of several addresses, hers counts.
        let hers = match known {
            Known::Delivery(delivery) => self.store.delivery(&self.keys, delivery).await?.map(|delivery| delivery.address),
            Known::Message(_) => None,
        };
        let of_her = |failure: &&Failure| {
            hers.as_ref().is_some_and(|hers| failure.address == *hers || failure.asked.as_ref() == Some(hers))
        };
        let one = it.failures.iter().find(of_her).or_else(|| it.failures.first().filter(|_| hers.is_some()));
        let failures = match one {
            Some(failure) => vec![failure],
            None => it.failures.iter().collect(),
        };
        let mut noted = false;
        for failure in failures {
            noted |= self.note(letter, known.clone(), failure).await?;
        }
        if noted { Ok(()) } else { self.set_aside(letter, "held", "bounce-of-nothing").await }
    }

    async fn note(&self, letter: LetterId, known: Known, failure: &Failure) -> Result<bool, Stop> {
        let returned = delivery::Returned {
            known,
            addresses: [Some(failure.address.clone()), failure.asked.clone()].into_iter().flatten().collect(),
            class: failure.class,
            given_up: failure.given_up,
            status: failure.status.clone(),
            words: failure.words.clone(),
        };
        match delivery::returned(&self.store, Some(letter), returned).await {
            Ok(()) => Ok(true),
            Err(Stop::Refused(_)) => Ok(false),
            Err(stop) => Err(stop),
        }
    }

    /// A report at a bounce address of ours that cannot be read: that it came is all it says.
    pub(super) async fn came_back_unread(
        &self,
        letter: LetterId,
        delivery: domain::id::DeliveryId,
        words: String,
    ) -> Result<(), Stop> {
        let failure =
            Failure { address: String::new(), asked: None, class: Bounce::Other, given_up: true, status: String::new(), words };
        let noted = self.note(letter, Known::Delivery(delivery), &failure).await?;
        if noted { Ok(()) } else { self.set_aside(letter, "held", "bounce-of-nothing").await }
    }

    async fn complained(&self, letter: LetterId, target: &Target, it: Complaint) -> Result<(), Stop> {
        let Some(known) = self.known(target, &it.original) else {
            return self.set_aside(letter, "held", "complaint-of-nothing").await;
        };
        let returned = delivery::Returned {
            known,
            addresses: it.address.iter().chain(&it.original.to).cloned().collect(),
            class: Bounce::Other,
            given_up: false,
            status: String::new(),
            words: String::new(),
        };
        match delivery::complained(&self.store, letter, returned, &it.kind, it.stops_outreach()).await {
            Ok(()) => Ok(()),
            Err(Stop::Refused(_)) => self.set_aside(letter, "held", "complaint-of-nothing").await,
            Err(stop) => Err(stop),
        }
    }

    /// Which letter of ours a report speaks of.
    fn known(&self, target: &Target, original: &Original) -> Option<Known> {
        if let Target::Bounce { delivery, .. } | Target::Answer { delivery, .. } = target {
            return Some(Known::Delivery(*delivery));
        }
        let carried = original.traces.iter().find_map(|address| match self.office.target(address)? {
            Target::Bounce { delivery, .. } | Target::Answer { delivery, .. } => Some(Known::Delivery(delivery)),
            Target::Space(_) | Target::Unsubscribe(_) => None,
        });
        let quoted = original.message_id.as_deref().and_then(|id| {
            let delivery = self.office.own_delivery(id).map(Known::Delivery);
            delivery.or_else(|| self.office.own_message(id).map(Known::Message))
        });
        carried.or(quoted)
    }
}
