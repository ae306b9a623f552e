//! Undo: what leaves the house can be taken back for ten seconds, by who wrote it.

use crate::expect::*;
use actions::message;
use domain::moment::SECOND;
use testkit::{House, in_company};

async fn draft(house: &House, who: &str, conversation: &str) -> String {
    let eyes = house.eyes(who).await;
    let of = eyes.conversation_by_id(house.conversation(conversation)).await.unwrap().unwrap();
    eyes.draft(&of).await.unwrap().map(store::Seen::into_inner).unwrap_or_default()
}

#[test]
fn its_author_takes_a_message_back_with_its_letters_and_its_effect() {
    in_company(async |house| {
        let (store, case) = (house.store(), house.conversation("mudguards"));
        let before = house.headline("sami", "mudguards").await.unwrap();
        assert!(before.awaited_since.is_some(), "Jonas waits");
        let said = message::reply(store, house.by("sami"), replying(case, "Keep tehm")).await.unwrap();
        assert!(house.headline("sami", "mudguards").await.unwrap().awaited_since.is_none());
        actions::draft::keep(store, house.by("sami"), case, "and something new").await.unwrap();
        for (who, refusal) in
            [("tomas", forbidden("author-takes-back")), ("jonas", forbidden("author-takes-back")), ("ravi", HIDDEN)]
        {
            assert_eq!(refused(message::take_back(store, house.by(who), said.message).await), refusal, "{who}");
        }
        message::take_back(store, house.by("sami"), said.message).await.unwrap();
        assert!(letters_to(house, said.message).await.is_empty());
        let after = house.headline("sami", "mudguards").await.unwrap();
        assert_eq!((after.stage, after.awaited_since), (before.stage, before.awaited_since));
        assert_eq!(draft(house, "sami", "mudguards").await, "Keep tehm\n\nand something new");
        let shown = read(&house.eyes("jonas").await, case).await;
        assert!(shown.iter().all(|it| !it.source.contains("tehm")));
        let fates = house.eyes("tomas").await.deliveries(said.message).await.unwrap();
        assert!(fates.iter().all(|it| it.state == "withheld" && it.words == "taken-back"), "{fates:?}");
        assert_eq!(refused(message::take_back(store, house.by("sami"), said.message).await), moved("message-deleted"));
    });
}

#[test]
fn after_ten_seconds_or_once_a_letter_went_it_is_too_late() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let said = reply(house, house.by("tomas"), creak).await.unwrap();
        house.test().clock().advance(9 * SECOND);
        let due = store.due(house.test().keys(), 1000).await.unwrap();
        assert!(due.iter().all(|due| due.delivery.message != Some(said.message)), "it goes no sooner");
        house.test().clock().advance(SECOND);
        assert_eq!(refused(message::take_back(store, house.by("tomas"), said.message).await), moved("sent-already"));
        assert_eq!(letters_to(house, said.message).await, ["maya"]);
        // What no letter carries cannot be taken back; it can be deleted.
        let inside = reply(house, house.by("felix"), house.conversation("ride")).await.unwrap();
        let refusal = refused(message::take_back(store, house.by("felix"), inside.message).await);
        assert_eq!(refusal, forbidden("nothing-to-take-back"));
    });
}

#[test]
fn what_somebody_answered_meanwhile_keeps_the_stage_it_has() {
    in_company(async |house| {
        let (store, case) = (house.store(), house.conversation("mudguards"));
        let said = reply(house, house.by("sami"), case).await.unwrap();
        reply(house, house.by("jonas"), case).await.unwrap();
        let now = house.headline("sami", "mudguards").await.unwrap();
        message::take_back(store, house.by("sami"), said.message).await.unwrap();
        let after = house.headline("sami", "mudguards").await.unwrap();
        assert_eq!((after.stage, after.awaited_since), (now.stage, now.awaited_since));
    });
}
