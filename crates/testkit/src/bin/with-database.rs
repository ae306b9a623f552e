//! Runs a command with a throw-away PostgreSQL database in `RAPPORT_DATABASE`: `with-database COMMAND WORDS…`.

use std::process::{Command, ExitCode};
use testkit::postgres::Cluster;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((program, words)) = words.split_first() else {
        eprintln!("with-database COMMAND WORDS…");
        return ExitCode::FAILURE;
    };
    let Some(cluster) = Cluster::shared() else { return ExitCode::SUCCESS };
    let database = cluster.database();
    let run = Command::new(program).args(words).env("RAPPORT_DATABASE", database.url()).status();
    match run {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{program}: {fault}");
            ExitCode::FAILURE
        }
    }
}
