//! Searching by where somebody works: among what the viewer may see, and for employees alone.

use domain::{id::PersonId, query::parse};
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
