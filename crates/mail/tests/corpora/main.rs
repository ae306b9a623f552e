//! Real letters, kept outside the repository. The folder is named by `RAPPORT_DATA`, by default `shared/data`
//! beside the checkout; without it each test says so in one line and passes. Figures are printed.
#![allow(clippy::print_stdout)]

mod bounces;
mod letters;
mod replies;

use std::path::PathBuf;

/// A folder of the trial data, or nothing (and a line that says so) where it is absent.
fn folder(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("RAPPORT_DATA").map_or_else(beside, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {name} is not at {} (set RAPPORT_DATA)", folder.display());
    None
}
