//! The house: one installation, for one organization of ours.

use crate::refusal::Refusal;

crate::permit! {
    /// May found the house: there is nobody in it yet.
    MayFound {}
}

/// Whether the house can be founded.
///
/// # Errors
/// Hidden once it stands: the page that founds it no longer exists.
pub fn may_found(people: i64) -> Result<MayFound, Refusal> {
    if people == 0 { Ok(MayFound::made()) } else { Err(Refusal::hidden()) }
}
