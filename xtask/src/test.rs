//! `cargo xtask test`: everything that has to hold before a change lands.
//!
//! **Invariant:** a run that succeeds ends with a test runner's own summary, so the figures of all parts
//! are printed before the last one begins; a part that fails never keeps the others from running.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use crate::install::SCRIPT_FOLDERS;
use crate::machine;
use crate::part::{Outcome, Parts, outcome_of};
use crate::setup;
use crate::trial;

pub fn run() -> ExitCode {
    let mut parts = Parts::default();
    setup::add_to(&mut parts);
    parts.run("format", || outcome_of(machine::cargo().args(["fmt", "--all", "--check"])));
    parts.run("clippy", clippy);
    parts.run("build", || {
        let words = ["build", "--package", "rapport", "--package", "rapport-testkit"];
        outcome_of(machine::cargo().args(words))
    });
    parts.run("script types", script_types);
    if parts.passed("build") {
        parts.run("browser tests", || trial::on_sqlite(&[]));
        parts.run("on PostgreSQL", trial::on_postgres);
    }
    eprintln!("== so far");
    parts.print();
    parts.run("tests", tests);
    if !parts.any_failed() {
        return ExitCode::SUCCESS;
    }
    eprintln!("== failed");
    parts.print();
    ExitCode::FAILURE
}

fn clippy() -> Result<Outcome> {
    let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    outcome_of(machine::cargo().args(words))
}

fn script_types() -> Result<Outcome> {
    if !machine::has_node() {
        return Ok(Outcome::Skipped("Node.js is missing".into()));
    }
    for folder in SCRIPT_FOLDERS {
        let place = machine::checkout().join(folder);
        if !place.join("package.json").is_file() {
            continue;
        }
        let mut check = machine::command("npm");
        check.current_dir(&place).args(["run", "--silent", "--if-present", "check"]);
        if let Outcome::Failed(why) = outcome_of(&mut check)? {
            return Ok(Outcome::Failed(format!("{folder}: {why}")));
        }
    }
    Ok(Outcome::Passed)
}

fn tests() -> Result<Outcome> {
    let postgres = PostgresHome::new();
    if machine::has("cargo-nextest") {
        let words = ["nextest", "run", "--workspace", "--no-fail-fast"];
        return outcome_of(postgres.given_to(machine::cargo().args(words)));
    }
    let words = ["test", "--workspace", "--no-fail-fast", "--exclude", "xtask"];
    let others = outcome_of(postgres.given_to(machine::cargo().args(words)))?;
    // Cargo sums up each test program by itself: the last one must be one that has tests.
    let own = outcome_of(machine::cargo().args(["test", "--package", "xtask"]))?;
    Ok(if matches!(others, Outcome::Failed(_)) { others } else { own })
}

/// Where the test processes of this run share a PostgreSQL (testkit's `postgres` says how). Without us they
/// would choose a place of their own and end the cluster some seconds after the last of them.
struct PostgresHome(PathBuf);

impl PostgresHome {
    fn new() -> Self {
        Self(env::temp_dir().join(format!("rapport-postgres-run-{}", process::id())))
    }

    fn given_to<'a>(&self, command: &'a mut process::Command) -> &'a mut process::Command {
        command.env("RAPPORT_TEST_POSTGRES_HOME", &self.0)
    }
}

impl Drop for PostgresHome {
    fn drop(&mut self) {
        let homes = [self.0.join("durable"), self.0.clone()];
        for home in homes.iter().filter(|home| home.is_dir()) {
            // Failing to end it early is no failure of a test: its watchdog ends it all the same.
            if fs::write(home.join("end"), "").is_ok() && gone(&home.join("data")) {
                let _ = fs::remove_dir_all(home);
            }
        }
    }
}

/// Waits until the watchdog, which looks once a second, has removed the cluster; 10 s is several times
/// what it takes.
fn gone(cluster: &Path) -> bool {
    (0..100).any(|_| {
        let gone = !cluster.exists();
        if !gone {
            thread::sleep(Duration::from_millis(100));
        }
        gone
    })
}
