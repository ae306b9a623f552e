//! Starting, closing, opening again, accepting.

use crate::expect::*;
use actions::conversation;
use domain::{
    id::ConversationId,
    kind::{Kind, Stage},
};
use testkit::in_company;

#[test]
fn a_conversation_is_started_where_the_space_takes_it_and_nowhere_else() {
    in_company(async |house| {
        for (who, space, kind) in [
            ("maya", "support", Kind::Case),
            ("aiko", "community", Kind::Question),
            ("anton", "wheels", Kind::Talk),
            ("mei", "facilities", Kind::Case),
            ("lucia", "news", Kind::Announcement),
            ("dora", "news", Kind::Announcement),
        ] {
            let started = start(house, who, space, kind).await;
            let started = started.unwrap_or_else(|stop| panic!("{who} in {space}: {stop}"));
            assert_eq!(read(&house.eyes(who).await, started.conversation).await.len(), 1, "{who} reads her own words");
        }
        assert_eq!(refused(start(house, "maya", "talk", Kind::Talk).await), HIDDEN);
        assert_eq!(refused(start(house, "maya", "wheels", Kind::Talk).await), HIDDEN);
        // An open space is seen by who has something in it; who comes for the first time writes a letter.
        assert_eq!(refused(start(house, "wim", "support", Kind::Case).await), HIDDEN);
        assert_eq!(refused(start(house, "mei", "news", Kind::Announcement).await), forbidden("stewards-start"));
        assert_eq!(refused(start(house, "mei", "talk", Kind::Case).await), invalid("kind-not-here"));
        let strange = conversation::start(house.store(), None, starting(house, "community", Kind::Question)).await;
        assert_eq!(refused(strange), STRANGER);
        let nowhere = conversation::Starting { space: domain::id::SpaceId(4), ..starting(house, "talk", Kind::Talk) };
        assert_eq!(refused(conversation::start(house.store(), house.by("mei"), nowhere).await), HIDDEN);
    });
}

#[test]
fn a_conversation_needs_a_subject_and_words_that_fit() {
    in_company(async |house| {
        let it = || starting(house, "talk", Kind::Talk);
        let long = "x".repeat(domain::limits::MESSAGE_BYTES_MAX + 1);
        for (case, key) in [
            (conversation::Starting { subject: " ".into(), ..it() }, "field-empty"),
            (conversation::Starting { subject: "x".repeat(300), ..it() }, "field-long"),
            (conversation::Starting { body: "\n".into(), ..it() }, "message-empty"),
            (conversation::Starting { body: long, ..it() }, "message-long"),
            (conversation::Starting { to: "not an address".into(), ..it() }, "address-form"),
        ] {
            assert_eq!(refused(conversation::start(house.store(), house.by("mei"), case).await), invalid(key));
        }
    });
}

#[test]
fn a_case_can_be_started_for_a_customer_nobody_knew_and_she_gets_it_by_mail() {
    in_company(async |house| {
        let it = conversation::Starting { to: "New.Rider@example.org".into(), ..starting(house, "support", Kind::Case) };
        let started = conversation::start(house.store(), house.by("ines"), it).await.unwrap();
        let due = letters(house).await;
        let letter = due.iter().find(|due| due.delivery.message == Some(started.message)).expect("a letter waits");
        assert_eq!(letter.delivery.address, "new.rider@example.org");
        let rider = house.eyes_of(letter.delivery.recipient).await;
        assert!(!rider.viewer().inside());
        assert_eq!(read(&rider, started.conversation).await.len(), 1);
        // A customer can't have others written to.
        let it = conversation::Starting { to: "victim@example.org".into(), ..starting(house, "support", Kind::Case) };
        let stopped = refused(conversation::start(house.store(), house.by("maya"), it).await);
        assert_eq!(stopped, forbidden("employees-only"));
        let with = vec![house.party("jonas")];
        let it = conversation::Starting { with, ..starting(house, "support", Kind::Case) };
        assert_eq!(refused(conversation::start(house.store(), house.by("maya"), it).await), forbidden("employees-only"));
    });
}

#[test]
fn what_is_started_inside_stays_inside_also_where_the_space_reaches_out() {
    in_company(async |house| {
        let it = conversation::Starting { inside: true, ..starting(house, "community", Kind::Talk) };
        let inside = conversation::start(house.store(), house.by("ines"), it).await.unwrap();
        assert!(read(&house.eyes("maya").await, inside.conversation).await.is_empty());
        assert!(house.strange_eyes().conversation_by_id(inside.conversation).await.unwrap().is_none());
        // Nor can an outsider be taken along.
        let with = vec![house.party("maya")];
        let it = conversation::Starting { inside: true, with, ..starting(house, "community", Kind::Talk) };
        let stopped = refused(conversation::start(house.store(), house.by("ines"), it).await);
        assert_eq!(stopped, forbidden("circle-inside-only"));
    });
}

#[test]
fn a_conversation_is_closed_by_us_or_who_started_it_with_a_reason_of_its_kind() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let close = async |who: &str, reason: &str| conversation::close(store, house.by(who), creak, reason).await;
        assert_eq!(refused(close("jonas", "solved").await), HIDDEN);
        assert_eq!(refused(close("ravi", "solved").await), HIDDEN);
        assert_eq!(refused(conversation::close(store, None, creak, "solved").await), STRANGER);
        assert_eq!(refused(close("tomas", "because").await), invalid("closing-unknown"));
        close("maya", "solved").await.unwrap();
        assert_eq!(refused(close("tomas", "solved").await), moved("closed-already"));
        // A partner reads along in the group, but did not start the announcement.
        let calendar = house.conversation("calendar");
        assert_eq!(refused(conversation::close(store, house.by("anton"), calendar, "done").await), forbidden("starter-closes"));
        let closed = house.headline("maya", "creak").await.unwrap();
        assert_eq!((closed.stage, closed.closed_reason.as_deref()), (Stage::Closed, Some("solved")));
        assert_eq!(closed.awaited_since, None);
    });
}

#[test]
fn a_closed_conversation_takes_no_words_until_it_is_opened_again() {
    in_company(async |house| {
        let (store, parcel) = (house.store(), house.conversation("parcel"));
        for who in ["jonas", "ines"] {
            assert_eq!(refused(reply(house, house.by(who), parcel).await), forbidden("conversation-closed"));
        }
        assert_eq!(refused(conversation::reopen(store, house.by("maya"), parcel).await), HIDDEN);
        assert_eq!(
            refused(conversation::reopen(store, house.by("anton"), house.conversation("calendar")).await),
            forbidden("starter-closes")
        );
        conversation::reopen(store, house.by("jonas"), parcel).await.unwrap();
        reply(house, house.by("jonas"), parcel).await.unwrap();
        assert_eq!(refused(conversation::reopen(store, house.by("ines"), parcel).await), moved("open-already"));
        let open = house.headline("ines", "parcel").await.unwrap();
        assert_eq!((open.stage, open.closed_at), (Stage::Open, None));
    });
}

#[test]
fn an_answer_is_accepted_by_who_asked_or_by_us_where_the_kind_has_answers() {
    in_company(async |house| {
        let (store, paint) = (house.store(), house.company.thread("paint"));
        let answer = paint.message(1);
        let accept = async |who: &str, message| conversation::accept(store, house.by(who), paint.conversation, message).await;
        assert_eq!(refused(accept("jonas", answer).await), forbidden("asker-accepts"));
        assert_eq!(refused(accept("aiko", house.company.thread("tubeless").message(1)).await), HIDDEN);
        assert_eq!(refused(conversation::accept(store, None, paint.conversation, answer).await), STRANGER);
        let creak = house.company.thread("creak");
        let stopped = conversation::accept(store, house.by("tomas"), creak.conversation, creak.message(1)).await;
        assert_eq!(refused(stopped), forbidden("kind-without-answer"));
        accept("aiko", answer).await.unwrap();
        let answered = house.headline("aiko", "paint").await.unwrap();
        assert_eq!((answered.stage, answered.accepted), (Stage::Answered, Some(answer)));
        assert_eq!(answered.awaited_since, None);
    });
}

#[test]
fn accepting_an_answer_later_leaves_a_closed_question_closed() {
    in_company(async |house| {
        let (store, paint) = (house.store(), house.company.thread("paint"));
        conversation::close(store, house.by("ines"), paint.conversation, "answered").await.unwrap();
        conversation::accept(store, house.by("aiko"), paint.conversation, paint.message(1)).await.unwrap();
        let closed = house.headline("aiko", "paint").await.unwrap();
        assert_eq!((closed.stage, closed.accepted), (Stage::Closed, Some(paint.message(1))));
    });
}

#[test]
fn what_does_not_exist_and_what_is_hidden_are_refused_alike() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.by("maya"));
        for conversation in [ConversationId(12345), house.conversation("belt"), house.conversation("creak-sidebar")] {
            assert_eq!(refused(reply(house, maya, conversation).await), HIDDEN);
            assert_eq!(refused(conversation::close(store, maya, conversation, "done").await), HIDDEN);
            assert_eq!(refused(conversation::reopen(store, maya, conversation).await), HIDDEN);
            assert_eq!(refused(conversation::assign(store, maya, conversation, None).await), HIDDEN);
            let party = house.party("maya");
            let bringing = conversation::Bringing { party, past: false };
            assert_eq!(refused(conversation::bring(store, maya, conversation, bringing).await), HIDDEN);
            let by_address = conversation::bring_address(store, maya, conversation, "a@example.org", false).await;
            assert_eq!(refused(by_address), HIDDEN);
            assert_eq!(refused(conversation::remove(store, maya, conversation, party).await), HIDDEN);
            assert_eq!(refused(actions::sidebar::open(store, maya, conversation, "psst").await), HIDDEN);
            assert_eq!(refused(actions::draft::keep(store, maya, conversation, "psst").await), HIDDEN);
        }
    });
}
