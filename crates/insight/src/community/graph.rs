//! The network of one step: people, or the pieces that were made of them.

use crate::arcs::Rows;
use std::borrow::Cow;

/// Rows as in [`Rows`], borrowed for people; pieces have ties to themselves, which stand apart.
pub struct Graph<'a> {
    rows: Held<'a>,
    /// What each node gives and takes, twice what it has with itself included.
    pub strength: Cow<'a, [f64]>,
    /// The strength of all.
    pub all: f64,
}

enum Held<'a> {
    People(&'a Rows),
    Pieces { starts: Vec<usize>, to: Vec<u32>, weight: Vec<f64> },
}

impl<'a> Graph<'a> {
    pub fn of(rows: &'a Rows) -> Self {
        let strength: Vec<f64> = (0..rows.people()).map(|person| rows.strength(person)).collect();
        let all = strength.iter().sum();
        Self { rows: Held::People(rows), strength: Cow::Owned(strength), all }
    }

    pub fn nodes(&self) -> usize {
        self.strength.len()
    }

    /// Others a node has ties with, and their weights.
    pub fn ties(&self, node: usize) -> (&[u32], &[f64]) {
        match &self.rows {
            Held::People(rows) => (rows.row(node), rows.weights(node)),
            Held::Pieces { starts, to, weight } => {
                let range = starts[node]..starts[node + 1];
                (&to[range.clone()], &weight[range])
            }
        }
    }

    /// The graph whose nodes are the `count` pieces.
    pub fn gathered(&self, pieces: &[u32], count: usize) -> Graph<'static> {
        let (first, members) = members(pieces, count);
        let (mut starts, mut to, mut weight) = (vec![0], Vec::new(), Vec::new());
        let mut strength = vec![0.0; count];
        let mut near = Near::new(count);
        for piece in 0..count {
            for &node in &members[first[piece]..first[piece + 1]] {
                strength[piece] += self.strength[node as usize];
                let (others, weights) = self.ties(node as usize);
                others.iter().zip(weights).for_each(|(other, weight)| near.add(pieces[*other as usize], *weight));
            }
            near.drain(|other, sum| {
                if other as usize != piece {
                    to.push(other);
                    weight.push(sum);
                }
            });
            starts.push(to.len());
        }
        Graph { rows: Held::Pieces { starts, to, weight }, strength: Cow::Owned(strength), all: self.all }
    }
}

/// The nodes of each of `count` groups, one group after the other, and where each begins.
pub fn members(groups: &[u32], count: usize) -> (Vec<usize>, Vec<u32>) {
    let mut first = vec![0; count + 1];
    groups.iter().for_each(|group| first[*group as usize + 1] += 1);
    (0..count).for_each(|group| first[group + 1] += first[group]);
    let (mut next, mut members) = (first.clone(), vec![0; groups.len()]);
    for (node, group) in groups.iter().enumerate() {
        members[next[*group as usize]] = node as u32;
        next[*group as usize] += 1;
    }
    (first, members)
}

/// Weight toward groups near one node, gathered and emptied again without touching the others.
pub struct Near {
    weight: Vec<f64>,
    touched: Vec<u32>,
}

impl Near {
    pub fn new(groups: usize) -> Self {
        Self { weight: vec![0.0; groups], touched: Vec::new() }
    }

    pub fn add(&mut self, group: u32, weight: f64) {
        let sum = &mut self.weight[group as usize];
        if *sum == 0.0 {
            self.touched.push(group);
        }
        *sum += weight;
    }

    pub fn toward(&self, group: u32) -> f64 {
        self.weight[group as usize]
    }

    pub fn drain(&mut self, mut each: impl FnMut(u32, f64)) {
        for group in self.touched.drain(..) {
            each(group, std::mem::take(&mut self.weight[group as usize]));
        }
    }
}
