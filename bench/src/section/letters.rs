//! Letters: an archive that comes home, and a burst at the door.

use super::posts::lag;
use crate::{
    child::Server,
    floor::archive,
    ground::Ground,
    letters::{Letter, made_up},
    place::Place,
    report::{Budget, Report},
    smtp::Session,
};
use anyhow::{Context, Result, ensure};
use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use store::Store;
use tokio::task::JoinSet;

const SECTION: &str = "letters";
/// Letters of the archive and of the burst.
const LETTERS: usize = 5_000;
const LETTERS_QUICK: usize = 200;
/// Sessions at the door.
const SESSIONS: usize = 16;
/// Where they go.
const ADDRESS: &str = "support@localhost";
const SPACE: &str = "support";
/// How long single rows are written beside them.
const ROWS_SECONDS: u64 = 4;
/// How often the intake is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long the sorter may need after the burst.
const SORTED_MAX: Duration = Duration::from_secs(300);

/// Measures both, each in a fresh house.
///
/// # Errors
/// A house that cannot be founded, or a letter it does not take.
pub async fn measure(ground: &Ground, report: &mut Report) -> Result<()> {
    let letters = made_up(if ground.quick { LETTERS_QUICK } else { LETTERS }, ADDRESS);
    let directory = ground.place.beside("letters");
    import(ground, &directory, &letters, report).await?;
    burst(ground, &directory, letters, report).await?;
    Ok(fs::remove_dir_all(&directory)?)
}

async fn import(ground: &Ground, directory: &Path, letters: &[Letter], report: &mut Report) -> Result<()> {
    let house = found(ground, directory)?;
    let archive = directory.join("archive.mbox");
    fs::write(&archive, mbox(letters))?;
    let floor = archive::ingest(&directory.join("floor"), letters)?;
    let bring = || -> Result<f64> {
        let begun = Instant::now();
        let mut command = Command::new(&ground.binary);
        command.args(["import", "mbox"]).arg(&archive).args(["--space", SPACE]);
        house.lead(&mut command);
        let ended = command.env("RUST_LOG", "warn").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(ended.success(), "the import ended with {ended}");
        Ok(begun.elapsed().as_secs_f64())
    };
    let (first, again) = (bring()?, bring()?);
    let rate = letters.len() as f64 / first;
    report.beside(SECTION, "imported and searchable", (rate, floor), "/s", Some(Budget::PartOfFloor(0.4)));
    report.budget(SECTION, "the same archive again, part of the first time", again / first, "x", Budget::AtMost(1.0 / 3.0));
    Ok(())
}

async fn burst(ground: &Ground, directory: &Path, letters: Vec<Letter>, report: &mut Report) -> Result<()> {
    let house = found(ground, directory)?;
    let floor = archive::single_rows(&directory.join("floor"), &letters, ground.lasting(ROWS_SECONDS))?;
    let (_server, door) = Server::with_mail(&ground.binary, &house)?;
    let (store, keys) = Store::open(house.opening()).await?;
    let (letters, next) = (Arc::new(letters), Arc::new(AtomicUsize::new(0)));
    let (begun, mut sessions) = (Instant::now(), JoinSet::new());
    for _ in 0..SESSIONS {
        let (letters, next) = (letters.clone(), next.clone());
        sessions.spawn(async move {
            let mut session = Session::open(door).await?;
            while let Some(letter) = letters.get(next.fetch_add(1, Ordering::Relaxed)) {
                session.hand_over(&letter.from, ADDRESS, &letter.raw).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(ended) = sessions.join_next().await {
        ended.context("a session panicked")??;
    }
    let rate = letters.len() as f64 / begun.elapsed().as_secs_f64();
    report.beside(SECTION, "accepted by SMTP, 16 sessions", (rate, floor), "/s", Some(Budget::PartOfFloor(0.5)));
    let begun = Instant::now();
    while !store.waiting_letters(&keys, 1).await?.is_empty() {
        ensure!(begun.elapsed() < SORTED_MAX, "letters are not sorted");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    lag::until_caught_up(&store).await?;
    report.add(SECTION, "all of the burst sorted and searchable after it within", begun.elapsed().as_secs_f64(), "s");
    Ok(())
}

/// Founds a fresh house, whose first spaces have mail addresses.
fn found(ground: &Ground, directory: &Path) -> Result<Place> {
    let _ = fs::remove_dir_all(directory);
    let house = Place::fresh(ground.place.engine(), &directory.join("house"))?;
    let mut command = Command::new(&ground.binary);
    command.args(["setup", "--house", "Bench", "--name", "Ann Lee", "--address", "ann@bench.example"]);
    house.lead(&mut command);
    let ended = command.env("RUST_LOG", "warn").stdout(Stdio::null()).status()?;
    ensure!(ended.success(), "the house was not founded: {ended}");
    Ok(house)
}

fn mbox(letters: &[Letter]) -> String {
    let mut text = String::new();
    for letter in letters {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "From {} Wed Jan  1 00:00:00 2025", letter.from);
        text.push_str(&letter.raw.replace("\r\n", "\n").replace("\nFrom ", "\n>From "));
        text.push('\n');
    }
    text
}
