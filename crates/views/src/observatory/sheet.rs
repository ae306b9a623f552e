//! What is published as spreadsheets: units, pairs of units, and every figure of every window that is drawn.

use super::{figure, window::Windows};
use crate::{
    spreadsheet::{MARK, line, number, words},
    words::t,
};
use domain::{
    limits::UNITS_DRAWN,
    moment::Moment,
    observatory::{Cell, Figure, Group, LevelCell, Observatory, UnitFigures, WindowFigures, side_by_side},
};
use store::{Fault, Reading};

/// Which one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sheet {
    /// A line per unit.
    Units,
    /// A line per pair of units that may be said.
    Pairs,
    /// A line per window and figure, the earliest first.
    Figures,
}

impl Sheet {
    /// As CSV, of the window that ends then, or the newest; `None` where the observatory does not exist for the viewer, or
    /// has no such window.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn csv(self, reading: &Reading, until: Option<Moment>) -> Result<Option<String>, Fault> {
        let Some(windows) = Windows::seen(reading).await? else { return Ok(None) };
        let Some(window) = windows.find(reading, until).await? else { return Ok(None) };
        let Some(result) = &window.result else { return Ok(None) };
        let windows = if self == Sheet::Figures { window.figures(reading).await? } else { Vec::new() };
        Ok(Some(self.written(result, &windows)))
    }

    /// Of a result that was [`Observatory::shown`]; pure.
    pub(super) fn written(self, result: &Observatory, windows: &[WindowFigures]) -> String {
        let lines = match self {
            Sheet::Units => units(result),
            Sheet::Pairs => pairs(result),
            Sheet::Figures => figures(windows),
        };
        format!("{MARK}{lines}")
    }
}

fn head<const N: usize>(keys: [&str; N]) -> String {
    line(keys.map(|key| words(&t(key))))
}

fn units(result: &Observatory) -> String {
    let above = |unit: &UnitFigures| {
        let parent = unit.parent.as_ref().and_then(|parent| result.above.iter().find(|it| it.unit == *parent));
        parent.map_or_else(String::new, |it| it.name.clone())
    };
    let figure = |unit: &UnitFigures, name: &str| number(unit.figures.iter().find(|it| it.name == name).and_then(|it| it.value));
    let (until, least) = (words(&result.until().rfc3339()), number(Some(result.group_min)));
    let row = |unit: &UnitFigures| {
        let gate = if unit.one_gate == Some(true) { t("observatory-one-gate").into_owned() } else { String::new() };
        let people = number(unit.people);
        let (silo, e_i) = (figure(unit, "silo"), figure(unit, "e_i"));
        line([words(&unit.name), words(&above(unit)), people, silo, e_i, words(&gate), until.clone(), least.clone()])
    };
    let keys = [
        "observatory-unit",
        "observatory-above",
        "people-title",
        "figure-silo",
        "figure-e-i",
        "observatory-gate",
        "observatory-window-end",
        "notice-group-min",
    ];
    head(keys) + &result.units.iter().map(row).collect::<String>()
}

fn pairs(result: &Observatory) -> String {
    let until = words(&result.until().rfc3339());
    let row = |within: &str, from: &str, to: &str, numbers: [String; 3]| {
        let [ties, density, lift] = numbers;
        line([words(within), words(from), words(to), ties, density, lift, until.clone()])
    };
    let name = |at: usize| result.units.get(at).map_or("", |unit| unit.name.as_str());
    let of_units = result.matrix.iter().map(|cell: &Cell| {
        row("", name(cell.from), name(cell.to), [number(result.ties(cell)), number(cell.density), number(cell.lift)])
    });
    let of_levels = result.levels.iter().flat_map(|table| {
        let within = result.above.iter().find(|it| Some(&it.unit) == table.within.as_ref()).map_or("", |it| it.name.as_str());
        let groups = side_by_side(&result.units, &result.above, table.within.as_deref(), UNITS_DRAWN);
        let said = |cell: &LevelCell| {
            let group = |node: usize| groups.iter().find(|group| Some(group.unit) == table.nodes.get(node).map(String::as_str));
            let (from, to) = (group(cell.from)?, group(cell.to)?);
            let density = f64::from(cell.ties) / could_be(result, from, to);
            Some(row(within, from.name, to.name, [number(Some(cell.ties)), number(Some(density)), number(cell.lift)]))
        };
        table.cells.iter().filter_map(said).collect::<Vec<_>>()
    });
    head([
        "observatory-within",
        "observatory-from",
        "observatory-to",
        "observatory-tie-count",
        "observatory-density",
        "observatory-lift",
        "observatory-window-end",
    ]) + &of_units.chain(of_levels).collect::<String>()
}

/// Ties that could be between different units of two groups.
fn could_be(result: &Observatory, from: &Group<'_>, to: &Group<'_>) -> f64 {
    let people = |at: &usize| f64::from(result.units[*at].people.unwrap_or(0));
    let own = if from.unit == to.unit { from.units.iter().map(|at| people(at).powi(2)).sum() } else { 0.0 };
    f64::from(from.people) * f64::from(to.people) - own
}

fn figures(windows: &[WindowFigures]) -> String {
    let row = |window: &WindowFigures, it: &Figure| {
        let lacking = it.lacking.as_deref().map_or_else(String::new, |why| figure::lacking(Some(why)));
        let until = Moment(window.until).rfc3339();
        line([
            words(&until),
            words(&figure::name(it)),
            number(Some(it.version)),
            number(it.value),
            number(it.low),
            number(it.high),
            number(it.n),
            words(&lacking),
        ])
    };
    let all = windows.iter().flat_map(|window| window.walls.iter().chain(&window.dialogue).map(move |it| (window, it)));
    let keys = [
        "observatory-window-end",
        "observatory-figure",
        "observatory-version",
        "observatory-value",
        "observatory-low",
        "observatory-high",
        "observatory-n",
        "observatory-lacking",
    ];
    head(keys) + &all.map(|(window, it)| row(window, it)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn a_line_stands_for_each_unit_each_pair_and_each_figure_of_a_window() {
        let result = sample::tree(3, 4, 2);
        assert_eq!(units(&result).lines().count(), 1 + result.units.len());
        assert!(units(&result).lines().nth(1).unwrap().contains("\"Department 0.0\""));
        assert_eq!(pairs(&result).lines().count(), 1 + result.matrix.len());
        let large = sample::tree(3, 4, 8);
        let cells: usize = large.levels.iter().map(|table| table.cells.len()).sum();
        assert_eq!(pairs(&large).lines().count(), 1 + cells);
        assert!(large.matrix.is_empty() && pairs(&large).contains("\"Division 1\",\"Department 1."));
        let (walls, dialogue) = (result.walls, result.dialogue);
        let window = WindowFigures { from: result.from, until: result.until, walls, dialogue };
        let count = window.walls.len() + window.dialogue.len();
        assert_eq!(figures(&[window.clone(), window]).lines().count(), 1 + 2 * count);
    }
}
