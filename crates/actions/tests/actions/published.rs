//! Of whom published numbers spoke, as it is kept for what is measured next.

use domain::{
    activity::{Activity, Verb},
    id::{PersonId, UnitId},
    limits::{RAISED_WEEKS, WINDOWS_PER_RUN},
    moment::{DAY, Moment},
    party::MACHINE,
};
use std::collections::BTreeSet;
use store::writing::published::NewResult;
use testkit::in_company;

#[test]
fn of_whom_was_spoken_is_kept_as_long_as_something_may_be_compared_with_it() {
    in_company(async |house| {
        let (store, keys) = (house.store(), house.test().keys());
        let week = |week: i64| Moment(week * 7 * DAY);
        // More than one statement takes.
        let people: Vec<PersonId> = (1..=300).map(PersonId).collect();
        let publish = async |last: i64| {
            let groups = vec![(UnitId(7), people.clone())];
            let (from, until) = (week(last - 4), week(last));
            let new = NewResult { name: "observatory", version: 1, from, until, body: String::from("{}"), groups };
            let published = store.act(async move |w| {
                let id = w.publish_result(&new).await?.unwrap_or(0);
                Ok(w.record(Activity::of(MACHINE, Verb::Measured, id)).await?)
            });
            published.await.unwrap();
        };
        let kept = async |since: i64| store.groups_since(keys, week(since)).await.unwrap();
        publish(100).await;
        let all = kept(0).await;
        let persons: Vec<PersonId> = all.iter().map(|(_, (.., person))| *person).collect();
        assert_eq!((persons, all[0]), (people.clone(), (week(96), (UnitId(7), week(100), PersonId(1)))));
        assert_eq!(kept(100).await, []);
        // As long as the oldest window of a run looks back to it.
        let last = 100 + RAISED_WEEKS + WINDOWS_PER_RUN as i64 - 1;
        for (week, windows) in [(last - 1, vec![100, last - 1]), (last, vec![last - 1, last])] {
            publish(week).await;
            let kept: BTreeSet<i64> = kept(0).await.iter().map(|(_, (_, until, _))| until.0 / (7 * DAY)).collect();
            assert_eq!(kept, BTreeSet::from_iter(windows));
        }
    });
}

#[test]
fn a_window_of_a_clock_that_went_ahead_is_not_there_until_its_time() {
    in_company(async |house| {
        let store = house.store();
        let now = store.clock().now();
        let publish = async |until: Moment| {
            let (body, groups) = (String::from("{}"), Vec::new());
            let new = NewResult { name: "observatory", version: 1, from: until.plus(-28 * DAY), until, body, groups };
            let published = store.act(async move |w| {
                let id = w.publish_result(&new).await?.unwrap_or(0);
                Ok(w.record(Activity::of(MACHINE, Verb::Measured, id)).await?)
            });
            published.await.unwrap();
        };
        let (past, ahead) = (now.plus(-7 * DAY), now.plus(400 * DAY));
        publish(past).await;
        publish(ahead).await;
        let eyes = house.eyes("dora").await;
        assert_eq!(eyes.windows_published("observatory").await.unwrap(), [past]);
        assert!(eyes.published("observatory", past).await.unwrap().is_some());
        assert!(eyes.published("observatory", ahead).await.unwrap().is_none());
    });
}
