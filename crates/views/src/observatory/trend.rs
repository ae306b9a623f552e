//! A figure over the windows that are published, with how sure it is.
//!
//! **Invariant.** Where a window says nothing there is a gap: nothing is drawn between what was said before and after it. Nor
//! are numbers of different definitions joined.

use super::{figure, layout::rounded, saying};
use crate::words::{known, t};
use domain::{
    moment::{DAY, Moment},
    observatory::WindowFigures,
};
use serde::Serialize;

/// The frame of a chart: wide, tall, room to the left, above, below and to the right.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 24.0;
const RIGHT: f64 = 10.0;
/// From one window to the next.
const STEP: i64 = 7 * DAY;

/// One window.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Point {
    /// The first moment after it.
    pub until: Moment,
    /// Its page.
    pub href: String,
    /// The number.
    pub value: Option<f64>,
    /// Its bounds, where it has some.
    pub low: Option<f64>,
    /// The upper one.
    pub high: Option<f64>,
    /// Why there is no number.
    pub lacking: Option<String>,
}

impl Point {
    pub(crate) fn day(&self) -> String {
        saying::day(self.until)
    }

    pub(crate) fn told(&self, name: &str) -> String {
        self.value.map_or_else(|| figure::lacking(self.lacking.as_deref()), |value| figure::told(name, value))
    }

    pub(crate) fn bounds(&self, name: &str) -> String {
        let between = |(low, high)| format!("{} … {}", figure::told(name, low), figure::told(name, high));
        self.low.zip(self.high).map_or_else(String::new, between)
    }
}

/// A figure over time.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trend {
    /// Which figure.
    pub name: &'static str,
    /// What it shows and what it does not.
    pub says: String,
    /// Windows, the earliest first.
    pub points: Vec<Point>,
}

impl Trend {
    /// A figure over windows, the earliest first; `None` where none of them says it.
    pub(crate) fn of(name: &'static str, windows: &[WindowFigures]) -> Option<Trend> {
        let version = windows.iter().rev().find_map(|window| window.figure(name)).map(|figure| figure.version);
        let point = |window: &WindowFigures| {
            let found = window.figure(name).filter(|figure| Some(figure.version) == version);
            let number = |of: fn(&domain::observatory::Figure) -> Option<f64>| found.and_then(of).filter(|it| it.is_finite());
            Point {
                until: Moment(window.until),
                href: format!("/observatory?until={}", window.until),
                value: number(|it| it.value),
                low: number(|it| it.low),
                high: number(|it| it.high),
                lacking: found.and_then(|it| it.lacking.clone()),
            }
        };
        let points: Vec<Point> = windows.iter().map(point).collect();
        let said = points.iter().any(|point| point.value.is_some());
        said.then(|| Trend { name, says: saying::trend(name, &points), points })
    }

    pub(crate) fn title(&self) -> String {
        let own = format!("trend-{}", self.name.replace('_', "-"));
        if known(&own) { t(&own).into_owned() } else { figure::named(self.name) }
    }

    /// As a picture.
    pub(crate) fn chart(&self) -> Chart {
        Chart::of(self)
    }
}

/// A line of the scale.
pub(crate) struct Tick {
    pub y: f64,
    pub told: String,
}

/// A mark with words: the last number, a day.
pub(crate) struct Told {
    pub x: f64,
    pub y: f64,
    pub anchor: &'static str,
    pub words: String,
}

/// A trend as a picture.
pub(crate) struct Chart {
    pub ticks: Vec<Tick>,
    /// Where nothing was said: left and width.
    pub gaps: Vec<(f64, f64)>,
    /// Between the bounds, as the points of a polygon.
    pub bands: Vec<String>,
    /// Through the numbers.
    pub lines: Vec<String>,
    /// The numbers.
    pub dots: Vec<(f64, f64)>,
    pub days: Vec<Told>,
    pub now: Option<Told>,
}

/// How numbers and moments become lengths.
struct Scale {
    low: f64,
    high: f64,
    first: i64,
    last: i64,
}

impl Scale {
    fn of(trend: &Trend) -> Scale {
        let numbers = trend.points.iter().flat_map(|point| [point.value, point.low, point.high]).flatten();
        let (least, most) = numbers.fold((0.0_f64, 0.0_f64), |(low, high), number| (low.min(number), high.max(number)));
        let ratio = trend.name != "waiting";
        let (first, last) = (trend.points.first(), trend.points.last());
        Scale {
            low: if least < -0.5 {
                -1.0
            } else if least < 0.0 {
                -0.5
            } else {
                0.0
            },
            high: if ratio { 1.0_f64.max(most) } else { round_above(most) },
            first: first.map_or(0, |point| point.until.0),
            last: last.map_or(0, |point| point.until.0),
        }
    }

    fn x(&self, at: i64) -> f64 {
        let wide = WIDTH - LEFT - RIGHT;
        if self.first == self.last {
            return rounded(LEFT + wide / 2.0);
        }
        let part = (at - self.first) as f64 / (self.last - self.first) as f64;
        // Half a step to each side, so that a gap at either end is as wide as any.
        rounded(LEFT + self.step() / 2.0 + part * (wide - self.step()))
    }

    fn y(&self, value: f64) -> f64 {
        rounded(HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM))
    }

    /// How wide a window is.
    fn step(&self) -> f64 {
        let windows = (self.last - self.first) / STEP + 1;
        (WIDTH - LEFT - RIGHT) / windows.max(1) as f64
    }
}

/// The next round number that is not below: 1, 2 or 5 with zeros.
fn round_above(most: f64) -> f64 {
    let mut round = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(60) {
        if round >= most {
            break;
        }
        round *= factor;
    }
    round
}

impl Chart {
    fn of(trend: &Trend) -> Chart {
        let scale = Scale::of(trend);
        let tick = |value: f64| Tick { y: scale.y(value), told: told_short(trend.name, value) };
        let middle = (scale.low + scale.high) / 2.0;
        let mut chart = Chart {
            ticks: [scale.low, middle, scale.high].map(tick).into(),
            gaps: gaps(&trend.points, &scale),
            bands: Vec::new(),
            lines: Vec::new(),
            dots: Vec::new(),
            days: days(&trend.points, &scale),
            now: None,
        };
        for run in runs(&trend.points) {
            let at = |point: &Point, value: f64| (scale.x(point.until.0), scale.y(value));
            let dots: Vec<(f64, f64)> = run.iter().filter_map(|point| Some(at(point, point.value?))).collect();
            if dots.len() > 1 {
                chart.lines.push(joined(&dots));
            }
            chart.dots.extend(dots);
            let edge = |of: fn(&Point) -> Option<f64>| run.iter().filter_map(move |point| Some(at(point, of(point)?)));
            let (above, below): (Vec<_>, Vec<_>) = (edge(|point| point.high).collect(), edge(|point| point.low).collect());
            if above.len() == run.len() && below.len() == run.len() {
                chart.bands.push(band(&above, below, scale.step()));
            }
        }
        let last = trend.points.last().and_then(|point| Some((point, point.value?)));
        chart.now = last.map(|(point, value)| {
            let (x, y) = (scale.x(point.until.0), scale.y(value));
            let y = if y < TOP + 14.0 { y + 15.0 } else { y - 7.0 };
            let (x, anchor) = if x > WIDTH - 40.0 { (WIDTH - RIGHT, "end") } else { (x, "middle") };
            Told { x, y, anchor, words: figure::told(trend.name, value) }
        });
        chart
    }

    pub(crate) fn size(&self) -> (f64, f64) {
        (WIDTH, HEIGHT)
    }

    pub(crate) fn sides(&self) -> (f64, f64) {
        (LEFT, WIDTH - RIGHT)
    }

    pub(crate) fn ends(&self) -> (f64, f64) {
        (TOP, HEIGHT - BOTTOM - TOP)
    }
}

/// Windows one after another that all say a number.
fn runs(points: &[Point]) -> Vec<&[Point]> {
    let together = |one: &Point, next: &Point| one.value.is_some() && next.value.is_some() && next.until.0 - one.until.0 == STEP;
    points.chunk_by(together).filter(|run| run[0].value.is_some()).collect()
}

/// Weeks without a number, from the first to the last.
fn gaps(points: &[Point], scale: &Scale) -> Vec<(f64, f64)> {
    let said = |until: i64| points.iter().any(|point| point.until.0 == until && point.value.is_some());
    let weeks = (0..=(scale.last - scale.first) / STEP).map(|week| scale.first + week * STEP);
    let gap = |until: i64| (rounded(scale.x(until) - scale.step() / 2.0), rounded(scale.step()));
    weeks.filter(|until| !said(*until)).map(gap).collect()
}

/// The first day and the last.
fn days(points: &[Point], scale: &Scale) -> Vec<Told> {
    let told = |point: &Point, x: f64, anchor| Told { x, y: HEIGHT - 8.0, anchor, words: saying::day(point.until) };
    match points {
        [] => Vec::new(),
        [one] => vec![told(one, scale.x(one.until.0), "middle")],
        [first, .., last] => vec![told(first, LEFT, "start"), told(last, WIDTH - RIGHT, "end")],
    }
}

fn told_short(name: &str, value: f64) -> String {
    if figure::is_share(name) { format!("{:.0}\u{a0}%", value * 100.0) } else { format!("{}", rounded(value)) }
}

fn joined(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// A window alone has a band as well: as wide as half its week.
fn band(above: &[(f64, f64)], below: Vec<(f64, f64)>, step: f64) -> String {
    if let ([(x, high)], [(_, low)]) = (above, &below[..]) {
        let (left, right) = (rounded(x - step.min(24.0) / 4.0), rounded(x + step.min(24.0) / 4.0));
        return joined(&[(left, *high), (right, *high), (right, *low), (left, *low)]);
    }
    joined(&above.iter().copied().chain(below.into_iter().rev()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{super::sample::figure, *};

    fn window(week: i64, value: Option<f64>) -> WindowFigures {
        let dialogue = vec![figure("answered_within_24h", value), figure("waiting", value.map(|it| it * 30.0))];
        WindowFigures { from: (week - 4) * STEP, until: week * STEP, walls: Vec::new(), dialogue }
    }

    #[test]
    fn where_nothing_was_said_nothing_is_drawn_and_what_was_not_measured_is_a_gap_too() {
        // The third said nothing, the sixth was never measured.
        let said = [Some(0.5), Some(0.6), None, Some(0.7), Some(0.6), None, Some(0.4)];
        let windows: Vec<WindowFigures> =
            said.iter().enumerate().filter(|(at, _)| *at != 5).map(|(at, value)| window(3_000 + at as i64, *value)).collect();
        let trend = Trend::of("answered_within_24h", &windows).unwrap();
        let chart = trend.chart();
        assert_eq!((chart.dots.len(), chart.lines.len(), chart.bands.len(), chart.gaps.len()), (5, 2, 3, 2));
        let inside = |x: f64| chart.gaps.iter().any(|(left, wide)| x > *left && x < left + wide);
        assert!(chart.dots.iter().all(|(x, _)| !inside(*x)));
        for line in &chart.lines {
            let ends: Vec<f64> = line.split(' ').map(|point| point.split(',').next().unwrap().parse().unwrap()).collect();
            assert!(chart.gaps.iter().all(|(left, _)| !(ends[0] < *left && *left < ends[ends.len() - 1])), "{line}");
        }
    }

    #[test]
    fn bands_are_the_published_bounds_and_all_stays_in_the_frame() {
        let windows: Vec<WindowFigures> = (0..26).map(|week| window(3_000 + week, Some(week as f64 / 25.0))).collect();
        for name in ["answered_within_24h", "waiting"] {
            let trend = Trend::of(name, &windows).unwrap();
            let chart = trend.chart();
            assert_eq!(chart.bands.len(), usize::from(name != "waiting"));
            let points = chart.bands.iter().chain(&chart.lines).flat_map(|all| all.split(' '));
            for point in points {
                let (x, y) = point.split_once(',').unwrap();
                let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                assert!((LEFT..=WIDTH - RIGHT).contains(&x) && (TOP..=HEIGHT - BOTTOM).contains(&y), "{point}");
            }
            assert!(chart.gaps.is_empty());
        }
    }

    #[test]
    fn numbers_of_an_older_definition_are_not_joined_with_those_of_a_newer() {
        let mut windows: Vec<WindowFigures> = (0..4).map(|week| window(3_000 + week, Some(0.5))).collect();
        windows[0].dialogue[0].version = 0;
        let trend = Trend::of("answered_within_24h", &windows).unwrap();
        assert_eq!(trend.points.iter().filter(|point| point.value.is_some()).count(), 3);
        assert_eq!(trend.chart().gaps.len(), 1);
        assert_eq!(Trend::of("segregation", &windows), None);
    }

    #[test]
    fn one_window_is_a_dot_in_the_middle_and_scales_end_on_round_numbers() {
        let chart = Trend::of("waiting", &[window(3_000, Some(0.5))]).unwrap().chart();
        assert_eq!((chart.dots.len(), chart.lines.len(), chart.gaps.len(), chart.days.len()), (1, 0, 0, 1));
        assert_eq!([0.0, 1.0, 1.5, 3.0, 7.0, 21.0, 400.0].map(round_above), [1.0, 1.0, 2.0, 5.0, 10.0, 50.0, 500.0]);
    }
}
