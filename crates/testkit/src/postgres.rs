//! A throw-away PostgreSQL for tests: one cluster for all test processes of a checkout, a fresh
//! database for each call.
//!
//! Test runners start one process per test, so the cluster has to be shared between processes that
//! know nothing of each other. All of them meet in one directory: whoever comes first starts the
//! cluster under the lock `gate`, each of them holds the lock `users` as long as it lives (the kernel
//! lets go of it however the process ends), and `watchdog.sh` ends the cluster when nobody has held
//! `users` for a while.
//!
//! **Invariant:** the shared cluster is reached by a socket in a directory of ours only, never over the
//! network, and nothing of it outlives its last user by more than [`LINGER_S`].
//!
//! Environment: `RAPPORT_TEST_POSTGRES=postgres://…` uses that server instead and makes its databases
//! there; `RAPPORT_TEST_POSTGRES_HOME=DIR` sets the meeting place (`cargo xtask test` does, so that it
//! can end the cluster at once by putting a file named `end` there).

mod database;
mod home;
mod installation;
mod secured;

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result};

pub use database::Database;
use database::Server;
use home::{Home, Occupancy};
use installation::Installation;
pub use secured::Secured;

/// Seconds that an unused cluster is kept: long enough for the pause between two test processes,
/// short enough that nobody finds it in a process list after tea.
const LINGER_S: u32 = 20;

/// A PostgreSQL server on which tests make their own databases.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    /// `None` for a server that is not ours to end.
    occupancy: Option<Occupancy>,
}

/// What a cluster does when it commits.
#[derive(Debug, Clone, Copy)]
enum Commit {
    /// Does not wait for the disk: right for tests that ask what is written, not what survives.
    Careless,
    /// Waits for the disk, as a real house does: for figures, and for tests of crashes.
    Durable,
}

impl Cluster {
    /// The cluster for plain tests (`fsync = off`), or `None` where there is no PostgreSQL.
    ///
    /// # Panics
    /// Where PostgreSQL is installed but does not start: a broken server is no reason to skip.
    #[must_use]
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED.get_or_init(|| Self::join(Commit::Careless)).as_ref()
    }

    /// As [`Cluster::shared`], but a commit waits for the disk. `RAPPORT_TEST_POSTGRES` wins here
    /// too: what that server does at a commit is then its owner's affair.
    ///
    /// # Panics
    /// As [`Cluster::shared`].
    #[must_use]
    pub fn durable() -> Option<&'static Self> {
        static DURABLE: OnceLock<Option<Cluster>> = OnceLock::new();
        DURABLE.get_or_init(|| Self::join(Commit::Durable)).as_ref()
    }

    /// A fresh, empty database, dropped with the value.
    ///
    /// # Panics
    /// When the server refuses; the message holds its words.
    #[must_use]
    pub fn database(&self) -> Database {
        self.server.create("template0").unwrap_or_else(|fault| panic!("no test database: {fault:#}"))
    }

    /// A fresh copy of the template `name`, which the first caller fills and all others only copy:
    /// worth it where filling (migrating, seeding) takes longer than copying (some 20 ms).
    ///
    /// `fill` gets the template's URL and must have closed its connections when it returns. The name
    /// must say what is in it, so put a digest of the migrations there.
    ///
    /// # Panics
    /// When the server refuses, or `fill` panics; a half-filled template is never copied.
    #[must_use]
    pub fn database_like(&self, name: &str, fill: impl FnOnce(&str)) -> Database {
        let gate = self.occupancy.as_ref().map(Occupancy::gate);
        let filled = self.server.template(name, fill);
        drop(gate);
        filled
            .and_then(|template| self.server.create(&template))
            .unwrap_or_else(|fault| panic!("no test database like {name}: {fault:#}"))
    }

    /// A fresh database with what [`Database::dump`] put into this file.
    ///
    /// # Errors
    /// What `pg_restore` says.
    pub fn database_from(&self, dump: &Path) -> Result<Database> {
        self.server.restore(dump)
    }

    fn join(commit: Commit) -> Option<Self> {
        if let Some(url) = env::var("RAPPORT_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
            return Some(Self { server: Server::existing(psql(), url), occupancy: None });
        }
        let installation = match Installation::find() {
            Ok(installation) => installation,
            Err(missing) => {
                say(&format!("PostgreSQL: {missing}; what runs on it is skipped"));
                return None;
            }
        };
        let cluster = Self::at(meeting_place(commit), installation, commit, LINGER_S);
        Some(cluster.unwrap_or_else(|fault| panic!("PostgreSQL for tests did not start: {fault:#}")))
    }

    fn at(place: PathBuf, installation: Installation, commit: Commit, linger_s: u32) -> Result<Self> {
        let home = Home::open(place).context("the meeting place of the test processes")?;
        let occupancy = home.enter(&installation, commit, linger_s)?;
        let server = Server::ours(installation.program("psql"), home.socket_directory());
        Ok(Self { server, occupancy: Some(occupancy) })
    }
}

/// One directory per checkout and person. Under the system's temporary directory, since a socket's
/// path has to be short (107 bytes) and the server's own account must be able to get there.
fn meeting_place(commit: Commit) -> PathBuf {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    (env!("CARGO_MANIFEST_DIR"), installation::account()).hash(&mut hasher);
    let mut place = env::var_os("RAPPORT_TEST_POSTGRES_HOME")
        .map_or_else(|| env::temp_dir().join(format!("rapport-postgres-{:08x}", hasher.finish() >> 32)), PathBuf::from);
    if matches!(commit, Commit::Durable) {
        place.push("durable");
    }
    place
}

/// That of an installation we know, else whatever the PATH means.
fn psql() -> PathBuf {
    Installation::find().map_or_else(|_| "psql".into(), |installation| installation.program("psql"))
}

/// Past the test runner's capture, which would swallow the line of a test that passes.
fn say(line: &str) {
    // A closed stderr must not fail a test that has nothing to do with it.
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests;
