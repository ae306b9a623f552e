//! What was raised, as what became of it is measured: who raised it, when who spoke, and how it ended, inside and outside.

use crate::{
    derived::{caught_up, rebuilt, rows},
    expect::*,
    merging::{merge, second},
};
use actions::{
    conversation::{self, Bringing, Starting},
    message, terms,
};
use domain::{
    id::{ConversationId, PersonId},
    kind::Kind,
    moment::{DAY, MINUTE, Moment},
    terms::Purpose,
};
use store::reading::{raised::Raised, thread::By};
use testkit::{House, in_company};

async fn publish(house: &House) {
    let it = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
    terms::publish(house.store(), house.by("dora"), it).await.unwrap();
}

/// All that was raised up to now, as whoever the gate lets through.
async fn all(house: &House) -> Vec<Raised> {
    caught_up(house).await;
    let (store, keys) = (house.store(), house.test().keys());
    let counted = store.counted(keys, Purpose::Aggregates).await.unwrap().unwrap();
    let now = house.test().now();
    store.raised(keys, &counted, (now.plus(-80 * DAY), now)).await.unwrap()
}

/// What somebody raised last.
async fn last_of(house: &House, who: &str) -> Raised {
    let person = house.company.person(who);
    all(house).await.into_iter().rfind(|it| it.raisers[0].person == person).unwrap()
}

/// Why it ended, whether she ended it herself, and whether that was undone.
fn ends(it: &Raised) -> Vec<(&str, bool, bool)> {
    it.ends.iter().map(|end| (end.reason.as_str(), end.herself, end.undone_at.is_some())).collect()
}

fn passes(house: &House) {
    house.test().clock().advance(MINUTE);
}

async fn close(house: &House, by: &str, it: ConversationId, reason: &str) {
    passes(house);
    conversation::close(house.store(), house.by(by), it, reason).await.unwrap();
    passes(house);
}

async fn says(house: &House, by: &str, it: ConversationId) -> domain::id::MessageId {
    passes(house);
    let said = reply(house, house.by(by), it).await.unwrap().message;
    passes(house);
    said
}

#[test]
fn a_case_ends_as_the_log_says_and_opening_it_again_undoes_that() {
    in_company(async |house| {
        publish(house).await;
        let (store, case) = (house.store(), second(house, "maya").await);
        assert_eq!(ends(&last_of(house, "maya").await), []);
        says(house, "sami", case).await;
        close(house, "sami", case, "solved").await;
        let raised = last_of(house, "maya").await;
        assert_eq!((raised.kind, ends(&raised)), (Kind::Case, vec![("solved", false, false)]));
        let (maya, sami) = (house.company.person("maya"), house.company.person("sami"));
        assert_eq!(raised.said.iter().map(|it| it.by).collect::<Vec<_>>(), [By::Outsider(maya), By::Colleague(sami)]);
        assert!(raised.raisers[0].since.is_some() && raised.said[1].at < raised.ends[0].at);
        conversation::reopen(store, house.by("sami"), case).await.unwrap();
        assert_eq!(ends(&last_of(house, "maya").await), [("", false, true)], "why is no longer known");
        close(house, "maya", case, "not-for-us").await;
        let again = last_of(house, "maya").await;
        assert_eq!(ends(&again), [("", false, true), ("not-for-us", true, false)]);
        rebuilt(house).await;
        assert_eq!(last_of(house, "maya").await, again, "derived anew it is the same");
        let said = says(house, "sami", second(house, "maya").await).await;
        message::delete(store, house.by("sami"), said).await.unwrap();
        let raised = last_of(house, "maya").await;
        assert_eq!(raised.said.len(), 2);
        assert!(raised.said[1].deleted_at.is_some_and(|at| !raised.said[1].stands(at)), "what was deleted is not said any more");
        assert!(raised.said[1].stands(raised.said[1].at) && raised.said[0].deleted_at.is_none(), "and it was said until then");
    });
}

#[test]
fn an_accepted_answer_ends_a_question_whoever_gave_it_and_her_own_words_give_it_up() {
    in_company(async |house| {
        publish(house).await;
        let store = house.store();
        let ask = async || start(house, "maya", "support", Kind::Question).await.unwrap().conversation;
        let question = ask().await;
        let answer = says(house, "sami", question).await;
        conversation::accept(store, house.by("maya"), question, answer).await.unwrap();
        passes(house);
        assert_eq!(ends(&last_of(house, "maya").await), [("accepted", true, false)]);
        close(house, "sami", question, "answered").await;
        assert_eq!(ends(&last_of(house, "maya").await), [("accepted", true, false), ("answered", false, false)]);
        conversation::reopen(store, house.by("sami"), question).await.unwrap();
        assert_eq!(ends(&last_of(house, "maya").await), [("accepted", true, true), ("", false, true)]);

        let alone = ask().await;
        let hers = says(house, "maya", alone).await;
        conversation::accept(store, house.by("sami"), alone, hers).await.unwrap();
        passes(house);
        assert_eq!(ends(&last_of(house, "maya").await), [], "we cannot end it by her own words");
        let found = says(house, "maya", alone).await;
        conversation::accept(store, house.by("maya"), alone, found).await.unwrap();
        passes(house);
        assert_eq!(ends(&last_of(house, "maya").await), [("answered-herself", true, false)]);
    });
}

#[test]
fn colleagues_raise_inside_too_while_they_may_be_counted() {
    in_company(async |house| {
        publish(house).await;
        let store = house.store();
        let before = all(house).await.len();
        let inside = Starting { inside: true, ..starting(house, "support", Kind::Case) };
        let case = conversation::start(store, house.by("tomas"), inside).await.unwrap().conversation;
        says(house, "sami", case).await;
        close(house, "tomas", case, "solved").await;
        let raised = last_of(house, "tomas").await;
        assert_eq!((ends(&raised), raised.said.len()), (vec![("solved", true, false)], 2), "she closed it herself");
        assert_eq!(raised.raisers[0].since, Some(raised.said[0].position));
        rebuilt(house).await;
        assert_eq!(last_of(house, "tomas").await, raised);
        let tomas: PersonId = house.company.person("tomas");
        let of_tomas = async || all(house).await.iter().filter(|it| it.raisers[0].person == tomas).count();
        terms::leave(store, Some(tomas), Purpose::Aggregates, true).await.unwrap();
        assert_eq!(of_tomas().await, 0);
        terms::leave(store, Some(tomas), Purpose::Aggregates, false).await.unwrap();
        assert_eq!(of_tomas().await, 0, "the past does not come back");
        // A talk raises nothing, nor does a sidebar.
        start(house, "ines", "support", Kind::Talk).await.unwrap();
        let outside = second(house, "maya").await;
        actions::sidebar::open(store, house.by("sami"), outside, "What do we say?").await.unwrap();
        passes(house);
        assert_eq!(all(house).await.iter().filter(|it| it.raisers[0].person != tomas).count(), before + 1);
    });
}

#[test]
fn whose_case_goes_on_in_another_raised_that_too_from_then_on() {
    in_company(async |house| {
        publish(house).await;
        let (store, into, hers) = (house.store(), second(house, "maya").await, second(house, "aiko").await);
        for (who, case) in [("aiko", into), ("maya", hers)] {
            let bring = Bringing { party: house.party(who), past: false };
            conversation::bring(store, house.by("tomas"), case, bring).await.unwrap();
        }
        passes(house);
        merge(house, "tomas", hers, into, false).await.unwrap();
        passes(house);
        assert_eq!(ends(&last_of(house, "aiko").await), [("merged", false, false)]);
        let raised = last_of(house, "maya").await;
        let people: Vec<PersonId> = raised.raisers.iter().map(|it| it.person).collect();
        assert_eq!(people, [house.company.person("maya"), house.company.person("aiko")]);
        let aiko = raised.raisers[1];
        assert!(aiko.since > Some(raised.said[0].position) && aiko.at > raised.said[0].at && aiko.gone_at.is_none());
        actions::merging::part(store, house.by("tomas"), hers).await.unwrap();
        passes(house);
        let raised = last_of(house, "maya").await;
        assert!(raised.raisers[1].gone_at > Some(aiko.at), "from then on it is no longer hers");
        assert_eq!(ends(&last_of(house, "aiko").await), [("merged", false, true)]);
        merge(house, "tomas", hers, into, false).await.unwrap();
        passes(house);
        let again = last_of(house, "maya").await.raisers;
        assert_eq!(again.iter().map(|it| it.gone_at.is_none()).collect::<Vec<_>>(), [true, false, true]);
        // With the last of her words there it is not hers any more either.
        let eyes = house.eyes("aiko").await;
        let words: Vec<_> = read(&eyes, hers).await.iter().filter(|it| it.author == aiko.person).map(|it| it.id).collect();
        for word in words {
            message::delete(store, house.by("aiko"), word).await.unwrap();
        }
        passes(house);
        assert!(last_of(house, "maya").await.raisers[2].gone_at.is_some());
    });
}

#[test]
fn who_only_talked_raised_nothing_wherever_that_goes_on() {
    in_company(async |house| {
        publish(house).await;
        let store = house.store();
        let inside = |kind| Starting { inside: true, ..starting(house, "support", kind) };
        let case = conversation::start(store, house.by("tomas"), inside(Kind::Case)).await.unwrap().conversation;
        for (who, kind) in [("sami", Kind::Talk), ("ines", Kind::Question)] {
            let other = conversation::start(store, house.by(who), inside(kind)).await.unwrap().conversation;
            passes(house);
            merge(house, "tomas", other, case, false).await.unwrap();
        }
        passes(house);
        let people: Vec<PersonId> = last_of(house, "tomas").await.raisers.iter().map(|it| it.person).collect();
        assert_eq!(people, [house.company.person("tomas"), house.company.person("ines")]);
    });
}

#[test]
fn what_was_closed_and_then_goes_on_elsewhere_keeps_why_it_was_closed() {
    in_company(async |house| {
        publish(house).await;
        let (into, hers) = (second(house, "maya").await, second(house, "maya").await);
        says(house, "sami", hers).await;
        close(house, "maya", hers, "solved").await;
        caught_up(house).await;
        merge(house, "tomas", hers, into, false).await.unwrap();
        passes(house);
        let raised = last_of(house, "maya").await;
        assert_eq!(ends(&raised), [("solved", true, false), ("merged", false, false)]);
        let derived = rows(house).await;
        rebuilt(house).await;
        assert_eq!((last_of(house, "maya").await, rows(house).await), (raised, derived), "derived anew it is the same");
        actions::merging::part(house.store(), house.by("tomas"), hers).await.unwrap();
        passes(house);
        assert_eq!(ends(&last_of(house, "maya").await), [("solved", true, false), ("merged", false, true)]);
    });
}

#[test]
fn who_comes_back_without_the_past_reads_only_what_is_said_from_then_on() {
    in_company(async |house| {
        publish(house).await;
        let (store, into, hers) = (house.store(), second(house, "maya").await, second(house, "aiko").await);
        let bring = async |who: &str, case: ConversationId| {
            let bring = Bringing { party: house.party(who), past: false };
            conversation::bring(store, house.by("tomas"), case, bring).await.unwrap();
        };
        bring("aiko", into).await;
        bring("maya", hers).await;
        merge(house, "tomas", hers, into, false).await.unwrap();
        let reads = async || {
            let it = last_of(house, "maya").await;
            let reads = |n: usize| it.raisers[n].since.map(|since| it.said.iter().map(|spoke| spoke.position >= since).collect());
            [reads(0), reads(1)]
        };
        says(house, "sami", into).await;
        assert_eq!(reads().await, [Some(vec![true, true]), Some(vec![false, true])]);
        conversation::remove(store, house.by("tomas"), into, house.party("aiko")).await.unwrap();
        assert_eq!(reads().await, [Some(vec![true, true]), None]);
        bring("aiko", into).await;
        says(house, "sami", into).await;
        assert_eq!(reads().await, [Some(vec![true, true, true]), Some(vec![false, false, true])]);
    });
}
