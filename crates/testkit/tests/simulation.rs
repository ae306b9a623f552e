//! What is built into simulated houses is found by the measures: they rank them right, over several seeds.
//!
//! Small and quick; `cargo xtask simulate` lets them live for ninety days.

use std::{collections::BTreeMap, thread};
use testkit::simulation::{NATURES, Nature, Simulated, Span, gates, value};

/// Five weeks: one window closes. The one that turns lives until a window has closed that began after it.
const FIVE_WEEKS: Span = Span { days: 32, turns: 31, bustle: 100 };
const NINE_WEEKS: Span = Span { days: 60, ..FIVE_WEEKS };

type Houses = BTreeMap<&'static str, Simulated>;

/// All at once: most of the time they wait for the disk.
fn simulated(seed: u64) -> Houses {
    let lives = move |it: Nature| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let span = if it.name == "improving" { NINE_WEEKS } else { FIVE_WEEKS };
        runtime.block_on(it.simulate(seed, span))
    };
    let living = NATURES.map(|nature| (nature.name, thread::spawn(move || lives(nature))));
    living.into_iter().map(|(name, life)| (name, life.join().expect("it lives"))).collect()
}

/// Long enough that of what was raised something was raised sixty days ago, and twelve weeks can be looked at.
const TWELVE_WEEKS: Span = Span { days: 88, turns: 88, bustle: 60 };

/// A number of the last window of a house.
fn last(houses: &Houses, house: &str, name: &str) -> f64 {
    let window = houses[house].windows.last().expect("a window closed");
    value(window, name).unwrap_or_else(|| panic!("{name} of {house} is not said: {window:?}"))
}

const CLOCKS: [&str; 4] = ["answered_within_8h", "answered_within_24h", "answered_within_72h", "settled_within_72h"];

fn ranked(houses: &Houses) {
    let of = |house: &str, name: &str| last(houses, house, name);
    for house in ["mixed", "dialoguer", "ignoring"] {
        assert!(of("siloed", "segregation") > of(house, "segregation") + 0.1, "{house} is as segregated as the siloed one");
    }
    let gate = |house: &str| gates(houses[house].windows.last().expect("a window closed"));
    let ((kept, units), (few, _)) = (gate("gatekeeper"), gate("mixed"));
    assert!(kept * 4 >= units * 3 && few * 2 < kept, "{kept} gates of {units}, {few} in the mixed house");
    let speaks = ["mixed", "dialoguer", "ignoring"];
    for house in speaks {
        assert!(of("broadcaster", "broadcast") > of(house, "broadcast") + 0.1, "{house} announces as much");
        assert!(of("broadcaster", "reply_ratio") < of(house, "reply_ratio") - 0.1, "{house} answers as little");
    }
    for house in houses.keys().filter(|house| !["ignoring", "improving"].contains(house)) {
        for clock in CLOCKS {
            assert!(of("ignoring", clock) < of(house, clock), "{clock} of {house} is no better than of those who ignore");
        }
    }
    turned(&houses["improving"]);
}

/// Every window after the day is better than every one before it.
fn turned(house: &Simulated) {
    let turned = house.turned.expect("it turns");
    let before: Vec<_> = house.windows.iter().filter(|window| window.until <= turned).collect();
    let after: Vec<_> = house.windows.iter().filter(|window| window.from >= turned).collect();
    assert!(!before.is_empty() && !after.is_empty(), "{} and {} windows", before.len(), after.len());
    for clock in CLOCKS {
        let said =
            |windows: &[&domain::observatory::Observatory]| windows.iter().filter_map(|it| value(it, clock)).collect::<Vec<_>>();
        let (before, after) = (said(&before), said(&after));
        let (best, worst) = (before.iter().copied().fold(f64::MIN, f64::max), after.iter().copied().fold(f64::MAX, f64::min));
        assert!(!before.is_empty() && !after.is_empty() && worst > best, "{clock}: {before:?}, then {after:?}");
    }
}

#[test]
fn measures_rank_seven_houses_right() {
    ranked(&simulated(1));
}

#[test]
fn and_seven_others() {
    ranked(&simulated(2));
}

#[test]
fn and_seven_more() {
    ranked(&simulated(3));
}

#[test]
fn where_people_are_ignored_less_of_what_they_raise_is_decided_and_told() {
    let lives = |name: &'static str| {
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
            (name, runtime.block_on(Nature::named(name).expect("a nature").simulate(4, TWELVE_WEEKS)))
        })
    };
    let houses: Houses = ["ignoring", "dialoguer"].map(lives).into_iter().map(|life| life.join().expect("it lives")).collect();
    for name in ["decided", "loop_closed"] {
        let (ignoring, dialoguer) = (last(&houses, "ignoring", name), last(&houses, "dialoguer", name));
        assert!(ignoring < dialoguer - 0.1, "{name}: {ignoring} where people are ignored, {dialoguer} where they are not");
    }
    for house in houses.values() {
        let of = |name: &str| value(house.windows.last().expect("a window"), name).expect("it is said");
        assert!((of("loop_closed") - of("decided") * of("told")).abs() < 1e-12, "{}", house.house);
        let first = house.windows.first().expect("a window");
        assert_eq!(value(first, "decided"), None, "after four weeks nobody knows what sixty days bring");
    }
}
