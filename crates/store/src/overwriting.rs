//! Overwriting on disk what an erasure deleted: a deleted row's octets may stand on in a page, an index or a log.
//!
//! SQLite zeroes what is deleted, but copies of it may stand where pages were split before, words stand in the index
//! until its segments are merged, and all of it in the write-ahead log: the index is merged, the database rebuilt, the
//! log emptied. On PostgreSQL the tables that held it are rewritten into new files and checkpointed; its own log
//! (pg_wal) and its archives are beyond us and expire as their owner has set. Nor do samples of its words stand in its
//! planner's statistics, a catalogue that only a superuser could rewrite: columns that hold words are never sampled.

use crate::{
    engine::{BLIND, Engine, Line, Query, postgres::Conn, sqlite},
    fault::Fault,
    opening::Store,
    sql::statements,
    value::args,
    writer::Recorded,
    writing::{attachment, house},
};
use domain::limits;
use rusqlite::Connection;
use std::time::{Duration, Instant};

statements! {
    ERASED = "SELECT COUNT(*) FROM person WHERE erased_at IS NOT NULL";
}

/// What each engine calls the size of its database.
pub(crate) mod fork {
    use crate::sql::statements;
    statements! {
        SQLITE_BYTES = "SELECT p.page_count * s.page_size FROM pragma_page_count() p, pragma_page_size() s";
        POSTGRES_BYTES = "SELECT pg_database_size(current_database())";
        // Committed with the statement: every transaction with a larger number began after it.
        POSTGRES_OWN_TRANSACTION = "SELECT pg_current_xact_id()::text::bigint";
        // Transactions of other databases count: a snapshot taken here while they run keeps rows for them all the same.
        POSTGRES_OLDER_RUNS = "SELECT 1 WHERE pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= $1 OR EXISTS (\
            SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
            AND age(backend_xmin) >= age(($1 % 4294967296)::text::xid))";
    }
}

/// The setting that says after how many erasures the disk was overwritten. A number: nodes' clocks differ.
const OVERWRITTEN: &str = "erasures-overwritten";

/// How often it is asked whether older transactions ended.
const POLL: Duration = Duration::from_millis(50);

/// PostgreSQL's tables in which a person's name, addresses or words stand, or whom she turned to.
const TABLES: [&str; 35] = [
    "person",
    "person_merging",
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
    "import",
    "import_unreadable",
    "term",
    "turned",
    "tie_week",
    "tie_day",
    "waiting",
    "settled",
    "hold",
];

/// Keeps what people wrote out of PostgreSQL's statistics: they hold samples, which outlive the rows.
///
/// The planner needs none of it: words are found by unique keys or by the index of words.
pub(crate) async fn never_sample(line: &Line) -> Result<(), Fault> {
    let tables = TABLES.join("','");
    let each = format!(
        "DO $$ DECLARE c RECORD; BEGIN FOR c IN \
         SELECT attrelid::regclass AS of, quote_ident(attname) AS name FROM pg_attribute \
         WHERE attrelid = ANY (ARRAY['{tables}','found']::regclass[]) AND attnum > 0 AND NOT attisdropped \
         AND atttypid = ANY (ARRAY['text','bytea','tsvector']::regtype[]) AND attstattarget IS DISTINCT FROM 0 \
         LOOP EXECUTE format('ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 0', c.of, c.name); END LOOP; END $$"
    );
    line.batch(&each).await
}

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

/// Waits until no transaction runs that began before now: for its sake a rewritten table would keep dead rows.
async fn no_older_transaction_runs(conn: &Conn) -> Result<(), Fault> {
    let own = conn.rows(&Query::new(&fork::POSTGRES_OWN_TRANSACTION, args![], BLIND, &[]), |row| row.int(0)).await?;
    let own = own.first().copied().unwrap_or_default();
    let until = Instant::now() + Duration::from_secs(limits::OLDER_TRANSACTIONS_WAIT_SECONDS);
    while !conn.rows(&Query::new(&fork::POSTGRES_OLDER_RUNS, args![own], BLIND, &[]), |_| ()).await?.is_empty() {
        if Instant::now() > until {
            return Err(Fault::Unfit(String::from(
                "a transaction older than the erasure still runs on this PostgreSQL server; overwriting is tried again",
            )));
        }
        tokio::time::sleep(POLL).await;
    }
    Ok(())
}

async fn on_postgres(conn: &Conn, how: Thoroughness) -> Result<(), Fault> {
    let vacuum = if how == Thoroughness::Whole { "VACUUM (FULL)" } else { "VACUUM" };
    if how == Thoroughness::Whole {
        no_older_transaction_runs(conn).await?;
    }
    for table in TABLES.iter().chain(&["notice", "found"]) {
        conn.batch(&format!("{vacuum} {table}")).await?;
    }
    // Only a superuser or a member of pg_checkpoint may; without it, the next checkpoint of its own does the same.
    if let Err(refused) = conn.batch("CHECKPOINT").await {
        tracing::info!(%refused, "PostgreSQL checkpoints by itself");
    }
    Ok(())
}
