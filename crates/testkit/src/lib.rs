//! What tests stand on: a fresh store on each engine, the little company ready-made, canaries in its words, a naive
//! second implementation of audience, and dice that roll alike every time.
//!
//! Real: the databases, the actions, the rules. Moved by hand: only the clock.

mod byte_scan;
pub mod canary;
mod collection;
mod house;
pub mod naive;
pub mod postgres;
pub mod simulation;
mod template;
mod test_store;

pub use collection::collection;
pub use company::Dice;
pub use house::{House, in_company};
pub use test_store::{TestStore, on_both, on_each};
