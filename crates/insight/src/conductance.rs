//! Conductance of a unit: what crosses its wall, over what all its people give and take (or all others', if that is less).

use crate::measured::{Lacking, Name, Said, share};
use crate::tally::Tally;

/// Of one unit, over undirected weight.
pub const MEASURE: Name = Name::first("conductance");

/// 0: nothing crosses; 1: everything does.
pub fn of_unit(undirected: &Tally, unit: usize) -> Said {
    let volume = undirected.out[unit];
    let crossing = volume - undirected.within[unit];
    share(crossing, volume.min(undirected.all - volume), Lacking::NoTies)
}
