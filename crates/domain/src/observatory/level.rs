//! What stands side by side at one level of the unit tree: units, or, where there are too many for a picture, what stands at
//! the next step of the tree, each for all units below it.

use super::{Above, UnitFigures, parents, upward};
use crate::limits::UNIT_DEPTH_MAX;
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// A unit, or a unit with all below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group<'a> {
    /// Which, as an id.
    pub unit: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// The measured units it stands for, by their places; one where it is a unit itself.
    pub units: Vec<usize>,
    /// Their people.
    pub people: u32,
}

/// Who turns to whom at one level, where the house has too many units for a table of each with each. What stays inside a unit is in
/// none of its cells: that of a group with itself is of ties between different units of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LevelTable {
    /// Below which unit, by its id; none where it is of the whole house.
    pub within: Option<String>,
    /// What stands there, by ids: a unit, or a unit with all below it.
    pub nodes: Vec<String>,
    /// Those that are said.
    pub cells: Vec<LevelCell>,
}

/// From one of a level to another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LevelCell {
    /// Who turns: a place in [`LevelTable::nodes`].
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// Ties.
    pub ties: u32,
    /// Weight over the weight that what both give and take across the walls of units would give.
    pub lift: Option<f64>,
}

/// What stands side by side below a unit, or at the first level of the house, the largest first. `drawn` is how many a picture
/// holds: so many units stand there themselves, more are put together at the first step of the tree at which they part. Units
/// of which nothing is said stand nowhere.
pub fn side_by_side<'a>(units: &'a [UnitFigures], above: &'a [Above], within: Option<&str>, drawn: usize) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys(units, above, within, drawn) {
        groups.entry(key).or_default().push(at);
    }
    let group = |(unit, places): (&'a str, Vec<usize>)| {
        let name = match places[..] {
            [at] if units[at].unit == unit => Some(&units[at].name),
            _ => above.iter().find(|it| it.unit == unit).map(|it| &it.name),
        };
        let people = places.iter().filter_map(|at| units[*at].people).sum();
        Group { unit, name: name.map_or("", String::as_str), units: places, people }
    };
    let mut groups: Vec<Group<'_>> = groups.into_iter().map(group).collect();
    groups.sort_by_key(|it| (Reverse(it.people), it.name, it.unit));
    groups
}

/// The units below `within`, by place, each with the unit that stands for it.
fn keys<'a>(units: &'a [UnitFigures], above: &'a [Above], within: Option<&str>, drawn: usize) -> Vec<(usize, &'a str)> {
    let parents = parents(units, above);
    let path = |(at, unit): (usize, &'a UnitFigures)| {
        let mut path: Vec<&str> = upward(&parents, &unit.unit).collect();
        path.reverse();
        (at, path)
    };
    let mut inside: Vec<(usize, Vec<&str>)> = units.iter().enumerate().filter(|(_, unit)| !unit.hidden).map(path).collect();
    for (_, path) in &mut inside {
        let behind = within.map_or(Some(0), |within| path.iter().position(|unit| *unit == within).map(|at| at + 1));
        // The unit itself, with its own people, stands beside those below it.
        let behind = behind.map_or(path.len(), |behind| behind.min(path.len() - 1));
        path.drain(..behind);
    }
    inside.retain(|(_, path)| !path.is_empty());
    let own = |(at, path): &(usize, Vec<&'a str>)| (*at, path[path.len() - 1]);
    if inside.len() <= drawn {
        return inside.iter().map(own).collect();
    }
    let at_step =
        |step: usize| inside.iter().map(|(at, path)| (*at, path[step.min(path.len() - 1)])).collect::<Vec<(usize, &str)>>();
    let parts = |keys: &Vec<(usize, &str)>| keys.iter().map(|(_, key)| *key).collect::<BTreeSet<_>>().len() > 1;
    (0..UNIT_DEPTH_MAX).map(at_step).find(parts).unwrap_or_else(|| inside.iter().map(own).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(unit: &str, parent: Option<&str>, people: u32) -> UnitFigures {
        UnitFigures {
            unit: unit.into(),
            name: format!("Unit {unit}"),
            parent: parent.map(str::to_owned),
            hidden: people < 5,
            people: Some(people).filter(|people| *people >= 5),
            one_gate: None,
            figures: Vec::new(),
        }
    }

    #[test]
    fn more_units_than_a_picture_holds_stand_where_the_tree_parts_and_a_unit_beside_those_below_it() {
        let above = [("9", None), ("8", Some("9")), ("2", Some("8"))].map(|(unit, parent): (&str, Option<&str>)| Above {
            unit: unit.into(),
            name: unit.into(),
            parent: parent.map(str::to_owned),
        });
        let units = [
            unit("1", Some("9"), 5),
            unit("2", Some("8"), 7),
            unit("3", Some("2"), 6),
            unit("4", Some("2"), 4),
            unit("5", Some("8"), 9),
        ];
        let told = |within, drawn| -> Vec<(String, u32, usize)> {
            let all = side_by_side(&units, &above, within, drawn);
            all.iter().map(|it| (it.unit.to_owned(), it.people, it.units.len())).collect()
        };
        let place = |unit: &str, people, units| (unit.to_owned(), people, units);
        assert_eq!(told(None, 4), [place("5", 9, 1), place("2", 7, 1), place("3", 6, 1), place("1", 5, 1)]);
        assert_eq!(told(None, 3), [place("8", 22, 3), place("1", 5, 1)], "4 is hidden, 9 stands above all");
        assert_eq!(told(Some("8"), 2), [place("2", 13, 2), place("5", 9, 1)]);
        assert_eq!(told(Some("2"), 2), [place("2", 7, 1), place("3", 6, 1)]);
        assert_eq!(told(Some("7"), 2), []);
    }
}
