//! A fresh, empty store for one test, on either engine, with a clock that is moved by hand.

use crate::postgres::{Cluster, Database};
use domain::moment::Moment;
use std::{path::Path, sync::Arc};
use store::{Clock as _, Custodian, Engine, ManualClock, Opening, Store};
use tempfile::TempDir;

/// Monday, the 2nd of March 2026, eight o'clock in the morning UTC: when every test begins.
pub(crate) const BEGINNING: Moment = Moment(1_772_438_400_000_000);

/// Where the rows lie; gone with the value.
pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(Database),
    /// PostgreSQL at this address; somebody else's to drop.
    Borrowed(String),
}

/// A directory for one store.
pub(crate) fn directory() -> TempDir {
    tempfile::Builder::new().prefix("rapport-test-").tempdir().expect("a temporary directory")
}

/// A store of one test.
pub struct TestStore {
    // Dropped before its place.
    store: Store,
    keys: Arc<Custodian>,
    clock: Arc<ManualClock>,
    place: Place,
}

impl TestStore {
    /// An empty store on SQLite.
    ///
    /// # Panics
    /// Where it cannot be made.
    pub async fn sqlite() -> TestStore {
        TestStore::at(Place::Sqlite(directory()), BEGINNING).await
    }

    /// An empty store on PostgreSQL; `None` where there is none.
    ///
    /// # Panics
    /// Where it cannot be made.
    pub async fn postgres() -> Option<TestStore> {
        let cluster = Cluster::shared()?;
        Some(TestStore::at(Place::Postgres(cluster.database()), BEGINNING).await)
    }

    pub(crate) async fn at(place: Place, now: Moment) -> TestStore {
        let clock = Arc::new(ManualClock::at(now));
        let (store, keys) = open(&place, clock.clone()).await;
        TestStore { store, keys: Arc::new(keys), clock, place }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The keys made with it.
    pub fn keys(&self) -> &Arc<Custodian> {
        &self.keys
    }

    /// The same keys, for what keeps them: a consumer.
    pub fn shared_keys(&self) -> Arc<Custodian> {
        Arc::clone(&self.keys)
    }

    /// Its clock.
    pub fn clock(&self) -> &Arc<ManualClock> {
        &self.clock
    }

    /// What its clock shows.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Another node on the same rows, with the same clock. SQLite has one writer a process: there it is for reading.
    ///
    /// # Panics
    /// Where it cannot be opened.
    pub async fn another_node(&self) -> Store {
        open(&self.place, self.clock.clone()).await.0
    }

    /// How it is opened, for another node that differs in something.
    pub fn opening(&self) -> Opening {
        opening(&self.place).clock(self.clock.clone())
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The directory of the rows, on SQLite.
    pub fn directory(&self) -> Option<&Path> {
        match &self.place {
            Place::Sqlite(directory) => Some(directory.path()),
            Place::Postgres(_) | Place::Borrowed(_) => None,
        }
    }

    /// The address of the rows, on PostgreSQL.
    pub fn url(&self) -> Option<&str> {
        match &self.place {
            Place::Sqlite(_) => None,
            Place::Postgres(database) => Some(database.url()),
            Place::Borrowed(url) => Some(url),
        }
    }
}

fn opening(place: &Place) -> Opening {
    match place {
        Place::Sqlite(directory) => Opening::sqlite(directory.path()),
        Place::Postgres(database) => Opening::postgres(database.url()),
        Place::Borrowed(url) => Opening::postgres(url),
    }
}

async fn open(place: &Place, clock: Arc<ManualClock>) -> (Store, Custodian) {
    Store::open(opening(place).clock(clock)).await.expect("a store opens")
}

/// Runs a scenario on a fresh store of each engine that is here.
///
/// # Panics
/// Where the scenario does; the engine's name stands before its words.
pub fn on_both(scenario: impl AsyncFn(&TestStore)) {
    on_fresh(&[Engine::Sqlite, Engine::Postgres], async |test| scenario(&test).await);
}

/// As [`on_both`], on these engines only.
///
/// # Panics
/// As [`on_both`].
pub fn on_each(engines: &[Engine], scenario: impl AsyncFn(&TestStore)) {
    on_fresh(engines, async |test| scenario(&test).await);
}

fn on_fresh(engines: &[Engine], scenario: impl AsyncFn(TestStore)) {
    run(engines, async |engine| match engine {
        Engine::Sqlite => scenario(TestStore::sqlite().await).await,
        Engine::Postgres => {
            if let Some(fresh) = TestStore::postgres().await {
                scenario(fresh).await;
            }
        }
    });
}

/// Runs something on each of these engines, one after the other.
pub(crate) fn run(engines: &[Engine], scenario: impl AsyncFn(Engine)) {
    // Two threads, as on the smallest machine: enough for what waits for each other to do so.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for engine in engines {
            // The runner shows it where the scenario fails.
            eprintln!("on {engine:?}");
            scenario(*engine).await;
        }
    });
}
