//! The map: units as circles, the wall around each as a ring, ties between them as lines.

use super::{
    figure,
    label::{lines, wide},
    layout::{Body, Layout, WIDTH, laid_out, rounded},
    level::{Level, Node},
};
use crate::words::t_with;

/// The largest circle: without names around it a phone holds some five of them in a row.
const RADIUS_MAX: f64 = 24.0;
/// The same where many stand side by side.
const RADIUS_MAX_OF_MANY: f64 = 17.0;
/// From how many on it is many.
const MANY: usize = 12;
/// The thickest wall, and the thinnest.
const WALL: (f64, f64) = (1.5, 8.0);
/// Between a circle and its wall.
const MOAT: f64 = 2.0;
/// The thickest tie, and the thinnest.
const TIE: (f64, f64) = (0.9, 6.0);
/// The size of letters, the step from line to line, and how wide a name may be.
const LETTERS: f64 = 11.0;
const LINE: f64 = 13.0;
const NAME_WIDE: f64 = 88.0;
/// How much a tie may bend, of its length, the least first: as much as it takes to go around other circles.
const BENDS: [f64; 9] = [0.08, -0.08, 0.18, -0.18, 0.3, -0.3, 0.45, -0.45, 0.6];
/// How far it stays away from them.
const BERTH: f64 = 3.0;
/// From this radius on a circle holds its number.
const NUMBER_MIN: f64 = 9.5;

/// A unit.
pub(crate) struct Mark {
    pub x: f64,
    pub y: f64,
    /// Of the circle: its area is the number of people.
    pub radius: f64,
    /// Of the wall's middle, and how thick it is.
    pub ring: f64,
    pub wall: f64,
    /// How the wall is drawn: closed, open, unsaid.
    pub kind: &'static str,
    /// The lines of its name, each with its height.
    pub lines: Vec<(f64, String)>,
    /// What a finger hits: left, top, width, height.
    pub reach: [f64; 4],
    pub href: String,
    pub words: String,
    pub group: bool,
    /// How many people, where the circle has room for it.
    pub number: Option<u32>,
}

/// A tie.
pub(crate) struct Line {
    pub path: String,
    pub width: f64,
}

/// The picture.
pub(crate) struct Map {
    pub height: f64,
    pub marks: Vec<Mark>,
    pub lines: Vec<Line>,
}

impl Map {
    pub(crate) fn of(level: &Level) -> Map {
        let drawn = level.drawn();
        let largest = drawn.iter().map(|node| node.people).max().unwrap_or(0).max(1);
        let most = if drawn.len() > MANY { RADIUS_MAX_OF_MANY } else { RADIUS_MAX };
        let radius = |node: &Node| most * (f64::from(node.people) / f64::from(largest)).sqrt();
        let names: Vec<Vec<String>> = drawn.iter().map(|node| lines(&node.name, NAME_WIDE / LETTERS)).collect();
        let body = |(node, name): (&Node, &Vec<String>)| Body {
            radius: radius(node) + MOAT + wall(node.silo).0,
            label: (name.iter().map(|line| wide(line) * LETTERS).fold(0.0, f64::max), name.len() as f64 * LINE + 4.0),
            seed: seed(&node.unit),
        };
        let bodies: Vec<Body> = drawn.iter().zip(&names).map(body).collect();
        let ties = heaviest(level);
        let layout = laid_out(&bodies, &ties);
        let marks = drawn.iter().zip(&names).zip(bodies.iter().zip(&layout.spots));
        let marks = marks.map(|((node, name), (body, spot))| mark(node, name, body, (*spot, radius(node)))).collect();
        let lines = ties.iter().map(|(one, other, weight)| Line {
            path: bent(*one, *other, &layout, &bodies),
            width: rounded(TIE.0 + (TIE.1 - TIE.0) * weight),
        });
        Map { height: layout.height, lines: lines.collect(), marks }
    }

    pub(crate) fn width(&self) -> f64 {
        WIDTH
    }
}

/// The ties that are drawn, each with its share of the heaviest.
fn heaviest(level: &Level) -> Vec<(usize, usize, f64)> {
    let ties = &level.heaviest_ties()[..level.ties_drawn()];
    let most = ties.first().map_or(1.0, |tie| tie.ties);
    // The light ones first: the heavy ones lie above them.
    ties.iter().rev().map(|tie| (tie.one, tie.other, tie.ties / most)).collect()
}

fn mark(node: &Node, name: &[String], body: &Body, ([x, y], radius): ([f64; 2], f64)) -> Mark {
    let (thick, kind) = wall(node.silo);
    let top = y + body.radius + LETTERS;
    let half = body.radius.max(body.label.0 / 2.0);
    Mark {
        x,
        y,
        radius: rounded(radius),
        ring: rounded(radius + MOAT + thick / 2.0),
        wall: rounded(thick),
        kind,
        lines: name.iter().enumerate().map(|(at, line)| (rounded(top + at as f64 * LINE), line.clone())).collect(),
        reach: [x - half, y - body.radius, 2.0 * half, 2.0 * body.radius + body.label.1].map(rounded),
        href: node.href.clone(),
        words: words(node),
        group: node.group(),
        number: Some(node.people).filter(|_| radius >= NUMBER_MIN),
    }
}

/// How thick the wall is for how closed a unit is, and how it is drawn.
fn wall(silo: Option<f64>) -> (f64, &'static str) {
    match silo {
        Some(silo) if silo >= 0.0 => (WALL.0 + (WALL.1 - WALL.0) * silo.min(1.0), "closed"),
        Some(_) => (WALL.0, "open"),
        None => (WALL.0, "unsaid"),
    }
}

/// What a unit's mark says to those who do not see it, or want to know exactly.
pub(crate) fn words(node: &Node) -> String {
    let silo = node.silo.map_or_else(|| figure::lacking(Some("too_few")), figure::number);
    let people = i64::from(node.people);
    let gaps =
        [("name", (&node.name).into()), ("units", node.units.into()), ("people", people.into()), ("silo", silo.as_str().into())];
    t_with(if node.group() { "observatory-mark-group" } else { "observatory-mark" }, &gaps)
}

/// A line from one circle to another that bends as little as it can around all others; where none does, as little as it may.
fn bent(one: usize, other: usize, layout: &Layout, bodies: &[Body]) -> String {
    let (from, to) = (layout.spots[one], layout.spots[other]);
    let aside = |bend: f64| {
        let middle = [(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0];
        [middle[0] - (to[1] - from[1]) * bend, middle[1] + (to[0] - from[0]) * bend].map(rounded)
    };
    let clear = |bend: &f64| {
        let others = (0..bodies.len()).filter(|at| *at != one && *at != other);
        let mut others = others.map(|at| (layout.spots[at], bodies[at].radius + BERTH));
        let way = curve(from, aside(*bend), to);
        let inside = way.iter().all(|[x, y]| (0.0..=WIDTH).contains(x) && (0.0..=layout.height).contains(y));
        inside && others.all(|(spot, far)| way.iter().all(|at| (at[0] - spot[0]).hypot(at[1] - spot[1]) >= far))
    };
    let [x, y] = aside(BENDS.into_iter().find(clear).unwrap_or(BENDS[0]));
    format!("M{} {}Q{x} {y} {} {}", from[0], from[1], to[0], to[1])
}

/// Some points of a quadratic curve.
fn curve(from: [f64; 2], aside: [f64; 2], to: [f64; 2]) -> Vec<[f64; 2]> {
    let at = |step: u32| {
        let (t, rest) = (f64::from(step) / 24.0, 1.0 - f64::from(step) / 24.0);
        [0, 1].map(|axis| rest * rest * from[axis] + 2.0 * rest * t * aside[axis] + t * t * to[axis])
    };
    (1..24).map(at).collect()
}

/// A number that belongs to a unit, whatever stands around it (FNV-1a).
fn seed(unit: &str) -> u64 {
    unit.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn area_is_people_and_the_wall_is_how_closed_they_are() {
        let level = Level::of(&sample::house(&[5, 20, 80], &[]), None, "").unwrap();
        let map = Map::of(&level);
        for (mark, node) in map.marks.iter().zip(&level.nodes) {
            assert!((mark.radius - RADIUS_MAX * (f64::from(node.people) / 80.0).sqrt()).abs() < 0.06, "{}", node.people);
            let silo = node.silo.unwrap();
            assert_eq!(mark.kind, if silo < 0.0 { "open" } else { "closed" });
            assert!((mark.wall - (WALL.0 + (WALL.1 - WALL.0) * silo.max(0.0))).abs() < 0.06);
        }
        assert_eq!(wall(None), (WALL.0, "unsaid"));
    }

    #[test]
    fn a_map_of_any_house_stays_in_its_frame_and_draws_no_more_ties_than_an_eye_follows() {
        for result in
            [sample::house(&[5; 5], &[]), sample::house(&[9; 24], &[]), sample::tree(8, 8, 8), sample::house(&[6; 500], &[])]
        {
            let map = Map::of(&Level::of(&result, None, "").unwrap());
            assert!(map.lines.len() <= 2 * map.marks.len() && map.height < 1_200.0, "{}", map.height);
            for mark in &map.marks {
                let [left, top, wide, tall] = mark.reach;
                assert!(left >= 0.0 && top >= 0.0 && left + wide <= WIDTH && top + tall <= map.height, "{:?}", mark.reach);
                assert!(mark.lines.iter().all(|(y, _)| *y <= map.height));
            }
        }
    }

    #[test]
    fn a_tie_goes_around_a_circle_that_stands_in_its_way() {
        let body = Body { radius: 20.0, label: (40.0, 12.0), seed: 1 };
        let layout = Layout { spots: vec![[40.0, 100.0], [180.0, 100.0], [320.0, 100.0]], height: 200.0 };
        let path = bent(0, 2, &layout, &[body; 3]);
        let aside: Vec<f64> = path[path.find('Q').unwrap() + 1..].split(' ').take(2).map(|part| part.parse().unwrap()).collect();
        let way = curve([40.0, 100.0], [aside[0], aside[1]], [320.0, 100.0]);
        assert!(way.iter().all(|[x, y]| (x - 180.0).hypot(y - 100.0) >= 20.0 + BERTH), "{path}");
        let straight = bent(0, 1, &layout, &[body; 3]);
        assert_eq!(straight, "M40 100Q110 111.2 180 100", "nothing stands in this one's way");
    }
}
