//! Each community, taken apart into pieces that hold together by themselves.

use super::graph::{Graph, Near, members};
use crate::chance::Chance;

/// The piece of each node: from single nodes, each that is still alone and well tied to its community joins the piece there
/// to which it adds most. Pieces are numbered by one of their nodes.
pub fn pieces(graph: &Graph<'_>, community: &[u32], chance: &mut Chance) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut pieces = Pieces {
        of: (0..nodes as u32).collect(),
        strength: graph.strength.to_vec(),
        cut: vec![0.0; nodes],
        alone: vec![true; nodes],
    };
    let mut near = Near::new(nodes);
    let (first, mut members) = members(community, nodes);
    for group in 0..nodes {
        let members = &mut members[first[group]..first[group + 1]];
        if members.len() > 1 {
            chance.shuffle(members);
            merge(graph, community, members, &mut pieces, &mut near);
        }
    }
    pieces.of
}

struct Pieces {
    of: Vec<u32>,
    strength: Vec<f64>,
    /// Weight from a piece to the rest of its community.
    cut: Vec<f64>,
    alone: Vec<bool>,
}

fn merge(graph: &Graph<'_>, community: &[u32], members: &[u32], pieces: &mut Pieces, near: &mut Near) {
    let group = community[members[0] as usize];
    let inside = |other: &u32| community[*other as usize] == group;
    let mut whole = 0.0;
    for &node in members {
        let (others, weights) = graph.ties(node as usize);
        whole += graph.strength[node as usize];
        pieces.cut[node as usize] = others.iter().zip(weights).filter(|(other, _)| inside(other)).map(|(_, weight)| weight).sum();
    }
    let held = |cut: f64, strength: f64| cut >= strength * (whole - strength) / graph.all;
    for &node in members {
        let (at, weighs) = (node as usize, graph.strength[node as usize]);
        if !pieces.alone[at] || !held(pieces.cut[at], weighs) {
            continue;
        }
        let (others, weights) = graph.ties(at);
        for (other, weight) in others.iter().zip(weights).filter(|(other, _)| inside(other)) {
            near.add(pieces.of[*other as usize], *weight);
        }
        let mut best = (node, 0.0, 0.0);
        near.drain(|piece, weight| {
            let strength = pieces.strength[piece as usize];
            let gain = weight - weighs * strength / graph.all;
            if gain > best.1 && held(pieces.cut[piece as usize], strength) {
                best = (piece, gain, weight);
            }
        });
        let (piece, _, weight) = best;
        if piece != node {
            let cut = pieces.cut[at] - 2.0 * weight;
            pieces.of[at] = piece;
            pieces.strength[piece as usize] += weighs;
            pieces.cut[piece as usize] += cut;
            (pieces.alone[at], pieces.alone[piece as usize]) = (false, false);
        }
    }
}
