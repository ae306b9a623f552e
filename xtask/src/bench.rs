//! `cargo xtask bench`: builds the release binary and the bench, then lets the bench measure.
//!
//! Words behind it go to the bench: `--quick` (the smallest house, seconds), `--smaller` (not the house of a million messages),
//! `--sqlite-only`, `--only pages,search,start,memory,live,posts`.

use crate::machine;
use std::process::ExitCode;

/// Builds, then measures.
pub fn run(words: &[&str]) -> ExitCode {
    let built = machine::cargo().args(["build", "--release", "-p", "rapport", "-p", "rapport-bench"]).status();
    if !built.is_ok_and(|status| status.success()) {
        eprintln!("what is to be measured does not build");
        return ExitCode::FAILURE;
    }
    let (release, cache) = (machine::target().join("release"), machine::target().join("bench"));
    let mut bench = machine::command(&release.join("rapport-bench").to_string_lossy());
    bench.arg("run").arg("--rapport").arg(release.join("rapport")).arg("--cache").arg(&cache);
    bench.arg("--json").arg(cache.join("bench.json")).args(words);
    match bench.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            eprintln!("the bench ended with {status}");
            ExitCode::FAILURE
        }
        Err(fault) => {
            eprintln!("the bench could not be started: {fault}");
            ExitCode::FAILURE
        }
    }
}
