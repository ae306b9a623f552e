//! Merging two conversations of the same people, and taking them apart.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing, Starting},
    merging::{self, Merging},
};
use domain::{
    id::ConversationId,
    kind::{Kind, Stage},
};
use store::Stop;
use testkit::{House, in_company};

/// A second case of Maya's, by the page.
pub async fn second(house: &House, who: &str) -> ConversationId {
    start(house, who, "support", Kind::Case).await.unwrap().conversation
}

pub async fn merge(house: &House, by: &str, it: ConversationId, into: ConversationId, brings: bool) -> Result<(), Stop> {
    merging::merge(house.store(), house.by(by), it, Merging { into, brings, saw: None }).await
}

#[test]
fn two_cases_of_one_customer_go_on_in_one_and_nobody_sees_more_than_before() {
    in_company(async |house| {
        let (creak, other) = (house.conversation("creak"), second(house, "maya").await);
        let before = house.facts().await;
        let waits = house.eyes("tomas").await.conversation_by_id(other).await.unwrap().unwrap().awaited_since;
        merge(house, "tomas", other, creak, false).await.unwrap();
        let after = house.facts().await;
        for person in &house.company.people {
            for message in before.messages.keys() {
                let (was, is) = (before.may_see(Some(person.person), *message), after.may_see(Some(person.person), *message));
                assert_eq!(was, is, "{}", person.name);
            }
        }
        let eyes = house.eyes("tomas").await;
        let ended = eyes.conversation_by_id(other).await.unwrap().unwrap();
        assert_eq!((ended.stage, ended.merged_into, ended.awaited_since), (Stage::Closed, Some(creak), None));
        let on = eyes.conversation_by_id(creak).await.unwrap().unwrap();
        assert_eq!(on.awaited_since.is_some(), waits.is_some(), "she waits here now");
        assert_eq!(eyes.earlier(&on).await.unwrap().len(), 1);
        let kofi = house.eyes("kofi").await;
        let seen = kofi.conversation_by_id(creak).await.unwrap().unwrap();
        assert!(kofi.earlier(&seen).await.unwrap().is_empty(), "he never saw the other one");
        assert_eq!(refused(reply(house, house.by("maya"), other).await), forbidden("conversation-closed"));
        assert_eq!(refused(conversation::reopen(house.store(), house.by("maya"), other).await), moved("merged-already"));
    });
}

#[test]
fn a_letter_for_one_customer_never_comes_to_another() {
    in_company(async |house| {
        let (creak, mudguards) = (house.conversation("creak"), house.conversation("mudguards"));
        for brings in [true, false] {
            assert_eq!(refused(merge(house, "tomas", creak, mudguards, brings).await), forbidden("merging-others"));
        }
        let other = second(house, "maya").await;
        let aiko = Bringing { party: house.party("aiko"), past: false };
        conversation::bring(house.store(), house.by("tomas"), other, aiko).await.unwrap();
        // Aiko would read what Maya answers to a letter of the first one, with all it quotes.
        assert_eq!(refused(merge(house, "tomas", creak, other, true).await), forbidden("merging-others"));
        assert_eq!(refused(merge(house, "tomas", other, creak, false).await), forbidden("merging-brings"));
        merge(house, "tomas", other, creak, true).await.unwrap();
        assert!(house.headline("aiko", "creak").await.is_some());
        assert!(read(&house.eyes("aiko").await, creak).await.is_empty(), "she sees nothing of before");
        reply(house, house.by("tomas"), creak).await.unwrap();
        assert_eq!(read(&house.eyes("aiko").await, creak).await.len(), 1);
    });
}

#[test]
fn who_may_not_merge_is_told_why() {
    in_company(async |house| {
        let (creak, other) = (house.conversation("creak"), second(house, "maya").await);
        assert_eq!(refused(merge(house, "maya", other, creak, false).await), forbidden("employees-only"));
        assert_eq!(refused(merge(house, "ravi", other, creak, false).await), HIDDEN);
        assert_eq!(refused(merge(house, "kofi", creak, other, false).await), HIDDEN, "he sees but one of them");
        assert_eq!(refused(merge(house, "tomas", creak, creak, false).await), moved("merging-itself"));
        assert_eq!(
            refused(merge(house, "tomas", other, house.conversation("warranty"), false).await),
            forbidden("merging-reach")
        );
        assert_eq!(
            refused(merge(house, "tomas", house.conversation("creak-sidebar"), creak, false).await),
            forbidden("merging-kind")
        );
        assert_eq!(
            refused(merge(house, "ines", house.conversation("mudguards"), house.conversation("parcel"), false).await),
            moved("merging-closed")
        );
        let it = Merging { into: creak, brings: false, saw: Some("0000000000000000".into()) };
        assert_eq!(refused(merging::merge(house.store(), house.by("tomas"), other, it).await), moved("merging-otherwise"));
        merge(house, "tomas", other, creak, false).await.unwrap();
        assert_eq!(refused(merge(house, "tomas", other, creak, false).await), moved("merged-already"));
        let third = second(house, "maya").await;
        assert_eq!(refused(merge(house, "tomas", third, other, false).await), moved("merging-elsewhere"));
        assert_eq!(refused(merging::part(house.store(), house.by("tomas"), creak).await), moved("not-merged"));
        assert_eq!(refused(merging::part(house.store(), house.by("maya"), other).await), forbidden("employees-only"));
        assert_eq!(refused(merging::part(house.store(), house.by("kofi"), other).await), HIDDEN);
    });
}

#[test]
fn taken_apart_both_stand_as_before() {
    in_company(async |house| {
        let (store, creak, other) = (house.store(), house.conversation("creak"), second(house, "maya").await);
        let aiko = Bringing { party: house.party("aiko"), past: true };
        conversation::bring(store, house.by("tomas"), other, aiko).await.unwrap();
        let state = async |id| {
            let it = house.eyes("tomas").await.conversation_by_id(id).await.unwrap().unwrap();
            (it.stage, it.awaited_since, it.closed_at, it.merged_into)
        };
        let before = (state(creak).await, state(other).await);
        merge(house, "tomas", other, creak, true).await.unwrap();
        merging::part(store, house.by("tomas"), other).await.unwrap();
        assert_eq!((state(creak).await, state(other).await), before);
        assert!(house.headline("aiko", "creak").await.is_none(), "nothing was said to her there");
        merge(house, "tomas", other, creak, true).await.unwrap();
        reply(house, house.by("tomas"), creak).await.unwrap();
        merging::part(store, house.by("tomas"), other).await.unwrap();
        assert!(house.headline("aiko", "creak").await.is_some(), "what was said to her stays hers");
        assert_eq!(read(&house.eyes("aiko").await, creak).await.len(), 1);
    });
}

#[test]
fn among_colleagues_two_talks_become_one() {
    in_company(async |house| {
        let it = Starting { inside: true, ..starting(house, "support", Kind::Talk) };
        let talk = conversation::start(house.store(), house.by("sami"), it).await.unwrap();
        merge(house, "ines", talk.conversation, house.conversation("warranty"), false).await.unwrap();
    });
}
