//! Random houses: whatever happens to people, units, groups and circles, each viewer reads through the store exactly
//! what the naive second implementation of audience says, in every representation the store has.
//!
//! The facts are kept by the scenario itself while it acts; nothing is read back to learn them.

mod check;
mod random_house;

use random_house::RandomHouse;
use testkit::{Dice, on_both};

/// Houses tried, and steps taken in each.
const SEEDS: std::ops::Range<u64> = 0..4;
const STEPS: usize = 120;
/// Steps between two looks at everything.
const LOOK_EVERY: usize = 60;

#[test]
fn everyone_reads_what_the_naive_implementation_says_and_nothing_else() {
    on_both(async |it| {
        let (mut seen, mut hidden) = (0, 0);
        for seed in SEEDS {
            // One database for all: the houses of other seeds are what nobody here may see.
            let mut house = RandomHouse::founded(it.store().clone(), Dice::seeded(seed)).await;
            for step in 1..=STEPS {
                house.step().await;
                if step % LOOK_EVERY == 0 {
                    let tally = check::everything(&house, seed).await;
                    seen += tally.seen;
                    hidden += tally.hidden;
                }
            }
        }
        assert!(seen > 1000 && hidden > 1000, "{seen} seen and {hidden} hidden: the walls are hardly tried");
    });
}

#[test]
fn pages_of_a_list_hold_each_conversation_once_and_leave_none_out() {
    on_both(async |it| {
        let mut house = RandomHouse::founded(it.store().clone(), Dice::seeded(77)).await;
        for _ in 0..140 {
            house.start_conversation().await;
            if house.dice.once_in(3) {
                house.bring_somebody().await;
            }
        }
        check::paging(&house).await;
    });
}

#[test]
fn one_person_of_two_reads_what_both_could_and_each_what_she_could_once_they_are_two_again() {
    on_both(async |it| {
        let mut merged = 0;
        for seed in 100..104 {
            let mut house = RandomHouse::founded(it.store().clone(), Dice::seeded(seed)).await;
            for _ in 0..LOOK_EVERY {
                house.step().await;
            }
            let mut pairs = Vec::new();
            for _ in 0..24 {
                let marks = house.marks.clone();
                pairs.extend(house.merge_somebody().await.map(|pair| (pair, marks)));
            }
            merged += pairs.len();
            check::everything(&house, seed).await;
            while let Some((pair, marks)) = pairs.pop() {
                house.part_somebody(pair, marks).await;
            }
            check::everything(&house, seed).await;
        }
        assert!(merged > 4, "only {merged} were merged");
    });
}
