//! What can go wrong in the store, and what stops an action.

use domain::refusal::Refusal;

/// The database failed us; never the caller's mistake.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// SQLite said no.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("PostgreSQL: {}", words(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// Too many actions wait for the writer; try again in a moment.
    #[error("too much is waiting to be written")]
    Busy,
    /// The writer is gone: the server is stopping.
    #[error("the store is closed")]
    Closed,
    /// The group of actions this one was in could not be committed; nothing of it was written.
    #[error("not committed: {0}")]
    NotCommitted(String),
    /// A file beside the database.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// The database is not one we can work with.
    #[error("{0}")]
    Unfit(String),
}

fn words(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    }
}

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// A rule said no; the person can read why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; she can try again.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Stop {
    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Stop::Refused(refusal) => Some(refusal),
            Stop::Fault(_) => None,
        }
    }
}
