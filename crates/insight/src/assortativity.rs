//! Assortativity by unit (Newman 2003): modularity over the most it could be. Its chance keeps how much each unit talks,
//! that of [`crate::ei`] keeps only its size, so the two may differ in sign.

use crate::measured::{Lacking, Name, Said, share};
use crate::modularity;
use crate::tally::Tally;

/// Undirected, binary.
pub const MEASURE: Name = Name::first("assortativity");
/// Directed, binary.
pub const DIRECTED: Name = Name::first("assortativity_directed");

/// Directed or undirected, as the tally is.
pub fn index(tally: &Tally) -> Said {
    let most = modularity::most(tally)?;
    // A remainder of rounding is no room: all ties touch one unit only.
    share(modularity::index(tally)?, if most > 1e-12 { most } else { 0.0 }, Lacking::OneUnit)
}
