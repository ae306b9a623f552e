//! Real words and hostile input that lie beside the checkout, never in it.

use std::{env, path::PathBuf};

/// A folder of the real data: below `RAPPORT_DATA`, else beside the checkout. `None`, with one line that says so,
/// where it is not here.
pub fn collection(folder: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let place = env::var_os("RAPPORT_DATA").map_or_else(beside, PathBuf::from).join(folder);
    if place.is_dir() {
        return Some(place);
    }
    eprintln!("real data: {folder} is not here (RAPPORT_DATA); what needs it is skipped");
    None
}
