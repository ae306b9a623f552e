//! Attacks what is said of what was raised: who stands behind each number, and who behind its difference to that of every other window,
//! for all of them speak of some weeks that are the same.

use super::house::Published;
use domain::{id::PersonId, limits::RAISED_WEEKS};
use insight::{dialogue::outcome::TOLD_WITHIN, tie::WEEK};
use std::collections::{BTreeMap, BTreeSet};
use store::reading::{
    raised::{End, Raised, Spoke},
    thread::By,
};

/// Numbers about what was raised, each about other people; the last is made of the first two.
pub const NAMES: [&str; 4] = ["decided", "told", "changed", "loop_closed"];

const LEFT: [&str; 5] = ["duplicate", "no-longer-needed", "no-answer", "merged", "answered-herself"];

fn told(it: &Published, name: &str) -> bool {
    it.told.dialogue.iter().any(|figure| figure.name == name && (figure.value.is_some() || figure.n.is_some()))
}

fn ours(by: By, who: PersonId) -> bool {
    matches!(by, By::Colleague(person) if person != who) || by == By::SomeColleague
}

fn hers(by: By, who: PersonId) -> bool {
    by == By::Outsider(who) || by == By::Colleague(who)
}

/// What was said until then and is not deleted.
fn words(it: &Raised, until: i64) -> impl Iterator<Item = &Spoke> {
    it.said.iter().filter(move |spoke| spoke.at.0 < until && spoke.deleted_at.is_none_or(|at| at.0 > until))
}

/// Whether she withdrew it by this end, or it went elsewhere.
fn leaves(it: &Raised, end: &End, until: i64) -> bool {
    let answered = words(it, until).any(|spoke| spoke.at <= end.at && ours(spoke.by, it.raisers[0].person));
    LEFT.contains(&end.reason.as_str()) || (end.herself && end.reason != "accepted" && !answered)
}

/// Whether somebody who raised it heard of this end within two weeks.
fn heard(it: &Raised, raiser: usize, end: &End, until: i64) -> bool {
    let raiser_of = &it.raisers[raiser];
    let own =
        words(it, until).filter(|spoke| hers(spoke.by, raiser_of.person) && spoke.at <= end.at).map(|spoke| spoke.at.0).max();
    let said = words(it, until).filter(|spoke| ours(spoke.by, raiser_of.person) && Some(spoke.position) >= raiser_of.since);
    let by_word =
        said.map(|spoke| spoke.at.0).filter(|at| own.is_none_or(|own| *at > own)).any(|at| at <= end.at.0 + TOLD_WITHIN);
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
        let began = words(raised, until).find(|spoke| hers(spoke.by, raised.raisers[0].person)).map(|spoke| spoke.at.0);
        let Some(began) = began else { continue };
        for (place, raiser) in raised.raisers.iter().enumerate().filter(|(_, it)| it.gone_at.is_none_or(|at| at.0 > until)) {
            let given = match (name, end) {
                ("decided", None) => format!("open since {began}"),
                ("decided", Some(end)) if leaves(raised, end, until) => format!("left {began} {}", end.at.0),
                ("decided", Some(end)) => format!("decided {began} {}", end.at.0),
                (_, None) => continue,
                (_, Some(end)) if leaves(raised, end, until) => continue,
                ("changed", Some(end)) => format!("{}", end.reason == "solved"),
                (_, Some(end)) if until - end.at.0 >= TOLD_WITHIN => format!("{}", heard(raised, place, end, until)),
                _ => continue,
            };
            all.insert((raised.began.0, raiser.person), given);
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
