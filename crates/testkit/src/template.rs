//! The little company is built once for a test binary and engine; each test gets a copy. Building it takes some
//! hundred actions, copying it some milliseconds.
//!
//! Test runners start a process per test, so the template lies in a directory that all processes of one binary find
//! by its name, and is made under a lock by the first of them.

use crate::{
    House, TestStore,
    postgres::Cluster,
    test_store::{BEGINNING, Place},
};
use company::Company;
use domain::moment::Moment;
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use store::Engine;

/// How the directories of all templates begin.
const PREFIX: &str = "rapport-company-";
/// A template this old belongs to a binary that was built anew since; the next one to be made takes it away.
const STALE: Duration = Duration::from_secs(6 * 3600);

/// A fresh house of the little company on this engine; `None` where the engine is not here.
pub(crate) async fn house(engine: Engine) -> Option<House> {
    let home = home();
    let lock = fs::File::create(home.join("lock")).expect("a lock");
    lock.lock().expect("the lock of the template");
    let (place, kept) = match engine {
        Engine::Sqlite => sqlite(&home).await,
        Engine::Postgres => postgres(&home)?,
    };
    drop(lock);
    let (company, now) = read(&kept);
    Some(House::copied(TestStore::at(place, now).await, company))
}

async fn sqlite(home: &Path) -> (Place, PathBuf) {
    let (rows, kept) = (home.join("rows"), home.join("sqlite.json"));
    if !kept.exists() {
        let house = House::built(TestStore::sqlite().await).await;
        // While the store is open and silent its files stand still; what is in the write-ahead log comes along.
        copy(house.test().directory().expect("it is on SQLite"), &rows);
        write(&kept, &house);
    }
    let fresh = crate::test_store::directory();
    copy(&rows, fresh.path());
    (Place::Sqlite(fresh), kept)
}

fn postgres(home: &Path) -> Option<(Place, PathBuf)> {
    let cluster = Cluster::shared()?;
    let kept = home.join("postgres.json");
    let name = home.file_name()?.to_str()?.replace('-', "_");
    // The rows are the template's for as long as the cluster lives; then they are made again.
    let database = cluster.database_like(&name, |url| {
        let url = url.to_owned();
        let build = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async { House::built(TestStore::at(Place::Borrowed(url), BEGINNING).await).await })
        };
        let built = std::thread::spawn(build).join().expect("the company is built");
        write(&kept, &built);
    });
    Some((Place::Postgres(database), kept))
}

/// The directory of this binary's templates; a binary built anew has another one.
fn home() -> PathBuf {
    let binary = env::current_exe().expect("the test binary");
    let built = fs::metadata(&binary).and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut hasher = DefaultHasher::new();
    (&binary, built).hash(&mut hasher);
    let home = env::temp_dir().join(format!("{PREFIX}{:016x}", hasher.finish()));
    if !home.exists() {
        sweep();
    }
    fs::create_dir_all(&home).expect("a directory for the template");
    home
}

fn sweep() {
    let entries = fs::read_dir(env::temp_dir()).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let age = entry.metadata().and_then(|it| it.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > STALE) {
            // Another process may be sweeping as well.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory").flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        match path.is_dir() {
            true => copy(&path, &to.join(name)),
            // The index of the write-ahead log is made again by whoever opens it.
            false if name.to_string_lossy().ends_with("-shm") => {}
            false => drop(fs::copy(&path, to.join(name)).expect("a copy")),
        }
    }
}

fn write(kept: &Path, house: &House) {
    let text = serde_json::to_string(&(house.test().now().0, &house.company)).expect("it can be written");
    fs::write(kept, text).expect("the company is kept");
}

fn read(kept: &Path) -> (Company, Moment) {
    // Short names are part of the program, so what is read lives as long as it does; once for each test.
    let text: &'static str = fs::read_to_string(kept).expect("the company is kept").leak();
    let (now, company): (i64, Company) = serde_json::from_str(text).expect("it was written by us");
    (company, Moment(now))
}
