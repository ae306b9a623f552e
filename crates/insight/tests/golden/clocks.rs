//! Freireich's trial (1963), the textbook case, as lifelines works it out.

use insight::measured::Lacking;
use insight::survival::{Clock, Curve, Reached};

const ENDED: [u64; 9] = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const STOPPED: [u64; 12] = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

fn curve() -> Curve {
    let ended = ENDED.map(|ran| Clock { ran, ended: Some(0) });
    Curve::of(&[&ended[..], &STOPPED.map(|ran| Clock { ran, ended: None })].concat(), 1)
}

#[test]
fn the_share_that_still_waits() {
    for (time, want) in [(5, 1.0), (6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)]
    {
        assert!((curve().waiting(time).unwrap().value - want).abs() < 6e-5, "at {time}");
    }
    assert_eq!(curve().waiting(36), Err(Lacking::NotReached));
    assert_eq!(curve().waiting(10).unwrap().at_risk, 15);
}

#[test]
fn how_sure_it_is() {
    for (time, low, high) in [(10, 0.5032, 0.8894), (23, 0.1881, 0.6801)] {
        let got = curve().waiting(time).unwrap();
        assert!((got.low - low).abs() < 6e-5 && (got.high - high).abs() < 6e-5, "{got:?}");
    }
}

#[test]
fn percentiles_are_reached_or_not() {
    assert_eq!((curve().percentile(0.5), curve().percentile(0.25)), (Ok(Reached::At(23)), Ok(Reached::At(13))));
    assert_eq!(curve().percentile(0.9), Ok(Reached::After(35)));
    assert_eq!(Curve::of(&[], 1).percentile(0.5), Err(Lacking::NoRecords));
    assert!(curve().shown().all(|(.., at_risk)| at_risk >= 5));
}
