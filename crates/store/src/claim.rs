//! The claim of the one process that serves a directory, and what a killed one held there.

use crate::{Stop, engine::Engine, fault::Fault, opening::Store, writer::Recorded};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// The file that is locked as long as its process lives, however that ends.
const FILE: &str = "served";

/// Held by whoever serves a directory.
#[derive(Debug)]
pub struct Claim {
    _locked: Option<File>,
}

impl Store {
    /// Whether somebody serves this house, or may do so: on PostgreSQL nobody knows.
    pub fn may_be_served(&self, directory: &Path) -> bool {
        let taken = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        self.engine() == Engine::Postgres || File::open(directory.join(FILE)).is_ok_and(taken)
    }

    /// Claims the directory of a house on SQLite for this process, and ends the leases of one that was killed: search,
    /// notices and letters go on at once. On PostgreSQL others may serve beside us, so leases end by their time alone.
    ///
    /// # Errors
    /// A directory that another process serves; a fault of the disk or database.
    pub async fn claim(&self, directory: &Path) -> Result<Claim, Fault> {
        if self.engine() == Engine::Postgres {
            return Ok(Claim { _locked: None });
        }
        let file = File::create(directory.join(FILE))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let words = format!("another Rapport serves {} already; stop it first", directory.display());
                return Err(Fault::Unfit(words));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        self.act(async |w| {
            w.end_leases().await?;
            Ok(Recorded::new())
        })
        .await
        .map_err(|stop| match stop {
            Stop::Fault(fault) => fault,
            Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
        })?;
        Ok(Claim { _locked: Some(file) })
    }
}
