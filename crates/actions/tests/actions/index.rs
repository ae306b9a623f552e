//! The index of words: what was indexed in many parts is found in few as well.

use crate::{erasing::indexed, expect::*};
use domain::activity::{Activity, Verb};
use store::{Engine, Writing, reading::search::Order};
use testkit::in_company;

#[test]
fn merged_while_nothing_happens_it_finds_what_it_found_and_is_then_left_alone() {
    in_company(async |house| {
        let found = async || {
            let query = domain::query::parse("bracket").unwrap();
            let hits = house.eyes("sami").await.search(&query, Order::Newest, None).await.unwrap().hits;
            hits.iter().map(|hit| hit.message).collect::<Vec<_>>()
        };
        indexed(house).await;
        for words in ["the bracket", "a bracket", "no bracket"] {
            let replying = replying(house.conversation("creak"), words);
            actions::message::reply(house.store(), house.by("sami"), replying).await.unwrap();
            indexed(house).await;
        }
        let before = found().await;
        assert!(before.len() >= 3);
        let several = house.store().engine() == Engine::Sqlite;
        assert_eq!(house.store().merge_index().await.unwrap(), several, "on PostgreSQL there are no parts");
        while house.store().merge_index().await.unwrap() {}
        assert_eq!(found().await, before);
        assert!(!house.store().merge_index().await.unwrap());
    });
}

#[test]
fn while_it_trails_far_behind_the_log_a_search_says_so() {
    in_company(async |house| {
        let busy = async || {
            let query = domain::query::parse("bracket").unwrap();
            house.eyes("sami").await.search(&query, Order::Newest, None).await.unwrap().busy
        };
        indexed(house).await;
        assert!(!busy().await);
        let sami = house.company.person("sami");
        let lines = async move |w: &mut Writing| {
            for _ in 0..1_000 {
                w.record(Activity::of(sami, Verb::Changed, sami.0)).await?;
            }
            Ok(w.record(Activity::of(sami, Verb::Changed, sami.0)).await?)
        };
        house.store().act(lines).await.unwrap();
        assert!(busy().await);
        indexed(house).await;
        assert!(!busy().await);
    });
}
