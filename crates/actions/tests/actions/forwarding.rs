//! Forwarding a message out of the house, or to the colleagues of a space.

use crate::{erasing::kept, expect::*};
use actions::{
    Stop,
    conversation::{self, Bringing, Started},
    forwarding::{self, Forwarding, To},
    message::{self, Replying},
};
use domain::id::{AttachmentId, MessageId};
use testkit::{House, in_company};

fn to(address: &str) -> To {
    To::Address(address.to_owned())
}

async fn forward(house: &House, by: &str, of: MessageId, to: To) -> Result<Started, Stop> {
    let (subject, body) = (String::from("Fwd: a noise"), String::from("Please look\n\n> It creaks."));
    let it = Forwarding { to, subject, body, files: Vec::new(), saw: None };
    forwarding::forward(house.store(), house.by(by), of, it).await
}

fn first(house: &House, thread: &str) -> MessageId {
    house.company.thread(thread).said[0].message
}

#[test]
fn a_forwarded_message_opens_a_conversation_that_the_customer_never_sees() {
    in_company(async |house| {
        let creak = first(house, "creak");
        let begun = forward(house, "tomas", creak, to("expert@example.com")).await.unwrap();
        let seen = house.eyes("sami").await.conversation_by_id(begun.conversation).await.unwrap().expect("his desk sees it");
        assert_eq!(seen.linked, Some(house.conversation("creak")));
        for eyes in [house.eyes("maya").await, house.eyes("ravi").await, house.strange_eyes()] {
            assert!(eyes.conversation_by_id(begun.conversation).await.unwrap().is_none());
        }
        let due = letters(house).await;
        let of_it: Vec<_> = due.iter().filter(|due| due.delivery.message == Some(begun.message)).collect();
        assert_eq!(of_it.len(), 1);
        assert_eq!(of_it[0].delivery.address, "expert@example.com");
        // What she answers stays in it.
        let expert = of_it[0].delivery.recipient;
        reply(house, Some(expert), begun.conversation).await.unwrap();
        assert_eq!(refused(reply(house, Some(expert), house.conversation("creak")).await), HIDDEN);
        assert_eq!(read(&house.eyes("maya").await, house.conversation("creak")).await.len(), 4);
    });
}

#[test]
fn a_file_goes_along_where_it_was_chosen_and_only_then() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let attachments = vec![kept(house, "noise.txt", "click, click"), kept(house, "private.txt", "nobody else's")];
        let said = Replying { attachments, ..replying(creak, "Here it is") };
        let of = message::reply(store, house.by("maya"), said).await.unwrap().message;
        let files = house.eyes("tomas").await.message(of).await.unwrap().unwrap().attachments.clone();
        let it = |files: &[AttachmentId]| Forwarding {
            to: to("expert@example.com"),
            subject: "Fwd: a noise".into(),
            body: "Please listen".into(),
            files: files.to_vec(),
            saw: None,
        };
        for (chosen, names) in [(vec![files[0].id], vec!["noise.txt"]), (Vec::new(), Vec::new())] {
            let begun = forwarding::forward(store, house.by("tomas"), of, it(&chosen)).await.unwrap();
            let due = letters(house).await;
            let expert = due.iter().find(|due| due.delivery.message == Some(begun.message)).unwrap().delivery.recipient;
            let eyes = house.eyes_of(expert).await;
            let copies = eyes.message(begun.message).await.unwrap().unwrap().attachments.clone();
            assert_eq!(copies.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), names);
            for copy in copies {
                let file = eyes.attachment(copy.id).await.unwrap().expect("it is hers to read");
                assert_eq!(store.octets(&file).await.unwrap(), b"click, click");
                assert!(house.eyes("maya").await.attachment(copy.id).await.unwrap().is_none());
            }
            for file in &files {
                assert!(eyes.attachment(file.id).await.unwrap().is_none(), "those of the customer's letter stay there");
            }
        }
        let another = forwarding::forward(store, house.by("tomas"), first(house, "creak"), it(&[files[0].id])).await;
        assert_eq!(refused(another), invalid("file-gone"), "a file of another message");
    });
}

#[test]
fn it_is_taken_back_within_ten_seconds_like_all_that_leaves_the_house() {
    in_company(async |house| {
        let begun = forward(house, "tomas", first(house, "creak"), to("expert@example.com")).await.unwrap();
        message::take_back(house.store(), house.by("tomas"), begun.message).await.unwrap();
        assert!(letters(house).await.iter().all(|due| due.delivery.message != Some(begun.message)));
    });
}

#[test]
fn who_came_later_does_not_read_by_a_forwarding_what_was_said_before() {
    in_company(async |house| {
        let store = house.store();
        let ravi = Bringing { party: house.party("ravi"), past: false };
        conversation::bring(store, house.by("tomas"), house.conversation("creak"), ravi).await.unwrap();
        let begun = forward(house, "tomas", first(house, "creak"), to("expert@example.com")).await.unwrap();
        assert!(house.eyes("ravi").await.conversation_by_id(begun.conversation).await.unwrap().is_none());
        let later = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        let begun = forward(house, "tomas", later.message, to("expert@example.com")).await.unwrap();
        assert!(house.eyes("ravi").await.conversation_by_id(begun.conversation).await.unwrap().is_some());
    });
}

#[test]
fn to_a_space_it_stays_among_colleagues() {
    in_company(async |house| {
        let begun = forward(house, "tomas", first(house, "creak"), To::Space(house.space("talk"))).await.unwrap();
        let seen = house.eyes("felix").await.conversation_by_id(begun.conversation).await.unwrap().expect("a colleague");
        assert!(seen.inside());
        assert!(house.eyes("maya").await.conversation_by_id(begun.conversation).await.unwrap().is_none());
        assert!(letters(house).await.iter().all(|due| due.delivery.message != Some(begun.message)));
        assert_eq!(refused(forward(house, "tomas", first(house, "creak"), To::Space(house.space("product"))).await), HIDDEN);
    });
}

#[test]
fn who_may_not_forward_is_told_why() {
    in_company(async |house| {
        let (store, creak) = (house.store(), first(house, "creak"));
        let outside = || to("expert@example.com");
        assert_eq!(refused(forward(house, "maya", creak, outside()).await), forbidden("employees-only"));
        assert_eq!(refused(forward(house, "ravi", creak, outside()).await), HIDDEN);
        assert_eq!(
            refused(forward(house, "tomas", first(house, "creak-sidebar"), outside()).await),
            forbidden("forwarding-inside")
        );
        assert_eq!(refused(forward(house, "tomas", creak, to("nobody")).await), invalid("address-form"));
        let colleague = to("sami.koskinen@velo-lind.example");
        assert_eq!(refused(forward(house, "tomas", creak, colleague).await), invalid("forwarding-colleague"));
        actions::address::set_outreach(store, house.by("tomas"), house.company.person("aiko"), false).await.unwrap();
        let stopped = forward(house, "tomas", creak, to("aiko.tanaka@example.org")).await;
        assert_eq!(refused(stopped), invalid("forwarding-stopped"));
        actions::block::set(store, house.by("tomas"), "jonas.weber@example.net", true).await.unwrap();
        assert_eq!(refused(forward(house, "tomas", creak, to("jonas.weber@example.net")).await), invalid("address-blocked"));
        let it = |files, saw| Forwarding { to: outside(), subject: "Fwd".into(), body: "Look".into(), files, saw };
        let moved_on = it(Vec::new(), Some("0000000000000000".into()));
        assert_eq!(refused(forwarding::forward(store, house.by("tomas"), creak, moved_on).await), moved("audience-moved"));
        let strange = it(vec![AttachmentId(4711)], None);
        assert_eq!(refused(forwarding::forward(store, house.by("tomas"), creak, strange).await), invalid("file-gone"));
    });
}
