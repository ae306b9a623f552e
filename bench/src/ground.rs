//! What a section measures on: the house served from a copy, the floor beside it, sessions, and a look at the log.

use crate::{
    child::Server,
    house::{self, Landmarks, Made},
    size::Size,
};
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Opening, Store};

/// Viewers that the live section connects at most.
pub const VIEWERS: usize = 1_000;

/// A house and a floor, ready to be measured.
pub struct Ground {
    /// The house's server.
    pub house: Server,
    /// The floor's.
    pub floor: Server,
    /// What to look for in the house.
    pub landmarks: Landmarks,
    /// The session cookie of each employee, at most [`VIEWERS`].
    pub cookies: Vec<String>,
    /// Seconds only.
    pub quick: bool,
    /// The house's binary.
    pub binary: PathBuf,
    directory: PathBuf,
}

impl Ground {
    /// Copies the house, opens sessions, starts both servers.
    ///
    /// # Errors
    /// A disk that is full; a server that does not start.
    pub async fn laid(binary: &Path, cache: &Path, size: Size, made: Made, quick: bool) -> Result<Ground> {
        let directory = cache.join(format!("measured-{}", size.name));
        made.copied(&directory)?;
        let landmarks = made.landmarks;
        let viewers: Vec<i64> = landmarks.employees.iter().copied().take(VIEWERS).collect();
        let secrets = house::sessions(&directory, &viewers).await?;
        let cookies = secrets.into_iter().map(|secret| format!("rapport={secret}")).collect();
        let floor = Server::floor(&cache.join("floor"))?;
        let house = Server::house(binary, &directory)?;
        Ok(Ground { house, floor, landmarks, cookies, quick, binary: binary.to_owned(), directory })
    }

    /// Starts the house's server anew, on the same copy.
    ///
    /// # Errors
    /// A server that does not start.
    pub fn restart(&mut self) -> Result<()> {
        self.house.end();
        self.house = Server::house(&self.binary, &self.directory)?;
        Ok(())
    }

    /// The house's store, opened beside the server: for looking at bookmarks, and for reading in this process.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::open(Opening::sqlite(&self.directory)).await?.0)
    }

    /// A directory beside the measured house.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.directory.with_file_name(name)
    }

    /// How long one load lasts.
    pub fn lasting(&self, seconds: u64) -> Duration {
        if self.quick { Duration::from_millis(500) } else { Duration::from_secs(seconds) }
    }

    /// The cookie of an employee by number.
    ///
    /// # Errors
    /// A house without employees.
    pub fn cookie(&self, n: usize) -> Result<&str> {
        self.cookies.get(n).map(String::as_str).context("the house has too few employees")
    }
}
