//! How often somebody may try: bounded tables of recent tries, per node.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Keys remembered at most; beyond it the oldest window is forgotten, so memory stays bounded under a flood of addresses.
const KEYS_MAX: usize = 20_000;

/// Tries within a window, per key.
pub struct Pace {
    most: u32,
    window: Duration,
    tries: Mutex<HashMap<String, (Instant, u32)>>,
}

/// The paces of the web's doors.
pub struct Paces {
    /// Passwords tried against one address: guessing is slowed, a person who mistypes is not.
    pub passwords: Pace,
    /// Sign-ins tried from one network address.
    pub entries: Pace,
    /// Letters by `POST /intake/mail`.
    pub letters: Pace,
}

impl Default for Paces {
    fn default() -> Paces {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        Paces {
            passwords: Pace::new(10, minutes(15)),
            entries: Pace::new(120, minutes(15)),
            letters: Pace::new(6000, minutes(1)),
        }
    }
}

impl Pace {
    fn new(most: u32, window: Duration) -> Pace {
        Pace { most, window, tries: Mutex::new(HashMap::new()) }
    }

    /// Counts a try; false where there were too many.
    pub fn allows(&self, key: &str) -> bool {
        let now = Instant::now();
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= KEYS_MAX {
            tries.retain(|_, (since, _)| now.duration_since(*since) < self.window);
            if tries.len() >= KEYS_MAX {
                tries.clear();
            }
        }
        let (since, count) = tries.entry(key.to_owned()).or_insert((now, 0));
        if now.duration_since(*since) >= self.window {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_is_one_too_many_and_others_are_not_touched() {
        let pace = Pace::new(10, Duration::from_secs(3600));
        assert!((0..10).all(|_| pace.allows("maya")));
        assert!(!pace.allows("maya"));
        assert!(pace.allows("jonas"));
    }
}
