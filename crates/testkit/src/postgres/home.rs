//! The directory in which test processes meet, and the cluster in it.
//!
//! `gate`, `users` and `watch` are only locked, never written or removed: a lock on a file that somebody
//! else may replace would guard nothing. `data` is the cluster. The locks are `flock(2)` on both sides:
//! [`std::fs::File::lock`] here, the program `flock` in `watchdog.sh`.

use std::fs::{self, DirBuilder, File};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::Commit;
use super::installation::{Installation, account};

const WATCHDOG: &str = include_str!("watchdog.sh");

#[derive(Debug)]
pub(super) struct Home(PathBuf);

/// As long as it lives, the cluster lives.
#[derive(Debug)]
pub(super) struct Occupancy {
    home: PathBuf,
    _users: File,
    /// Of the process that started it; the tests of this module wait for its end.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests wait for it"))]
    pub(super) watchdog: Option<Child>,
}

impl Occupancy {
    /// Held by whoever changes something that all processes share. Dropping it lets the next one in.
    pub(super) fn gate(&self) -> File {
        locked(&self.home.join("gate")).unwrap_or_else(|fault| panic!("{fault:#}"))
    }
}

impl Home {
    /// Opens or makes the directory; refuses one that somebody else made under the same name.
    pub(super) fn open(place: PathBuf) -> Result<Self> {
        // The server's own account has to pass through, and to read nothing.
        DirBuilder::new().mode(0o711).recursive(true).create(&place)?;
        let owner = fs::metadata(&place)?.uid().to_string();
        ensure!(owner == account(), "{} belongs to somebody else: remove it", place.display());
        Ok(Self(place))
    }

    pub(super) fn socket_directory(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Starts the cluster unless it runs, and keeps it running until the answer is dropped.
    pub(super) fn enter(&self, installation: &Installation, commit: Commit, linger_s: u32) -> Result<Occupancy> {
        let gate = locked(&self.0.join("gate"))?;
        if UnixStream::connect(self.socket_directory().join(".s.PGSQL.5432")).is_err() {
            self.begin(installation, commit)?;
        }
        let users = opened(&self.0.join("users"))?;
        users.lock_shared()?;
        // Who may lock it finds no watchdog: it was killed, or has never been.
        let watched = opened(&self.0.join("watch"))?.try_lock().is_err();
        let watchdog = if watched { None } else { Some(self.watch(installation, linger_s)?) };
        drop(gate);
        Ok(Occupancy { home: self.0.clone(), _users: users, watchdog })
    }

    fn begin(&self, installation: &Installation, commit: Commit) -> Result<()> {
        let directory = self.0.join("data");
        if directory.exists() {
            fs::remove_dir_all(&directory).context("what an earlier cluster left")?;
        }
        DirBuilder::new().mode(0o700).create(&directory)?;
        if let Some(owner) = installation.owner() {
            run(Command::new("chown").arg(owner).arg(&directory))?;
        }
        let initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
        run(installation.command("initdb").current_dir(&self.0).args(initdb).arg("-D").arg(&directory))?;
        let mut settings = File::options().append(true).open(directory.join("postgresql.conf"))?;
        settings.write_all(settings_of(commit, &directory).as_bytes())?;
        let log = directory.join("server.log");
        let mut start = installation.command("pg_ctl");
        start.current_dir(&self.0).args(["start", "--silent", "--wait", "--timeout=60", "-D"]).arg(&directory);
        run(start.arg("-l").arg(&log)).with_context(|| tail(&log))
    }

    fn watch(&self, installation: &Installation, linger_s: u32) -> Result<Child> {
        let mut watchdog = Command::new("sh");
        watchdog.args(["-c", WATCHDOG, "rapport-postgres-watchdog"]).arg(&self.0).arg(linger_s.to_string());
        watchdog.args(installation.words("pg_ctl"));
        // Its own group, and none of our pipes: a test runner that kills or awaits the test's processes
        // must not take it along.
        watchdog.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        watchdog.spawn().context("the watchdog")
    }
}

fn settings_of(commit: Commit, directory: &Path) -> String {
    let durable = match commit {
        Commit::Careless => "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
        Commit::Durable => "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n",
    };
    // 200 connections: a few tests at a time with a pool of their own each.
    format!("listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 200\n{durable}", directory.display())
}

fn opened(path: &Path) -> Result<File> {
    File::options().create(true).truncate(false).write(true).open(path).with_context(|| path.display().to_string())
}

fn locked(path: &Path) -> Result<File> {
    let file = opened(path)?;
    file.lock().with_context(|| format!("lock {}", path.display()))?;
    Ok(file)
}

pub(super) fn run(command: &mut Command) -> Result<()> {
    let name = format!("{command:?}");
    let ended = command.output().with_context(|| name.clone())?;
    ensure!(ended.status.success(), "{name}: {}: {}", ended.status, String::from_utf8_lossy(&ended.stderr).trim());
    Ok(())
}

/// The last lines of the server's own log, which say why it does not start.
fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join("\n")
}
