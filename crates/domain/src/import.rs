//! Imports: what an archive may bring into a space, and who may undo it.
//!
//! **Invariant.** An archive brings words and their writers, never sight: its conversations get the circle of their
//! space, and a letter joins an older conversation only where nobody beyond that circle sees it. Nobody is told,
//! nothing waits for an answer. Undoing takes only what its own run brought, and nothing that somebody built on.

use crate::{
    circle::Reach,
    id::{CircleId, ImportId, PersonId, Position, SpaceId},
    kind::Kind,
    moment::Moment,
    party::MACHINE,
    person::{Actor, may_administer},
    refusal::Refusal,
    side::Side,
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

/// What the rules need to know of one import, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct ImportFacts {
    /// Which.
    pub import: ImportId,
    /// The space it went into.
    pub space: SpaceId,
    /// Where the people stand it made.
    pub side: Side,
    /// When it began.
    pub begun_at: Moment,
    /// Where the log ended then.
    pub begun_position: Position,
    /// Whether somebody asked to undo it.
    pub undone: bool,
}

crate::permit! {
    /// May open an import into a space.
    MayOpenImport { space: SpaceId }
    /// May write an archive's letters into a space, as conversations of this kind, as part of an import.
    MayImport { import: ImportId, space: SpaceId, circle: CircleId, reach: Reach, kind: Kind }
    /// May take away what an import brought: conversations of this space, people made on this side, since this moment.
    MayUndoImport { import: ImportId, by: PersonId, space: SpaceId, side: Side, begun_at: Moment, begun_position: Position }
}

/// Leave to open an import into a space: for who runs the house's own command line, whatever her side.
pub fn may_open_import(it: &ArchiveFacts) -> MayOpenImport {
    MayOpenImport::made(it.space)
}

/// Leave to go on with an import that was opened.
///
/// # Errors
/// Refused where it is being undone, and where it went into another space.
pub fn may_import(it: &ArchiveFacts, run: &ImportFacts) -> Result<MayImport, Refusal> {
    if run.undone || run.space != it.space {
        return Err(Refusal::moved("import-undone"));
    }
    Ok(MayImport::made(run.import, it.space, it.circle, it.reach, kind_of_archive(&it.kinds)))
}

/// Whether the actor may undo an import. Once more does no harm: it takes what was left the last time and is free now.
///
/// # Errors
/// Refused to everyone but administrators.
pub fn may_undo_import(actor: &Actor, it: &ImportFacts) -> Result<MayUndoImport, Refusal> {
    may_administer(actor)?;
    Ok(undoing(it, actor.person))
}

/// The same for who runs the house's own command line.
pub fn may_undo_import_from_command_line(it: &ImportFacts) -> MayUndoImport {
    undoing(it, MACHINE)
}

fn undoing(it: &ImportFacts, by: PersonId) -> MayUndoImport {
    MayUndoImport::made(it.import, by, it.space, it.side, it.begun_at, it.begun_position)
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

/// What an import did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Letters and posts found.
    pub found: i64,
    /// Of them written.
    pub written: i64,
    /// Of them known in the space, or found twice.
    pub known: i64,
    /// Of them by people who were erased since: passed over.
    pub erased: i64,
    /// Those that name such people: written without what they quote and without their original.
    pub freed: i64,
    /// Conversations begun.
    pub begun: i64,
    /// Of what was found, what is no message: a service's own notes, drafts, what was thrown away, what is private.
    pub passed_over: i64,
    /// Of what was found, what could not be read.
    pub unreadable: i64,
}

/// What an undoing took away since it was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Messages that went.
    pub messages: usize,
    /// Conversations that went with them.
    pub conversations: usize,
    /// People who went, since nothing else is known of them.
    pub people: usize,
    /// Conversations that stay, since somebody built on them.
    pub stays: usize,
}

/// Why a conversation stays when its import is undone: somebody built on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stays {
    /// Somebody wrote in it since.
    Answered,
    /// Somebody is writing in it, or planned a message.
    Drafted,
    /// It was assigned, closed, or an answer in it was accepted.
    Handled,
    /// A sidebar stands beside it, or another conversation continues it.
    Continued,
    /// Somebody reacted to a message of it, or changed one.
    Reacted,
    /// Somebody was brought in.
    Shared,
    /// It was moved to another space.
    Moved,
}

impl Stays {
    /// All reasons, in the order they are looked for.
    pub const ALL: [Stays; 7] =
        [Stays::Answered, Stays::Drafted, Stays::Handled, Stays::Continued, Stays::Reacted, Stays::Shared, Stays::Moved];

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Stays::Answered => "answered",
            Stays::Drafted => "drafted",
            Stays::Handled => "handled",
            Stays::Continued => "continued",
            Stays::Reacted => "reacted",
            Stays::Shared => "shared",
            Stays::Moved => "moved",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;

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

    fn run(undone: bool) -> ImportFacts {
        let (import, space, side) = (ImportId(7), SpaceId(2), Side::Customer);
        ImportFacts { import, space, side, begun_at: Moment(1), begun_position: Position(9), undone }
    }

    #[test]
    fn an_import_that_is_being_undone_brings_nothing_more() {
        let (circle, kinds) = (CircleId(3), vec![Kind::Talk]);
        let place = ArchiveFacts { space: SpaceId(2), circle, reach: Reach::Outside, kinds, public: false };
        assert_eq!(may_import(&place, &run(false)).unwrap().import(), ImportId(7));
        assert_eq!(may_import(&place, &run(true)).unwrap_err().key, "import-undone");
        let elsewhere = ArchiveFacts { space: SpaceId(4), ..place };
        assert!(may_import(&elsewhere, &run(false)).is_err());
    }

    #[test]
    fn only_administrators_undo_an_import_and_as_often_as_they_like() {
        let actor = |administrator| Actor { person: PersonId(50), side: Side::Employee, administrator };
        assert_eq!(may_undo_import(&actor(false), &run(false)).unwrap_err().key, "administrators-only");
        assert!(may_undo_import(&actor(true), &run(false)).is_ok() && may_undo_import(&actor(true), &run(true)).is_ok());
    }
}
