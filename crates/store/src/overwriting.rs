//! Overwriting on disk what an erasure deleted: a deleted row's octets may stand on in a page, an index or a log.
//!
//! SQLite zeroes what is deleted, but copies of it may stand where pages were split before, words stand in the index
//! until its segments are merged, and all of it in the write-ahead log: the index is merged, the database rebuilt, the
//! log emptied. On PostgreSQL the tables that held it are rewritten into new files and checkpointed; its own log
//! (pg_wal) and its archives are beyond us and expire as their owner has set.

use crate::{
    engine::{Engine, Line, postgres::Conn, sqlite},
    fault::Fault,
    opening::Store,
    sql::statements,
    value::args,
    writer::Recorded,
    writing::{attachment, house},
};
use domain::limits;
use rusqlite::Connection;

statements! {
    ERASED = "SELECT COUNT(*) FROM person WHERE erased_at IS NOT NULL";
}

/// What each engine calls the size of its database.
pub(crate) mod fork {
    use crate::sql::statements;
    statements! {
        SQLITE_BYTES = "SELECT p.page_count * s.page_size FROM pragma_page_count() p, pragma_page_size() s";
        POSTGRES_BYTES = "SELECT pg_database_size(current_database())";
    }
}

/// The setting that says after how many erasures the disk was overwritten. A number: nodes' clocks differ.
const OVERWRITTEN: &str = "erasures-overwritten";

/// PostgreSQL's tables in which a person's name, addresses or words stand, or whom she turned to.
const TABLES: [&str; 32] = [
    "person",
    "address",
    "password",
    "session",
    "sign_in",
    "invitation",
    "conversation",
    "message",
    "message_version",
    "reaction",
    "attachment",
    "blob",
    "blob_chunk",
    "draft",
    "intake",
    "letter",
    "outbox",
    "idempotency",
    "planned",
    "telling",
    "habit",
    "letter_face",
    "proof",
    "address_trouble",
    "outreach_stop",
    "term",
    "turned",
    "tie_week",
    "tie_day",
    "waiting",
    "settled",
    "hold",
];

/// How much is done about what was erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thoroughness {
    /// What a running house does not feel: freed files, emptied log, dead rows.
    Quick,
    /// All of it: nothing of her is left in our files. Writers wait meanwhile.
    Whole,
}

impl Store {
    /// Whether octets of somebody who was erased may still stand on disk.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn must_overwrite(&self) -> Result<bool, Fault> {
        let done = self.setting(OVERWRITTEN).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
        Ok(self.people_erased().await? != done)
    }

    /// How many people were erased.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people_erased(&self) -> Result<i64, Fault> {
        Ok(self.core().blind(&ERASED, args![], |row| row.int(0)).await?.first().copied().unwrap_or(0))
    }

    /// Whether the database is small enough to be rebuilt at once.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn rebuilds_at_once(&self) -> Result<bool, Fault> {
        let bytes = if self.engine() == Engine::Sqlite { &fork::SQLITE_BYTES } else { &fork::POSTGRES_BYTES };
        let bytes = self.core().blind(bytes, args![], |row| row.int(0)).await?;
        Ok(bytes.first().is_none_or(|bytes| *bytes <= limits::REBUILT_AT_ONCE_BYTES_MAX))
    }

    /// Overwrites on disk what was erased up to now, and keeps the list of erased people beside the database.
    ///
    /// # Errors
    /// A fault of the database or disk; it can be tried again.
    pub async fn overwrite_erased(&self, how: Thoroughness) -> Result<(), Fault> {
        // Counted before: who is erased meanwhile is overwritten the next time.
        let erased = self.people_erased().await?;
        if !self.must_overwrite().await? {
            return Ok(());
        }
        self.keep_erasure_list().await?;
        while attachment::remove_freed(self).await? > 0 {}
        // A connection of its own: the writer goes on where it may, and waits at the database's lock where not.
        match self.core().dialler.dial().await? {
            Line::Sqlite(connection) => {
                let done = tokio::task::spawn_blocking(move || on_sqlite(&connection, how)).await;
                done.unwrap_or_else(|_| Err(Fault::Unfit(String::from("the rebuild of the database panicked"))))?;
            }
            Line::Postgres(conn) => on_postgres(&conn, how).await?,
        }
        if how == Thoroughness::Whole {
            self.note_overwritten(erased).await?;
        }
        Ok(())
    }

    async fn note_overwritten(&self, erased: i64) -> Result<(), Fault> {
        let noted = self.act(async move |w| {
            w.run(&house::SET, args![OVERWRITTEN, erased.to_string()]).await?;
            Ok(Recorded::new())
        });
        noted.await.map_err(|stop| match stop {
            crate::Stop::Fault(fault) => fault,
            crate::Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
        })
    }
}

fn on_sqlite(connection: &Connection, how: Thoroughness) -> Result<(), Fault> {
    if how == Thoroughness::Whole {
        sqlite::batch(connection, "INSERT INTO found (found) VALUES ('optimize')")?;
        sqlite::batch(connection, "VACUUM")?;
    }
    if sqlite::empty_log(connection)? {
        Ok(())
    } else {
        Err(Fault::Unfit(String::from("a reader kept the write-ahead log from being emptied; it is tried again")))
    }
}

async fn on_postgres(conn: &Conn, how: Thoroughness) -> Result<(), Fault> {
    let vacuum = if how == Thoroughness::Whole { "VACUUM (FULL)" } else { "VACUUM" };
    for table in TABLES.iter().chain(&["notice", "found"]) {
        conn.batch(&format!("{vacuum} {table}")).await?;
    }
    // Only a superuser or a member of pg_checkpoint may; without it, the next checkpoint of its own does the same.
    if let Err(refused) = conn.batch("CHECKPOINT").await {
        tracing::info!(%refused, "PostgreSQL checkpoints by itself");
    }
    Ok(())
}
