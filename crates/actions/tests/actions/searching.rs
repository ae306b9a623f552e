//! Searching by where somebody works: among what the viewer may see, and for employees alone.

use actions::party::{self, Arranging};
use domain::{
    id::{PersonId, UnitId},
    party::PartyKind,
    query::parse,
};
use std::collections::HashSet;
use store::reading::search::Order;
use testkit::{House, in_company};

async fn authors(house: &House, who: &str, query: &str) -> HashSet<PersonId> {
    let query = parse(query).unwrap();
    let hits = house.eyes(who).await.search(&query, Order::Newest, None).await.unwrap().hits;
    hits.iter().map(|hit| hit.author).collect()
}

#[test]
fn a_unit_finds_what_its_people_and_those_below_it_wrote_where_the_viewer_may_read() {
    in_company(async |house| {
        crate::erasing::indexed(house).await;
        let all = authors(house, "dora", "after:2000-01-01").await;
        let (support, operations) =
            (authors(house, "dora", "unit:support").await, authors(house, "dora", "unit:Operations").await);
        assert!(
            !support.is_empty() && support.is_subset(&operations) && operations.is_subset(&all) && operations.len() < all.len()
        );
        assert!(support.contains(&house.company.person("sami")) && !support.contains(&house.company.person("maya")));
        assert!(authors(house, "dora", "unit:support from:maya").await.is_empty());
        assert!(authors(house, "dora", "unit:\"no such unit\"").await.is_empty());
        let ours = authors(house, "dora", "unit:\"Velo Lind\"").await;
        assert!(!authors(house, "maya", "after:2000-01-01").await.is_disjoint(&ours), "she reads words of ours");
        assert!(authors(house, "maya", "unit:\"velo lind\"").await.is_empty(), "whoever is outside knows of no units");
    });
}

#[test]
fn a_unit_with_more_units_below_it_than_one_statement_takes_finds_the_words_of_all() {
    in_company(async |house| {
        crate::erasing::indexed(house).await;
        let before = authors(house, "dora", "unit:operations").await;
        let parent = house.company.teams.iter().find(|team| team.short == "support").map(|team| UnitId(team.party.0));
        for desk in 0..130 {
            let it = Arranging { kind: PartyKind::Unit, name: format!("Desk {desk}"), parent, sees_past: true };
            party::arrange(house.store(), house.by("dora"), it).await.unwrap();
        }
        assert_eq!(authors(house, "dora", "unit:operations").await, before);
    });
}
