//! C13: whether one language, channel or segment waits longer than another.

use super::response::{until_ours, wall};
use super::{Asked, HOUR, Thread};
use crate::measured::{Lacking, Name, Said, finite};
use crate::privacy::GroupMin;
use std::collections::{BTreeMap, BTreeSet};

/// The worst group's share answered within a day over the best group's: 1 all alike.
pub const MEASURE: Name = Name::first("fairness");
/// Below two thirds, a factor of one and a half, something is wrong.
pub const FAIR_MIN: f64 = 1.0 / 1.5;

/// For each group with enough people its share answered within a day; smaller groups are not spoken of.
pub fn by_group(threads: &[Thread], asked: &Asked, min: GroupMin) -> BTreeMap<u32, Said> {
    let mut groups: BTreeMap<u32, Vec<Thread>> = BTreeMap::new();
    let mut people: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (thread, _, by) in asked.market(threads) {
        groups.entry(thread.group).or_default().push(thread.clone());
        people.entry(thread.group).or_default().insert(by);
    }
    let large = groups.into_iter().filter(|(group, _)| min.allows(people[group].len() as u32));
    let share = |threads: &[Thread]| until_ours(threads, asked, &wall).ended((24 * HOUR) as u64).map(|ended| ended.value);
    large.map(|(group, threads)| (group, share(&threads))).collect()
}

/// The worst share over the best, of at least two groups.
pub fn ratio(by_group: &BTreeMap<u32, Said>) -> Said {
    let shares: Vec<f64> = by_group.values().filter_map(|share| share.ok()).collect();
    if shares.len() < 2 {
        return Err(Lacking::TooFew);
    }
    let (worst, best) =
        shares.iter().fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), share| (low.min(*share), high.max(*share)));
    if best > 0.0 { finite(worst / best) } else { Err(Lacking::NotReached) }
}
