//! Each node joins the community where it adds most; who moved makes her neighbours think again.

use super::graph::{Graph, Near};
use crate::chance::Chance;
use std::collections::VecDeque;

/// Moves nodes until none gains by it. `community` numbers are below the number of nodes.
pub fn settle(graph: &Graph<'_>, community: &mut [u32], chance: &mut Chance) {
    let nodes = graph.nodes();
    let (mut strength, mut size) = (vec![0.0; nodes], vec![0u32; nodes]);
    for node in 0..nodes {
        strength[community[node] as usize] += graph.strength[node];
        size[community[node] as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..nodes as u32).filter(|group| size[*group as usize] == 0).collect();
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    chance.shuffle(&mut order);
    let mut queue: VecDeque<u32> = order.into();
    let mut waits = vec![true; nodes];
    let mut near = Near::new(nodes);
    while let Some(node) = queue.pop_front() {
        waits[node as usize] = false;
        let (others, weights) = graph.ties(node as usize);
        let (own, weighs) = (community[node as usize], graph.strength[node as usize]);
        others.iter().zip(weights).for_each(|(other, weight)| near.add(community[*other as usize], *weight));
        strength[own as usize] -= weighs;
        size[own as usize] -= 1;
        let stay = near.toward(own) - weighs * strength[own as usize] / graph.all;
        // To be alone gains nothing and costs nothing.
        let alone = if size[own as usize] == 0 { own } else { *empty.last().unwrap_or(&own) };
        let mut best = if stay < -margin(weighs) { (alone, 0.0) } else { (own, stay) };
        near.drain(|group, weight| {
            let gain = weight - weighs * strength[group as usize] / graph.all;
            if gain > best.1 + margin(weighs) {
                best = (group, gain);
            }
        });
        let to = best.0;
        strength[to as usize] += weighs;
        size[to as usize] += 1;
        if to == own {
            continue;
        }
        if empty.last() == Some(&to) {
            empty.pop();
        }
        if size[own as usize] == 0 {
            empty.push(own);
        }
        community[node as usize] = to;
        for &other in others.iter().filter(|other| community[**other as usize] != to) {
            if !std::mem::replace(&mut waits[other as usize], true) {
                queue.push_back(other);
            }
        }
    }
}

/// What is less is rounding: without it two nodes could swap forever.
fn margin(weighs: f64) -> f64 {
    weighs * 1e-10
}
