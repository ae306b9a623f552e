//! C13: whether one language, channel or segment waits longer than another. Which groups may be spoken of is asked of
//! [`crate::privacy::hide_groups`].

use crate::measured::{Lacking, Said, finite};
use std::collections::BTreeMap;

/// The worst group's share answered within a day over the best group's, of at least two groups: 1 all alike. Below two thirds, a
/// factor of one and a half, something is wrong.
pub fn ratio(by_group: &BTreeMap<u32, Said>) -> Said {
    let shares: Vec<f64> = by_group.values().filter_map(|share| share.ok()).collect();
    if shares.len() < 2 {
        return Err(Lacking::TooFew);
    }
    let (worst, best) =
        shares.iter().fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), share| (low.min(*share), high.max(*share)));
    if best > 0.0 { finite(worst / best) } else { Err(Lacking::NotReached) }
}
