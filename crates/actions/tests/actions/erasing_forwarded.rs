//! What was forwarded of an erased person goes with her: words and files, however often they went on.

use crate::{
    erasing::{ADDRESS, FILE, LINE, NAME, NEEDLES, arrives, erase, indexed, lives},
    expect::*,
};
use actions::{
    conversation::Started,
    forwarding::{self, Forwarding, To},
    letter::{self, Incoming, Place},
};
use store::{Thoroughness, reading::message::Message};
use testkit::{House, in_company};

/// Tomas's own words above what he forwards; they stay.
const OWN: &str = "wwqxjklook";
const EXPERT: &str = "expert@example.com";

async fn forward(house: &House, of: &Message, to: To) -> Started {
    let head = ["Forwarded message".into(), format!("From: {NAME} ({ADDRESS})")];
    let body = domain::forwarding::composed(OWN, &head, &of.source);
    let files: Vec<_> = of.attachments.iter().map(|file| file.id).collect();
    assert_eq!(files.len(), 1);
    let it = Forwarding { to, subject: format!("Fwd: The bird of {NAME}"), body, files, saw: None };
    forwarding::forward(house.store(), house.by("tomas"), of.id, it).await.unwrap()
}

fn to(address: &str) -> To {
    To::Address(address.into())
}

async fn seen(house: &House, begun: &Started) -> Message {
    house.eyes("tomas").await.message(begun.message).await.unwrap().expect("he wrote it").into_inner()
}

/// The expert answers by mail, and quotes all of it.
async fn answered(house: &House, begun: &Started) {
    let due = letters(house).await;
    let hers = due.iter().find(|due| due.delivery.message == Some(begun.message)).expect("a letter goes to her");
    let history: String = seen(house, begun).await.source.lines().map(|line| format!("> {line}\n")).collect();
    let it = arrives(house, ("An Expert", EXPERT), "I know that bird.", &history).await;
    let it = Incoming { token: Some((begun.conversation, hers.delivery.id)), signature: String::new(), ..it };
    assert_eq!(letter::sort(house.store(), it).await.unwrap(), Place::Joined(begun.conversation));
}

async fn erased_everywhere(house: &House, copies: &[Started]) {
    indexed(house).await;
    for copy in copies {
        let file = seen(house, copy).await.attachments[0].id;
        let file = house.eyes("tomas").await.attachment(file).await.unwrap().unwrap();
        assert_eq!(house.store().octets(&file).await.unwrap(), FILE.as_bytes());
    }
    erase(house, "dora", "maya", NAME).await.unwrap();
    house.store().overwrite_erased(Thoroughness::Whole).await.unwrap();
    indexed(house).await;
    let left = house.test().places_of(&NEEDLES);
    assert!(left.is_empty(), "{left:#?}");
    for copy in copies {
        let it = seen(house, copy).await;
        assert!(it.attachments.is_empty() && !it.erased && it.source.contains(OWN), "{it:?}");
    }
}

#[test]
fn a_forwarded_copy_goes_when_its_sender_is_erased() {
    in_company(async |house| {
        let case = lives(house).await;
        let hers = read(&house.eyes("tomas").await, case).await.remove(0);
        let outside = forward(house, &hers, to(EXPERT)).await;
        let inside = forward(house, &hers, To::Space(house.space("talk"))).await;
        answered(house, &outside).await;
        erased_everywhere(house, &[outside, inside]).await;
        assert_eq!(read(&house.eyes("tomas").await, outside.conversation).await.len(), 2, "the expert's words stay");
    });
}

#[test]
fn a_copy_of_a_copy_goes_as_well() {
    in_company(async |house| {
        let case = lives(house).await;
        let hers = read(&house.eyes("tomas").await, case).await.remove(0);
        let mut copies = vec![forward(house, &hers, to("first@example.com")).await];
        copies.push(forward(house, &seen(house, &copies[0]).await, To::Space(house.space("talk"))).await);
        let again = forward(house, &seen(house, &copies[0]).await, to(EXPERT)).await;
        answered(house, &again).await;
        copies.push(again);
        copies.push(forward(house, &seen(house, &copies[2]).await, to("third@example.com")).await);
        erased_everywhere(house, &copies).await;
    });
}

#[test]
fn what_quotes_her_where_a_merged_conversation_goes_on_is_freed_also_after_taking_it_apart() {
    for apart in [false, true] {
        in_company(async |house| {
            let store = house.store();
            let case = lives(house).await;
            let other = crate::merging::second(house, "maya").await;
            crate::merging::merge(house, "tomas", case, other, true).await.unwrap();
            let quoted = format!("> {LINE}\n\n{OWN}");
            actions::message::reply(store, house.by("tomas"), replying(other, &quoted)).await.unwrap();
            if apart {
                actions::merging::part(store, house.by("tomas"), case).await.unwrap();
            }
            indexed(house).await;
            erase(house, "dora", "maya", NAME).await.unwrap();
            store.overwrite_erased(Thoroughness::Whole).await.unwrap();
            indexed(house).await;
            let left = house.test().places_of(&NEEDLES);
            assert!(left.is_empty(), "{left:#?}");
            assert!(!house.test().places_of(&[OWN]).is_empty());
        });
    }
}
