//! The table of units as colours: who turns to whom more or less than what both give and take would let expect.

use super::{
    label::{cut, lines},
    layout::{WIDTH, rounded},
    level::Level,
};

/// Room for the names of rows.
const NAMES: f64 = 118.0;
/// The largest cell, and the least height of a row: a line of letters.
const CELL_MAX: f64 = 40.0;
const ROW_MIN: f64 = 15.0;
/// Room for the numbers of columns: two lines, for with many columns every other number stands lower.
const HEAD: f64 = 30.0;
/// Room to the right: the last number is wider than a narrow cell.
const EDGE: f64 = 3.0;
/// The size of letters.
const LETTERS: f64 = 11.0;
/// From one line of a name to the next.
const LINE: f64 = 12.0;
/// Where a step of colour ends, in powers of two below and above as expected.
const STEPS: [f64; 3] = [0.32, 1.0, 2.0];
/// The narrowest cell into which its number goes.
const TOLD_MIN: f64 = 24.0;

/// A cell.
pub(crate) struct Square {
    pub x: f64,
    pub y: f64,
    /// Its colour: `under-3` to `over-3`, `even`, or `unsaid`.
    pub step: &'static str,
    /// Its number, where there is room for it.
    pub told: String,
}

/// A row's or column's name.
pub(crate) struct Name {
    pub x: f64,
    pub y: f64,
    pub words: String,
}

/// The picture.
pub(crate) struct Heat {
    pub height: f64,
    pub wide: f64,
    pub tall: f64,
    pub squares: Vec<Square>,
    pub rows: Vec<Name>,
    pub columns: Vec<Name>,
}

impl Heat {
    pub(crate) fn of(level: &Level) -> Heat {
        let drawn = level.drawn();
        let wide = ((WIDTH - NAMES - EDGE) / drawn.len().max(1) as f64).min(CELL_MAX);
        let tall = wide.max(ROW_MIN);
        let at = |row: usize, column: usize| (rounded(NAMES + column as f64 * wide), rounded(HEAD + row as f64 * tall));
        let square = |row: usize, column: usize| {
            let lift = level.lift(row, column);
            let told = lift.filter(|_| wide >= TOLD_MIN).map_or_else(String::new, |lift| format!("{lift:.1}"));
            let (x, y) = at(row, column);
            Square { x, y, step: step(lift), told }
        };
        let named = |(row, node): (usize, &super::level::Node)| {
            let (name, room) = (format!("{} {}", row + 1, node.name), (NAMES - 6.0) / LETTERS);
            let lines = if tall >= 2.0 * LINE { lines(&name, room) } else { vec![cut(&name, room)] };
            let first = at(row, 0).1 + (tall - LINE * (lines.len() - 1) as f64) / 2.0 + LETTERS * 0.36;
            let line = move |(at, words): (usize, String)| Name { x: 0.0, y: rounded(first + at as f64 * LINE), words };
            lines.into_iter().enumerate().map(line)
        };
        let numbered = |column: usize| Name {
            x: rounded(at(0, column).0 + wide / 2.0),
            y: if drawn.len() > 9 && column.is_multiple_of(2) { HEAD - 18.0 } else { HEAD - 4.0 },
            words: (column + 1).to_string(),
        };
        let count = drawn.len();
        Heat {
            height: (HEAD + tall * count as f64 + 1.0).ceil(),
            wide: rounded(wide - 1.0),
            tall: rounded(tall - 1.0),
            squares: (0..count * count).map(|cell| square(cell / count, cell % count)).collect(),
            rows: drawn.iter().enumerate().flat_map(named).collect(),
            columns: (0..count).map(numbered).collect(),
        }
    }

    pub(crate) fn width(&self) -> f64 {
        WIDTH
    }
}

/// The colour of a lift.
pub(crate) fn step(lift: Option<f64>) -> &'static str {
    let Some(lift) = lift else { return "unsaid" };
    let power = lift.log2();
    match STEPS.iter().filter(|step| power.abs() >= **step).count() {
        0 => "even",
        1 if power < 0.0 => "under-1",
        2 if power < 0.0 => "under-2",
        _ if power < 0.0 => "under-3",
        1 => "over-1",
        2 => "over-2",
        _ => "over-3",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn half_and_double_are_equally_far_from_as_expected() {
        for (lift, colour) in [(1.0, "even"), (0.9, "even"), (1.2, "even"), (0.7, "under-1"), (1.5, "over-1"), (0.5, "under-2")] {
            assert_eq!(step(Some(lift)), colour, "{lift}");
        }
        for (lift, colour) in [(2.0, "over-2"), (0.2, "under-3"), (9.0, "over-3"), (0.0, "under-3")] {
            assert_eq!(step(Some(lift)), colour, "{lift}");
        }
        assert_eq!(step(None), "unsaid");
    }

    #[test]
    fn every_cell_is_in_the_frame_and_no_two_cells_or_names_lie_on_each_other() {
        for count in [1, 2, 7, 10, 24, 60] {
            let heat = Heat::of(&Level::of(&sample::house(&vec![6; count], &[]), None, "").unwrap());
            let side = heat.columns.len();
            assert_eq!((heat.squares.len(), side), (side * side, count.min(24)));
            assert!(heat.rows.len() >= side && heat.rows.iter().all(|name| name.y < heat.height));
            for square in &heat.squares {
                assert!(square.x >= NAMES && square.x + heat.wide <= WIDTH && square.y + heat.tall <= heat.height);
            }
            let steps = heat.rows.windows(2).map(|pair| pair[1].y - pair[0].y);
            assert!(steps.into_iter().all(|step| step >= LETTERS), "rows of {count} lie on each other");
            for (at, one) in heat.columns.iter().enumerate() {
                let near = heat.columns[..at].iter().filter(|other| (other.y - one.y).abs() < 10.0);
                near.for_each(|other| assert!(one.x - other.x >= 15.0, "{count}: {} and {}", other.words, one.words));
            }
        }
    }
}
