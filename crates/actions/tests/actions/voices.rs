//! What our messages to those outside sound like: read of those who may be counted, made of their words at once, kept nowhere.

use crate::expect::*;
use actions::{conversation, message, terms};
use domain::{
    id::{MessageId, PersonId},
    limits,
    moment::Moment,
    terms::Purpose,
};
use std::collections::BTreeMap;
use testkit::{House, in_company};

async fn publish(house: &House) {
    let it = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
    terms::publish(house.store(), house.by("dora"), it).await.unwrap();
}

/// Who wrote each message, and how many words it has and below it.
async fn voices(house: &House) -> BTreeMap<MessageId, (PersonId, usize)> {
    let (store, keys) = (house.store(), house.test().keys());
    let counted = store.counted(keys, Purpose::Aggregates).await.unwrap().unwrap();
    let window = (Moment(0), house.test().now());
    let most = limits::VOICES_COMPARED;
    let made = store.our_voices(keys, &counted, window, most, |it| it.words.split_whitespace().count()).await.unwrap();
    made.into_iter().map(|voice| (voice.id, (voice.author, voice.made))).collect()
}

#[test]
fn our_messages_to_those_outside_are_heard_and_no_others() {
    in_company(async |house| {
        publish(house).await;
        let all = voices(house).await;
        let writers: std::collections::BTreeSet<PersonId> = all.values().map(|(author, _)| *author).collect();
        let people =
            |names: &[&str]| names.iter().map(|name| house.company.person(name)).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(
            writers,
            people(&["tomas", "ines", "lena", "kofi", "bram", "yara"]),
            "customers, partners and sidebars are not among them"
        );
        assert!(all.values().all(|(_, words)| *words > 3));
        assert_eq!(voices(house).await, all, "heard again they are the same");
        let few = {
            let counted = house.store().counted(house.test().keys(), Purpose::Aggregates).await.unwrap().unwrap();
            house.store().our_voices(house.test().keys(), &counted, (Moment(0), house.test().now()), 2, |_| ()).await.unwrap()
        };
        assert_eq!(
            few.iter().map(|it| it.id).collect::<Vec<_>>(),
            all.keys().rev().take(2).copied().collect::<Vec<_>>(),
            "the newest"
        );
    });
}

#[test]
fn who_leaves_is_not_heard_and_who_comes_back_is_from_then_on() {
    in_company(async |house| {
        let store = house.store();
        publish(house).await;
        let (case, tomas) = (house.conversation("creak"), house.company.person("tomas"));
        let by_tomas = async || voices(house).await.values().filter(|(author, _)| *author == tomas).count();
        assert_eq!(by_tomas().await, 2);
        terms::leave(store, Some(tomas), Purpose::Aggregates, true).await.unwrap();
        assert_eq!(by_tomas().await, 0);
        terms::leave(store, Some(tomas), Purpose::Aggregates, false).await.unwrap();
        assert_eq!(by_tomas().await, 0, "the past is not heard again");
        let written = reply(house, Some(tomas), case).await.unwrap();
        house.test().clock().advance(domain::moment::MINUTE);
        assert_eq!(by_tomas().await, 1);
        message::delete(store, Some(tomas), written.message).await.unwrap();
        assert_eq!(by_tomas().await, 0, "what was deleted is not heard");
        conversation::close(store, house.by("sami"), case, "solved").await.unwrap();
    });
}
