//! Measures: silos, bridges and waiting people.
//!
//! **Invariant.** Pure: no I/O, no clock, nothing of ours imported. What is random is seeded, and the same input gives the
//! same bits on one thread and on many: sums are taken over fixed pieces and added in their order.
//!
//! **Invariant.** No measure is ever NaN or infinite, and none is 0 for want of anything to say: a function that may have
//! nothing to say returns [`measured::Said`], and what is published is a [`measured::Measured`], which carries its version, its
//! window, how many it stands on, how sure it is, or why there is no number.
//!
//! Who turned to whom becomes ties in [`tie`]; [`arcs`] holds them as compact rows. One file per measure. What people
//! wait for is in [`dialogue`], over [`survival`]. [`privacy`] says what may be shown of all this. [`edge_list`] and [`report`] are
//! for researchers who have only two files: theirs, so that nothing of them is hidden.

pub mod agreement;
pub mod arcs;
pub mod assortativity;
pub mod betweenness;
pub mod brokerage;
pub mod chance;
pub mod community;
pub mod conductance;
pub mod core;
pub mod dialogue;
pub mod edge_list;
pub mod ei;
pub mod gini;
pub mod holes;
pub mod matrix;
pub mod measured;
pub mod mirror;
pub mod moat;
pub mod modularity;
pub mod pairs;
mod pieces;
pub mod privacy;
pub mod reach;
pub mod reciprocity;
pub mod report;
pub mod silo;
pub mod survival;
pub mod tally;
pub mod tie;
pub mod units;
pub mod wilson;
