//! Sending later: it goes when it is due, unless somebody wrote first or other people would get it.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing},
    message::{self, Replying},
    planned,
};
use domain::{
    id::{MessageId, PlannedId},
    moment::{HOUR, MINUTE, Moment},
};
use store::consumer::Bookmark;
use testkit::{House, in_company};

fn in_an_hour(house: &House) -> Moment {
    house.test().now().plus(HOUR)
}

async fn plan(house: &House, who: &str, conversation: &str, body: &str) -> PlannedId {
    let it = replying(house.conversation(conversation), body);
    planned::plan(house.store(), house.by(who), it, in_an_hour(house)).await.unwrap()
}

async fn go(house: &House) -> usize {
    planned::send_due(house.store(), house.test().keys()).await.unwrap()
}

async fn waiting(house: &House, who: &str) -> Vec<String> {
    house.eyes(who).await.my_plans(None).await.unwrap().iter().map(|plan| plan.source.clone()).collect()
}

async fn draft(house: &House, who: &str, conversation: &str) -> String {
    let eyes = house.eyes(who).await;
    let of = eyes.conversation_by_id(house.conversation(conversation)).await.unwrap().unwrap();
    eyes.draft(&of).await.unwrap().map(store::Seen::into_inner).unwrap_or_default()
}

async fn derive(house: &House) {
    let bookmark = Bookmark::of("notices");
    loop {
        let (from, lines) = bookmark.lines(house.store()).await.unwrap();
        let Some(to) = lines.last().map(|line| line.position) else { break };
        bookmark.advance(house.store(), from, to, async move |w| actions::notice::derive(w, &lines).await).await.unwrap();
    }
    bookmark.give_back(house.store()).await.unwrap();
}

async fn says(house: &House, who: &str, conversation: &str) -> Vec<String> {
    read(&house.eyes(who).await, house.conversation(conversation)).await.into_iter().map(|it| it.source).collect()
}

#[test]
fn it_goes_when_it_is_due_as_if_it_were_written_then() {
    in_company(async |house| {
        let store = house.store();
        plan(house, "tomas", "creak", "Did the cup arrive?").await;
        actions::draft::keep(store, house.by("tomas"), house.conversation("creak"), "something else").await.unwrap();
        assert_eq!((go(house).await, waiting(house, "tomas").await.len()), (0, 1));
        assert!(waiting(house, "sami").await.is_empty(), "nobody else is told");
        house.test().clock().advance(HOUR + MINUTE);
        assert_eq!(go(house).await, 1);
        assert_eq!(go(house).await, 0, "once");
        assert!(says(house, "maya", "creak").await.contains(&String::from("Did the cup arrive?")));
        let message = read(&house.eyes("maya").await, house.conversation("creak")).await.pop().unwrap();
        assert_eq!(message.at, house.test().now());
        assert_eq!(letters_to(house, message.id).await, ["maya"]);
        assert_eq!(draft(house, "tomas", "creak").await, "something else");
        assert!(waiting(house, "tomas").await.is_empty());
    });
}

#[test]
fn who_planned_changes_it_or_gives_it_up_and_nobody_else_does() {
    in_company(async |house| {
        let (store, later) = (house.store(), in_an_hour(house).plus(HOUR));
        let plan = plan(house, "tomas", "creak", "First words").await;
        for who in ["sami", "maya", "dora"] {
            assert_eq!(refused(planned::change(store, house.by(who), plan, "Mine now", later).await), HIDDEN);
            assert_eq!(refused(planned::cancel(store, house.by(who), plan).await), HIDDEN);
        }
        assert_eq!(refused(planned::change(store, None, plan, "Mine now", later).await), STRANGER);
        planned::change(store, house.by("tomas"), plan, "Better words", later).await.unwrap();
        house.test().clock().advance(HOUR + MINUTE);
        assert_eq!(go(house).await, 0, "it was put off");
        planned::cancel(store, house.by("tomas"), plan).await.unwrap();
        assert_eq!(draft(house, "tomas", "creak").await, "Better words");
        house.test().clock().advance(2 * HOUR);
        assert_eq!(go(house).await, 0);
        assert_eq!(refused(planned::cancel(store, house.by("tomas"), plan).await), HIDDEN);
    });
}

#[test]
fn if_they_write_first_it_is_a_draft_again_and_its_writer_is_told() {
    in_company(async |house| {
        derive(house).await;
        plan(house, "tomas", "creak", "Any news?").await;
        reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        derive(house).await;
        assert_eq!(waiting(house, "tomas").await.len(), 1, "his own words stop nothing");
        reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();
        derive(house).await;
        assert!(waiting(house, "tomas").await.is_empty());
        assert_eq!(draft(house, "tomas", "creak").await, "Any news?");
        let notices = house.eyes("tomas").await.notices(None).await.unwrap().lines;
        assert!(notices.iter().any(|it| it.reason == "unsent"), "{notices:?}");
        // Due before the consumer came by: it is asked once more when it goes.
        plan(house, "tomas", "creak", "And now?").await;
        reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();
        house.test().clock().advance(HOUR + MINUTE);
        go(house).await;
        assert!(!says(house, "maya", "creak").await.contains(&String::from("And now?")));
        assert!(draft(house, "tomas", "creak").await.starts_with("And now?"));
    });
}

#[test]
fn nothing_planned_goes_to_people_its_writer_did_not_read_of() {
    in_company(async |house| {
        plan(house, "tomas", "creak", "Only for Maya").await;
        let bring = Bringing { party: house.party("aiko"), past: false };
        conversation::bring(house.store(), house.by("ines"), house.conversation("creak"), bring).await.unwrap();
        house.test().clock().advance(HOUR + MINUTE);
        go(house).await;
        assert!(!says(house, "aiko", "creak").await.contains(&String::from("Only for Maya")));
        assert_eq!(draft(house, "tomas", "creak").await, "Only for Maya");
    });
}

#[test]
fn who_may_not_write_may_not_plan() {
    in_company(async |house| {
        let plan = async |by, conversation, body| {
            let it = replying(house.conversation(conversation), body);
            refused(planned::plan(house.store(), by, it, in_an_hour(house)).await)
        };
        assert_eq!(plan(house.by("ravi"), "creak", "Words").await, HIDDEN);
        assert_eq!(plan(house.by("ines"), "parcel", "Words").await, forbidden("conversation-closed"));
        assert_eq!(plan(None, "creak", "Words").await, STRANGER);
        assert_eq!(plan(house.by("tomas"), "creak", " ").await, invalid("message-empty"));
    });
}

#[test]
fn what_is_planned_answers_a_message_of_the_same_conversation_while_that_stands() {
    in_company(async |house| {
        let (store, tomas, creak) = (house.store(), house.by("tomas"), house.company.thread("creak"));
        let plan = async |body, answered| {
            let it = Replying { answers: Some(answered), ..replying(creak.conversation, body) };
            planned::plan(store, tomas, it, in_an_hour(house)).await
        };
        for other in [house.company.thread("coffee").message(0), house.company.thread("creak-sidebar").message(0), MessageId(3)] {
            assert_eq!(refused(plan("To you", other).await), invalid("answered-unknown"));
        }
        let gone = reply(house, tomas, creak.conversation).await.unwrap().message;
        plan("It stands", creak.message(0)).await.unwrap();
        plan("It went", gone).await.unwrap();
        message::delete(store, tomas, gone).await.unwrap();
        assert_eq!(refused(plan("Too late", gone).await), invalid("answered-unknown"));
        house.test().clock().advance(HOUR + MINUTE);
        assert_eq!(go(house).await, 2);
        let said = read(&house.eyes("tomas").await, creak.conversation).await;
        let answers = |words: &str| said.iter().find(|it| it.source == words).map(|it| it.answers);
        assert_eq!(answers("It stands"), Some(Some(creak.message(0))));
        assert_eq!(answers("It went"), Some(None), "it went out without what it answered");
    });
}
