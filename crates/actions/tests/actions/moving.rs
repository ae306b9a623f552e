//! Moving a conversation to another space, and putting it back.

use crate::expect::*;
use actions::{
    conversation::{self, Bringing, Starting},
    moving::{self, Moving},
    space::{self, Furnishing},
};
use domain::{
    circle::Reach,
    id::{ConversationId, PartyId, SpaceId},
    kind::Kind,
};
use store::{
    Stop,
    reading::shelf::{Cursor, List},
};
use testkit::{House, in_company};

async fn go(house: &House, by: &str, conversation: ConversationId, to: &str, past: bool) -> Result<(), Stop> {
    go_to(house, by, conversation, house.space(to), past).await
}

/// The circle of a conversation as it stands: parties with their positions.
async fn circle(house: &House, conversation: ConversationId) -> Vec<(PartyId, i64)> {
    let facts = house.facts().await;
    let mut sights: Vec<_> =
        facts.circles[&facts.conversations[&conversation]].1.iter().map(|sight| (sight.party, sight.since.0)).collect();
    sights.sort_unstable();
    sights
}

/// A space that takes cases, where the research unit looks after them; Tomas sees it by one conversation alone.
pub async fn returns(house: &House) -> SpaceId {
    let it = Furnishing {
        slug: "returns".into(),
        name: "Returns".into(),
        purpose: String::new(),
        kinds: vec![Kind::Talk, Kind::Case],
        reach: Reach::Outside,
        open: true,
        parties: vec![house.company.team("research"), house.company.team("wheel-group")],
        mail: "returns".into(),
        reopen_days: None,
    };
    let space = space::furnish(house.store(), house.by("dora"), it).await.unwrap();
    let started = Starting { space, inside: true, ..starting(house, "support", Kind::Talk) };
    let talk = conversation::start(house.store(), house.by("kofi"), started).await.unwrap();
    let tomas = Bringing { party: house.party("tomas"), past: true };
    conversation::bring(house.store(), house.by("kofi"), talk.conversation, tomas).await.unwrap();
    space
}

pub async fn go_to(house: &House, by: &str, conversation: ConversationId, to: SpaceId, past: bool) -> Result<(), Stop> {
    let it = Moving { to, past, saw: None };
    moving::move_to(house.store(), house.by(by), conversation, it).await
}

#[test]
fn a_moved_conversation_changes_its_desk_and_keeps_everybody_who_takes_part_by_name() {
    in_company(async |house| {
        let creak = house.conversation("creak");
        let returns = returns(house).await;
        let before = house.headline("tomas", "creak").await.unwrap();
        go_to(house, "tomas", creak, returns, false).await.unwrap();
        let moved = house.headline("maya", "creak").await.expect("she stays in it");
        assert_eq!((moved.number, moved.space), (before.number, returns));
        assert!(house.headline("sami", "creak").await.is_none(), "the former desk no longer sees it");
        assert!(house.headline("jana", "creak").await.is_none(), "and nobody outside came with the new one");
        assert!(house.headline("mei", "creak").await.is_some());
        assert!(read(&house.eyes("mei").await, creak).await.is_empty(), "what was said is not shown unless somebody says so");
        assert!(
            house.headline("mei", "creak-sidebar").await.is_none() && house.headline("sami", "creak-sidebar").await.is_none()
        );
        assert!(house.headline("kofi", "creak-sidebar").await.is_some_and(|it| it.space == returns));
        assert_eq!(moved.assignee, None, "its owner does not see it there");
        // Letters go on reaching her, from where it stands now.
        let written = reply(house, house.by("kofi"), creak).await.unwrap();
        assert_eq!(letters_to(house, written.message).await, ["maya"]);
    });
}

#[test]
fn with_the_past_said_who_comes_reads_it_all_and_stands_in_the_sidebars() {
    in_company(async |house| {
        let returns = returns(house).await;
        let said = read(&house.eyes("maya").await, house.conversation("creak")).await.len();
        go_to(house, "kofi", house.conversation("creak"), returns, true).await.unwrap();
        assert_eq!(read(&house.eyes("mei").await, house.conversation("creak")).await.len(), said);
        assert!(!read(&house.eyes("mei").await, house.conversation("creak-sidebar")).await.is_empty());
    });
}

#[test]
fn who_may_not_move_it_is_told_why() {
    in_company(async |house| {
        let (creak, returns) = (house.conversation("creak"), returns(house).await);
        assert_eq!(refused(go(house, "maya", creak, "community", false).await), forbidden("employees-only"));
        assert_eq!(refused(go(house, "ravi", creak, "talk", false).await), HIDDEN);
        assert_eq!(refused(go_to(house, "sami", creak, returns, false).await), HIDDEN, "he does not see that space");
        assert_eq!(refused(go(house, "tomas", creak, "support", false).await), moved("moved-already"));
        assert_eq!(refused(go(house, "tomas", creak, "talk", false).await), invalid("kind-not-here"));
        assert_eq!(refused(go(house, "tomas", creak, "facilities", false).await), forbidden("moving-outsiders"));
        let sidebar = house.conversation("creak-sidebar");
        assert_eq!(refused(go(house, "tomas", sidebar, "talk", false).await), forbidden("sidebar-moves-along"));
        let it = Moving { to: returns, past: false, saw: Some("0000000000000000".into()) };
        let stopped = moving::move_to(house.store(), house.by("tomas"), creak, it).await;
        assert_eq!(refused(stopped), moved("moving-otherwise"));
        let stranger = Moving { to: returns, past: false, saw: None };
        assert_eq!(refused(moving::move_to(house.store(), None, creak, stranger).await), STRANGER);
    });
}

#[test]
fn a_move_is_undone_exactly_where_nothing_happened_since_also_by_who_sees_it_no_more() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let (sidebar, returns) = (house.conversation("creak-sidebar"), returns(house).await);
        let before = (circle(house, creak).await, circle(house, sidebar).await, house.headline("tomas", "creak").await.unwrap());
        let back = async |who: &str| moving::move_back(store, house.by(who), creak).await;
        assert_eq!(refused(back("tomas").await), HIDDEN, "it was not moved");
        go_to(house, "tomas", creak, returns, true).await.unwrap();
        assert!(house.headline("tomas", "creak").await.is_none());
        assert_eq!(refused(back("sami").await), HIDDEN);
        assert_eq!(refused(back("maya").await), forbidden("employees-only"));
        back("tomas").await.unwrap();
        let after = house.headline("tomas", "creak").await.unwrap();
        assert_eq!((circle(house, creak).await, circle(house, sidebar).await), (before.0, before.1));
        assert_eq!((after.space, after.assignee), (before.2.space, before.2.assignee));
        assert!(house.headline("mei", "creak").await.is_none());
        let eyes = house.eyes("sami").await;
        let listed = eyes.list(List::Space(after.space), Cursor::TOP).await.unwrap();
        assert!(listed.rows.iter().any(|row| row.headline.id == creak), "it stands on their shelves again");
        assert_eq!(refused(back("tomas").await), HIDDEN, "once");
        // Something was said there: who saw it before must not read that by an undoing.
        go_to(house, "tomas", creak, returns, false).await.unwrap();
        reply(house, house.by("kofi"), creak).await.unwrap();
        assert_eq!(refused(back("kofi").await), moved("undo-spoken"));
    });
}

#[test]
fn who_came_or_left_since_keeps_a_move_from_being_undone() {
    in_company(async |house| {
        let (store, creak, returns) = (house.store(), house.conversation("creak"), returns(house).await);
        let ravi = Bringing { party: house.party("ravi"), past: false };
        go_to(house, "tomas", creak, returns, false).await.unwrap();
        conversation::bring(store, house.by("kofi"), creak, ravi).await.unwrap();
        assert_eq!(refused(moving::move_back(store, house.by("kofi"), creak).await), moved("undo-rearranged"));
        conversation::remove(store, house.by("kofi"), creak, house.party("ravi")).await.unwrap();
        conversation::assign(store, house.by("kofi"), creak, house.by("kofi").map(Into::into)).await.unwrap();
        assert_eq!(refused(moving::move_back(store, house.by("kofi"), creak).await), moved("undo-assigned"));
        conversation::assign(store, house.by("kofi"), creak, None).await.unwrap();
        moving::move_back(store, house.by("kofi"), creak).await.unwrap();
        assert!(house.headline("sami", "creak").await.is_some());
    });
}

#[test]
fn a_sidebar_in_which_nobody_would_be_left_goes_to_the_colleagues_there_from_now_on() {
    in_company(async |house| {
        let returns = returns(house).await;
        let case = start(house, "maya", "support", Kind::Case).await.unwrap().conversation;
        let sidebar = actions::sidebar::open(house.store(), house.by("sami"), case, "Only among us").await.unwrap().conversation;
        go_to(house, "tomas", case, returns, false).await.unwrap();
        let mei = house.eyes("mei").await;
        assert!(mei.conversation_by_id(sidebar).await.unwrap().is_some(), "it can be found again");
        assert!(read(&mei, sidebar).await.is_empty(), "what was said there was not said to her");
        assert!(house.eyes("sami").await.conversation_by_id(sidebar).await.unwrap().is_none());
        assert!(house.eyes("maya").await.conversation_by_id(sidebar).await.unwrap().is_none());
        reply(house, house.by("mei"), sidebar).await.unwrap();
        assert_eq!(read(&house.eyes("mei").await, sidebar).await.len(), 1);
    });
}

#[test]
fn who_does_not_see_the_former_space_does_not_read_its_name() {
    in_company(async |house| {
        let returns = returns(house).await;
        go_to(house, "kofi", house.conversation("creak"), returns, true).await.unwrap();
        let number = house.headline("mei", "creak").await.unwrap().number;
        for who in ["mei", "kofi", "tomas"] {
            let eyes = house.eyes(who).await;
            let Some(moved) = eyes.moving(number).await.unwrap() else { continue };
            let sees = eyes.space("support").await.unwrap().is_some();
            assert_eq!(!moved.from.is_empty(), sees, "{who}: {:?}", moved.from);
        }
        assert!(house.eyes("mei").await.space("support").await.unwrap().is_none(), "else this proves nothing");
    });
}

#[test]
fn one_who_left_for_another_who_came_keeps_a_move_from_being_undone() {
    in_company(async |house| {
        let (store, creak, returns) = (house.store(), house.conversation("creak"), returns(house).await);
        let bring = async |who: &str| {
            let it = Bringing { party: house.party(who), past: true };
            conversation::bring(store, house.by("kofi"), creak, it).await.unwrap();
        };
        bring("ravi").await;
        go_to(house, "tomas", creak, returns, true).await.unwrap();
        conversation::remove(store, house.by("kofi"), creak, house.party("ravi")).await.unwrap();
        bring("felix").await;
        assert_eq!(refused(moving::move_back(store, house.by("kofi"), creak).await), moved("undo-rearranged"));
    });
}
