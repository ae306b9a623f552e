//! The observatory: how fast ties are derived anew from the log, and what a published window of 1,000 and of 100,000 people costs,
//! reading, measuring, hiding and publishing together.

use crate::{
    dice::Dice,
    ground::Ground,
    house::company,
    place::Place,
    report::{Budget, Report},
    size::Size,
};
use actions::{clock, terms, tie};
use anyhow::{Context, Result, ensure};
use domain::{
    activity::{Activity, LogLine, Verb},
    address::MailAddress,
    id::{PersonId, Position, UnitId},
    moment::{DAY, Moment},
    terms::Purpose,
};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use store::{Clock as _, Engine, ManualClock, Store, SystemClock, Writing, consumer::Bookmark};

/// Fifty thousand activities a second.
const MICROS_AN_ACTIVITY_MAX: f64 = 20.0;
/// People, and seconds for a window over them.
const HOUSES: [(usize, f64); 2] = [(1_000, 10.0), (100_000, 120.0)];
const MEMORY_MIB_MAX: f64 = 2_048.0;
/// So long ago the houses begin: one window has closed at least.
const DAYS: i64 = 36;
/// Whom each turns to in a week; seventeen of them in her own unit.
const TIES_A_WEEK: usize = 21;
const OWN: usize = 17;
/// Rows written by one action.
const ROWS: usize = 20_000;
/// A week in microseconds, as ties are summed.
const WEEK: i64 = 7 * DAY;
/// How often the process that measures is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Measures both. The house's server is ended: it would derive ties beside us.
///
/// # Errors
/// A house that cannot be made, a process that fails.
pub async fn measure(ground: &mut Ground, report: &mut Report) -> Result<()> {
    ground.house.end();
    rebuilt(ground, report).await?;
    // A hundred thousand people come one by one: an hour where each waits for another process. What is measured then is
    // arrays in memory, wherever they were read from.
    let small = ground.quick || ground.place.engine() == Engine::Postgres;
    let houses = if small { &HOUSES[..1] } else { &HOUSES[..] };
    for (people, seconds_max) in houses {
        let place = ground.beside(&format!("observatory-{people}"))?;
        inhabited(&place, *people).await?;
        let (windows, seconds, mib) = weekly(&ground.binary, &place)?;
        ensure!(windows > 0, "no window has closed");
        let what = |what: &str| format!("{what}, {people} people");
        report.budget("observatory", what("a window"), seconds / windows as f64, "s", Budget::AtMost(*seconds_max));
        report.budget("observatory", what("memory at most"), mib, "MiB", Budget::AtMost(MEMORY_MIB_MAX));
    }
    ground.restart()
}

/// Who founded the house, as generated houses are founded.
async fn founder(store: &Store) -> Result<PersonId> {
    let address = MailAddress::parse("founder@bench.example").map_err(|_| anyhow::anyhow!("no address"))?;
    Ok(store.password_of(&address).await?.context("somebody founded it")?.0)
}

async fn publish(store: &Store, by: PersonId, counts_from: Moment) -> Result<()> {
    let notice = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(counts_from) };
    Ok(terms::publish(store, Some(by), notice).await?)
}

/// Ties of the largest house, from the log's beginning.
async fn rebuilt(ground: &Ground, report: &mut Report) -> Result<()> {
    let store = ground.store().await?;
    let administrator = founder(&store).await?;
    publish(&store, administrator, Moment(0)).await?;
    store.forget_derived(tie::CONSUMER, async |w: &mut Writing| Ok(w.clear_ties().await?)).await?;
    let begun = Instant::now();
    let Position(activities) = come_to_the_end(&store, tie::CONSUMER, tie::derive).await?;
    let micros = begun.elapsed().as_secs_f64() * 1e6 / activities as f64;
    report.budget("observatory", "ties derived anew, an activity", micros, "µs", Budget::AtMost(MICROS_AN_ACTIVITY_MAX));
    report.add("observatory", "the same, activities a second", 1e6 / micros, "/s");
    Ok(())
}

async fn come_to_the_end<D>(store: &Store, name: &'static str, derive: D) -> Result<Position>
where
    D: AsyncFn(&mut Writing, &[LogLine]) -> Result<(), store::Stop> + Copy + Send + 'static,
{
    let bookmark = Bookmark::of(name);
    loop {
        let (from, lines) = bookmark.lines(store).await?;
        let Some(to) = lines.last().map(|line| line.position) else {
            bookmark.give_back(store).await?;
            return Ok(from);
        };
        bookmark.advance(store, from, to, async move |w| derive(w, &lines).await).await?;
    }
}

/// A house of so many employees who turned to each other through five weeks.
async fn inhabited(place: &Place, people: usize) -> Result<()> {
    let began = SystemClock.now().plus(-DAYS * DAY);
    let clock = Arc::new(ManualClock::at(began));
    let (store, keys) = Store::open(place.opening().clock(clock.clone())).await?;
    // Three fifths of a house are employees.
    let size = Size { people: people * 5 / 3, ..Size::QUICK };
    let company = company::hire(&store, size).await?;
    let administrator = founder(&store).await?;
    publish(&store, administrator, began).await?;
    come_to_the_end(&store, tie::CONSUMER, tie::derive).await?;
    come_to_the_end(&store, clock::CONSUMER, clock::derive).await?;
    let counted = store.counted(&keys, Purpose::Aggregates).await?.map_err(|_| anyhow::anyhow!("nobody may be counted"))?;
    let stays = store.people_of_units(&keys, &counted, began, clock.now().plus(1)).await?;
    ensure!(stays.len() >= company.employees.len(), "everybody is in a unit");
    let mut nodes: Vec<(PersonId, UnitId)> = stays.into_iter().map(|(person, unit, _)| (person, unit)).collect();
    nodes.sort_by_key(|(person, unit)| (*unit, *person));
    let first = began.0.div_euclid(WEEK) + 1;
    for week in first..first + 5 {
        turned(&store, administrator, &nodes, week).await?;
    }
    Ok(())
}

/// Everybody turns to some of her unit, who stand beside her in the list, and to some of all.
async fn turned(store: &Store, by: PersonId, nodes: &[(PersonId, UnitId)], week: i64) -> Result<()> {
    let mut dice = Dice::seeded(week.unsigned_abs());
    let mut rows = Vec::with_capacity(ROWS);
    for at in 0..nodes.len() {
        for tie in 0..TIES_A_WEEK {
            let near = (at + 1 + dice.below(60)) % nodes.len();
            let to = if tie < OWN && nodes[near].1 == nodes[at].1 { near } else { dice.below(nodes.len()) };
            if to != at {
                rows.push((week, nodes[at].0, nodes[to].0, nodes[at].1, nodes[to].1));
            }
        }
        if rows.len() >= ROWS || at + 1 == nodes.len() {
            let some = std::mem::take(&mut rows);
            let written = store.act(async move |w| {
                for key in some {
                    w.add_to_week(key, 1, 900_000_000).await?;
                }
                Ok(w.record(Activity::of(by, Verb::Changed, by.0)).await?.with(()))
            });
            written.await?;
        }
    }
    Ok(())
}

/// Windows, seconds and the most memory that `rapport measure` takes.
fn weekly(binary: &Path, place: &Place) -> Result<(u64, f64, f64)> {
    let begun = Instant::now();
    let mut command = Command::new(binary);
    command.args(["measure", "--json"]).stdout(Stdio::piped());
    place.lead(&mut command);
    let mut measuring = command.spawn()?;
    let mut kib = 0;
    while measuring.try_wait()?.is_none() {
        kib = kib.max(most_memory(&measuring).unwrap_or(0));
        std::thread::sleep(LOOK);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let said = String::from_utf8(measuring.wait_with_output()?.stdout)?;
    let windows = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let windows = windows.filter_map(|value| value["measured"].as_u64()).sum();
    Ok((windows, seconds, kib as f64 / 1024.0))
}

fn most_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}
