//! The little company behind its web door: on SQLite a copy of one that was built once, on PostgreSQL a fresh one.

use crate::client::{Client, Key};
use axum::Router;
use company::Company;
use domain::id::PersonId;
use std::{
    any::Any,
    fs,
    path::Path,
    sync::{Arc, OnceLock},
};
use store::{Clock, Custodian, ManualClock, Opening, Store};
use tempfile::TempDir;
use testkit::{House as Built, TestStore, naive::Facts};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use web::{House, Hub, Reach};

/// The company's house with its doors open.
pub struct Place {
    /// Its store.
    pub store: Store,
    /// Who lives there.
    pub company: Company,
    /// The clock, moved by hand.
    pub clock: Arc<ManualClock>,
    /// The live hub.
    pub hub: Arc<Hub>,
    /// The door in-process.
    pub door: Router,
    /// Its keys.
    pub keys: Arc<Custodian>,
    stop: CancellationToken,
    _kept: Box<dyn Any + Send + Sync>,
}

impl Place {
    fn opened(
        store: Store,
        keys: Arc<Custodian>,
        clock: Arc<ManualClock>,
        company: Company,
        kept: Box<dyn Any + Send + Sync>,
    ) -> Place {
        let stop = CancellationToken::new();
        let hub = Hub::new(store.clone(), stop.clone());
        let door = web::router(House::new(store.clone(), hub.clone(), reach("http://house.example")));
        Place { store, company, clock, hub, door, keys, stop, _kept: kept }
    }

    /// A copy of the company on SQLite.
    pub async fn copied() -> Place {
        let template = template();
        let directory = tempfile::Builder::new().prefix("rapport-doors-").tempdir().expect("a directory");
        copy(template.directory.path(), directory.path());
        let clock = Arc::new(ManualClock::at(template.now));
        let opened = Store::open(Opening::sqlite(directory.path()).clock(clock.clone())).await;
        let (store, keys) = opened.expect("the copy opens");
        Place::opened(store, Arc::new(keys), clock, template.company.clone(), Box::new(directory))
    }

    /// A fresh company on PostgreSQL; `None` where there is none.
    pub async fn on_postgres() -> Option<Place> {
        let test = TestStore::postgres().await?;
        let built = Built::built(test).await;
        let (store, company, clock) = (built.store().clone(), built.company.clone(), built.test().clock().clone());
        let opened = Store::open(Opening::postgres(built.test().url()?).clock(clock.clone())).await;
        let (_, keys) = opened.expect("a second node opens");
        Some(Place::opened(store, Arc::new(keys), clock, company, Box::new(built)))
    }

    /// The house as another door would hold it.
    pub fn house(&self, reach: Reach) -> House {
        House::new(self.store.clone(), self.hub.clone(), reach)
    }

    /// Lets the hub follow the log from here on.
    pub async fn live(&self) {
        let head = self.store.head().await.expect("the store answers");
        tokio::spawn(self.hub.clone().follow(head));
    }

    /// One of the residents in her browser.
    pub fn browser(&self, name: &str) -> Client {
        Client::new(self.door.clone(), name, Key::Cookie(self.company.resident(name).token.clone()))
    }

    /// The stranger in his browser.
    pub fn stranger(&self) -> Client {
        Client::new(self.door.clone(), "stranger", Key::None)
    }

    /// A program of one of the residents, with a token of these scopes.
    pub async fn program(&self, name: &str, scopes: &str) -> Client {
        let by = Some(self.company.person(name));
        let token = actions::session::make_token(&self.store, by, "a program", scopes, 30).await.expect("a token");
        Client::new(self.door.clone(), format!("{name}'s program ({scopes})"), Key::Bearer(token))
    }

    /// Everybody in her browser, the stranger last.
    pub fn everybody(&self) -> Vec<(Option<PersonId>, Client)> {
        let residents = self.company.people.iter().map(|r| (Some(r.person), self.browser(r.short)));
        residents.chain([(None, self.stranger())]).collect()
    }

    /// What the naive second implementation of audience knows at this moment.
    pub async fn facts(&self) -> Facts {
        Facts::read(&self.store, &self.keys).await
    }

    /// How long the log is.
    pub async fn head(&self) -> i64 {
        self.store.head().await.expect("the store answers").0
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// How a house under test is reached.
pub fn reach(origin: &str) -> Reach {
    let mail_domain = String::from("velo-lind.example");
    Reach { origin: origin.to_owned(), mail_domain, relay: true, proxies: 0, intake_token: Some(String::from("a-pipe-of-ours")) }
}

struct Template {
    directory: TempDir,
    company: Company,
    now: domain::moment::Moment,
}

/// The company, built once per process; gone with it.
fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| std::thread::spawn(|| runtime().block_on(built())).join().expect("the company is built"))
}

async fn built() -> Template {
    let built = Built::built(TestStore::sqlite().await).await;
    let from = built.test().directory().expect("SQLite has a directory");
    let directory = tempfile::Builder::new().prefix("rapport-company-").tempdir().expect("a directory");
    store::copy_database(&from.join("rapport.db"), &directory.path().join("rapport.db")).expect("the rows are copied");
    copy(&from.join("blobs"), &directory.path().join("blobs"));
    Template { directory, company: built.company.clone(), now: built.store().clock().now() }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Runs a scenario in a copy of the company on SQLite.
pub fn in_a_copy(scenario: impl AsyncFnOnce(Place)) {
    runtime().block_on(async { scenario(Place::copied().await).await });
}

/// Runs a scenario on each engine that is here.
pub fn on_both(scenario: impl AsyncFn(Place)) {
    runtime().block_on(async {
        eprintln!("on SQLite");
        scenario(Place::copied().await).await;
        if let Some(place) = Place::on_postgres().await {
            eprintln!("on PostgreSQL");
            scenario(place).await;
        }
    });
}
