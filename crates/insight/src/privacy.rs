//! What may be shown of groups of people without speaking of a person.
//!
//! Three ways in which a number tells of one person, and what closes each: the group is small ([`GroupMin`]); the hidden
//! part is the total less the shown parts ([`hide_parts`], [`hide_cells`]); the group changed by few since it was last shown
//! ([`may_follow`]).

use std::collections::BTreeSet;

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

/// What stands behind a number about two units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// People of both units.
    pub people: (u32, u32),
    /// Those of each who contribute to the number.
    pub contributors: (u32, u32),
    /// The largest share that one of them has in it.
    pub top: f64,
}

/// Fewer contributors on a side make the number theirs.
const CONTRIBUTORS_MIN: u32 = 3;
/// A larger share makes the number one person's.
const TOP_MAX: f64 = 0.7;

/// Whether a number about two units may be shown.
pub fn pair_shown(pair: &Pair, min: GroupMin) -> bool {
    let large = |people: u32| people >= min.people();
    let many = pair.contributors.0.min(pair.contributors.1) >= CONTRIBUTORS_MIN;
    large(pair.people.0) && large(pair.people.1) && many && pair.top <= TOP_MAX
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
/// away speaks of at least two parts and of enough people.
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
        if hidden().count() >= 2 && together >= u64::from(min.people()) {
            return Hidden { parts, whole: false };
        }
        match order.next() {
            Some(next) => parts[next] = true,
            None => return Hidden { parts, whole: true },
        }
    }
}

/// Hides more cells of a table whose row and column totals are shown, until no hidden one can be worked out. `hidden` and
/// `size` go row by row; of what could be hidden as well the smallest goes first. `false` where the table is too small to hide
/// anything in: then its totals must go.
///
/// With rows and columns as points and hidden cells as lines between them, a cell can be worked out exactly if its line is a
/// bridge: no other way leads from its row to its column (Gusfield 1988). So each gets a way around.
pub fn hide_cells(hidden: &mut [bool], size: &[u32], columns: usize) -> bool {
    assert_eq!((hidden.len(), hidden.len() % columns.max(1)), (size.len(), 0));
    while let Some(cell) = first_bridge(hidden, columns) {
        let Some(around) = cheapest_way(hidden, size, columns, cell) else {
            return false;
        };
        around.into_iter().for_each(|cell| hidden[cell] = true);
    }
    true
}

/// The first hidden cell that is a bridge, in one walk through all of them (Tarjan 1974): a point that leads back no
/// further than to itself hangs on the cell by which it was reached.
fn first_bridge(hidden: &[bool], columns: usize) -> Option<usize> {
    let rows = hidden.len() / columns.max(1);
    let points = rows + columns;
    let (mut found, mut back) = (vec![0_usize; points], vec![0_usize; points]);
    let (mut next, mut count, mut first) = (vec![0_usize; points], 0, None::<usize>);
    for start in 0..rows {
        let mut way: Vec<(usize, usize)> = Vec::new();
        if found[start] == 0 {
            count += 1;
            (found[start], back[start]) = (count, count);
            way.push((start, usize::MAX));
        }
        while let Some((point, by)) = way.last().copied() {
            let at = next[point];
            next[point] += 1;
            let (end, cell, other) = match point.checked_sub(rows) {
                None => (columns, point * columns + at, rows + at),
                Some(column) => (rows, at * columns + column, at),
            };
            if at >= end {
                way.pop();
                if let Some((before, _)) = way.last() {
                    back[*before] = back[*before].min(back[point]);
                    if back[point] > found[*before] {
                        first = Some(first.map_or(by, |first| first.min(by)));
                    }
                }
            } else if hidden[cell] && cell != by {
                if found[other] == 0 {
                    count += 1;
                    (found[other], back[other]) = (count, count);
                    way.push((other, cell));
                } else {
                    back[point] = back[point].min(found[other]);
                }
            }
        }
    }
    first
}

/// The cells of the cheapest way from a cell's row to its column without the cell itself: over hidden cells, which cost
/// nothing, and over shown ones.
fn cheapest_way(hidden: &[bool], size: &[u32], columns: usize, cell: usize) -> Option<Vec<usize>> {
    let rows = hidden.len() / columns;
    let (start, goal) = (cell / columns, rows + cell % columns);
    let mut cost = vec![u64::MAX; rows + columns];
    let mut by = vec![usize::MAX; rows + columns];
    let mut open = BTreeSet::from([(0, start)]);
    cost[start] = 0;
    while let Some((so_far, point)) = open.pop_first().filter(|(_, point)| *point != goal) {
        let count = if point < rows { columns } else { rows };
        let leaving = |at: usize| if point < rows { point * columns + at } else { at * columns + point - rows };
        for next in (0..count).map(leaving).filter(|next| *next != cell) {
            let other = if point < rows { rows + next % columns } else { next / columns };
            let price = so_far + if hidden[next] { 0 } else { 1 + u64::from(size[next]) };
            if price < cost[other] {
                open.remove(&(cost[other], other));
                (cost[other], by[other]) = (price, next);
                open.insert((price, other));
            }
        }
    }
    let (mut way, mut point) = (Vec::new(), goal);
    while point != start {
        let cell = Some(by[point]).filter(|cell| *cell != usize::MAX)?;
        way.push(cell);
        point = if point < rows { rows + cell % columns } else { cell / columns };
    }
    Some(way)
}

/// Whether a number about these people may follow those that were published about the same unit: from each earlier group
/// it differs by nobody or by enough. Joining and leaving both count; else a newcomer's ties are this week less last week.
pub fn may_follow(published: &[BTreeSet<u32>], now: &BTreeSet<u32>, min: GroupMin) -> bool {
    let changed = |then: &BTreeSet<u32>| then.symmetric_difference(now).count() as u64;
    published.iter().map(changed).all(|changed| changed == 0 || changed >= u64::from(min.people()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice;

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
    fn one_hidden_cell_gets_a_way_around_it_over_the_smallest() {
        let mut hidden = [true, false, false, false, false, false, false, false, false];
        assert!(hide_cells(&mut hidden, &[1, 9, 2, 9, 9, 9, 3, 9, 4], 3));
        assert_eq!(hidden, [true, false, true, false, false, false, true, false, true]);
        assert!(!hide_cells(&mut [true, false], &[1, 9], 2));
    }

    /// Whether a hidden cell's row leads to its column over other hidden ones: the plain way to say that it is no bridge.
    fn has_way_around(hidden: &[bool], columns: usize, cell: usize) -> bool {
        let rows = hidden.len() / columns;
        let (mut reached, mut grown) = (BTreeSet::from([cell / columns]), true);
        while std::mem::take(&mut grown) {
            for at in (0..hidden.len()).filter(|at| hidden[*at] && *at != cell) {
                let ends = [at / columns, rows + at % columns];
                if ends.iter().any(|end| reached.contains(end)) {
                    ends.into_iter().for_each(|end| grown |= reached.insert(end));
                }
            }
        }
        reached.contains(&(rows + cell % columns))
    }

    #[test]
    fn the_first_bridge_is_the_first_hidden_cell_without_a_way_around_it() {
        for seed in 0..400_u64 {
            let (rows, columns) = (1 + seed as usize % 5, 1 + seed as usize / 5 % 6);
            let drawn = |cell: usize| (seed * 1_000 + cell as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61 < 3;
            let hidden: Vec<bool> = (0..rows * columns).map(drawn).collect();
            let plain = (0..hidden.len()).find(|cell| hidden[*cell] && !has_way_around(&hidden, columns, *cell));
            assert_eq!(first_bridge(&hidden, columns), plain, "{hidden:?} in rows of {columns}");
        }
    }

    #[test]
    fn a_table_of_five_hundred_units_is_hidden_while_one_waits() {
        let columns = 500;
        let mut hidden: Vec<bool> = (0..columns * columns).map(|cell| cell % columns == (cell / columns) * 7 % columns).collect();
        assert!(hide_cells(&mut hidden, &vec![3; columns * columns], columns));
        assert!(first_bridge(&hidden, columns).is_none());
    }

    #[test]
    fn a_number_about_two_units_needs_many_on_both_sides_and_nobody_above_all() {
        let pair = Pair { people: (5, 9), contributors: (3, 3), top: 0.7 };
        assert!(pair_shown(&pair, GroupMin::LEAST));
        let few = [Pair { people: (4, 9), ..pair }, Pair { contributors: (3, 2), ..pair }, Pair { top: 0.71, ..pair }];
        assert!(few.iter().all(|pair| !pair_shown(pair, GroupMin::LEAST)));
    }

    #[test]
    fn four_newcomers_wait_until_a_fifth_is_there_also_for_those_who_remember_older_windows() {
        let group = |people: std::ops::Range<u32>| people.collect::<BTreeSet<_>>();
        let (first, second) = (group(0..8), group(0..13));
        assert!(may_follow(&[], &first, GroupMin::LEAST) && may_follow(slice::from_ref(&first), &first, GroupMin::LEAST));
        assert!(!may_follow(slice::from_ref(&first), &group(0..12), GroupMin::LEAST));
        assert!(!may_follow(slice::from_ref(&first), &group(2..10), GroupMin::LEAST));
        assert!(may_follow(slice::from_ref(&first), &second, GroupMin::LEAST));
        assert!(!may_follow(&[first, second], &group(0..7), GroupMin::LEAST));
    }
}
