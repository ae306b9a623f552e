//! Merging persons: somebody outside who wrote from two addresses is one person.
//!
//! Only by hand: what a letter claims, and however likely it looks, never merges anybody. Who is merged becomes a party of
//! the one she is: every sight stays in its row, so that the one person sees what both saw and nothing more, and undoing
//! gives each back what was hers.
//!
//! **Invariant.** A colleague is never merged into anybody: what is inside does not come out. Somebody outside becomes one of
//! us only where an administrator says so in a word of its own.

use crate::{
    erasure::MayErase,
    id::PersonId,
    limits,
    person::{Actor, may_administer},
    refusal::Refusal,
    side::Side,
    words::folded,
};
use serde::Serialize;

crate::permit! {
    /// May let a person be another.
    MayMergePersons { person: PersonId, into: PersonId }
    /// May let a merged person be herself again.
    MayPartPersons { person: PersonId, from: PersonId }
}

/// What the rules need to know of one of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonFacts {
    /// Who.
    pub person: PersonId,
    /// Where she stands.
    pub side: Side,
    /// Whether she can no longer come in.
    pub gone: bool,
    /// Whether she was erased.
    pub erased: bool,
    /// Whom she is, where she is another already.
    pub merged_into: Option<PersonId>,
    /// How many others were found to be her.
    pub halves: usize,
    /// Whether she, or a group she is in, has sight of something inside, which her side keeps from her.
    pub stands_inside: bool,
}

/// Whether the actor may let one person be another; `inside` where she said that somebody outside becomes a colleague.
///
/// # Errors
/// Refused to all but administrators, for a colleague, for who is gone, another already, or several already; and where a
/// colleague is meant without a word of its own.
pub fn may_merge_persons(actor: &Actor, it: &PersonFacts, into: &PersonFacts, inside: bool) -> Result<MayMergePersons, Refusal> {
    may_administer(actor)?;
    if it.person == into.person {
        return Err(Refusal::moved("persons-same"));
    }
    if it.merged_into.is_some() || into.merged_into.is_some() {
        return Err(Refusal::moved("persons-merged"));
    }
    if it.gone || it.erased || into.gone || into.erased {
        return Err(Refusal::moved("persons-gone"));
    }
    if it.side.inside() {
        return Err(Refusal::new("persons-colleague"));
    }
    if it.stands_inside {
        return Err(Refusal::new("persons-stands-inside"));
    }
    if it.halves > 0 {
        return Err(Refusal::new("persons-several"));
    }
    if into.halves >= limits::PERSON_HALVES_MAX {
        return Err(Refusal::new("persons-many").with("max", limits::PERSON_HALVES_MAX));
    }
    if into.side.inside() && !inside {
        return Err(Refusal::new("persons-inside"));
    }
    Ok(MayMergePersons::made(it.person, into.person))
}

/// Whether the actor may let a merged person be herself again.
///
/// # Errors
/// Refused to all but administrators; moved where she is nobody else, or was erased.
pub fn may_part_persons(actor: &Actor, it: &PersonFacts) -> Result<MayPartPersons, Refusal> {
    may_administer(actor)?;
    let from = it.merged_into.ok_or_else(|| Refusal::moved("persons-apart"))?;
    if it.erased {
        return Err(Refusal::moved("persons-erased"));
    }
    Ok(MayPartPersons::made(it.person, from))
}

/// Leave to take two persons apart whom a restored backup brought back as one: of them one is erased, and was alone then.
pub fn may_part_to_erase(permit: &MayErase, person: PersonId, from: PersonId) -> MayPartPersons {
    debug_assert!([person, from].contains(&permit.person()), "one of them is erased");
    MayPartPersons::made(person, from)
}

/// What is known of somebody that may tell that she is another.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Her name.
    pub name: &'a str,
    /// Her addresses.
    pub addresses: &'a [String],
}

/// Why two persons may be one, the likeliest first. A suggestion, and nothing more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// One mailbox: the addresses differ by what stands behind a plus.
    Mailbox,
    /// The same mailbox at a domain and at one below it.
    Domain,
    /// The same mailbox name and the same name, at two domains.
    Moved,
    /// The same full name.
    Name,
}

impl Likeness {
    /// The word in JSON and in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Likeness::Mailbox => "mailbox",
            Likeness::Domain => "domain",
            Likeness::Moved => "moved",
            Likeness::Name => "name",
        }
    }
}

/// Mailbox and domain of an address, without what stands behind a plus.
pub fn mailbox(address: &str) -> Option<(&str, &str)> {
    let (local, domain) = address.rsplit_once('@')?;
    let plain = local.split('+').next().unwrap_or(local);
    (!plain.is_empty() && !domain.is_empty()).then_some((plain, domain))
}

/// Why two persons may be one; `None` where nothing says so.
pub fn likeness(one: Known<'_>, other: Known<'_>) -> Option<Likeness> {
    let below = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.ends_with('.'));
    let name = |of: Known<'_>| folded(of.name);
    // A first name alone says nothing.
    let named = name(one) == name(other) && name(one).contains(' ');
    let mut found = named.then_some(Likeness::Name);
    for (a, b) in one.addresses.iter().flat_map(|a| other.addresses.iter().map(move |b| (a, b))) {
        let (Some((box_a, at_a)), Some((box_b, at_b))) = (mailbox(a), mailbox(b)) else { continue };
        if box_a != box_b {
            continue;
        }
        let by_address = if at_a == at_b {
            Some(Likeness::Mailbox)
        } else if below(at_a, at_b) || below(at_b, at_a) {
            Some(Likeness::Domain)
        } else {
            named.then_some(Likeness::Moved)
        };
        found = found.into_iter().chain(by_address).min();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, side: Side) -> PersonFacts {
        PersonFacts { person: PersonId(id), side, gone: false, erased: false, merged_into: None, halves: 0, stands_inside: false }
    }

    fn merge(administrator: bool, it: PersonFacts, into: PersonFacts, inside: bool) -> Result<(), &'static str> {
        let actor = Actor { person: PersonId(7), side: Side::Employee, administrator };
        may_merge_persons(&actor, &it, &into, inside).map(drop).map_err(|refusal| refusal.key)
    }

    #[test]
    fn only_administrators_merge_and_never_a_colleague_into_anybody() {
        let (maya, again, dora) = (person(50, Side::Customer), person(51, Side::Public), person(8, Side::Employee));
        assert_eq!(merge(true, maya, again, false), Ok(()));
        assert_eq!(merge(false, maya, again, false), Err("administrators-only"));
        for inside in [true, false] {
            assert_eq!(merge(true, dora, maya, inside), Err("persons-colleague"));
            assert_eq!(merge(true, dora, person(9, Side::Employee), inside), Err("persons-colleague"));
        }
        assert_eq!(merge(true, maya, maya, false), Err("persons-same"));
    }

    #[test]
    fn somebody_outside_becomes_a_colleague_only_by_a_word_of_its_own() {
        let (maya, dora) = (person(50, Side::Customer), person(8, Side::Employee));
        assert_eq!(merge(true, maya, dora, false), Err("persons-inside"));
        assert_eq!(merge(true, maya, dora, true), Ok(()));
    }

    #[test]
    fn who_is_gone_another_or_several_already_is_merged_with_nobody() {
        let (maya, again) = (person(50, Side::Customer), person(51, Side::Public));
        let other = PersonFacts { merged_into: Some(PersonId(51)), gone: true, ..maya };
        for (gone, key) in [
            (other, "persons-merged"),
            (PersonFacts { gone: true, ..maya }, "persons-gone"),
            (PersonFacts { erased: true, ..maya }, "persons-gone"),
        ] {
            assert_eq!(merge(true, gone, again, false), Err(key));
            assert_eq!(merge(true, again, gone, false), Err(key));
        }
        let once_ours = PersonFacts { stands_inside: true, ..maya };
        assert_eq!(merge(true, once_ours, again, false), Err("persons-stands-inside"), "what her side keeps from her stays kept");
        assert_eq!(merge(true, again, once_ours, false), Ok(()));
        assert_eq!(merge(true, PersonFacts { halves: 1, ..maya }, again, false), Err("persons-several"));
        assert_eq!(merge(true, again, PersonFacts { halves: 1, ..maya }, false), Ok(()));
        let full = PersonFacts { halves: limits::PERSON_HALVES_MAX, ..maya };
        assert_eq!(merge(true, again, full, false), Err("persons-many"));
    }

    #[test]
    fn who_is_herself_cannot_be_parted_nor_who_was_erased() {
        let part = |administrator, it: PersonFacts| {
            let actor = Actor { person: PersonId(7), side: Side::Employee, administrator };
            may_part_persons(&actor, &it).map(|permit| permit.from()).map_err(|refusal| refusal.key)
        };
        let merged = PersonFacts { merged_into: Some(PersonId(51)), gone: true, ..person(50, Side::Customer) };
        assert_eq!(part(true, merged), Ok(PersonId(51)));
        assert_eq!(part(false, merged), Err("administrators-only"));
        assert_eq!(part(true, person(50, Side::Customer)), Err("persons-apart"));
        assert_eq!(part(true, PersonFacts { erased: true, ..merged }), Err("persons-erased"));
    }

    #[test]
    fn what_looks_like_one_person_is_suggested_and_a_first_name_is_not() {
        let like = |one: (&str, &str), other: (&str, &str)| {
            let (a, b) = ([one.1.to_owned()], [other.1.to_owned()]);
            likeness(Known { name: one.0, addresses: &a }, Known { name: other.0, addresses: &b })
        };
        let maya = ("Maya Okafor", "maya@okafor.example");
        assert_eq!(like(maya, ("maya+shop@okafor.example", "maya+shop@okafor.example")), Some(Likeness::Mailbox));
        assert_eq!(like(maya, ("M. O.", "maya@mail.okafor.example")), Some(Likeness::Domain));
        assert_eq!(like(maya, ("maya OKAFOR", "maya@post.example")), Some(Likeness::Moved));
        assert_eq!(like(maya, ("Maya Okafor", "m.o@post.example")), Some(Likeness::Name));
        assert_eq!(like(maya, ("Maya Lind", "maya@post.example")), None);
        assert_eq!(like(("Maya", "m@a.example"), ("Maya", "m2@b.example")), None);
        assert_eq!(like(maya, ("M. O.", "maya@notokafor.example")), None, "another's domain that only ends alike");
        assert_eq!(like(("a", "+x@okafor.example"), ("b", "+y@okafor.example")), None);
    }
}
