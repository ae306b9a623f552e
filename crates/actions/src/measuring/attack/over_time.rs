//! Attacks two windows that share a day: any sums of what is told of one less any sums of what is told of the other, over all
//! combinations. Where the people of both differ by fewer than five, the difference speaks of those few.

use super::{house::Published, raised};
use domain::{
    id::{PersonId, UnitId},
    moment::Moment,
    observatory::Figure,
};
use insight::tie::WEEK;
use std::collections::BTreeSet;
use store::reading::thread::{By, MarketThread};

/// Somebody in a unit: who changes units stands in both, with what she gave in each.
type Stay = (PersonId, UnitId);
type Group = BTreeSet<Stay>;

/// Whatever is told of on its own: units, and, where the whole house is told of, what is left of it.
fn told_of(it: &Published) -> Vec<Group> {
    let stays = |unit: &UnitId, people: &BTreeSet<PersonId>| people.iter().map(|person| (*person, *unit)).collect::<Group>();
    let units = it.told.units.iter().zip(&it.chart);
    let mut all: Vec<Group> =
        units.clone().filter(|(unit, _)| !unit.hidden).map(|(_, (unit, people))| stays(unit, people)).collect();
    if it.told.walls.iter().chain(&it.told.dialogue).any(|figure| figure.value.is_some() || figure.n.is_some()) {
        all.push(units.filter(|(unit, _)| unit.hidden).flat_map(|(_, (unit, people))| stays(unit, people)).collect());
    }
    all
}

/// Each combination of some groups.
fn combined(groups: &[Group]) -> Vec<Group> {
    let mut all = vec![Group::new()];
    for group in groups.iter().filter(|group| !group.is_empty()) {
        let with: Vec<Group> = all.iter().map(|others| others.union(group).copied().collect()).collect();
        all.extend(with);
    }
    all
}

fn people(stays: impl IntoIterator<Item = Stay>) -> BTreeSet<PersonId> {
    stays.into_iter().map(|(person, _)| person).collect()
}

/// Of whom the difference of two groups speaks. In the days both windows have, stays are the same: whoever is taken there in one and not
/// in the other differs. Beside those, whoever is taken only with what lies outside these days, and not within them by both.
fn differ(one: &Group, other: &Group, shared: &BTreeSet<Stay>) -> BTreeSet<PersonId> {
    let within = people(one.symmetric_difference(other).filter(|stay| shared.contains(stay)).copied());
    let alike = people(one.intersection(other).filter(|stay| shared.contains(stay)).copied());
    let outside = people(one.union(other).filter(|stay| !shared.contains(stay)).copied());
    within.union(&outside.difference(&alike).copied().collect()).copied().collect()
}

fn beside(one: &Published, other: &Published) -> bool {
    one.last < other.last && other.read.window.from < one.read.window.until
}

/// Every difference that speaks of one to four people.
pub fn findings(all: &[Published]) -> Vec<String> {
    let combinations: Vec<Vec<Group>> = all.iter().map(|it| combined(&told_of(it))).collect();
    let few = |people: &BTreeSet<PersonId>| (1..5).contains(&people.len());
    let mut found = Vec::new();
    for (earlier, before) in all.iter().zip(&combinations) {
        for (later, after) in all.iter().zip(&combinations).filter(|(later, _)| beside(earlier, later)) {
            let shared = earlier.stays.intersection(&later.stays);
            let shared: BTreeSet<Stay> = shared.map(|(person, unit, _)| (*person, *unit)).collect();
            let mut pairs = before.iter().flat_map(|one| after.iter().map(move |other| (one, other)));
            if let Some(few) = pairs.find_map(|(one, other)| Some(differ(one, other, &shared)).filter(few)) {
                found.push(format!("weeks {} and {} differ by {few:?}", earlier.last, later.last));
            }
            found.extend(asked(earlier, later));
        }
        found.extend(before.iter().map(|group| people(group.iter().copied())).filter(few).map(|few| format!("told of {few:?}")));
    }
    found
}

fn asker(thread: &MarketThread) -> Option<(PersonId, Moment)> {
    thread.lines.first().and_then(|line| match line.by {
        By::Outsider(person) => Some((person, line.at)),
        _ => None,
    })
}

/// Two windows of dialogue whose conversations differ by those of one to four people.
fn asked(earlier: &Published, later: &Published) -> Option<String> {
    // Of what was raised other people stand behind it, and other weeks.
    let asked = |figure: &&Figure| !raised::NAMES.contains(&figure.name.as_str());
    let told = |it: &Published| it.told.dialogue.iter().filter(asked).any(|figure| figure.value.is_some() || figure.n.is_some());
    if !told(earlier) || !told(later) {
        return None;
    }
    let (first, second) = (&earlier.read, &later.read);
    let gone = first.threads.iter().filter_map(asker).filter(|(_, at)| first.window.holds(at.0) && at.0 < second.window.from);
    let after = |at: Moment| at.0 >= first.window.until;
    let went_on =
        |thread: &&MarketThread| thread.lines.iter().any(|line| after(line.at)) || thread.endings.iter().any(|end| after(end.at));
    let new = second.threads.iter().filter(went_on).filter_map(asker).filter(|(_, at)| second.window.holds(at.0));
    let people: BTreeSet<PersonId> = gone.chain(new).map(|(person, _)| person).collect();
    let weeks = (first.window.until / WEEK, second.window.until / WEEK);
    (1..5).contains(&people.len()).then(|| format!("dialogue of {weeks:?} differs by that with {} people", people.len()))
}
