//! Simulated houses whose nature is known: people live in them through the doors people use, consumers derive what they derive, windows are
//! measured and published as in any house, and what is published is read as a colleague reads it. Measures must find what was built in.

use crate::TestStore;
use actions::{clock, measuring, terms, tie};
use company::{Climate, Company, Life, Manner};
use domain::{
    activity::LogLine,
    moment::DAY,
    observatory::{Figure, Observatory, RESULT},
};
use serde::Serialize;
use store::{Reading, Store, Writing, consumer::Bookmark};

/// A house of a known nature.
#[derive(Clone, Copy, Debug)]
pub struct Nature {
    /// What it is called.
    pub name: &'static str,
    climate: Climate,
    /// How it is from the day on that was asked for.
    later: Option<Climate>,
}

/// All of them.
pub const NATURES: [Nature; 7] = [
    Nature::always("siloed", Climate::SILOED),
    Nature::always("mixed", Climate::MIXED),
    Nature::always("gatekeeper", Climate::GATEKEPT),
    Nature::always("broadcaster", Climate::BROADCASTING),
    Nature::always("dialoguer", Climate::DIALOGUE),
    Nature::always("ignoring", Climate::IGNORING),
    Nature { name: "improving", climate: Climate::IGNORING, later: Some(Climate::DIALOGUE) },
];

/// How long and how busily a house lives.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Days.
    pub days: i64,
    /// The day from which on a house is otherwise, where it changes.
    pub turns: i64,
    /// How much of a hundred things that could happen do.
    pub bustle: u32,
}

/// What was published of a house.
#[derive(Serialize, Debug)]
pub struct Simulated {
    /// Its nature.
    pub house: &'static str,
    /// From which all was rolled.
    pub seed: u64,
    /// The moment from which on it was otherwise, in microseconds.
    pub turned: Option<i64>,
    /// Each window, the earliest first.
    pub windows: Vec<Observatory>,
}

/// A house that has lived and was measured.
pub struct Lived {
    /// Where it stands.
    pub house: TestStore,
    /// The people in it who have names.
    pub company: Company,
    /// The moment from which on it was otherwise, in microseconds.
    pub turned: Option<i64>,
}

impl Nature {
    const fn always(name: &'static str, climate: Climate) -> Nature {
        Nature { name, climate, later: None }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Nature> {
        NATURES.into_iter().find(|nature| nature.name == name)
    }

    /// Lets a house of this nature live and be measured, and reads what was published of it.
    ///
    /// # Panics
    /// Where a door or a consumer does not do what it should.
    pub async fn simulate(self, seed: u64, span: Span) -> Simulated {
        let Lived { house, company, turned } = self.live(seed, span).await;
        let windows = published(house.store(), company.person("dora")).await;
        Simulated { house: self.name, seed, turned, windows }
    }

    /// Lets a house of this nature live and be measured.
    ///
    /// # Panics
    /// As [`Nature::simulate`].
    pub async fn live(self, seed: u64, span: Span) -> Lived {
        let house = TestStore::sqlite().await;
        let (store, began) = (house.store(), house.now());
        let busy = |climate: Climate| Climate { bustle: span.bustle, ..climate };
        let later = self.later.map(|climate| (span.turns, busy(climate)));
        // Days begin at midnight.
        let turned = later.map(|_| (began.0.div_euclid(DAY) + span.turns) * DAY);
        let life = Life { seed, days: span.days, climate: busy(self.climate), later };
        let time = house.clock().clone();
        let manner = Manner { pass: &|micros| time.advance(micros), words: &str::to_owned };
        let (company, _) = life.live_unscripted(store, &manner).await.expect("the house lives");
        let notice = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(began) };
        terms::publish(store, Some(company.person("dora")), notice).await.expect("the founder may publish it");
        come_to_the_end(store, tie::CONSUMER, tie::derive).await;
        come_to_the_end(store, clock::CONSUMER, clock::derive).await;
        measuring::measure(store, house.keys()).await.expect("what closed is measured");
        Lived { house, company, turned }
    }
}

async fn come_to_the_end<D>(store: &Store, name: &'static str, derive: D)
where
    D: AsyncFn(&mut Writing, &[LogLine]) -> Result<(), store::Stop> + Copy + Send + 'static,
{
    let bookmark = Bookmark::of(name);
    loop {
        let (from, lines) = bookmark.lines(store).await.expect("the log is read");
        let Some(to) = lines.last().map(|line| line.position) else { return };
        bookmark.advance(store, from, to, async move |w| derive(w, &lines).await).await.expect("the consumer derives");
    }
}

/// As a colleague reads it.
async fn published(store: &Store, who: domain::id::PersonId) -> Vec<Observatory> {
    let eyes = store.recipient(who).await.expect("the store answers").expect("she is a colleague");
    let reading = Reading::new(store, eyes);
    let mut windows = Vec::new();
    for until in reading.windows_published(RESULT).await.expect("the store answers") {
        let result = reading.published(RESULT, until).await.expect("the store answers").expect("it stands on the list");
        windows.push(serde_json::from_str(&result.body).expect("a result is a document"));
    }
    windows.reverse();
    windows
}

/// The figure of this name, of walls or of dialogue.
pub fn figure<'a>(of: &'a Observatory, name: &str) -> Option<&'a Figure> {
    of.walls.iter().chain(&of.dialogue).find(|figure| figure.name == name)
}

/// The number of this name, where there is one.
pub fn value(of: &Observatory, name: &str) -> Option<f64> {
    figure(of, name).and_then(|figure| figure.value)
}

/// Units through whose wall one person carries more than half, and units of which it is said whether.
pub fn gates(of: &Observatory) -> (usize, usize) {
    let said: Vec<bool> = of.units.iter().filter_map(|unit| unit.one_gate).collect();
    (said.iter().filter(|one| **one).count(), said.len())
}
