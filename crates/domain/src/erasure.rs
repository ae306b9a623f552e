//! Erasure: a person leaves, and what she was and said leaves with her.
//!
//! **Invariant.** Who is erased is named by typing her name, by herself or by an administrator; the house keeps an
//! administrator.

use crate::{id::PersonId, person::Actor, person::may_administer, refusal::Refusal};

/// What the rule needs to know of whom it is about, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct ErasureFacts {
    /// Who.
    pub person: PersonId,
    /// Her name, which is typed to confirm.
    pub name: String,
    /// Whether it was done already.
    pub erased: bool,
    /// Whether nobody else would be left to administer the house.
    pub last_administrator: bool,
    /// Whether she was found to be another, with whom she is erased.
    pub merged: bool,
}

/// Words that stand where hers stood; the catalogue has them.
#[derive(Clone, Debug)]
pub struct Neutral {
    /// For her name.
    pub name: String,
    /// For the subject of a conversation she started.
    pub subject: String,
}

crate::permit! {
    /// May overwrite who this person was and what she said.
    MayErase { person: PersonId }
}

/// Whether the actor could erase this person, her name still to be typed: what is offered.
///
/// # Errors
/// Refused to everyone but herself and administrators; hidden where it was done already; the last administrator stays.
pub fn erasable(actor: &Actor, it: &ErasureFacts) -> Result<(), Refusal> {
    if actor.person != it.person {
        may_administer(actor)?;
    }
    stands(it)
}

fn stands(it: &ErasureFacts) -> Result<(), Refusal> {
    if it.erased {
        return Err(Refusal::hidden());
    }
    if it.merged {
        return Err(Refusal::moved("erasure-merged"));
    }
    if it.last_administrator { Err(Refusal::new("last-administrator")) } else { Ok(()) }
}

fn confirmed(it: &ErasureFacts, typed: &str) -> Result<MayErase, Refusal> {
    let tidy = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy(typed) != tidy(&it.name) {
        return Err(Refusal::invalid("name", "erasure-name"));
    }
    Ok(MayErase::made(it.person))
}

/// Whether the actor erases this person, whose name she typed.
///
/// # Errors
/// As [`erasable`]; a name that is not hers.
pub fn may_erase(actor: &Actor, it: &ErasureFacts, typed: &str) -> Result<MayErase, Refusal> {
    erasable(actor, it)?;
    confirmed(it, typed)
}

/// The same for who runs the house's own command line, whatever her hat.
///
/// # Errors
/// As [`may_erase`].
pub fn may_erase_from_command_line(it: &ErasureFacts, typed: &str) -> Result<MayErase, Refusal> {
    stands(it)?;
    confirmed(it, typed)
}

/// Leave to erase whom a restored backup brought back: she is on the list, so it was confirmed before.
///
/// # Errors
/// Hidden where she is erased.
pub fn may_erase_again(it: &ErasureFacts) -> Result<MayErase, Refusal> {
    if it.erased { Err(Refusal::hidden()) } else { Ok(MayErase::made(it.person)) }
}

/// Leave to erase who was found to be a person together with her: one cannot stay without the other.
pub fn may_erase_half(her: &MayErase, half: PersonId) -> MayErase {
    debug_assert_ne!(her.person(), half, "she is no half of herself");
    MayErase::made(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::side::Side;

    fn maya() -> ErasureFacts {
        ErasureFacts { person: PersonId(50), name: "Maya Okafor".into(), erased: false, last_administrator: false, merged: false }
    }

    fn actor(person: i64, administrator: bool) -> Actor {
        Actor { person: PersonId(person), side: Side::Employee, administrator }
    }

    #[test]
    fn herself_and_administrators_erase_by_typing_her_name() {
        for by in [actor(50, false), actor(7, true)] {
            assert!(may_erase(&by, &maya(), " Maya  Okafor ").is_ok());
            assert_eq!(may_erase(&by, &maya(), "maya").unwrap_err().key, "erasure-name");
        }
        assert_eq!(may_erase(&actor(7, false), &maya(), "Maya Okafor").unwrap_err().key, "administrators-only");
    }

    #[test]
    fn the_last_administrator_stays_and_nobody_is_erased_twice() {
        let last = ErasureFacts { last_administrator: true, ..maya() };
        assert_eq!(may_erase(&actor(50, true), &last, "Maya Okafor").unwrap_err().key, "last-administrator");
        assert_eq!(may_erase_from_command_line(&last, "Maya Okafor").unwrap_err().key, "last-administrator");
        let gone = ErasureFacts { erased: true, ..maya() };
        assert_eq!(erasable(&actor(7, true), &gone).unwrap_err(), Refusal::hidden());
        assert!(may_erase_again(&gone).is_err() && may_erase_again(&last).is_ok());
        let merged = ErasureFacts { merged: true, ..maya() };
        assert_eq!(may_erase(&actor(7, true), &merged, "Maya Okafor").unwrap_err().key, "erasure-merged");
    }
}
