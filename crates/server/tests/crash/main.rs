//! House test 4 on the whole binary: `rapport serve` is flooded with letters and posts, killed (SIGKILL) at seeded
//! moments and started again; afterwards nothing it acknowledged is lost, doubled, unheard of or unfindable.
//!
//! Seen red: with 250 said while `letter::keep` was still under way (the intake was never sorted in time), with the
//! index's bookmark moved in an action of its own before its rows (words not found), with a delivery settled before it
//! was sent (a recipient who never got her letter).

mod flood;
mod proof;
mod serving;
mod sink;

use flood::Flood;
use serving::Serving;
use sink::Sink;
use std::{sync::Arc, time::Duration};
use testkit::{Dice, House, in_company};

/// Kills; each after a seeded fraction of a second under load.
const ROUNDS: usize = 5;

#[test]
fn a_killed_house_has_lost_and_doubled_nothing() {
    in_company(async |house| {
        let mut dice = Dice::seeded(4);
        let sink = Sink::open().await;
        let flood = Arc::new(Flood::against(house).await);
        for round in 1..=ROUNDS {
            let serving = Serving::start(house, sink.address()).await;
            let flooding = flood.pour(&serving);
            tokio::time::sleep(Duration::from_millis(200 + dice.roll() % 900)).await;
            serving.kill().await;
            flooding.await;
            eprintln!("kill {round}: {}", flood.counted());
        }
        // Who got no answer sends the same letter again, as mail servers do.
        let serving = Serving::start(house, sink.address()).await;
        flood.deliver_the_rest(&serving).await;
        proof::all_letters_are_sorted(house).await;
        serving.stop().await;
        assert!(flood.is_a_trial(), "{}: hardly a trial", flood.counted());
        proof::of(house, &flood, &sink).await;
    });
}

/// The domain of the house's addresses.
const DOMAIN: &str = "velo-lind.example";

/// A fresh handle on the house's rows, with its own clock so many minutes ahead: leases of the killed have ended.
async fn later(house: &House, minutes: i64) -> (store::Store, store::Custodian) {
    use store::Clock as _;
    let now = store::SystemClock.now().plus(minutes * domain::moment::MINUTE);
    let clock = Arc::new(store::ManualClock::at(now));
    let opening = match house.test().url() {
        Some(url) => store::Opening::postgres(url),
        None => store::Opening::sqlite(house.test().directory().expect("it is on SQLite")),
    };
    store::Store::open(opening.clock(clock)).await.expect("the store opens")
}
