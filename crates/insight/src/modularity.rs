//! Modularity of a partition (Newman and Girvan 2004; directed: Leicht and Newman 2008): the share of ties inside, less
//! what degrees alone would put there. Units as communities: how far the walls of the chart are walls of talk.

use crate::measured::{Lacking, Name, Said, finite};
use crate::tally::Tally;

/// Undirected, binary.
pub const MEASURE: Name = Name::first("modularity");
/// Directed, binary.
pub const DIRECTED: Name = Name::first("modularity_directed");
/// Undirected, by weight.
pub const WEIGHTED: Name = Name::first("modularity_weighted");

/// Directed or undirected, as the tally is.
pub fn index(tally: &Tally) -> Said {
    if tally.all <= 0.0 {
        return Err(Lacking::NoTies);
    }
    let inside = tally.within.iter().map(|within| within / tally.all).sum::<f64>();
    finite(inside - by_chance(tally))
}

/// The most that these units with these degrees could have.
pub fn most(tally: &Tally) -> Said {
    if tally.all > 0.0 { finite(1.0 - by_chance(tally)) } else { Err(Lacking::NoTies) }
}

pub(crate) fn by_chance(tally: &Tally) -> f64 {
    tally.out.iter().zip(&tally.into).map(|(out, into)| (out / tally.all) * (into / tally.all)).sum()
}
