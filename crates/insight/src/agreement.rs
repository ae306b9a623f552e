//! Whether two ways of grouping the same people agree: mutual information, adjusted for what chance gives (Vinh, Epps and
//! Bailey 2010), over the mean of both entropies. 1: the same groups; 0: no more than chance.

use crate::measured::{Lacking, Name, Said, finite, share};
use std::collections::BTreeMap;

/// Of emergent communities with formal units.
pub const MEASURE: Name = Name::first("agreement");

/// Between two groupings, person by person; who is in no group of either is left out.
///
/// # Errors
/// [`Lacking`] where one of them does not group at all: then chance alone agrees.
pub fn adjusted(one: &[Option<u32>], other: &[Option<u32>]) -> Said {
    let both: Vec<(u32, u32)> = one.iter().zip(other).filter_map(|(one, other)| Some(((*one)?, (*other)?))).collect();
    if both.is_empty() {
        return Err(Lacking::NoPeople);
    }
    let rows = counted(both.iter().map(|pair| pair.0));
    let columns = counted(both.iter().map(|pair| pair.1));
    let cells = counted(both.iter().copied());
    let n = both.len() as f64;
    let entropy = |sizes: &BTreeMap<u32, u32>| -> f64 {
        sizes.values().map(|size| f64::from(*size) / n).map(|part| -part * part.ln()).sum()
    };
    let informed = |((row, column), count): (&(u32, u32), &u32)| {
        let count = f64::from(*count);
        count / n * (n * count / (f64::from(rows[row]) * f64::from(columns[column]))).ln()
    };
    let mutual: f64 = cells.iter().map(informed).sum();
    let chance = expected(&rows, &columns, both.len());
    let most = (entropy(&rows) + entropy(&columns)) / 2.0;
    let room = most - chance;
    share(mutual - chance, if room > 1e-12 { room } else { 0.0 }, Lacking::NoRoom).and_then(finite)
}

fn counted<K: Ord>(of: impl Iterator<Item = K>) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    of.for_each(|key| *counts.entry(key).or_insert(0) += 1);
    counts
}

/// The mutual information of groups of these sizes dealt out at random: the hypergeometric mean over every cell.
fn expected(rows: &BTreeMap<u32, u32>, columns: &BTreeMap<u32, u32>, n: usize) -> f64 {
    let mut factorial = vec![0.0; n + 1];
    (1..=n).for_each(|k| factorial[k] = factorial[k - 1] + (k as f64).ln());
    let people = n as f64;
    // Groups of one size behave alike: each pair of sizes is worked out once.
    let (rows, columns) = (counted(rows.values().copied()), counted(columns.values().copied()));
    let mut sum = 0.0;
    for (a, a_times) in rows.iter().map(|(size, times)| (*size as usize, f64::from(*times))) {
        for (b, b_times) in columns.iter().map(|(size, times)| (*size as usize, f64::from(*times))) {
            let fixed = factorial[a] + factorial[b] + factorial[n - a] + factorial[n - b] - factorial[n];
            let mut cell = 0.0;
            for k in (a + b).saturating_sub(n).max(1)..=a.min(b) {
                let ways = factorial[k] + factorial[a - k] + factorial[b - k] + factorial[n + k - a - b];
                cell += k as f64 / people * (people * k as f64 / (a as f64 * b as f64)).ln() * (fixed - ways).exp();
            }
            sum += cell * a_times * b_times;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: &[u32]) -> Vec<Option<u32>> {
        of.iter().map(|group| Some(*group)).collect()
    }

    /// Mutual information straight from its definition.
    fn mutual(one: &[u32], other: &[u32]) -> f64 {
        let n = one.len() as f64;
        let share = |of: &dyn Fn(usize) -> bool| (0..one.len()).filter(|at| of(*at)).count() as f64 / n;
        let mut sum = 0.0;
        for a in 0..4 {
            for b in 0..4 {
                let joint = share(&|at| one[at] == a && other[at] == b);
                if joint > 0.0 {
                    sum += joint * (joint / (share(&|at| one[at] == a) * share(&|at| other[at] == b))).ln();
                }
            }
        }
        sum
    }

    #[test]
    fn what_chance_gives_is_the_mean_over_all_orders() {
        let (one, other) = ([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]);
        let (mut sum, mut orders) = (0.0, 0.0);
        let mut walk = vec![other.to_vec()];
        // All 720 orders, by putting each place in turn first.
        for place in 0..6 {
            walk = walk
                .into_iter()
                .flat_map(|order| (place..6).map(move |at| (order.clone(), at)))
                .map(|(mut order, at)| {
                    order.swap(place, at);
                    order
                })
                .collect();
        }
        for order in walk {
            sum += mutual(&one, &order);
            orders += 1.0;
        }
        let (rows, columns) = (counted(one.into_iter()), counted(other.into_iter()));
        assert!((orders, (expected(&rows, &columns, 6) - sum / orders).abs() < 1e-12) == (720.0, true));
    }

    #[test]
    fn the_same_groups_under_other_names_agree_fully() {
        assert!((adjusted(&groups(&[0, 0, 1, 1, 2]), &groups(&[5, 5, 3, 3, 9])).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(adjusted(&groups(&[0, 0]), &groups(&[0, 0])), Err(Lacking::NoRoom));
        assert_eq!(adjusted(&[None], &groups(&[0])), Err(Lacking::NoPeople));
    }
}
