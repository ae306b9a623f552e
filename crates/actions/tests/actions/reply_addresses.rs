//! Reply addresses lead where their conversation stands today: moved, merged, taken apart, forwarded.

use crate::{
    expect::*,
    letters::{incoming, kept},
    merging::{merge, second},
    moving::{go_to, returns},
};
use actions::{
    conversation::{self, Bringing},
    forwarding::{self, Forwarding, To},
    letter::{self, Answered, Incoming, Place},
    merging,
};
use domain::id::{ConversationId, DeliveryId, MessageId, PersonId};
use testkit::{House, in_company};

const MAYA: &str = "maya.okafor@example.org";
const JONAS: &str = "jonas.weber@example.net";
const AIKO: &str = "aiko.tanaka@example.org";

/// What a reply address says.
type Token = (ConversationId, DeliveryId);

/// The reply address on the letter that brings a message to somebody.
async fn issued(house: &House, message: MessageId, to: &str) -> Token {
    let due = letters(house).await;
    let hers = due.iter().map(|due| &due.delivery).find(|it| it.message == Some(message) && it.address == to);
    let hers = hers.expect("a letter goes to her");
    (hers.conversation.expect("it is of a conversation"), hers.id)
}

/// Somebody writes to a reply address, and names nothing that she answers.
async fn answer(house: &House, sender: &str, to: Token) -> Place {
    house.test().clock().advance(1);
    let it = Incoming { token: Some(to), ..incoming(house, sender).await };
    letter::sort(house.store(), it).await.unwrap()
}

/// What was said last in a conversation, by the eyes of somebody who stands in it.
async fn last(house: &House, who: &str, conversation: ConversationId) -> MessageId {
    read(&house.eyes(who).await, conversation).await.last().expect("something was said").id
}

/// Who reads a message, by both implementations of audience; nobody else gets a letter or a notice of it by mail.
async fn readers(house: &House, message: MessageId) -> Vec<&'static str> {
    let facts = house.facts().await;
    let mut names = Vec::new();
    for it in &house.company.people {
        let reads = house.eyes_of(it.person).await.message(message).await.unwrap().is_some();
        assert_eq!(reads, facts.may_see(Some(it.person), message), "{}", it.name);
        if reads {
            names.push(it.short);
        }
    }
    assert!(house.strange_eyes().message(message).await.unwrap().is_none());
    let told = letters_to(house, message).await;
    assert!(told.iter().all(|name| names.contains(name)), "{told:?} of {names:?}");
    names.sort_unstable();
    names
}

#[test]
fn an_address_from_before_a_move_leads_to_where_the_conversation_stands_now() {
    in_company(async |house| {
        let (creak, returns) = (house.conversation("creak"), returns(house).await);
        let before = reply(house, house.by("tomas"), creak).await.unwrap().message;
        let address = issued(house, before, MAYA).await;
        assert_eq!(readers(house, before).await, ["ines", "kofi", "lena", "maya", "sami", "tomas"]);
        go_to(house, "tomas", creak, returns, false).await.unwrap();
        assert_eq!(answer(house, MAYA, address).await, Place::Joined(creak));
        assert_eq!(house.headline("maya", "creak").await.unwrap().space, returns);
        let said = last(house, "maya", creak).await;
        assert_ne!(said, before);
        assert_eq!(readers(house, said).await, ["kofi", "maya", "mei"], "the former desk reads nothing of it");
    });
}

#[test]
fn a_letter_to_an_old_address_and_to_the_former_space_is_said_once() {
    in_company(async |house| {
        let (creak, returns) = (house.conversation("creak"), returns(house).await);
        let before = reply(house, house.by("tomas"), creak).await.unwrap().message;
        let address = issued(house, before, MAYA).await;
        go_to(house, "tomas", creak, returns, false).await.unwrap();
        let said = read(&house.eyes("maya").await, creak).await.len();
        let it = Incoming { answers: vec![Answered::Ours(before)], ..incoming(house, MAYA).await };
        let first = Incoming { token: Some(address), ..it.clone() };
        assert_eq!(letter::sort(house.store(), first).await.unwrap(), Place::Joined(creak));
        // Her program names the message she answers there, too.
        let copy = Incoming { letter: kept(house).await, ..it };
        assert_eq!(letter::sort(house.store(), copy).await.unwrap(), Place::Double(creak));
        assert_eq!(read(&house.eyes("maya").await, creak).await.len(), said + 1);
    });
}

#[test]
fn an_address_of_a_merged_conversation_leads_into_the_other_until_they_are_taken_apart() {
    in_company(async |house| {
        let (store, creak, other) = (house.store(), house.conversation("creak"), second(house, "maya").await);
        let ravi = Bringing { party: house.party("ravi"), past: true };
        conversation::bring(store, house.by("tomas"), other, ravi).await.unwrap();
        let there = reply(house, house.by("tomas"), other).await.unwrap().message;
        let address = issued(house, there, MAYA).await;
        assert_eq!(address.0, other);
        merge(house, "tomas", other, creak, false).await.unwrap();
        assert_eq!(answer(house, MAYA, address).await, Place::Joined(creak));
        let meanwhile = last(house, "maya", creak).await;
        let circle = ["ines", "kofi", "lena", "maya", "sami", "tomas"];
        assert_eq!(readers(house, meanwhile).await, circle, "who stood in the merged one alone reads nothing of it");
        // Who found it, or was sent it, comes into neither.
        let Place::Started(apart) = answer(house, "mallory@evil.example", address).await else { panic!("it starts one") };
        assert!(apart != creak && apart != other);
        assert!(house.eyes("maya").await.conversation_by_id(apart).await.unwrap().is_none());
        assert!(house.eyes("kofi").await.conversation_by_id(apart).await.unwrap().is_none());
        merging::part(store, house.by("tomas"), other).await.unwrap();
        assert_eq!(answer(house, MAYA, address).await, Place::Joined(other));
        let since = last(house, "maya", other).await;
        assert_eq!(readers(house, since).await, ["ines", "lena", "maya", "ravi", "sami", "tomas"]);
        assert_eq!(last(house, "maya", creak).await, meanwhile, "what was said meanwhile stays where it was said");
        assert_eq!(readers(house, meanwhile).await, circle);
    });
}

#[test]
fn an_address_leads_through_as_many_merges_as_there_are() {
    in_company(async |house| {
        let (creak, first, then) = (house.conversation("creak"), second(house, "maya").await, second(house, "maya").await);
        let address = issued(house, reply(house, house.by("tomas"), first).await.unwrap().message, MAYA).await;
        merge(house, "tomas", first, then, false).await.unwrap();
        merge(house, "tomas", then, creak, false).await.unwrap();
        assert_eq!(answer(house, MAYA, address).await, Place::Joined(creak));
        merging::part(house.store(), house.by("tomas"), then).await.unwrap();
        assert_eq!(answer(house, MAYA, address).await, Place::Joined(then));
    });
}

#[test]
fn who_was_taken_out_of_the_other_conversation_does_not_come_back_by_an_old_address() {
    in_company(async |house| {
        let (store, creak, other) = (house.store(), house.conversation("creak"), second(house, "maya").await);
        let aiko = Bringing { party: house.party("aiko"), past: true };
        conversation::bring(store, house.by("tomas"), other, aiko).await.unwrap();
        let there = reply(house, house.by("tomas"), other).await.unwrap().message;
        let address = issued(house, there, AIKO).await;
        merge(house, "tomas", other, creak, true).await.unwrap();
        assert_eq!(answer(house, AIKO, address).await, Place::Joined(creak));
        let hers = last(house, "aiko", creak).await;
        assert_eq!(readers(house, hers).await, ["aiko", "ines", "kofi", "lena", "maya", "sami", "tomas"]);
        conversation::remove(store, house.by("tomas"), creak, house.party("aiko")).await.unwrap();
        let Place::Started(apart) = answer(house, AIKO, address).await else { panic!("it starts one") };
        assert!(apart != creak && apart != other);
        assert_eq!(last(house, "maya", creak).await, hers);
        let alone = last(house, "aiko", apart).await;
        assert_eq!(readers(house, alone).await, ["aiko", "ines", "lena", "sami", "tomas"]);
    });
}

/// Tomas forwards Maya's first message to Jonas, a customer as well.
async fn forwarded(house: &House) -> (ConversationId, MessageId, Token) {
    let said = &house.company.thread("creak").said[0];
    let quoted = domain::forwarding::composed("What is this?", &["Forwarded message".into()], &said.body);
    let (to, subject) = (To::Address(JONAS.into()), String::from("Fwd: a noise"));
    let it = Forwarding { to, subject, body: quoted, files: Vec::new(), saw: None };
    let begun = forwarding::forward(house.store(), house.by("tomas"), said.message, it).await.unwrap();
    (begun.conversation, begun.message, issued(house, begun.message, JONAS).await)
}

#[test]
fn who_answers_a_forwarded_letter_comes_into_that_conversation_alone() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let before = read(&house.eyes("maya").await, creak.conversation).await.len();
        let (apart, message, address) = forwarded(house).await;
        let history: String = creak.said[0].body.lines().map(|line| format!("> > {line}\n")).collect();
        let (ours, hers) = (Answered::Ours(message), Answered::Ours(creak.message(0)));
        // By the address, with all that Maya's letter could be found by; and by what it answers alone.
        for (token, answers) in [
            (Some(address), vec![hers.clone(), ours.clone()]),
            (None, vec![ours.clone(), hers.clone()]),
            (None, vec![hers, ours]),
        ] {
            house.test().clock().advance(1);
            let it = Incoming { token, answers, history: history.clone(), ..incoming(house, JONAS).await };
            assert_eq!(letter::sort(house.store(), it).await.unwrap(), Place::Joined(apart));
            let said = last(house, "jonas", apart).await;
            assert_eq!(readers(house, said).await, ["ines", "jonas", "kofi", "lena", "sami", "tomas"]);
        }
        assert_eq!(read(&house.eyes("maya").await, creak.conversation).await.len(), before);
        assert!(house.eyes("jonas").await.conversation_by_id(creak.conversation).await.unwrap().is_none());
    });
}

#[test]
fn whatever_a_forwarded_letter_is_answered_with_nothing_comes_into_the_customers_conversation() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let before = read(&house.eyes("maya").await, creak.conversation).await.len();
        let (apart, _, address) = forwarded(house).await;
        let quote: String = creak.said[0].body.lines().map(|line| format!("> {line}\n")).collect();
        let subject = format!("Re: {}", house.headline("maya", "creak").await.unwrap().subject);
        let of_hers = || vec![Answered::Ours(creak.message(0))];
        let customers: [(&str, Option<Token>, Vec<Answered>); 4] = [
            (JONAS, None, of_hers()),
            (JONAS, None, Vec::new()),
            // He passed it on.
            ("friend@example.net", Some(address), of_hers()),
            (JONAS, Some((creak.conversation, address.1)), of_hers()),
        ];
        for (sender, token, answers) in customers {
            house.test().clock().advance(1);
            let (history, subject) = (quote.clone(), subject.clone());
            let it = Incoming { token, answers, history, subject, ..incoming(house, sender).await };
            match letter::sort(house.store(), it).await.unwrap() {
                Place::Joined(place) | Place::Started(place) => {
                    assert!(place != creak.conversation && (place != apart || sender == JONAS));
                    assert!(house.eyes("maya").await.conversation_by_id(place).await.unwrap().is_none());
                }
                place => panic!("{sender}: {place:?}"),
            }
        }
        assert_eq!(read(&house.eyes("maya").await, creak.conversation).await.len(), before);
        // And nothing of hers comes to him.
        let hers = reply(house, house.by("tomas"), creak.conversation).await.unwrap().message;
        assert_eq!(answer(house, MAYA, issued(house, hers, MAYA).await).await, Place::Joined(creak.conversation));
        let said = last(house, "maya", creak.conversation).await;
        assert_eq!(readers(house, said).await, ["ines", "kofi", "lena", "maya", "sami", "tomas"]);
    });
}

#[test]
fn whom_it_was_forwarded_to_may_be_nobody_yet() {
    in_company(async |house| {
        let said = house.company.thread("creak").said[0].message;
        let (to, subject) = (To::Address("expert@example.com".into()), String::from("Fwd: a noise"));
        let it = Forwarding { to, subject, body: "> It creaks.".into(), files: Vec::new(), saw: None };
        let begun = forwarding::forward(house.store(), house.by("tomas"), said, it).await.unwrap();
        let address = issued(house, begun.message, "expert@example.com").await;
        assert_eq!(answer(house, "expert@example.com", address).await, Place::Joined(begun.conversation));
        let answered = read(&house.eyes("tomas").await, begun.conversation).await;
        let expert: PersonId = answered.last().unwrap().author;
        let hers = house.eyes_of(expert).await;
        assert_eq!(read(&hers, begun.conversation).await.len(), 2);
        assert!(hers.conversation_by_id(house.conversation("creak")).await.unwrap().is_none());
        assert!(hers.message(said).await.unwrap().is_none());
    });
}
