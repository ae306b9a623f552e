//! Of walls: how ties lie between units, over the whole house, unit by unit and pair by pair.
//!
//! Somebody who changed units within the window is one node in each: what she gave counts for the unit she was in then.

use super::{
    Read,
    behind::Behind,
    figure, key,
    levels::Levels,
    veil::{Shown, Veil, among_others},
};
use domain::{
    id::{PersonId, UnitId},
    limits::WINDOW_WEEKS,
    observatory::{Above, Cell, Figure, LevelTable, UnitFigures},
};
use insight::{
    agreement,
    arcs::{Arcs, Edges, Tie},
    assortativity, community, ei,
    matrix::Matrix,
    measured::{Lacking, Measured, Name, Said},
    moat, modularity,
    privacy::{GroupMin, sum_hides, table::Table},
    reciprocity::{self, Reciprocity},
    silo,
    tally::{Tallies, Tally},
    tie::{HalfLife, Rolled, over},
    units::Units,
};
use std::collections::BTreeSet;

/// Communities that emerge beside the units.
const AGREEMENT: Name = Name::first("agreement");
/// The share of shuffles of the units that are as closed.
const BY_CHANCE: Name = Name::first("e_i_by_chance");
/// What is random is drawn with this: the same window gives the same bits.
const SEED: u64 = 1;

/// What is said of walls.
pub struct Walls {
    pub figures: Vec<Figure>,
    pub units: Vec<UnitFigures>,
    pub above: Vec<Above>,
    pub matrix: Vec<Cell>,
    pub matrix_lacking: Option<String>,
    pub levels: Vec<LevelTable>,
    /// Of whom each number speaks, for what follows.
    pub groups: Vec<(UnitId, Vec<PersonId>)>,
    /// Whether numbers over the whole house are said.
    pub whole_shown: bool,
    /// Everybody counted who is in a unit, with the unit's place.
    pub people: Vec<(PersonId, u32)>,
}

/// The network of one window.
pub struct Network {
    order: Vec<UnitId>,
    pub nodes: Vec<(PersonId, UnitId)>,
    /// For each node whose it is, by number.
    pub person: Vec<u32>,
    pub units: Units,
    pub arcs: Arcs,
    edges: Edges,
    members: Vec<BTreeSet<PersonId>>,
}

impl Network {
    /// `None` where the ties are no network: weights of ours always are.
    fn of(read: &Read) -> Option<Network> {
        let mut nodes: BTreeSet<(PersonId, UnitId)> = read.stays.iter().map(|(person, unit, _)| (*person, *unit)).collect();
        nodes.extend(read.ties.iter().flat_map(|tie| [tie.from, tie.to]));
        let order: Vec<UnitId> =
            nodes.iter().map(|(_, unit)| *unit).filter(|unit| unit.0 != 0).collect::<BTreeSet<_>>().into_iter().collect();
        let nodes: Vec<(PersonId, UnitId)> = nodes.into_iter().collect();
        let place = |unit: &UnitId| order.binary_search(unit).ok().and_then(|at| u32::try_from(at).ok());
        let of: Vec<Option<u32>> = nodes.iter().map(|(_, unit)| place(unit)).collect();
        let number = |node: &(PersonId, UnitId)| nodes.binary_search(node).ok().and_then(|at| u32::try_from(at).ok());
        let mut rolled: Vec<Rolled> = Vec::with_capacity(read.ties.len());
        for tie in &read.ties {
            let (messages, weight) = (u32::try_from(tie.messages).unwrap_or(u32::MAX), tie.weight as f64 / crate::tie::PARTS);
            rolled.push(Rolled { from: number(&tie.from)?, to: number(&tie.to)?, week: tie.week, messages, weight });
        }
        rolled.sort_by_key(|part| (part.from, part.to, part.week));
        let last = read.window.until.div_euclid(insight::tie::WEEK) - 1;
        let ties: Vec<Tie> = over(&rolled, last, WINDOW_WEEKS, HalfLife::USUAL).into_iter().map(Tie::from).collect();
        let arcs = Arcs::new(nodes.len(), &ties).ok()?;
        let mut members = vec![BTreeSet::new(); order.len()];
        for ((person, _), unit) in nodes.iter().zip(&of) {
            if let Some(unit) = unit {
                members[*unit as usize].insert(*person);
            }
        }
        let people: Vec<PersonId> = nodes.iter().map(|(person, _)| *person).collect::<BTreeSet<_>>().into_iter().collect();
        let whose = |(person, _): &(PersonId, UnitId)| people.binary_search(person).ok().and_then(|at| u32::try_from(at).ok());
        let person = nodes.iter().map(whose).collect::<Option<Vec<u32>>>()?;
        Some(Network { units: Units::new(order.len(), &of), edges: arcs.contact(), arcs, order, nodes, person, members })
    }

    fn everybody(&self) -> BTreeSet<PersonId> {
        self.members.iter().flatten().copied().collect()
    }
}

impl Walls {
    pub fn of(veil: &Veil, read: &Read) -> Walls {
        let min = GroupMin::raised_to(read.group_min);
        let Some(network) = Network::of(read) else { return Walls::nothing() };
        let units: Vec<(UnitId, &BTreeSet<PersonId>)> = network.order.iter().copied().zip(&network.members).collect();
        let shown = Shown::of(veil, read, &units, min);
        let behind = Behind::of(&network);
        let told: Vec<bool> = shown.hidden.iter().enumerate().map(|(at, hidden)| !hidden && behind.unit(at)).collect();
        let directed = Tallies::of(network.arcs.rows(), &network.units);
        let table = Tabled::of(veil, &network, &shown, &behind, &directed.ties, told);
        let figures = whole(read, &network, &directed, table.whole);
        let each = each_unit(read, &network, &directed, &shown.hidden, &table.told);
        let (matrix, matrix_lacking) = match table.cells {
            Ok(cells) => (cells, None),
            Err(lacking) => (Vec::new(), Some(key(lacking))),
        };
        let told_of = units.iter().zip(&shown.hidden).filter_map(|((unit, people), hidden)| match (hidden, shown.whole) {
            (false, _) => Some((*unit, people.iter().copied().collect())),
            (true, true) => Some((among_others(*unit), people.iter().copied().collect())),
            (true, false) => None,
        });
        let groups = told_of.collect();
        let people = network.nodes.iter().enumerate();
        let people = people.filter_map(|(at, (person, _))| network.units.of(at).map(|unit| (*person, unit))).collect();
        let above = above(read, &network);
        let levels = match network.order.len() > veil.table_units {
            true => Levels::of(veil, &network, &each, &above, &table.told).tables(),
            false => Vec::new(),
        };
        Walls { figures, units: each, above, matrix, matrix_lacking, levels, groups, whole_shown: shown.whole, people }
    }

    fn nothing() -> Walls {
        let lacking = Some(key(Lacking::TooLarge));
        Walls {
            figures: Vec::new(),
            units: Vec::new(),
            above: Vec::new(),
            matrix: Vec::new(),
            matrix_lacking: lacking,
            levels: Vec::new(),
            groups: Vec::new(),
            whole_shown: false,
            people: Vec::new(),
        }
    }
}

/// The house's figures; where they are not shown they are not computed either.
fn whole(read: &Read, network: &Network, directed: &Tallies, shown: bool) -> Vec<Figure> {
    let n = network.everybody().len();
    let said: [(Name, Said); 10] = if shown { said(network, directed) } else { FIGURES.map(|name| (name, Err(Lacking::TooFew))) };
    let published = |(name, said): (Name, Said)| {
        let measured = Measured::new(name, read.window, n, said);
        figure(name.name, &if shown { measured } else { measured.hidden() })
    };
    said.into_iter().map(published).collect()
}

/// What is said of the whole house, in this order.
const FIGURES: [Name; 10] = [
    ei::MEASURE,
    ei::EXPECTED,
    ei::WEIGHTED,
    ei::UNDIRECTED,
    BY_CHANCE,
    silo::WHOLE,
    modularity::MEASURE,
    assortativity::MEASURE,
    reciprocity::MEASURE,
    AGREEMENT,
];

fn said(network: &Network, directed: &Tallies) -> [(Name, Said); 10] {
    let units = &network.units;
    let undirected = Tallies::of(network.edges.rows(), units);
    let permuted = ei::permuted(&network.edges, units, ei::runs(units.people()), SEED);
    let mut said = [
        ei::index(&directed.ties),
        ei::expected(units),
        ei::index(&directed.weight),
        ei::index(&undirected.ties),
        permuted.map(|test| test.p_low),
        silo::segregation(&undirected.ties, units),
        modularity::index(&undirected.ties),
        assortativity::index(&undirected.ties),
        Reciprocity::of(&network.arcs).by_tie(),
        agrees(network),
    ]
    .into_iter();
    FIGURES.map(|name| (name, said.next().unwrap_or(Err(Lacking::NoRecords))))
}

fn agrees(network: &Network) -> Said {
    let found = community::leiden(&network.edges, SEED)?;
    let emergent: Vec<Option<u32>> = found.of.iter().copied().map(Some).collect();
    let formal: Vec<Option<u32>> = (0..network.units.people()).map(|node| network.units.of(node)).collect();
    agreement::adjusted(&emergent, &formal)
}

/// `told` are units of which it may be said how much of their ties stays inside.
fn each_unit(read: &Read, network: &Network, directed: &Tallies, hidden: &[bool], told: &[bool]) -> Vec<UnitFigures> {
    let gates = moat::gates(&network.edges, &network.units);
    let of = |(at, unit): (usize, &UnitId)| {
        let people = network.members[at].len();
        let published = |name: Name, said: Said| {
            let measured = Measured::new(name, read.window, people, said);
            figure(name.name, &if told[at] { measured } else { measured.hidden() })
        };
        UnitFigures {
            unit: unit.to_string(),
            name: read.tree.name(*unit).unwrap_or_default().to_owned(),
            parent: read.tree.upward(*unit).nth(1).map(|above| above.to_string()),
            hidden: hidden[at],
            people: u32::try_from(people).ok().filter(|_| !hidden[at]),
            // Where nothing crosses nobody is a gate: to say that there is nothing would tell it of each.
            one_gate: Some(gates[at].is_ok_and(|gate| gate.top > 0.5)).filter(|_| !hidden[at]),
            figures: vec![
                published(silo::MEASURE, silo::score(&directed.ties, &network.units, at)),
                published(ei::MEASURE, ei::of_unit(&directed.ties, at)),
            ],
        }
    };
    network.order.iter().enumerate().map(of).collect()
}

/// The units that have measured ones below them.
fn above(read: &Read, network: &Network) -> Vec<Above> {
    let above: BTreeSet<UnitId> = network.order.iter().flat_map(|unit| read.tree.upward(*unit).skip(1)).collect();
    let place = |unit: &UnitId| Above {
        unit: unit.to_string(),
        name: read.tree.name(*unit).unwrap_or_default().to_owned(),
        parent: read.tree.upward(*unit).nth(1).map(|above| above.to_string()),
    };
    above.iter().map(place).collect()
}

/// The table of units, and what may be said beside it: with the numbers of units and of the house it would tell more.
struct Tabled {
    cells: Said<Vec<Cell>>,
    /// Units of which it may be said how much of their ties stays inside.
    told: Vec<bool>,
    /// Whether that may be said of the house.
    whole: bool,
}

impl Tabled {
    fn of(veil: &Veil, network: &Network, shown: &Shown, behind: &Behind, ties: &Tally, told: Vec<bool>) -> Tabled {
        let whole = shown.whole && behind.whole;
        let lacking = |lacking: Lacking, told: Vec<bool>, whole| Tabled { cells: Err(lacking), told, whole };
        let count = network.order.len();
        if count == 0 {
            return lacking(Lacking::TooFew, told, whole);
        }
        if count > veil.table_units {
            let whole = whole && rest_hides(ties, &network.units, &told);
            return lacking(Lacking::TooManyUnits, told, whole);
        }
        let matrix = match Matrix::of(&network.arcs, &network.units) {
            Ok(matrix) => matrix,
            Err(reason) => return lacking(reason, told, whole),
        };
        let said = |from: usize, to: usize| !shown.hidden[from] && !shown.hidden[to] && behind.cell(from, to);
        let cells = || (0..count * count).map(|at| (at / count, at % count));
        let size = |unit: usize| network.units.sizes()[unit];
        let pairs = |(from, to): (usize, usize)| size(from).saturating_mul(size(to) - u32::from(from == to));
        let mut table = Table {
            counts: cells().map(|(from, to)| matrix.ties(from, to) as u32).collect(),
            most: cells().map(pairs).collect(),
            hidden: cells().map(|(from, to)| !said(from, to)).collect(),
            told,
            absent: shown.hidden.clone(),
            whole,
            ..Table::blank(count)
        };
        if !(veil.cells)(&mut table) {
            return lacking(Lacking::TooFew, vec![false; count], false);
        }
        let cell = |(from, to)| Cell { from, to, density: matrix.density(from, to).ok(), lift: matrix.lift(from, to).ok() };
        let cells: Vec<Cell> = cells().zip(&table.hidden).filter(|(_, hidden)| !**hidden).map(|(at, _)| cell(at)).collect();
        Tabled { cells: if cells.is_empty() { Err(Lacking::TooFew) } else { Ok(cells) }, told: table.told, whole }
    }
}

/// Whether it may be said of the house how much of its ties stays inside, beside `told` units: what is left of either sum must
/// tell of no other unit.
fn rest_hides(ties: &Tally, units: &Units, told: &[bool]) -> bool {
    let (mut inside, mut across) = (Vec::new(), Vec::new());
    for unit in (0..told.len()).filter(|unit| !told[*unit]) {
        let people = u64::from(units.sizes()[unit]);
        let (own, all) = (ties.within[unit] as u64, ties.out[unit] as u64);
        inside.push((own, people * people.saturating_sub(1)));
        across.push((all - own, people * (units.placed() as u64 - people)));
    }
    sum_hides(&inside) && sum_hides(&across)
}
