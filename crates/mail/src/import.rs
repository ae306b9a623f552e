//! Importing an archive of letters into a space.
//!
//! Two passes over the archive, and a half one between them where letters do not say what they answer ([`likeness`]).
//! The first reads headers only and finds out which letters belong together ([`thread`]): conversations are never merged afterwards, and a letter's place does not depend on the order in which
//! an archive has them. The second reads letters whole, on threads beside the writer, and writes them in batches
//! ([`actions::import`]), in the archive's order.
//!
//! It can be run again: what the space knows by Message-ID, or byte for byte where there is none, is passed over.
//!
//! **Invariant.** A few letters are in memory at a time, whatever the archive's size; of each, its Message-IDs' digests.

mod ahead;
pub mod archive;
pub mod author;
pub mod discourse;
pub mod form;
pub mod likeness;
pub mod mbox;
mod packed;
pub mod post;
pub mod reading;
pub mod records;
pub mod report;
pub mod slack;
pub mod thread;
pub mod tree;

pub use report::{Progress, Reason, Report, Unreadable};

use crate::letter::Letter;
use actions::import::{Batch, Course, Heard, Landed, OldLetter, Thread};
use actions::import_run::Opening;
use archive::{Archive, Content, Found};
use domain::{
    address::MailAddress,
    id::{ImportId, MessageId, SpaceId},
    letter_date::letter_date,
    limits,
    moment::Moment,
    side::Side,
};
use form::Form;
use likeness::Marks;
use post::Post;
use reading::{Outcome, ReadLetter};
use std::{
    collections::HashMap,
    convert::Infallible,
    io,
    path::Path,
    sync::{Arc, atomic::Ordering},
};
use store::{Fault, Stop, Store};
use thread::{Answered, Threads};
use tokio::sync::mpsc;

/// Known letters asked for at once.
const KNOWN_ROWS: usize = 5000;
/// One more of a second's milliseconds: what a letter without a date is later than the one before it.
const MOMENT_LATER: i64 = 1000;

/// What ends an import before its end. What was written until then stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The archive cannot be read at all.
    #[error("the archive cannot be read: {0}")]
    Archive(#[from] io::Error),
    /// It is too large for one import.
    #[error(transparent)]
    TooMany(#[from] thread::TooMany),
    /// The store refused or failed.
    #[error(transparent)]
    Stop(#[from] Stop),
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Ended {
        Ended::Stop(fault.into())
    }
}

/// What only some forms ask for.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Channels of a chat that are taken, by name or id; without any, all that everybody there saw.
    pub channels: Vec<String>,
    /// The host of a forum, which tells its people from those of others.
    pub site: Option<String>,
}

/// Imports archives into a space.
pub struct Importer {
    store: Store,
    space: String,
    side: Side,
    wishes: Wishes,
    by: Option<MailAddress>,
    name: Option<String>,
    at_once: usize,
    progress: Arc<Progress>,
}

/// What a first look at a letter or post tells.
enum Heading {
    Letter(Box<LetterHeading>),
    Post(Box<Post>),
    Nothing,
}

/// What the head of a letter tells.
struct LetterHeading {
    digest: Vec<u8>,
    /// Its Date.
    written: Option<Moment>,
    /// When it was written, if anything that says so can be believed.
    at: Option<Moment>,
    head: Letter,
}

impl Importer {
    /// An importer into the space of this slug; writers not known yet stand on this side.
    pub fn new(store: Store, space: &str, side: Side) -> Importer {
        let (space, wishes) = (space.to_owned(), Wishes::default());
        let at_once = limits::IMPORT_LETTERS;
        Importer { store, space, side, wishes, by: None, name: None, at_once, progress: Arc::default() }
    }

    /// With what only some forms ask for.
    pub fn wishing(self, wishes: Wishes) -> Importer {
        Importer { wishes, ..self }
    }

    /// In the name of the employee who has this address.
    pub fn by(self, by: Option<MailAddress>) -> Importer {
        Importer { by, ..self }
    }

    /// Under this name in the list of imports, where it is not that of the file or directory.
    pub fn named(self, name: Option<String>) -> Importer {
        Importer { name, ..self }
    }

    /// With so many letters written in one action.
    pub fn at_once(self, letters: usize) -> Importer {
        Importer { at_once: letters, ..self }
    }

    /// How far it is.
    pub fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }

    /// Imports an archive of this form; `between` runs after each batch: there others write, and consumers catch up.
    ///
    /// # Errors
    /// What ended it early; what it wrote until then is listed all the same, and can be undone.
    pub async fn run(
        &self,
        path: &Path,
        form: Form,
        between: impl AsyncFn() -> Result<(), Stop>,
    ) -> Result<(ImportId, Report), Ended> {
        let place = actions::import::place(&self.store, &self.space).await?;
        let now = self.store.clock().now();
        let (archive, threads) = self.listen(path, form, now).await?;
        let of_path = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let opening = Opening {
            space: self.space.clone(),
            form: form.word().to_owned(),
            source: self.name.clone().unwrap_or_else(of_path),
            side: self.side,
            by: self.by.clone(),
        };
        let import = actions::import_run::open(&self.store, opening).await?;
        let report = self.bring(import, place.space, (archive, threads), now, between).await?;
        actions::import_run::close(&self.store, import, report.counts(), report.pieces()).await?;
        Ok((import, report))
    }

    async fn bring(
        &self,
        import: ImportId,
        space: SpaceId,
        (archive, mut threads): (Archive, Threads),
        now: Moment,
        between: impl AsyncFn() -> Result<(), Stop>,
    ) -> Result<Report, Ended> {
        let archive = self.learn(archive, &mut threads).await?;
        let (by_likeness, left_out) = (threads.join_alike(), archive.left_out().to_vec());
        let mut report = Report { by_likeness, left_out, ..Report::default() };
        threads.settle();
        self.recall(space, &mut threads).await?;
        let (written, courses) = threads.take_known();
        let mut course = Courses { import, written, courses, orphans: HashMap::new() };
        let (lane, mut batches) = mpsc::channel(1);
        let feeding = tokio::task::spawn_blocking({
            let (store, at_once) = (self.store.clone(), self.at_once);
            let read = move |it| reading::read(&store, &threads, it, now);
            // Nobody takes it any more where the import ended early.
            move || ahead::in_batches(&archive, at_once, read, |batch| lane.blocking_send(batch)).ok()
        });
        while let Some(batch) = batches.recv().await {
            let letters: Vec<ReadLetter> = batch.into_iter().collect::<Result<_, Fault>>()?;
            let done = letters.len();
            self.write(letters, &mut course, &mut report).await?;
            self.progress.done.fetch_add(done as u64, Ordering::Relaxed);
            between().await?;
        }
        joined(feeding.await)?;
        Ok(report)
    }

    /// The first pass.
    async fn listen(&self, path: &Path, form: Form, now: Moment) -> Result<(Archive, Threads), Ended> {
        let (path, wishes, progress) = (path.to_owned(), self.wishes.clone(), self.progress.clone());
        let listening = tokio::task::spawn_blocking(move || {
            let (archive, mut threads, mut last) = (Archive::open(&path, form, &wishes)?, Threads::default(), now);
            let head = |found: Found| match found.content {
                Ok(Content::Letter(raw)) => {
                    let head = Letter::head(&raw);
                    let (digest, written) = (thread::digest(&head, &raw), letter_date(&raw));
                    let at = reading::date(&head, found.envelope.at, now);
                    Heading::Letter(Box::new(LetterHeading { digest, written, at, head }))
                }
                Ok(Content::Post(post)) => Heading::Post(post),
                Err(_) => Heading::Nothing,
            };
            ahead::in_order(&archive, head, |heading| {
                progress.heard.fetch_add(1, Ordering::Relaxed);
                match heading {
                    Heading::Letter(it) => {
                        last = it.at.unwrap_or(last.plus(MOMENT_LATER).min(now));
                        threads.hear(&it.head, &it.digest, it.written, (last, it.at.is_none()))
                    }
                    Heading::Post(post) => threads.hear_post(&post),
                    Heading::Nothing => Ok(()),
                }
            })?;
            Ok((archive, threads))
        });
        joined(listening.await)?
    }

    /// Between the passes: reads the words of letters that may answer each other without saying so, if there are any.
    async fn learn(&self, archive: Archive, threads: &mut Threads) -> Result<Archive, Ended> {
        let wanted = threads.likeness.wanted();
        if wanted.is_empty() {
            return Ok(archive);
        }
        let mut mine = std::mem::take(threads);
        let learning = tokio::task::spawn_blocking(move || {
            let mut likeness = std::mem::take(&mut mine.likeness);
            let marks = |found: Found| {
                let Ok(Content::Letter(raw)) = found.content else { return None };
                let heard = mine.heard(&mine.digest(&Letter::head(&raw), &raw)).filter(|heard| wanted.contains(heard))?;
                Some((heard, Marks::of(&Letter::read(&raw).words)))
            };
            let Ok(()) = ahead::in_order(&archive, marks, |found| {
                found.into_iter().for_each(|(heard, marks)| likeness.learn(heard, marks));
                Ok::<(), Infallible>(())
            });
            mine.likeness = likeness;
            (archive, mine)
        });
        let (archive, mine) = joined(learning.await)?;
        *threads = mine;
        Ok(archive)
    }

    /// Asks what the space knows. What it knows by the name of a letter that was written at another time is another letter: then the
    /// one here has a digest of its own, which the space may know, too.
    async fn recall(&self, space: SpaceId, threads: &mut Threads) -> Result<(), Ended> {
        let mut parted = false;
        for (digest, message, heard) in self.known(space, threads).await? {
            if let Some((id, Some(known))) = self.store.letter_name(&digest, message).await?
                && threads.date(heard).is_some_and(|own| own != known)
            {
                threads.part(heard, &id, known)?;
                parted = true;
            }
        }
        if parted {
            self.known(space, threads).await?;
        }
        Ok(())
    }

    /// Tells what the space knows; of which its message was not said when the letter here was written, to be looked at.
    async fn known(&self, space: SpaceId, threads: &mut Threads) -> Result<Vec<(Vec<u8>, MessageId, Heard)>, Ended> {
        let (mut after, mut doubtful) = (Vec::new(), Vec::new());
        loop {
            let known = self.store.letters_in(space, &after, KNOWN_ROWS).await?;
            let Some((last, _)) = known.last() else { return Ok(doubtful) };
            after.clone_from(last);
            let mut dated = Vec::new();
            for (digest, to) in known {
                let Some(heard) = threads.know(&digest, to) else { continue };
                dated.extend(threads.date(heard).map(|date| (heard, to.message, digest, date)));
            }
            let messages: Vec<MessageId> = dated.iter().map(|(_, message, ..)| *message).collect();
            let times: HashMap<MessageId, Moment> = self.store.times_of(&messages).await?.into_iter().collect();
            let another = |message: &MessageId, date: Moment| times.get(message).is_some_and(|at| seconds(*at) != seconds(date));
            let unlike = dated.into_iter().filter(|(_, message, _, date)| another(message, *date));
            doubtful.extend(unlike.map(|(heard, message, digest, _)| (digest, message, heard)));
        }
    }

    async fn write(&self, read: Vec<ReadLetter>, course: &mut Courses, report: &mut Report) -> Result<(), Ended> {
        report.read += read.len();
        let mut letters = Vec::with_capacity(read.len());
        for it in read {
            report.replies_found += usize::from(matches!(it.answered, Answered::Here(_)));
            report.replies_missing += usize::from(it.answered == Answered::Missing);
            match it.outcome {
                Outcome::Letter(letter) => letters.push(*letter),
                Outcome::Known => report.known += 1,
                Outcome::Unreadable(unreadable) => report.note(unreadable),
            }
        }
        if letters.is_empty() {
            return Ok(());
        }
        let landed = actions::import::import(&self.store, course.batch(&self.space, self.side, letters)).await?;
        report.imported += landed.written.len();
        report.known += landed.known;
        report.erased += landed.erased;
        report.freed += landed.freed;
        report.threads += landed.begun;
        course.note(landed);
        Ok(())
    }
}

/// Where threads went and what is written, from batch to batch.
struct Courses {
    import: ImportId,
    courses: HashMap<Thread, Course>,
    written: HashMap<Heard, MessageId>,
    /// Messages that answer a letter which was not written yet.
    orphans: HashMap<Heard, Vec<MessageId>>,
}

impl Courses {
    fn batch(&mut self, space: &str, side: Side, letters: Vec<OldLetter>) -> Batch {
        let courses = letters.iter().filter_map(|l| Some((l.thread, *self.courses.get(&l.thread)?))).collect();
        let answered = letters.iter().filter_map(|l| l.answers);
        let written = answered.filter_map(|heard| Some((heard, *self.written.get(&heard)?))).collect();
        let mut orphans = Vec::new();
        for letter in &letters {
            let waiting = self.orphans.remove(&letter.heard).unwrap_or_default();
            orphans.extend(waiting.into_iter().map(|message| (message, letter.heard)));
        }
        Batch { import: self.import, space: space.to_owned(), side, letters, courses, written, orphans }
    }

    fn note(&mut self, landed: Landed) {
        self.courses.extend(landed.courses);
        self.written.extend(landed.written);
        for (message, answered) in landed.orphans {
            self.orphans.entry(answered).or_default().push(message);
        }
    }
}

/// A Date has seconds.
fn seconds(at: Moment) -> i64 {
    at.0.div_euclid(1_000_000)
}

fn joined<T>(result: Result<T, tokio::task::JoinError>) -> Result<T, Fault> {
    result.map_err(|error| Fault::Unfit(format!("a thread of the import ended: {error}")))
}
