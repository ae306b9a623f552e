//! `cargo xtask trial`: the main job, in a real browser and over real SMTP, on both engines.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::machine;
use crate::part::{Outcome, Parts, outcome_of};
use crate::setup;

const SPEC: &str = "main-job.spec.ts";

pub fn run() -> ExitCode {
    let mut parts = Parts::default();
    setup::add_to(&mut parts);
    parts.run("build", || {
        let words = ["build", "--package", "rapport", "--package", "rapport-testkit"];
        outcome_of(machine::cargo().args(words))
    });
    if parts.passed("build") {
        parts.run("on SQLite", || on_sqlite(&[SPEC]));
        parts.run("on PostgreSQL", on_postgres);
    }
    parts.print();
    if parts.any_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The browser tests of these files, or all, against a house on SQLite.
pub fn on_sqlite(specs: &[&str]) -> Result<Outcome> {
    if let Some(lacking) = lacking() {
        return Ok(Outcome::Skipped(lacking));
    }
    outcome_of(driven(Command::new("npm")).args(["test", "--silent", "--"]).args(specs))
}

/// The main job against a house on a PostgreSQL database of its own.
pub fn on_postgres() -> Result<Outcome> {
    if let Some(lacking) = lacking() {
        return Ok(Outcome::Skipped(lacking));
    }
    if !machine::has_postgresql() {
        return Ok(Outcome::Skipped("PostgreSQL is missing".into()));
    }
    let lender = machine::target().join("debug/with-database");
    outcome_of(driven(Command::new(lender)).args(["npm", "test", "--silent", "--", SPEC]))
}

fn lacking() -> Option<String> {
    if !machine::has_node() {
        return Some("Node.js is missing".into());
    }
    machine::chromium().is_none().then(|| "Chromium is missing".into())
}

fn driven(mut command: Command) -> Command {
    command.current_dir(machine::checkout().join("e2e"));
    command.env("RAPPORT_BIN", machine::target().join("debug/rapport"));
    if let Some(chromium) = machine::chromium() {
        command.env("CHROMIUM", chromium);
    }
    command
}
