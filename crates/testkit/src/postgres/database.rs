//! Making, copying and dropping databases, by PostgreSQL's own programs: the driver belongs to the store alone.

use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};

/// A database of one test; it is dropped with the value, whoever is still connected.
#[derive(Debug)]
pub struct Database {
    url: String,
    name: String,
    server: Server,
}

impl Database {
    /// `postgres://…`, as the house's own setting takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Database {
    /// Every row of every table as text, octets in hexadecimal: table by table.
    ///
    /// # Errors
    /// What psql says.
    pub fn as_text(&self) -> Result<Vec<(String, String)>> {
        let tables = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
        let tables = self.server.run_in(&self.url, tables)?;
        let text = |table: &str| {
            let rows = self.server.run_in(&self.url, &format!("SELECT t::text FROM {table} t"))?;
            Ok((table.to_owned(), rows))
        };
        tables.lines().map(text).collect()
    }

    /// Has it sample its columns for the planner, as it does by itself after some writing.
    ///
    /// # Errors
    /// What psql says.
    pub fn gather_statistics(&self) -> Result<()> {
        self.server.run_in(&self.url, "ANALYZE").map(drop)
    }

    /// All of it in one file, from which [`super::Cluster::database_from`] makes it again.
    ///
    /// # Errors
    /// What `pg_dump` says.
    pub fn dump(&self, to: &Path) -> Result<()> {
        let mut dump = self.server.0.program("pg_dump");
        // The file is kept beside what can be made again: quickly written is worth more than small.
        dump.args(["--no-password", "--format=custom", "--compress=1", "--no-owner", "-d", &self.url, "--file"]).arg(to);
        answer(&mut dump, &format!("dump {}", to.display())).map(drop)
    }

    /// A transaction that has begun and stays open for so long; what waits for its end.
    ///
    /// # Errors
    /// What psql says.
    ///
    /// # Panics
    /// In the thread, where psql fails.
    pub fn long_transaction(&self, seconds: u32) -> Result<std::thread::JoinHandle<()>> {
        let (server, url) = (self.server.clone(), self.url.clone());
        let open = std::thread::spawn(move || {
            let sleep = format!("SELECT pg_current_xact_id(), pg_sleep({seconds})");
            server.run_in(&url, &sleep).expect("psql answers");
        });
        let begun = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND backend_xid IS NOT NULL";
        while !open.is_finished() && self.server.run_in(&self.url, begun)? == "0" {}
        Ok(open)
    }

    /// The database's own files in which these octets stand, after a checkpoint; for a superuser.
    ///
    /// # Errors
    /// What psql says.
    pub fn files_holding(&self, octets: &str) -> Result<Vec<String>> {
        self.server.run_in(&self.url, "CHECKPOINT")?;
        let octets = octets.replace('\'', "''");
        // A file may go between being listed and being read: caches of the catalog come and go.
        let found = self.server.run_in(
            &self.url,
            &format!(
                "SELECT f FROM (SELECT 'base/' || oid AS d FROM pg_database WHERE datname = current_database()) AS own, pg_ls_dir(d) AS f, \
                 LATERAL (SELECT d || '/' || f AS path) AS file \
                 WHERE position(convert_to('{octets}', 'UTF8') IN pg_read_binary_file(path, 0, (pg_stat_file(path, true)).size, true)) > 0"
            ),
        )?;
        Ok(found.lines().map(str::to_owned).collect())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = self.server.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        if let Err(fault) = dropped {
            // Not a panic: the test may be unwinding, and the whole cluster is thrown away anyway.
            super::say(&format!("a test database stays behind: {fault:#}"));
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Server(Arc<Reach>);

#[derive(Debug)]
struct Reach {
    psql: PathBuf,
    /// Of the database from which others are made.
    url: String,
    /// Whether psql may read the caller's PG… variables: for a password, never for a server of ours.
    heeds_environment: bool,
}

impl Server {
    pub(super) fn ours(psql: PathBuf, socket_directory: PathBuf) -> Self {
        let host = socket_directory.to_string_lossy().replace('%', "%25").replace('/', "%2F");
        let url = format!("postgres://postgres@{host}/postgres");
        Self(Arc::new(Reach { psql, url, heeds_environment: false }))
    }

    pub(super) fn existing(psql: PathBuf, url: String) -> Self {
        Self(Arc::new(Reach { psql, url, heeds_environment: true }))
    }

    pub(super) fn create(&self, template: &str) -> Result<Database> {
        let name = fresh_name();
        self.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
        Ok(Database { url: with_database(&self.0.url, &name), name, server: self.clone() })
    }

    /// A fresh database with all that lies in this file, vacuumed and sampled as one that has been in use.
    pub(super) fn restore(&self, dump: &Path) -> Result<Database> {
        let database = self.create("template0")?;
        let mut restore = self.0.program("pg_restore");
        restore.args(["--no-password", "--exit-on-error", "--no-owner", "--jobs=2", "-d", &database.url]).arg(dump);
        answer(&mut restore, &format!("restore {}", dump.display()))?;
        self.run_in(&database.url, "VACUUM ANALYZE")?;
        Ok(database)
    }

    /// The database called `name`, made and filled if it is not there yet. On a server that is not ours
    /// nothing keeps two processes from filling at once: then the second one fails at the renaming.
    pub(super) fn template(&self, name: &str, fill: impl FnOnce(&str)) -> Result<String> {
        let sound = !name.is_empty()
            && name.len() <= 40 // of PostgreSQL's 63, so that the prefix and suffix fit
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        ensure!(sound, "a template's name is 1 to 40 of a-z, 0-9 and _");
        let template = format!("rapport_like_{name}");
        let known = self.run(&format!("SELECT count(*) FROM pg_database WHERE datname = '{template}'"))?;
        if known == "1" {
            return Ok(template);
        }
        // Renamed only when filled: a fill that panics leaves nothing that looks like a template.
        let filling = self.create("template0")?;
        fill(&filling.url);
        self.run(&format!("ALTER DATABASE {} RENAME TO {template}", filling.name))?;
        Ok(template)
    }

    /// Runs one statement and gives what it prints, without alignment or headings.
    pub(super) fn run(&self, statement: &str) -> Result<String> {
        self.run_in(&self.0.url, statement)
    }

    /// As [`Server::run`], in another database of it.
    pub(super) fn run_in(&self, url: &str, statement: &str) -> Result<String> {
        let mut psql = self.0.program("psql");
        psql.args(["--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--quiet"]);
        answer(psql.args(["--set=ON_ERROR_STOP=1", "-d", url, "-c", statement]), statement)
    }
}

impl Reach {
    /// One of PostgreSQL's programs for its users: they lie beside each other.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.psql.with_file_name(name));
        command.stdin(Stdio::null());
        if !self.heeds_environment {
            let theirs = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG"));
            theirs.for_each(|(name, _)| {
                command.env_remove(name);
            });
        }
        command
    }
}

/// What a program prints. Where it fails: what was asked of it and its words, never its command line, in which a URL may
/// hold a password.
fn answer(command: &mut Command, asked: &str) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let answer = command.output().context(program)?;
    ensure!(answer.status.success(), "{asked}: {}", String::from_utf8_lossy(&answer.stderr).trim());
    Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

/// Unlike any other process's, also of another run on a server that stays.
fn fresh_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    format!("rapport_test_{:x}_{:x}_{made}", since_epoch.as_micros(), process::id())
}

/// The same URL for another database: its path replaced, its options kept.
pub(super) fn with_database(url: &str, name: &str) -> String {
    let (front, options) = url.split_once('?').map_or((url, None), |(front, options)| (front, Some(options)));
    let after_scheme = front.find("://").map_or(0, |at| at + 3);
    let authority_ends = front[after_scheme..].find('/').map_or(front.len(), |at| after_scheme + at);
    let path = format!("{}/{name}", &front[..authority_ends]);
    options.map_or(path.clone(), |options| format!("{path}?{options}"))
}
