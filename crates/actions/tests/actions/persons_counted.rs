//! A person of two in the numbers: she counts once from then on, and by what both agreed to.

use crate::{
    derived::{caught_up, rebuilt, rows},
    expect::*,
    letters::incoming,
    persons::{OTHER, elsewhere, merge, part},
};
use actions::{
    letter::{self, Incoming, Place},
    message, terms,
};
use domain::{
    id::{ConversationId, PersonId},
    moment::{MINUTE, Moment},
    terms::{COUNTED_TOO, Purpose},
};
use testkit::{House, in_company};

async fn publish(house: &House) {
    let it = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
    terms::publish(house.store(), house.by("dora"), it).await.unwrap();
}

async fn agree(house: &House, person: PersonId, agrees: bool) {
    terms::agree(house.store(), Some(person), COUNTED_TOO, agrees).await.unwrap();
}

/// How many rows of who turned to whom there are with somebody, by her messages and by others'.
async fn turned(house: &House, person: PersonId) -> (usize, usize) {
    caught_up(house).await;
    let rows = rows(house).await.0;
    let word = person.to_string();
    let at =
        |n: usize| rows.iter().filter(|line| line.starts_with("turned") && line.split(' ').nth(n) == Some(word.as_str())).count();
    (at(3), at(2))
}

/// Tomas writes to her, and she answers from her other address.
async fn exchange(house: &House, case: ConversationId) {
    reply(house, house.by("tomas"), case).await.unwrap();
    house.test().clock().advance(MINUTE);
    let first = house.eyes("tomas").await;
    let first = read(&first, case).await[0].id;
    let it = Incoming { answers: vec![letter::Answered::Ours(first)], ..incoming(house, OTHER).await };
    let it = Incoming { words: format!("Some words at {}", house.test().now().0), ..it };
    assert_eq!(letter::sort(house.store(), it).await.unwrap(), Place::Joined(case));
}

/// Maya and who she is elsewhere, each counted for herself, with the case of the latter.
async fn two_who_agreed(house: &House) -> (PersonId, PersonId, ConversationId) {
    publish(house).await;
    let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
    agree(house, maya, true).await;
    agree(house, it, true).await;
    exchange(house, case).await;
    (maya, it, case)
}

/// What was derived is what is derived anew.
async fn stands(house: &House) {
    caught_up(house).await;
    let kept = rows(house).await;
    rebuilt(house).await;
    assert_eq!(kept, rows(house).await);
}

#[test]
fn she_counts_once_from_the_merge_on_and_before_as_she_was() {
    in_company(async |house| {
        let (maya, it, case) = two_who_agreed(house).await;
        let (hers, others) = (turned(house, maya).await, turned(house, it).await);
        assert!(others.0 > 0 && others.1 > 0, "{others:?}");
        merge(house, "dora", it, maya, false).await.unwrap();
        exchange(house, case).await;
        // An answer to what she wrote as the other one turns to the one person.
        let old = read(&house.eyes("tomas").await, case).await[0].id;
        let answers = message::Replying { answers: Some(old), ..replying(case, "To your first letter") };
        message::reply(house.store(), house.by("tomas"), answers).await.unwrap();
        let (after, of_the_other) = (turned(house, maya).await, turned(house, it).await);
        assert_eq!(of_the_other, others, "what was said before stays as it was");
        assert!(after.0 > hers.0 && after.1 >= hers.1 + 2, "{hers:?} {after:?}");
        // She answers herself: that turns to nobody.
        let before = turned(house, maya).await;
        let own = message::Replying { answers: Some(old), ..replying(case, "One thing more") };
        message::reply(house.store(), Some(maya), own).await.unwrap();
        assert_eq!(turned(house, maya).await, before);
        stands(house).await;
        part(house, "dora", it).await.unwrap();
        reply(house, house.by("tomas"), case).await.unwrap();
        stands(house).await;
    });
}

#[test]
fn what_one_of_them_did_not_agree_to_stays_unagreed_until_she_does_as_one() {
    in_company(async |house| {
        let keys = house.test().keys();
        publish(house).await;
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        agree(house, maya, true).await;
        reply(house, Some(maya), house.conversation("creak")).await.unwrap();
        let before = turned(house, maya).await;
        let admitted = async |person| {
            let counted = house.store().counted(keys, Purpose::Aggregates).await.unwrap().unwrap();
            counted.admits(person)
        };
        assert!(admitted(maya).await && !admitted(it).await);
        merge(house, "dora", it, maya, false).await.unwrap();
        exchange(house, case).await;
        assert_eq!(turned(house, maya).await, before, "nothing of the one person counts");
        assert!(!admitted(maya).await);
        stands(house).await;
        agree(house, maya, false).await;
        agree(house, maya, true).await;
        assert!(admitted(maya).await, "she said so as one person");
        exchange(house, case).await;
        assert!(turned(house, maya).await.0 > 0);
        stands(house).await;
        part(house, "dora", it).await.unwrap();
        assert!(admitted(maya).await && !admitted(it).await, "the other one agreed to nothing");
        stands(house).await;
    });
}

#[test]
fn who_ends_her_agreement_as_one_ends_it_for_both() {
    in_company(async |house| {
        let (maya, it, case) = two_who_agreed(house).await;
        merge(house, "dora", it, maya, false).await.unwrap();
        exchange(house, case).await;
        assert!(turned(house, maya).await.0 > 0 && turned(house, it).await.0 > 0);
        agree(house, maya, false).await;
        assert_eq!((turned(house, maya).await, turned(house, it).await), ((0, 0), (0, 0)));
        part(house, "dora", it).await.unwrap();
        exchange(house, case).await;
        assert_eq!((turned(house, maya).await, turned(house, it).await), ((0, 0), (0, 0)));
        stands(house).await;
    });
}

#[test]
fn her_own_words_accepted_as_an_answer_settle_nothing_for_us() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        merge(house, "dora", it, maya, false).await.unwrap();
        caught_up(house).await;
        let waits = |rows: &[String]| rows.iter().filter(|line| line.starts_with("waiting")).count();
        let before = waits(&rows(house).await.1);
        assert!(before > 0);
        exchange(house, case).await;
        stands(house).await;
        part(house, "dora", it).await.unwrap();
        stands(house).await;
    });
}
