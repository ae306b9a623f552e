//! The script: three weeks at Velo Lind, as tables of steps.

mod community;
mod inside;
mod support;
mod wheels;

use crate::step::Step;

/// All steps, in the order they happen.
pub(crate) fn steps() -> impl Iterator<Item = &'static Step> {
    [inside::OPENING, wheels::STEPS, support::STEPS, community::STEPS, inside::CLOSING].into_iter().flatten()
}
