//! Erasing a person of two: both go, wherever either was, by whatever name and address.

use crate::{
    erasing::{ADDRESS, NAME, NEEDLES, arrives, indexed, lives},
    expect::*,
    persons::{merge, part, who},
};
use actions::{
    erasure,
    letter::{self, Incoming, Place},
    person,
};
use domain::{
    address::MailAddress,
    erasure::Neutral,
    id::{ConversationId, PersonId},
};
use store::{Store, Thoroughness};
use testkit::{House, in_company};

const OTHER: &str = "qxjwmajka@elsewhere.example";
const OTHER_NAME: &str = "Majka Zvqoquendo";
const OTHER_LINE: &str = "the jxqzwvkhub hummed under the long bridge all night";
const OTHERS: [&str; 4] = [OTHER, OTHER_NAME, "zvqoquendo", "xqzwvkhub"];

fn neutral() -> Neutral {
    Neutral { name: "Erased person".into(), subject: "(erased subject)".into() }
}

/// Her life under another name and address; who she is there, and where.
async fn lives_elsewhere(house: &House) -> (PersonId, ConversationId) {
    house.test().clock().advance(1);
    let it = Incoming {
        subject: format!("The hub of {OTHER_NAME}"),
        signature: format!("{OTHER_NAME}, on her way"),
        ..arrives(house, (OTHER_NAME, OTHER), OTHER_LINE, "").await
    };
    let Place::Started(case) = letter::sort(house.store(), it).await.unwrap() else { panic!("it starts a case") };
    let quoted = format!("> {OTHER_LINE}\n\n{OTHER_NAME} writes from {OTHER}, and is {NAME} to me.");
    actions::message::reply(house.store(), house.by("tomas"), replying(case, &quoted)).await.unwrap();
    indexed(house).await;
    (who(house, OTHER).await, case)
}

async fn nothing_is_left(house: &House, store: &Store) {
    store.overwrite_erased(Thoroughness::Whole).await.unwrap();
    let left = house.test().places_of(&[&NEEDLES[..], &OTHERS].concat());
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn no_octet_of_either_is_left_whichever_became_the_other() {
    for other_stays in [false, true] {
        in_company(async |house| {
            let case = lives(house).await;
            let (it, elsewhere) = lives_elsewhere(house).await;
            let maya = house.company.person("maya");
            let (gone, stays, name) = if other_stays { (maya, it, OTHER_NAME) } else { (it, maya, NAME) };
            merge(house, "dora", gone, stays, false).await.unwrap();
            // As one person she names her other self, and is named, where that one never was.
            let says = format!("{OTHER_NAME} and {NAME} are one.");
            actions::message::reply(house.store(), house.by("tomas"), replying(case, &says)).await.unwrap();
            actions::message::reply(house.store(), Some(stays), replying(elsewhere, "It is me.")).await.unwrap();
            indexed(house).await;
            for needle in OTHERS {
                assert!(!house.test().places_of(&[needle]).is_empty(), "{needle} stands nowhere: the test would prove nothing");
            }
            let by = house.by("dora");
            let half = erasure::erase(house.store(), by, gone, name, neutral()).await;
            assert_eq!(refused(half), moved("erasure-merged"), "one half does not go alone");
            erasure::erase(house.store(), by, stays, name, neutral()).await.unwrap();
            nothing_is_left(house, house.store()).await;
            indexed(house).await;
            nothing_is_left(house, house.store()).await;
            assert_eq!(refused(part(house, "dora", gone).await), moved("persons-erased"));
            assert_eq!(refused(person::reactivate(house.store(), by, gone).await), HIDDEN);
            let again = MailAddress::parse(OTHER).unwrap();
            let listed = house.store().act(async move |w| {
                let found = w.erased_at(&[&again, &MailAddress::parse(ADDRESS)?]).await?;
                let line = domain::activity::Activity::of(domain::party::MACHINE, domain::activity::Verb::Changed, 0);
                Ok(w.record(line).await?.with(found))
            });
            assert!(listed.await.unwrap().iter().all(Option::is_some), "imports know both addresses");
        });
    }
}

#[test]
fn who_was_let_be_herself_again_is_erased_alone() {
    in_company(async |house| {
        lives(house).await;
        let (it, case) = lives_elsewhere(house).await;
        let maya = house.company.person("maya");
        merge(house, "dora", it, maya, false).await.unwrap();
        part(house, "dora", it).await.unwrap();
        erasure::erase(house.store(), house.by("dora"), it, OTHER_NAME, neutral()).await.unwrap();
        house.store().overwrite_erased(Thoroughness::Whole).await.unwrap();
        let left = house.test().places_of(&OTHERS);
        assert!(left.is_empty(), "{left:#?}");
        assert!(!house.test().places_of(&[NAME]).is_empty(), "the other one stays");
        assert!(read(&house.eyes("tomas").await, case).await[0].erased);
    });
}

#[test]
fn a_backup_in_which_they_are_one_erases_again_whom_the_list_names() {
    for both in [true, false] {
        let lists = tempfile::tempdir().unwrap();
        for restored in [false, true] {
            in_company(async |house| {
                // Each scenario gets a fresh copy of the company: what happens again stands for the backup.
                lives(house).await;
                let (it, _) = lives_elsewhere(house).await;
                let maya = house.company.person("maya");
                merge(house, "dora", it, maya, false).await.unwrap();
                let place = lists.path().join(format!("{:?}", house.test().store().engine()));
                let (store, _) = Store::open(house.test().opening().erasure_list_in(&place)).await.expect("it opens");
                if restored {
                    // Ids are minted anew in each copy: only hers, who was there from the beginning, can be known again.
                    assert!(erasure::replay(&store, &neutral()).await.unwrap() >= 1);
                    assert_eq!(erasure::replay(&store, &neutral()).await.unwrap(), 0, "once is enough");
                } else if both {
                    erasure::erase(&store, house.by("dora"), maya, NAME, neutral()).await.unwrap();
                } else {
                    part(house, "dora", it).await.unwrap();
                    erasure::erase(&store, house.by("dora"), maya, NAME, neutral()).await.unwrap();
                }
                store.overwrite_erased(Thoroughness::Whole).await.unwrap();
                let left = house.test().places_of(&NEEDLES[3..]);
                assert!(left.is_empty(), "{left:#?}");
                // Who was herself again when the other one was erased stays.
                assert_eq!(house.test().places_of(&[OTHER]).is_empty(), both);
            });
        }
    }
}
