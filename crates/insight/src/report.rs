//! Everything the house can measure of one network, for `rapport insight`. Nothing is hidden in it: the files are the
//! caller's own. What the house shows of itself goes through [`crate::privacy`].

use crate::arcs::{Arcs, Edges};
use crate::betweenness::{self, Betweenness};
use crate::brokerage::{self, Roles};
use crate::community::Communities;
use crate::edge_list::{Listed, Notes};
use crate::matrix::{self, Matrix};
use crate::measured::{Lacking, Said};
use crate::reciprocity::{self, Reciprocity};
use crate::tally::Tallies;
use crate::units::Units;
use crate::{agreement, assortativity, community, conductance, core, ei, gini, holes, moat, modularity, reach, silo};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of a network. A number that cannot be said is null, and `lacking` says why under its name.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Everybody named in either file.
    pub people: usize,
    /// Directed ties, without self-ties, each pair once.
    pub ties: usize,
    /// Those both of whose ends are in a unit: what measures of walls stand on.
    pub ties_between_placed: f64,
    /// [`ei::index`] of directed binary ties.
    pub e_i: Option<f64>,
    /// [`ei::expected`].
    pub e_i_expected: Option<f64>,
    /// By weight.
    pub e_i_weighted: Option<f64>,
    /// Of symmetrised binary ties.
    pub e_i_undirected: Option<f64>,
    /// [`ei::rescaled`], of symmetrised binary ties.
    pub e_i_rescaled: Option<f64>,
    /// [`ei::permuted`], of symmetrised binary ties.
    pub permutation: Option<Permutation>,
    /// [`silo::segregation`].
    pub segregation: Option<f64>,
    /// Undirected, binary, units as communities.
    pub modularity: Option<f64>,
    /// The most it could be with these units and degrees.
    pub modularity_most: Option<f64>,
    /// Directed, binary.
    pub modularity_directed: Option<f64>,
    /// Undirected, by weight.
    pub modularity_weighted: Option<f64>,
    /// Undirected, binary.
    pub assortativity: Option<f64>,
    /// Directed, binary.
    pub assortativity_directed: Option<f64>,
    /// Reciprocated ties over ties.
    pub reciprocity: Option<f64>,
    /// Mutual pairs over pairs with any tie.
    pub reciprocity_dyadic: Option<f64>,
    /// By weight.
    pub reciprocity_weighted: Option<f64>,
    /// Of ties out of each.
    pub gini_out: Option<f64>,
    /// Of ties into each.
    pub gini_in: Option<f64>,
    /// The least number of people who give half of all weight.
    pub absence_factor: Option<usize>,
    /// How well a core and a periphery fit.
    pub core_fit: Option<f64>,
    /// People of the best core.
    pub core_people: Option<usize>,
    /// Communities that emerge.
    pub communities: Option<usize>,
    /// Their modularity, undirected, by weight.
    pub communities_modularity: Option<f64>,
    /// How far they agree with the units (adjusted mutual information).
    pub agreement: Option<f64>,
    /// Each unit, in the order of the units file.
    pub units: Vec<Unit>,
    /// Unit by unit; null where there are too many.
    pub matrix: Option<Table>,
    /// For each two units with ties between them the least number of people whose leaving parts them.
    pub bridges: Vec<Bridge>,
    /// Each person.
    pub persons: Vec<Person>,
    /// The first and last credible time, in microseconds UTC, where the file has times.
    pub window: Option<(i64, i64)>,
    /// What was drawn at random was drawn with this.
    pub seed: u64,
    /// Whom betweenness was followed from: all people, or a sample.
    pub betweenness_sources: usize,
    /// The version of each measure's definition.
    pub versions: BTreeMap<&'static str, u16>,
    /// Why what is null is null.
    pub lacking: BTreeMap<&'static str, String>,
    /// What was set aside while reading.
    pub notes: Notes,
}

/// [`ei::Permuted`].
#[derive(Debug, Serialize)]
pub struct Permutation {
    /// Shuffles, or all arrangements.
    pub runs: usize,
    /// Whether those were all.
    pub exact: bool,
    /// Mean of the index over them.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Deviations from the mean.
    pub z: Option<f64>,
    /// As closed by chance.
    pub p_low: f64,
    /// As open by chance.
    pub p_high: f64,
}

/// One unit.
#[derive(Debug, Serialize)]
pub struct Unit {
    /// Its name.
    pub unit: String,
    /// People in it.
    pub people: u32,
    /// [`silo::score`].
    pub silo: Option<f64>,
    /// [`ei::of_unit`].
    pub e_i: Option<f64>,
    /// [`conductance::of_unit`], by weight.
    pub conductance: Option<f64>,
    /// The share of its crossing weight that its busiest person carries.
    pub moat: Option<f64>,
    /// Who that is.
    pub moat_person: Option<String>,
    /// The sum of squared shares.
    pub moat_concentration: Option<f64>,
    /// The share of other units within two steps.
    pub reach: Option<f64>,
    /// Why what is null is null.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lacking: BTreeMap<&'static str, String>,
}

/// From each unit (row) to each (column).
#[derive(Debug, Serialize)]
pub struct Table {
    /// Names of rows and columns.
    pub units: Vec<String>,
    /// Directed ties.
    pub ties: Vec<Vec<f64>>,
    /// Their weight.
    pub weight: Vec<Vec<f64>>,
    /// Ties over possible ties; null where there are none.
    pub density: Vec<Vec<Option<f64>>>,
    /// Weight over expected weight; null where none is expected.
    pub lift: Vec<Vec<Option<f64>>>,
    /// The two units of at least five people that turn to each other least for what both give and take.
    pub worst_pair: Option<WorstPair>,
}

/// See [`Matrix::worst_pair`].
#[derive(Debug, Serialize)]
pub struct WorstPair {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// Weight over expected weight.
    pub lift: f64,
}

/// Between two units.
#[derive(Debug, Serialize)]
pub struct Bridge {
    /// Their names.
    pub units: (String, String),
    /// The least number of people whose leaving parts them.
    pub people: usize,
}

/// One person.
#[derive(Debug, Serialize)]
pub struct Person {
    /// Her name.
    pub person: String,
    /// Her unit.
    pub unit: Option<String>,
    /// People she turned to.
    pub out: usize,
    /// People who turned to her.
    #[serde(rename = "in")]
    pub into: usize,
    /// Along directed ties.
    pub betweenness: Option<f64>,
    /// Its standard error, where it is estimated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub betweenness_error: Option<f64>,
    /// Burt's, by weight.
    pub constraint: Option<f64>,
    /// Burt's, by weight.
    pub effective_size: Option<f64>,
    /// The share of others within two steps.
    pub reach: Option<f64>,
    /// How deep in the core.
    pub k_core: u32,
    /// The community she is in.
    pub community: Option<u32>,
    /// Coordinator, consultant, gatekeeper, representative, liaison.
    pub roles: [u64; 5],
    /// Why what is null is null.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lacking: BTreeMap<&'static str, String>,
}

/// The smallest unit that the worst pair is looked for among.
const WORST_PAIR_PEOPLE: u32 = 5;

/// Takes a number out of what is said, and keeps the reason where there is none.
#[derive(Default)]
struct Nulls(BTreeMap<&'static str, String>);

impl Nulls {
    fn take<T>(&mut self, name: &'static str, said: Said<T>) -> Option<T> {
        said.map_err(|lacking| self.0.insert(name, lacking.to_string())).ok()
    }
}

/// Measures all of it.
pub fn of(listed: Listed, seed: u64) -> Report {
    let Listed { people, unit_names, arcs, units, times, notes } = listed;
    let edges = arcs.contact();
    let (directed, undirected) = (Tallies::of(arcs.rows(), &units), Tallies::of(edges.rows(), &units));
    let mut nulls = Nulls::default();
    let whole = &mut nulls;
    let found = community::leiden(&edges, seed);
    let found = found.as_ref().map_err(|lacking| *lacking);
    let core = core::split(&edges);
    let reciprocity = Reciprocity::of(&arcs);
    let index = ei::index(&undirected.ties);
    let between = betweenness::directed(&arcs, seed);
    let counts = |arcs: &Arcs| (0..people.len()).map(|person| arcs.rows().row(person).len() as f64).collect::<Vec<_>>();
    let given: Vec<f64> = (0..people.len()).map(|person| arcs.rows().strength(person)).collect();
    let into = counts(&arcs.turned());
    Report {
        people: people.len(),
        ties: arcs.count(),
        ties_between_placed: directed.ties.all,
        e_i: whole.take("e_i", ei::index(&directed.ties)),
        e_i_expected: whole.take("e_i_expected", ei::expected(&units)),
        e_i_weighted: whole.take("e_i_weighted", ei::index(&directed.weight)),
        e_i_undirected: whole.take("e_i_undirected", index),
        e_i_rescaled: whole
            .take("e_i_rescaled", index.and_then(|index| ei::rescaled(index, (undirected.ties.all / 2.0) as usize, &units))),
        permutation: permutation(whole, &edges, &units, seed),
        segregation: whole.take("segregation", silo::segregation(&undirected.ties, &units)),
        modularity: whole.take("modularity", modularity::index(&undirected.ties)),
        modularity_most: whole.take("modularity_most", modularity::most(&undirected.ties)),
        modularity_directed: whole.take("modularity_directed", modularity::index(&directed.ties)),
        modularity_weighted: whole.take("modularity_weighted", modularity::index(&undirected.weight)),
        assortativity: whole.take("assortativity", assortativity::index(&undirected.ties)),
        assortativity_directed: whole.take("assortativity_directed", assortativity::index(&directed.ties)),
        reciprocity: whole.take("reciprocity", reciprocity.by_tie()),
        reciprocity_dyadic: whole.take("reciprocity_dyadic", reciprocity.by_pair()),
        reciprocity_weighted: whole.take("reciprocity_weighted", reciprocity.by_weight()),
        gini_out: whole.take("gini_out", gini::index(&counts(&arcs))),
        gini_in: whole.take("gini_in", gini::index(&into)),
        absence_factor: whole.take("absence_factor", gini::absence_factor(&given)),
        core_fit: whole.take("core_fit", core.as_ref().map_err(|lacking| *lacking).and_then(|core| core.fit)),
        core_people: whole.take("core_people", core.map(|core| core.core.len())),
        communities: whole.take("communities", found.map(|found| found.count)),
        communities_modularity: whole.take("communities_modularity", found.map(|found| found.modularity)),
        agreement: whole.take("agreement", found.and_then(|found| agrees(found, &units))),
        units: each_unit(&unit_names, &people, &units, &arcs, &edges, &directed, &undirected),
        matrix: table(whole, &unit_names, &arcs, &units),
        bridges: bridges(&unit_names, &edges, &units),
        persons: Persons { people: &people, unit_names: &unit_names, units: &units, into: &into, between: &between }.each(
            &arcs,
            &edges,
            found.ok().map(|found| &found.of[..]),
        ),
        window: times,
        seed,
        betweenness_sources: between.sources,
        versions: versions(),
        lacking: nulls.0,
        notes,
    }
}

fn agrees(found: &Communities, units: &Units) -> Said {
    let emergent: Vec<Option<u32>> = found.of.iter().copied().map(Some).collect();
    let formal: Vec<Option<u32>> = (0..units.people()).map(|person| units.of(person)).collect();
    agreement::adjusted(&emergent, &formal)
}

fn permutation(nulls: &mut Nulls, edges: &Edges, units: &Units, seed: u64) -> Option<Permutation> {
    let test = nulls.take("permutation", ei::permuted(edges, units, ei::runs(units.people()), seed))?;
    let ei::Permuted { runs, exact, mean, deviation: sd, z, p_low, p_high } = test;
    Some(Permutation { runs, exact, mean, sd, z, p_low, p_high })
}

fn each_unit(
    names: &[String],
    people: &[String],
    units: &Units,
    arcs: &Arcs,
    edges: &Edges,
    directed: &Tallies,
    undirected: &Tallies,
) -> Vec<Unit> {
    let gates = moat::gates(edges, units);
    let reach = reach::of_units(arcs, units, reach::STEPS);
    let of = |unit: usize| {
        let mut nulls = Nulls::default();
        let gate = nulls.take("moat", gates[unit]);
        Unit {
            unit: names[unit].clone(),
            people: units.sizes()[unit],
            silo: nulls.take("silo", silo::score(&directed.ties, units, unit)),
            e_i: nulls.take("e_i", ei::of_unit(&directed.ties, unit)),
            conductance: nulls.take("conductance", conductance::of_unit(&undirected.weight, unit)),
            moat: gate.map(|gate| gate.top),
            moat_person: gate.map(|gate| people[gate.person as usize].clone()),
            moat_concentration: gate.map(|gate| gate.concentration),
            reach: nulls.take("reach", reach[unit]),
            lacking: nulls.0,
        }
    };
    (0..names.len()).map(of).collect()
}

fn table(nulls: &mut Nulls, names: &[String], arcs: &Arcs, units: &Units) -> Option<Table> {
    let matrix = nulls.take("matrix", Matrix::of(arcs, units))?;
    let worst = nulls.take("worst_pair", matrix.worst_pair(WORST_PAIR_PEOPLE));
    let count = names.len();
    Some(Table {
        units: names.to_vec(),
        ties: square(count, |from, to| matrix.ties(from, to)),
        weight: square(count, |from, to| matrix.weight(from, to)),
        density: square(count, |from, to| matrix.density(from, to).ok()),
        lift: square(count, |from, to| matrix.lift(from, to).ok()),
        worst_pair: worst.map(|(from, to, lift)| WorstPair { from: names[from].clone(), to: names[to].clone(), lift }),
    })
}

fn square<T>(count: usize, cell: impl Fn(usize, usize) -> T) -> Vec<Vec<T>> {
    (0..count).map(|from| (0..count).map(|to| cell(from, to)).collect()).collect()
}

fn bridges(names: &[String], edges: &Edges, units: &Units) -> Vec<Bridge> {
    let of = |((one, other), people): ((u32, u32), usize)| {
        let units = (names[one as usize].clone(), names[other as usize].clone());
        Bridge { units, people }
    };
    moat::redundancy(edges, units).into_iter().map(of).collect()
}

struct Persons<'a> {
    people: &'a [String],
    unit_names: &'a [String],
    units: &'a Units,
    into: &'a [f64],
    between: &'a Betweenness,
}

impl Persons<'_> {
    fn each(&self, arcs: &Arcs, edges: &Edges, communities: Option<&[u32]>) -> Vec<Person> {
        let (constraint, effective_size) = (holes::constraint(edges), holes::effective_size(edges));
        let (reach, k_core) = (reach::of_people(arcs, reach::STEPS), core::k_core(edges));
        let roles: Vec<Roles> = brokerage::roles(arcs, self.units);
        let of = |person: usize| {
            let mut nulls = Nulls::default();
            let (out, into) = (arcs.rows().row(person).len(), self.into[person] as usize);
            // Who stands alone reaches nobody for want of any tie, which says nothing of her.
            let reach = if out + into == 0 { Err(Lacking::NoTies) } else { reach[person] };
            Person {
                person: self.people[person].clone(),
                unit: self.units.of(person).map(|unit| self.unit_names[unit as usize].clone()),
                out,
                into,
                betweenness: nulls.take("betweenness", self.between.of[person]),
                betweenness_error: self.between.errors.as_ref().and_then(|errors| errors[person].ok()),
                constraint: nulls.take("constraint", constraint[person]),
                effective_size: nulls.take("effective_size", effective_size[person]),
                reach: nulls.take("reach", reach),
                k_core: k_core[person],
                community: communities.map(|communities| communities[person]),
                roles: roles[person].counts(),
                lacking: nulls.0,
            }
        };
        (0..self.people.len()).map(of).collect()
    }
}

fn versions() -> BTreeMap<&'static str, u16> {
    let names = [
        ei::MEASURE,
        ei::EXPECTED,
        ei::WEIGHTED,
        ei::UNDIRECTED,
        silo::MEASURE,
        silo::WHOLE,
        modularity::MEASURE,
        modularity::DIRECTED,
        modularity::WEIGHTED,
        assortativity::MEASURE,
        assortativity::DIRECTED,
        conductance::MEASURE,
        matrix::DENSITY,
        matrix::LIFT,
        community::MEASURE,
        agreement::MEASURE,
        betweenness::MEASURE,
        holes::CONSTRAINT,
        holes::EFFECTIVE_SIZE,
        brokerage::MEASURE,
        reciprocity::MEASURE,
        reciprocity::DYADIC,
        reciprocity::WEIGHTED,
        reach::MEASURE,
        reach::UNITS,
        core::MEASURE,
        moat::TOP,
        moat::CONCENTRATION,
        moat::REDUNDANCY,
        gini::MEASURE,
        gini::ABSENCE,
    ];
    names.map(|name| (name.name, name.version)).into()
}
