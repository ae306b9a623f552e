//! What is published as spreadsheets: units, pairs of units, and every figure of every window that is drawn.

use super::{figure, window::Windows};
use crate::{
    spreadsheet::{MARK, line, number, words},
    words::t,
};
use domain::{
    moment::Moment,
    observatory::{Cell, Figure, Observatory, UnitFigures, WindowFigures},
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
    let name = |at: usize| words(result.units.get(at).map_or("", |unit| &unit.name));
    let until = words(&result.until().rfc3339());
    let row = |cell: &Cell| {
        let (from, to) = (name(cell.from), name(cell.to));
        line([from, to, number(result.ties(cell)), number(cell.density), number(cell.lift), until.clone()])
    };
    head([
        "observatory-from",
        "observatory-to",
        "observatory-tie-count",
        "observatory-density",
        "observatory-lift",
        "observatory-window-end",
    ]) + &result.matrix.iter().map(row).collect::<String>()
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
        let (walls, dialogue) = (result.walls, result.dialogue);
        let window = WindowFigures { from: result.from, until: result.until, walls, dialogue };
        let count = window.walls.len() + window.dialogue.len();
        assert_eq!(figures(&[window.clone(), window]).lines().count(), 1 + 2 * count);
    }
}
