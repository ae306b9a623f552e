//! Notices: what concerns somebody by name, derived from the log by a consumer.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing},
    message, notice, reading_mark,
};
use domain::{
    id::{MessageId, Position},
    moment::DAY,
};
use store::consumer::Bookmark;
use testkit::{House, in_company};

/// Lets the consumer read to the end of the log.
async fn derive(house: &House, bookmark: &Bookmark) {
    loop {
        let (from, lines) = bookmark.lines(house.store()).await.unwrap();
        let Some(to) = lines.last().map(|line| line.position) else { return };
        bookmark.advance(house.store(), from, to, async move |w| notice::derive(w, &lines).await).await.unwrap();
    }
}

async fn reasons(house: &House, who: &str, conversation: &str) -> Vec<String> {
    let id = house.conversation(conversation);
    let mine = house.eyes(who).await.notices(None).await.unwrap().lines;
    let mut reasons: Vec<_> = mine.iter().filter(|n| n.row.headline.id == id).map(|n| n.reason.clone()).collect();
    reasons.sort();
    reasons
}

#[test]
fn mentioned_assigned_brought_in_and_answered_are_noticed_and_seen_by_reading() {
    in_company(async |house| {
        let bookmark = Bookmark::of("notices");
        derive(house, &bookmark).await;
        assert_eq!(reasons(house, "sami", "ride").await, ["mentioned"]);
        assert_eq!(reasons(house, "kofi", "creak-sidebar").await, ["brought", "mentioned"]);
        assert_eq!(reasons(house, "kofi", "creak").await, ["brought"]);
        assert_eq!(reasons(house, "felix", "ride").await, ["replied"]);
        assert_eq!(reasons(house, "maya", "creak").await, ["replied"]);
        assert!(reasons(house, "tomas", "creak").await.contains(&"replied".to_owned()));
        assert!(!reasons(house, "tomas", "creak").await.contains(&"assigned".to_owned()), "he took it himself");
        assert!(reasons(house, "mei", "ride").await.is_empty(), "a reaction concerns nobody by name");

        let head = house.store().head().await.unwrap();
        reading_mark::read(house.store(), house.by("sami"), house.conversation("ride"), head).await.unwrap();
        assert!(reasons(house, "sami", "ride").await.is_empty());
    });
}

#[test]
fn deriving_twice_notices_once() {
    in_company(async |house| {
        derive(house, &Bookmark::of("notices")).await;
        let before = house.eyes("tomas").await.notices(None).await.unwrap().lines;
        derive(house, &Bookmark::of("the same again from the start")).await;
        let after = house.eyes("tomas").await.notices(None).await.unwrap().lines;
        let counts = |notices: &[store::Seen<store::reading::notice::Notice>]| notices.iter().map(|n| n.count).sum::<i64>();
        assert_eq!(counts(&before), counts(&after));
        assert!(counts(&before) > 0);
    });
}

#[test]
fn a_mention_never_gives_sight_and_who_lost_it_is_told_nothing() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let bookmark = Bookmark::of("notices");
        derive(house, &bookmark).await;
        let body = "@ravi.nair could look, and @mei.tan too.";
        let bring = Bringing { party: house.party("mei"), past: false };
        conversation::bring(store, house.by("tomas"), creak, bring).await.unwrap();
        message::reply(store, house.by("tomas"), replying(creak, body)).await.unwrap();
        derive(house, &bookmark).await;
        assert!(reasons(house, "ravi", "creak").await.is_empty());
        assert!(house.headline("ravi", "creak").await.is_none());
        assert_eq!(reasons(house, "mei", "creak").await, ["brought", "mentioned"]);
        conversation::remove(store, house.by("tomas"), creak, house.party("mei")).await.unwrap();
        assert!(reasons(house, "mei", "creak").await.is_empty());

        // She comes back without the past: what was noticed then is no more hers than what was said then.
        let again = Bringing { party: house.party("mei"), past: false };
        conversation::bring(store, house.by("tomas"), creak, again).await.unwrap();
        let said = message::reply(store, house.by("tomas"), replying(creak, "@mei.tan, once more.")).await.unwrap();
        derive(house, &bookmark).await;
        let all = house.eyes("mei").await.notices(None).await.unwrap();
        let mine = all.lines.iter().filter(|line| line.row.headline.id == creak);
        let mut mine: Vec<_> = mine.map(|line| (line.reason.as_str(), line.count)).collect();
        mine.sort_unstable();
        assert_eq!(mine, [("brought", 1), ("mentioned", 1)]);
        let mentioned = all.lines.iter().find(|line| line.reason == "mentioned").map(|line| line.message);
        assert_eq!(mentioned, Some(said.message), "and no link leads to what she does not see");
    });
}

#[test]
fn a_notice_of_what_she_no_longer_sees_leads_to_what_came_since() {
    in_company(async |house| {
        let (store, creak, bookmark) = (house.store(), house.conversation("creak"), Bookmark::of("notices"));
        let bring = async || {
            let bring = Bringing { party: house.party("mei"), past: false };
            conversation::bring(store, house.by("tomas"), creak, bring).await.unwrap();
        };
        let following = async || {
            derive(house, &bookmark).await;
            let mine = house.eyes("mei").await.notices(Some("following")).await.unwrap();
            let line = mine.lines.into_iter().find(|line| line.row.headline.id == creak).map(store::Seen::into_inner);
            line.map(|line| (line.count, line.message, line.at == line.row.last.unwrap().at))
        };
        bring().await;
        for who in ["mei", "maya"] {
            message::reply(store, house.by(who), replying(creak, "It creaks.")).await.unwrap();
        }
        let first = message::reply(store, house.by("tomas"), replying(creak, "Thank you.")).await.unwrap().message;
        assert_eq!(following().await, Some((1, first, true)));
        conversation::remove(store, house.by("tomas"), creak, house.party("mei")).await.unwrap();
        assert_eq!(following().await, None);
        bring().await;
        assert_eq!(following().await, None, "of what was said before nothing is told");
        house.test().clock().advance(DAY);
        message::reply(store, house.by("tomas"), replying(creak, "It creaks on.")).await.unwrap();
        assert_eq!(following().await, Some((1, MessageId(0), true)), "and of what comes it stands for that");
        let head = store.head().await.unwrap();
        reading_mark::read(store, house.by("mei"), creak, head).await.unwrap();
        assert_eq!(following().await, None);
    });
}

#[test]
fn what_i_take_part_in_is_noticed_once_until_i_look() {
    in_company(async |house| {
        let (store, ride, bookmark) = (house.store(), house.conversation("ride"), Bookmark::of("notices"));
        let following = async |who: &str| {
            let mine = house.eyes(who).await.notices(None).await.unwrap().lines;
            mine.iter().filter(|n| n.row.headline.id == ride && n.reason == "following").map(|n| n.count).sum::<i64>()
        };
        for who in ["sami", "mei", "felix", "greta", "felix", "greta"] {
            message::reply(store, house.by(who), replying(ride, &format!("Yes, says {who}."))).await.unwrap();
        }
        derive(house, &bookmark).await;
        assert_eq!((following("sami").await, following("mei").await), (1, 1));
        let head = store.head().await.unwrap();
        reading_mark::read(store, house.by("sami"), ride, Position(head.0 - 1)).await.unwrap();
        assert_eq!(following("sami").await, 1, "it also stands for the word she has not seen");
        reading_mark::read(store, house.by("sami"), ride, head).await.unwrap();
        assert_eq!(following("sami").await, 0);
        message::reply(store, house.by("greta"), replying(ride, "And one more.")).await.unwrap();
        derive(house, &bookmark).await;
        assert_eq!((following("sami").await, following("mei").await), (1, 1));
    });
}

#[test]
fn a_letter_under_way_stands_for_nothing_that_comes_after_it() {
    in_company(async |house| {
        let (store, ride, bookmark) = (house.store(), house.conversation("ride"), Bookmark::of("notices"));
        let count = async || {
            let mine = house.eyes("felix").await.notices(None).await.unwrap().lines;
            mine.iter().filter(|n| n.row.headline.id == ride && n.reason == "replied").map(|n| n.count).sum::<i64>()
        };
        for who in ["sami", "mei"] {
            message::reply(store, house.by(who), replying(ride, "More words")).await.unwrap();
        }
        derive(house, &bookmark).await;
        let before = count().await;
        house.test().clock().advance(DAY);
        for due in letters(house).await {
            actions::delivery::lease(store, due.delivery.id, "a relay").await.unwrap();
        }
        message::reply(store, house.by("sami"), replying(ride, "Words that no letter holds yet")).await.unwrap();
        derive(house, &bookmark).await;
        assert_eq!(count().await, before + 1);
    });
}

#[test]
fn a_few_of_each_reason_stand_at_home_all_on_their_own_page_and_are_seen_at_once() {
    in_company(async |house| {
        let bookmark = Bookmark::of("notices");
        derive(house, &bookmark).await;
        for n in 0..10 {
            let new = start(house, "maya", "support", domain::kind::Kind::Case).await.unwrap();
            let by = house.by("tomas");
            message::reply(house.store(), by, replying(new.conversation, &format!("Look, @sami.koskinen: {n}"))).await.unwrap();
        }
        derive(house, &bookmark).await;
        let eyes = house.eyes("sami").await;
        let mentioned = |found: &store::reading::notice::Notices| found.lines.iter().filter(|n| n.reason == "mentioned").count();
        let few = eyes.notices(None).await.unwrap();
        let all = eyes.notices(Some("mentioned")).await.unwrap();
        assert_eq!((mentioned(&few), few.counts["mentioned"]), (8, 11), "ten now, one before");
        assert_eq!((all.lines.len(), all.counts.len()), (11, 1), "of that reason alone");

        // What came after the page was read is not seen by seeing what stands on it.
        let read = house.store().head().await.unwrap();
        let new = start(house, "maya", "support", domain::kind::Kind::Case).await.unwrap();
        message::reply(house.store(), house.by("tomas"), replying(new.conversation, "And @sami.koskinen")).await.unwrap();
        derive(house, &bookmark).await;
        let others = few.counts.len();
        reading_mark::seen(house.store(), house.by("sami"), "mentioned", read).await.unwrap();
        let after = house.eyes("sami").await.notices(None).await.unwrap();
        assert_eq!((after.counts["mentioned"], after.counts.len()), (1, others), "nothing else was seen");
        assert_eq!(refused(reading_mark::seen(house.store(), None, "mentioned", read).await), STRANGER);
    });
}
