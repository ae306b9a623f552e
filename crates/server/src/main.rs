//! The binary: configuration, wiring, the command line.

mod command;
mod consumers;
mod keeping;
mod serving;
mod setting;

use clap::Parser;
use command::Command;

/// Rapport makes an organization social: its people, its partners and its market talk in one place.
#[derive(Parser, Debug)]
#[command(name = "rapport", version, about, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: setting::Settings,
}

/// A page is some thousand small allocations on one thread, freed on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads that serve: more than cores, since reads of the database happen on them.
const WORKERS_MIN: usize = 8;

fn main() -> anyhow::Result<()> {
    let line = Line::parse();
    setting::start_log(line.settings.log_json);
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(cores.max(WORKERS_MIN)).enable_all().build()?;
    runtime.block_on(async move {
        match line.command {
            None | Some(Command::Serve) => serving::serve(line.settings).await,
            Some(command) => command.run(line.settings).await,
        }
    })
}
