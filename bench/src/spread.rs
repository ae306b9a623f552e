//! Times that were measured, and where their percentiles lie.

use std::time::Duration;

/// Sorted milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Spread(Vec<f64>);

impl FromIterator<Duration> for Spread {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Spread {
        let mut ms: Vec<f64> = times.into_iter().map(|t| t.as_secs_f64() * 1e3).collect();
        ms.sort_by(f64::total_cmp);
        Spread(ms)
    }
}

impl Spread {
    /// The time that this part of all stays within, in milliseconds; 0 where nothing was measured.
    pub fn ms(&self, part: f64) -> f64 {
        let at = (self.0.len() as f64 * part) as usize;
        self.0.get(at.min(self.0.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }

    /// Puts other times among these.
    pub fn join(&mut self, other: Spread) {
        self.0.extend(other.0);
        self.0.sort_by(f64::total_cmp);
    }

    /// The mean, in milliseconds; 0 where nothing was measured.
    pub fn mean_ms(&self) -> f64 {
        if self.0.is_empty() { 0.0 } else { self.0.iter().sum::<f64>() / self.0.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_where_the_sorted_times_stand() {
        let spread: Spread = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!((spread.ms(0.0), spread.ms(0.5), spread.ms(0.95), spread.ms(1.0)), (1.0, 51.0, 96.0, 100.0));
        assert_eq!(spread.mean_ms(), 50.5);
    }

    #[test]
    fn times_that_are_joined_are_sorted_together() {
        let odd = || (0..50).map(|n| Duration::from_millis(2 * n + 1)).collect::<Spread>();
        let mut all = odd();
        all.join((0..50).map(|n| Duration::from_millis(2 * n + 2)).collect());
        assert_eq!((all.ms(0.0), all.ms(0.5), all.ms(1.0)), (1.0, 51.0, 100.0));
        assert_eq!(odd().ms(0.5), 51.0);
    }

    #[test]
    fn nothing_measured_is_zero_and_no_fault() {
        assert_eq!((Spread::default().ms(0.5), Spread::default().mean_ms()), (0.0, 0.0));
    }
}
