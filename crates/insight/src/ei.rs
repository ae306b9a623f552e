//! The E-I index (Krackhardt and Stern 1988): ties between units less ties within, over all. +1: all cross, -1: none does.
//!
//! It depends on the sizes of the units, so it never stands alone: beside it what chance alone would give
//! ([`expected`]), its place in the range that the sizes leave ([`rescaled`]), and a permutation test.

use crate::arcs::Edges;
use crate::chance::Chance;
use crate::measured::{Lacking, Name, Said, finite, share};
use crate::pieces;
use crate::tally::Tally;
use crate::units::{NONE, Units};

/// On directed binary ties.
pub const MEASURE: Name = Name::first("e_i");
/// On directed ties by weight.
pub const WEIGHTED: Name = Name::first("e_i_weighted");
/// On binary ties, symmetrised.
pub const UNDIRECTED: Name = Name::first("e_i_undirected");
/// What sizes alone would give.
pub const EXPECTED: Name = Name::first("e_i_expected");

/// `(E - I) / (E + I)` of what was tallied.
pub fn index(tally: &Tally) -> Said {
    share(tally.all - 2.0 * tally.inside(), tally.all, Lacking::NoTies)
}

/// The index of one unit, over the ties that leave its people.
pub fn of_unit(tally: &Tally, unit: usize) -> Said {
    share(tally.out[unit] - 2.0 * tally.within[unit], tally.out[unit], Lacking::NoTies)
}

/// The index if everybody had a tie with everybody, which is what mixing at random comes to.
pub fn expected(units: &Units) -> Said {
    let (inside, across) = units.pairs();
    match units.placed() {
        0 => Err(Lacking::NoPeople),
        1 => Err(Lacking::OneUnit),
        _ => finite((across - inside) / (across + inside)),
    }
}

/// The index moved to the range which `ties` undirected ties among these units can reach: -1 the most closed, +1 the most open.
pub fn rescaled(index: f64, ties: usize, units: &Units) -> Said {
    let (inside, across) = units.pairs();
    let ties = ties as f64;
    if ties <= 0.0 {
        return Err(Lacking::NoTies);
    }
    let bound = |external: f64| (2.0 * external - ties) / ties;
    let (low, high) = (bound((ties - inside).max(0.0)), bound(ties.min(across)));
    share(2.0 * (index - low), high - low, Lacking::NoRoom).map(|place| place - 1.0)
}

/// How the index compares with that of the same network under shuffled units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Permuted {
    /// How often the units were shuffled; all arrangements, if there are no more.
    pub runs: usize,
    /// Whether those were all arrangements, each once.
    pub exact: bool,
    /// The index over the runs.
    pub mean: f64,
    /// Its standard deviation.
    pub deviation: f64,
    /// How many deviations the true index lies from the mean; `None` where it never varies.
    pub z: Option<f64>,
    /// The share of runs as closed as the network or more: small means more siloed than chance.
    pub p_low: f64,
    /// The share of runs as open as the network or more.
    pub p_high: f64,
}

/// Runs of the test: enough for p = 0.0001; a tenth of it where a run takes long.
pub fn runs(people: usize) -> usize {
    if people > 5_000 { 999 } else { 9_999 }
}

/// The permutation test over undirected ties: ties stay, units are shuffled among the people who are in one.
///
/// # Errors
/// [`Lacking`] where no shuffle could change anything.
pub fn permuted(edges: &Edges, units: &Units, runs: usize, seed: u64) -> Said<Permuted> {
    units.comparable()?;
    let (pairs, labels) = compact(edges, units);
    if pairs.is_empty() {
        return Err(Lacking::NoTies);
    }
    let inside_of = |labels: &[u32]| pairs.iter().filter(|(a, b)| labels[*a as usize] == labels[*b as usize]).count() as u32;
    let seen = inside_of(&labels);
    if arrangements(units.sizes(), runs).is_some() {
        let mut order = labels;
        order.sort_unstable();
        let mut insides = vec![inside_of(&order)];
        while next_arrangement(&mut order) {
            insides.push(inside_of(&order));
        }
        return Ok(summed(&insides, seen, pairs.len(), true));
    }
    let batches = pieces::map(runs, LANES, |range| shuffled(&pairs, &labels, range.start as u64, range.len(), seed));
    Ok(summed(&batches.concat(), seen, pairs.len(), false))
}

/// Shuffles compared in one pass over the ties: a person's units in sixteen of them fill one line of the cache.
const LANES: usize = 16;

/// The ties inside a unit in each of `count` shuffles.
fn shuffled(pairs: &[(u32, u32)], labels: &[u32], batch: u64, count: usize, seed: u64) -> Vec<u32> {
    let mut lanes = vec![[0u32; LANES]; labels.len()];
    let mut order = labels.to_vec();
    for lane in 0..count {
        Chance::new(seed, batch + lane as u64).shuffle(&mut order);
        for (person, unit) in lanes.iter_mut().zip(&order) {
            person[lane] = *unit;
        }
    }
    let mut inside = [0u32; LANES];
    for (a, b) in pairs {
        let (a, b) = (&lanes[*a as usize], &lanes[*b as usize]);
        for lane in 0..LANES {
            inside[lane] += u32::from(a[lane] == b[lane]);
        }
    }
    inside[..count].to_vec()
}

/// The ties and units of those who are in one, numbered anew.
fn compact(edges: &Edges, units: &Units) -> (Vec<(u32, u32)>, Vec<u32>) {
    let mut number = vec![NONE; units.people()];
    let mut labels = Vec::new();
    for (person, unit) in units.labels().iter().enumerate().filter(|(_, unit)| **unit != NONE) {
        number[person] = labels.len() as u32;
        labels.push(*unit);
    }
    let renamed = edges.pairs().map(|(a, b, _)| (number[a], number[b]));
    (renamed.filter(|(a, b)| *a != NONE && *b != NONE).collect(), labels)
}

/// How many different ways there are to deal out the units, if not more than `most`.
fn arrangements(sizes: &[u32], most: usize) -> Option<u64> {
    // The first unit has no choice: it gets what the others leave.
    let (mut ways, mut people) = (1u64, u64::from(*sizes.first()?));
    for size in &sizes[1..] {
        for place in 1..=u64::from(*size) {
            people += 1;
            // Stays a whole number: a product of binomials, each built up factor by factor.
            ways = ways.checked_mul(people)? / place;
            if ways > most as u64 {
                return None;
            }
        }
    }
    Some(ways)
}

/// The next arrangement in ascending order; `false` after the last.
fn next_arrangement(order: &mut [u32]) -> bool {
    let Some(turn) = order.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let Some(larger) = order.iter().rposition(|unit| *unit > order[turn]) else {
        return false;
    };
    order.swap(turn, larger);
    order[turn + 1..].reverse();
    true
}

fn summed(insides: &[u32], seen: u32, ties: usize, exact: bool) -> Permuted {
    let ties = ties as f64;
    let index = |inside: u32| (ties - 2.0 * f64::from(inside)) / ties;
    let runs = insides.len() as f64;
    let mean = insides.iter().map(|inside| index(*inside)).sum::<f64>() / runs;
    let squares: f64 = insides.iter().map(|inside| (index(*inside) - mean).powi(2)).sum();
    let deviation = (squares / if exact { runs } else { (runs - 1.0).max(1.0) }).sqrt();
    // A sampled test counts the network itself as one of the runs (Phipson and Smyth 2010); among all arrangements it is.
    let itself = if exact { 0.0 } else { 1.0 };
    let p = |count: usize| (itself + count as f64) / (itself + runs);
    Permuted {
        runs: insides.len(),
        exact,
        mean,
        deviation,
        z: (deviation > 0.0).then(|| (index(seen) - mean) / deviation),
        p_low: p(insides.iter().filter(|inside| **inside >= seen).count()),
        p_high: p(insides.iter().filter(|inside| **inside <= seen).count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_are_counted_and_walked_once_each() {
        assert_eq!(arrangements(&[3, 3], 9_999), Some(20));
        assert_eq!(arrangements(&[0, 1, 2], 9_999), Some(3));
        assert_eq!(arrangements(&[1, 5, 8, 3, 4], 9_999), None);
        assert_eq!(arrangements(&[u32::MAX, u32::MAX], 9_999), None);
        let mut order = [0, 0, 0, 1, 1, 1];
        let mut seen = 1;
        while next_arrangement(&mut order) {
            seen += 1;
        }
        assert_eq!(seen, 20);
    }
}
