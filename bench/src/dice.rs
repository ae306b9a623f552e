//! Chance that comes out the same every time: a seed, a stream of numbers, a few shapes.

/// A stream of numbers (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The stream of this seed.
    pub fn seeded(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A part of one: 0 included, 1 not.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.part() * n as f64) as usize
    }

    /// One of these, the first ones more often: who writes much writes most.
    pub fn busy<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let part = self.part();
        &of[((part * part) * of.len() as f64) as usize]
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A length around `median`, with a long tail (log-normal).
    pub fn length(&mut self, median: f64, sigma: f64) -> f64 {
        let (u, v) = (self.part().max(1e-12), self.part());
        median * ((-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos() * sigma).exp()
    }
}

/// Ranks that come as often as words do (Zipf): rank `n` about 1/n as often as the first.
#[derive(Debug)]
pub struct Zipf(Vec<f64>);

impl Zipf {
    /// Ranks below `n`.
    pub fn below(n: usize) -> Zipf {
        let mut sum = 0.0;
        let mut sums: Vec<f64> = (1..=n)
            .map(|rank| {
                sum += (rank as f64).powf(-1.05);
                sum
            })
            .collect();
        sums.iter_mut().for_each(|s| *s /= sum);
        Zipf(sums)
    }

    /// A rank, 0 the most frequent.
    pub fn rank(&self, dice: &mut Dice) -> usize {
        let part = dice.part();
        self.0.partition_point(|sum| *sum < part).min(self.0.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_seed_others() {
        let draw = |seed| (0..8).map(move |_| seed).scan(Dice::seeded(seed), |dice, _| Some(dice.next())).collect::<Vec<_>>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn the_first_rank_comes_far_more_often_than_the_hundredth() {
        let (zipf, mut dice) = (Zipf::below(1000), Dice::seeded(1));
        let mut counts = vec![0; 1000];
        (0..20_000).for_each(|_| counts[zipf.rank(&mut dice)] += 1);
        assert!(counts[0] > 20 * counts[99], "{} and {}", counts[0], counts[99]);
    }
}
