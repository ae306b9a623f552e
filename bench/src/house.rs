//! Generated houses: made once per size and schema by the actions themselves, kept, and copied for each run.
//!
//! Every person, space, message, letter and mark is written by the very action that a page or a program would call, so
//! the rows cannot differ from those of a house that grew; the index and the notices are written by their consumers.
//! Only time is made: a clock that is moved by hand through two years and a half.
//!
//! **Invariant.** The same size and seed give the same house, but for keys, tokens and where a group of actions ended.

pub mod company;
mod consumers;
mod talk;

use crate::{place::Place, size::Size};
use anyhow::{Context, Result};
use domain::{id::PersonId, moment::Moment};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};
use store::{Engine, ManualClock, Store};

/// When the house was founded: 2024-01-01, in microseconds.
const FOUNDED: Moment = Moment(1_704_067_200_000_000);
/// What the generator itself changes: the house is made again where this differs.
const SOURCES: [&str; 5] = [
    include_str!("house/company.rs"),
    include_str!("house/talk.rs"),
    include_str!("house/consumers.rs"),
    include_str!("words.rs"),
    include_str!("size.rs"),
];

/// What of a generated house the measures need to know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Landmarks {
    /// The employees; the first wrote most.
    pub employees: Vec<i64>,
    /// Numbers of conversations with exactly one page of messages that every employee sees.
    pub pages: Vec<i64>,
    /// The number of the longest conversation; every employee sees it.
    pub long: i64,
    /// Messages of the longest conversation, from its beginning to its end.
    pub places: Vec<i64>,
    /// Numbers of conversations that every employee sees, to write in and to watch.
    pub talks: Vec<i64>,
    /// The slugs of spaces that every employee sees.
    pub spaces: Vec<String>,
    /// How it was made.
    pub making: Making,
}

/// How fast a house was made.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Making {
    /// Messages written.
    pub messages: usize,
    /// Seconds of writing, all fsyncs included.
    pub writing_seconds: f64,
    /// Seconds until the index had caught up.
    pub indexing_seconds: f64,
}

/// A generated house as it lies in the cache.
pub struct Made {
    /// On which engine.
    pub engine: Engine,
    directory: PathBuf,
    /// What to measure in it.
    pub landmarks: Landmarks,
}

impl Made {
    /// The house of this size from the cache, generated where it is not there.
    ///
    /// # Errors
    /// A disk that is full; an action that was refused.
    pub async fn ready(cache: &Path, size: Size, engine: Engine) -> Result<Made> {
        let directory = cache.join(format!("house-{}-{:016x}", called(size, engine), digest()?));
        let marks = directory.join("landmarks.json");
        if !marks.exists() {
            eprintln!("   generating {} messages, once", size.messages);
            let place = Place::fresh(engine, &directory)?;
            let landmarks = generate(&place, size).await?;
            place.keep()?;
            fs::write(&marks, serde_json::to_vec(&landmarks)?)?;
        }
        let landmarks = serde_json::from_slice(&fs::read(&marks)?).with_context(|| marks.display().to_string())?;
        Ok(Made { engine, directory, landmarks })
    }

    /// A copy to be measured and thrown away; the copy in the cache stays as it was made.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn copied(&self, to: &Path) -> Result<Place> {
        Place::copy(self.engine, &self.directory, to)
    }
}

/// What folders of a house of this size are called.
pub fn called(size: Size, engine: Engine) -> String {
    match engine {
        Engine::Sqlite => size.name.to_owned(),
        Engine::Postgres => format!("{}-postgres", size.name),
    }
}

/// Changes with the schema and with what generates.
fn digest() -> Result<u64> {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/store/migrations");
    let mut paths: Vec<PathBuf> = fs::read_dir(migrations)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    SOURCES.hash(&mut hasher);
    for path in paths {
        fs::read(path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

async fn generate(place: &Place, size: Size) -> Result<Landmarks> {
    let clock = Arc::new(ManualClock::at(FOUNDED));
    let (store, keys) = Store::open(place.opening().clock(clock.clone())).await?;
    let begun = Instant::now();
    let company = company::hire(&store, size).await?;
    let mut landmarks = talk::all(&store, &keys, &clock, &company, size).await?;
    landmarks.making.writing_seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    consumers::catch_up(&store).await?;
    landmarks.making.indexing_seconds = begun.elapsed().as_secs_f64();
    Ok(landmarks)
}

/// Opens sessions for these people in a copy that nobody serves yet; gives their secrets.
///
/// # Errors
/// A fault of the store.
pub async fn sessions(place: &Place, people: &[i64]) -> Result<Vec<String>> {
    use domain::activity::{Activity, Verb};
    let (store, _) = Store::open(place.opening()).await?;
    let mut secrets = Vec::new();
    for some in people.chunks(64) {
        let some: Vec<PersonId> = some.iter().map(|id| PersonId(*id)).collect();
        let opened = store.act(async move |w| {
            let (mut opened, mut last) = (Vec::new(), PersonId(0));
            for person in some {
                let (session, secret) = w.add_session(person, "bench", "all", domain::limits::SESSION_DAYS).await?;
                w.record(Activity::of(person, Verb::SignedIn, session.0)).await?;
                opened.push(secret);
                last = person;
            }
            Ok(w.record(Activity::of(last, Verb::Changed, last.0)).await?.with(opened))
        });
        secrets.extend(opened.await?);
    }
    consumers::catch_up(&store).await?;
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: Size = Size { name: "tiny", conversations: 40, messages: 400, people: 60, long: 120, pages: 2 };

    #[tokio::test(flavor = "multi_thread")]
    async fn a_house_is_made_once_and_has_all_its_messages_indexed_on_each_engine_alike() {
        let cache = tempfile::tempdir().unwrap();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            if engine == Engine::Postgres && crate::place::postgres().is_none() {
                return;
            }
            let made = Made::ready(cache.path(), TINY, engine).await.unwrap();
            assert_eq!((made.landmarks.pages.len(), made.landmarks.places.first() < made.landmarks.places.last()), (2, true));
            let copy = made.copied(&cache.path().join("copy")).unwrap();
            assert_eq!(copy.engine(), engine);
            let secrets = sessions(&copy, &made.landmarks.employees).await.unwrap();
            let (store, keys) = Store::open(copy.opening()).await.unwrap();
            assert_eq!(store.plain_rows(&keys).await.unwrap().messages.len(), TINY.messages);
            let head = store.head().await.unwrap();
            assert!(store.bookmarks().await.unwrap().iter().all(|(_, at)| *at == head));
            let viewer = store.enter(&secrets[0]).await.unwrap().expect("a session that was opened").viewer;
            let reading = store::Reading::new(&store, viewer);
            for number in made.landmarks.pages.iter().chain([&made.landmarks.long]) {
                assert!(reading.conversation(*number).await.unwrap().is_some(), "every employee sees {number}");
            }
            let again = Made::ready(cache.path(), TINY, engine).await.unwrap();
            assert_eq!(again.landmarks.places, made.landmarks.places);
        }
    }
}
