//! Who stands behind numbers about ties between units: a number that is a few people's, or one's, is not said.

use super::walls::Network;
use insight::privacy::Sides;
use std::collections::{BTreeMap, BTreeSet};

/// What may be said for those who stand behind it.
pub struct Behind {
    cells: BTreeSet<(usize, usize)>,
    units: Vec<bool>,
    /// Whether it may be said how much of all ties stays inside units.
    pub whole: bool,
}

impl Behind {
    pub fn of(network: &Network) -> Behind {
        let mut nodes: Vec<Vec<usize>> = vec![Vec::new(); network.units.count()];
        for node in 0..network.nodes.len() {
            if let Some(unit) = network.units.of(node) {
                nodes[unit as usize].push(node);
            }
        }
        let mut behind = Behind { cells: BTreeSet::new(), units: Vec::new(), whole: false };
        let (mut inside, mut across) = (Sides::default(), Sides::default());
        // One unit after the other: all pairs of units with all their people at once would not fit.
        for (unit, nodes) in nodes.iter().enumerate() {
            let mut row = given(network, nodes);
            let own = row.remove(&unit).unwrap_or_default();
            let mut crossing = Sides::default();
            row.values().for_each(|sides| crossing.join(sides));
            behind.units.push(own.shown() && crossing.shown());
            behind.cells.extend(row.iter().chain([(&unit, &own)]).filter(|(_, sides)| sides.shown()).map(|(to, _)| (unit, *to)));
            inside.join(&own);
            across.join(&crossing);
        }
        behind.whole = inside.shown() && across.shown();
        behind
    }

    /// Whether a cell may be said.
    pub fn cell(&self, from: usize, to: usize) -> bool {
        self.cells.contains(&(from, to))
    }

    /// Whether it may be said how much of a unit's ties stays inside: the index tells both parts.
    pub fn unit(&self, unit: usize) -> bool {
        self.units[unit]
    }
}

/// What these gave, by the unit of who took.
fn given(network: &Network, nodes: &[usize]) -> BTreeMap<usize, Sides> {
    let mut row: BTreeMap<usize, Sides> = BTreeMap::new();
    for from in nodes {
        for (to, weight) in network.arcs.rows().ties(*from) {
            if let Some(unit) = network.units.of(to) {
                row.entry(unit as usize).or_default().add(network.person[*from], network.person[to], weight);
            }
        }
    }
    row
}
