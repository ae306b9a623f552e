//! Simulates houses of known natures and prints what is published of them:
//! `simulate [--seed N] [--house NAME] [--days N] [--turns N] [--bustle N] [--json]`.

use domain::{moment::Moment, observatory::Observatory};
use std::{
    io::{self, Write},
    process::ExitCode,
};
use testkit::simulation::{NATURES, Nature, Simulated, Span, gates, value};

const USAGE: &str = "simulate [--seed N] [--house siloed|mixed|gatekeeper|broadcaster|dialoguer|ignoring|improving] [--days 90] [--turns 45] \
                     [--bustle 100] [--json]";

struct Asked {
    seed: u64,
    natures: Vec<Nature>,
    span: Span,
    json: bool,
}

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::FAILURE };
    let mut all = Vec::new();
    for nature in &asked.natures {
        eprintln!("{} lives {} days", nature.name, asked.span.days);
        all.push(runtime.block_on(nature.simulate(asked.seed, asked.span)));
    }
    match told(&all, asked.json) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn asked(mut words: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked { seed: 1, natures: NATURES.to_vec(), span: Span { days: 90, turns: 45, bustle: 100 }, json: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => asked.json = true,
            "--seed" => asked.seed = words.next()?.parse().ok()?,
            "--days" => asked.span.days = words.next()?.parse().ok()?,
            "--turns" => asked.span.turns = words.next()?.parse().ok()?,
            "--bustle" => asked.span.bustle = words.next()?.parse().ok()?,
            "--house" => asked.natures = vec![Nature::named(&words.next()?)?],
            _ => return None,
        }
    }
    Some(asked)
}

/// Figures of a row, and what they are called above it.
const COLUMNS: [(&str, &str); 10] = [
    ("segregation", "segr."),
    ("e_i", "E-I"),
    ("modularity", "modul."),
    ("broadcast", "broadc."),
    ("reply_ratio", "replies"),
    ("answered_within_8h", "8 h"),
    ("answered_within_24h", "24 h"),
    ("answered_within_72h", "72 h"),
    ("answer_median_hours", "median"),
    ("settled_within_72h", "settled"),
];

fn told(all: &[Simulated], json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if json {
        return writeln!(out, "{}", serde_json::to_string(all)?);
    }
    write!(out, "{:<12} {:<17}", "house", "window until")?;
    COLUMNS.iter().try_for_each(|(_, short)| write!(out, "{short:>9}"))?;
    writeln!(out, "{:>9}", "gates")?;
    for house in all {
        for window in &house.windows {
            row(&mut out, house, window)?;
        }
        if house.windows.is_empty() {
            writeln!(out, "{:<12} no window closed", house.house)?;
        }
    }
    Ok(())
}

fn row(out: &mut impl Write, house: &Simulated, window: &Observatory) -> io::Result<()> {
    let turned = match house.turned {
        Some(at) if window.from >= at => " after",
        Some(at) if window.until > at => " turns",
        _ => "",
    };
    let day = Moment(window.until).rfc3339();
    write!(out, "{:<12} {:<17}", house.house, format!("{}{turned}", day.get(..10).unwrap_or(&day)))?;
    for (name, _) in COLUMNS {
        match value(window, name) {
            Some(number) => write!(out, "{number:>9.3}")?,
            None => write!(out, "{:>9}", "-")?,
        }
    }
    let (gates, units) = gates(window);
    writeln!(out, "{:>9}", format!("{gates}/{units}"))
}
