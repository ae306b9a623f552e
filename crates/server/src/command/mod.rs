//! The command line beside `serve`: everything the first page does can be scripted.

mod backup;
mod demo;
mod doctor;
mod erase;
mod import;
mod insight;
mod invite;
mod measure;
mod rebuild;
mod setup;
mod token;

use crate::setting::Settings;
use clap::Subcommand;

/// What can be done from the command line.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serve the house (also without any command).
    Serve,
    /// Found the house: what its first page does.
    Setup(setup::Setup),
    /// Invite somebody; prints the link.
    Invite(invite::Invite),
    /// Print a sign-in link for somebody who is in already.
    SignIn(invite::SignIn),
    /// Access tokens for programs.
    #[command(subcommand)]
    Token(token::Token),
    /// Bring in what lies elsewhere: letters, a chat, a forum; list what was brought, and take it back.
    Import(import::Import),
    /// Measure a network that lies in two files: who turned to whom, and who belongs to which unit.
    Insight(insight::Insight),
    /// Start the little company Velo Lind in a fresh directory, with a sign-in link for each of its people.
    Demo,
    /// Erase a person for good.
    Erase(erase::Erase),
    /// Write a backup of the running house into a new directory (SQLite; use pg_dump for PostgreSQL).
    Backup(backup::Backup),
    /// Look at what the house depends on, and say what to change; the exit code says whether something must be.
    #[command(subcommand)]
    Doctor(doctor::Doctor),
    /// Derive something anew that is derived from the log.
    #[command(subcommand)]
    Rebuild(rebuild::Rebuild),
    /// Measure the windows that have closed and publish what may be seen; a served house does it by itself.
    Measure,
    /// Put a backup in the place of an empty data directory.
    Restore(backup::Restore),
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    /// What stands in the way, in words.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        match self {
            Command::Serve => crate::serving::serve(settings).await,
            Command::Setup(setup) => setup.run(&settings).await,
            Command::Invite(invite) => invite.run(&settings).await,
            Command::SignIn(sign_in) => sign_in.run(&settings).await,
            Command::Token(token) => token.run(&settings).await,
            Command::Import(import) => import.run(&settings).await,
            Command::Insight(insight) => insight.run(&settings),
            Command::Demo => demo::run(settings).await,
            Command::Erase(erase) => erase.run(&settings).await,
            Command::Backup(backup) => backup.run(&settings),
            Command::Doctor(doctor) => doctor.run(&settings).await,
            Command::Rebuild(rebuild) => rebuild.run(&settings).await,
            Command::Measure => measure::run(&settings).await,
            Command::Restore(restore) => restore.run(&settings).await,
        }
    }
}

/// A refusal or fault in words for the terminal.
pub(crate) fn in_words(stop: store::Stop) -> anyhow::Error {
    match stop {
        store::Stop::Refused(refusal) => anyhow::anyhow!(views::words::refusal_words(&refusal)),
        store::Stop::Fault(fault) => fault.into(),
    }
}
