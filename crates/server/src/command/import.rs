//! `rapport import`: brings an archive of letters, or the past of a mailbox, into a space; nobody is told.

use super::in_words;
use crate::{
    consumers::index,
    serving::say,
    setting::{Settings, mailbox},
};
use anyhow::Context;
use clap::{Args, Subcommand};
use domain::side::Side;
use mail::{
    import::{Ended, Importer, Progress, Report},
    mailbox::bring_past,
};
use std::{
    fs::DirBuilder,
    io::Write,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};
use store::{Store, consumer::Bookmark};
use tokio::task::JoinHandle;

/// Bring in what lies elsewhere.
#[derive(Subcommand, Debug)]
pub enum Import {
    /// Letters: an mbox (also compressed), an .eml file, or a directory of them such as a maildir. Can be run again.
    Mbox(Mbox),
    /// The past of a mailbox elsewhere: all that lies in its folders, which stay as they are. Can be run again.
    Mailbox(PastOf),
}

/// A mailbox elsewhere.
#[derive(Args, Debug)]
pub struct PastOf {
    /// The mailbox, as for --imap: imaps://user@host/?folder=INBOX&password-file=FILE
    mailbox: String,
    #[command(flatten)]
    destination: Destination,
}

/// An archive of letters.
#[derive(Args, Debug)]
pub struct Mbox {
    /// The archive.
    file: PathBuf,
    #[command(flatten)]
    destination: Destination,
}

/// Where it goes.
#[derive(Args, Debug)]
struct Destination {
    /// The slug of the space it goes into: who sees that space sees its letters, and nobody else.
    #[arg(long)]
    space: String,
    /// Where writers stand who are not known yet: customer, partner, public or employee. An archive proves nobody's
    /// address: `employee` lets whoever has it see what all employees see.
    #[arg(long, default_value = "customer")]
    side: String,
}

/// Between two batches, for other processes that wait to write: SQLite lets them try again within milliseconds.
const BREATH: Duration = Duration::from_millis(5);
/// How often progress is shown.
const SHOWN_EVERY: Duration = Duration::from_secs(1);
/// How long the index may take to catch up where a running house keeps it; then it goes on by itself.
const INDEX_MAX: Duration = Duration::from_secs(60);
/// How often that is asked.
const ASKED_EVERY: Duration = Duration::from_millis(50);

impl Import {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        match self {
            Import::Mbox(it) => it.destination.bring(settings, &it.file).await,
            Import::Mailbox(it) => it.bring(settings).await,
        }
    }
}

impl PastOf {
    /// Writes its letters into a directory of our own, imports that, and removes it.
    async fn bring(&self, settings: &Settings) -> anyhow::Result<()> {
        let mailbox = mailbox(&self.mailbox)?;
        // Before anything is fetched: the space may not be there.
        self.destination.place(settings).await?;
        let directory = settings.data_dir.join(format!("past-{}", store::secret::token()));
        DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
        let brought = bring_past(&mailbox, &directory).await;
        let imported = match brought {
            Ok(past) => {
                if past.left_behind > 0 {
                    eprintln!("{} letters are too large or were not handed over, and stay where they are.", past.left_behind);
                }
                self.destination.bring(settings, &directory).await
            }
            Err(ended) => Err(ended.into()),
        };
        std::fs::remove_dir_all(&directory)?;
        imported
    }
}

impl Destination {
    /// The store, and whether everyone can read the space.
    async fn place(&self, settings: &Settings) -> anyhow::Result<(Store, bool)> {
        let (store, _) = Store::open(settings.opening()).await?;
        let public = actions::import::place(&store, &self.space).await.map_err(in_words)?.public;
        Ok((store, public))
    }

    async fn bring(&self, settings: &Settings, archive: &Path) -> anyhow::Result<()> {
        let side = Side::from_word(&self.side).context("the side is customer, partner, public or employee")?;
        let (store, public) = self.place(settings).await?;
        if public {
            eprintln!("Everyone can read {}: these letters become public.", self.space);
        }
        let (started, bookmark) = (Instant::now(), Bookmark::of("index"));
        let importer = Importer::new(store.clone(), &self.space, side);
        let shown = show(importer.progress());
        let between = async || {
            index::catch_up(&store, &bookmark).await?;
            tokio::time::sleep(BREATH).await;
            Ok(())
        };
        let result = importer.run(archive, between).await;
        shown.abort();
        let report = result.map_err(|ended| match ended {
            Ended::Stop(stop) => in_words(stop),
            other => other.into(),
        })?;
        finish_index(&store, &bookmark).await?;
        Ok(print(settings, &report, started.elapsed())?)
    }
}

/// Shows progress on standard error, until it is aborted.
fn show(progress: Arc<Progress>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(SHOWN_EVERY);
        // The first tick comes at once.
        ticks.tick().await;
        loop {
            ticks.tick().await;
            let (heard, done) = (progress.heard.load(Ordering::Relaxed), progress.done.load(Ordering::Relaxed));
            // Nobody may be looking.
            let _ = writeln!(std::io::stderr(), "{done} of {heard} letters");
        }
    })
}

/// Waits until all is found by searching; a running house may keep the index itself.
async fn finish_index(store: &Store, bookmark: &Bookmark) -> anyhow::Result<()> {
    let (head, until) = (store.head().await?, Instant::now() + INDEX_MAX);
    loop {
        index::catch_up(store, bookmark).await?;
        if store.bookmarks().await?.iter().any(|(name, at)| name == "index" && *at >= head) {
            break;
        }
        if Instant::now() > until {
            eprintln!("The index is not there yet; the running house goes on with it.");
            break;
        }
        tokio::time::sleep(ASKED_EVERY).await;
    }
    Ok(bookmark.give_back(store).await?)
}

fn print(settings: &Settings, it: &Report, took: Duration) -> std::io::Result<()> {
    let named =
        |u: &mail::import::Unreadable| serde_json::json!({ "file": u.file, "offset": u.offset, "reason": u.reason.to_string() });
    let value = serde_json::json!({
        "read": it.read, "imported": it.imported, "known": it.known, "erased": it.erased, "freed": it.freed, "threads": it.threads,
        "replies_found": it.replies_found, "replies_missing": it.replies_missing, "by_likeness": it.by_likeness,
        "unreadable": it.unreadable, "named": it.named.iter().map(named).collect::<Vec<_>>(),
        "seconds": took.as_secs_f64(),
    });
    say(settings, "import", &value, &words(it, took))
}

fn words(it: &Report, took: Duration) -> String {
    let rate = it.imported as f64 / took.as_secs_f64().max(0.001);
    let mut text = format!(
        "{} letters read: {} imported into {} new conversations, {} known already, {} unreadable\n\
         {} answer a letter that is here, {} one that is not; {} joined by likeness\n\
         {:.1} s, {rate:.0} letters a second, searchable",
        it.read,
        it.imported,
        it.threads,
        it.known,
        it.unreadable,
        it.replies_found,
        it.replies_missing,
        it.by_likeness,
        took.as_secs_f64(),
    );
    if it.erased + it.freed > 0 {
        text.push_str(&format!(
            "\n{} by people who were erased are passed over, {} that name them came without quotes and original",
            it.erased, it.freed
        ));
    }
    for u in &it.named {
        text.push_str(&format!("\n  {} at {}: {}", u.file, u.offset, u.reason));
    }
    if it.unreadable > it.named.len() {
        text.push_str(&format!("\n  and {} more", it.unreadable - it.named.len()));
    }
    text
}
