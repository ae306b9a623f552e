//! What may be shown of groups of people without speaking of a person.
//!
//! Three ways in which a number tells of one person, and what closes each: the group is small ([`GroupMin`]), or one of them is
//! most of it ([`Sides`]); the hidden part is the total less the shown parts ([`hide_parts`], [`table`]); the group changed by few since it
//! was last shown ([`over_time`]).

pub mod over_time;
pub mod table;

use std::collections::BTreeMap;

/// The least number of people a number may speak of: five, or more where a house asks for more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GroupMin(u32);

impl GroupMin {
    /// Five.
    pub const LEAST: Self = Self(5);

    /// So many, never fewer than five.
    pub fn raised_to(people: u32) -> Self {
        Self(people.max(Self::LEAST.0))
    }

    /// How many.
    pub fn people(self) -> u32 {
        self.0
    }

    /// Whether a group of so many may be spoken of. A group of nobody may: there is nobody to protect.
    pub fn allows(self, people: u32) -> bool {
        people == 0 || people >= self.0
    }
}

/// Who stands behind a number about what some give others, and how much of it each gives and takes.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Sides {
    /// By number.
    pub gives: BTreeMap<u32, f64>,
    /// Likewise.
    pub takes: BTreeMap<u32, f64>,
}

/// Fewer people on a side make the number theirs.
const CONTRIBUTORS_MIN: usize = 3;
/// A larger share makes the number one person's.
const TOP_MAX: f64 = 0.7;

impl Sides {
    /// Adds what one gave another.
    pub fn add(&mut self, from: u32, to: u32, weight: f64) {
        *self.gives.entry(from).or_default() += weight;
        *self.takes.entry(to).or_default() += weight;
    }

    /// Adds all of another number.
    pub fn join(&mut self, other: &Sides) {
        other.gives.iter().for_each(|(person, weight)| *self.gives.entry(*person).or_default() += weight);
        other.takes.iter().for_each(|(person, weight)| *self.takes.entry(*person).or_default() += weight);
    }

    /// Whether the number may be shown: enough people on both sides, and nobody above all. What nobody stands behind may
    /// not either: it tells of each that she is not behind it.
    pub fn shown(&self) -> bool {
        let all: f64 = self.gives.values().sum();
        let many = self.gives.len().min(self.takes.len()) >= CONTRIBUTORS_MIN;
        many && self.gives.values().chain(self.takes.values()).all(|part| *part <= TOP_MAX * all)
    }
}

/// Whether a number over what each of these did may be said: enough of them did something, and nobody did most of it.
pub fn many_behind(did: &BTreeMap<u32, usize>, min: GroupMin) -> bool {
    let all: usize = did.values().sum();
    did.len() >= min.people() as usize && did.values().all(|part| *part as f64 <= TOP_MAX * all as f64)
}

/// Which groups may be spoken of where the whole is, by who belongs to each and how much of it is hers; one person may belong to
/// several. As [`hide_parts`], and of a group of which one person is most nothing is said either.
pub fn hide_groups(groups: &[BTreeMap<u32, usize>], min: GroupMin) -> Vec<bool> {
    // One that may not be told for another reason counts as small.
    let people: Vec<u32> =
        groups.iter().map(|group| if group.is_empty() || many_behind(group, min) { group.len() as u32 } else { 1 }).collect();
    let hidden = hide_parts(&people, min);
    let mut behind: BTreeMap<u32, usize> = BTreeMap::new();
    for (group, _) in groups.iter().zip(&hidden.parts).filter(|(_, hidden)| **hidden) {
        group.iter().for_each(|(person, part)| *behind.entry(*person).or_default() += part);
    }
    // Who belongs to several of the hidden is one person all the same, and what is left of the whole is a group, too.
    let told = behind.is_empty() || many_behind(&behind, min);
    if hidden.whole || !told { vec![true; groups.len()] } else { hidden.parts }
}

/// Which parts of a whole are hidden, where the whole is shown too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hidden {
    /// For each part.
    pub parts: Vec<bool>,
    /// Whether the whole must be hidden as well: there was no other part to hide behind.
    pub whole: bool,
}

/// Hides the parts with too few people, and as many more, smallest first, until what the whole less the shown parts gives
/// away speaks of at least two parts, of enough people, and of more people than parts: else each would be of one.
pub fn hide_parts(people: &[u32], min: GroupMin) -> Hidden {
    let mut parts: Vec<bool> = people.iter().map(|part| !min.allows(*part)).collect();
    if !parts.contains(&true) {
        return Hidden { parts, whole: false };
    }
    let mut order: Vec<usize> = (0..people.len()).filter(|part| !parts[*part] && people[*part] > 0).collect();
    order.sort_by_key(|part| (people[*part], *part));
    let mut order = order.into_iter();
    loop {
        let hidden = || (0..people.len()).filter(|part| parts[*part]);
        let together: u64 = hidden().map(|part| u64::from(people[part])).sum();
        let many = hidden().count() as u64;
        if many >= 2 && together >= u64::from(min.people()) && together > many {
            return Hidden { parts, whole: false };
        }
        match order.next() {
            Some(next) => parts[next] = true,
            None => return Hidden { parts, whole: true },
        }
    }
}

/// Whether of none of these parts, each with the most it could be, it can be worked out how large it is, where their sum is known.
pub fn sum_hides(parts: &[(u64, u64)]) -> bool {
    let (sum, most) = parts.iter().fold((0, 0), |(sum, most), part| (sum + part.0, most + part.1));
    let open = |(_, own): &(u64, u64)| sum.saturating_sub(most - own) < sum.min(*own);
    parts.iter().filter(|(_, own)| *own > 0).all(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_can_be_raised_and_never_lowered() {
        assert_eq!(GroupMin::raised_to(1), GroupMin::LEAST);
        assert_eq!(GroupMin::raised_to(10).people(), 10);
        assert!(!GroupMin::LEAST.allows(4) && GroupMin::LEAST.allows(5));
    }

    #[test]
    fn of_the_managers_three_departments_stay_hidden() {
        // Krackhardt's: 1, 5, 8, 3 and 4 people; 1, 3 and 4 are eight together, so that the whole tells nothing of them.
        let hidden = hide_parts(&[1, 5, 8, 3, 4], GroupMin::LEAST);
        assert_eq!(hidden, Hidden { parts: vec![true, false, false, true, true], whole: false });
    }

    #[test]
    fn a_single_small_part_takes_the_next_smallest_with_it_and_at_last_the_whole() {
        assert_eq!(hide_parts(&[3, 9, 6], GroupMin::LEAST).parts, [true, false, true]);
        assert_eq!(hide_parts(&[1, 2, 9, 7], GroupMin::LEAST).parts, [true, true, false, true]);
        assert_eq!(hide_parts(&[4], GroupMin::LEAST), Hidden { parts: vec![true], whole: true });
        assert_eq!(hide_parts(&[0, 4], GroupMin::LEAST), Hidden { parts: vec![false, true], whole: true });
        assert_eq!(hide_parts(&[5, 0], GroupMin::LEAST), Hidden { parts: vec![false, false], whole: false });
    }

    #[test]
    fn five_units_of_one_take_a_larger_one_with_them() {
        assert_eq!(hide_parts(&[1, 1, 1, 1, 1, 9, 7], GroupMin::LEAST).parts, [true, true, true, true, true, false, true]);
    }

    #[test]
    fn of_a_known_sum_no_part_is_told_where_each_could_be_otherwise() {
        assert!(sum_hides(&[]) && sum_hides(&[(3, 6), (0, 2)]) && sum_hides(&[(2, 2), (0, 0), (5, 6)]));
        assert!(!sum_hides(&[(3, 6)]) && !sum_hides(&[(3, 6), (0, 0)]), "it is the sum");
        assert!(!sum_hides(&[(0, 6), (0, 2)]), "all are nothing");
        assert!(!sum_hides(&[(2, 2), (6, 6)]), "all are as much as they could be");
    }

    #[test]
    fn of_what_one_person_did_most_nothing_is_said() {
        let did =
            |parts: &[usize]| parts.iter().enumerate().map(|(person, part)| (person as u32, *part)).collect::<BTreeMap<_, _>>();
        assert!(many_behind(&did(&[1; 5]), GroupMin::LEAST) && many_behind(&did(&[7, 1, 1, 1, 1]), GroupMin::LEAST));
        assert!(!many_behind(&did(&[1; 4]), GroupMin::LEAST));
        assert!(!many_behind(&did(&[10, 1, 1, 1, 1]), GroupMin::LEAST));
        assert!(!many_behind(&did(&[]), GroupMin::LEAST), "of nobody there is nothing to say");
    }

    #[test]
    fn a_group_hides_behind_another_and_who_is_in_both_counts_once() {
        let group = |people: std::ops::Range<u32>| people.map(|person| (person, 1)).collect::<BTreeMap<_, _>>();
        assert_eq!(hide_groups(&[group(0..9), group(20..30)], GroupMin::LEAST), [false, false]);
        assert_eq!(hide_groups(&[group(0..9), group(20..23)], GroupMin::LEAST), [true, true], "the rest of two is the other");
        assert_eq!(hide_groups(&[group(0..9), group(20..23), group(30..36)], GroupMin::LEAST), [false, true, true]);
        let same = [group(0..9), group(0..3), group(0..4)];
        assert_eq!(hide_groups(&same, GroupMin::LEAST), [true, true, true], "three and four are four people");
        let mut one = group(40..46);
        one.insert(40, 15);
        assert_eq!(hide_groups(&[group(0..9), group(10..19), one.clone()], GroupMin::LEAST), [true, false, true]);
        one.insert(40, 60);
        assert_eq!(
            hide_groups(&[group(0..9), group(10..19), one], GroupMin::LEAST),
            [true; 3],
            "with nine others it is still hers"
        );
        assert_eq!(hide_groups(&[group(0..9), BTreeMap::new()], GroupMin::LEAST), [false, false]);
    }

    #[test]
    fn a_number_about_two_units_needs_many_on_both_sides_and_nobody_above_all() {
        let sides = |ties: &[(u32, u32, f64)]| {
            let mut sides = Sides::default();
            ties.iter().for_each(|(from, to, weight)| sides.add(*from, *to, *weight));
            sides
        };
        assert!(sides(&[(0, 10, 7.0), (1, 11, 2.0), (2, 12, 1.0)]).shown());
        assert!(!sides(&[(0, 10, 7.1), (1, 11, 1.9), (2, 12, 1.0)]).shown(), "one gives most of it");
        assert!(!sides(&[(0, 10, 4.0), (1, 10, 4.0), (2, 12, 1.0), (2, 13, 1.0)]).shown(), "one takes most of it");
        assert!(!sides(&[(0, 10, 1.0), (1, 11, 1.0), (0, 12, 1.0)]).shown(), "two give");
        assert!(!Sides::default().shown());
    }
}
