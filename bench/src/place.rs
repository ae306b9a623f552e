//! Where a house lies: in which engine, and how store and binary are led there.

use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use store::{Engine, Opening};
use testkit::postgres::{Cluster, Database};

/// How long the last reader may take to leave.
const CLOSING: Duration = Duration::from_secs(20);
/// What a house is kept as.
const KEPT_ROWS: &str = "rapport.db";
const KEPT_DUMP: &str = "rapport.dump";

/// A place for one house. On PostgreSQL it is gone with the value, and only what lies beside a database is in its directory.
pub struct Place {
    directory: PathBuf,
    database: Option<Database>,
}

/// The PostgreSQL that the bench measures on: one whose commits wait for the disk, as SQLite's do.
pub fn postgres() -> Option<&'static Cluster> {
    Cluster::durable()
}

fn cluster() -> Result<&'static Cluster> {
    postgres().context("there is no PostgreSQL here")
}

impl Place {
    /// An empty one.
    ///
    /// # Errors
    /// A disk that is full; PostgreSQL where there is none.
    pub fn fresh(engine: Engine, directory: &Path) -> Result<Place> {
        emptied(directory)?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(cluster()?.database()),
        };
        Ok(Place { directory: directory.to_owned(), database })
    }

    /// Puts all of the house into one file in its directory; nobody may have it open any more.
    ///
    /// # Errors
    /// A reader who does not leave; a disk that is full.
    pub fn keep(&self) -> Result<()> {
        match &self.database {
            Some(database) => database.dump(&self.directory.join(KEPT_DUMP)),
            None => closed(&self.directory.join(KEPT_ROWS)),
        }
    }

    /// A copy, to be measured and thrown away, of what was kept in that directory.
    ///
    /// # Errors
    /// As [`Place::fresh`].
    pub fn copy(engine: Engine, kept: &Path, directory: &Path) -> Result<Place> {
        emptied(directory)?;
        let database = match engine {
            Engine::Sqlite => {
                fs::copy(kept.join(KEPT_ROWS), directory.join(KEPT_ROWS))?;
                None
            }
            Engine::Postgres => Some(cluster()?.database_from(&kept.join(KEPT_DUMP))?),
        };
        Ok(Place { directory: directory.to_owned(), database })
    }

    /// Which engine it is in.
    pub fn engine(&self) -> Engine {
        if self.database.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// For a store in this process.
    pub fn opening(&self) -> Opening {
        match &self.database {
            // What was made for measuring needs no backup.
            Some(database) => Opening::postgres(database.url()).backup_confirmed(true).erasure_list_in(&self.directory),
            None => Opening::sqlite(&self.directory),
        }
    }

    /// Leads the binary there, whatever the caller's environment says.
    pub fn lead(&self, command: &mut Command) {
        command.arg("--data-dir").arg(&self.directory);
        match &self.database {
            Some(database) => command.arg("--backup-confirmed").env("RAPPORT_DATABASE", database.url()),
            None => command.env_remove("RAPPORT_DATABASE"),
        };
    }

    /// A directory beside its own.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.directory.with_file_name(name)
    }
}

fn emptied(directory: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(directory).with_context(|| directory.display().to_string())
}

/// Puts the write-ahead log into the one file that is copied.
fn closed(database: &Path) -> Result<()> {
    let connection = rusqlite::Connection::open(database)?;
    connection.busy_timeout(CLOSING)?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    anyhow::ensure!(busy == 0, "somebody still reads the generated house");
    Ok(())
}
