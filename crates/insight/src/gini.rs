//! How equally people take part. Who said nothing counts, with zero.

use crate::measured::{Lacking, Name, Said, share};

/// 0: all the same; near 1: one has it all.
pub const MEASURE: Name = Name::first("gini");
/// The least number of people who make half of it.
pub const ABSENCE: Name = Name::first("absence_factor");

/// `SUM (2i - n - 1) x_(i) / (n SUM x)`, x ascending and not negative.
pub fn index(amounts: &[f64]) -> Said {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let ranked: f64 = sorted.iter().enumerate().map(|(at, x)| (2.0 * (at as f64 + 1.0) - n - 1.0) * x).sum();
    share(ranked, n * sorted.iter().sum::<f64>(), Lacking::NoRecords)
}

/// The least number of people whose absence takes half of everything away (CHAOSS: contributor absence factor).
pub fn absence_factor(amounts: &[f64]) -> Said<usize> {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let all: f64 = sorted.iter().sum();
    if all <= 0.0 {
        return Err(Lacking::NoRecords);
    }
    let mut sum = 0.0;
    let reached = sorted.iter().position(|amount| {
        sum += amount;
        sum * 2.0 >= all
    });
    Ok(reached.map_or(sorted.len(), |at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_are_equal_and_one_who_has_all_is_not() {
        assert_eq!(index(&[2.0; 5]), Ok(0.0));
        assert_eq!(index(&[0.0, 0.0, 0.0, 1.0]), Ok(0.75));
        assert_eq!(index(&[0.0, 0.0]), Err(Lacking::NoRecords));
        assert_eq!(index(&[]), Err(Lacking::NoRecords));
    }

    #[test]
    fn half_of_the_work_is_carried_by_the_fewest_who_can() {
        assert_eq!(absence_factor(&[1.0, 5.0, 3.0, 1.0]), Ok(1));
        assert_eq!(absence_factor(&[1.0; 4]), Ok(2));
        assert_eq!(absence_factor(&[0.0]), Err(Lacking::NoRecords));
    }
}
