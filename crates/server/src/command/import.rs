//! `rapport import`: brings an archive into a space, lists what was brought, and undoes it; nobody is told.

mod past;
mod told;

use super::in_words;
use crate::{consumers::index, setting::Settings};
use anyhow::Context;
use clap::{Args, Subcommand};
use domain::{address::MailAddress, id::ImportId, import::Undone, limits, party::MACHINE, refusal::Refusal, side::Side};
use mail::import::{Ended, Importer, Progress, Wishes, form::Form};
use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};
use store::{Store, consumer::Bookmark};
use tokio::task::JoinHandle;

/// Bring in what lies elsewhere.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Import {
    #[command(subcommand)]
    what: Option<What>,
    /// The archive; which form it is of is told by itself where there is no doubt.
    path: Option<PathBuf>,
    // A group within a group is never found to be there: both stand side by side.
    #[command(flatten)]
    destination: Option<Destination>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Letters in an mbox of whatever kind (mboxo, mboxrd, mboxcl, mboxcl2, MMDF; compressed, too), or a directory of
    /// such files.
    Mbox(Source),
    /// Letters in a maildir, with its folders (Maildir++). Drafts and what was thrown away are passed over.
    Maildir(Source),
    /// Letters in files of their own (.eml), below a directory.
    Eml(Source),
    /// The monthly text files of a mailing list's archive on the web (.txt, .txt.gz); hidden addresses are read.
    Pipermail(Source),
    /// What Slack exports, as a directory or zip. Private channels are left out unless named. Files stay links.
    Slack(Slack),
    /// Topics of a Discourse forum as its API gives them (/t/ID.json): a file, a directory or a zip of them. A file
    /// users.json beside them (id, email) tells people's addresses.
    Discourse(Discourse),
    /// The past of a mailbox elsewhere: all that lies in its folders, which stay as they are. Can be run again.
    Mailbox(past::PastOf),
    /// List what was brought in, the newest first.
    List,
    /// Take back what one import brought, as far as nobody built on it. Can be run again.
    Undo(Undo),
}

/// An archive and where it goes.
#[derive(Args, Debug)]
struct Source {
    /// The archive.
    path: PathBuf,
    #[command(flatten)]
    destination: Destination,
}

/// Where it goes.
#[derive(Args, Debug)]
struct Destination {
    /// The slug of the space it goes into: who sees that space sees what it brings, and nobody else.
    #[arg(long)]
    space: String,
    /// Where writers stand who are not known yet: customer, partner, public or employee. An archive proves nobody's
    /// address: `employee` lets whoever has it see what all employees see.
    #[arg(long, default_value = "customer")]
    side: String,
    /// The address of the employee who brings it in, for the list of imports.
    #[arg(long)]
    by: Option<String>,
}

#[derive(Args, Debug)]
struct Slack {
    #[command(flatten)]
    source: Source,
    /// Take only this channel, by name or id; also a private one. Can be given more than once.
    #[arg(long = "channel")]
    channels: Vec<String>,
}

#[derive(Args, Debug)]
struct Discourse {
    #[command(flatten)]
    source: Source,
    /// The forum's host: tells its people from those of another forum. Found in the dump where it is there.
    #[arg(long)]
    site: Option<String>,
}

#[derive(Args, Debug)]
struct Undo {
    /// The import's number, as `rapport import list` shows it.
    import: ImportId,
}

/// Between two batches, for other processes that wait to write: SQLite lets them try again within milliseconds.
const BREATH: Duration = Duration::from_millis(5);
/// How often progress is shown.
const SHOWN_EVERY: Duration = Duration::from_secs(1);
/// How long the index may take to catch up where a running house keeps it; then it goes on by itself.
const INDEX_MAX: Duration = Duration::from_secs(60);
/// How often that is asked.
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// Imports that are listed.
const LISTED: usize = 100;

impl Import {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let nothing = || anyhow::anyhow!("say what to import: rapport import PATH --space SLUG");
        let (form, source, wishes) = match self.what {
            None => {
                let (path, destination) = self.path.zip(self.destination).ok_or_else(nothing)?;
                let source = Source { path, destination };
                (Form::of(&source.path).with_context(|| source.path.display().to_string())?, source, Wishes::default())
            }
            Some(What::Mbox(source)) => (Form::Mbox, source, Wishes::default()),
            Some(What::Maildir(source)) => (Form::Maildir, source, Wishes::default()),
            Some(What::Eml(source)) => (Form::Eml, source, Wishes::default()),
            Some(What::Pipermail(source)) => (Form::Pipermail, source, Wishes::default()),
            Some(What::Slack(it)) => (Form::Slack, it.source, Wishes { channels: it.channels, site: None }),
            Some(What::Discourse(it)) => (Form::Discourse, it.source, Wishes { channels: Vec::new(), site: it.site }),
            Some(What::Mailbox(it)) => return it.bring(settings).await,
            Some(What::List) => return list(settings).await,
            Some(What::Undo(it)) => return undo(settings, it.import).await,
        };
        let place = source.destination.place(settings).await?;
        place.bring(settings, form, (&source.path, None), wishes).await
    }
}

/// Where it goes, looked at before anything is read.
struct Place<'d> {
    store: Store,
    space: &'d str,
    side: Side,
    by: Option<MailAddress>,
}

impl Destination {
    /// Looks whether all that is said of it is so.
    async fn place(&self, settings: &Settings) -> anyhow::Result<Place<'_>> {
        let side = Side::from_word(&self.side).context("the side is customer, partner, public or employee")?;
        let by = self.by.as_deref().map(|by| MailAddress::parse(by).map_err(|refusal| in_words(refusal.into()))).transpose()?;
        let (store, _) = Store::open(settings.opening()).await?;
        if let Some(by) = &by {
            employee(&store, by).await?;
        }
        if actions::import::place(&store, &self.space).await.map_err(in_words)?.public {
            eprintln!("Everyone can read {}: what this brings becomes public.", self.space);
        }
        Ok(Place { store, space: &self.space, side, by })
    }
}

impl Place<'_> {
    /// Brings in what lies at a path, under this name.
    async fn bring(
        self,
        settings: &Settings,
        form: Form,
        (path, name): (&Path, Option<String>),
        wishes: Wishes,
    ) -> anyhow::Result<()> {
        let (store, started, bookmark) = (self.store, Instant::now(), Bookmark::of("index"));
        let at_once = if store.may_be_served(&settings.data_dir) { limits::IMPORT_LETTERS } else { limits::IMPORT_LETTERS_ALONE };
        let importer =
            Importer::new(store.clone(), self.space, self.side).wishing(wishes).by(self.by).named(name).at_once(at_once);
        let shown = show(importer.progress());
        let between = async || {
            index::catch_up(&store, &bookmark).await?;
            tokio::time::sleep(BREATH).await;
            Ok(())
        };
        let result = importer.run(path, form, between).await;
        shown.abort();
        let (import, report) = result.map_err(|ended| match ended {
            Ended::Stop(stop) => in_words(stop),
            other => other.into(),
        })?;
        finish_index(&store, &bookmark).await?;
        Ok(told::brought(settings, (form, import), &report, started.elapsed())?)
    }
}

/// Whether an employee has this address. The action asks again, when all is read: this spares a large mailbox the way.
async fn employee(store: &Store, address: &MailAddress) -> anyhow::Result<()> {
    let nobody = || in_words(Refusal::invalid("by", "import-by").into());
    let (person, _) = store.password_of(address).await?.ok_or_else(nobody)?;
    let inside = store.recipient(person).await?.is_some_and(|viewer| viewer.inside());
    if inside { Ok(()) } else { Err(nobody()) }
}

async fn list(settings: &Settings) -> anyhow::Result<()> {
    let (store, _) = Store::open(settings.opening()).await?;
    Ok(told::listed(settings, &store.imports(ImportId(i64::MAX), LISTED).await?)?)
}

async fn undo(settings: &Settings, import: ImportId) -> anyhow::Result<()> {
    let (store, _) = Store::open(settings.opening()).await?;
    let (started, bookmark) = (Instant::now(), Bookmark::of("index"));
    actions::import_run::ask_from_command_line(&store, import).await.map_err(in_words)?;
    let between = async |done: &Undone| {
        index::catch_up(&store, &bookmark).await?;
        // Nobody may be looking.
        let _ = writeln!(std::io::stderr(), "{} messages taken back", done.messages);
        tokio::time::sleep(BREATH).await;
        Ok(())
    };
    let undone = actions::import_run::undo(&store, import, MACHINE, between).await.map_err(in_words)?;
    finish_index(&store, &bookmark).await?;
    let stays = store.import_stays(import).await?;
    Ok(told::undone(settings, import, undone, &stays, started.elapsed())?)
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
            let _ = writeln!(std::io::stderr(), "{done} of {heard}");
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        import: Import,
    }

    #[test]
    fn an_archive_is_named_with_its_form_or_without() {
        let read = |words: &[&str]| Line::try_parse_from([&["import"], words].concat()).map(|line| line.import);
        let plain = read(&["old.mbox", "--space", "support", "--side", "partner"]).expect("a path and a space are enough");
        assert_eq!((plain.path, plain.what.is_none()), (Some(PathBuf::from("old.mbox")), true));
        let destination = plain.destination.expect("it is there");
        assert_eq!((destination.space.as_str(), destination.side.as_str()), ("support", "partner"));
        let named = read(&["mbox", "old.mbox", "--space", "support"]).expect("so is its form");
        assert!(matches!(named.what, Some(What::Mbox(_))) && named.path.is_none());
        assert!(matches!(read(&["list"]).expect("nothing more").what, Some(What::List)));
        assert!(read(&["old.mbox"]).is_err(), "it goes nowhere");
        assert!(read(&["--space", "support"]).is_ok_and(|nothing| nothing.path.is_none()), "the command says what lacks");
    }
}
