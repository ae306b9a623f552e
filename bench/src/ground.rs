//! What a section measures on: the house served from a copy, the floor beside it, sessions, and a look at the log.

use crate::{
    child::Server,
    house::{self, Landmarks, Made},
    place::Place,
    size::Size,
};
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use store::Store;

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
    /// Where the measured copy lies.
    pub place: Place,
}

impl Ground {
    /// Copies the house, opens sessions, starts both servers.
    ///
    /// # Errors
    /// A disk that is full; a server that does not start.
    pub async fn laid(binary: &Path, cache: &Path, size: Size, made: Made, quick: bool) -> Result<Ground> {
        let place = made.copied(&cache.join(format!("measured-{}", house::called(size, made.engine))))?;
        let landmarks = made.landmarks;
        let viewers: Vec<i64> = landmarks.employees.iter().copied().take(VIEWERS).collect();
        let secrets = house::sessions(&place, &viewers).await?;
        let cookies = secrets.into_iter().map(|secret| format!("rapport={secret}")).collect();
        let floor = Server::floor(&cache.join("floor"))?;
        let house = Server::house(binary, &place)?;
        Ok(Ground { house, floor, landmarks, cookies, quick, binary: binary.to_owned(), place })
    }

    /// Starts the house's server anew, on the same copy.
    ///
    /// # Errors
    /// A server that does not start.
    pub fn restart(&mut self) -> Result<()> {
        self.house.end();
        self.house = Server::house(&self.binary, &self.place)?;
        Ok(())
    }

    /// The house's store, opened beside the server: for looking at bookmarks, and for reading in this process.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::open(self.place.opening()).await?.0)
    }

    /// An empty place for another house on the same engine, in a directory of that name beside the measured one.
    ///
    /// # Errors
    /// As [`Place::fresh`].
    pub fn beside(&self, name: &str) -> Result<Place> {
        Place::fresh(self.place.engine(), &self.place.beside(name))
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
