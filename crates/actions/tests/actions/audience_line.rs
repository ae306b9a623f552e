//! The audience line is what is sent: what a writer read above the button still holds, or nothing is sent.

use crate::expect::*;
use actions::{
    Saw,
    conversation::{self, Bringing},
    message::{self, Replying},
};
use domain::{id::Position, kind::Kind};
use testkit::{House, in_company};

/// What somebody sees who opens the conversation now.
async fn saw(house: &House, who: &str, conversation: &str) -> Saw {
    let eyes = house.eyes(who).await;
    let headline = eyes.conversation_by_id(house.conversation(conversation)).await.unwrap().unwrap();
    let last = read(&eyes, headline.id).await.last().map_or(Position::START, |message| message.position);
    Saw { audience: Some(eyes.audience(&headline).await.unwrap().digest()), position: Some(last) }
}

fn answering(house: &House, saw: &Saw) -> Replying {
    Replying { saw: saw.clone(), ..replying(house.conversation("creak"), "An answer") }
}

#[test]
fn nothing_is_sent_to_an_audience_the_writer_did_not_read() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        for who in ["tomas", "maya"] {
            let seen = saw(house, who, "creak").await;
            message::reply(store, house.by(who), answering(house, &seen)).await.unwrap();
        }
        let stale = saw(house, "tomas", "creak").await;
        let bringing = Bringing { party: house.party("aiko"), past: false };
        conversation::bring(store, house.by("ines"), creak, bringing).await.unwrap();
        assert_eq!(refused(message::reply(store, house.by("tomas"), answering(house, &stale)).await), moved("audience-moved"));
        let fresh = saw(house, "tomas", "creak").await;
        let written = message::reply(store, house.by("tomas"), answering(house, &fresh)).await.unwrap();
        assert_eq!(letters_to(house, written.message).await, ["aiko", "maya"]);
    });
}

#[test]
fn a_program_that_tells_half_of_what_it_saw_is_held_to_that_half() {
    in_company(async |house| {
        let store = house.store();
        let stale = saw(house, "tomas", "creak").await;
        reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();
        let audience = Saw { position: None, ..stale.clone() };
        message::reply(store, house.by("tomas"), answering(house, &audience)).await.unwrap();
        let position = Saw { audience: None, ..stale };
        assert_eq!(
            refused(message::reply(store, house.by("tomas"), answering(house, &position)).await),
            moved("message-arrived")
        );
        let other = Saw { audience: Some("another".into()), position: None };
        assert_eq!(refused(message::reply(store, house.by("tomas"), answering(house, &other)).await), moved("audience-moved"));
    });
}

#[test]
fn nothing_is_sent_over_a_message_the_writer_has_not_read() {
    in_company(async |house| {
        let store = house.store();
        let stale = saw(house, "tomas", "creak").await;
        reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();
        assert_eq!(refused(message::reply(store, house.by("tomas"), answering(house, &stale)).await), moved("message-arrived"));
        // One's own message does not stand in one's way.
        let hers = saw(house, "maya", "creak").await;
        message::reply(store, house.by("maya"), answering(house, &hers)).await.unwrap();
        message::reply(store, house.by("maya"), answering(house, &hers)).await.unwrap();
    });
}

#[test]
fn what_is_started_goes_to_the_audience_that_was_read() {
    in_company(async |house| {
        let store = house.store();
        let eyes = house.eyes("mei").await;
        let talk = eyes.space("talk").await.unwrap().unwrap();
        let digest = eyes.audience_of_space(&talk).await.unwrap().digest();
        let it = || conversation::Starting { saw: Some(digest.clone()), ..starting(house, "talk", Kind::Talk) };
        conversation::start(store, house.by("mei"), it()).await.unwrap();
        let support = house.company.team("support");
        actions::space::set_party(store, house.by("dora"), house.space("talk"), support, true).await.unwrap();
        assert_eq!(refused(conversation::start(store, house.by("mei"), it()).await), moved("audience-moved"));
    });
}

#[test]
fn the_parties_of_a_circle_are_for_employees() {
    in_company(async |house| {
        for (who, parties) in [("tomas", 3), ("maya", 0)] {
            let eyes = house.eyes(who).await;
            let headline = eyes.conversation_by_id(house.conversation("creak")).await.unwrap().unwrap();
            let audience = eyes.audience(&headline).await.unwrap();
            assert_eq!(audience.parties.len(), parties, "{who}: {:?}", audience.parties);
            assert!(!audience.digest().is_empty());
        }
        let tomas = house.eyes("tomas").await;
        let headline = tomas.conversation_by_id(house.conversation("creak")).await.unwrap().unwrap();
        let audience = tomas.audience(&headline).await.unwrap();
        let desk = audience.parties.iter().find(|p| p.name == "Support").expect("the desk stands in it");
        assert_eq!(desk.people, 4);
        let by_mail: Vec<_> = audience.by_mail(house.by("tomas")).iter().map(|p| p.name.as_str()).collect();
        assert_eq!(by_mail, ["Maya Okafor"]);
        assert!(
            house
                .eyes("maya")
                .await
                .stewards(&house.eyes("dora").await.space("community").await.unwrap().unwrap())
                .await
                .unwrap()
                .is_empty()
        );
    });
}
