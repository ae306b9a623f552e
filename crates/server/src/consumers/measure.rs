//! Measures windows that have closed, and publishes what may be seen of them.
//!
//! No lease: a window is published once, whichever node is first; another's work is then thrown away.

use std::{sync::Arc, time::Duration};
use store::{Custodian, Store};
use tokio_util::sync::CancellationToken;

/// How often it is asked whether a window has closed: one closes each week, and ties may trail behind it.
const POLL: Duration = Duration::from_secs(3600);
/// How soon after the start: whoever comes in with the first page finds what was measured.
const SOON: Duration = Duration::from_secs(3);
/// How soon again where ties or clocks have not come to the end of a window yet: who may be counted is read anew each time.
const AGAIN: Duration = Duration::from_secs(30);

/// Measures until the house stops.
pub async fn follow(store: Store, keys: Arc<Custodian>, stop: CancellationToken) {
    let mut pause = SOON;
    while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
        let came = actions::measuring::measure(&store, &keys).await;
        let came = came.inspect_err(|error| tracing::warn!(%error, "the observatory could not be brought up to date"));
        let came = came.unwrap_or_default();
        if came.windows > 0 {
            tracing::info!(windows = came.windows, "the observatory was brought up to date");
        }
        pause = if came.trailing { AGAIN } else { POLL };
    }
}

#[cfg(test)]
mod tests {
    use crate::consumers::derive_behind;
    use actions::{clock, measuring::measure, terms, tie};
    use domain::moment::{DAY, Moment};
    use store::consumer::Bookmark;

    #[test]
    fn a_window_whose_ties_or_clocks_trail_is_waited_for() {
        testkit::in_company(async |house| {
            let (store, keys) = (house.store(), house.test().keys());
            let came = async || measure(store, keys).await.expect("the store answers");
            let notice = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
            assert!(!came().await.trailing, "nothing is measured without a notice");
            terms::publish(store, house.by("dora"), notice).await.expect("she may");
            house.test().clock().advance(35 * DAY);
            assert!(came().await.trailing);
            derive_behind(store, &Bookmark::of(tie::CONSUMER), tie::derive).await.expect("ties come to the end");
            assert!(came().await.trailing, "clocks trail");
            derive_behind(store, &Bookmark::of(clock::CONSUMER), clock::derive).await.expect("clocks come to the end");
            let came = came().await;
            assert!(came.windows > 0 && !came.trailing, "{came:?}");
        });
    }
}
