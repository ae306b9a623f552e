//! Addresses of one's own: a letter proves them, and nobody is told who has which.

use crate::expect::*;
use actions::own_address;
use domain::{address::MailAddress, id::AddressId, moment::DAY};
use store::Stop;
use testkit::{House, in_company};

async fn ask(house: &House, who: &str, address: &str) -> Result<(), Stop> {
    own_address::ask(house.store(), house.by(who), address).await
}

/// The token in the letter that waits for this address.
async fn token(house: &House, address: &str) -> Option<String> {
    let due = letters(house).await;
    let letter = due.iter().find(|due| due.delivery.reason == "address" && due.delivery.address == address)?;
    Some(own_address::token(house.store(), letter.delivery.id, letter.delivery.recipient).await.unwrap())
}

async fn mine(house: &House, who: &str) -> Vec<(AddressId, String)> {
    let eyes = house.eyes(who).await;
    let found = eyes.addresses_of(&eyes.me().await.unwrap().unwrap()).await.unwrap();
    found.into_iter().map(|it| it.into_inner()).map(|it| (it.id, it.address)).collect()
}

#[test]
fn a_letter_makes_an_address_hers_and_she_comes_in_by_it() {
    in_company(async |house| {
        assert_eq!(refused(ask(house, "maya", "no address").await), invalid("address-form"));
        assert_eq!(refused(own_address::ask(house.store(), None, "maya@work.example").await), STRANGER);
        ask(house, "maya", "Maya@Work.example").await.unwrap();
        assert_eq!(house.eyes("maya").await.my_asked_addresses().await.unwrap().len(), 1);
        assert_eq!(mine(house, "maya").await.len(), 1, "it is hers before it is proved");
        let token = token(house, "maya@work.example").await.expect("a letter waits");
        assert_eq!(refused(own_address::confirm(house.store(), house.by("jonas"), &token).await), forbidden("address-link"));
        assert_eq!(refused(own_address::confirm(house.store(), house.by("maya"), "made-up").await), forbidden("address-link"));
        for _ in 0..2 {
            own_address::confirm(house.store(), house.by("maya"), &token).await.unwrap();
        }
        let addresses = mine(house, "maya").await;
        assert_eq!((addresses.len(), addresses[1].1.as_str()), (2, "maya@work.example"));
        assert!(house.eyes("maya").await.my_asked_addresses().await.unwrap().is_empty());
        assert_eq!(refused(ask(house, "maya", "maya@work.example").await), invalid("address-yours"));
        let link = actions::session::link_for(house.store(), &MailAddress::parse("maya@work.example").unwrap(), 5).await.unwrap();
        let session = actions::session::enter_by_link(house.store(), &link, "").await.unwrap();
        assert_eq!(house.store().enter(&session).await.unwrap().unwrap().viewer.person(), house.by("maya"));
    });
}

#[test]
fn an_address_of_somebody_else_answers_like_any_other_until_its_letter_is_read() {
    in_company(async |house| {
        let jonas = mine(house, "jonas").await[0].1.clone();
        ask(house, "maya", &jonas).await.unwrap();
        let token = token(house, &jonas).await.expect("a letter waits");
        assert_eq!(refused(own_address::confirm(house.store(), house.by("maya"), &token).await), moved("address-of-another"));
        assert_eq!(mine(house, "jonas").await.len(), 1);
        // Who is on the block list is answered for alike; when its letter would go it is withheld.
        let blocked = mine(house, "wim").await[0].1.clone();
        actions::block::set(house.store(), house.by("sami"), &blocked, true).await.unwrap();
        ask(house, "maya", &blocked).await.unwrap();
        assert!(self::token(house, &blocked).await.is_some() && house.store().is_blocked(&blocked).await.unwrap());
    });
}

#[test]
fn a_link_lasts_a_day_and_only_so_many_are_sent() {
    in_company(async |house| {
        ask(house, "maya", "maya@work.example").await.unwrap();
        let token = token(house, "maya@work.example").await.unwrap();
        for n in 1..domain::limits::ADDRESSES_ASKED_PER_DAY {
            ask(house, "maya", &format!("maya{n}@work.example")).await.unwrap();
        }
        let (meaning, key) = refused(ask(house, "maya", "one.more@work.example").await);
        assert_eq!((meaning, key), (domain::refusal::Meaning::TooOften, "addresses-often"));
        house.test().clock().advance(DAY + 1);
        assert_eq!(refused(own_address::confirm(house.store(), house.by("maya"), &token).await), forbidden("address-link"));
        ask(house, "maya", "one.more@work.example").await.unwrap();
    });
}

#[test]
fn letters_go_to_the_address_she_puts_first_and_the_last_one_stays() {
    in_company(async |house| {
        let first = mine(house, "maya").await[0].clone();
        assert_eq!(refused(own_address::remove(house.store(), house.by("maya"), first.0).await), moved("address-last"));
        ask(house, "maya", "maya@work.example").await.unwrap();
        let token = token(house, "maya@work.example").await.unwrap();
        own_address::confirm(house.store(), house.by("maya"), &token).await.unwrap();
        let work = mine(house, "maya").await[1].0;
        assert_eq!(refused(own_address::put_first(house.store(), house.by("jonas"), work).await), HIDDEN);
        assert_eq!(refused(own_address::remove(house.store(), house.by("tomas"), AddressId(4711)).await), HIDDEN);
        own_address::put_first(house.store(), house.by("maya"), work).await.unwrap();
        assert_eq!(mine(house, "maya").await[0].1, "maya@work.example");
        let said = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap().message;
        let due = letters(house).await;
        let letter = due.iter().find(|due| due.delivery.message == Some(said)).expect("a letter waits");
        assert_eq!(letter.delivery.address, "maya@work.example");
        own_address::remove(house.store(), house.by("maya"), first.0).await.unwrap();
        assert_eq!(mine(house, "maya").await.len(), 1);
    });
}
