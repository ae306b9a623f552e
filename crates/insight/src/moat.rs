//! Moats: a wall with one gate. How much of a unit's traffic with others one person carries, and how many people would have
//! to leave before two units lose each other.
//!
//! Pages say of it "one person carries more than half", nothing finer, and never of a unit of fewer than five.

use crate::arcs::Edges;
use crate::measured::{Lacking, Name, Said, share};
use crate::units::{NONE, Units};
use std::collections::{BTreeMap, VecDeque};

/// The share of the busiest gate.
pub const TOP: Name = Name::first("moat");
/// The sum of squared shares (Herfindahl and Hirschman): 1 one gate, near 0 many.
pub const CONCENTRATION: Name = Name::first("moat_concentration");
/// The least number of people whose leaving parts two units.
pub const REDUNDANCY: Name = Name::first("bridge_redundancy");

/// Who carries a unit's ties across its wall.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gate {
    /// Who carries most.
    pub person: u32,
    /// Her share of the weight that crosses.
    pub top: f64,
    /// The sum of squared shares of all.
    pub concentration: f64,
}

/// The gates of each unit, over undirected weight to people of other units.
pub fn gates(edges: &Edges, units: &Units) -> Vec<Said<Gate>> {
    let labels = units.labels();
    let mut crossing = vec![0.0; units.people()];
    for (a, b, weight) in edges.pairs().filter(|(a, b, _)| crosses(labels, *a, *b)) {
        crossing[a] += weight;
        crossing[b] += weight;
    }
    let mut all = vec![0.0; units.count()];
    for (person, unit) in labels.iter().enumerate().filter(|(_, unit)| **unit != NONE) {
        all[*unit as usize] += crossing[person];
    }
    let mut gates: Vec<Said<Gate>> = vec![Err(Lacking::NoTies); units.count()];
    for (person, unit) in labels.iter().enumerate().filter(|(_, unit)| **unit != NONE) {
        let Ok(part) = share(crossing[person], all[*unit as usize], Lacking::NoTies) else { continue };
        let gate = &mut gates[*unit as usize];
        let known = gate.unwrap_or(Gate { person: person as u32, top: 0.0, concentration: 0.0 });
        let (person, top) = if part > known.top { (person as u32, part) } else { (known.person, known.top) };
        *gate = Ok(Gate { person, top, concentration: known.concentration + part * part });
    }
    gates
}

/// For each two units with ties between them the least number of people, of either, without whom there would be none. 1 is a
/// bridge that hangs on one person.
///
/// Only ties across count, so this is the smallest vertex cover of a bipartite graph, which is its largest matching (Kőnig 1931).
pub fn redundancy(edges: &Edges, units: &Units) -> BTreeMap<(u32, u32), usize> {
    let labels = units.labels();
    let mut across: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
    for (a, b, _) in edges.pairs().filter(|(a, b, _)| crosses(labels, *a, *b)) {
        let (one, other) = if labels[a] < labels[b] { (a, b) } else { (b, a) };
        across.entry((labels[one], labels[other])).or_default().push((one as u32, other as u32));
    }
    across.into_iter().map(|(units, ties)| (units, Matching::of(&ties).largest())).collect()
}

fn crosses(labels: &[u32], a: usize, b: usize) -> bool {
    labels[a] != labels[b] && labels[a] != NONE && labels[b] != NONE
}

const FREE: usize = usize::MAX;

/// Hopcroft and Karp 1973: in each round as many shortest augmenting ways as there are.
struct Matching {
    ties: Vec<Vec<usize>>,
    left: Vec<usize>,
    right: Vec<usize>,
    level: Vec<usize>,
}

impl Matching {
    fn of(ties: &[(u32, u32)]) -> Self {
        let number = |people: &mut dyn Iterator<Item = u32>| {
            let mut numbers = BTreeMap::new();
            people.for_each(|person| {
                let next = numbers.len();
                numbers.entry(person).or_insert(next);
            });
            numbers
        };
        let lefts = number(&mut ties.iter().map(|tie| tie.0));
        let rights = number(&mut ties.iter().map(|tie| tie.1));
        let mut rows = vec![Vec::new(); lefts.len()];
        ties.iter().for_each(|(left, right)| rows[lefts[left]].push(rights[right]));
        let (left, right, level) = (vec![FREE; lefts.len()], vec![FREE; rights.len()], vec![FREE; lefts.len()]);
        Self { ties: rows, left, right, level }
    }

    fn largest(mut self) -> usize {
        let mut size = 0;
        while self.layer() {
            let mut tried = vec![0; self.ties.len()];
            for start in 0..self.ties.len() {
                if self.left[start] == FREE && self.augment(start, &mut tried) {
                    size += 1;
                }
            }
        }
        size
    }

    /// Distances of the left side from its free people; whether a free right one is in sight.
    fn layer(&mut self) -> bool {
        let mut queue: VecDeque<usize> = (0..self.left.len()).filter(|left| self.left[*left] == FREE).collect();
        self.level.fill(FREE);
        queue.iter().for_each(|left| self.level[*left] = 0);
        let mut found = false;
        while let Some(left) = queue.pop_front() {
            for right in &self.ties[left] {
                match self.right[*right] {
                    FREE => found = true,
                    next if self.level[next] == FREE => {
                        self.level[next] = self.level[left] + 1;
                        queue.push_back(next);
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Follows one way along the layers and turns it over; without recursion, for ways may be long.
    fn augment(&mut self, start: usize, tried: &mut [usize]) -> bool {
        let mut way = vec![start];
        while let Some(&left) = way.last() {
            let Some(&right) = self.ties[left].get(tried[left]) else {
                way.pop();
                continue;
            };
            tried[left] += 1;
            match self.right[right] {
                FREE => {
                    // Each on the way takes the right one it tried last.
                    for left in way {
                        let right = self.ties[left][tried[left] - 1];
                        (self.left[left], self.right[right]) = (right, left);
                    }
                    return true;
                }
                next if self.level[next] == self.level[left] + 1 => way.push(next),
                _ => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arcs::{Arcs, Tie};

    fn network(people: usize, ties: &[(u32, u32)]) -> Edges {
        let ties: Vec<Tie> = ties.iter().map(|(from, to)| Tie { from: *from, to: *to, weight: 1.0 }).collect();
        Arcs::new(people, &ties).unwrap().contact()
    }

    #[test]
    fn one_gatekeeper_carries_all_and_two_units_hang_on_her() {
        let units = Units::new(2, &[0, 0, 0, 1, 1, 1].map(Some));
        let edges = network(6, &[(0, 1), (1, 2), (2, 3), (2, 4), (2, 5), (3, 4)]);
        let gates = gates(&edges, &units);
        assert_eq!(gates[0], Ok(Gate { person: 2, top: 1.0, concentration: 1.0 }));
        assert_eq!(gates[1].unwrap().top, 1.0 / 3.0);
        assert_eq!(redundancy(&edges, &units), BTreeMap::from([((0, 1), 1)]));
    }

    #[test]
    fn an_augmenting_way_is_found_where_the_first_choice_was_wrong() {
        let units = Units::new(2, &[0, 0, 0, 1, 1, 1].map(Some));
        let edges = network(6, &[(0, 3), (0, 4), (1, 3), (2, 4), (2, 5)]);
        assert_eq!(redundancy(&edges, &units)[&(0, 1)], 3);
        assert_eq!(super::gates(&network(6, &[(0, 1)]), &units)[0], Err(Lacking::NoTies));
    }
}
