//! How addresses stand: machines note it, colleagues correct it.

use crate::expect::*;
use actions::{
    address,
    delivery::{self, Known, Outcome, Returned},
};
use domain::bounce::Bounce;
use store::{Seen, reading::address::AddressStanding};
use testkit::{House, in_company};

async fn standings(house: &House, viewer: &str) -> Vec<Seen<AddressStanding>> {
    let eyes = house.eyes(viewer).await;
    let maya = eyes.person(house.company.person("maya")).await.unwrap().unwrap();
    eyes.standing_of_addresses(&maya).await.unwrap()
}

#[test]
fn colleagues_repair_an_address_that_came_back_and_nobody_else_does() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.company.person("maya"));
        let said = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        let letter = letters(house).await.iter().find(|due| due.delivery.message == Some(said.message)).unwrap().delivery.id;
        delivery::lease(store, letter, "one").await.unwrap();
        delivery::settle(store, letter, "one", 1, Outcome::Sent("250 ok".into())).await.unwrap();
        assert_eq!(refused(address::repair(store, house.by("sami"), maya).await), moved("addresses-work"));
        let returned = Returned {
            known: Known::Message(said.message),
            addresses: vec!["maya.okafor@example.org".into()],
            class: Bounce::Hard,
            given_up: true,
            status: "5.1.1".into(),
            words: "550 no".into(),
        };
        delivery::returned(store, None, returned).await.unwrap();
        assert!(standings(house, "sami").await[0].trouble.is_some());
        assert!(standings(house, "maya").await.is_empty(), "it is for colleagues");
        for who in ["maya", "anton"] {
            assert_eq!(refused(address::repair(store, house.by(who), maya).await), forbidden("employees-only"));
        }
        assert_eq!(refused(address::repair(store, None, maya).await), STRANGER);
        address::repair(store, house.by("sami"), maya).await.unwrap();
        assert!(standings(house, "sami").await.is_empty());
    });
}

#[test]
fn colleagues_stop_outreach_and_allow_it_again_with_a_record_of_who_did() {
    in_company(async |house| {
        let (store, maya, sami) = (house.store(), house.company.person("maya"), house.company.person("sami"));
        assert_eq!(refused(address::set_outreach(store, house.by("maya"), maya, false).await), forbidden("employees-only"));
        let colleague = address::set_outreach(store, house.by("dora"), sami, false).await;
        assert_eq!(refused(colleague), forbidden("colleagues-tend-themselves"));
        assert_eq!(refused(address::set_outreach(store, house.by("dora"), domain::id::PersonId(4711), false).await), HIDDEN);
        address::set_outreach(store, house.by("sami"), maya, false).await.unwrap();
        let stopped = standings(house, "dora").await[0].stopped.clone().unwrap();
        assert_eq!((stopped.kind.as_str(), stopped.by.as_str()), ("asked", "Sami Koskinen"));
        address::set_outreach(store, house.by("sami"), maya, true).await.unwrap();
        assert!(standings(house, "dora").await.is_empty());
    });
}
