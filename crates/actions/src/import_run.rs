//! One run that brings an archive in: opened, closed, and undone as a whole.
//!
//! **Invariant.** What an undoing takes is what its run brought, as long as nobody built on it; each step is one action,
//! so that others write between two, and a step that did not come about is done by the next who tries.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::{ConversationId, ImportId, PersonId},
    import::{Counts, MayUndoImport, Undone, may_open_import, may_undo_import, may_undo_import_from_command_line},
    limits,
    party::MACHINE,
    refusal::Refusal,
    side::Side,
};
use store::{
    Recorded, Stop, Store, Writing,
    writing::import_run::{NewImport, UnreadablePiece},
};

/// A run to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The space's slug.
    pub space: String,
    /// The form of the archive, a word.
    pub form: String,
    /// The archive's name, as it was given.
    pub source: String,
    /// Where people stand who are not known yet.
    pub side: Side,
    /// The address of who brings it, if she is named.
    pub by: Option<MailAddress>,
}

/// Opens a run from the command line.
///
/// # Errors
/// Refuses a slug that no space has, and an address that is no employee's.
pub async fn open(store: &Store, it: Opening) -> Result<ImportId, Stop> {
    store
        .act(async move |w| {
            let place = w.place_for_archive(&it.space).await?.ok_or_else(|| Refusal::invalid("space", "space-unknown"))?;
            let by = match &it.by {
                Some(address) => employee(w, address).await?,
                None => MACHINE,
            };
            let new = NewImport { form: it.form, source: it.source, side: it.side, by };
            let import = w.open_import(&may_open_import(&place), &new).await?;
            let line = Activity { space: Some(place.space), ..Activity::of(by, Verb::ArchiveOpened, import.0) };
            Ok(w.record(line).await?.with(import))
        })
        .await
}

async fn employee(w: &Writing, address: &MailAddress) -> Result<PersonId, Stop> {
    let nobody = || Refusal::invalid("by", "import-by");
    let (person, _) = w.person_by_address(address).await?.ok_or_else(nobody)?;
    let inside = w.side_of(person).await?.is_some_and(Side::inside);
    if inside { Ok(person) } else { Err(nobody().into()) }
}

/// Closes a run with its numbers and what could not be read.
///
/// # Errors
/// Hidden where there is none; a fault of the store.
pub async fn close(store: &Store, import: ImportId, counts: Counts, unreadable: Vec<UnreadablePiece>) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let facts = w.import_facts(import).await?.ok_or_else(Refusal::hidden)?;
            w.close_import(import, &counts, &unreadable).await?;
            let line = Activity { space: Some(facts.space), ..Activity::of(MACHINE, Verb::ArchiveOpened, import.0) };
            Ok(w.record(line).await?)
        })
        .await
}

/// Asks for an import to be undone; it is done a step at a time ([`undo`]), also after a restart. `sure` is what she
/// ticked.
///
/// # Errors
/// Refused to all but administrators, hidden where there is none, and where she did not say that she is sure.
pub async fn ask(store: &Store, by: Option<PersonId>, import: ImportId, sure: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            domain::person::may_administer(&me.actor)?;
            let facts = w.import_facts(import).await?.ok_or_else(Refusal::hidden)?;
            let permit = may_undo_import(&me.actor, &facts)?;
            if !sure {
                return Err(Refusal::invalid("sure", "import-undo-sure").into());
            }
            asked(w, &permit).await
        })
        .await
}

/// The same from the command line of who runs the house.
///
/// # Errors
/// Refuses a number that no import has.
pub async fn ask_from_command_line(store: &Store, import: ImportId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let facts = w.import_facts(import).await?.ok_or_else(|| Refusal::invalid("import", "import-unknown"))?;
            asked(w, &may_undo_import_from_command_line(&facts)).await
        })
        .await
}

async fn asked(w: &mut Writing, permit: &MayUndoImport) -> Result<Recorded<()>, Stop> {
    w.ask_undoing(permit).await?;
    Ok(w.record(line(permit)).await?)
}

fn line(permit: &MayUndoImport) -> Activity {
    Activity { space: Some(permit.space()), ..Activity::of(permit.by(), Verb::Undone, permit.import().0) }
}

/// How far an undoing is.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Conversations behind this one.
    Conversations(ConversationId),
    /// People behind this one.
    People(PersonId),
    /// The marks of readers behind this one.
    Marks(PersonId),
    Done,
}

/// Undoes what somebody asked to undo, to its end; `between` runs after each step, in which others write.
///
/// # Errors
/// A fault of the store. What went until then is gone; who runs it again goes on.
pub async fn undo(
    store: &Store,
    import: ImportId,
    by: PersonId,
    between: impl AsyncFn(&Undone) -> Result<(), Stop>,
) -> Result<Undone, Stop> {
    let (mut stage, mut undone) = (Stage::Conversations(ConversationId(0)), Undone::default());
    while !matches!(stage, Stage::Done) {
        (stage, undone) = store.act(async move |w| step(w, import, by, stage).await).await?;
        between(&undone).await?;
    }
    Ok(undone)
}

async fn step(w: &mut Writing, import: ImportId, by: PersonId, stage: Stage) -> Result<Recorded<(Stage, Undone)>, Stop> {
    let facts = w.import_facts(import).await?.ok_or_else(Refusal::hidden)?;
    // Who may, was asked when she asked; what goes on after a restart goes on for her.
    let permit = may_undo_import_from_command_line(&facts);
    let done = w.undone(&permit).await?;
    let mut undoing = Undoing { w, permit, by, done };
    let next = match stage {
        Stage::Conversations(after) => undoing.conversations(after).await?,
        Stage::People(after) => undoing.people(after).await?,
        Stage::Marks(after) => undoing.marks(after).await?,
        Stage::Done => Stage::Done,
    };
    let done = undoing.done;
    undoing.w.note_undone(&undoing.permit, &done).await?;
    let line = Activity { actor: by, ..line(&undoing.permit) };
    Ok(undoing.w.record(line).await?.with((next, done)))
}

struct Undoing<'a> {
    w: &'a mut Writing,
    permit: MayUndoImport,
    by: PersonId,
    done: Undone,
}

impl Undoing<'_> {
    /// Takes away what is free in the next conversations.
    async fn conversations(&mut self, mut after: ConversationId) -> Result<Stage, Stop> {
        let (mut room, mut looks) = (limits::UNDO_MESSAGES, limits::UNDO_LOOKS);
        while room > 0 && looks > 0 {
            let Some(next) = self.w.next_imported(&self.permit, after).await? else { return Ok(Stage::People(PersonId(0))) };
            looks -= 1;
            let taken = self.conversation(next, room).await?;
            if taken < room {
                after = next;
            }
            room -= taken;
        }
        Ok(Stage::Conversations(after))
    }

    /// Takes away what is free in one conversation, at most `room` messages; how many.
    async fn conversation(&mut self, it: ConversationId, room: usize) -> Result<usize, Stop> {
        let Some(standing) = self.w.standing(&self.permit, it).await? else { return Ok(0) };
        if let Some(why) = self.w.stays(&self.permit, it, standing).await? {
            self.w.leave(&self.permit, it, why).await?;
            self.done.stays += 1;
            return Ok(0);
        }
        let messages = self.w.imported_in(&self.permit, it, room).await?;
        for message in &messages {
            self.w.take_away(&self.permit, it, *message).await?;
            self.w.record(Activity::at(self.by, Verb::Deleted, standing.space, it).message(*message)).await?;
        }
        self.done.messages += messages.len();
        self.done.conversations += usize::from(self.w.put_right(&self.permit, it, standing).await?);
        Ok(messages.len())
    }

    async fn people(&mut self, after: PersonId) -> Result<Stage, Stop> {
        let people = self.w.people_of_import(&self.permit, after).await?;
        let Some(last) = people.last().copied() else { return Ok(Stage::Marks(PersonId(0))) };
        for person in people {
            self.done.people += usize::from(self.w.unmake(&self.permit, person).await?);
        }
        Ok(Stage::People(last))
    }

    async fn marks(&mut self, mut after: PersonId) -> Result<Stage, Stop> {
        for _ in 0..limits::UNDO_LOOKS {
            match self.w.drop_stale_marks(&self.permit, after).await? {
                Some(reader) => after = reader,
                None => {
                    self.w.settle_undoing(&self.permit).await?;
                    return Ok(Stage::Done);
                }
            }
        }
        Ok(Stage::Marks(after))
    }
}
