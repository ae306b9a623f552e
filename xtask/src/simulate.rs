//! `cargo xtask simulate`: houses of known natures live, and what is published of them is printed.
//!
//! Words behind it go to the simulation: `--seed N`, `--house siloed|mixed|gatekeeper|broadcaster|dialoguer|ignoring|improving`,
//! `--days 90`, `--turns 45`, `--bustle 100`, `--json`.

use std::process::ExitCode;

use crate::machine;

/// Builds and runs it.
pub fn run(words: &[&str]) -> ExitCode {
    let mut simulation = machine::cargo();
    simulation.args(["run", "--quiet", "--package", "rapport-testkit", "--bin", "simulate", "--"]).args(words);
    if simulation.status().is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
