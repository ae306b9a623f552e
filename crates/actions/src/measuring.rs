//! Measuring: computes what the observatory shows of each closed window, through the gate, and publishes the result.
//!
//! A window is four weeks; one closes each week. It is measured once, when ties and clocks have come to its end, over those
//! who may be counted then; whoever leaves later is in none that is computed after. What is published is what
//! [`insight::privacy`] lets through, and pages read only that.
//!
//! **Invariant.** Nothing is measured that begins before the moment the notice names, or while none stands.

mod behind;
mod dialogue;
mod levels;
mod raised;
mod seldom;
mod veil;
mod walls;

use crate::{clock, tie};
use domain::{
    activity::{Activity, Verb},
    id::{PersonId, Position, UnitId},
    limits::{RAISED_WEEKS, VOICES_COMPARED, VOICES_DAYS, WINDOW_WEEKS, WINDOWS_PER_RUN},
    moment::{DAY, Moment},
    observatory::{FIGURES, FIGURES_VERSION, Figure, Observatory, RESULT, RESULT_VERSION, WindowFigures},
    party::MACHINE,
    terms::{Counted, Purpose},
    unit::UnitTree,
};
use insight::{
    dialogue::voice::Desks,
    measured::{Lacking, Measured, Window},
    tie::{WEEK, window},
};
use seldom::Sound;
use std::{collections::HashMap, sync::Arc};
use store::{
    Custodian, Fault, Stop, Store,
    reading::{published::Spoken, raised::Raised, thread::MarketThread, tie::WeekTie, voice::Voice},
    writing::published::NewResult,
};
use veil::Veil;

/// What is read of one window, through the gate.
pub(crate) struct Read {
    window: Window,
    ties: Vec<WeekTie>,
    stays: Vec<(PersonId, UnitId, Moment)>,
    threads: Vec<MarketThread>,
    spoken: Vec<Spoken>,
    /// Of the weeks in which it is looked for what came of it, and of whom of them was told before.
    raised: Vec<Raised>,
    raised_before: Vec<Spoken>,
    /// Nothing of before this moment counts.
    counts_from: i64,
    /// Of windows that speak of it.
    voices: Vec<Voice<Sound>>,
    tree: Arc<UnitTree>,
    group_min: u32,
}

/// How far measuring came.
#[derive(Clone, Copy, Default, Debug)]
pub struct Came {
    /// Windows that were published.
    pub windows: usize,
    /// Another has closed, and ties or clocks have not come to its end yet.
    pub trailing: bool,
}

/// Measures all windows that closed and are not published yet, as far as ties and clocks have come.
///
/// # Errors
/// A fault of the store.
pub async fn measure(store: &Store, keys: &Custodian) -> Result<Came, Stop> {
    let (due, trailing) = due(store, keys).await?;
    let mut came = Came { windows: 0, trailing };
    for last in due {
        // Asked anew for each window: who left meanwhile is in none computed after.
        let Ok(counted) = store.counted(keys, Purpose::Aggregates).await? else { return Ok(came) };
        let read = read(store, keys, &counted, last).await?;
        let result = tokio::task::spawn_blocking(move || results(&read)).await;
        let result = result.map_err(|_| Fault::Unfit(String::from("a window could not be measured")))?;
        came.windows += usize::from(publish(store, result).await?);
    }
    Ok(came)
}

/// The last weeks of the windows to be measured, the earliest first, and whether one more waits for what is measured.
async fn due(store: &Store, keys: &Custodian) -> Result<(Vec<i64>, bool), Stop> {
    let Ok(counted) = store.counted(keys, Purpose::Aggregates).await? else { return Ok((Vec::new(), false)) };
    // What is to come is not closed; the week of the notice itself is not whole.
    let closed = store.clock().now().0.div_euclid(WEEK) - 1;
    let whole = counted.from().0.saturating_add(WEEK - 1).div_euclid(WEEK) + WINDOW_WEEKS - 1;
    let first = whole.max(closed - WINDOWS_PER_RUN as i64 + 1);
    let done = store.windows_done(keys, RESULT, Moment(window(first, WINDOW_WEEKS).until)).await?;
    let mut due = Vec::new();
    for last in first..=closed {
        let until = Moment(window(last, WINDOW_WEEKS).until);
        if done.contains(&until) {
            continue;
        }
        if !derived(store, until).await? {
            return Ok((due, true));
        }
        due.push(last);
    }
    Ok((due, false))
}

/// Whether all consumers whose rows are measured have come to a moment.
async fn derived(store: &Store, until: Moment) -> Result<bool, Stop> {
    let bookmarks: HashMap<String, Position> = store.bookmarks().await?.into_iter().collect();
    for name in [tie::CONSUMER, clock::CONSUMER] {
        let from = bookmarks.get(name).copied().unwrap_or(Position::START);
        if store.lines_after(from, 1).await?.first().is_some_and(|line| line.at < until) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn read(store: &Store, keys: &Custodian, counted: &Counted, last: i64) -> Result<Read, Stop> {
    let window = window(last, WINDOW_WEEKS);
    let (from, until) = (Moment(window.from), Moment(window.until));
    let voices = match seldom::speaks(window) {
        true => voices(store, keys, counted, (from.plus(-VOICES_DAYS * DAY), until)).await?,
        false => Vec::new(),
    };
    let raised_from = Moment(window.until - RAISED_WEEKS * WEEK);
    let (spoken, raised_before) = spoken_before(store.groups_since(keys, raised_from).await?, window);
    Ok(Read {
        raised: store.raised(keys, counted, (raised_from.max(counted.from()), until)).await?,
        raised_before,
        counts_from: counted.from().0,
        voices,
        ties: store.ties(keys, counted, last - WINDOW_WEEKS + 1, last).await?,
        stays: store.people_of_units(keys, counted, from, until).await?,
        threads: store.market_threads(keys, counted, from, until).await?,
        spoken,
        tree: store.units(),
        group_min: counted.group_min(),
        window,
    })
}

/// Of whom numbers of windows that share a moment with this one spoke; and those of what was raised, all of them.
fn spoken_before(groups: Vec<(Moment, Spoken)>, window: Window) -> (Vec<Spoken>, Vec<Spoken>) {
    let of_raised = |(_, (unit, ..)): &(Moment, Spoken)| (raised::GROUPS.0..raised::GROUPS.1).contains(unit);
    let beside = |(from, (_, until, _)): &(Moment, Spoken)| until.0 > window.from && from.0 < window.until;
    let (raised, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(of_raised);
    let spoken = |some: Vec<(Moment, Spoken)>| some.into_iter().map(|(_, spoken)| spoken).collect();
    (spoken(others.into_iter().filter(beside).collect()), spoken(raised))
}

/// What our messages to those outside sound like: made of their words while they are read, and of these nothing is kept.
async fn voices(
    store: &Store,
    keys: &Custodian,
    counted: &Counted,
    (from, until): (Moment, Moment),
) -> Result<Vec<Voice<Sound>>, Stop> {
    // Words from before the day of the notice are not looked at either.
    let from = from.max(counted.from());
    let mut desks: Vec<String> = store.units().nodes().map(|unit| unit.name.clone()).collect();
    desks.extend(store.setting("house-name").await?);
    let desks = Desks::called(&desks);
    Ok(store.our_voices(keys, counted, (from, until), VOICES_COMPARED, |words| Sound::of(words, &desks)).await?)
}

/// All of one window, and its figures alone; pure.
fn results(read: &Read) -> [NewResult; 2] {
    results_behind(&Veil::WHOLE, read)
}

fn results_behind(veil: &Veil, read: &Read) -> [NewResult; 2] {
    let walls = walls::Walls::of(veil, read);
    let (mut dialogue, asked) = dialogue::figures(veil, read, &walls);
    let (became, raised) = raised::figures(veil, read, walls.whole_shown);
    dialogue.extend(became);
    let (from, until) = (read.window.from, read.window.until);
    let figures = WindowFigures { from, until, walls: walls.figures.clone(), dialogue: dialogue.clone() };
    let document = Observatory {
        from,
        until,
        group_min: read.group_min,
        dialogue,
        walls: walls.figures,
        units: walls.units,
        above: walls.above,
        matrix: walls.matrix,
        matrix_lacking: walls.matrix_lacking,
        levels: walls.levels,
    };
    let new = |name, version, body, groups| NewResult { name, version, from: Moment(from), until: Moment(until), body, groups };
    let groups = walls.groups.into_iter().chain(asked).chain(raised).collect();
    [
        new(RESULT, RESULT_VERSION, serde_json::to_string(&document).unwrap_or_default(), groups),
        new(FIGURES, FIGURES_VERSION, serde_json::to_string(&figures).unwrap_or_default(), Vec::new()),
    ]
}

async fn publish(store: &Store, [whole, figures]: [NewResult; 2]) -> Result<bool, Stop> {
    store
        .act(async move |w| {
            // Another node may have been quicker; the line says then that it looked.
            let id = w.publish_result(&whole).await?;
            if id.is_some() {
                w.publish_result(&figures).await?;
            }
            Ok(w.record(Activity::of(MACHINE, Verb::Measured, id.unwrap_or(0))).await?.with(id.is_some()))
        })
        .await
}

/// A measure as it is published.
fn figure(name: &str, measured: &Measured) -> Figure {
    let said = measured.said();
    let bounds = measured.bounds();
    Figure {
        name: name.to_owned(),
        version: measured.version(),
        n: Some(measured.n()).filter(|n| *n > 0),
        value: said.ok(),
        low: bounds.map(|(low, _)| low),
        high: bounds.map(|(_, high)| high),
        lacking: said.err().map(key),
    }
}

/// The word under which the catalogue has the reason.
fn key(lacking: Lacking) -> String {
    serde_json::to_value(lacking).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod attack;
#[cfg(test)]
mod tests;
