//! The locker room beside a conversation.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing},
    sidebar,
};
use testkit::in_company;

#[test]
fn a_customer_never_sees_the_sidebar() {
    in_company(async |house| {
        let beside = house.headline("maya", "creak").await.unwrap();
        for eyes in [house.eyes("maya").await, house.strange_eyes(), house.eyes("anton").await] {
            assert!(eyes.conversation_by_id(house.conversation("creak-sidebar")).await.unwrap().is_none());
            assert!(eyes.sidebars(&beside).await.unwrap().is_empty());
        }
        let tomas = house.eyes("tomas").await;
        assert_eq!(tomas.sidebars(&beside).await.unwrap().len(), 1);
    });
}

#[test]
fn a_sidebar_is_opened_by_colleagues_beside_what_reaches_outside_and_without_anybody_from_there() {
    in_company(async |house| {
        let (store, hubs) = (house.store(), house.conversation("hubs"));
        assert_eq!(refused(sidebar::open(store, house.by("anton"), hubs, "psst").await), forbidden("employees-only"));
        assert_eq!(refused(sidebar::open(store, house.by("ravi"), hubs, "psst").await), HIDDEN);
        assert_eq!(refused(sidebar::open(store, None, hubs, "psst").await), STRANGER);
        assert_eq!(refused(sidebar::open(store, house.by("yara"), hubs, " ").await), invalid("message-empty"));
        for inside in ["belt", "hubs-sidebar"] {
            let stopped = sidebar::open(store, house.by("yara"), house.conversation(inside), "psst").await;
            assert_eq!(refused(stopped), forbidden("sidebar-needs-outside"));
        }
        let opened = sidebar::open(store, house.by("yara"), hubs, "psst").await.unwrap();
        // The group carries Radwerk's people, so it stays outside the door, Bram with it.
        for who in ["anton", "jana", "emil", "bram"] {
            assert!(read(&house.eyes(who).await, opened.conversation).await.is_empty(), "{who}");
        }
        assert_eq!(read(&house.eyes("yara").await, opened.conversation).await.len(), 1);
    });
}

#[test]
fn bringing_somebody_into_a_sidebar_shows_her_the_conversation_beside_it_and_removing_takes_both() {
    in_company(async |house| {
        let (store, tomas) = (house.store(), house.by("tomas"));
        let (creak, sidebar) = (house.conversation("creak"), house.conversation("creak-sidebar"));
        let mei = house.party("mei");
        assert!(house.headline("mei", "creak").await.is_none());
        conversation::bring(store, tomas, sidebar, Bringing { party: mei, past: false }).await.unwrap();
        let eyes = house.eyes("mei").await;
        assert_eq!(read(&eyes, creak).await.len(), 4, "the conversation beside it with its past");
        assert!(read(&eyes, sidebar).await.is_empty(), "the sidebar without");
        conversation::remove(store, tomas, sidebar, mei).await.unwrap();
        assert!(house.headline("mei", "creak").await.is_none());
        assert!(house.headline("mei", "creak-sidebar").await.is_none());
    });
}

#[test]
fn removing_from_a_sidebar_leaves_what_she_saw_before() {
    in_company(async |house| {
        let (store, tomas) = (house.store(), house.by("tomas"));
        let (creak, sidebar) = (house.conversation("creak"), house.conversation("creak-sidebar"));
        let ravi = house.party("ravi");
        conversation::bring(store, tomas, creak, Bringing { party: ravi, past: false }).await.unwrap();
        // In the same moment, as two actions of one group are.
        conversation::bring(store, tomas, sidebar, Bringing { party: ravi, past: false }).await.unwrap();
        conversation::remove(store, tomas, sidebar, ravi).await.unwrap();
        assert!(house.headline("ravi", "creak").await.is_some());
        assert!(house.headline("ravi", "creak-sidebar").await.is_none());
    });
}

#[test]
fn nobody_from_outside_is_brought_into_a_sidebar() {
    in_company(async |house| {
        let (store, sidebar) = (house.store(), house.conversation("creak-sidebar"));
        for party in [house.party("maya"), house.party("anton"), domain::party::EVERYONE] {
            let stopped = conversation::bring(store, house.by("tomas"), sidebar, Bringing { party, past: true }).await;
            assert_eq!(refused(stopped), forbidden("circle-inside-only"));
        }
        // Nor does what is said there leave the house by mail.
        let said = reply(house, house.by("kofi"), sidebar).await.unwrap();
        assert!(letters_to(house, said.message).await.is_empty());
    });
}
