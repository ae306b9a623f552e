//! Rolled up week by week or message by message, in whatever order: the same ties.

use insight::measured::Window;
use insight::tie::{DAY, HalfLife, Interaction, Means, WEEK, at, over, roll, window};
use proptest::prelude::*;
use std::collections::BTreeMap;

const LAST: i64 = 2_900;

fn interactions() -> impl Strategy<Value = Vec<Interaction>> {
    let means = prop_oneof![Just(Means::Reply), Just(Means::Mention), Just(Means::Mail), Just(Means::Reaction)];
    let one = (-60 * DAY..10 * DAY, 0..6u32, means, prop::collection::vec(0..8u32, 0..5));
    let one = one.prop_map(|(age, from, means, to)| Interaction { at: (LAST + 1) * WEEK + age, from, means, to });
    prop::collection::vec(one, 0..60)
}

/// The formula, message by message.
fn plain(interactions: &[Interaction], window: Window) -> BTreeMap<(u32, u32), f64> {
    let mut sums = BTreeMap::new();
    for one in interactions.iter().filter(|one| window.from <= one.at && one.at < window.until) {
        let to: std::collections::BTreeSet<u32> = one.to.iter().copied().filter(|to| *to != one.from).collect();
        let weight = match one.means {
            Means::Reply | Means::Mail => 1.0,
            Means::Mention => 0.5,
            Means::Reaction => continue,
        };
        let age = (window.until - one.at) as f64 / DAY as f64;
        for person in &to {
            *sums.entry((one.from, *person)).or_insert(0.0) += weight / to.len() as f64 * 0.5f64.powf(age / 28.0);
        }
    }
    sums
}

proptest! {
    #[test]
    fn ties_are_what_the_formula_says(interactions in interactions(), order in any::<u64>()) {
        let weeks = window(LAST, 4);
        let ties = over(&roll(&interactions, HalfLife::USUAL), LAST, 4, HalfLife::USUAL);
        let want = plain(&interactions, weeks);
        prop_assert_eq!(ties.iter().map(|tie| (tie.from, tie.to)).collect::<Vec<_>>(), want.keys().copied().collect::<Vec<_>>());
        prop_assert!(ties.iter().all(|tie| (tie.weight - want[&(tie.from, tie.to)]).abs() < 1e-9));
        prop_assert_eq!(&at(&interactions, weeks, HalfLife::USUAL), &ties);

        let mut other = interactions;
        insight::chance::Chance::new(order, 0).shuffle(&mut other);
        // To the last bit: a table that is rebuilt equals the one that was kept.
        prop_assert_eq!(over(&roll(&other, HalfLife::USUAL), LAST, 4, HalfLife::USUAL), ties);
    }

    #[test]
    fn any_moment_may_end_a_window(interactions in interactions(), back in 0..20 * DAY) {
        let until = (LAST + 1) * WEEK - back;
        let window = Window { from: until - 28 * DAY, until };
        let want = plain(&interactions, window);
        let ties = at(&interactions, window, HalfLife::USUAL);
        prop_assert!(ties.len() == want.len() && ties.iter().all(|tie| (tie.weight - want[&(tie.from, tie.to)]).abs() < 1e-9));
    }
}

#[test]
fn the_half_life_is_between_two_weeks_and_three_months() {
    assert_eq!(HalfLife::days(28), Some(HalfLife::USUAL));
    assert!(HalfLife::days(13).is_none() && HalfLife::days(91).is_none() && HalfLife::days(14).is_some());
}
