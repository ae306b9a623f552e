//! Opening a store: which engine, where, with which clock.

use crate::{
    blob::Blobs,
    clock::{Clock, SystemClock},
    custodian::Custodian,
    engine::{BLIND, Engine, Eyes, Line, Query, Readers, postgres, sqlite},
    fault::{Fault, Stop},
    migration,
    minter::Minter,
    reading::Memory,
    row::Row,
    sql::Sql,
    value::Value,
    writer::{self, Queue, Recorded},
    writing::Writing,
};
use domain::{id::Position, moment::Moment, unit::UnitTree};
use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// Where a store is and how it is opened.
#[derive(Clone)]
pub struct Opening {
    place: Place,
    clock: Arc<dyn Clock>,
    backup_confirmed: bool,
    erasure_list: Option<PathBuf>,
}

#[derive(Clone)]
enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Opening {
    /// SQLite in this directory: `rapport.db`, with the files people attach beside it.
    pub fn sqlite(directory: impl Into<PathBuf>) -> Opening {
        let directory = directory.into();
        let erasure_list = Some(directory.join(crate::erasure_list::FILE));
        Opening { place: Place::Sqlite(directory), clock: Arc::new(SystemClock), backup_confirmed: true, erasure_list }
    }

    /// PostgreSQL at this URL.
    pub fn postgres(url: impl Into<String>) -> Opening {
        let place = Place::Postgres(url.into());
        Opening { place, clock: Arc::new(SystemClock), backup_confirmed: false, erasure_list: None }
    }

    /// With another clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Opening {
        Opening { clock, ..self }
    }

    /// With the list of erased people kept in this directory: beside the database, so that it outlives a restore.
    pub fn erasure_list_in(self, directory: &std::path::Path) -> Opening {
        Opening { erasure_list: Some(directory.join(crate::erasure_list::FILE)), ..self }
    }

    /// Somebody confirmed that a PostgreSQL backup exists, so migrations may run.
    pub fn backup_confirmed(self, backup_confirmed: bool) -> Opening {
        Opening { backup_confirmed, ..self }
    }
}

/// A read that takes longer is logged by its name: a page is made of twenty of them.
const SLOW: Duration = Duration::from_millis(250);

/// Makes the writer's connection, at start and again after it was lost; and the one that rebuilds the database.
#[derive(Clone)]
pub(crate) struct Dialler(Place);

impl Dialler {
    pub(crate) async fn dial(&self) -> Result<Line, Fault> {
        Ok(match &self.0 {
            Place::Sqlite(directory) => Line::Sqlite(sqlite::open_to_write(&directory.join("rapport.db"))?),
            Place::Postgres(url) => Line::Postgres(postgres::Conn::open(url).await?),
        })
    }
}

/// What reading and writing share.
pub(crate) struct Core {
    pub clock: Arc<dyn Clock>,
    pub minter: Minter,
    pub readers: Readers,
    pub blobs: Blobs,
    pub engine: Engine,
    pub memory: Memory,
    pub erasure_list: Option<PathBuf>,
    pub dialler: Dialler,
    units: RwLock<Arc<UnitTree>>,
    head: watch::Sender<Position>,
    node: String,
    renewed: AtomicI64,
}

impl Core {
    pub(crate) async fn rows<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        eyes: Eyes<'_>,
        ids: &[i64],
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.rows_at(None, sql, args, eyes, ids, map).await
    }

    /// The same, of one moment where one was begun.
    pub(crate) async fn rows_at<T>(
        &self,
        moment: Option<&sqlite::Moment>,
        sql: &'static Sql,
        args: Vec<Value>,
        eyes: Eyes<'_>,
        ids: &[i64],
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        let begun = Instant::now();
        let query = Query::new(sql, args, eyes, ids);
        let rows = match moment {
            Some(moment) => moment.rows(&query, map),
            None => self.readers.rows(query, map).await,
        };
        let taken = begun.elapsed();
        if taken > SLOW {
            tracing::warn!(module = sql.module, statement = sql.name, ms = taken.as_millis(), "a statement was slow");
        } else {
            tracing::trace!(module = sql.module, statement = sql.name, us = taken.as_micros(), "read");
        }
        rows
    }

    pub(crate) async fn blind<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.rows(sql, args, BLIND, &[], map).await
    }

    pub(crate) fn units(&self) -> Arc<UnitTree> {
        self.units.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) async fn reload_units(&self) -> Result<(), Fault> {
        let tree = Arc::new(crate::reading::unit::tree(self).await?);
        *self.units.write().unwrap_or_else(PoisonError::into_inner) = tree;
        Ok(())
    }

    /// Renews the lease of this node's number, from time to time, and says whether it did; without it no id is minted.
    pub(crate) async fn keep_node(&self, line: &Line, now: Moment) -> Result<bool, Fault> {
        let due = now.0 - self.renewed.load(Ordering::Relaxed) > migration::LEASE / 4;
        if due {
            self.minter.set_node(migration::lease_node(line, &self.node, now).await?);
            self.renewed.store(now.0, Ordering::Relaxed);
        }
        Ok(due)
    }

    /// Tells everybody who waits that the log is at least this long.
    pub(crate) fn publish(&self, head: Position) {
        self.head.send_if_modified(|now| {
            let longer = head > *now;
            *now = head.max(*now);
            longer
        });
    }
}

/// The store: one per process, shared by cloning.
#[derive(Clone)]
pub struct Store {
    core: Arc<Core>,
    queue: Queue,
}

impl Store {
    /// Opens the store: migrates (after a backup), leases a node number, starts the writer.
    ///
    /// # Errors
    /// A database that cannot be reached or is newer than this program.
    pub async fn open(opening: Opening) -> Result<(Store, Custodian), Fault> {
        if let Place::Sqlite(directory) = &opening.place {
            std::fs::create_dir_all(directory)?;
        }
        let dialler = Dialler(opening.place.clone());
        let line = dialler.dial().await?;
        let backup = match &opening.place {
            Place::Sqlite(directory) => Some(directory.join("backups")),
            Place::Postgres(_) => None,
        };
        migration::run(&line, backup.as_deref(), opening.backup_confirmed, opening.clock.now()).await?;
        let name = crate::secret::token();
        let node = migration::lease_node(&line, &name, opening.clock.now()).await?;
        let (readers, blobs, engine) = match &opening.place {
            Place::Sqlite(directory) => (
                Readers::Sqlite(Arc::new(sqlite::Pool::new(&directory.join("rapport.db")))),
                Blobs::in_directory(directory.join("blobs"))?,
                Engine::Sqlite,
            ),
            Place::Postgres(url) => (Readers::Postgres(postgres::Pool::new(url)), Blobs::in_rows(), Engine::Postgres),
        };
        let core = Arc::new(Core {
            clock: opening.clock,
            minter: Minter::new(node),
            readers,
            blobs,
            engine,
            memory: Memory::default(),
            erasure_list: opening.erasure_list,
            dialler: dialler.clone(),
            units: RwLock::default(),
            head: watch::Sender::new(Position::START),
            node: name,
            renewed: AtomicI64::new(0),
        });
        core.reload_units().await?;
        core.publish(crate::reading::log::head(&core).await?);
        let queue = writer::start(core.clone(), dialler)?;
        let store = Store { core, queue };
        // Made before the first backup, so that every backup knows the key of the list that may meet it.
        store.key(crate::writing::erasure::KEY).await?;
        Ok((store, Custodian::appointed()))
    }

    /// Runs one action in the next group; returns when it is committed.
    ///
    /// # Errors
    /// What stopped the action; nothing of it was written then.
    pub async fn act<T, F>(&self, action: F) -> Result<T, Stop>
    where
        F: AsyncFnOnce(&mut Writing) -> Result<Recorded<T>, Stop> + Send + 'static,
        T: Send + 'static,
    {
        self.queue.act(action).await
    }

    /// Which engine it runs on.
    pub fn engine(&self) -> Engine {
        self.core.engine
    }

    /// The clock everything here goes by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.core.clock
    }

    /// The files people attach.
    pub fn blobs(&self) -> &Blobs {
        &self.core.blobs
    }

    /// A tick without content whenever the log grew: read it from your own bookmark.
    pub fn ticks(&self) -> watch::Receiver<Position> {
        self.core.head.subscribe()
    }

    /// Asks the database how long the log is, for what other nodes and processes wrote; the slow poll behind the ticks.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn look_at_log(&self) -> Result<(), Fault> {
        let head = crate::reading::log::head(&self.core).await?;
        if head > *self.core.head.borrow() {
            self.core.reload_units().await?;
        }
        self.core.publish(head);
        Ok(())
    }

    /// Prepares a statement, for the test that does so with all: on SQLite the lines of its query plan, on PostgreSQL
    /// the types it gives the parameters.
    ///
    /// # Errors
    /// What the engine says against it.
    #[doc(hidden)]
    pub async fn explain(&self, sql: &'static Sql) -> Result<Vec<String>, Fault> {
        match &self.core.readers {
            Readers::Sqlite(pool) => pool.plan(&sql.sample().sqlite),
            Readers::Postgres(pool) => pool.parameter_types(&sql.sample().postgres).await,
        }
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }
}

/// Copies a SQLite database while others use it: a consistent state of one moment.
///
/// # Errors
/// A database that cannot be read, or a place that cannot be written.
pub fn copy_database(from: &std::path::Path, to: &std::path::Path) -> Result<(), Fault> {
    let connection = sqlite::open_to_write(from)?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}
