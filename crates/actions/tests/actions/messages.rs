//! Writing messages and changing one's own.

use crate::expect::*;
use actions::message::{self, Replying};
use domain::{
    id::MessageId,
    kind::{Kind, Stage},
};
use testkit::in_company;

#[test]
fn outsiders_by_name_get_letters_and_employees_none() {
    in_company(async |house| {
        let creak = house.conversation("creak");
        let ours = reply(house, house.by("tomas"), creak).await.unwrap();
        assert_eq!(letters_to(house, ours.message).await, ["maya"]);
        let hers = reply(house, house.by("maya"), creak).await.unwrap();
        assert!(letters_to(house, hers.message).await.is_empty(), "nobody gets her own words, colleagues read here");
        // A group gets none: only who is named in the circle herself.
        let group = reply(house, house.by("bram"), house.conversation("hubs")).await.unwrap();
        assert_eq!(letters_to(house, group.message).await, ["anton"], "he started it, so he stands in the circle by name");
        assert_eq!(refused(reply(house, house.by("jonas"), creak).await), HIDDEN);
        assert_eq!(refused(reply(house, None, creak).await), STRANGER);
    });
}

#[test]
fn a_case_waits_for_us_while_the_last_word_is_hers_and_for_her_while_it_is_ours() {
    in_company(async |house| {
        let creak = house.conversation("creak");
        let before = house.headline("sami", "creak").await.unwrap();
        assert_eq!((before.stage, before.awaited_since), (Stage::Waiting, None));
        reply(house, house.by("maya"), creak).await.unwrap();
        let since = house.test().now();
        house.test().clock().advance(domain::moment::HOUR);
        reply(house, house.by("maya"), creak).await.unwrap();
        let waits = house.headline("sami", "creak").await.unwrap();
        assert_eq!((waits.stage, waits.awaited_since), (Stage::Open, Some(since)), "since the first of them");
        reply(house, house.by("tomas"), creak).await.unwrap();
        let after = house.headline("sami", "creak").await.unwrap();
        assert_eq!((after.stage, after.awaited_since), (Stage::Waiting, None));
        let new = start(house, "jonas", "support", Kind::Case).await.unwrap();
        let eyes = house.eyes("sami").await;
        let headline = eyes.conversation_by_id(new.conversation).await.unwrap().unwrap();
        assert_eq!(headline.stage, Stage::New, "nobody of us has answered yet");
    });
}

#[test]
fn an_outsider_does_not_answer_an_announcement_in_it() {
    in_company(async |house| {
        let calendar = house.conversation("calendar");
        assert_eq!(refused(reply(house, house.by("anton"), calendar).await), forbidden("announcement-answers-apart"));
        reply(house, house.by("bram"), calendar).await.unwrap();
    });
}

#[test]
fn an_answer_names_a_message_of_the_same_conversation() {
    in_company(async |house| {
        let thread = house.company.thread("coffee");
        let answering = |answers| Replying { answers: Some(answers), ..replying(thread.conversation, "To you") };
        let mei = house.by("mei");
        message::reply(house.store(), mei, answering(thread.message(1))).await.unwrap();
        for other in [house.company.thread("ride").message(0), thread.message(2), MessageId(3)] {
            assert_eq!(refused(message::reply(house.store(), mei, answering(other)).await), invalid("answered-unknown"));
        }
    });
}

#[test]
fn only_the_author_edits_and_the_former_words_stay_visible() {
    in_company(async |house| {
        let (store, coffee) = (house.store(), house.company.thread("coffee"));
        let message = coffee.message(1);
        let edit = async |who: &str, words: &str| message::edit(store, house.by(who), message, words).await;
        assert_eq!(refused(edit("nora", "Mine now").await), forbidden("author-edits"));
        assert_eq!(refused(edit("maya", "Mine now").await), HIDDEN);
        assert_eq!(refused(message::edit(store, None, message, "Mine now").await), STRANGER);
        assert_eq!(refused(edit("ravi", " ").await), invalid("message-empty"));
        edit("ravi", "A third wording.").await.unwrap();
        let eyes = house.eyes("greta").await;
        let seen = eyes.message(message).await.unwrap().unwrap();
        assert_eq!(seen.source, "A third wording.");
        let versions: Vec<_> = eyes.versions(&seen).await.unwrap().into_iter().map(|v| v.into_inner().1).collect();
        assert_eq!(versions.len(), 2);
        assert!(versions[1].contains("I pressed both buttons at once."), "{versions:?}");
        actions::conversation::close(store, house.by("nora"), coffee.conversation, "done").await.unwrap();
        assert_eq!(refused(edit("ravi", "Too late").await), forbidden("conversation-closed"));
    });
}

#[test]
fn a_deleted_message_leaves_a_tombstone_and_nothing_else() {
    in_company(async |house| {
        let (store, coffee) = (house.store(), house.company.thread("coffee"));
        let edited = coffee.message(1);
        let delete = async |who: &str| message::delete(store, house.by(who), edited).await;
        assert_eq!(refused(delete("piet").await), forbidden("author-deletes"));
        assert_eq!(refused(delete("maya").await), HIDDEN);
        assert_eq!(refused(message::delete(store, None, edited).await), STRANGER);
        delete("felix").await.expect("he is a steward there");
        assert_eq!(refused(delete("ravi").await), moved("message-deleted"));
        assert_eq!(refused(message::edit(store, house.by("ravi"), edited, "Back").await), moved("message-deleted"));
        assert_eq!(refused(message::react(store, house.by("greta"), edited, "👍").await), moved("message-deleted"));
        let eyes = house.eyes("greta").await;
        let stone = eyes.message(edited).await.unwrap().unwrap();
        assert_eq!((stone.source.as_str(), stone.html.as_str(), stone.reactions.len()), ("", "", 0));
        assert!(stone.deleted_at.is_some());
        assert!(eyes.versions(&stone).await.unwrap().is_empty());
    });
}

#[test]
fn the_files_of_a_deleted_message_are_gone_for_everybody() {
    in_company(async |house| {
        let hubs = house.company.thread("hubs");
        let eyes = house.eyes("bram").await;
        let with_file = eyes.message(hubs.message(1)).await.unwrap().unwrap();
        let [file] = &with_file.attachments[..] else { panic!("one file: {:?}", with_file.attachments) };
        let seen = eyes.attachment(file.id).await.unwrap().expect("it is here");
        let octets = house.store().octets(&seen).await.unwrap();
        assert!(octets.starts_with(b"hub,bore_mm"), "{}", String::from_utf8_lossy(&octets));
        assert!(house.eyes("maya").await.attachment(file.id).await.unwrap().is_none());
        message::delete(house.store(), house.by("jana"), with_file.id).await.unwrap();
        assert!(eyes.attachment(file.id).await.unwrap().is_none());
    });
}

#[test]
fn a_reaction_goes_on_and_off_and_is_one_of_a_few() {
    in_company(async |house| {
        let (store, ride) = (house.store(), house.company.thread("ride"));
        let message = ride.message(0);
        let react = async |who: &str, with: &str| message::react(store, house.by(who), message, with).await;
        assert_eq!(refused(react("ravi", "💩").await), invalid("reaction-unknown"));
        assert_eq!(refused(react("maya", "👍").await), HIDDEN);
        assert_eq!(refused(message::react(store, None, message, "👍").await), STRANGER);
        for who in ["ravi", "greta"] {
            react(who, "👍").await.unwrap();
        }
        house.test().clock().advance(domain::moment::SECOND);
        react("ravi", "🎉").await.unwrap();
        react("ravi", "👍").await.unwrap();
        let seen = house.eyes("dora").await.message(message).await.unwrap().unwrap();
        assert_eq!(seen.reactions, [("👍".to_owned(), 1), ("🎉".to_owned(), 1)]);
    });
}

#[test]
fn words_are_rendered_once_and_a_mention_leads_to_the_colleague() {
    in_company(async |house| {
        let ride = house.company.thread("ride");
        let seen = house.eyes("mei").await.message(ride.message(0)).await.unwrap().unwrap();
        let link = format!("href=\"/people/{}\"", house.company.person("sami"));
        assert!(seen.html.contains(&link) && seen.html.contains(">@Sami Koskinen</a>"), "{}", seen.html);
    });
}
