//! Units, groups and organizations.

use crate::expect::*;
use actions::party::{self, Arranging};
use domain::{
    id::{PartyId, PersonId, UnitId},
    party::PartyKind,
};
use testkit::{House, in_company};

fn arranging(name: &str, kind: PartyKind) -> Arranging {
    Arranging { kind, name: name.to_owned(), parent: None, sees_past: true }
}

fn unit(house: &House, name: &str) -> UnitId {
    UnitId(house.company.team(name).0)
}

#[test]
fn units_groups_and_organizations_are_made_by_administrators() {
    in_company(async |house| {
        let store = house.store();
        for who in ["sami", "maya"] {
            let stopped = party::arrange(store, house.by(who), arranging("Paint shop", PartyKind::Unit)).await;
            assert_eq!(refused(stopped), forbidden("administrators-only"));
        }
        assert_eq!(refused(party::arrange(store, None, arranging("Paint shop", PartyKind::Unit)).await), STRANGER);
        let arrange = async |it| party::arrange(store, house.by("dora"), it).await;
        arrange(arranging("Paint shop", PartyKind::Unit)).await.unwrap();
        assert_eq!(refused(arrange(arranging("Paint Shop", PartyKind::Unit)).await), invalid("name-taken"));
        arrange(arranging("Paint shop", PartyKind::Group)).await.expect("another kind is another name");
        assert_eq!(refused(arrange(arranging(" ", PartyKind::Unit)).await), invalid("field-empty"));
        assert_eq!(refused(arrange(arranging("All", PartyKind::All)).await), invalid("party-kind"));
    });
}

#[test]
fn the_unit_tree_has_no_loops_and_does_not_grow_too_deep() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.by("dora"));
        let (operations, support) = (house.company.team("operations"), unit(house, "support"));
        let hang = async |who, party, parent| party::rearrange(store, who, party, "Operations", parent).await;
        assert_eq!(refused(hang(dora, operations, Some(support)).await), invalid("unit-loop"));
        assert_eq!(refused(hang(dora, operations, Some(UnitId(operations.0))).await), invalid("unit-loop"));
        assert_eq!(refused(hang(house.by("sami"), operations, None).await), forbidden("administrators-only"));
        assert_eq!(refused(hang(dora, PartyId(4711), None).await), HIDDEN);
        let mut parent = support;
        let mut stopped = None;
        for depth in 0..domain::limits::UNIT_DEPTH_MAX {
            let it = Arranging { parent: Some(parent), ..arranging(&format!("Below {depth}"), PartyKind::Unit) };
            match party::arrange(store, dora, it).await {
                Ok(party) => parent = UnitId(party.0),
                Err(stop) => stopped = Some(refused::<()>(Err(stop))),
            }
        }
        assert_eq!(stopped, Some(invalid("unit-deep")));
    });
}

#[test]
fn a_unit_that_is_hung_elsewhere_shows_its_people_what_the_new_one_above_sees() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.by("dora"));
        assert!(house.headline("ravi", "belt").await.is_none());
        party::rearrange(store, dora, house.company.team("it"), "IT", Some(unit(house, "product"))).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, house.conversation("belt")).await.len(), 4, "the past included");
        party::rearrange(store, dora, house.company.team("it"), "IT", None).await.unwrap();
        assert!(house.headline("ravi", "belt").await.is_none());
    });
}

#[test]
fn who_joins_a_unit_sees_its_past_and_who_joins_the_wheel_group_what_comes_after() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.by("dora"));
        let ravi = house.company.person("ravi");
        party::enter(store, dora, ravi, house.company.team("product")).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, house.conversation("belt")).await.len(), 4);
        party::enter(store, dora, ravi, house.company.team("wheel-group")).await.unwrap();
        let hubs = house.conversation("hubs");
        assert!(house.headline("ravi", "hubs").await.is_some());
        assert!(read(&house.eyes("ravi").await, hubs).await.is_empty());
        reply(house, house.by("anton"), hubs).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, hubs).await.len(), 1);
        party::leave(store, dora, ravi, house.company.team("wheel-group")).await.unwrap();
        assert!(house.headline("ravi", "hubs").await.is_none());
        assert_eq!(refused(party::leave(store, dora, ravi, house.company.team("wheel-group")).await), HIDDEN);
    });
}

#[test]
fn memberships_are_given_by_administrators_and_units_are_for_employees() {
    in_company(async |house| {
        let store = house.store();
        let (maya, ravi) = (house.company.person("maya"), house.company.person("ravi"));
        let (support, group) = (house.company.team("support"), house.company.team("wheel-group"));
        let enter = async |who, person, party| party::enter(store, house.by(who), person, party).await;
        assert_eq!(refused(enter("sami", ravi, support).await), forbidden("administrators-only"));
        assert_eq!(refused(party::enter(store, None, ravi, support).await), STRANGER);
        assert_eq!(refused(party::leave(store, house.by("sami"), ravi, support).await), forbidden("administrators-only"));
        assert_eq!(refused(enter("dora", maya, support).await), forbidden("units-are-for-employees"));
        assert_eq!(refused(enter("dora", PersonId(4711), support).await), HIDDEN);
        assert_eq!(refused(enter("dora", ravi, PartyId(4711)).await), HIDDEN);
        enter("dora", maya, group).await.unwrap();
        // A group that stands in an inside circle takes nobody from outside.
        let colleagues = party::arrange(store, house.by("dora"), arranging("Choir", PartyKind::Group)).await.unwrap();
        enter("dora", ravi, colleagues).await.unwrap();
        actions::space::set_party(store, house.by("dora"), house.space("talk"), colleagues, true).await.unwrap();
        assert_eq!(refused(enter("dora", maya, colleagues).await), forbidden("group-stands-inside"));
    });
}

#[test]
fn entering_the_unit_one_is_in_or_going_back_the_same_moment_changes_nothing() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.by("dora"));
        let (sami, support, it) = (house.company.person("sami"), house.company.team("support"), house.company.team("it"));
        for party in [support, it, support, support] {
            party::enter(store, dora, sami, party).await.unwrap();
        }
        let eyes = house.eyes("dora").await;
        let units = eyes.parties_of(&eyes.person(sami).await.unwrap().unwrap()).await.unwrap();
        assert_eq!(units.iter().map(|u| u.id).collect::<Vec<_>>(), [support]);
    });
}
