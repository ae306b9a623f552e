//! Reciprocity: how much of turning to somebody is turned back.

use crate::arcs::Arcs;
use crate::measured::{Lacking, Name, Said, share};

/// Reciprocated ties over ties.
pub const MEASURE: Name = Name::first("reciprocity");
/// Pairs with ties both ways over pairs with any.
pub const DYADIC: Name = Name::first("reciprocity_dyadic");
/// By weight (Squartini and others 2013).
pub const WEIGHTED: Name = Name::first("reciprocity_weighted");

/// Counted in one pass.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reciprocity {
    /// Pairs with ties both ways.
    pub mutual: usize,
    /// Pairs with a tie one way only.
    pub one_way: usize,
    returned: f64,
    all: f64,
}

impl Reciprocity {
    /// Of directed ties.
    pub fn of(arcs: &Arcs) -> Self {
        let (rows, back) = (arcs.rows(), arcs.turned());
        let (mut twice, mut returned, mut all) = (0, 0.0, 0.0);
        for person in 0..rows.people() {
            let (others, weights) = (back.rows().row(person), back.rows().weights(person));
            let mut at = 0;
            for (to, weight) in rows.ties(person) {
                all += weight;
                while at < others.len() && (others[at] as usize) < to {
                    at += 1;
                }
                if at < others.len() && others[at] as usize == to {
                    twice += 1;
                    returned += weight.min(weights[at]);
                }
            }
        }
        Self { mutual: twice / 2, one_way: rows.entries() - twice, returned, all }
    }

    /// Reciprocated ties over ties.
    pub fn by_tie(&self) -> Said {
        let both = 2.0 * self.mutual as f64;
        share(both, both + self.one_way as f64, Lacking::NoTies)
    }

    /// Mutual pairs over pairs with any tie.
    pub fn by_pair(&self) -> Said {
        share(self.mutual as f64, (self.mutual + self.one_way) as f64, Lacking::NoTies)
    }

    /// `SUM min(w_ij, w_ji) / SUM w_ij`.
    pub fn by_weight(&self) -> Said {
        share(self.returned, self.all, Lacking::NoTies)
    }
}
