//! Killed at any moment, the store has lost nothing that it acknowledged, and holds nothing by half.
//!
//! The test runs itself again as a child that writes and says on its standard output what was acknowledged, and kills
//! it (SIGKILL: no clean-up of any kind) after a seeded number of acknowledgements. The same database goes through
//! all rounds: crash upon crash.

mod shared;

use domain::id::ConversationId;
use shared::{entry, is_sound};
use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};
use store::{Opening, Store};
use testkit::{Dice, TestStore, on_both};

const ROUNDS: usize = 7;
/// Who writes at once in the child, so that groups are broken off too.
const WRITERS: usize = 8;
/// Where the child finds its store.
const PLACE: &str = "RAPPORT_CRASH_TEST_STORE";
const NAME: &str = "what_was_acknowledged_survives_a_kill";

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Ok(place) = env::var(PLACE) {
        return write_until_killed(&place);
    }
    on_both(async |it| {
        let mut dice = Dice::seeded(9);
        let mut acknowledged = Vec::new();
        for round in 1..=ROUNDS {
            let before = acknowledged.len();
            acknowledged.extend(killed_after(it, dice.below(120)));
            // Waits for what the killed process still had under way at the database.
            acknowledged.push(entry(it.store()).await.unwrap());
            let there = is_sound(it.store(), it.keys(), &acknowledged).await;
            eprintln!("round {round}: {} acknowledged, {there} written", acknowledged.len());
            assert!(acknowledged.len() > before + 1 || round > 1, "the child wrote nothing");
        }
        assert!(acknowledged.len() > 100, "{} in {ROUNDS} rounds: hardly a trial", acknowledged.len());
    });
}

/// Lets a child write until so many acknowledgements came, kills it, and gives all it said.
fn killed_after(it: &TestStore, acknowledgements: usize) -> Vec<ConversationId> {
    let place = it.url().map_or_else(|| it.directory().unwrap().display().to_string(), str::to_owned);
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
        .env(PLACE, place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (mut heard, mut line) = (Vec::new(), String::new());
    while heard.len() <= acknowledgements && next(&mut said, &mut line) {
        heard.extend(acknowledged(&line));
    }
    child.kill().unwrap();
    // What it said before it died counts too; the last line may have been cut off.
    while next(&mut said, &mut line) {
        heard.extend(acknowledged(&line));
    }
    let ended = child.wait().unwrap();
    assert!(!ended.success(), "the child ended by itself after {} acknowledgements", heard.len());
    heard
}

fn next(said: &mut impl BufRead, line: &mut String) -> bool {
    line.clear();
    said.read_line(line).unwrap() > 0
}

fn acknowledged(line: &str) -> Option<ConversationId> {
    // The runner's own words may stand before the first one on its line.
    line.strip_suffix(" written\n")?.rsplit(' ').next()?.parse().ok()
}

/// The child's part: writes as fast as it can, for as long as it lives.
fn write_until_killed(place: &str) {
    let opening = if place.starts_with("postgres") { Opening::postgres(place) } else { Opening::sqlite(place) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (store, _) = Store::open(opening).await.unwrap();
        let writers = (0..WRITERS).map(|_| tokio::spawn(write(store.clone())));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

/// Enough for the longest round; a child whose parent is gone ends by itself.
const ENTRIES_MAX: usize = 50_000;

async fn write(store: Store) {
    for _ in 0..ENTRIES_MAX {
        let id = entry(&store).await.unwrap();
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{id} written").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}
