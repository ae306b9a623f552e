//! How closed a unit is, corrected for its size: the house's headline, for it can be said in a sentence. "Of the ties of
//! this unit, so much fewer cross its wall than if its people turned to anybody in the house alike."

use crate::measured::{Lacking, Name, Said, finite, share};
use crate::tally::Tally;
use crate::units::Units;

/// Of one unit.
pub const MEASURE: Name = Name::first("silo");
/// Of the whole organization.
pub const WHOLE: Name = Name::first("segregation");

/// `1 - x / X`: x the share of the unit's outgoing ties that cross, X the share of the other people who stand outside.
/// 1 closed, 0 as by chance, below 0 more open than chance.
pub fn score(directed: &Tally, units: &Units, unit: usize) -> Said {
    let people = units.placed() as f64;
    let own = f64::from(units.sizes()[unit]);
    if own == 0.0 {
        return Err(Lacking::NoPeople);
    }
    if people - own <= 0.0 {
        return Err(Lacking::OneUnit);
    }
    let crossing = share(directed.out[unit] - directed.within[unit], directed.out[unit], Lacking::NoTies)?;
    finite(1.0 - crossing * (people - 1.0) / (people - own))
}

/// Freeman's segregation (1978): `1 - p / p0`, p the crossing share of all undirected ties, p0 that of all pairs.
pub fn segregation(undirected: &Tally, units: &Units) -> Said {
    units.comparable().or_else(|lacking| if lacking == Lacking::OnlySingles { Ok(()) } else { Err(lacking) })?;
    let crossing = share(undirected.all - undirected.inside(), undirected.all, Lacking::NoTies)?;
    let (inside, across) = units.pairs();
    finite(1.0 - crossing * (inside + across) / across)
}
