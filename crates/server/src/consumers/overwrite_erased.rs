//! Overwrites on disk what an erasure deleted: a small house at once, a large one at night.

use domain::moment::{HOUR, Moment};
use std::time::Duration;
use store::{Fault, Store, Thoroughness};
use tokio_util::sync::CancellationToken;

/// How often it is asked whether somebody was erased.
const POLL: Duration = Duration::from_secs(2);
/// How long after a fault it is tried again: a rebuild is no small thing.
const AFTER_FAULT: Duration = Duration::from_secs(60);
/// The hours (UTC) in which a large house is rebuilt.
const NIGHT: std::ops::Range<i64> = 1..5;

/// Overwrites until the house stops.
pub async fn follow(store: Store, stop: CancellationToken) {
    let (mut seen, mut pause) = (Seen::default(), POLL);
    while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
        pause = match look(&store, &mut seen).await {
            Ok(()) => POLL,
            Err(error) => {
                tracing::warn!(%error, "what was erased could not be overwritten yet");
                AFTER_FAULT
            }
        };
    }
}

/// How many erasures something was done about already.
#[derive(Default)]
struct Seen {
    /// They stand in this node's list.
    listed: i64,
    /// What is quick was done.
    touched: i64,
}

async fn look(store: &Store, seen: &mut Seen) -> Result<(), Fault> {
    let erased = store.people_erased().await?;
    if erased != seen.listed {
        store.keep_erasure_list().await?;
        seen.listed = erased;
    }
    if !store.must_overwrite().await? {
        return Ok(());
    }
    if is_night(store.clock().now()) || store.rebuilds_at_once().await? {
        store.overwrite_erased(Thoroughness::Whole).await?;
        tracing::info!("what was erased is overwritten on disk");
    } else if seen.touched != erased {
        store.overwrite_erased(Thoroughness::Quick).await?;
        seen.touched = erased;
    }
    Ok(())
}

fn is_night(now: Moment) -> bool {
    NIGHT.contains(&(now.0.div_euclid(HOUR) % 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_is_from_one_to_five() {
        for (hour, night) in [(0, false), (1, true), (4, true), (5, false), (13, false)] {
            assert_eq!(is_night(Moment(hour * HOUR + 59 * HOUR / 60 + 24 * HOUR * 20_000)), night, "{hour}");
        }
    }
}
