//! A table of counts from each unit to each: which more cells are hidden so that none that is hidden can be worked out.
//!
//! All totals count as known: of each row and column of which anything is said (a unit's index and its own cell give the
//! row's, lifts give others), of the diagonal and of the whole (the house's index). Whoever knows them can work out a cell
//! unless the table could as well be another one, with the same totals and told cells, in which that cell differs. So for each
//! hidden cell such another table is looked for: one up, one down, one up ..., a way around over hidden cells which comes back to where it began (Gusfield
//! 1988), which never takes one from a cell that has none, and along which the diagonal gains as much as it loses. Where none is found, the cheapest is
//! hidden.
//!
//! Where several tables tell of the same units, more totals are known than a table's own cells tell, and some only together with others:
//! that is said of each row and column ([`Table::pools`], [`Table::spare`]).

use std::collections::BTreeSet;

/// Counts from each unit to each, row by row, and what of them may be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// How many.
    pub counts: Vec<u32>,
    /// The most each could be.
    pub most: Vec<u32>,
    /// Which are hidden.
    pub hidden: Vec<bool>,
    /// Units of which a number of their own is said: it tells their cell on the diagonal.
    pub told: Vec<bool>,
    /// Units of which nothing is said: what they give and take in all is hidden as well.
    pub absent: Vec<bool>,
    /// Whether numbers of the whole house are said: they tell the diagonal's total.
    pub whole: bool,
    /// Which may be worked out though they are not told.
    pub plain: Vec<bool>,
    /// For each row, then each column, with which others it shares a sum that is known, where its own total is not as long as
    /// nothing of it is told; none where it is known whatever is told.
    pub pools: Vec<Option<usize>>,
    /// For each row whether its total could be less.
    pub spare: Vec<bool>,
}

/// Pools there are at most.
const POOLS: usize = 2;

/// What a way does to a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    More,
    Less,
}

/// How far the diagonal may be out of balance on the way.
const LEAN_MAX: i32 = 2;
const LEANS: usize = 2 * LEAN_MAX as usize + 1;
/// What it costs to say no number of a unit, that its own cell can be hidden: more than any cells.
const TOLD_COST: u64 = 1 << 56;
/// What each count of a cell costs that is to be hidden as well; a step costs 1, for a short way hardly crosses itself.
const COUNT_COST: u64 = 1 << 16;

/// A point of a way: a row, a column, or what the silent rows or columns of a pool share, and how far the diagonal leans.
type Point = (usize, i32);
/// A cell and how it turns; none between a silent row and what they share.
type Step = Option<(usize, Turn)>;

/// What a way leads around.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Around {
    Cell(usize),
    /// The total of a silent row or column, by its point.
    Total(usize),
}

/// A way around something: what it changes, and what hiding the rest of it costs.
struct Way {
    cost: u64,
    steps: Vec<(usize, Turn)>,
}

impl Table {
    /// Nothing between so many units, of which all may be said; no total is known but the sum of all.
    pub fn blank(units: usize) -> Table {
        let cells = units * units;
        Table {
            counts: vec![0; cells],
            most: vec![0; cells],
            hidden: vec![false; cells],
            told: vec![false; units],
            absent: vec![false; units],
            whole: false,
            plain: vec![false; cells],
            pools: vec![Some(0); 2 * units],
            spare: vec![true; units],
        }
    }

    /// Hides more cells, and where that is not enough says no number of some units, until nothing that is hidden can be worked
    /// out. Where many units would have to go for it, all cells go instead. `false` where it takes all of it and the numbers of
    /// the whole house too.
    ///
    /// # Panics
    /// Where these are not the cells of a square.
    pub fn hide_more(&mut self) -> bool {
        let (units, cells) = (self.told.len(), self.counts.len());
        let (lengths, of_units) = ([self.most.len(), self.hidden.len(), self.plain.len()], [self.absent.len(), self.spare.len()]);
        assert_eq!((cells, lengths, of_units, self.pools.len()), (units * units, [cells; 3], [units; 2], 2 * units));
        let told = |table: &Table| table.told.iter().filter(|told| **told).count();
        let with_cells = self.hidden_further();
        if let Some(table) = with_cells.as_ref().filter(|table| told(table) * 4 >= told(self) * 3) {
            *self = table.clone();
            return true;
        }
        self.hidden.fill(true);
        let without = self.hidden_further();
        let most =
            [with_cells, without].into_iter().flatten().reduce(|one, other| if told(&other) > told(&one) { other } else { one });
        if let Some(table) = most {
            *self = table;
            return true;
        }
        self.told.fill(false);
        self.hidden_further().is_some()
    }

    /// As [`Table::hide_more`], where only cells can be hidden: `false`, and nothing done, where that is not enough.
    pub fn hide_cells(&mut self) -> bool {
        self.hidden_further().is_some_and(|table| {
            *self = table;
            true
        })
    }

    fn hidden_further(&self) -> Option<Table> {
        let mut trying = self.clone();
        trying.hide_ways().then_some(trying)
    }

    fn units(&self) -> usize {
        self.told.len()
    }

    /// Rows, then columns, of which nothing at all is said, so that nobody knows their totals.
    fn silent(&self) -> Vec<bool> {
        let units = self.units();
        let row = |unit: usize| {
            !self.told[unit] && self.pools[unit].is_some() && (0..units).all(|other| self.hidden[unit * units + other])
        };
        // What a unit's own number tells is nothing of its column.
        let column =
            |unit: usize| self.pools[units + unit].is_some() && (0..units).all(|other| self.hidden[other * units + unit]);
        (0..units).map(row).chain((0..units).map(column)).collect()
    }

    /// A way around each hidden cell and around each total of a unit of which nothing is said.
    fn hide_ways(&mut self) -> bool {
        let silent = self.silent();
        let kept = |cell: usize| self.hidden[cell] && !self.plain[cell] && !self.own_and_told(cell);
        let secret = |cell: &usize| kept(*cell) && self.most[*cell] > 0;
        let cells = (0..self.hidden.len()).filter(secret).map(Around::Cell);
        let totals = (0..silent.len()).filter(|point| silent[*point] && self.absent[point % self.units()]).map(Around::Total);
        // What was given a way around keeps it when more is hidden.
        let mut open: BTreeSet<Around> = cells.chain(totals).collect();
        while let Some(around) = open.pop_first() {
            let ways = [self.cheapest(&silent, around, Turn::More), self.cheapest(&silent, around, Turn::Less)];
            let Some(way) = ways.into_iter().flatten().min_by_key(|way| way.cost) else { return false };
            for (other, _) in way.steps.into_iter().filter(|(cell, _)| Around::Cell(*cell) != around) {
                let told = self.own_and_told(other);
                if told {
                    let unit = other / self.units();
                    self.told[unit] = false;
                }
                if told || !self.hidden[other] {
                    self.hidden[other] = true;
                    if !self.plain[other] {
                        open.insert(Around::Cell(other));
                    }
                }
            }
        }
        true
    }

    /// Whether a cell could be one more, or one less.
    fn turns(&self, cell: usize, turn: Turn) -> bool {
        if turn == Turn::More { self.counts[cell] < self.most[cell] } else { self.counts[cell] > 0 }
    }

    fn own_and_told(&self, cell: usize) -> bool {
        cell / self.units() == cell % self.units() && self.told[cell / self.units()]
    }

    fn leans(&self, cell: usize, turn: Turn) -> i32 {
        match turn {
            _ if !self.whole || cell / self.units() != cell % self.units() => 0,
            Turn::More => 1,
            Turn::Less => -1,
        }
    }

    /// What it costs to hide a cell: nothing where it is hidden, of others the smallest costs least.
    fn price(&self, cell: usize) -> u64 {
        let told = if self.own_and_told(cell) { TOLD_COST } else { 0 };
        told + if self.hidden[cell] { 0 } else { COUNT_COST * (1 + u64::from(self.counts[cell])) }
    }

    /// Where a way around something begins and ends.
    fn ends(&self, around: Around, turn: Turn) -> Option<(Point, Point)> {
        let units = self.units();
        let (start, goal, lean) = match around {
            Around::Cell(cell) if !self.turns(cell, turn) || self.own_and_told(cell) => return None,
            Around::Cell(cell) => (units + cell % units, cell / units, self.leans(cell, turn)),
            Around::Total(point) => (self.shared(point)?, point, 0),
        };
        Some(if turn == Turn::More { ((start, lean), (goal, 0)) } else { ((goal, lean), (start, 0)) })
    }

    /// Where a row or column comes together with those it shares a sum with.
    fn shared(&self, point: usize) -> Option<usize> {
        let units = self.units();
        self.pools[point].map(|pool| 2 * units + 2 * pool + point / units)
    }

    /// The cheapest way around a cell that turns so, or a total.
    fn cheapest(&self, silent: &[bool], around: Around, turn: Turn) -> Option<Way> {
        let (start, goal) = self.ends(around, turn)?;
        let points = 2 * (self.units() + POOLS) * LEANS;
        let at = |point: Point| point.0 * LEANS + usize::try_from(point.1 + LEAN_MAX).unwrap_or(0);
        let mut cost = vec![u64::MAX; points];
        let mut by: Vec<Option<(Point, Step)>> = vec![None; points];
        let mut open = BTreeSet::from([(0, start)]);
        cost[at(start)] = 0;
        while let Some((so_far, point)) = open.pop_first() {
            if point == goal {
                break;
            }
            for (next, step) in self.onward(silent, point, around) {
                let price = so_far + 1 + step.map_or(0, |(over, _)| self.price(over));
                if price < cost[at(next)] {
                    open.remove(&(cost[at(next)], next));
                    (cost[at(next)], by[at(next)]) = (price, Some((point, step)));
                    open.insert((price, next));
                }
            }
        }
        let mut steps: Vec<(usize, Turn)> = match around {
            Around::Cell(cell) => vec![(cell, turn)],
            Around::Total(_) => Vec::new(),
        };
        let mut point = goal;
        while point != start {
            let (before, step) = by[at(point)]?;
            steps.extend(step);
            point = before;
        }
        Some(Way { cost: cost[at(goal)], steps }).filter(|way| self.leads_to_another(way))
    }

    /// Where a way can go on from a point, and over which cell.
    fn onward(&self, silent: &[bool], (point, lean): Point, around: Around) -> Vec<(Point, Step)> {
        let units = self.units();
        let over = |cell: usize, turn: Turn, to: usize| {
            let lean = lean + self.leans(cell, turn);
            let open = Around::Cell(cell) != around && lean.abs() <= LEAN_MAX && self.turns(cell, turn);
            open.then_some(((to, lean), Some((cell, turn))))
        };
        let shares = |point: &usize| silent[*point] && Around::Total(*point) != around;
        let shared = |point: usize, points: std::ops::Range<usize>| {
            points.filter(shares).filter(move |other| self.shared(*other) == Some(point)).map(|other| ((other, lean), None))
        };
        let mut all: Vec<(Point, Step)> = match point {
            row if row < units => (0..units).filter_map(|to| over(row * units + to, Turn::More, units + to)).collect(),
            column if column < 2 * units => {
                (0..units).filter_map(|from| over(from * units + column - units, Turn::Less, from)).collect()
            }
            rows if rows.is_multiple_of(2) => shared(rows, 0..units).collect(),
            columns => shared(columns, units..2 * units).collect(),
        };
        // A row that is left here has one less, of a column one was added to.
        if point < 2 * units && shares(&point) && (point >= units || self.spare[point]) {
            all.extend(self.shared(point).map(|to| ((to, lean), None)));
        }
        all
    }

    /// A way may cross itself; together its steps must still give a table.
    fn leads_to_another(&self, way: &Way) -> bool {
        way.steps.iter().all(|(cell, _)| {
            let turns = way.steps.iter().filter(|(other, _)| other == cell);
            let change: i64 = turns.map(|(_, turn)| if *turn == Turn::More { 1 } else { -1 }).sum();
            (0..=i64::from(self.most[*cell])).contains(&(i64::from(self.counts[*cell]) + change))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(units: usize, counts: &[u32], hidden: &[usize], told: &[usize]) -> Table {
        let hidden = (0..units * units).map(|cell| hidden.contains(&cell)).collect();
        let told = (0..units).map(|unit| told.contains(&unit)).collect();
        let most = vec![30; units * units];
        Table { counts: counts.to_vec(), most, hidden, told, whole: true, ..Table::blank(units) }
    }

    fn hidden(it: &Table) -> Vec<usize> {
        (0..it.hidden.len()).filter(|cell| it.hidden[*cell]).collect()
    }

    #[test]
    fn one_hidden_cell_gets_a_way_around_it_over_the_smallest() {
        let mut it = table(4, &[9, 1, 2, 9, 9, 9, 9, 9, 9, 3, 9, 4, 9, 9, 9, 9], &[1], &[0, 1, 2, 3]);
        assert!(it.hide_more());
        // 0-1 up, 0-3 down, 2-3 up, 2-1 down would do; over 0-2 it has to end on the diagonal, which is told.
        assert_eq!((hidden(&it), it.told), (vec![1, 3, 9, 11], vec![true; 4]));
    }

    #[test]
    fn what_is_nothing_is_not_told_by_nothing_that_is_left_for_it() {
        // Both hidden ones of the first row are 0, so that the row's rest is 0: another must be hidden that is not.
        let mut it = table(4, &[9, 0, 0, 5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], &[1, 2], &[0, 1, 2, 3]);
        assert!(it.hide_more());
        assert!(it.hidden[3], "{:?}", hidden(&it));
    }

    #[test]
    fn of_two_units_the_house_tells_all_but_their_own_numbers() {
        let mut it = table(2, &[9, 1, 9, 9], &[1], &[0, 1]);
        assert!(it.hide_more());
        assert_eq!((hidden(&it), it.told), (vec![0, 1, 2, 3], vec![false, false]));
    }

    #[test]
    fn where_hardly_anybody_turns_to_others_the_units_still_have_their_own_numbers() {
        // Nobody turns to the first and to the last: where their own cells stood in the table their columns would tell it.
        let counts = [20, 1, 1, 0, 0, 20, 1, 0, 0, 1, 20, 0, 0, 1, 1, 20];
        let mut it = table(4, &counts, &[1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14], &[0, 1, 2, 3]);
        assert!(it.hide_more());
        assert_eq!((it.hidden, it.told), (vec![true; 16], vec![true; 4]));
    }

    #[test]
    fn on_the_diagonal_one_goes_up_as_another_goes_down() {
        let diagonal = |told: &[usize], whole| {
            let mut it = Table { whole, ..table(3, &[9; 9], &[0], told) };
            assert!(it.hide_more());
            [0, 4, 8].into_iter().filter(|cell| it.hidden[*cell]).count()
        };
        assert_eq!(diagonal(&[], true), 2);
        // A unit's own number must then go; where nothing is said of the house another way is found.
        assert_eq!((diagonal(&[1, 2], true), diagonal(&[1, 2], false)), (2, 1));
    }

    #[test]
    fn a_unit_of_which_nothing_is_said_hides_what_it_gives_behind_another() {
        let absent = vec![true, true, false, false, false];
        let hidden = (0..25).map(|cell| cell / 5 < 2 || cell % 5 < 2).collect();
        let mut counts = vec![9; 25];
        counts[..5].fill(0);
        let told = vec![false, false, true, true, true];
        let mut it = Table { counts, hidden, told, absent, ..table(5, &[], &[], &[]) };
        assert!(it.hide_more());
        // The first gives nothing: the second could give less, and it more.
        assert_eq!(it.hidden.iter().filter(|hidden| **hidden).count(), 16);
    }
}
