//! Who turns to whom, level by level of the unit tree, where a house has too many units for one table of each with each.
//!
//! A table holds what is drawn at its level. Beside that stand, and nothing of theirs is ever told: what is too small to be drawn,
//! all that is elsewhere in the house, and the units of which nothing is said, in two heaps that hide behind each other. It counts
//! what crosses the walls of units alone, so that no unit's own numbers tell a cell.
//!
//! **Why several tables tell no more than each.** What could be otherwise in one table leaves every total as it is that another
//! could tell. A group's cell with itself is the sum of the table below it: where it is told the table below holds it
//! fixed, and where that table could not hold it is not told. A group of which nothing is told at one level has no table below it.

use super::{veil::Veil, walls::Network};
use domain::observatory::{Above, Group, LevelCell, LevelTable, UnitFigures, side_by_side};
use insight::{
    arcs::Arcs,
    privacy::{Sides, table::Table},
};
use std::collections::{BTreeMap, BTreeSet};

/// What crosses the walls between units.
pub struct Levels<'a> {
    veil: &'a Veil,
    network: &'a Network,
    /// Who turned to each.
    turned: Arcs,
    units: &'a [UnitFigures],
    above: &'a [Above],
    /// Units of which a number of their own tells how much they give others.
    told: &'a [bool],
    /// From a unit to another, in that order: ties and their weight.
    crossing: Vec<((usize, usize), (u32, f64))>,
    /// Ties that each unit gives others.
    given: Vec<u32>,
    /// Weight that each unit gives others, and takes.
    volumes: Vec<[f64; 2]>,
    nodes: Vec<Vec<usize>>,
    /// The units of which nothing is said, in two heaps of about as many ties.
    heaps: [Vec<usize>; 2],
}

/// One level while it is looked at what of it may be said.
struct Level<'a> {
    groups: Vec<Group<'a>>,
    /// For each unit in which row it stands: the groups that are drawn, the others, elsewhere, two heaps.
    row: Vec<usize>,
    drawn: usize,
    /// Cells behind which enough people stand.
    behind: BTreeSet<(usize, usize)>,
    counts: Vec<u32>,
    weight: Vec<f64>,
    most: Vec<u32>,
}

/// Rows beside what is drawn: too small to be drawn, elsewhere, and two heaps.
const BESIDE: usize = 4;

impl<'a> Levels<'a> {
    pub fn of(
        veil: &'a Veil,
        network: &'a Network,
        units: &'a [UnitFigures],
        above: &'a [Above],
        told: &'a [bool],
    ) -> Levels<'a> {
        let mut crossing: BTreeMap<(usize, usize), (u32, f64)> = BTreeMap::new();
        let (mut nodes, mut volumes) = (vec![Vec::new(); units.len()], vec![[0.0; 2]; units.len()]);
        for node in 0..network.nodes.len() {
            let Some(from) = network.units.of(node).map(|unit| unit as usize) else { continue };
            nodes[from].push(node);
            for (other, weight) in network.arcs.rows().ties(node) {
                let Some(to) = network.units.of(other).map(|unit| unit as usize).filter(|to| *to != from) else { continue };
                let cell = crossing.entry((from, to)).or_default();
                *cell = (cell.0 + 1, cell.1 + weight);
                volumes[from][0] += weight;
                volumes[to][1] += weight;
            }
        }
        let (mut given, mut ties) = (vec![0; units.len()], vec![0; units.len()]);
        for ((from, to), (count, _)) in &crossing {
            given[*from] += count;
            [from, to].into_iter().for_each(|unit| ties[*unit] += count);
        }
        let mut hidden: Vec<usize> = (0..units.len()).filter(|at| units[*at].hidden).collect();
        hidden.sort_by_key(|at| (ties[*at], *at));
        let (one, other): (Vec<_>, Vec<_>) = hidden.into_iter().enumerate().partition(|(at, _)| at % 2 == 0);
        let heaps = [one, other].map(|heap| heap.into_iter().map(|(_, unit)| unit).collect());
        let turned = network.arcs.turned();
        Levels {
            veil,
            network,
            turned,
            units,
            above,
            told,
            crossing: crossing.into_iter().collect(),
            given,
            volumes,
            nodes,
            heaps,
        }
    }

    /// The tables of all levels; none where it takes all of them.
    pub fn tables(&self) -> Vec<LevelTable> {
        self.below(None).unwrap_or_default().into_iter().filter(|table| !table.cells.is_empty()).collect()
    }

    /// The tables below a unit; `None` where what is hidden of them could be worked out, whatever is hidden with it.
    fn below(&self, within: Option<&str>) -> Option<Vec<LevelTable>> {
        let level = self.level(within);
        let mut below: BTreeMap<usize, Option<Vec<LevelTable>>> = BTreeMap::new();
        loop {
            let closed = |at: usize| matches!(below.get(&at), Some(None));
            let table = self.hide(&level, within.is_none(), closed)?;
            let told = |from: usize, to: usize| !table.hidden[from * table.told.len() + to];
            let groups: Vec<usize> = (0..level.drawn).filter(|at| told(*at, *at)).collect();
            for at in &groups {
                below.entry(*at).or_insert_with(|| self.below(Some(level.groups[*at].unit)));
            }
            if groups.iter().all(|at| below[at].is_some()) {
                let below = groups.iter().filter_map(|at| below.remove(at).flatten()).flatten();
                return Some(std::iter::once(self.said(&level, within, told)).chain(below).collect());
            }
        }
    }

    fn level(&self, within: Option<&str>) -> Level<'a> {
        let groups = side_by_side(self.units, self.above, within, self.veil.drawn);
        let drawn = groups.len().min(self.veil.drawn);
        let mut row = vec![drawn + 1; self.units.len()];
        groups.iter().enumerate().for_each(|(at, group)| group.units.iter().for_each(|unit| row[*unit] = at.min(drawn)));
        for (heap, units) in self.heaps.iter().enumerate() {
            units.iter().for_each(|unit| row[*unit] = drawn + 2 + heap);
        }
        let size = drawn + BESIDE;
        let (mut counts, mut weight) = (vec![0; size * size], vec![0.0; size * size]);
        for ((from, to), (ties, sum)) in &self.crossing {
            let cell = row[*from] * size + row[*to];
            counts[cell] += ties;
            weight[cell] += sum;
        }
        let mut level = Level { groups, behind: BTreeSet::new(), most: self.pairs(&row, size), row, drawn, counts, weight };
        if within.is_some() {
            // The sum of what lies below stands in the table above: it stays as it is where nothing moves that lies elsewhere.
            let elsewhere = |row: usize| row > drawn;
            for cell in (0..size * size).filter(|cell| elsewhere(cell / size) && elsewhere(cell % size)) {
                (level.counts[cell], level.most[cell]) = (0, 0);
            }
        }
        level.behind = self.behind(&level);
        level
    }

    /// Pairs of people of different units, cell by cell.
    fn pairs(&self, row: &[usize], size: usize) -> Vec<u32> {
        let mut people = vec![0_u64; size];
        let mut own = vec![0_u64; size];
        for (unit, row) in row.iter().enumerate() {
            let many = u64::from(self.network.units.sizes()[unit]);
            people[*row] += many;
            own[*row] += many * many;
        }
        let pairs = |from: usize, to: usize| people[from] * people[to] - if from == to { own[from] } else { 0 };
        let cells = (0..size * size).map(|cell| pairs(cell / size, cell % size));
        cells.map(|pairs| u32::try_from(pairs).unwrap_or(u32::MAX)).collect()
    }

    /// Behind which cells of what is drawn, and of what crosses its edge, enough people stand.
    fn behind(&self, level: &Level<'_>) -> BTreeSet<(usize, usize)> {
        let rows = self.network.arcs.rows();
        let mut behind = BTreeSet::new();
        // One row after the other, as all cells with all their people at once would not fit.
        for (from, group) in level.groups[..level.drawn].iter().enumerate() {
            let mut given: BTreeMap<usize, Sides> = BTreeMap::new();
            let mut taken: BTreeMap<usize, Sides> = BTreeMap::new();
            for (unit, node) in group.units.iter().flat_map(|unit| self.nodes[*unit].iter().map(move |node| (*unit, *node))) {
                let person = self.network.person[node];
                let crosses = |other: usize| {
                    let other = self.network.units.of(other).map(|other| other as usize);
                    other.filter(|other| *other != unit).map(|other| level.row[other])
                };
                for (other, weight) in rows.ties(node) {
                    if let Some(to) = crosses(other).filter(|to| *to < level.drawn + 2) {
                        given.entry(to).or_default().add(person, self.network.person[other], weight);
                    }
                }
                for (other, weight) in self.turned.rows().ties(node) {
                    if let Some(to) = crosses(other).filter(|to| (level.drawn..level.drawn + 2).contains(to)) {
                        taken.entry(to).or_default().add(self.network.person[other], person, weight);
                    }
                }
            }
            behind.extend(given.iter().filter(|(_, sides)| sides.shown()).map(|(to, _)| (from, *to)));
            behind.extend(taken.iter().filter(|(_, sides)| sides.shown()).map(|(other, _)| (*other, from)));
        }
        behind
    }

    /// What of a level stays hidden; of groups that are `closed` what crosses the walls inside them. Above the first level
    /// nothing stands.
    fn hide(&self, level: &Level<'_>, first: bool, closed: impl Fn(usize) -> bool) -> Option<Table> {
        let (drawn, size) = (level.drawn, level.drawn + BESIDE);
        let cells = || (0..size * size).map(|cell| (cell / size, cell % size));
        let given = self.given_untold(level);
        // The units of which no number tells how much they give give nothing: the total would tell it of each.
        let mute: Vec<bool> = given.iter().map(|given| *given == Some(0)).collect();
        let behind = |(from, to): (usize, usize)| level.behind.contains(&(from, to)) && !(from == to && closed(from));
        let group = |at: usize| level.groups.get(at).is_some_and(|group| group.units.len() > 1);
        let (elsewhere, heap) = (drawn + 1, |row: usize| row >= drawn + 2);
        let pool = |row: usize| Some(usize::from(heap(row) && !first)).filter(|_| row != elsewhere);
        let mut table = Table {
            counts: level.counts.clone(),
            most: level.most.clone(),
            hidden: cells().map(|(from, to)| from.max(to) >= drawn || mute[from] || !behind((from, to))).collect(),
            told: vec![false; size],
            absent: (0..size).map(|row| given[row].is_some() && (heap(row) || mute[row])).collect(),
            whole: false,
            // What could be worked out of a group counts as told, and only what is told is held fixed below it.
            plain: cells().map(|(from, to)| behind((from, to)) && !(from == to && group(from))).collect(),
            pools: (0..size).map(|row| pool(row).filter(|_| given[row].is_some())).chain((0..size).map(pool)).collect(),
            spare: given.iter().map(|given| given.is_some_and(|given| given > 0)).collect(),
        };
        (self.veil.levels)(&mut table).then_some(table)
    }

    /// For each row how many ties across their walls the units give of which no number tells it; none where it has no such unit.
    fn given_untold(&self, level: &Level<'_>) -> Vec<Option<u32>> {
        let mut given = vec![None; level.drawn + BESIDE];
        for (unit, row) in level.row.iter().enumerate().filter(|(unit, _)| !self.told[*unit]) {
            *given[*row].get_or_insert(0) += self.given[unit];
        }
        given
    }

    fn said(&self, level: &Level<'_>, within: Option<&str>, told: impl Fn(usize, usize) -> bool) -> LevelTable {
        let (drawn, size) = (level.drawn, level.drawn + BESIDE);
        let volume = |at: usize, side: usize| level.groups[at].units.iter().map(|unit| self.volumes[*unit][side]).sum::<f64>();
        let all: f64 = self.volumes.iter().map(|[gives, _]| gives).sum();
        let people = |at: usize| f64::from(level.groups[at].people);
        let lift = |from: usize, to: usize| {
            let cell = from * size + to;
            // Of a group with itself only pairs of different units could turn to each other.
            let could = f64::from(level.most[cell]) / (people(from) * people(to));
            let expected = volume(from, 0) * (volume(to, 1) / all) * could;
            Some(level.weight[cell] / expected).filter(|lift| lift.is_finite())
        };
        let cells = (0..drawn).flat_map(|from| (0..drawn).map(move |to| (from, to))).filter(|(from, to)| told(*from, *to));
        let cell = |(from, to)| LevelCell { from, to, ties: level.counts[from * size + to], lift: lift(from, to) };
        let nodes = level.groups[..drawn].iter().map(|group| group.unit.to_owned()).collect();
        LevelTable { within: within.map(str::to_owned), nodes, cells: cells.map(cell).collect() }
    }
}
