//! One level of the unit tree as it is drawn: units side by side, or, where there are too many for a picture, what stands at
//! the next step of the tree, each for all units below it.
//!
//! **Invariant.** It is made from shown units alone ([`Observatory::shown`]), and from published numbers alone: a group's own are the
//! sum or mean of what is said of its units, and who turns to whom is what one of the published tables tells.

use super::{figure, heat::Heat, map::Map, saying};
use crate::words::{t, t_with};
use domain::{
    limits::{TIES_LISTED, UNITS_DRAWN, UNITS_LISTED},
    observatory::{Above, Group, LevelTable, Observatory, UnitFigures, side_by_side, upward},
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Below this a lift counts as this: two units that hardly turn to each other at all.
const LIFT_MIN: f64 = 1.0 / 16.0;

/// A unit of the level, or a group: a unit with all below it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Node {
    /// Which, as an id.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// Of how many units it speaks; one where it is a unit itself.
    pub units: usize,
    /// Their people.
    pub people: u32,
    /// How closed it is; of a group, how closed its units are, each weighed by its people.
    pub silo: Option<f64>,
    /// Ties between units less ties within, of a unit alone.
    pub e_i: Option<f64>,
    /// Units where one person carries more than half of what crosses the wall.
    pub gates: usize,
    /// Where it is told more of: a group's page, a unit's row.
    pub href: String,
    /// What its people wrote in these weeks, of which each sees what she may see.
    pub conversations: String,
}

impl Node {
    /// Whether it stands for several units.
    pub(crate) fn group(&self) -> bool {
        self.units > 1
    }

    pub(crate) fn silo_told(&self) -> String {
        self.silo.map_or_else(String::new, figure::number)
    }

    pub(crate) fn e_i_told(&self) -> String {
        self.e_i.map_or_else(String::new, figure::number)
    }

    pub(crate) fn gate_told(&self) -> String {
        match self.gates {
            0 => String::new(),
            gates if self.group() => t_with("observatory-gates", &[("gates", gates.into())]),
            _ => t("observatory-one-gate").into_owned(),
        }
    }
}

/// Ties between two nodes, in both directions, as far as they may be said.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LevelTie {
    /// One node, by its place.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How many.
    pub ties: f64,
}

/// How much one node turns to another, against what both give and take.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LevelPair {
    /// Who turns, by its place.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// 1 as expected; of groups of a house with one table of all pairs the middle of what is said of their units (the geometric
    /// mean). Below the first level of a house with more, 1 is the middle of the pairs told there: whoever is so near turns
    /// to each other more than to the house.
    pub lift: f64,
}

/// A unit with others below it, all of which are drawn here already.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// What stands side by side.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Level {
    /// Below which unit, by its id; the whole house where it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where each unit is drawn, the parts of the tree that can be looked at alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Units and groups, the largest first.
    pub nodes: Vec<Node>,
    /// Ties between those that are drawn.
    pub ties: Vec<LevelTie>,
    /// Who of them turns to whom.
    pub pairs: Vec<LevelPair>,
    /// Whether pairs are of what crosses the walls of units alone.
    pub across: bool,
}

impl Level {
    /// The level below a unit, or the first of the house, of a result that was [`Observatory::shown`]; `None` where nothing
    /// stands below it. `query` is put behind the addresses of groups.
    pub fn of(result: &Observatory, within: Option<&str>, query: &str) -> Option<Level> {
        let name = match within {
            Some(within) => Some(result.above.iter().find(|it| it.unit == within)?.name.clone()),
            None => None,
        };
        let groups = side_by_side(&result.units, &result.above, within, UNITS_DRAWN);
        let (ties, pairs) = match result.levels.is_empty() {
            true => between_units(result, &groups),
            false => table(result, within).map_or_else(Default::default, |table| between(table, &groups)),
        };
        let nodes: Vec<Node> = groups.iter().map(|group| node(result, group, query)).collect();
        let parts = if nodes.iter().any(Node::group) { Vec::new() } else { parts(result, &groups, query) };
        let across = !result.levels.is_empty();
        let mut level = Level { within: within.map(str::to_owned), name, parts, nodes, ties, pairs, across };
        if level.near() {
            over_the_middle(&mut level.pairs);
        }
        Some(level)
    }

    /// Those that are drawn.
    pub(crate) fn drawn(&self) -> &[Node] {
        &self.nodes[..self.nodes.len().min(UNITS_DRAWN)]
    }

    /// Those that a page lists.
    pub(crate) fn listed(&self) -> &[Node] {
        &self.nodes[..self.nodes.len().min(UNITS_LISTED)]
    }

    /// Whether it holds groups.
    pub(crate) fn grouped(&self) -> bool {
        self.nodes.iter().any(Node::group)
    }

    /// Whether its pairs are told against the middle of them, not against the house.
    pub(crate) fn near(&self) -> bool {
        self.across && self.within.is_some()
    }

    /// People of all of them.
    pub(crate) fn people(&self) -> u32 {
        self.nodes.iter().map(|node| node.people).sum()
    }

    /// How many ties are drawn, the heaviest: two for each unit, as long as they can be followed by eye.
    pub(crate) fn ties_drawn(&self) -> usize {
        self.heaviest_ties().len().min(2 * self.drawn().len())
    }

    /// Whether anything is said of each unit's own balance of ties, as nothing is of a group's.
    pub(crate) fn says_e_i(&self) -> bool {
        self.nodes.iter().any(|node| node.e_i.is_some())
    }

    /// The ties that are told, the heaviest first.
    pub(crate) fn heaviest_ties(&self) -> Vec<&LevelTie> {
        let mut ties: Vec<&LevelTie> = self.ties.iter().filter(|tie| tie.ties > 0.0).collect();
        ties.sort_by(|one, other| other.ties.total_cmp(&one.ties).then((one.one, one.other).cmp(&(other.one, other.other))));
        ties.truncate(TIES_LISTED);
        ties
    }

    /// The cells of the table of pairs by row and column, empty where nothing is said.
    pub(crate) fn table(&self) -> Vec<(&str, Vec<String>)> {
        let drawn = self.drawn();
        let cell = |from, to| self.lift(from, to).map_or_else(String::new, figure::number);
        let cells = |from| (0..drawn.len()).map(|to| cell(from, to)).collect();
        drawn.iter().enumerate().map(|(from, node)| (node.name.as_str(), cells(from))).collect()
    }

    /// As a map.
    pub(crate) fn map(&self) -> Map {
        Map::of(self)
    }

    /// What the map leaves out.
    pub(crate) fn left_out(&self) -> Vec<String> {
        saying::left_out(self)
    }

    /// The pairs as colours.
    pub(crate) fn heat(&self) -> Heat {
        Heat::of(self)
    }

    /// The lift of a pair, where it is said.
    pub(crate) fn lift(&self, from: usize, to: usize) -> Option<f64> {
        self.pairs.iter().find(|pair| (pair.from, pair.to) == (from, to)).map(|pair| pair.lift)
    }
}

/// The units that stand above at least two of these, and not above all of them.
fn parts(result: &Observatory, groups: &[Group<'_>], query: &str) -> Vec<Part> {
    let parents = result.parents();
    let below = |above: &str| groups.iter().filter(|group| upward(&parents, group.unit).any(|it| it == above)).count();
    let apart = result.above.iter().filter(|it| (2..groups.len()).contains(&below(&it.unit)));
    let part = |it: &Above| Part { name: it.name.clone(), href: format!("/observatory/units/{}{query}", it.unit) };
    apart.take(UNITS_DRAWN).map(part).collect()
}

fn node(result: &Observatory, group: &Group<'_>, query: &str) -> Node {
    let said: Vec<&UnitFigures> = group.units.iter().map(|at| &result.units[*at]).collect();
    let figure = |unit: &UnitFigures, name: &str| unit.figures.iter().find(|it| it.name == name).and_then(|it| it.value);
    let people = group.people;
    let gates = said.iter().filter(|unit| unit.one_gate == Some(true)).count();
    if let [unit] = said[..] {
        let (silo, e_i) = (figure(unit, "silo"), figure(unit, "e_i"));
        let (id, name, href) = (unit.unit.clone(), unit.name.clone(), format!("#unit-{}", unit.unit));
        let conversations = saying::search_unit(result, &name);
        return Node { unit: id, name, units: 1, people, silo, e_i, gates, href, conversations };
    }
    let weighed = |unit: &&UnitFigures| Some((figure(unit, "silo")?, f64::from(unit.people.unwrap_or(0))));
    let (sum, weight) =
        said.iter().filter_map(weighed).fold((0.0, 0.0), |(sum, all), (silo, people)| (sum + silo * people, all + people));
    Node {
        unit: group.unit.to_owned(),
        name: group.name.to_owned(),
        units: said.len(),
        people,
        silo: Some(sum / weight).filter(|_| weight > 0.0),
        e_i: None,
        gates,
        href: format!("/observatory/units/{}{query}", group.unit),
        conversations: saying::search_unit(result, group.name),
    }
}

/// The table in which a level stands: its own, or, where all of a level above are drawn unit by unit, that one's.
fn table<'a>(result: &'a Observatory, within: Option<&str>) -> Option<&'a LevelTable> {
    let of = |place: Option<&str>| result.levels.iter().find(|table| table.within.as_deref() == place);
    let Some(unit) = within else { return of(None) };
    let parents = result.parents();
    let table = upward(&parents, unit).map(Some).chain([None]).find_map(of)?;
    // There the unit may stand for all below it.
    let stands = |group: &Group<'_>| group.unit == unit && group.units.len() > 1;
    let above = || side_by_side(&result.units, &result.above, table.within.as_deref(), UNITS_DRAWN);
    Some(table).filter(|table| table.within.as_deref() == within || !above().iter().any(stands))
}

/// Ties and lifts of a level from the table of its level.
fn between(table: &LevelTable, groups: &[Group<'_>]) -> (Vec<LevelTie>, Vec<LevelPair>) {
    let drawn = groups.iter().take(UNITS_DRAWN);
    let place: HashMap<&str, usize> = drawn.enumerate().map(|(at, group)| (group.unit, at)).collect();
    let of = |node: usize| place.get(table.nodes.get(node)?.as_str()).copied();
    let mut ties: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut pairs = Vec::new();
    for cell in &table.cells {
        let (Some(from), Some(to)) = (of(cell.from), of(cell.to)) else { continue };
        pairs.extend(cell.lift.map(|lift| LevelPair { from, to, lift }));
        if from != to {
            *ties.entry((from.min(to), from.max(to))).or_default() += f64::from(cell.ties);
        }
    }
    (ties.into_iter().map(tie).collect(), pairs)
}

/// Lifts over the middle of those between two.
fn over_the_middle(pairs: &mut [LevelPair]) {
    let (mut sum, mut count) = (0.0, 0.0);
    for pair in pairs.iter().filter(|pair| pair.from != pair.to) {
        (sum, count) = (sum + pair.lift.max(LIFT_MIN).ln(), count + 1.0);
    }
    if count > 0.0 {
        let middle: f64 = (sum / count).exp();
        pairs.iter_mut().for_each(|pair| pair.lift /= middle);
    }
}

/// Ties and lifts between groups from the cells of their units.
fn between_units(result: &Observatory, groups: &[Group<'_>]) -> (Vec<LevelTie>, Vec<LevelPair>) {
    let drawn = groups.iter().take(UNITS_DRAWN).enumerate();
    let of: HashMap<usize, usize> = drawn.flat_map(|(at, group)| group.units.iter().map(move |unit| (*unit, at))).collect();
    let mut ties: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut lifts: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for cell in &result.matrix {
        let (Some(from), Some(to)) = (of.get(&cell.from), of.get(&cell.to)) else { continue };
        if let Some(lift) = cell.lift {
            let sum = lifts.entry((*from, *to)).or_default();
            *sum = (sum.0 + lift.max(LIFT_MIN).ln(), sum.1 + 1.0);
        }
        if let Some(count) = result.ties(cell).filter(|_| from != to) {
            *ties.entry((*from.min(to), *from.max(to))).or_default() += count;
        }
    }
    let pair = |((from, to), (sum, count)): ((usize, usize), (f64, f64))| LevelPair { from, to, lift: (sum / count).exp() };
    (ties.into_iter().map(tie).collect(), lifts.into_iter().map(pair).collect())
}

fn tie(((one, other), ties): ((usize, usize), f64)) -> LevelTie {
    LevelTie { one, other, ties }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn a_picture_of_few_units_shows_each_and_one_of_many_shows_where_the_tree_parts() {
        let few = sample::house(&[7, 12, 9], &[]);
        let level = Level::of(&few, None, "").unwrap();
        assert_eq!(level.nodes.iter().map(|node| node.people).collect::<Vec<_>>(), [12, 9, 7]);
        assert!(!level.grouped() && level.nodes.iter().all(|node| node.href == format!("#unit-{}", node.unit)));

        let many = sample::tree(8, 8, 8);
        assert_eq!(many.units.len(), 512);
        let top = Level::of(&many, None, "?until=9").unwrap();
        assert_eq!((top.nodes.len(), top.nodes[0].units), (8, 64), "the one root is passed by");
        assert_eq!(top.nodes[0].href, format!("/observatory/units/{}?until=9", top.nodes[0].unit));
        assert!(!top.ties.is_empty() && !top.pairs.is_empty());
        let middle = Level::of(&many, Some(&top.nodes[0].unit), "").unwrap();
        assert_eq!((middle.nodes.len(), middle.nodes[0].units, middle.people()), (8, 8, top.nodes[0].people));
        let low = Level::of(&many, Some(&middle.nodes[0].unit), "").unwrap();
        assert_eq!((low.nodes.len(), low.grouped()), (8, false));
        assert_eq!(Level::of(&many, Some(&low.nodes[0].unit), ""), None, "nothing stands below it");
        assert_eq!(Level::of(&many, Some("4711"), ""), None);
    }

    #[test]
    fn a_group_is_the_sum_of_what_is_said_of_its_units_and_no_more() {
        let many = sample::tree(5, 3, 3);
        let top = Level::of(&many, None, "").unwrap();
        let all: u32 = many.units.iter().filter_map(|unit| unit.people).sum();
        assert_eq!(top.people(), all);
        for node in &top.nodes {
            let below = Level::of(&many, Some(&node.unit), "").unwrap();
            assert_eq!((below.people(), below.nodes.len()), (node.people, node.units));
            let mean = below.nodes.iter().map(|it| it.silo.unwrap() * f64::from(it.people)).sum::<f64>() / f64::from(node.people);
            assert!((node.silo.unwrap() - mean).abs() < 1e-12);
        }
    }

    #[test]
    fn pairs_below_the_first_level_are_told_against_the_middle_of_them_and_parts_by_the_table_above() {
        let many = sample::tree(3, 4, 5);
        let division = many.above.iter().find(|it| it.name == "Division 1").map(|it| it.unit.as_str());
        let level = Level::of(&many, division, "").unwrap();
        let middle = level.pairs.iter().map(|pair| pair.lift.ln()).sum::<f64>() / level.pairs.len() as f64;
        assert!(level.across && middle.abs() < 0.2, "{middle}");
        // Twenty units are drawn; a department's five of them stand in the same table, where it has none of its own.
        let mut alone = many.clone();
        let department = level.parts[0].href.rsplit('/').next().unwrap().to_owned();
        alone.levels.retain(|it| it.within.as_deref() != Some(&department));
        let part = Level::of(&alone, Some(&department), "").unwrap();
        assert_eq!(part.nodes.len(), 5);
        for tie in &part.ties {
            let of = |at: usize| level.nodes.iter().position(|node| node.unit == part.nodes[at].unit).unwrap();
            let (one, other) = (of(tie.one).min(of(tie.other)), of(tie.one).max(of(tie.other)));
            assert!(level.ties.iter().any(|it| (it.one, it.other, it.ties) == (one, other, tie.ties)));
        }
        assert!(!part.ties.is_empty());
        // Where the division stands for all below it, that table tells nothing of them.
        alone.levels.retain(|it| it.within.is_none());
        assert_eq!(Level::of(&alone, division, "").unwrap().pairs, []);
    }

    #[test]
    fn five_hundred_units_without_a_tree_are_drawn_as_the_largest_and_listed_as_far_as_a_page_goes() {
        let flat = sample::house(&vec![6; 500], &[]);
        let level = Level::of(&flat, None, "").unwrap();
        assert_eq!((level.nodes.len(), level.drawn().len(), level.listed().len()), (500, UNITS_DRAWN, UNITS_LISTED));
        assert!(level.pairs.iter().all(|pair| pair.from < UNITS_DRAWN && pair.to < UNITS_DRAWN));
    }

    #[test]
    fn people_who_stand_directly_in_a_parent_are_a_unit_beside_those_below_it() {
        let mut many = sample::tree(2, 20, 1);
        let parent = many.above[1].unit.clone();
        let mut own = many.units[0].clone();
        own.parent = many.above[1].parent.clone();
        own.unit = parent.clone();
        own.name = String::from("Those above");
        many.units.push(own);
        let below = Level::of(&many, Some(&parent), "").unwrap();
        assert!(below.nodes.iter().any(|node| node.unit == parent && node.units == 1), "{below:?}");
    }
}
