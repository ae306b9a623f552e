//! One command each for what a person does with the checkout: `cargo xtask <command>`.

mod bench;
mod fuzz;
mod install;
mod machine;
mod part;
mod peers;
mod setup;
mod simulate;
mod test;
mod trial;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask setup   installs what the tests need and this machine lacks
cargo xtask test    that, then formatting, lints, the browser tests and all other tests
cargo xtask trial   the main job in a real browser and over real SMTP, on both engines
cargo xtask bench   measures the release binary beside a floor of bare libraries (--quick, --smaller, --only pages,posts)
cargo xtask peers   compares the measures with igraph and networkit, in answers and in time (--quick)
cargo xtask fuzz    sends the letter reader and the SMTP and IMAP parsers what no one would (--seconds 60, letter, smtp, imap)
cargo xtask simulate  lets houses of known natures live, and prints what is published of them (--seed 1, --house siloed, --days 90, --json)";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["setup"] => setup::run(),
        ["test"] => test::run(),
        ["trial"] => trial::run(),
        ["bench", ref words @ ..] => bench::run(words),
        ["peers", ref words @ ..] => peers::run(words),
        ["fuzz", ref words @ ..] => fuzz::run(words),
        ["simulate", ref words @ ..] => simulate::run(words),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
    }
}
