//! The only SQL of Rapport: reading, writing, the log, intake and outbox, on SQLite and PostgreSQL from one text.
//!
//! **Invariants.** Content leaves here only as [`Seen`] from a [`Reading`] bound to a [`Viewer`]. Everything that is
//! written goes through [`Store::act`]: one action, whole or not at all, at least one activity. Nothing outside this crate
//! holds a connection, so no network call can happen inside a transaction, and a dropped request cannot leave one open.

pub mod blob;
mod claim;
pub mod clock;
pub mod consumer;
mod custodian;
mod engine;
pub mod erasure_list;
mod fault;
pub mod mailbox;
mod migration;
mod minter;
mod opening;
mod overwriting;
pub mod reading;
mod remembered;
mod row;
pub mod secret;
mod seen;
mod sql;
mod value;
mod viewer;
mod wordage;
mod writer;
pub mod writing;

pub use blob::Blobs;
pub use claim::Claim;
pub use clock::{Clock, ManualClock, SystemClock};
pub use custodian::Custodian;
pub use engine::Engine;
pub use fault::{Fault, Stop};
pub use opening::{Opening, Store, copy_database};
pub use overwriting::Thoroughness;
pub use reading::Reading;
pub use seen::Seen;
pub use viewer::Viewer;
pub use writer::Recorded;
pub use writing::Writing;

/// Every statement of the crate, for the test that prepares all of them on both engines.
#[doc(hidden)]
pub mod statements {
    pub use crate::sql::Sql;

    /// The statements that only this engine knows: search.
    pub fn only_on(engine: crate::Engine) -> Vec<&'static Sql> {
        let prefix = if engine == crate::Engine::Sqlite { "SQLITE_" } else { "POSTGRES_" };
        let forks = [
            crate::reading::relevance::fork::STATEMENTS,
            crate::reading::search::fork::STATEMENTS,
            crate::writing::search::fork::STATEMENTS,
            crate::overwriting::fork::STATEMENTS,
        ]
        .concat();
        forks.into_iter().filter(|sql| sql.name.starts_with(prefix)).collect()
    }

    /// The statements that both engines know.
    pub fn all() -> Vec<&'static Sql> {
        [crate::reading::STATEMENTS, crate::writing::STATEMENTS]
            .concat()
            .into_iter()
            .flat_map(|module| module.iter().copied())
            .collect()
    }
}
