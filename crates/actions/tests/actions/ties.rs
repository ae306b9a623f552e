//! Ties: derived from the log of those who may be counted, and the same whenever they are derived.

use crate::{
    derived::{caught_up, rebuilt, rows},
    expect::*,
};
use actions::{
    conversation, erasure,
    invitation::{self, Inviting, Newcomer},
    message, terms,
};
use domain::{
    erasure::Neutral,
    id::PersonId,
    moment::{DAY, Moment},
    side::Side,
    terms::{COUNTED_TOO, Purpose},
};
use testkit::{House, in_company};

async fn publish(house: &House) {
    let it = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
    terms::publish(house.store(), house.by("dora"), it).await.unwrap();
}

/// Whether somebody stands in a line of ties, at whichever end.
fn names(lines: &[String], person: PersonId) -> bool {
    lines.iter().any(|line| line.split(' ').any(|word| word == person.to_string()))
}

async fn ties(house: &House) -> Vec<String> {
    caught_up(house).await;
    rows(house).await.0
}

#[test]
fn before_the_notice_is_published_there_are_no_ties_and_after_its_end_none_are_left() {
    in_company(async |house| {
        assert_eq!(ties(house).await, Vec::<String>::new());
        let it = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: None };
        assert_eq!(refused(terms::publish(house.store(), house.by("sami"), it.clone()).await), forbidden("administrators-only"));
        let later = terms::Publishing { counts_from: Some(house.test().now().plus(DAY)), ..it.clone() };
        assert_eq!(refused(terms::publish(house.store(), house.by("dora"), later).await), invalid("notice-to-come"));
        terms::publish(house.store(), house.by("dora"), it).await.unwrap();
        assert_eq!(ties(house).await, Vec::<String>::new(), "what was written before the day it names counts in nothing");
        publish(house).await;
        assert!(ties(house).await.len() > 20);
        terms::end(house.store(), house.by("dora")).await.unwrap();
        assert_eq!(ties(house).await, Vec::<String>::new());
        assert_eq!(refused(terms::end(house.store(), house.by("dora")).await), moved("notice-none"));
    });
}

#[test]
fn a_notice_keeps_what_those_before_it_promised() {
    in_company(async |house| {
        let publish = async |group_min: u32, counts_from: Option<Moment>| {
            let it = terms::Publishing { words: String::from("We count."), group_min, counts_from };
            terms::publish(house.store(), house.by("dora"), it).await
        };
        publish(7, Some(Moment(0))).await.unwrap();
        assert_eq!(refused(publish(6, None).await), invalid("notice-group-lower"));
        publish(8, Some(Moment(0))).await.unwrap();
        let ended = house.test().now();
        terms::end(house.store(), house.by("dora")).await.unwrap();
        house.test().clock().advance(3 * DAY);
        assert_eq!(refused(publish(7, None).await), invalid("notice-group-lower"));
        for day in [Moment(0), ended, ended.plus(DAY)] {
            assert_eq!(refused(publish(8, Some(day)).await), invalid("notice-none-stood"), "{day:?}");
        }
        publish(8, None).await.unwrap();
        let from = house.store().notice().await.unwrap().unwrap().counts_from;
        // The form writes its day.
        let day = Moment(from.0.div_euclid(DAY) * DAY);
        publish(8, Some(day)).await.unwrap();
        assert_eq!(house.store().notice().await.unwrap().unwrap().counts_from, from);
        assert_eq!(refused(publish(8, Some(ended)).await), invalid("notice-none-stood"));
    });
}

#[test]
fn who_is_answered_or_named_is_turned_to_and_silent_members_and_machines_are_not() {
    in_company(async |house| {
        publish(house).await;
        caught_up(house).await;
        let before = rows(house).await.0;
        let (sami, ines) = (house.company.person("sami"), house.company.person("ines"));
        let started = start(house, "sami", "talk", domain::kind::Kind::Talk).await.unwrap();
        let handle = house.eyes("dora").await.person(ines).await.unwrap().unwrap().handle.clone();
        message::reply(house.store(), house.by("kofi"), replying(started.conversation, &format!("@{handle} look")))
            .await
            .unwrap();
        let after = ties(house).await;
        let turned: Vec<&String> = after.iter().filter(|line| line.starts_with("turned") && !before.contains(line)).collect();
        let kofi = house.company.person("kofi");
        assert_eq!(turned.len(), 2, "{turned:?}");
        assert!(turned.iter().all(|line| line.split(' ').nth(3) == Some(kofi.to_string().as_str())), "{turned:?}");
        let to = |person: PersonId, means: &str| {
            turned.iter().any(|line| line.split(' ').nth(2) == Some(person.to_string().as_str()) && line.ends_with(means))
        };
        assert!(to(sami, "reply") && to(ines, "mention"), "{turned:?}");
        // Customers agreed to nothing: no tie of ours is with one of them.
        for resident in house.company.people.iter().filter(|r| !r.side.inside()) {
            assert!(!names(&after, resident.person), "{} is counted", resident.name);
        }
    });
}

/// Changes of every kind that touch what ties are derived from.
async fn unrest(house: &House) {
    let store = house.store();
    caught_up(house).await;
    terms::agree(store, house.by("maya"), COUNTED_TOO, true).await.unwrap();
    let case = house.conversation("creak");
    let written = reply(house, house.by("tomas"), case).await.unwrap();
    reply(house, house.by("maya"), case).await.unwrap();
    let taken = reply(house, house.by("sami"), case).await.unwrap();
    caught_up(house).await;
    message::delete(store, house.by("sami"), taken.message).await.unwrap();
    let handle = house.eyes("dora").await.person(house.company.person("kofi")).await.unwrap().unwrap().handle.clone();
    message::edit(store, house.by("tomas"), written.message, &format!("More words, @{handle}")).await.unwrap();
    house.test().clock().advance(9 * DAY);
    actions::party::enter(store, house.by("dora"), house.company.person("sami"), house.company.team("it")).await.unwrap();
    let talk = start(house, "kofi", "talk", domain::kind::Kind::Talk).await.unwrap().conversation;
    for name in ["sami", "ines", "kofi", "sami", "tomas"] {
        reply(house, house.by(name), talk).await.unwrap();
    }
    let ines = house.eyes("dora").await.person(house.company.person("ines")).await.unwrap().unwrap().handle.clone();
    message::reply(store, house.by("tomas"), replying(talk, &format!("@{ines} and @{handle}, see here"))).await.unwrap();
    caught_up(house).await;
    conversation::close(store, house.by("tomas"), case, "solved").await.unwrap();
    conversation::reopen(store, house.by("tomas"), case).await.unwrap();
    terms::leave(store, house.by("kofi"), Purpose::Aggregates, true).await.unwrap();
    caught_up(house).await;
    terms::leave(store, house.by("kofi"), Purpose::Aggregates, false).await.unwrap();
    reply(house, house.by("kofi"), talk).await.unwrap();
    let neutral = || Neutral { name: "Erased person".into(), subject: "(erased)".into() };
    for whom in ["ines", "maya"] {
        let typed = house.company.resident(whom).name;
        erasure::erase(store, house.by("dora"), house.company.person(whom), typed, neutral()).await.unwrap();
    }
}

#[test]
fn derived_anew_ties_and_clocks_are_the_same_to_the_last_bit() {
    in_company(async |house| {
        publish(house).await;
        unrest(house).await;
        caught_up(house).await;
        let kept = rows(house).await;
        assert!(kept.0.len() > 20 && kept.1.len() > 5, "{} and {} rows: there is little to compare", kept.0.len(), kept.1.len());
        rebuilt(house).await;
        let anew = rows(house).await;
        for (kept, anew) in [(&kept.0, &anew.0), (&kept.1, &anew.1)] {
            let lost: Vec<_> = kept.iter().filter(|line| !anew.contains(line)).collect();
            let new: Vec<_> = anew.iter().filter(|line| !kept.contains(line)).collect();
            assert!(lost.is_empty() && new.is_empty(), "lost {lost:#?}, new {new:#?}");
            assert_eq!(kept, anew);
        }
    });
}

#[test]
fn an_erased_person_is_in_no_tie_and_waits_for_nothing() {
    in_company(async |house| {
        publish(house).await;
        terms::agree(house.store(), house.by("maya"), COUNTED_TOO, true).await.unwrap();
        let case = house.conversation("creak");
        reply(house, house.by("maya"), case).await.unwrap();
        reply(house, house.by("tomas"), case).await.unwrap();
        reply(house, house.by("maya"), case).await.unwrap();
        let maya = house.company.person("maya");
        caught_up(house).await;
        let (ties, clocks) = rows(house).await;
        assert!(names(&ties, maya) && names(&clocks, maya));
        let neutral = Neutral { name: "Erased person".into(), subject: "(erased)".into() };
        erasure::erase(house.store(), house.by("dora"), maya, "Maya Okafor", neutral).await.unwrap();
        let (ties, clocks) = rows(house).await;
        assert!(!names(&ties, maya) && !names(&clocks, maya), "at once, not when a consumer comes by");
        caught_up(house).await;
        let (ties, clocks) = rows(house).await;
        assert!(!names(&ties, maya) && !names(&clocks, maya));
    });
}

/// All groups of one, and some of several: whoever is in one leaves.
fn leaving(house: &House, seed: usize) -> Vec<PersonId> {
    let colleagues: Vec<PersonId> = house.company.people.iter().filter(|r| r.side.inside()).map(|r| r.person).collect();
    colleagues.iter().enumerate().filter(|(at, _)| (at * 7 + seed * 5) % 11 < 3).map(|(_, person)| *person).collect()
}

#[test]
fn whoever_leaves_or_ends_her_agreement_is_in_nothing_that_is_computed_after() {
    in_company(async |house| {
        let (store, keys) = (house.store(), house.test().keys());
        publish(house).await;
        terms::agree(store, house.by("maya"), COUNTED_TOO, true).await.unwrap();
        reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();
        reply(house, house.by("tomas"), house.conversation("creak")).await.unwrap();
        caught_up(house).await;
        assert!(names(&rows(house).await.0, house.company.person("maya")));
        terms::agree(store, house.by("maya"), COUNTED_TOO, false).await.unwrap();
        assert!(!names(&rows(house).await.0, house.company.person("maya")));
        for seed in 0..4 {
            let leavers = leaving(house, seed);
            assert!(!leavers.is_empty());
            for person in &leavers {
                terms::leave(store, Some(*person), Purpose::Aggregates, true).await.unwrap();
            }
            // What she does afterwards counts as little as what she did before.
            let talk = start(house, "dora", "talk", domain::kind::Kind::Talk).await.unwrap().conversation;
            for person in &leavers {
                message::reply(store, Some(*person), replying(talk, "Still here")).await.unwrap();
            }
            caught_up(house).await;
            let kept = rows(house).await.0;
            let counted = store.counted(keys, Purpose::Aggregates).await.unwrap().unwrap();
            let week = house.test().now().0.div_euclid(7 * DAY);
            let read = store.ties(keys, &counted, week - 60, week + 1).await.unwrap();
            let people = store.people_of_units(keys, &counted, Moment(0), house.test().now()).await.unwrap();
            let threads = store.market_threads(keys, &counted, Moment(0), house.test().now()).await.unwrap();
            for person in &leavers {
                assert!(!names(&kept, *person), "{person} is kept in ties");
                assert!(read.iter().all(|tie| tie.from.0 != *person && tie.to.0 != *person));
                assert!(people.iter().all(|(of, ..)| of != person));
                let by = store::reading::thread::By::Colleague(*person);
                assert!(threads.iter().all(|thread| thread.lines.iter().all(|line| line.by != by)));
                assert!(threads.iter().all(|thread| thread.holders.iter().all(|(_, holder)| holder != person)));
            }
            rebuilt(house).await;
            assert_eq!(rows(house).await.0, kept, "as if they had never been there");
            for person in &leavers {
                terms::leave(store, Some(*person), Purpose::Aggregates, false).await.unwrap();
            }
            caught_up(house).await;
            assert!(!leavers.iter().any(|person| names(&kept, *person)), "the past is not counted again");
        }
    });
}

#[test]
fn her_first_unit_stands_for_what_she_wrote_before_she_was_in_any() {
    in_company(async |house| {
        let store = house.store();
        publish(house).await;
        let inviting = Inviting {
            side: Side::Employee,
            unit: None,
            organization: None,
            administrator: false,
            address: String::new(),
            uses: 1,
        };
        let token = invitation::invite(store, house.by("dora"), inviting).await.unwrap();
        let newcomer = Newcomer { name: "Nele Winter".into(), address: "nele@velo-lind.example".into(), password: String::new() };
        invitation::accept(store, &token, newcomer, "Firefox").await.unwrap();
        let found = house.eyes("dora").await.people("Nele", "").await.unwrap();
        let nele = found.first().expect("she came").id;
        let talk = start(house, "sami", "talk", domain::kind::Kind::Talk).await.unwrap().conversation;
        reply(house, Some(nele), talk).await.unwrap();
        caught_up(house).await;
        house.test().clock().advance(DAY);
        actions::party::enter(store, house.by("dora"), nele, house.company.team("it")).await.unwrap();
        caught_up(house).await;
        let kept = rows(house).await;
        rebuilt(house).await;
        assert_eq!(rows(house).await, kept);
        assert!(ties(house).await.iter().any(|line| names(std::slice::from_ref(line), nele)));
    });
}

#[test]
fn whoever_speaks_on_and_on_turns_to_nobody_in_the_end() {
    in_company(async |house| {
        publish(house).await;
        let talk = start(house, "sami", "talk", domain::kind::Kind::Talk).await.unwrap().conversation;
        let mut said = Vec::new();
        for _ in 0..domain::limits::SPOKEN_BEFORE + 2 {
            said.push(reply(house, house.by("tomas"), talk).await.unwrap().message);
        }
        let lines = ties(house).await;
        let turned = |message: &domain::id::MessageId| lines.iter().any(|line| line.starts_with(&format!("turned {message} ")));
        let (answers, more) = said.split_at(domain::limits::SPOKEN_BEFORE);
        assert!(answers.iter().all(turned), "so many in a row may all answer the one before them");
        assert!(!more.iter().any(turned), "more answer nobody, and nobody is looked for through all of them");
    });
}
