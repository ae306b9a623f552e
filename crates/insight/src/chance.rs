//! Chance, seeded: the same seed gives the same numbers on every machine and in every release.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

/// A stream of random numbers. How it is drawn belongs to the version of each measure that uses it.
#[derive(Clone, Debug)]
pub struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// Stream `stream` of `seed`; pieces of one computation each take their own, so that they can run in any order.
    pub fn new(seed: u64, stream: u64) -> Self {
        // The golden ratio keeps neighbouring streams apart; the generator then spreads the seed over its whole state.
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A number below `bound`, which is at least 1 (Lemire 2019: multiply, and refuse what would favour the small).
    pub fn below(&mut self, bound: u32) -> u32 {
        debug_assert!(bound > 0);
        let refused = bound.wrapping_neg() % bound;
        loop {
            let product = (self.0.next_u64() >> 32) * u64::from(bound);
            if product as u32 >= refused {
                return (product >> 32) as u32;
            }
        }
    }

    /// Brings a slice into random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, slice: &mut [T]) {
        for last in (1..slice.len()).rev() {
            slice.swap(last, self.below(last as u32 + 1) as usize);
        }
    }

    /// `count` different numbers below `bound`, in ascending order; all of them where there are fewer.
    pub fn sample(&mut self, bound: u32, count: usize) -> Vec<u32> {
        let mut all: Vec<u32> = (0..bound).collect();
        let count = count.min(all.len());
        for first in 0..count {
            let other = first as u32 + self.below(bound - first as u32);
            all.swap(first, other as usize);
        }
        all.truncate(count);
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_stream_does_not() {
        let draw = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            (0..8).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 0), draw(1, 0));
        assert_ne!(draw(1, 0), draw(1, 1));
        assert_ne!(draw(1, 0), draw(2, 0));
    }

    #[test]
    fn every_order_of_three_comes_up_about_equally_often() {
        let mut seen = std::collections::BTreeMap::new();
        let mut chance = Chance::new(7, 0);
        for _ in 0..6000 {
            let mut order = [0, 1, 2];
            chance.shuffle(&mut order);
            *seen.entry(order).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|times| (850..1150).contains(times)), "{seen:?}");
    }

    #[test]
    fn a_sample_is_sorted_different_and_never_longer_than_what_there_is() {
        let sample = Chance::new(1, 0).sample(100, 10);
        assert!(sample.len() == 10 && sample.windows(2).all(|pair| pair[0] < pair[1]) && sample[9] < 100);
        assert_eq!(Chance::new(1, 0).sample(3, 10), [0, 1, 2]);
        assert!(Chance::new(1, 0).sample(0, 10).is_empty());
    }
}
