//! `cargo xtask setup`: only the installing.

use std::process::ExitCode;

use crate::install;
use crate::part::{Outcome, Parts};

pub fn run() -> ExitCode {
    let mut parts = Parts::default();
    add_to(&mut parts);
    parts.print();
    if parts.any_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

pub fn add_to(parts: &mut Parts) {
    parts.run("packages", || install::packages().map(|()| Outcome::Passed));
    parts.run("node packages", || install::scripts().map(|()| Outcome::Passed));
}
