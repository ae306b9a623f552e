//! Communities that emerge from ties, found by modularity (Leiden: Traag, Waltman and van Eck 2019): not what the chart says,
//! but who talks with whom. No community it finds falls apart into pieces without a tie between them.
//!
//! Seeded and on one thread: the same network and seed give the same communities.

mod graph;
mod moving;
mod refining;

use crate::arcs::Edges;
use crate::chance::Chance;
use crate::measured::{Lacking, Name, Said};
use crate::modularity;
use crate::tally::Tallies;
use crate::units::Units;
use graph::Graph;

/// Modularity of the communities, by weight.
pub const MEASURE: Name = Name::first("communities_modularity");

/// Rounds over the whole network; most of the gain is in the first.
const ROUNDS_MAX: usize = 4;
/// A round that gains less was the last.
const GAIN_MIN: f64 = 1e-3;

/// Who belongs together.
#[derive(Clone, PartialEq, Debug)]
pub struct Communities {
    /// The community of each person, numbered in the order of their first members; who has no ties is alone in hers.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: usize,
    /// Their modularity, by weight.
    pub modularity: f64,
}

/// The communities of undirected ties, by weight.
pub fn leiden(edges: &Edges, seed: u64) -> Said<Communities> {
    if edges.count() == 0 {
        return Err(Lacking::NoTies);
    }
    let mut of: Vec<u32> = (0..edges.rows().people() as u32).collect();
    let mut best = f64::NEG_INFINITY;
    for round in 0..ROUNDS_MAX {
        let next = walk(edges, &of, &mut Chance::new(seed, round as u64));
        let (next, count) = numbered(&next);
        let quality = quality(edges, &next, count)?;
        let gain = quality - best;
        if gain > 0.0 {
            (of, best) = (next, quality);
        }
        if gain < GAIN_MIN {
            break;
        }
    }
    let count = of.iter().max().map_or(0, |last| *last as usize + 1);
    Ok(Communities { of, count, modularity: best })
}

/// The weighted modularity of a partition of undirected ties.
fn quality(edges: &Edges, of: &[u32], count: usize) -> Said {
    let communities: Vec<Option<u32>> = of.iter().map(|community| Some(*community)).collect();
    modularity::index(&Tallies::of(edges.rows(), &Units::new(count, &communities)).weight)
}

/// One round: move, refine, and go on with the refined pieces as people, until nothing merges any more.
fn walk(edges: &Edges, of: &[u32], chance: &mut Chance) -> Vec<u32> {
    let mut graph = Graph::of(edges.rows());
    let mut community = of.to_vec();
    // Where each person is in the graph of this step.
    let mut place: Vec<u32> = (0..of.len() as u32).collect();
    loop {
        moving::settle(&graph, &mut community, chance);
        let (pieces, count) = numbered(&refining::pieces(&graph, &community, chance));
        if count == graph.nodes() {
            break;
        }
        let mut of_piece = vec![0; count];
        pieces.iter().zip(&community).for_each(|(piece, community)| of_piece[*piece as usize] = *community);
        graph = graph.gathered(&pieces, count);
        // Communities are numbered below the number of nodes, which has just shrunk.
        community = numbered(&of_piece).0;
        place.iter_mut().for_each(|place| *place = pieces[*place as usize]);
    }
    place.iter().map(|place| community[*place as usize]).collect()
}

/// The same partition with its parts numbered from 0 in the order of their first members.
fn numbered(of: &[u32]) -> (Vec<u32>, usize) {
    let most = of.iter().max().map_or(0, |most| *most as usize + 1);
    let (mut number, mut count) = (vec![u32::MAX; most], 0);
    let named = of.iter().map(|part| {
        let number = &mut number[*part as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *number
    });
    (named.collect(), count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arcs::{Arcs, Tie};

    #[test]
    fn two_rings_with_one_bridge_are_two_communities_whatever_the_seed() {
        let ring =
            |first: u32| (0..6).flat_map(move |at| [(first + at, first + (at + 1) % 6), (first + at, first + (at + 2) % 6)]);
        let ties: Vec<Tie> = ring(0).chain(ring(6)).chain([(0, 6)]).map(|(from, to)| Tie { from, to, weight: 1.0 }).collect();
        let edges = Arcs::new(13, &ties).unwrap().contact();
        for seed in 0..20 {
            let found = leiden(&edges, seed).unwrap();
            assert_eq!(found.of, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2], "seed {seed}");
            assert_eq!(leiden(&edges, seed).unwrap(), found);
        }
        assert_eq!(leiden(&Arcs::new(3, &[]).unwrap().contact(), 1), Err(Lacking::NoTies));
    }
}
