//! The small networks of the golden file.

use insight::arcs::{Arcs, Tie};
use insight::measured::Said;
use insight::units::Units;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn golden(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("ona_golden.json")).unwrap();
    all[name].clone()
}

pub struct Network {
    /// Binary.
    pub arcs: Arcs,
    pub units: Units,
    pub names: Vec<String>,
}

/// People are numbered from 1 in the golden file.
pub fn network(arcs: &[(u32, u32)], unit_of: &BTreeMap<u32, String>) -> Network {
    let mut names: Vec<String> = unit_of.values().cloned().collect();
    names.sort();
    names.dedup();
    let ties: Vec<Tie> = arcs.iter().map(|(from, to)| Tie { from: from - 1, to: to - 1, weight: 1.0 }).collect();
    let unit = |name: &String| names.iter().position(|other| other == name).map(|unit| unit as u32);
    let of: Vec<Option<u32>> = unit_of.values().map(unit).collect();
    Network { arcs: Arcs::new(of.len(), &ties).unwrap(), units: Units::new(names.len(), &of), names }
}

pub fn pairs(of: &Value) -> Vec<(u32, u32)> {
    let number = |value: &Value| value.as_u64().unwrap() as u32;
    of.as_array().unwrap().iter().map(|pair| (number(&pair[0]), number(&pair[1]))).collect()
}

/// Equal to the digits that are given.
#[track_caller]
pub fn near(what: &str, got: Said, want: &Value) {
    match (got, want.as_f64()) {
        (Ok(got), Some(want)) => assert!((got - want).abs() < 6e-5, "{what}: {got} for {want}"),
        (Err(_), None) => {}
        (got, want) => panic!("{what}: {got:?} for {want:?}"),
    }
}

/// For each person, named from 1; betweenness has three digits.
#[track_caller]
pub fn near_all(what: &str, got: &[Said], want: &Value, within: f64) {
    for (person, want) in want.as_object().unwrap() {
        let got = got[person.parse::<usize>().unwrap() - 1].unwrap_or(0.0);
        assert!((got - want.as_f64().unwrap()).abs() < within, "{what} of {person}: {got} for {want}");
    }
}
