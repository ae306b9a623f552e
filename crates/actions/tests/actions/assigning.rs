//! Assigning: it gives work, never sight.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing},
    party,
};
use domain::id::PartyId;
use testkit::in_company;

#[test]
fn assignment_goes_to_colleagues_and_units_that_see_it_and_never_gives_sight() {
    in_company(async |house| {
        let (store, mudguards) = (house.store(), house.conversation("mudguards"));
        let assign = async |who: &str, to: Option<PartyId>| conversation::assign(store, house.by(who), mudguards, to).await;
        let (ines, ravi) = (house.party("ines"), house.party("ravi"));
        assert_eq!(refused(assign("jonas", Some(ines)).await), forbidden("employees-only"));
        assert_eq!(refused(assign("ravi", Some(ines)).await), HIDDEN);
        assert_eq!(refused(conversation::assign(store, None, mudguards, None).await), STRANGER);
        assert_eq!(refused(assign("sami", Some(ravi)).await), invalid("owner-sees-not"));
        assert_eq!(refused(assign("sami", Some(house.company.team("it"))).await), invalid("owner-sees-not"));
        assert_eq!(refused(assign("sami", Some(house.party("jonas"))).await), invalid("owner-unknown"));
        assert_eq!(refused(assign("sami", Some(house.company.team("wheel-group"))).await), invalid("owner-unknown"));
        assert_eq!(refused(assign("sami", Some(PartyId(4711))).await), invalid("owner-unknown"));
        assert!(house.headline("ravi", "mudguards").await.is_none());
        assign("sami", Some(ines)).await.unwrap();
        let owned = house.headline("sami", "mudguards").await.unwrap();
        assert_eq!(owned.assignee, Some(ines));
        for to in [Some(house.company.team("support")), None] {
            assign("ines", to).await.unwrap();
            assert_eq!(house.headline("sami", "mudguards").await.unwrap().assignee, to);
        }
    });
}

#[test]
fn who_is_given_what_she_does_not_see_is_brought_in_where_that_is_asked_for() {
    in_company(async |house| {
        let (store, mudguards, ravi) = (house.store(), house.conversation("mudguards"), house.party("ravi"));
        let give = async |who: &str, to| conversation::bring_and_assign(store, house.by(who), mudguards, to).await;
        assert_eq!(refused(give("jonas", ravi).await), forbidden("employees-only"));
        assert_eq!(refused(give("ravi", ravi).await), HIDDEN);
        // Nobody outside comes in by it, and no group.
        assert_eq!(refused(give("sami", house.party("jonas")).await), invalid("owner-unknown"));
        assert_eq!(refused(give("sami", house.company.team("wheel-group")).await), invalid("owner-unknown"));
        give("sami", ravi).await.unwrap();
        let owned = house.headline("ravi", "mudguards").await.expect("he sees it");
        assert_eq!(owned.assignee, Some(ravi));
        assert!(!read(&house.eyes("ravi").await, mudguards).await.is_empty(), "he sees nothing of what was said before");
        // Who sees it already is given it, and nothing else.
        give("ravi", house.party("ines")).await.unwrap();
        assert_eq!(house.headline("sami", "mudguards").await.unwrap().assignee, Some(house.party("ines")));
    });
}

#[test]
fn a_unit_below_one_that_sees_it_may_own_it() {
    in_company(async |house| {
        let assign = async |short| {
            conversation::assign(
                house.store(),
                house.by("piet"),
                house.conversation("mudguards"),
                Some(house.company.team(short)),
            )
            .await
        };
        let operations = Bringing { party: house.company.team("operations"), past: true };
        conversation::bring(house.store(), house.by("sami"), house.conversation("mudguards"), operations).await.unwrap();
        assign("facilities").await.unwrap();
        assert_eq!(house.headline("nora", "mudguards").await.unwrap().assignee, Some(house.company.team("facilities")));
        // Neither the unit above nor one beside.
        for short in ["velo-lind", "it"] {
            assert_eq!(refused(assign(short).await), invalid("owner-sees-not"), "{short}");
        }
    });
}

#[test]
fn talks_announcements_and_sidebars_have_no_owner() {
    in_company(async |house| {
        for (who, what) in [("ravi", "coffee"), ("ravi", "courier"), ("tomas", "creak-sidebar")] {
            let stopped =
                conversation::assign(house.store(), house.by(who), house.conversation(what), Some(house.party(who))).await;
            assert_eq!(refused(stopped), forbidden("kind-without-owner"), "{what}");
        }
    });
}

#[test]
fn who_moves_to_another_unit_leaves_her_open_assignments_to_the_queue_of_the_old_one() {
    in_company(async |house| {
        let (store, dora) = (house.store(), house.by("dora"));
        let (tomas, it) = (house.company.person("tomas"), house.company.team("it"));
        assert_eq!(house.headline("sami", "creak").await.unwrap().assignee, Some(tomas.into()));
        party::enter(store, dora, tomas, it).await.unwrap();
        let support = house.company.team("support");
        assert_eq!(house.headline("sami", "creak").await.unwrap().assignee, Some(support));
        assert!(house.headline("tomas", "mudguards").await.is_none(), "what the unit sees, she no longer sees");
        assert_eq!(house.headline("sami", "seat").await.unwrap().assignee, Some(house.party("lena")), "others keep theirs");
        // Closed ones stay hers: they are history.
        let ines = house.company.person("ines");
        party::leave(store, dora, ines, support).await.unwrap();
        assert_eq!(house.headline("sami", "parcel").await.unwrap().assignee, Some(ines.into()));
    });
}
