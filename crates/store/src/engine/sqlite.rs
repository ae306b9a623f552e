//! SQLite: one writer, many readers, write-ahead log, fsync at every commit.

use super::Query;
use crate::{fault::Fault, row::Row};
use rusqlite::{Connection, OpenFlags, config::DbConfig, params_from_iter};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Prepared statements kept per connection: all of ours in their usual forms.
const STATEMENTS_KEPT: usize = 384;
/// How long another process may hold the write lock (an import's batch) before an action fails.
const LOCK_WAIT: Duration = Duration::from_secs(20);
/// How often it is tried meanwhile. SQLite's own steps grow to 100 ms: they would miss the pauses of an import.
const LOCK_STEP: Duration = Duration::from_millis(2);
/// Page cache per connection: the hot pages of a busy house; the rest is left to the system's cache.
const CACHE_KIB: i64 = 4096;
/// The same for the writer: what a group of actions touches stays in memory until its commit.
const WRITER_CACHE_KIB: i64 = 16_384;
/// Pages of the write-ahead log after which it is put into the database: a page that every action touches is then
/// written there once for hundreds of commits. 32 MiB, which a start after a crash reads within its limit.
const CHECKPOINT_PAGES: i64 = 8_192;
/// Mapped for reading: saves a copy per page; addresses, not memory. As much as SQLite allows.
const MAPPED_BYTES: i64 = 0x7fff_0000;

/// The reading connections; as many as read at once, kept for the next.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(crate) fn new(path: &Path) -> Pool {
        Pool { path: path.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    /// Reads on the calling thread: a page's reads take microseconds, a hop to another thread takes more.
    pub(crate) fn rows<T>(&self, query: &Query, map: impl FnMut(&Row<'_>) -> T) -> Result<Vec<T>, Fault> {
        let connection = self.lend()?;
        let rows = rows(&connection, query, map);
        self.idle().push(connection);
        rows
    }

    fn lend(&self) -> Result<Connection, Fault> {
        let idle = self.idle().pop();
        idle.map_or_else(|| open(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY), Ok)
    }

    /// The lines of the plan of a text.
    pub(crate) fn plan(&self, text: &str) -> Result<Vec<String>, Fault> {
        let connection = open(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(row.get(3)?);
        }
        Ok(lines)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection of the pool in one read transaction: whatever is read by it was so at one moment. A page of twenty
/// statements takes the lock and finds the end of the write-ahead log once.
pub(crate) struct Moment {
    pool: Arc<Pool>,
    /// Given back to the pool when the moment is over.
    connection: Mutex<Option<Connection>>,
}

impl Moment {
    pub(crate) fn begun(pool: &Arc<Pool>) -> Result<Moment, Fault> {
        let connection = pool.lend()?;
        batch(&connection, "BEGIN")?;
        Ok(Moment { pool: pool.clone(), connection: Mutex::new(Some(connection)) })
    }

    pub(crate) fn rows<T>(&self, query: &Query, map: impl FnMut(&Row<'_>) -> T) -> Result<Vec<T>, Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        rows(connection.as_ref().ok_or(Fault::Closed)?, query, map)
    }
}

impl Drop for Moment {
    fn drop(&mut self) {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // One that cannot end its transaction is closed instead, which ends it, too.
        if let Some(connection) = connection.filter(|connection| batch(connection, "COMMIT").is_ok()) {
            self.pool.idle().push(connection);
        }
    }
}

/// Opens the writing connection, making the file where there is none.
pub(crate) fn open_to_write(path: &Path) -> Result<Connection, Fault> {
    open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
    let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_handler(Some(wait_for_lock))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Else SQLite plans a statement anew whenever a bound value changes: two thirds of all time went there.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    }
    let cache = if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) { WRITER_CACHE_KIB } else { CACHE_KIB };
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -cache)?;
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

/// Waits a step for another process's lock; whether to try again.
fn wait_for_lock(tried: i32) -> bool {
    std::thread::sleep(LOCK_STEP);
    LOCK_STEP * tried.unsigned_abs() < LOCK_WAIT
}

pub(crate) fn rows<T>(connection: &Connection, query: &Query, mut map: impl FnMut(&Row<'_>) -> T) -> Result<Vec<T>, Fault> {
    let mut statement = connection.prepare_cached(&query.text.sqlite)?;
    let mut answer = statement.query(params_from_iter(&query.args))?;
    let mut out = Vec::new();
    while let Some(row) = answer.next()? {
        out.push(map(&Row::Sqlite(row)));
    }
    Ok(out)
}

pub(crate) fn run(connection: &Connection, query: &Query) -> Result<u64, Fault> {
    let mut statement = connection.prepare_cached(&query.text.sqlite)?;
    Ok(statement.execute(params_from_iter(&query.args))? as u64)
}

/// Puts the write-ahead log into the database and empties it; whether no reader stood in the way.
pub(crate) fn empty_log(connection: &Connection) -> Result<bool, Fault> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))? == 0)
}

/// Runs fixed text. What stands around every action is one statement, kept prepared.
pub(crate) fn batch(connection: &Connection, text: &str) -> Result<(), Fault> {
    if text.contains(';') {
        return Ok(connection.execute_batch(text)?);
    }
    connection.prepare_cached(text)?.execute([])?;
    Ok(())
}
