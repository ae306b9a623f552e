//! `cargo xtask fuzz`: sends the letter reader and the SMTP and IMAP parsers what no one would, for a while.
//!
//! On demand only: it needs cargo-fuzz. Without a sanitizer, for there is no unsafe code of ours to be watched, so that the
//! compiler of everything else will do. What it finds on its way is kept, as little of it as covers the
//! same code, in `fuzz/corpus`, which is not part of the repository; what stops it lies in `fuzz/artifacts`.

use crate::machine;
use std::fs;
use std::process::{Command, ExitCode};

const TARGETS: [&str; 3] = ["letter", "smtp", "imap"];
/// For each of them, where nothing is said.
const SECONDS: u32 = 60;
/// Octets of one try: long enough for every construct there is.
const OCTETS_MAX: u32 = 16 * 1024;
/// What one try may take: more than a letter may, for its every step is counted.
const TRY_SECONDS_MAX: u32 = 10;
const TRY_MIB_MAX: u32 = 2_048;

/// Fuzzes the targets named, or all.
pub fn run(words: &[&str]) -> ExitCode {
    let Some((targets, seconds)) = read(words) else {
        eprintln!("cargo xtask fuzz [--seconds {SECONDS}] [{}]", TARGETS.join("] ["));
        return ExitCode::FAILURE;
    };
    let installed = fuzz().arg("--version").output().is_ok_and(|answer| answer.status.success());
    if !installed {
        eprintln!("needs `cargo install cargo-fuzz`");
        return ExitCode::FAILURE;
    }
    // The very versions the house is built with; cargo adds what only the fuzzer needs.
    if let Err(error) = fs::copy(machine::checkout().join("Cargo.lock"), machine::checkout().join("fuzz/Cargo.lock")) {
        eprintln!("Cargo.lock cannot be copied: {error}");
        return ExitCode::FAILURE;
    }
    let sound = targets.iter().all(|target| tried(target, seconds));
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read<'w>(words: &[&'w str]) -> Option<(Vec<&'w str>, u32)> {
    let (mut targets, mut seconds) = (Vec::new(), SECONDS);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--seconds" => seconds = words.next()?.parse().ok()?,
            target if TARGETS.contains(&target) => targets.push(target),
            _ => return None,
        }
    }
    Some((if targets.is_empty() { TARGETS.to_vec() } else { targets }, seconds))
}

/// Whether a target went through its time; afterwards its corpus is made small.
fn tried(target: &str, seconds: u32) -> bool {
    let corpus = format!("fuzz/corpus/{target}");
    if let Err(error) = fs::create_dir_all(machine::checkout().join(&corpus)) {
        eprintln!("{corpus} cannot be made: {error}");
        return false;
    }
    eprintln!("{target}, {seconds} s");
    let mut trying = fuzz();
    trying.args(["run", "--release", "--sanitizer", "none", target, &corpus]).arg(format!("fuzz/seeds/{target}")).arg("--");
    trying.args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={OCTETS_MAX}"),
        format!("-timeout={TRY_SECONDS_MAX}"),
        format!("-rss_limit_mb={TRY_MIB_MAX}"),
        String::from("-print_final_stats=1"),
    ]);
    let mut smaller = fuzz();
    smaller.args(["cmin", "--release", "--sanitizer", "none", target]);
    let well = |mut command: Command| command.status().is_ok_and(|status| status.success());
    well(trying) && well(smaller)
}

fn fuzz() -> Command {
    let mut command = machine::cargo();
    // As the house runs: what others' code asserts in debug builds alone is no fault of it; sums that overflow are.
    command.arg("fuzz").env("CARGO_TARGET_DIR", machine::target().join("fuzz")).env("RUSTFLAGS", "-Coverflow-checks=on");
    command
}
