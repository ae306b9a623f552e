//! Bringing somebody in and ending her sight.

use crate::expect::*;
use actions::conversation::{self, Bringing};
use domain::{
    id::PartyId,
    party::{EMPLOYEES, EVERYONE},
};
use testkit::in_company;

#[test]
fn who_is_brought_in_sees_what_comes_after_and_the_past_only_where_somebody_says_so() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let bring = async |party, past| conversation::bring(store, house.by("tomas"), creak, Bringing { party, past }).await;
        let ravi = house.party("ravi");
        bring(ravi, false).await.unwrap();
        assert!(house.headline("ravi", "creak").await.is_some(), "the head-line facts are shown");
        assert!(read(&house.eyes("ravi").await, creak).await.is_empty(), "the past is not");
        reply(house, house.by("maya"), creak).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, creak).await.len(), 1);
        assert_eq!(refused(bring(ravi, false).await), moved("party-here-already"));
        bring(ravi, true).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, creak).await.len(), 5);
        assert_eq!(refused(bring(ravi, true).await), moved("party-here-already"));
    });
}

#[test]
fn only_employees_who_see_it_bring_somebody_in() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let it = || Bringing { party: house.party("aiko"), past: false };
        assert_eq!(refused(conversation::bring(store, house.by("maya"), creak, it()).await), forbidden("employees-only"));
        assert_eq!(refused(conversation::bring(store, house.by("ravi"), creak, it()).await), HIDDEN);
        assert_eq!(refused(conversation::bring(store, None, creak, it()).await), STRANGER);
        let nobody = Bringing { party: PartyId(4711), past: false };
        assert_eq!(refused(conversation::bring(store, house.by("tomas"), creak, nobody).await), invalid("party-unknown"));
        conversation::bring(store, house.by("tomas"), creak, it()).await.unwrap();
    });
}

#[test]
fn nobody_from_outside_gets_into_what_is_inside() {
    in_company(async |house| {
        let (store, belt) = (house.store(), house.conversation("belt"));
        let outside = [house.party("maya"), EVERYONE, house.company.team("radwerk"), house.company.team("wheel-group")];
        for party in outside {
            let stopped = conversation::bring(store, house.by("yara"), belt, Bringing { party, past: false }).await;
            assert_eq!(refused(stopped), forbidden("circle-inside-only"), "{party:?}");
        }
        let stopped = conversation::bring_address(store, house.by("yara"), belt, "x@example.org", false).await;
        assert_eq!(refused(stopped), forbidden("circle-inside-only"));
        conversation::bring(store, house.by("yara"), belt, Bringing { party: EMPLOYEES, past: false }).await.unwrap();
    });
}

#[test]
fn somebody_is_brought_in_by_her_address_known_or_not() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let bring =
            async |who: &str, address: &str| conversation::bring_address(store, house.by(who), creak, address, false).await;
        assert_eq!(refused(bring("maya", "friend@example.org").await), forbidden("employees-only"));
        assert_eq!(refused(bring("tomas", "friend at example").await), invalid("address-form"));
        bring("tomas", "friend@example.org").await.unwrap();
        bring("tomas", "Aiko.Tanaka@example.org").await.unwrap();
        assert_eq!(refused(bring("tomas", "aiko.tanaka@example.org").await), moved("party-here-already"));
        let written = reply(house, house.by("tomas"), creak).await.unwrap();
        let due = letters(house).await;
        let mut to: Vec<_> =
            due.iter().filter(|d| d.delivery.message == Some(written.message)).map(|d| d.delivery.address.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["aiko.tanaka@example.org", "friend@example.org", "maya.okafor@example.org"]);
        actions::block::set(store, house.by("tomas"), "jonas.weber@example.net", true).await.unwrap();
        assert_eq!(refused(bring("tomas", "jonas.weber@example.net").await), invalid("address-blocked"));
    });
}

#[test]
fn who_is_removed_stops_seeing_at_once_and_who_started_it_stays() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let remove = async |who: &str, party| conversation::remove(store, house.by(who), creak, party).await;
        let (kofi, maya) = (house.party("kofi"), house.party("maya"));
        assert_eq!(refused(remove("maya", kofi).await), forbidden("employees-only"));
        assert_eq!(refused(remove("ravi", kofi).await), HIDDEN);
        assert_eq!(refused(conversation::remove(store, None, creak, kofi).await), STRANGER);
        assert_eq!(refused(remove("tomas", maya).await), forbidden("starter-stays"));
        assert_eq!(refused(remove("maya", maya).await), forbidden("starter-stays"));
        remove("tomas", kofi).await.unwrap();
        assert!(house.headline("kofi", "creak").await.is_none());
        assert_eq!(refused(remove("tomas", kofi).await), HIDDEN);
        // An outsider may leave by herself what others brought her into.
        let aiko = house.party("aiko");
        conversation::bring(store, house.by("tomas"), creak, Bringing { party: aiko, past: true }).await.unwrap();
        assert!(!read(&house.eyes("aiko").await, creak).await.is_empty());
        remove("aiko", aiko).await.unwrap();
        assert!(house.headline("aiko", "creak").await.is_none());
    });
}

#[test]
fn one_of_ours_stays_where_people_from_outside_read() {
    in_company(async |house| {
        let (store, creak, maya) = (house.store(), house.conversation("creak"), house.party("maya"));
        let eyes = house.eyes("tomas").await;
        let parties = async || {
            let headline = house.headline("tomas", "creak").await.expect("he sees it");
            eyes.audience(&headline).await.unwrap().parties.iter().map(|it| it.party).collect::<Vec<_>>()
        };
        let mut ours: Vec<_> = parties().await.into_iter().filter(|party| *party != maya).collect();
        assert!(ours.len() > 1, "else nobody could be removed at all");
        // Whoever removes sees it until the last, by his unit.
        ours.sort_by_key(|party| *party == house.company.team("support"));
        let (last, others) = ours.split_last().unwrap();
        let remove = async |party| conversation::remove(store, house.by("tomas"), creak, party).await;
        for party in others {
            remove(*party).await.unwrap();
        }
        assert_eq!(refused(remove(*last).await), forbidden("ours-stay"));
        assert!(parties().await.contains(last));
        conversation::bring(store, house.by("tomas"), creak, Bringing { party: house.party("kofi"), past: true }).await.unwrap();
        remove(*last).await.unwrap();
        assert!(house.headline("kofi", "creak").await.is_some());
    });
}

#[test]
fn a_circle_holds_a_limited_number_of_parties() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let mut stopped = None;
        for n in 0..domain::limits::CIRCLE_PARTIES_MAX {
            let address = format!("rider{n}@example.org");
            if let Err(stop) = conversation::bring_address(store, house.by("tomas"), creak, &address, false).await {
                stopped = Some(refused::<()>(Err(stop)));
                break;
            }
        }
        assert_eq!(stopped, Some(forbidden("circle-full")));
        let eyes = house.eyes("tomas").await;
        let headline = eyes.conversation_by_id(creak).await.unwrap().unwrap();
        assert_eq!(eyes.audience(&headline).await.unwrap().parties.len(), domain::limits::CIRCLE_PARTIES_MAX);
    });
}
