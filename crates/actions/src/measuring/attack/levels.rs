//! What tables of levels tell, and what they must not: sums of cells of the table of all units that nobody sees.

use super::{house::Published, table::Truth};
use domain::observatory::side_by_side;
use std::collections::BTreeMap;

/// Cells that are told together, or must not be.
pub struct Sum {
    pub cells: Vec<usize>,
    pub told: bool,
    /// Whether it is a few people's.
    pub secret: bool,
    pub name: String,
}

/// Every cell of every published table, and the totals of rows and columns of which anything is told.
pub fn sums(it: &Published, truth: &Truth) -> Vec<Sum> {
    let size = truth.units.len();
    let mut all = Vec::new();
    for table in &it.told.levels {
        let groups = side_by_side(&it.told.units, &it.told.above, table.within.as_deref(), it.drawn);
        let places: BTreeMap<&str, &Vec<usize>> = groups.iter().map(|group| (group.unit, &group.units)).collect();
        let nodes: Vec<&Vec<usize>> = table.nodes.iter().map(|node| places[node.as_str()]).collect();
        let everybody: Vec<usize> = (0..size).collect();
        let crossing = |from: &[usize], to: &[usize]| -> Vec<usize> {
            let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
            pairs.filter(|(from, to)| from != to).map(|(from, to)| from * size + to).collect()
        };
        let sum = |cells: Vec<usize>, told: bool, name: String| {
            let secret = !truth.sayable_together(&cells) && cells.iter().any(|cell| truth.most[*cell] > 0);
            Sum { cells, told, secret, name }
        };
        let below = table.within.as_deref().unwrap_or("the house");
        for from in 0..nodes.len() {
            for to in 0..nodes.len() {
                let (cells, cell) =
                    (crossing(nodes[from], nodes[to]), table.cells.iter().find(|cell| (cell.from, cell.to) == (from, to)));
                if let Some(cell) = cell {
                    let count: u32 = cells.iter().map(|cell| truth.counts[*cell]).sum();
                    assert_eq!(cell.ties, count, "the attacker reads a told cell as it is");
                }
                all.push(sum(cells, cell.is_some(), format!("cell {from}-{to} below {below}")));
            }
            let total = |cells: Vec<usize>| Sum { cells, told: true, secret: false, name: String::new() };
            if table.cells.iter().any(|cell| cell.from == from) {
                all.push(total(crossing(nodes[from], &everybody)));
            }
            if table.cells.iter().any(|cell| cell.to == from) {
                all.push(total(crossing(&everybody, nodes[from])));
            }
        }
    }
    all
}
