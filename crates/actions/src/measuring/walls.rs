//! Of walls: how ties lie between units, over the whole house, unit by unit and pair by pair.
//!
//! Somebody who changed units within the window is one node in each: what she gave counts for the unit she was in then.

use super::{Read, figure, key, may_follow};
use domain::{
    id::{PersonId, UnitId},
    limits::{TABLE_CELLS_MAX, TABLE_UNITS_MAX, WINDOW_WEEKS},
    observatory::{Above, Cell, Figure, UnitFigures},
};
use insight::{
    agreement,
    arcs::{Arcs, Edges, Tie},
    assortativity, community, ei,
    matrix::Matrix,
    measured::{Lacking, Measured, Name, Said},
    moat, modularity,
    privacy::{GroupMin, Pair, hide_cells, hide_parts, pair_shown},
    reciprocity::{self, Reciprocity},
    silo,
    tally::Tallies,
    tie::{HalfLife, Rolled, over},
    units::Units,
};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Of whom each number speaks, for what follows.
    pub groups: Vec<(UnitId, Vec<PersonId>)>,
    /// Whether numbers over the whole house are said.
    pub whole_shown: bool,
    /// Everybody counted who is in a unit, with the unit's place.
    pub people: Vec<(PersonId, u32)>,
}

/// The network of one window.
struct Network {
    order: Vec<UnitId>,
    nodes: Vec<(PersonId, UnitId)>,
    units: Units,
    arcs: Arcs,
    edges: Edges,
    members: Vec<BTreeSet<PersonId>>,
}

impl Network {
    /// `None` where the ties are no network: weights of ours always are.
    fn of(read: &Read) -> Option<Network> {
        let mut nodes: BTreeSet<(PersonId, UnitId)> = read.stays.iter().copied().collect();
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
        Some(Network { units: Units::new(order.len(), &of), edges: arcs.contact(), arcs, order, nodes, members })
    }

    fn everybody(&self) -> BTreeSet<PersonId> {
        self.members.iter().flatten().copied().collect()
    }
}

impl Walls {
    pub fn of(read: &Read) -> Walls {
        let min = GroupMin::raised_to(read.group_min);
        let Some(network) = Network::of(read) else { return Walls::nothing() };
        let everybody = network.everybody();
        let hidden = hidden_units(read, &network, min);
        let enough = everybody.len() >= min.people() as usize;
        let follows = may_follow(&read.spoken, UnitId(0), &everybody, min);
        let whole_shown = !hidden.whole && enough && follows;
        let (directed, undirected) =
            (Tallies::of(network.arcs.rows(), &network.units), Tallies::of(network.edges.rows(), &network.units));
        let figures = whole(read, &network, &directed, &undirected, whole_shown);
        let units = each_unit(read, &network, &directed, &hidden.parts);
        let (matrix, matrix_lacking) = match table(&network, &hidden.parts, min) {
            Ok(cells) => (cells, None),
            Err(lacking) => (Vec::new(), Some(key(lacking))),
        };
        let mut groups: Vec<(UnitId, Vec<PersonId>)> = Vec::new();
        if whole_shown {
            groups.push((UnitId(0), everybody.into_iter().collect()));
        }
        let shown = network.order.iter().zip(&network.members).zip(&hidden.parts).filter(|(_, hidden)| !**hidden);
        groups.extend(shown.map(|((unit, members), _)| (*unit, members.iter().copied().collect())));
        let people = network.nodes.iter().enumerate();
        let people = people.filter_map(|(at, (person, _))| network.units.of(at).map(|unit| (*person, unit))).collect();
        let above = above(read, &network);
        Walls { figures, units, above, matrix, matrix_lacking, groups, whole_shown, people }
    }

    fn nothing() -> Walls {
        let lacking = Some(key(Lacking::TooLarge));
        Walls {
            figures: Vec::new(),
            units: Vec::new(),
            above: Vec::new(),
            matrix: Vec::new(),
            matrix_lacking: lacking,
            groups: Vec::new(),
            whole_shown: false,
            people: Vec::new(),
        }
    }
}

/// Units that are too small, and those that too few joined or left since they were last spoken of; with as many more as it
/// takes that nothing of them is the whole less the others.
fn hidden_units(read: &Read, network: &Network, min: GroupMin) -> insight::privacy::Hidden {
    let weight = |(unit, members): (&UnitId, &BTreeSet<PersonId>)| {
        let people = u32::try_from(members.len()).unwrap_or(u32::MAX);
        // One whose few newcomers must not be told counts as small as they are.
        if may_follow(&read.spoken, *unit, members, min) { people } else { people.min(1) }
    };
    let people: Vec<u32> = network.order.iter().zip(&network.members).map(weight).collect();
    hide_parts(&people, min)
}

fn whole(read: &Read, network: &Network, directed: &Tallies, undirected: &Tallies, shown: bool) -> Vec<Figure> {
    let (units, n) = (&network.units, network.everybody().len());
    let index = ei::index(&undirected.ties);
    let reciprocity = Reciprocity::of(&network.arcs);
    let permuted = ei::permuted(&network.edges, units, ei::runs(units.people()), SEED);
    let all: [(Name, Said); 10] = [
        (ei::MEASURE, ei::index(&directed.ties)),
        (ei::EXPECTED, ei::expected(units)),
        (ei::WEIGHTED, ei::index(&directed.weight)),
        (ei::UNDIRECTED, index),
        (BY_CHANCE, permuted.map(|test| test.p_low)),
        (silo::WHOLE, silo::segregation(&undirected.ties, units)),
        (modularity::MEASURE, modularity::index(&undirected.ties)),
        (assortativity::MEASURE, assortativity::index(&undirected.ties)),
        (reciprocity::MEASURE, reciprocity.by_tie()),
        (AGREEMENT, agrees(network)),
    ];
    let published = |(name, said): (Name, Said)| {
        let measured = Measured::new(name, read.window, n, said);
        figure(name.name, &if shown { measured } else { measured.hidden() })
    };
    all.into_iter().map(published).collect()
}

fn agrees(network: &Network) -> Said {
    let found = community::leiden(&network.edges, SEED)?;
    let emergent: Vec<Option<u32>> = found.of.iter().copied().map(Some).collect();
    let formal: Vec<Option<u32>> = (0..network.units.people()).map(|node| network.units.of(node)).collect();
    agreement::adjusted(&emergent, &formal)
}

fn each_unit(read: &Read, network: &Network, directed: &Tallies, hidden: &[bool]) -> Vec<UnitFigures> {
    let gates = moat::gates(&network.edges, &network.units);
    let of = |(at, unit): (usize, &UnitId)| {
        let people = network.members[at].len();
        let published = |name: Name, said: Said| {
            let measured = Measured::new(name, read.window, people, said);
            figure(name.name, &if hidden[at] { measured.hidden() } else { measured })
        };
        UnitFigures {
            unit: unit.to_string(),
            name: read.tree.name(*unit).unwrap_or_default().to_owned(),
            parent: read.tree.upward(*unit).nth(1).map(|above| above.to_string()),
            hidden: hidden[at],
            people: u32::try_from(people).ok().filter(|_| !hidden[at]),
            one_gate: gates[at].ok().map(|gate| gate.top > 0.5).filter(|_| !hidden[at]),
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

/// The cells that may be said; of very many those of the heaviest ties. Saying less gives nothing away: no cell that is hidden
/// can be worked out more easily because others are not said either.
fn table(network: &Network, hidden_units: &[bool], min: GroupMin) -> Said<Vec<Cell>> {
    let count = network.order.len();
    if count == 0 {
        return Err(Lacking::TooFew);
    }
    if count > TABLE_UNITS_MAX {
        return Err(Lacking::TooManyUnits);
    }
    let matrix = Matrix::of(&network.arcs, &network.units)?;
    let behind = pairs(network);
    let people = |unit: usize| u32::try_from(network.members[unit].len()).unwrap_or(u32::MAX);
    let said = |from: usize, to: usize| {
        let pair = behind.get(&(from, to)).map(|pair| Pair { people: (people(from), people(to)), ..*pair });
        !hidden_units[from] && !hidden_units[to] && pair.is_some_and(|pair| pair_shown(&pair, min))
    };
    let mut hidden: Vec<bool> = (0..count * count).map(|cell| !said(cell / count, cell % count)).collect();
    let size: Vec<u32> = (0..count * count).map(|cell| matrix.ties(cell / count, cell % count) as u32).collect();
    if !hide_cells(&mut hidden, &size, count) {
        return Err(Lacking::TooFew);
    }
    let cell = |at: usize| {
        let (from, to) = (at / count, at % count);
        Cell { from, to, density: matrix.density(from, to).ok(), lift: matrix.lift(from, to).ok() }
    };
    let mut shown: Vec<usize> = (0..count * count).filter(|at| !hidden[*at]).collect();
    if shown.len() > TABLE_CELLS_MAX {
        shown.sort_by_key(|at| (std::cmp::Reverse(size[*at]), *at));
        shown.truncate(TABLE_CELLS_MAX);
        shown.sort_unstable();
    }
    Ok(shown.into_iter().map(cell).collect())
}

/// Who stands behind each cell: how many give and take, and the largest share one of them has.
fn pairs(network: &Network) -> BTreeMap<(usize, usize), Pair> {
    let mut given: BTreeMap<(usize, usize), [BTreeMap<PersonId, f64>; 2]> = BTreeMap::new();
    for from in 0..network.nodes.len() {
        for (to, weight) in network.arcs.rows().ties(from) {
            if let (Some(one), Some(other)) = (network.units.of(from), network.units.of(to)) {
                let sides = given.entry((one as usize, other as usize)).or_default();
                *sides[0].entry(network.nodes[from].0).or_default() += weight;
                *sides[1].entry(network.nodes[to].0).or_default() += weight;
            }
        }
    }
    let pair = |sides: &[BTreeMap<PersonId, f64>; 2]| {
        let all: f64 = sides[0].values().sum();
        let most = sides.iter().flat_map(BTreeMap::values).fold(0.0, |most: f64, part| most.max(*part));
        let many = |side: &BTreeMap<PersonId, f64>| u32::try_from(side.len()).unwrap_or(u32::MAX);
        Pair { people: (0, 0), contributors: (many(&sides[0]), many(&sides[1])), top: if all > 0.0 { most / all } else { 1.0 } }
    };
    given.iter().map(|(cell, sides)| (*cell, pair(sides))).collect()
}
