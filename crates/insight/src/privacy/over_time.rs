//! Two windows that share a day are each other's less and more: what is told of groups in one, less what is told of groups
//! in the other, speaks of those in whom they differ.
//!
//! Any groups of one window together may be compared with any of the other: a unit with itself, two units with the one they
//! became, all that is told with all that was. Every such difference must speak of nobody, or of enough.

use super::GroupMin;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody in a unit, both by number: who changes units within a window stands in two, with what she gave in each.
pub type Stay = (u32, u32);

/// The groups of which numbers are told of one window.
#[derive(Clone, Default, Debug)]
pub struct Told {
    /// The first moment after it.
    pub until: i64,
    /// Each.
    pub groups: Vec<BTreeSet<Stay>>,
}

/// Groups that share people are compared in all combinations up to so many; of more none is told. Groups that keep enough people
/// count as one, so that this takes a dozen units that changed people with one another within four weeks.
const COMBINED_MAX: usize = 12;

/// The groups of `now` that may not be told because `then` was, by their places: with them some difference speaks of too few.
/// Empty where none does. To be asked again without them, for what is left of a whole is a group too. `here` is
/// everybody of now, told of or not, with the moment since when: of whoever left and came back, since she did.
pub fn tell_too_much(then: &Told, now: &Told, here: &BTreeMap<Stay, i64>, min: GroupMin) -> BTreeSet<usize> {
    // Who is counted anew since then is not quite who was told of: what she did before is in no number of now. Whether she
    // is taken for the same or for another, no difference may speak of too few.
    let anew = |stay: &Stay| here.get(stay).is_some_and(|since| *since >= then.until);
    let anew: BTreeSet<Stay> = then.groups.iter().flatten().filter(|stay| anew(stay)).copied().collect();
    let mut found = too_few_between(then, now, here, min, &BTreeSet::new());
    if !anew.is_empty() {
        found.extend(too_few_between(then, now, here, min, &anew));
    }
    found
}

/// The same, where these are taken for others than those of then.
fn too_few_between(
    then: &Told,
    now: &Told,
    here: &BTreeMap<Stay, i64>,
    min: GroupMin,
    others: &BTreeSet<Stay>,
) -> BTreeSet<usize> {
    let mut compared = Compared::of(then, now, here, others, min.people() as usize);
    compared.join();
    let mut found = BTreeSet::new();
    for nodes in compared.connected() {
        found.extend(compared.too_few(&nodes).into_iter().flat_map(|node| compared.of_now(node)));
    }
    found
}

/// In which groups somebody is told of.
#[derive(Default)]
struct Stands {
    /// Stays that both windows have: in which group of then, in which of now.
    both: BTreeSet<(usize, usize)>,
    /// Groups in which she is told of with a stay that only one of them has.
    one: BTreeSet<usize>,
}

/// Groups as nodes: outside, those of then, those of now. Nodes that no difference can part without speaking of enough
/// people are one.
struct Compared {
    min: usize,
    earlier: usize,
    people: Vec<Stands>,
    /// For each node the one it is part of.
    joined: Vec<usize>,
}

/// Who is told of in no group.
const OUTSIDE: usize = 0;

impl Compared {
    fn of(then: &Told, now: &Told, here: &BTreeMap<Stay, i64>, others: &BTreeSet<Stay>, min: usize) -> Compared {
        let numbered = |told: &Told, first: usize| -> BTreeMap<Stay, usize> {
            told.groups.iter().zip(first..).flat_map(|(group, node)| group.iter().map(move |stay| (*stay, node))).collect()
        };
        let (earlier, later) = (then.groups.len(), now.groups.len());
        let (told_then, told_now) = (numbered(then, 1), numbered(now, 1 + earlier));
        let mut people: BTreeMap<u32, Stands> = BTreeMap::new();
        for (stay, node) in &told_then {
            let stands = people.entry(stay.0).or_default();
            match here.contains_key(stay) && !others.contains(stay) {
                true => _ = stands.both.insert((*node, told_now.get(stay).copied().unwrap_or(OUTSIDE))),
                false => _ = stands.one.insert(*node),
            }
        }
        for (stay, node) in told_now.iter().filter(|(stay, _)| !told_then.contains_key(stay) || others.contains(stay)) {
            let stands = people.entry(stay.0).or_default();
            match here.get(stay).is_some_and(|since| *since < then.until) {
                true => _ = stands.both.insert((OUTSIDE, *node)),
                false => _ = stands.one.insert(*node),
            }
        }
        Compared { min, earlier, people: people.into_values().collect(), joined: (0..1 + earlier + later).collect() }
    }

    fn at(&self, node: usize) -> usize {
        self.joined[node]
    }

    /// Of whom any difference speaks that parts these two nodes.
    fn parts(&self, it: &Stands) -> BTreeSet<(usize, usize)> {
        let pair = |one: usize, other: usize| (one.min(other), one.max(other));
        let mut all: BTreeSet<_> = it.both.iter().map(|(then, now)| pair(self.at(*then), self.at(*now))).collect();
        let single: BTreeSet<usize> = it.one.iter().map(|node| self.at(*node)).collect();
        if let (true, 1, Some(node)) = (it.both.is_empty(), single.len(), single.first()) {
            all.insert(pair(self.at(OUTSIDE), *node));
        }
        all.retain(|(one, other)| one != other);
        all
    }

    /// Nodes between which enough people stand can be taken as one: who parts them speaks of at least those.
    fn join(&mut self) {
        loop {
            let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            for pair in self.people.iter().flat_map(|person| self.parts(person)) {
                *between.entry(pair).or_default() += 1;
            }
            between.retain(|_, people| *people >= self.min);
            if between.is_empty() {
                return;
            }
            for (one, other) in between.into_keys() {
                let (one, other) = (self.at(one), self.at(other));
                // The outside has the least number, and keeps it.
                let (kept, gone) = (one.min(other), one.max(other));
                self.joined.iter_mut().filter(|node| **node == gone).for_each(|node| *node = kept);
            }
        }
    }

    /// All nodes somebody stands in, the outside apart.
    fn nodes(&self, it: &Stands) -> BTreeSet<usize> {
        let both = it.both.iter().flat_map(|(then, now)| [*then, *now]);
        let all = both.chain(it.one.iter().copied()).map(|node| self.at(node));
        all.filter(|node| *node != self.at(OUTSIDE)).collect()
    }

    /// Whether some difference may speak of her.
    fn differs(&self, it: &Stands) -> bool {
        let elsewhere = |node: &usize| self.at(*node) != self.at(OUTSIDE);
        it.both.iter().any(|(then, now)| self.at(*then) != self.at(*now)) || it.one.iter().any(elsewhere)
    }

    /// Nodes that share people of whom a difference may speak, apart from the outside, which all share.
    fn connected(&self) -> Vec<BTreeSet<usize>> {
        let mut parts: Vec<BTreeSet<usize>> = Vec::new();
        for person in self.people.iter().filter(|person| self.differs(person)) {
            let mut own = self.nodes(person);
            let (shared, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| !part.is_disjoint(&own));
            shared.into_iter().for_each(|part| own.extend(part));
            parts = others;
            parts.push(own);
        }
        parts
    }

    /// The nodes of those few of whom some difference over these nodes speaks.
    fn too_few(&self, nodes: &BTreeSet<usize>) -> BTreeSet<usize> {
        if nodes.len() > COMBINED_MAX {
            return nodes.clone();
        }
        let place: BTreeMap<usize, u32> = nodes.iter().copied().zip(0..).collect();
        let bit = |node: usize| place.get(&self.at(node)).map_or(0, |at| 1u32 << at);
        let bits = |of: &BTreeSet<usize>| of.iter().fold(0, |all, node| all | bit(*node));
        let own = |person: &&Stands| self.differs(person) && !self.nodes(person).is_disjoint(nodes);
        let people: Vec<&Stands> = self.people.iter().filter(own).collect();
        let compact: Vec<(Vec<(u32, u32)>, u32)> = people
            .iter()
            .map(|it| (it.both.iter().map(|(then, now)| (bit(*then), bit(*now))).collect(), bits(&it.one)))
            .collect();
        let mut found = BTreeSet::new();
        for some in 1..1u32 << nodes.len() {
            let speaks_of = |(both, one): &(Vec<(u32, u32)>, u32)| {
                let parted = both.iter().any(|(then, now)| (then & some != 0) != (now & some != 0));
                let stays = both.iter().any(|(then, now)| then & some != 0 && now & some != 0);
                parted || (one & some != 0 && !stays)
            };
            let spoken: Vec<usize> = (0..people.len()).filter(|at| speaks_of(&compact[*at])).collect();
            if (1..self.min).contains(&spoken.len()) {
                let own: BTreeSet<usize> = spoken.into_iter().flat_map(|at| self.nodes(people[at])).collect();
                // Where none of them is told of now, they are by what is taken with them.
                let told = own.iter().any(|node| self.of_now(*node).next().is_some());
                let taken = nodes.iter().filter(|node| !told && some & bit(**node) != 0);
                found.extend(own.iter().chain(taken));
            }
        }
        found
    }

    /// The groups of now that are part of a node; the outside is no group's.
    fn of_now(&self, node: usize) -> impl Iterator<Item = usize> {
        let nodes = (1 + self.earlier..self.joined.len()).filter(move |at| self.joined[*at] == node);
        nodes.map(|at| at - 1 - self.earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    /// Units by their number, with their people from one to before another.
    type Units<'a> = &'a [(u32, &'a [(u32, u32)])];

    fn told(of: Units<'_>) -> Told {
        let stays = |(unit, people): &(u32, &[(u32, u32)])| {
            people.iter().flat_map(|(from, to)| *from..*to).map(|person| (person, *unit)).collect()
        };
        Told { until: 0, groups: of.iter().map(stays).collect() }
    }

    /// Whoever was not told of has come since.
    fn hidden(then: Units<'_>, now: Units<'_>) -> Vec<usize> {
        hidden_behind(then, now, &[])
    }

    /// The same, where these left the numbers and came back since.
    fn hidden_behind(then: Units<'_>, now: Units<'_>, back: &[u32]) -> Vec<usize> {
        let (then, now) = (told(then), told(now));
        let before = |stay: &Stay| then.groups.iter().any(|group| group.contains(stay)) && !back.contains(&stay.0);
        let here = now.groups.iter().flatten().map(|stay| (*stay, if before(stay) { -1 } else { 1 })).collect();
        tell_too_much(&then, &now, &here, GroupMin::LEAST).into_iter().collect()
    }

    #[test]
    fn who_left_and_came_back_counts_as_who_came() {
        let unit: Units<'_> = &[(1, &[(0, 12)])];
        assert_eq!(hidden_behind(unit, unit, &[3]), [0]);
        assert_eq!(hidden_behind(unit, unit, &[3, 4, 5, 6]), [0]);
        assert_eq!(hidden_behind(unit, unit, &[3, 4, 5, 6, 7]), NONE);
        // Four came back and one came: taken for the same, the one is the difference.
        assert_eq!(hidden_behind(unit, &[(1, &[(0, 13)])], &[3, 4, 5, 6]), [0]);
    }

    #[test]
    fn four_newcomers_wait_until_a_fifth_is_there_and_who_leaves_counts_as_who_comes() {
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(0, 8)])]), NONE);
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(0, 12)])]), [0]);
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(0, 13)])]), NONE);
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(1, 8)])]), [0]);
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(2, 10)])]), [0]);
        assert_eq!((hidden(&[], &[(1, &[(0, 8)])]), hidden(&[], &[(1, &[(0, 4)])])), (vec![], vec![0]));
    }

    #[test]
    fn a_unit_that_is_renamed_is_the_same_people() {
        // In the window in which it is, they stand in both.
        let renamed: Units<'_> = &[(1, &[(0, 8)]), (2, &[(0, 8)])];
        assert_eq!(hidden(&[(1, &[(0, 8)])], renamed), NONE);
        assert_eq!(hidden(&[(1, &[(0, 8)])], &[(1, &[(0, 8)]), (2, &[(0, 9)])]), [1]);
        assert_eq!(hidden(renamed, &[(2, &[(0, 8)])]), NONE);
    }

    #[test]
    fn two_units_and_the_one_they_became_are_compared() {
        let two: Units<'_> = &[(1, &[(0, 8)]), (2, &[(10, 18)])];
        assert_eq!(hidden(two, &[(1, &[(0, 8)]), (2, &[(10, 18)]), (3, &[(0, 8), (10, 18)])]), NONE);
        assert_eq!(hidden(two, &[(1, &[(0, 8)]), (2, &[(10, 18)]), (3, &[(0, 8), (10, 19)])]), [2]);
        // Five go over, so that each may be told of; of both together the one who came beside them is the difference.
        assert_eq!(hidden(two, &[(1, &[(0, 8)]), (2, &[(3, 8), (10, 19)])]), [1]);
        assert_eq!(hidden(two, &[(1, &[(0, 8)]), (2, &[(3, 8), (10, 18)])]), NONE);
    }

    #[test]
    fn one_who_moves_silences_both_ends_and_nobody_else() {
        let then: Units<'_> = &[(1, &[(0, 8)]), (2, &[(10, 18)]), (3, &[(20, 28)])];
        let both: Units<'_> = &[(1, &[(0, 8)]), (2, &[(7, 8), (10, 18)]), (3, &[(20, 28)])];
        assert_eq!(hidden(then, both), [0, 1]);
        assert_eq!(hidden(both, both), NONE);
    }
}
