//! Notices: what concerns somebody by name, derived from the log by a consumer.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing},
    message, notice, reading_mark,
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
    let mine = house.eyes(who).await.notices().await.unwrap();
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
        let before = house.eyes("tomas").await.notices().await.unwrap();
        derive(house, &Bookmark::of("the same again from the start")).await;
        let after = house.eyes("tomas").await.notices().await.unwrap();
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
    });
}
