//! A share and how sure it is (Wilson 1927), 95 %: right also for few, and for none or all of them.

use crate::measured::{Lacking, Said};

/// The normal deviate that 2.5 % lie above.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// A share with its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Share {
    /// How many of them.
    pub part: usize,
    /// Of how many.
    pub n: usize,
    /// Part over n.
    pub value: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// `part` of `n`.
///
/// # Errors
/// [`Lacking::NoRecords`] of nothing.
pub fn share(part: usize, n: usize) -> Said<Share> {
    if n == 0 {
        return Err(Lacking::NoRecords);
    }
    let (count, square) = (n as f64, Z * Z);
    let value = part as f64 / count;
    let middle = (value + square / (2.0 * count)) / (1.0 + square / count);
    let half = Z * (value * (1.0 - value) / count + square / (4.0 * count * count)).sqrt() / (1.0 + square / count);
    Ok(Share { part, n, value, low: (middle - half).clamp(0.0, value), high: (middle + half).clamp(value, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_unsure_and_none_of_five_may_still_be_four_in_ten() {
        let (most, none) = (share(8, 10).unwrap(), share(0, 5).unwrap());
        assert!((most.low - 0.4902).abs() < 5e-5 && (most.high - 0.9433).abs() < 5e-5);
        assert!(none.low == 0.0 && (none.high - 0.4345).abs() < 5e-5);
        assert_eq!(share(0, 0), Err(Lacking::NoRecords));
    }
}
