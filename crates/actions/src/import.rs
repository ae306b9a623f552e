//! Importing letters of the past into a space.
//!
//! One batch is one action: its letters are written together, so that others write between two batches. Letters come
//! in any order: which of them belong together was found out before ([`OldLetter::thread`]); a message that answers
//! one which comes later gets its link when that one arrives.
//!
//! **Invariant.** Nobody gets sight, a letter or a notice by an import, a letter known in the space is not written
//! again, and nobody who was erased comes back.

use crate::letter::{keep_face, someone};
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::{ConversationId, ImportId, MessageId, PersonId, Position},
    import::{ArchiveFacts, MayImport, brings_back, may_import},
    letter_face::LetterFace,
    markup,
    message::Channel,
    moment::Moment,
    name,
    party::MACHINE,
    refusal::Refusal,
    side::Side,
    traces::Traces,
};
use std::collections::{BTreeMap, HashMap};
use store::{
    Recorded, Stop, Store, Writing,
    writing::{
        attachment::NewAttachment,
        import::{OldBeginning, OldMessage},
        message::NewMessage,
    },
};

/// Letters of one import that belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Thread(pub u32);

/// One letter among all that an import has heard of, written or only named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Heard(pub u32);

/// Where the letters of a thread go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    /// The conversation.
    pub conversation: ConversationId,
    /// Whether this import began it: then an earlier letter becomes its beginning.
    pub begun: bool,
}

/// A reaction put on a post of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldReaction {
    /// What it is.
    pub reaction: String,
    /// The name and address of who put it; `None` where the archive does not say.
    pub by: Option<(String, MailAddress)>,
}

/// Somebody whom a letter of an archive names in To or Cc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAddressee {
    /// Her address.
    pub address: MailAddress,
    /// Her name as she gives it herself, where she wrote a letter of this archive; whoever did not, and is nobody in the
    /// house yet, does not become somebody by being written to.
    pub writes_as: Option<String>,
}

/// A letter or post of an archive, read and rendered.
#[derive(Clone, Debug)]
pub struct OldLetter {
    /// The letters it belongs with.
    pub thread: Thread,
    /// Which it is among all.
    pub heard: Heard,
    /// The letter it answers, if that one is in the archive or the space.
    pub answers: Option<Heard>,
    /// Its writer's name, as she gave it.
    pub name: String,
    /// Her address.
    pub address: MailAddress,
    /// Whom it names in To and Cc, its writer left out.
    pub addressees: Vec<OldAddressee>,
    /// Its subject.
    pub subject: String,
    /// Its new words.
    pub words: String,
    /// The same, rendered; `src="cid:N"` stands for the picture that is file N.
    pub html: String,
    /// How it is shown besides.
    pub face: LetterFace,
    /// What it quotes.
    pub history: String,
    /// Its signature.
    pub signature: String,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// When it was written.
    pub at: Moment,
    /// Whether it says so itself; else the time is a guess.
    pub dated: bool,
    /// Other addresses in it: in its headers and its text.
    pub names: Vec<MailAddress>,
    /// [`OldLetter::at`], moved within its second so that letters of one second keep the archive's order.
    pub order: Moment,
    /// When it was last changed, long ago.
    pub edited_at: Option<Moment>,
    /// The reactions put on it, long ago.
    pub reactions: Vec<OldReaction>,
    /// Its files.
    pub attachments: Vec<NewAttachment>,
    /// The SHA-256 digest of its Message-ID, or of what it says where it has none.
    pub digest: Vec<u8>,
    /// Its Message-ID; empty where it has none.
    pub message_id: String,
    /// Octet for octet.
    pub raw: Vec<u8>,
    /// The file it was found in.
    pub file: String,
}

impl OldLetter {
    /// When it says it was written; `None` where its time is a guess.
    fn written_at(&self) -> Option<Moment> {
        self.dated.then_some(self.at)
    }
}

/// Letters that are written together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The run it belongs to.
    pub import: ImportId,
    /// The space's slug.
    pub space: String,
    /// Where writers stand who are not known yet.
    pub side: Side,
    /// The letters, in the archive's order.
    pub letters: Vec<OldLetter>,
    /// Where their threads go, as far as that is known.
    pub courses: HashMap<Thread, Course>,
    /// The messages they answer, as far as those are written.
    pub written: HashMap<Heard, MessageId>,
    /// Messages written before that answer one of these letters.
    pub orphans: Vec<(MessageId, Heard)>,
}

/// What became of a batch.
#[derive(Clone, Debug, Default)]
pub struct Landed {
    /// How many were known already.
    pub known: usize,
    /// How many are by people who were erased since, and were passed over.
    pub erased: usize,
    /// How many name such people, and came without their quotes and their original.
    pub freed: usize,
    /// How many conversations were begun.
    pub begun: usize,
    /// Where the threads go now.
    pub courses: HashMap<Thread, Course>,
    /// The messages that were written.
    pub written: Vec<(Heard, MessageId)>,
    /// Messages that answer a letter which comes later.
    pub orphans: Vec<(MessageId, Heard)>,
}

/// The space an import goes into.
///
/// # Errors
/// Refuses a slug that no space has.
pub async fn place(store: &Store, slug: &str) -> Result<ArchiveFacts, Stop> {
    Ok(store.place_for_archive(slug).await?.ok_or_else(|| Refusal::invalid("space", "space-unknown"))?)
}

/// Writes a batch of letters.
///
/// # Errors
/// Refuses a space that is gone; a fault of the store. Nothing of the batch is written then.
pub async fn import(store: &Store, batch: Batch) -> Result<Landed, Stop> {
    store.act(async move |w| written(w, batch).await).await
}

async fn written(w: &mut Writing, mut batch: Batch) -> Result<Recorded<Landed>, Stop> {
    let place = w.place_for_archive(&batch.space).await?.ok_or_else(|| Refusal::invalid("space", "space-unknown"))?;
    let run = w.import_facts(batch.import).await?.ok_or_else(Refusal::hidden)?;
    let permit = may_import(&place, &run)?;
    let asks_list = w.anybody_erased().await?;
    let mut writer = BatchWriter {
        w,
        permit,
        side: batch.side,
        asks_list,
        checked: HashMap::new(),
        people: HashMap::new(),
        reached: BTreeMap::new(),
        known: std::mem::take(&mut batch.written),
        landed: Landed { courses: std::mem::take(&mut batch.courses), orphans: batch.orphans, ..Landed::default() },
        recorded: None,
    };
    for letter in batch.letters {
        writer.write(letter).await?;
    }
    let (recorded, landed) = writer.finish().await?;
    Ok(recorded.with(landed))
}

/// How far a conversation reaches after this batch.
struct Reached {
    position: Position,
    last_at: Moment,
}

struct BatchWriter<'a> {
    w: &'a mut Writing,
    permit: MayImport,
    side: Side,
    /// Whether anybody was ever erased.
    asks_list: bool,
    /// The threads of this batch whose conversation was looked at: nobody beyond the space's circle sees it.
    checked: HashMap<Thread, Course>,
    /// Who has an address, or that nobody has: within the batch nobody else gives any.
    people: HashMap<MailAddress, Option<PersonId>>,
    reached: BTreeMap<ConversationId, Reached>,
    known: HashMap<Heard, MessageId>,
    landed: Landed,
    recorded: Option<Recorded<()>>,
}

impl BatchWriter<'_> {
    async fn write(&mut self, it: OldLetter) -> Result<(), Stop> {
        if self.w.has_letter(&self.permit, &it.digest).await? {
            self.landed.known += 1;
            return Ok(());
        }
        let Some(it) = self.without_erased(it).await? else {
            self.landed.erased += 1;
            return Ok(());
        };
        let author = self.person(&it.name, &it.address).await?;
        let course = self.course(&it, author).await?;
        let conversation = course.conversation;
        let answers = it.answers.and_then(|heard| self.known.get(&heard).copied());
        let (thread, heard, answered, attachments, at) = (it.thread, it.heard, it.answers, it.attachments.clone(), it.at);
        let (html, face, addressees) = (it.html.clone(), it.face.clone(), it.addressees.clone());
        let (edited_at, reactions, written_at) = (it.edited_at, it.reactions.clone(), it.written_at());
        let message = self.w.add_old(&self.permit, conversation, &old(it, author, answers)).await?;
        for attachment in &attachments {
            self.w.attach(message, author, attachment).await?;
        }
        keep_face(self.w, message, &html, &face).await?;
        if let Some(edited_at) = edited_at {
            self.w.edited_long_ago(&self.permit, message, edited_at).await?;
        }
        self.react(message, &reactions, (at, written_at)).await?;
        self.note_addressees(message, &addressees, author).await?;
        self.w.participate(conversation, author, "wrote").await?;
        let position = self.w.next_position();
        let space = self.permit.space();
        let line = Activity::at(MACHINE, Verb::Imported, space, conversation).message(message);
        self.recorded = Some(self.w.record(line).await?);
        let reached = self.reached.entry(conversation).or_insert(Reached { position, last_at: at });
        *reached = Reached { position, last_at: reached.last_at.max(at) };
        if let (Some(answered), None) = (answered, answers) {
            self.landed.orphans.push((message, answered));
        }
        self.known.insert(heard, message);
        self.landed.written.push((heard, message));
        self.landed.courses.insert(thread, course);
        Ok(())
    }

    /// A letter without people who were erased; `None` where it is by one of them.
    async fn without_erased(&mut self, it: OldLetter) -> Result<Option<OldLetter>, Stop> {
        if !self.asks_list {
            return Ok(Some(it));
        }
        let written_at = it.written_at();
        let addressed = it.addressees.iter().map(|addressee| &addressee.address).filter(|address| !it.names.contains(address));
        let addresses: Vec<&MailAddress> = std::iter::once(&it.address).chain(&it.names).chain(addressed).collect();
        let erased = self.w.erased_at(&addresses).await?;
        if brings_back(erased[0], written_at) {
            return Ok(None);
        }
        let gone = addresses.iter().zip(erased).filter(|(_, at)| brings_back(*at, written_at));
        let gone: Vec<String> = gone.map(|(address, _)| address.as_str().to_owned()).collect();
        if gone.is_empty() {
            return Ok(Some(it));
        }
        self.landed.freed += 1;
        let traces = Traces::new("", "", &gone);
        let free = |text: &str| traces.without(text, "[…]").unwrap_or_else(|| text.to_owned());
        let (words, signature) = (free(&it.words), free(&it.signature));
        let html = markup::render_plain(&words);
        let (mut addressees, subject) = (it.addressees, free(&it.subject));
        addressees.retain(|addressee| !gone.iter().any(|gone| gone == addressee.address.as_str()));
        let (history, raw, face) = (String::new(), Vec::new(), LetterFace::default());
        Ok(Some(OldLetter { words, html, signature, history, face, raw, subject, addressees, ..it }))
    }

    /// Who has this address, if anybody has.
    async fn known_person(&mut self, address: &MailAddress) -> Result<Option<PersonId>, Stop> {
        if let Some(known) = self.people.get(address) {
            return Ok(*known);
        }
        let found = self.w.person_by_address(address).await?.map(|(person, _)| person);
        self.people.insert(address.clone(), found);
        Ok(found)
    }

    /// Who has this address, made where nobody has.
    async fn person(&mut self, name: &str, address: &MailAddress) -> Result<PersonId, Stop> {
        if let Some(person) = self.known_person(address).await? {
            return Ok(person);
        }
        let person = someone(self.w, name, address, self.side).await?;
        self.w.made_by_import(&self.permit, person).await?;
        self.people.insert(address.clone(), Some(person));
        Ok(person)
    }

    /// Notes to whom a letter [without people who were erased](Self::without_erased) went: people of the house, and those
    /// who write in the archive themselves. Nobody sees anything by that, or is told.
    async fn note_addressees(&mut self, message: MessageId, to: &[OldAddressee], author: PersonId) -> Result<(), Stop> {
        for it in to {
            let person = match (self.known_person(&it.address).await?, &it.writes_as) {
                (Some(person), _) => person,
                (None, Some(name)) => self.person(name, &it.address).await?,
                (None, None) => continue,
            };
            if person != author {
                self.w.addressed_long_ago(&self.permit, message, person).await?;
            }
        }
        Ok(())
    }

    /// Puts reactions on a message as of its own time; those of people who were erased stay away.
    async fn react(
        &mut self,
        message: MessageId,
        reactions: &[OldReaction],
        (at, written_at): (Moment, Option<Moment>),
    ) -> Result<(), Stop> {
        for (n, it) in (0_i64..).zip(reactions) {
            let by = match &it.by {
                None => Err(n),
                Some((_, address)) if self.was_erased(address, written_at).await? => continue,
                Some((name, address)) => Ok(self.person(name, address).await?),
            };
            self.w.react_long_ago(&self.permit, message, by, (&it.reaction, at)).await?;
        }
        Ok(())
    }

    async fn was_erased(&self, address: &MailAddress, written_at: Option<Moment>) -> Result<bool, Stop> {
        Ok(self.asks_list && brings_back(self.w.erased_at(&[address]).await?[0], written_at))
    }

    /// The conversation a letter goes to, begun where there is none, or where others see the one there is.
    async fn course(&mut self, it: &OldLetter, author: PersonId) -> Result<Course, Stop> {
        let subject = name::subject_cut(&it.subject);
        let mut beginning = OldBeginning { subject, starter: author, at: it.at, linked: None };
        let found = match self.checked.get(&it.thread) {
            Some(course) => Some(*course),
            None => match self.landed.courses.get(&it.thread).copied() {
                Some(course) if self.w.within_circle(&self.permit, course.conversation).await? => Some(course),
                Some(course) => {
                    beginning.linked = Some(course.conversation);
                    None
                }
                None => None,
            },
        };
        let course = match found {
            Some(course) => {
                if course.begun {
                    self.w.begin_earlier(&self.permit, course.conversation, &beginning).await?;
                }
                course
            }
            None => {
                self.landed.begun += 1;
                Course { conversation: self.w.begin_old(&self.permit, &beginning).await?, begun: true }
            }
        };
        self.checked.insert(it.thread, course);
        Ok(course)
    }

    /// Does once per batch what need not be done per letter.
    async fn finish(mut self) -> Result<(Recorded<()>, Landed), Stop> {
        for (message, answered) in std::mem::take(&mut self.landed.orphans) {
            match self.known.get(&answered) {
                Some(answered) => self.w.note_answered(&self.permit, message, *answered).await?,
                None => self.landed.orphans.push((message, answered)),
            }
        }
        self.w.count_imported(&self.permit, self.landed.written.len(), self.landed.begun).await?;
        for (conversation, reached) in self.reached {
            self.w.stretch(&self.permit, conversation, reached.position, reached.last_at).await?;
        }
        let recorded = match self.recorded {
            Some(recorded) => recorded,
            // Everything was known: the log says that an import went by.
            None => self.w.record(Activity::of(MACHINE, Verb::ArchiveOpened, self.permit.import().0)).await?,
        };
        Ok((recorded, self.landed))
    }
}

fn old(it: OldLetter, author: PersonId, answers: Option<MessageId>) -> OldMessage {
    let new = NewMessage {
        author,
        channel: Channel::Import,
        at: it.at,
        answers,
        source: it.words,
        html: it.html,
        history: it.history,
        signature: it.signature,
        automatic: it.automatic,
        mailed: false,
    };
    let (digest, message_id, sender) = (it.digest, it.message_id, it.address.as_str().to_owned());
    OldMessage { new, order: it.order, digest, message_id, raw: it.raw, file: it.file, sender }
}
