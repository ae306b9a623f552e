//! What the observatory publishes of one window: numbers about groups with how sure they are, or why there is none.

mod level;

pub use level::{Group, LevelCell, LevelTable, side_by_side};

use crate::{
    limits,
    moment::{DAY, Moment},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    iter::successors,
};

/// The name under which results are published.
pub const RESULT: &str = "observatory";
/// The version of [`Observatory`]'s form; each figure carries that of its own definition.
pub const RESULT_VERSION: i64 = 3;
/// The name under which a window's figures are published beside it: what a trend is drawn from, without all the units.
pub const FIGURES: &str = "observatory-figures";
/// The version of [`WindowFigures`]' form.
pub const FIGURES_VERSION: i64 = 1;

/// Whether the window that ends then speaks of what is said seldom: every fourth does, so that no two of them share a day.
pub fn speaks_seldom(until: Moment) -> bool {
    until.0.div_euclid(7 * DAY) % limits::WINDOW_WEEKS == 0
}

/// Which way those who asked are told apart in a window that speaks of it: by the door they came by, or else by where they
/// stand. Never both: what one leaves of the other could be one person's.
pub fn tells_doors_apart(until: Moment) -> bool {
    until.0.div_euclid(7 * DAY) / limits::WINDOW_WEEKS % 2 == 0
}

/// One number.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// What it measures.
    pub name: String,
    /// The version of its definition: only numbers of one version are compared.
    pub version: u16,
    /// How many people, ties or conversations it stands on; none where that would tell of too few.
    pub n: Option<u64>,
    /// The number.
    pub value: Option<f64>,
    /// The lower bound of its 95 % interval, where it has one.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
    /// Why there is no number.
    pub lacking: Option<String>,
}

/// What is said of one unit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct UnitFigures {
    /// Which, as an id.
    pub unit: String,
    /// Its name when it was measured.
    pub name: String,
    /// The unit above it then, as an id.
    #[serde(default)]
    pub parent: Option<String>,
    /// Whether nothing is said of it: too few people, too few came or went, or others could be told from it.
    pub hidden: bool,
    /// Its people; none where it is hidden.
    pub people: Option<u32>,
    /// Whether one person carries more than half of what crosses its wall; none where it is hidden.
    pub one_gate: Option<bool>,
    /// Its numbers.
    pub figures: Vec<Figure>,
}

/// A unit that has measured ones below it: its place in the tree, and nothing about its people.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Above {
    /// Which, as an id.
    pub unit: String,
    /// Its name when it was measured.
    pub name: String,
    /// The unit above it.
    pub parent: Option<String>,
}

/// From one unit to another; cells that are not said are not there.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Who turns: a place in [`Observatory::units`].
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// Ties over possible ties.
    pub density: Option<f64>,
    /// Weight over the weight both volumes would give: 1 as expected, below it a wall.
    pub lift: Option<f64>,
}

/// All that is published of one window.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Observatory {
    /// The window's first moment, in microseconds UTC.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
    /// The least number of people a number speaks of.
    pub group_min: u32,
    /// Of walls between units, over the whole house.
    pub walls: Vec<Figure>,
    /// Each unit.
    pub units: Vec<UnitFigures>,
    /// Every unit that one of them stands below.
    #[serde(default)]
    pub above: Vec<Above>,
    /// Unit by unit.
    pub matrix: Vec<Cell>,
    /// Why there is no table of units, where there is none.
    pub matrix_lacking: Option<String>,
    /// Where there are too many units for one table: level by level of the tree.
    #[serde(default)]
    pub levels: Vec<LevelTable>,
    /// Of conversations with the market.
    pub dialogue: Vec<Figure>,
}

impl Observatory {
    /// The window's first moment.
    pub fn from(&self) -> Moment {
        Moment(self.from)
    }

    /// The first moment after the window.
    pub fn until(&self) -> Moment {
        Moment(self.until)
    }

    /// What may be seen of it: without the units of which nothing is said, and without a trace of them. Whoever shows a
    /// result shows this, so that no name, no order and no gap tells of them.
    pub fn shown(mut self) -> Observatory {
        let stays: Vec<usize> = (0..self.units.len()).filter(|at| !self.units[*at].hidden).collect();
        let place: HashMap<usize, usize> = stays.iter().enumerate().map(|(now, before)| (*before, now)).collect();
        let moved = |cell: &Cell| {
            let (from, to) = (*place.get(&cell.from)?, *place.get(&cell.to)?);
            Some(Cell { from, to, ..cell.clone() })
        };
        self.matrix = self.matrix.iter().filter_map(moved).collect();
        self.units.retain(|unit| !unit.hidden);
        let above: HashSet<String> = {
            let parents = self.parents();
            self.units.iter().flat_map(|unit| upward(&parents, &unit.unit).skip(1)).map(str::to_owned).collect()
        };
        self.above.retain(|it| above.contains(&it.unit));
        self
    }

    /// How many ties a cell speaks of: its density over all that could be.
    pub fn ties(&self, cell: &Cell) -> Option<f64> {
        let people = |at: usize| self.units.get(at)?.people.map(f64::from);
        let (from, to) = (people(cell.from)?, people(cell.to)?);
        let could_be = from * if cell.from == cell.to { to - 1.0 } else { to };
        cell.density.map(|density| (density * could_be).round())
    }

    /// The unit above each unit, where there is one.
    pub fn parents(&self) -> HashMap<&str, &str> {
        parents(&self.units, &self.above)
    }
}

fn parents<'a>(units: &'a [UnitFigures], above: &'a [Above]) -> HashMap<&'a str, &'a str> {
    let units = units.iter().map(|it| (&it.unit, &it.parent));
    let above = above.iter().map(|it| (&it.unit, &it.parent));
    units.chain(above).filter_map(|(unit, parent)| Some((unit.as_str(), parent.as_deref()?))).collect()
}

/// The unit itself and every unit above it, nearest first; a loop ends at the depth limit.
pub fn upward<'a>(parents: &HashMap<&'a str, &'a str>, unit: &'a str) -> impl Iterator<Item = &'a str> {
    successors(Some(unit), |unit| parents.get(unit).copied()).take(limits::UNIT_DEPTH_MAX)
}

/// The figures of one window alone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WindowFigures {
    /// The window's first moment, in microseconds UTC.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
    /// Of walls between units.
    pub walls: Vec<Figure>,
    /// Of conversations with the market.
    pub dialogue: Vec<Figure>,
}

impl WindowFigures {
    /// The figure of this name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.walls.iter().chain(&self.dialogue).find(|figure| figure.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(unit: &str, parent: Option<&str>, hidden: bool) -> UnitFigures {
        let (people, figures) = (Some(7).filter(|_| !hidden), Vec::new());
        UnitFigures {
            unit: unit.into(),
            name: format!("Unit {unit}"),
            parent: parent.map(str::to_owned),
            hidden,
            people,
            one_gate: None,
            figures,
        }
    }

    fn cell(from: usize, to: usize) -> Cell {
        Cell { from, to, density: Some(0.5), lift: Some(2.0) }
    }

    #[test]
    fn nothing_of_a_hidden_unit_is_shown_and_cells_find_their_units_again() {
        let above =
            |unit: &str, parent: Option<&str>| Above { unit: unit.into(), name: unit.into(), parent: parent.map(str::to_owned) };
        let whole = Observatory {
            from: 0,
            until: 1,
            group_min: 5,
            walls: Vec::new(),
            units: vec![
                unit("1", Some("8"), true),
                unit("2", Some("9"), false),
                unit("3", Some("8"), true),
                unit("4", Some("9"), false),
            ],
            above: vec![above("7", None), above("8", Some("7")), above("9", Some("7"))],
            matrix: vec![cell(1, 3), cell(3, 3), cell(0, 3)],
            matrix_lacking: None,
            levels: Vec::new(),
            dialogue: Vec::new(),
        };
        let shown = whole.shown();
        assert_eq!(shown.units.iter().map(|it| it.unit.as_str()).collect::<Vec<_>>(), ["2", "4"]);
        assert_eq!(shown.above.iter().map(|it| it.unit.as_str()).collect::<Vec<_>>(), ["7", "9"], "8 holds only hidden ones");
        assert_eq!(shown.matrix, [cell(0, 1), cell(1, 1)]);
        assert_eq!(shown.clone().shown(), shown);
    }

    #[test]
    fn a_loop_above_a_unit_ends() {
        let parents = HashMap::from([("1", "2"), ("2", "1")]);
        assert_eq!(upward(&parents, "1").count(), limits::UNIT_DEPTH_MAX);
    }
}
