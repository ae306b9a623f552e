//! The relay's line: what is asked of it, and who is given a rest when it says no.

use crate::sink::Sink;
use actions::message::{self, Replying};
use domain::moment::{DAY, MINUTE, SECOND};
use testkit::{House, in_company};

async fn letter_to(house: &House, by: &str, conversation: &str) -> domain::id::MessageId {
    let conversation = house.conversation(conversation);
    let body = String::from("Words that leave the house");
    let it = Replying { conversation, body, answers: None, attachments: Vec::new(), saw: actions::Saw::default() };
    message::reply(house.store(), house.by(by), it).await.expect("he may").message
}

async fn fate(house: &House, message: domain::id::MessageId) -> (String, String) {
    let rows = house.eyes("tomas").await.deliveries(message).await.expect("the store answers");
    let row = rows.first().expect("a letter");
    (row.state.clone(), row.words.clone())
}

#[test]
fn notices_of_failure_are_asked_for_where_they_are_offered() {
    in_company(async |house| {
        for (extension, asked) in [("DSN", true), ("SIZE", false)] {
            let sink = Sink::that(house, extension, |_| None).await;
            house.test().clock().advance(DAY);
            sink.receive(house).await;
            letter_to(house, "tomas", "creak").await;
            house.test().clock().advance(11 * SECOND);
            let taken = sink.receive(house).await;
            let it = taken.iter().find(|it| it.to().starts_with("maya")).expect("the letter");
            assert_eq!(it.rcpt.contains("NOTIFY=FAILURE,DELAY ORCPT=rfc822;maya.okafor@example.org"), asked, "{}", it.rcpt);
            assert_eq!(it.mail.contains("RET=HDRS"), asked, "{}", it.mail);
            assert!(it.mail.starts_with("MAIL FROM:<bounce+"), "{}", it.mail);
        }
    });
}

#[test]
fn a_destination_that_asks_for_a_rest_gets_it_and_others_go_on() {
    in_company(async |house| {
        let full: fn(&str) -> Option<&'static str> = |rcpt| rcpt.contains("@example.org").then_some("450 4.7.1 come back later");
        let sink = Sink::that(house, "DSN", full).await;
        house.test().clock().advance(DAY);
        sink.receive(house).await;
        // Whatever waited of the company's own history has had its turn; now only ours counts.
        house.test().clock().advance(DAY);
        sink.receive(house).await;
        let to_maya = letter_to(house, "tomas", "creak").await;
        let to_jonas = letter_to(house, "sami", "mudguards").await;
        house.test().clock().advance(2 * DAY);
        sink.receive(house).await;
        let resting = house.eyes("dora").await.resting().await.unwrap();
        assert_eq!(resting.len(), 1, "{resting:?}");
        assert_eq!(resting[0].0, "example.org");
        assert!(resting[0].2.contains("come back later"));
        assert_eq!(fate(house, to_jonas).await.0, "sent");
        let (state, _) = fate(house, to_maya).await;
        assert_eq!(state, "queued");
        // A second letter there is not even tried while it rests.
        let another = letter_to(house, "tomas", "creak").await;
        house.test().clock().advance(11 * SECOND);
        sink.receive(house).await;
        assert_eq!(fate(house, another).await, ("queued".into(), String::new()));
        assert!(house.eyes("sami").await.resting().await.unwrap().is_empty(), "administrators alone are told of all");
        let rests = house.eyes("tomas").await.resting_for(another).await.unwrap();
        assert_eq!((rests.len(), rests[0].0.as_str()), (1, "example.org"), "who sees the message is told why it waits");
        assert!(rests[0].2.contains("come back later"));
        assert!(house.eyes("tomas").await.resting_for(to_jonas).await.unwrap().is_empty(), "that one went");
        for none in ["maya", "jonas"] {
            assert!(house.eyes(none).await.resting_for(another).await.unwrap().is_empty(), "{none}");
        }
        // Well again.
        let open = Sink::of(house).await;
        house.test().clock().advance(40 * MINUTE);
        open.receive(house).await;
        assert_eq!(fate(house, another).await.0, "sent");
        assert!(house.eyes("dora").await.resting().await.unwrap().is_empty());
    });
}

#[test]
fn who_wrote_a_letter_that_never_arrives_learns_it() {
    in_company(async |house| {
        let sink = Sink::that(house, "DSN", |rcpt| rcpt.contains("maya").then_some("550 5.1.1 nobody of this name")).await;
        house.test().clock().advance(DAY);
        sink.receive(house).await;
        let said = letter_to(house, "tomas", "creak").await;
        house.test().clock().advance(11 * SECOND);
        sink.receive(house).await;
        sink.receive(house).await;
        assert_eq!(fate(house, said).await.0, "failed");
        let notices = house.eyes("tomas").await.notices(None).await.unwrap().lines;
        assert!(notices.iter().any(|it| it.reason == "undelivered"), "he is told: {notices:?}");
        let seen = house.eyes("tomas").await.message(said).await.unwrap().expect("his own");
        assert_eq!((seen.letters.failed, seen.letters.sent), (1, 0));
        assert_eq!(house.eyes("maya").await.message(said).await.unwrap().expect("hers too").letters.failed, 0);
    });
}

#[test]
fn a_relay_that_rests_is_tried_when_the_house_starts_again_and_a_destination_rests_on() {
    in_company(async |house| {
        let away = Sink::that(house, "DSN", |_| Some("421 4.3.2 closing")).await;
        house.test().clock().advance(DAY);
        Sink::of(house).await.receive(house).await;
        let said = letter_to(house, "tomas", "creak").await;
        house.test().clock().advance(11 * SECOND);
        away.receive(house).await;
        assert_eq!(fate(house, said).await.0, "queued");
        let resting = house.eyes("dora").await.resting().await.unwrap();
        assert_eq!(resting.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), [""]);
        assert_eq!(house.eyes("tomas").await.resting_for(said).await.unwrap().len(), 1);
        let busy: fn(&str) -> Option<&'static str> =
            |rcpt| rcpt.contains("@example.org").then_some("450 4.7.1 <somebody@example.org> later");
        let mended = Sink::that(house, "DSN", busy).await;
        mended.receive(house).await;
        assert_eq!(house.eyes("tomas").await.deliveries(said).await.unwrap()[0].attempts, 1, "while it rests nothing is tried");
        mended.deliverer.begin().await.expect("the store answers");
        mended.receive(house).await;
        assert_eq!(house.eyes("tomas").await.deliveries(said).await.unwrap()[0].attempts, 2, "it was tried at once");
        mended.deliverer.begin().await.expect("the store answers");
        let rests = house.eyes("tomas").await.resting_for(said).await.unwrap();
        assert_eq!((rests[0].0.as_str(), rests[0].2.as_str()), ("example.org", ""), "words that name an address are left out");
    });
}
