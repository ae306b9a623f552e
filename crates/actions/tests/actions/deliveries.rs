//! Deliveries: leased to one worker, finished, put off, come back.

use crate::expect::*;
use actions::delivery::{self, Known, Outcome, Returned, Whose};
use domain::{
    bounce::Bounce,
    id::DeliveryId,
    limits,
    moment::{DAY, MINUTE},
};
use testkit::{House, in_company};

/// A letter to Maya that waits.
async fn a_letter(house: &House) -> DeliveryId {
    let said = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
    let due = letters(house).await;
    due.iter().find(|due| due.delivery.message == Some(said.message)).expect("a letter waits").delivery.id
}

async fn state(house: &House, id: DeliveryId) -> (String, String) {
    let found = house.store().delivery(house.test().keys(), id).await.unwrap().expect("it is there");
    (found.state, found.words)
}

/// Whether a letter is due at this moment, the clock left alone.
async fn is_due(house: &House, id: DeliveryId) -> bool {
    let due = house.store().due(house.test().keys(), 1000).await.unwrap();
    due.iter().any(|due| due.delivery.id == id)
}

async fn waits(house: &House, id: DeliveryId) -> bool {
    letters(house).await.iter().any(|due| due.delivery.id == id)
}

#[test]
fn one_worker_has_a_delivery_at_a_time() {
    in_company(async |house| {
        let (store, letter) = (house.store(), a_letter(house).await);
        assert!(delivery::lease(store, letter, "one").await.unwrap());
        assert!(!delivery::lease(store, letter, "other").await.unwrap());
        assert!(!waits(house, letter).await);
        let sent = || Outcome::Sent("250 ok".into());
        delivery::settle(store, letter, "other", 1, sent()).await.unwrap();
        assert_eq!(state(house, letter).await.0, "queued", "who has no lease settles nothing");
        // Who was killed with the lease in hand leaves it to another after a while.
        house.test().clock().advance(11 * MINUTE);
        assert!(delivery::lease(store, letter, "other").await.unwrap());
        delivery::settle(store, letter, "other", 2, sent()).await.unwrap();
        assert_eq!(state(house, letter).await, ("sent".into(), "250 ok".into()));
        assert!(!delivery::lease(store, letter, "one").await.unwrap());
    });
}

#[test]
fn what_is_deferred_is_tried_again_later_and_not_for_ever() {
    in_company(async |house| {
        let (store, letter) = (house.store(), a_letter(house).await);
        let mut pauses = Vec::new();
        for attempt in 1.. {
            assert!(delivery::lease(store, letter, "one").await.unwrap(), "attempt {attempt}");
            let later = Outcome::Deferred("451 later".into(), Whose::Letter);
            delivery::settle(store, letter, "one", attempt, later).await.unwrap();
            if state(house, letter).await.0 == "failed" {
                break;
            }
            let mut waited = 0;
            while !is_due(house, letter).await {
                house.test().clock().advance(MINUTE);
                waited += 1;
            }
            pauses.push(waited);
        }
        assert_eq!(state(house, letter).await, ("failed".into(), "451 later".into()));
        assert_eq!(&pauses[..4], [1, 2, 4, 8]);
        assert_eq!(pauses.iter().max(), Some(&360));
        let days = pauses.iter().sum::<i64>() * MINUTE / DAY;
        assert!((limits::DELIVERY_DAYS..=limits::DELIVERY_DAYS + 1).contains(&days), "{days} days: as long as mail relays try");
    });
}

#[test]
fn the_secret_of_a_link_goes_with_the_letter_that_brings_it() {
    in_company(async |house| {
        let store = house.store();
        actions::session::ask_for_link(store, "maya.okafor@example.org").await.unwrap();
        let due = letters(house).await;
        let link = due.iter().find(|due| due.delivery.reason == "sign-in").expect("a link waits");
        assert!(!link.secret.is_empty());
        delivery::lease(store, link.delivery.id, "one").await.unwrap();
        delivery::settle(store, link.delivery.id, "one", 1, Outcome::Refused("550 no".into())).await.unwrap();
        assert_eq!(state(house, link.delivery.id).await.0, "failed");
    });
}

#[test]
fn a_letter_that_comes_back_is_noted_once() {
    in_company(async |house| {
        let (store, letter) = (house.store(), a_letter(house).await);
        delivery::lease(store, letter, "one").await.unwrap();
        delivery::settle(store, letter, "one", 1, Outcome::Sent("250 ok".into())).await.unwrap();
        let back = |delivery, words: &str| Returned {
            known: Known::Delivery(delivery),
            addresses: Vec::new(),
            class: Bounce::Hard,
            given_up: true,
            status: "5.1.1".into(),
            words: words.into(),
        };
        delivery::returned(store, None, back(letter, "550 no such user")).await.unwrap();
        assert_eq!(state(house, letter).await, ("bounced".into(), "550 no such user".into()));
        delivery::returned(store, None, back(letter, "again")).await.unwrap();
        assert_eq!(state(house, letter).await, ("bounced".into(), "550 no such user".into()), "the first word stands");
        assert_eq!(refused(delivery::returned(store, None, back(DeliveryId(4711), "what")).await), HIDDEN);
    });
}

#[test]
fn administrators_make_everything_that_waits_due_now() {
    in_company(async |house| {
        let (store, letter) = (house.store(), a_letter(house).await);
        delivery::lease(store, letter, "one").await.unwrap();
        delivery::settle(store, letter, "one", 9, Outcome::Deferred("451 later".into(), Whose::Letter)).await.unwrap();
        assert!(!waits(house, letter).await);
        for who in ["tomas", "maya"] {
            assert_eq!(refused(delivery::retry(store, house.by(who)).await), forbidden("administrators-only"));
        }
        assert_eq!(refused(delivery::retry(store, None).await), STRANGER);
        delivery::retry(store, house.by("dora")).await.unwrap();
        assert!(waits(house, letter).await);
    });
}

#[test]
fn the_outbox_is_for_administrators_and_the_fate_of_a_letter_for_colleagues_who_see_its_message() {
    in_company(async |house| {
        let said = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        for (who, rows) in [("sami", 1), ("maya", 0), ("ravi", 0)] {
            assert_eq!(house.eyes(who).await.deliveries(said.message).await.unwrap().len(), rows, "{who}");
        }
        for (who, may) in [("dora", true), ("sami", false), ("maya", false)] {
            let listed = house.eyes(who).await.outbox(DeliveryId(i64::MAX)).await.unwrap();
            assert_eq!(!listed.is_empty(), may, "{who}");
        }
    });
}

#[test]
fn what_a_made_up_past_sent_goes_nowhere_and_what_comes_after_does() {
    in_company(async |house| {
        let before = letters(house).await.len() as u64;
        assert!(before > 0, "the company's days left letters");
        assert!(delivery::arrived_long_ago(house.store(), "before").await.unwrap() >= before, "also what is not due yet");
        assert!(letters(house).await.is_empty());
        let letter = a_letter(house).await;
        assert!(is_due(house, letter).await);
    });
}
