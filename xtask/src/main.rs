//! One command each for what a person does with the checkout: `cargo xtask <command>`.

mod install;
mod machine;
mod part;
mod setup;
mod test;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask setup   installs what the tests need and this machine lacks
cargo xtask test    that, then formatting, lints, the browser tests and all other tests";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["setup"] => setup::run(),
        ["test"] => test::run(),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
    }
}
