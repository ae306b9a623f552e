//! Persons: their own settings, the administrator's hat, deactivating.

use crate::expect::*;
use actions::{
    person::{self, Settings},
    session,
};
use domain::id::PersonId;
use testkit::in_company;

#[test]
fn everybody_settles_her_own_things_with_what_can_be_taken() {
    in_company(async |house| {
        let it =
            |name: &str, zone: &str, theme: &str| Settings { name: name.into(), time_zone: zone.into(), theme: theme.into() };
        for who in ["mei", "maya"] {
            let settle = async |it| person::settle(house.store(), house.by(who), it).await;
            assert_eq!(refused(settle(it(" ", "", "")).await), invalid("field-empty"));
            assert_eq!(refused(settle(it("Me", "Mars/Olympus", "")).await), invalid("zone-unknown"));
            assert_eq!(refused(settle(it("Me", "", "pink")).await), invalid("theme-unknown"));
            settle(it("Me Myself", "Asia/Tokyo", "dark")).await.unwrap();
            person::set_theme(house.store(), house.by(who), "light").await.unwrap();
            let me = house.eyes(who).await.me().await.unwrap().unwrap();
            assert_eq!((me.name.as_str(), me.time_zone.as_str(), me.theme.as_str()), ("Me Myself", "Asia/Tokyo", "light"));
            assert_eq!(refused(person::set_theme(house.store(), house.by(who), "pink").await), invalid("theme-unknown"));
        }
        assert_eq!(refused(person::settle(house.store(), None, it("Me", "", "")).await), STRANGER);
        assert_eq!(refused(person::set_theme(house.store(), None, "dark").await), STRANGER);
    });
}

#[test]
fn a_deactivated_person_is_out_at_once_and_gets_nothing_that_still_waits() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.company.person("maya"));
        let said = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        assert_eq!(letters_to(house, said.message).await, ["maya"]);
        for who in ["sami", "jonas"] {
            assert_eq!(refused(person::deactivate(store, house.by(who), maya).await), forbidden("administrators-only"));
        }
        assert_eq!(refused(person::deactivate(store, None, maya).await), STRANGER);
        assert_eq!(refused(person::deactivate(store, house.by("dora"), PersonId(4711)).await), HIDDEN);
        let token = &house.company.resident("maya").token;
        assert!(store.enter(token).await.unwrap().is_some());

        person::deactivate(store, house.by("dora"), maya).await.unwrap();
        assert!(store.enter(token).await.unwrap().is_none());
        assert!(store.recipient(maya).await.unwrap().is_none(), "no letter is rendered for her any more");
        assert!(letters(house).await.iter().all(|due| due.delivery.recipient != maya));
        assert_eq!(refused(reply(house, Some(maya), house.conversation("creak")).await), STRANGER);
        assert_eq!(refused(person::deactivate(store, house.by("dora"), maya).await), HIDDEN);
        let later = reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        assert!(letters_to(house, later.message).await.is_empty());
        session::ask_for_link(store, "maya.okafor@example.org").await.unwrap();
        assert!(letters(house).await.iter().all(|due| due.delivery.recipient != maya));
    });
}

#[test]
fn who_is_let_in_again_sees_what_she_saw_but_her_old_sessions_stay_ended() {
    in_company(async |house| {
        let (store, dora, maya) = (house.store(), house.by("dora"), house.company.person("maya"));
        person::deactivate(store, dora, maya).await.unwrap();
        assert_eq!(refused(person::reactivate(store, house.by("sami"), maya).await), forbidden("administrators-only"));
        assert_eq!(refused(person::reactivate(store, None, maya).await), STRANGER);
        assert_eq!(refused(person::reactivate(store, dora, PersonId(4711)).await), HIDDEN);
        person::reactivate(store, dora, maya).await.unwrap();
        assert!(store.enter(&house.company.resident("maya").token).await.unwrap().is_none());
        assert_eq!(read(&house.eyes("maya").await, house.conversation("creak")).await.len(), 4);
    });
}

#[test]
fn the_last_administrator_stays() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.company.person("dora"));
        let wear = async |by: &str, person, wears| person::set_administrator(store, house.by(by), person, wears).await;
        assert_eq!(refused(person::deactivate(store, Some(dora), dora).await), forbidden("last-administrator"));
        assert_eq!(refused(wear("dora", dora, false).await), forbidden("last-administrator"));
        assert!(house.eyes("dora").await.viewer().administrator(), "what was refused changed nothing");

        let greta = house.company.person("greta");
        assert_eq!(refused(wear("sami", greta, true).await), forbidden("administrators-only"));
        assert_eq!(refused(person::set_administrator(store, None, greta, true).await), STRANGER);
        assert_eq!(refused(wear("dora", house.company.person("maya"), true).await), forbidden("employees-only"));
        assert_eq!(refused(wear("dora", PersonId(4711), true).await), HIDDEN);
        // Twice at the same moment is still once.
        wear("dora", greta, true).await.unwrap();
        wear("dora", greta, true).await.unwrap();
        assert!(house.eyes("greta").await.viewer().administrator());
        wear("greta", dora, false).await.unwrap();
        assert!(!house.eyes("dora").await.viewer().administrator());
        assert_eq!(refused(person::deactivate(store, Some(greta), greta).await), forbidden("last-administrator"));
    });
}
