//! A backup knows nobody who was erased after it was made; the list beside the database does.

use actions::erasure;
use domain::{erasure::Neutral, id::PersonId};
use std::path::Path;
use store::{Store, Thoroughness, erasure_list::FILE};
use testkit::{House, TestStore, in_company, on_both};

const NAME: &str = "Maya Okafor";
const NEEDLES: [&str; 2] = [NAME, "maya.okafor"];

fn neutral() -> Neutral {
    Neutral { name: "Erased person".into(), subject: "(erased subject)".into() }
}

/// The house as it starts with its list in this directory.
async fn started(test: &TestStore, lists: &Path) -> Store {
    let lists = lists.join(format!("{:?}", test.store().engine()));
    Store::open(test.opening().erasure_list_in(&lists)).await.expect("it opens").0
}

async fn erase_maya(house: &House, store: &Store) -> PersonId {
    let maya = house.company.person("maya");
    erasure::erase(store, house.by("dora"), maya, NAME, neutral()).await.unwrap();
    store.overwrite_erased(Thoroughness::Quick).await.unwrap();
    maya
}

#[test]
fn a_restored_backup_erases_her_again_at_the_start() {
    let lists = tempfile::tempdir().unwrap();
    in_company(async |house| {
        erase_maya(house, &started(house.test(), lists.path()).await).await;
    });
    // Each scenario gets a fresh copy of the company: as a backup from before.
    in_company(async |house| {
        assert!(!house.test().places_of(&NEEDLES).is_empty(), "she is back");
        let store = started(house.test(), lists.path()).await;
        assert_eq!(erasure::replay(&store, &neutral()).await.unwrap(), 1);
        store.overwrite_erased(Thoroughness::Whole).await.unwrap();
        let left = house.test().places_of(&NEEDLES);
        assert!(left.is_empty(), "{left:#?}");
        assert_eq!(erasure::replay(&store, &neutral()).await.unwrap(), 0, "once is enough");
    });
}

#[test]
fn a_list_that_was_lost_is_written_again_from_the_database() {
    let lists = tempfile::tempdir().unwrap();
    in_company(async |house| {
        let store = started(house.test(), lists.path()).await;
        let file = lists.path().join(format!("{:?}", store.engine())).join(FILE);
        assert_eq!(erasure::replay(&store, &neutral()).await.unwrap(), 0);
        assert!(!file.exists(), "nobody is on it");
        erase_maya(house, &store).await;
        let list = std::fs::read_to_string(&file).unwrap();
        assert!(!list.to_lowercase().contains("maya"), "{list}");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(erasure::replay(&store, &neutral()).await.unwrap(), 0);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), list);
    });
}

#[test]
fn a_house_is_not_opened_with_the_list_of_another() {
    let lists = tempfile::tempdir().unwrap();
    in_company(async |house| {
        erase_maya(house, &started(house.test(), lists.path()).await).await;
    });
    on_both(async |test| {
        let store = started(test, lists.path()).await;
        assert!(erasure::replay(&store, &neutral()).await.is_err());
    });
}
