//! Imports: what an archive may bring into a space.
//!
//! **Invariant.** An archive brings words and their writers, never sight: its conversations get the circle of their
//! space, and a letter joins an older conversation only where nobody beyond that circle sees it. Nobody is told,
//! nothing waits for an answer.

use crate::{
    circle::Reach,
    id::{CircleId, SpaceId},
    kind::Kind,
    moment::Moment,
};

/// What the rule needs to know of the space an archive goes into, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct ArchiveFacts {
    /// Which space.
    pub space: SpaceId,
    /// Its circle, which each imported conversation gets a copy of.
    pub circle: CircleId,
    /// How far that circle reaches.
    pub reach: Reach,
    /// Kinds that can be started there.
    pub kinds: Vec<Kind>,
    /// Whether everyone, signed in or not, stands in its circle.
    pub public: bool,
}

crate::permit! {
    /// May write an archive's letters into a space, as conversations of this kind.
    MayImport { space: SpaceId, circle: CircleId, reach: Reach, kind: Kind }
}

/// Leave to import into a space: for who runs the house's own command line, whatever her side.
pub fn may_import(it: &ArchiveFacts) -> MayImport {
    MayImport::made(it.space, it.circle, it.reach, kind_of_archive(&it.kinds))
}

/// The space's first kind that has no owner and that anybody may start; talk where it has none: a thousand old
/// letters as cases would stand in the desk's queue, unassigned.
fn kind_of_archive(kinds: &[Kind]) -> Kind {
    let fits = |kind: &Kind| !kind.life().assignable && !kind.life().stewards_start;
    kinds.iter().copied().find(fits).unwrap_or(Kind::Talk)
}

/// Whether an archived letter would bring back somebody who was erased: it is from before that, or nobody knows from
/// when. A later one is from whoever has the address since.
pub fn brings_back(erased_at: Option<Moment>, written_at: Option<Moment>) -> bool {
    erased_at.is_some_and(|erased_at| written_at.is_none_or(|written_at| written_at <= erased_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_from_before_an_erasure_bring_somebody_back() {
        let (before, then, after) = (Moment(1), Moment(2), Moment(3));
        assert!(brings_back(Some(then), Some(before)) && brings_back(Some(then), Some(then)) && brings_back(Some(then), None));
        assert!(!brings_back(Some(then), Some(after)) && !brings_back(None, Some(before)) && !brings_back(None, None));
    }

    #[test]
    fn an_archive_never_fills_the_desks_queue() {
        assert_eq!(kind_of_archive(&[Kind::Case, Kind::Question, Kind::Talk]), Kind::Talk);
        assert_eq!(kind_of_archive(&[Kind::Case]), Kind::Talk);
        assert_eq!(kind_of_archive(&[Kind::Announcement]), Kind::Talk);
    }
}
