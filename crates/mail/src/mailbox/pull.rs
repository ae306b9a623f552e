//! Pulling: a connection for each folder brings what lies behind the folder's mark into the intake, then waits for more.
//!
//! **Invariant.** A letter is kept in the transaction that moves its folder's mark behind it: killed at any moment, the
//! house goes on where it was, without a letter lost or doubled. Trouble of a mailbox is never trouble of the house: it
//! is said on the administration's page, and the mailbox is tried again.

use super::{
    Mailbox, recipient,
    talk::{Kind, Lies, Opened, Talk, Trouble},
};
use crate::{letter, post_office::PostOffice};
use actions::mailbox::{Caught, Haul};
use domain::{
    limits,
    moment::{DAY, Moment, SECOND},
};
use futures_util::future::try_join_all;
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use store::{
    Fault, Stop, Store,
    mailbox::{FolderMark, Hold},
    writing::intake::Arrival,
};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// How often the hand on a mailbox is renewed, or asked for: a third of what it holds.
const HOLD_EVERY: Duration = Duration::from_secs(5);
/// First and longest pause after trouble with the connection.
const PAUSES: (u64, u64) = (5, 15 * 60);
/// The same where user and password are refused: providers lock out who tries too often.
const REFUSED_PAUSES: (u64, u64) = (60, 60 * 60);
/// Until a folder that cannot be opened is tried again.
const FOLDER_PAUSE: Duration = Duration::from_secs(300);
/// A folder is looked into at most so often: letters that come faster are taken together, and a server that says all the
/// time that something came drives no more commits than this.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often a letter may end a visit by what it is before it is left where it lies.
const MISSES_MAX: u32 = 3;
/// How far the clocks of two servers may differ, with a night's maintenance.
const MARGIN: i64 = DAY;

/// Pulls one mailbox.
pub struct Puller {
    store: Store,
    office: PostOffice,
    mailbox: Mailbox,
    hold: Hold,
    /// Letters that a server did not hand over, by folder and uid.
    misses: Mutex<HashMap<(String, u32), u32>>,
    /// Visits that failed one after the other.
    failed: Mutex<u32>,
}

/// What ends a visit.
enum End {
    Trouble(Trouble),
    /// Our own store; it is logged and the visit repeated.
    Stop(Stop),
}

impl From<Trouble> for End {
    fn from(trouble: Trouble) -> End {
        End::Trouble(trouble)
    }
}

impl From<Stop> for End {
    fn from(stop: Stop) -> End {
        End::Stop(stop)
    }
}

impl From<Fault> for End {
    fn from(fault: Fault) -> End {
        End::Stop(fault.into())
    }
}

impl Puller {
    /// A puller that brings this mailbox's letters into this store.
    pub fn new(store: Store, office: PostOffice, mailbox: Mailbox) -> Puller {
        let hold = Hold::of(&mailbox.name());
        Puller { store, office, mailbox, hold, misses: Mutex::default(), failed: Mutex::default() }
    }

    /// Pulls until `stop` is cancelled, whenever no other node has the mailbox in hand.
    pub async fn follow(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if self.takes_hold().await == Some(true) {
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = lost(|| self.takes_hold()) => tracing::info!(host = self.mailbox.host, "another node pulls this mailbox now"),
                    never = self.visits() => match never {},
                }
            }
            if stop.run_until_cancelled(tokio::time::sleep(HOLD_EVERY)).await.is_none() {
                break;
            }
        }
        if let Err(error) = self.hold.give_back(&self.store).await {
            tracing::warn!(%error, "a mailbox could not be given back; another node takes it over in some seconds");
        }
    }

    /// Whether the mailbox is in this node's hand; nothing where the store could not say.
    async fn takes_hold(&self) -> Option<bool> {
        let taken = self.hold.take(&self.store, self.mailbox.space.as_deref().unwrap_or_default()).await;
        taken.inspect_err(|error| tracing::warn!(%error, "a mailbox could not be taken in hand")).ok()
    }

    /// One visit after the other, with longer and longer pauses while they fail.
    async fn visits(&self) -> Infallible {
        loop {
            let Err(end) = self.visit().await;
            let trouble = match end {
                End::Trouble(trouble) => trouble,
                End::Stop(error) => {
                    tracing::warn!(%error, "letters of a mailbox could not be kept; they are pulled again");
                    Trouble::new(Kind::Gone, "our own database did not take its letters")
                }
            };
            let pause = self.pause(trouble.kind);
            let next = self.store.clock().now().plus(i64::try_from(pause.as_secs()).unwrap_or_default() * SECOND);
            let words = self.mailbox.words(&trouble.words);
            tracing::warn!(host = self.mailbox.host, words, pause_s = pause.as_secs(), "a mailbox cannot be pulled");
            self.note(self.hold.say(&self.store, said(trouble.kind), &words, next).await);
            tokio::time::sleep(pause).await;
        }
    }

    /// How long after this failure: twice as long each time, and never at the same moment as everybody else.
    fn pause(&self, kind: Kind) -> Duration {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, longest) = if kind == Kind::Refused { REFUSED_PAUSES } else { PAUSES };
        let seconds = first.saturating_mul(1 << (*failed).min(16)).min(longest);
        *failed = failed.saturating_add(1);
        let [dice] = store::secret::random::<1>();
        Duration::from_millis(seconds * 750 + seconds * 500 * u64::from(dice) / 255)
    }

    fn note(&self, said: Result<(), Stop>) {
        if let Err(error) = said {
            tracing::warn!(%error, "how a mailbox stands could not be noted");
        }
    }

    async fn visit(&self) -> Result<Infallible, End> {
        self.hold.say(&self.store, "connecting", "", Moment(0)).await?;
        self.hold.rest_all_but(&self.store, &self.mailbox.folders).await?;
        let mut talks = Vec::new();
        // One after the other: a wrong password is tried once, not once for each folder.
        for folder in &self.mailbox.folders {
            talks.push((folder, Talk::open(&self.mailbox).await?));
        }
        self.hold.say(&self.store, "connected", "", Moment(0)).await?;
        let reading = talks.into_iter().map(|(folder, talk)| self.read(folder, talk));
        try_join_all(reading).await?;
        Err(Trouble::new(Kind::Gone, "it has no folder").into())
    }

    async fn read(&self, folder: &str, mut talk: Talk) -> Result<Infallible, End> {
        let opened = loop {
            match talk.examine(folder).await {
                Ok(opened) => break opened,
                Err(trouble) if trouble.kind == Kind::No => {
                    let words = self.mailbox.words(&trouble.words);
                    tracing::warn!(host = self.mailbox.host, words, "a folder of a mailbox cannot be opened");
                    self.hold.say_folder(&self.store, folder, ("failed", &words), None).await?;
                    tokio::time::sleep(FOLDER_PAUSE).await;
                }
                Err(trouble) => return Err(trouble.into()),
            }
        };
        let mut mark = self.mark(folder, opened).await?;
        loop {
            let next = Instant::now() + LOOK_EVERY;
            self.catch_up(&mut talk, folder, &mut mark).await?;
            let state = if talk.idles { "waiting" } else { "polling" };
            self.hold.say_folder(&self.store, folder, (state, ""), Some(self.store.clock().now())).await?;
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = 0;
            talk.wait(self.mailbox.poll).await?;
            // In a quiet folder that moment is long past.
            sleep_until(next).await;
        }
    }

    /// Where the folder's mark stands. A folder read for the first time is read from now on; where its uids changed their
    /// meaning, all is looked through for what was not had.
    async fn mark(&self, folder: &str, opened: Opened) -> Result<FolderMark, End> {
        let (validity, last) = (i64::from(opened.validity), i64::from(opened.next) - 1);
        let now = self.store.clock().now();
        let Some(mark) = self.hold.mark(&self.store, folder).await? else {
            let mark = FolderMark { validity, last_uid: last, recheck_to: 0, began_at: now, looked_at: now };
            self.hold.begin(&self.store, folder, mark).await?;
            return Ok(mark);
        };
        // A last letter before one that was had: the server forgot, as one restored from a backup does.
        if mark.validity == validity && mark.last_uid <= last {
            return Ok(mark);
        }
        tracing::info!(host = self.mailbox.host, "the letters of a folder have new numbers: it is looked through");
        let anew = FolderMark { validity, last_uid: 0, recheck_to: last, ..mark };
        self.hold.pass(&self.store, folder, mark, anew).await?;
        Ok(anew)
    }

    async fn catch_up(&self, talk: &mut Talk, folder: &str, mark: &mut FolderMark) -> Result<(), End> {
        loop {
            let after = u32::try_from(mark.last_uid).unwrap_or(u32::MAX);
            let lie = talk.behind(after).await?;
            if lie.is_empty() {
                return Ok(());
            }
            self.hold.say_folder(&self.store, folder, ("reading", ""), None).await?;
            for batch in self.batches(folder, &lie, mark) {
                self.bring(talk, folder, mark, batch).await?;
            }
        }
    }

    /// Letters that are fetched and kept together; one that made trouble before goes alone.
    fn batches<'l>(&self, folder: &str, lie: &'l [Lies], mark: &FolderMark) -> Vec<&'l [Lies]> {
        let mut bytes = 0;
        let alone = |it: &Lies| self.missed(folder, it.uid) > 0 || it.size > limits::LETTER_BYTES_MAX;
        let together = |a: &Lies, b: &Lies| {
            let wanted = wanted(mark, a);
            bytes += if wanted { a.size } else { 0 };
            let fits = wanted == self::wanted(mark, b) && bytes + b.size <= limits::PULL_BYTES && !alone(a) && !alone(b);
            bytes = if fits { bytes } else { 0 };
            fits
        };
        lie.chunk_by(together).flat_map(|batch| batch.chunks(limits::PULL_LETTERS)).collect()
    }

    /// Keeps a batch and moves the mark behind it.
    async fn bring(&self, talk: &mut Talk, folder: &str, mark: &mut FolderMark, batch: &[Lies]) -> Result<(), End> {
        let Some(last) = batch.last() else { return Ok(()) };
        let to = FolderMark { last_uid: i64::from(last.uid), ..*mark };
        let mut letters = Vec::new();
        if wanted(mark, last) {
            for (uid, raw, left) in self.fetch(talk, folder, batch).await? {
                let caught = self.caught(raw, left).await?;
                if i64::from(uid) > mark.recheck_to || !self.hold.knows(&self.store, &caught.digest).await? {
                    letters.push(caught);
                }
            }
        }
        if letters.is_empty() {
            self.hold.pass(&self.store, folder, *mark, to).await?;
        } else {
            let haul = Haul { hold: self.hold.clone(), folder: folder.to_owned(), from: *mark, to, letters };
            actions::mailbox::keep(&self.store, haul).await?;
        }
        *mark = to;
        Ok(())
    }

    /// The letters of a batch, whole or by their head with the reason why; those that went meanwhile are left out.
    async fn fetch(
        &self,
        talk: &mut Talk,
        folder: &str,
        batch: &[Lies],
    ) -> Result<Vec<(u32, Vec<u8>, Option<&'static str>)>, End> {
        let mut fetched = Vec::with_capacity(batch.len());
        let fits = |it: &&Lies| it.size <= limits::LETTER_BYTES_MAX && self.missed(folder, it.uid) < MISSES_MAX;
        let uids: Vec<u32> = batch.iter().filter(fits).map(|it| it.uid).collect();
        let bytes = batch.iter().filter(fits).map(|it| it.size).sum();
        let mut found = HashMap::new();
        if !uids.is_empty() {
            found = match talk.letters(&uids, bytes).await {
                Err(trouble) => {
                    // What the server says is about these letters, unless it says nothing.
                    if trouble.kind != Kind::Gone {
                        uids.iter().for_each(|uid| self.miss(folder, *uid));
                    }
                    return Err(trouble.into());
                }
                Ok(found) => found,
            };
        }
        for it in batch {
            let raw = found.remove(&it.uid);
            match raw.filter(|raw| raw.len() <= limits::LETTER_BYTES_MAX) {
                Some(raw) => fetched.push((it.uid, raw, None)),
                None if !talk.lies_there(it.uid).await? => {}
                None if it.size > limits::LETTER_BYTES_MAX => {
                    fetched.push((it.uid, self.head(talk, folder, it.uid).await?, Some("mailbox-letter-too-large")));
                }
                None if self.missed(folder, it.uid) >= MISSES_MAX => {
                    fetched.push((it.uid, self.head(talk, folder, it.uid).await?, Some("mailbox-letter-not-given")));
                }
                None => {
                    self.miss(folder, it.uid);
                    return Err(Trouble::odd("it lists a letter and does not hand it over").into());
                }
            }
        }
        Ok(fetched)
    }

    /// The head of a letter; nothing where the server makes trouble even of that.
    async fn head(&self, talk: &mut Talk, folder: &str, uid: u32) -> Result<Vec<u8>, End> {
        if self.missed(folder, uid) >= 2 * MISSES_MAX {
            return Ok(Vec::new());
        }
        let head = talk.head(uid).await;
        if head.as_ref().is_err_and(|trouble| trouble.kind != Kind::Gone) {
            self.miss(folder, uid);
        }
        Ok(head?)
    }

    async fn caught(&self, raw: Vec<u8>, left: Option<&'static str>) -> Result<Caught, End> {
        let envelope = recipient::envelope(&self.store, &self.office, &self.mailbox, &raw).await?;
        let digest = letter::known_as(&letter::Letter::head(&raw), &raw);
        let arrival = Arrival {
            door: "imap",
            // Who brought it to that server is not known: it says nothing about the sender.
            peer: String::new(),
            helo: String::new(),
            vouched: String::new(),
            believed: self.mailbox.believed.clone(),
            sender: envelope.sender,
            recipient: envelope.recipient,
            raw,
        };
        Ok(Caught { arrival, digest, left })
    }

    fn missed(&self, folder: &str, uid: u32) -> u32 {
        let misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        misses.get(&(folder.to_owned(), uid)).copied().unwrap_or_default()
    }

    fn miss(&self, folder: &str, uid: u32) {
        let mut misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        *misses.entry((folder.to_owned(), uid)).or_default() += 1;
    }
}

/// Renews a hold and returns when another node has it. A store that could not say takes nothing away: marks move only under
/// one's own lease, so that two nodes for a moment do no harm, and every connection cut does.
async fn lost<F: Future<Output = Option<bool>>>(renewed: impl Fn() -> F) {
    loop {
        tokio::time::sleep(HOLD_EVERY).await;
        if renewed().await == Some(false) {
            return;
        }
    }
}

/// Whether a letter may be one that was not had. After a change of uids that is what came since the folder was last known
/// to be had whole, and is not of its past; a server that keeps no time leaves it to the digests.
fn wanted(mark: &FolderMark, it: &Lies) -> bool {
    let since = mark.began_at.max(mark.looked_at.plus(-MARGIN));
    i64::from(it.uid) > mark.recheck_to || it.at.is_none_or(|at| at >= since)
}

/// The word for it in the database.
fn said(kind: Kind) -> &'static str {
    if kind == Kind::Refused { "refused" } else { "failed" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_store_that_cannot_say_whose_a_mailbox_is_takes_it_from_nobody() {
        let answers = Mutex::new(vec![Some(false), None, None, Some(true), None].into_iter().rev());
        let began = Instant::now();
        lost(|| std::future::ready(answers.lock().unwrap().next().expect("it was lost before"))).await;
        assert_eq!(began.elapsed(), 5 * HOLD_EVERY);
    }
}
