//! What the observatory publishes of one window: numbers about groups with how sure they are, or why there is none.

use crate::moment::Moment;
use serde::{Deserialize, Serialize};

/// The name under which results are published.
pub const RESULT: &str = "observatory";
/// The version of [`Observatory`]'s form; each figure carries that of its own definition.
pub const RESULT_VERSION: i64 = 1;

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
    /// Whether nothing is said of it: too few people, too few came or went, or others could be told from it.
    pub hidden: bool,
    /// Its people; none where it is hidden.
    pub people: Option<u32>,
    /// Whether one person carries more than half of what crosses its wall; none where it is hidden.
    pub one_gate: Option<bool>,
    /// Its numbers.
    pub figures: Vec<Figure>,
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
    /// Unit by unit.
    pub matrix: Vec<Cell>,
    /// Why there is no table of units, where there is none.
    pub matrix_lacking: Option<String>,
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
}
