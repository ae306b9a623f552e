//! Attacks what is said of what was raised: who stands behind each number, and who behind its difference to that of every other window,
//! for all of them speak of some weeks that are the same.

use super::house::Published;
use domain::{id::PersonId, limits::RAISED_WEEKS};
use insight::tie::WEEK;
use std::collections::{BTreeMap, BTreeSet};
use store::reading::{
    raised::{End, Raised},
    thread::By,
};

/// Numbers about what was raised, each about other people; the last is made of the first two.
pub const NAMES: [&str; 4] = ["decided", "told", "changed", "loop_closed"];

const DAY: i64 = 86_400_000_000;
const LEFT: [&str; 5] = ["duplicate", "no-longer-needed", "no-answer", "merged", "answered-herself"];

fn told(it: &Published, name: &str) -> bool {
    it.told.dialogue.iter().any(|figure| figure.name == name && (figure.value.is_some() || figure.n.is_some()))
}

fn ours(by: By, who: PersonId) -> bool {
    matches!(by, By::Colleague(person) if person != who) || by == By::SomeColleague
}

/// Whether she withdrew it by this end, or it went elsewhere.
fn leaves(it: &Raised, end: &End) -> bool {
    let answered = it.said.iter().any(|spoke| spoke.at <= end.at && ours(spoke.by, it.raisers[0].person));
    LEFT.contains(&end.reason.as_str()) || (end.herself && end.reason != "accepted" && !answered)
}

/// Whether somebody who raised it heard of this end within two weeks.
fn heard(it: &Raised, raiser: usize, end: &End) -> bool {
    let raiser_of = &it.raisers[raiser];
    let hers = |by: By| by == By::Outsider(raiser_of.person) || by == By::Colleague(raiser_of.person);
    let own = it.said.iter().filter(|spoke| hers(spoke.by) && spoke.at <= end.at).map(|spoke| spoke.at.0).max();
    let words = it.said.iter().filter(|spoke| ours(spoke.by, raiser_of.person)).map(|spoke| spoke.at.0);
    let by_word =
        words.filter(|at| own.is_none_or(|own| *at > own) && *at >= raiser_of.since.0).any(|at| at <= end.at.0 + 14 * DAY);
    by_word || (raiser == 0 && (end.herself || end.reason == "accepted"))
}

/// What each who raised something gives a number: what it was, who, and what.
fn gives(it: &Published, name: &str) -> BTreeMap<(i64, PersonId), String> {
    let (mut all, until) = (BTreeMap::new(), it.read.window.until);
    for raised in &it.read.raised {
        let mut stand = raised.ends.iter().filter(|end| end.undone_at.is_none());
        if stand.clone().any(|end| end.reason == "junk") {
            continue;
        }
        let end = stand.next();
        for (place, raiser) in raised.raisers.iter().enumerate() {
            let given = match (name, end) {
                ("decided", None) => String::from("open"),
                ("decided", Some(end)) if leaves(raised, end) => format!("left {}", end.at.0),
                ("decided", Some(end)) => format!("decided {}", end.at.0),
                (_, None) => continue,
                (_, Some(end)) if leaves(raised, end) => continue,
                ("changed", Some(end)) => format!("{}", end.reason == "solved"),
                (_, Some(end)) if until - end.at.0 >= 14 * DAY => format!("{}", heard(raised, place, end)),
                _ => continue,
            };
            all.insert((raised.said[0].at.0, raiser.person), given);
        }
    }
    all
}

/// Everything that speaks of few.
pub fn findings(all: &[Published]) -> Vec<String> {
    let mut found = Vec::new();
    for name in &NAMES[..3] {
        let telling: Vec<_> = all.iter().filter(|it| told(it, name)).map(|it| (it, gives(it, name))).collect();
        for (it, given) in &telling {
            let mut did: BTreeMap<PersonId, usize> = BTreeMap::new();
            for ((_, person), _) in given.iter().filter(|(_, what)| !what.starts_with("left")) {
                *did.entry(*person).or_default() += 1;
            }
            let (sum, most) = (did.values().sum::<usize>(), did.values().max().copied().unwrap_or(0));
            if did.len() < 5 || most * 10 > sum * 7 {
                found.push(format!("week {}: {name} is told of what was raised by {did:?}", it.last));
            }
        }
        for (at, (earlier, before)) in telling.iter().enumerate() {
            for (later, after) in telling[at + 1..].iter().filter(|(it, _)| it.last - earlier.last < RAISED_WEEKS) {
                let places = before.keys().chain(after.keys());
                let differ: BTreeSet<PersonId> =
                    places.filter(|place| before.get(place) != after.get(place)).map(|(_, person)| *person).collect();
                if (1..5).contains(&differ.len()) {
                    let weeks = (earlier.read.window.until / WEEK, later.read.window.until / WEEK);
                    found.push(format!("{name} of what was raised differs by {differ:?} in {weeks:?}"));
                }
            }
        }
    }
    let alone = |it: &&Published| told(it, NAMES[3]) && !NAMES[..2].iter().all(|name| told(it, name));
    found.extend(all.iter().filter(alone).map(|it| format!("week {}: what closes the loop is told alone", it.last)));
    found
}

/// How many numbers are told, and how many windows there are.
pub fn said(all: &[Published]) -> (usize, usize) {
    (all.iter().map(|it| NAMES.iter().filter(|name| told(it, name)).count()).sum(), all.len())
}
