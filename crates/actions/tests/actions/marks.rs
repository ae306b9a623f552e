//! What somebody has read, and what she is writing.

use crate::expect::*;
use actions::{draft, reading_mark};
use domain::{
    id::{Position, SpaceId},
    limits,
};
use store::reading::shelf::{Cursor, List};
use testkit::{House, in_company};

async fn unread_in(house: &House, who: &str, space: &str) -> i64 {
    let unread = house.eyes(who).await.unread().await.unwrap();
    unread.spaces.get(&house.space(space)).copied().unwrap_or(0)
}

#[test]
fn marks_move_on_and_back_and_what_concerned_her_there_is_seen() {
    in_company(async |house| {
        let (store, ravi, coffee) = (house.store(), house.by("ravi"), house.company.thread("coffee"));
        let before = unread_in(house, "ravi", "talk").await;
        assert_eq!(before, 2, "Nora's coffee and Felix's ride; her own words are not new to her");
        let eyes = house.eyes("ravi").await;
        let headline = eyes.conversation_by_id(coffee.conversation).await.unwrap().unwrap();
        let last = read(&eyes, coffee.conversation).await.last().unwrap().position;
        reading_mark::read(store, ravi, coffee.conversation, last).await.unwrap();
        assert_eq!(unread_in(house, "ravi", "talk").await, before - 1);
        assert_eq!(eyes.mark(&headline).await.unwrap(), last);
        reading_mark::read(store, ravi, coffee.conversation, Position(1)).await.unwrap();
        assert_eq!(eyes.mark(&headline).await.unwrap(), last, "reading an older page takes nothing back");
        reading_mark::read(store, ravi, coffee.conversation, Position(i64::MAX)).await.unwrap();
        assert!(eyes.mark(&headline).await.unwrap() < store.head().await.unwrap(), "the future cannot be read");
        reading_mark::unread(store, ravi, coffee.conversation, last).await.unwrap();
        assert_eq!(unread_in(house, "ravi", "talk").await, before);
    });
}

#[test]
fn a_space_read_whole_is_read_until_somebody_says_more_or_goes_back() {
    in_company(async |house| {
        let (store, mei) = (house.store(), house.by("mei"));
        reading_mark::read_space(store, mei, house.space("talk")).await.unwrap();
        assert_eq!(unread_in(house, "mei", "talk").await, 0);
        let coffee = house.company.thread("coffee");
        reply(house, house.by("nora"), coffee.conversation).await.unwrap();
        assert_eq!(unread_in(house, "mei", "talk").await, 1);
        reading_mark::read_space(store, mei, house.space("talk")).await.unwrap();
        // Back before the space's mark: the conversation's own wins, in the list as in the count.
        let first = read(&house.eyes("mei").await, coffee.conversation).await[0].position;
        reading_mark::unread(store, mei, coffee.conversation, first).await.unwrap();
        assert_eq!(unread_in(house, "mei", "talk").await, 1);
    });
}

/// The conversations a list shows as new to somebody.
async fn dots(house: &House, who: &str, space: &str) -> i64 {
    let listed = house.eyes(who).await.list(List::Space(house.space(space)), Cursor::TOP).await.unwrap();
    i64::try_from(listed.rows.iter().filter(|row| row.unread).count()).unwrap()
}

#[test]
fn what_is_new_in_a_sidebar_is_shown_at_its_conversation_once_in_list_and_count_alike() {
    in_company(async |house| {
        let (store, sami) = (house.store(), house.by("sami"));
        let agreed = async || {
            let (count, dots) = (unread_in(house, "sami", "support").await, dots(house, "sami", "support").await);
            assert_eq!(count, dots, "the badge and the list");
            count
        };
        let before = agreed().await;
        reading_mark::read(store, sami, house.conversation("creak"), Position(i64::MAX)).await.unwrap();
        assert_eq!(agreed().await, before, "the sidebar is new still");
        reading_mark::read(store, sami, house.conversation("creak-sidebar"), Position(i64::MAX)).await.unwrap();
        assert_eq!(agreed().await, before - 1);
        reply(house, house.by("kofi"), house.conversation("creak-sidebar")).await.unwrap();
        assert_eq!(agreed().await, before);
    });
}

#[test]
fn marks_and_drafts_are_kept_only_where_one_sees() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.by("maya"));
        let belt = house.conversation("belt");
        assert_eq!(refused(reading_mark::read(store, maya, belt, Position(1)).await), HIDDEN);
        assert_eq!(refused(reading_mark::unread(store, maya, belt, Position(1)).await), HIDDEN);
        assert_eq!(refused(draft::keep(store, maya, belt, "psst").await), HIDDEN);
        for space in [house.space("product"), SpaceId(4711)] {
            assert_eq!(refused(reading_mark::read_space(store, maya, space).await), HIDDEN);
        }
        assert_eq!(refused(reading_mark::read(store, None, belt, Position(1)).await), STRANGER);
        assert_eq!(refused(reading_mark::unread(store, None, belt, Position(1)).await), STRANGER);
        assert_eq!(refused(reading_mark::read_space(store, None, house.space("talk")).await), STRANGER);
        assert_eq!(refused(draft::keep(store, None, belt, "psst").await), STRANGER);
    });
}

#[test]
fn a_draft_is_its_writers_alone_and_gone_when_it_is_sent_or_emptied() {
    in_company(async |house| {
        let (store, creak) = (house.store(), house.conversation("creak"));
        let kept = async |who: &str| {
            let eyes = house.eyes(who).await;
            let headline = eyes.conversation_by_id(creak).await.unwrap().unwrap();
            eyes.draft(&headline).await.unwrap().map(store::Seen::into_inner)
        };
        let long = "x".repeat(limits::DRAFT_BYTES_MAX + 1);
        assert_eq!(refused(draft::keep(store, house.by("tomas"), creak, &long).await), invalid("message-long"));
        draft::keep(store, house.by("tomas"), creak, "Dear Maya, ").await.unwrap();
        draft::keep(store, house.by("tomas"), creak, "Dear Maya, we").await.unwrap();
        assert_eq!(kept("tomas").await.as_deref(), Some("Dear Maya, we"));
        assert_eq!(kept("sami").await, None);
        assert_eq!(kept("maya").await, None);
        reply(house, house.by("tomas"), creak).await.unwrap();
        assert_eq!(kept("tomas").await, None);
        draft::keep(store, house.by("tomas"), creak, "One more").await.unwrap();
        draft::keep(store, house.by("tomas"), creak, " ").await.unwrap();
        assert_eq!(kept("tomas").await, None);
    });
}
