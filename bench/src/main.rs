//! The bench: measures the release binary on generated houses, beside a floor of bare libraries taken in the same run.
//!
//! `cargo xtask bench` builds both and calls this; docs/performance.md says how to read what it prints.

mod child;
mod client;
mod dice;
mod floor;
mod ground;
mod house;
mod letters;
mod load;
mod place;
mod report;
mod run;
mod section;
mod size;
mod smtp;
mod spread;
mod words;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Measures the house beside a floor of bare libraries.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures and prints a table.
    Run(run::Asked),
    /// Serves the floor until it is ended.
    Floor {
        /// An empty directory.
        directory: PathBuf,
    },
}

/// Threads of the load and of the floor: as many as the machines that the budgets speak of have cores.
const THREADS: usize = 2;

fn main() -> Result<()> {
    let line = Line::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build()?;
    runtime.block_on(async move {
        match line.command {
            Command::Run(asked) => run::run(asked).await,
            Command::Floor { directory } => floor::serve(&directory).await,
        }
    })
}
