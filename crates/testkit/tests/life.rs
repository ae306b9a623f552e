//! A simulated life goes through the doors on both engines whatever the climate, and the same seed gives the same.

use company::{Climate, Company, Crowd, Life, Manner};
use std::collections::BTreeMap;
use testkit::{TestStore, on_both, on_each};

async fn lived(test: &TestStore, life: &Life) -> (Company, Crowd) {
    let clock = test.clock().clone();
    let manner = Manner { pass: &|micros| clock.advance(micros), words: &str::to_owned };
    life.live(test.store(), &manner).await.expect("the company lives")
}

/// Two days before the script and its three and a half.
fn short(seed: u64, climate: Climate) -> Life {
    Life { seed, days: 6, climate, later: None }
}

#[test]
fn every_unit_has_eight_people_and_a_life() {
    on_both(async |it| {
        let begun = it.now();
        let (company, crowd) = lived(it, &short(18, Climate::MIXED)).await;
        assert_eq!(it.now().0 - begun.0, 6 * domain::moment::DAY);
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        for soul in crowd.souls.iter().filter(|soul| soul.side.inside()) {
            *units.entry(soul.team).or_default() += 1;
        }
        assert_eq!(units.len(), 8, "{units:?}");
        assert!(units.values().all(|people| *people >= 8), "{units:?}");
        let rows = it.store().plain_rows(it.keys()).await.unwrap();
        // The script's own are among them.
        assert!(rows.conversations.len() > company.conversations.len() + 30, "{}", rows.conversations.len());
        assert!(rows.messages.len() > 120, "{}", rows.messages.len());
        let wrote = |person| rows.messages.iter().any(|(.., author)| *author == person);
        assert!(crowd.souls.iter().filter(|soul| soul.person.is_some_and(wrote)).count() > 50);
    });
}

#[test]
fn the_same_seed_gives_the_same_company_to_the_last_id() {
    on_each(&[store::Engine::Sqlite], async |one| {
        let (other, third) = (TestStore::sqlite().await, TestStore::sqlite().await);
        let rows = async |it: &TestStore, seed| {
            lived(it, &short(seed, Climate::MIXED)).await;
            it.store().plain_rows(it.keys()).await.unwrap()
        };
        let first = rows(one, 5).await;
        let again = rows(&other, 5).await;
        assert_eq!((&first.messages, &first.sights), (&again.messages, &again.sights));
        assert_ne!(first.messages, rows(&third, 6).await.messages);
    });
}

#[test]
fn every_climate_goes_through_the_doors() {
    on_each(&[store::Engine::Sqlite], async |_| {
        let climates = [Climate::SILOED, Climate::GATEKEPT, Climate::BROADCASTING, Climate::DIALOGUE, Climate::IGNORING];
        for (seed, climate) in (1..).zip(climates) {
            let house = TestStore::sqlite().await;
            let later = Some((3, Climate::MIXED));
            lived(&house, &Life { later, ..short(seed, climate) }).await;
        }
    });
}
