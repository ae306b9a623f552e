//! `cargo xtask peers`: igraph and networkit as second opinions on the measures, and as peers in speed.
//!
//! On demand only: they are large, and of PyPI. They are installed into `target/peers`, where `cargo clean` finds them.

use std::process::ExitCode;

use crate::machine;

const LIBRARIES: [&str; 3] = ["igraph==1.0.0", "networkit==11.3", "numpy"];

/// Installs, builds, compares. Words behind it go to the comparison: `--quick` leaves out the large network.
pub fn run(words: &[&str]) -> ExitCode {
    let place = machine::target().join("peers");
    let mut venv = machine::command("python3");
    venv.args(["-m", "venv"]).arg(&place);
    let python = || machine::command(&place.join("bin/python").to_string_lossy());
    let mut install = python();
    install.args(["-m", "pip", "install", "--quiet"]).args(LIBRARIES);
    let mut build = machine::cargo();
    build.args(["build", "--release", "-p", "rapport-insight", "--example", "speed"]);
    let mut compare = python();
    compare.arg(machine::checkout().join("crates/insight/examples/speed.py"));
    compare.arg(machine::target().join("release/examples/speed")).arg(place.join("networks")).args(words);
    let steps = [
        ("making a venv", venv),
        ("installing igraph and networkit", install),
        ("the build", build),
        ("the comparison", compare),
    ];
    for (what, mut step) in steps {
        if !step.status().is_ok_and(|status| status.success()) {
            eprintln!("{what} failed");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
