//! Who waits: from the first word behind our last answer, until a person of ours answers or she says so herself.

use crate::{
    derived::{caught_up, rebuilt, rows},
    expect::*,
};
use actions::{conversation, merging, message};
use domain::{id::ConversationId, kind::Kind, moment::HOUR};
use store::reading::waiting::WaitingCursor;
use testkit::{House, in_company};

/// Who waits in a conversation as Sami reads the board, and whether it was closed.
async fn waits(house: &House, conversation: ConversationId) -> Option<(String, bool)> {
    caught_up(house).await;
    let page = house.eyes("sami").await.waiting(WaitingCursor::TOP, 500, false).await.unwrap();
    let row = page.rows.iter().find(|row| row.headline.id == conversation)?;
    Some((row.name.clone(), row.headline.closed_at.is_some()))
}

async fn asked(house: &House, kind: Kind) -> ConversationId {
    start(house, "maya", "support", kind).await.unwrap().conversation
}

fn maya(closed: bool) -> Option<(String, bool)> {
    Some((String::from("Maya Okafor"), closed))
}

#[test]
fn she_waits_until_a_person_of_ours_answers() {
    in_company(async |house| {
        let case = asked(house, Kind::Case).await;
        assert_eq!(waits(house, case).await, maya(false));
        let sidebar = actions::sidebar::open(house.store(), house.by("sami"), case, "What do we say?").await;
        assert!(sidebar.is_ok());
        assert_eq!(waits(house, case).await, maya(false), "the sidebar is no answer");
        reply(house, house.by("sami"), case).await.unwrap();
        assert_eq!(waits(house, case).await, None);
        house.test().clock().advance(HOUR);
        let again = reply(house, house.by("maya"), case).await.unwrap();
        house.test().clock().advance(HOUR);
        reply(house, house.by("maya"), case).await.unwrap();
        caught_up(house).await;
        let line = rows(house).await.1.into_iter().find(|line| line.starts_with(&format!("waiting {case} "))).unwrap();
        assert!(line.contains(&format!(" {} ", again.message)), "since her first word behind our answer: {line}");
    });
}

#[test]
fn nobody_can_tidy_her_away() {
    in_company(async |house| {
        let (store, sami) = (house.store(), house.by("sami"));
        let case = asked(house, Kind::Case).await;
        for reason in ["solved", "no-answer", "junk"] {
            conversation::close(store, sami, case, reason).await.unwrap();
            assert_eq!(waits(house, case).await, maya(true), "{reason}");
            conversation::reopen(store, sami, case).await.unwrap();
            assert_eq!(waits(house, case).await, maya(false));
        }
        let written = reply(house, sami, case).await.unwrap();
        assert_eq!(waits(house, case).await, None);
        message::delete(store, sami, written.message).await.unwrap();
        assert_eq!(waits(house, case).await, maya(false), "an answer that was deleted is none");
        let question = asked(house, Kind::Question).await;
        let hers = read(&house.eyes("sami").await, question).await[0].id;
        conversation::accept(store, sami, question, hers).await.unwrap();
        assert_eq!(waits(house, question).await, maya(false), "her own words are no answer");
    });
}

#[test]
fn she_herself_may_say_that_she_no_longer_waits() {
    in_company(async |house| {
        let (store, her) = (house.store(), house.by("maya"));
        let case = asked(house, Kind::Case).await;
        conversation::close(store, her, case, "solved").await.unwrap();
        assert_eq!(waits(house, case).await, None);
        let question = asked(house, Kind::Question).await;
        let hers = read(&house.eyes("maya").await, question).await[0].id;
        conversation::accept(store, her, question, hers).await.unwrap();
        assert_eq!(waits(house, question).await, None);
        // Where nothing is asked, nobody waits.
        let talk = asked(house, Kind::Talk).await;
        assert_eq!(waits(house, talk).await, None);
    });
}

#[test]
fn pages_of_the_board_give_everybody_once_and_derived_anew_it_is_the_same() {
    in_company(async |house| {
        for _ in 0..7 {
            asked(house, Kind::Case).await;
            house.test().clock().advance(HOUR);
        }
        caught_up(house).await;
        let eyes = house.eyes("sami").await;
        let whole: Vec<i64> =
            eyes.waiting(WaitingCursor::TOP, 500, false).await.unwrap().rows.iter().map(|r| r.headline.number).collect();
        assert!(whole.len() >= 7);
        let (mut paged, mut from) = (Vec::new(), Some(WaitingCursor::TOP));
        while let Some(at) = from {
            let page = eyes.waiting(at, 2, false).await.unwrap();
            paged.extend(page.rows.iter().map(|row| row.headline.number));
            from = page.next;
        }
        assert_eq!(paged, whole);
        let kept = rows(house).await.1;
        rebuilt_clocks(house).await;
        assert_eq!(rows(house).await.1, kept);
    });
}

async fn rebuilt_clocks(house: &House) {
    // No notice was published: ties are empty before and after.
    rebuilt(house).await;
}

#[test]
fn who_waits_in_a_merged_conversation_waits_where_it_goes_on() {
    in_company(async |house| {
        let (store, tomas) = (house.store(), house.by("tomas"));
        let one = asked(house, Kind::Case).await;
        house.test().clock().advance(HOUR);
        let (two, three) = (asked(house, Kind::Case).await, asked(house, Kind::Case).await);
        let into = |into| merging::Merging { into, brings: false, saw: None };
        let stands = async || {
            caught_up(house).await;
            let kept = rows(house).await.1;
            rebuilt_clocks(house).await;
            assert_eq!(rows(house).await.1, kept);
        };
        let first = |kept: &[String], at: ConversationId| kept.iter().find(|l| l.starts_with(&format!("waiting {at} "))).cloned();
        caught_up(house).await;
        let since = first(&rows(house).await.1, one).unwrap().split(' ').next_back().unwrap().to_owned();
        merging::merge(store, tomas, one, into(two)).await.unwrap();
        assert_eq!((waits(house, one).await, waits(house, two).await), (None, maya(false)));
        assert!(first(&rows(house).await.1, two).unwrap().ends_with(&since), "since her first word in the other");
        stands().await;
        merging::part(store, tomas, one).await.unwrap();
        assert_eq!((waits(house, one).await, waits(house, two).await), (maya(false), maya(false)));
        stands().await;
        // Of two that were merged into a third, one taken apart takes only its own wait along.
        merging::merge(store, tomas, one, into(three)).await.unwrap();
        merging::merge(store, tomas, two, into(three)).await.unwrap();
        merging::part(store, tomas, two).await.unwrap();
        assert_eq!((waits(house, two).await, waits(house, three).await), (maya(false), maya(false)));
        let on = house.eyes("tomas").await.conversation_by_id(three).await.unwrap().unwrap();
        assert!(on.awaited_since.is_some());
        stands().await;
        reply(house, house.by("sami"), three).await.unwrap();
        assert_eq!((waits(house, one).await, waits(house, three).await), (None, None));
        stands().await;
    });
}
