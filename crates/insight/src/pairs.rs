//! Ties rolled up by pair: both directions side by side, as they are kept. One reading tells what is directed and what is
//! undirected, where two networks would have to be laid beside each other.

use crate::arcs::Arcs;
use crate::pieces;
use crate::tally::{Tallies, Tally};
use crate::units::{NONE, Units};

/// For each person the others of higher number with whom she has a tie in either direction.
#[derive(Clone, PartialEq, Debug)]
pub struct Pairs {
    starts: Vec<usize>,
    ties: Vec<Between>,
}

/// What is between two people.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Between {
    other: u32,
    there: f64,
    back: f64,
}

impl Pairs {
    /// The same ties as these.
    pub fn of(arcs: &Arcs) -> Self {
        let turned = arcs.turned();
        let (mut starts, mut ties) = (vec![0], Vec::with_capacity(arcs.count()));
        for person in 0..arcs.rows().people() {
            arcs.rows().beside(turned.rows(), person, |other, there, back| {
                if other as usize > person {
                    ties.push(Between { other, there, back });
                }
            });
            starts.push(ties.len());
        }
        Self { starts, ties }
    }

    /// How many pairs.
    pub fn count(&self) -> usize {
        self.ties.len()
    }

    /// Directed and undirected, counted and weighed, in one pass: the same as [`Tallies::of`] the arcs, and of their contact.
    pub fn tallies(&self, units: &Units) -> (Tallies, Tallies) {
        let people = self.starts.len() - 1;
        let parts = pieces::map(people, people.div_ceil(8).max(1024), |range| {
            let mut sums = vec![Sums::default(); units.count()];
            range.for_each(|person| self.take(units.labels(), person, &mut sums));
            sums
        });
        let mut sums = vec![Sums::default(); units.count()];
        parts.iter().for_each(|part| sums.iter_mut().zip(part).for_each(|(sum, part)| sum.add(part)));
        (tallies(&sums, |sums| sums.directed), tallies(&sums, |sums| sums.undirected))
    }

    fn take(&self, labels: &[u32], person: usize, sums: &mut [Sums]) {
        let own = labels[person];
        if own == NONE {
            return;
        }
        let mut of_own = Sums::default();
        for Between { other, there, back } in &self.ties[self.starts[person]..self.starts[person + 1]] {
            let unit = labels[*other as usize];
            if unit == NONE {
                continue;
            }
            let (goes, comes) = (f64::from(u8::from(*there > 0.0)), f64::from(u8::from(*back > 0.0)));
            let inside = f64::from(u8::from(unit == own));
            let (both, weight) = (goes + comes, there + back);
            of_own.meet([inside * both, goes, comes], [inside * weight, *there, *back], inside);
            sums[unit as usize].meet([0.0, comes, goes], [0.0, *back, *there], 0.0);
        }
        sums[own as usize].add(&of_own);
    }
}

/// Of one unit, in ties and then in weight: within, out, into.
#[derive(Clone, Copy, Default)]
struct Sums {
    directed: [f64; 6],
    undirected: [f64; 6],
}

impl Sums {
    /// A pair from this unit's side; `inside` is 1 where the other is of it too and the pair has not been counted from there.
    fn meet(&mut self, ties: [f64; 3], weight: [f64; 3], inside: f64) {
        for at in 0..3 {
            self.directed[at] += ties[at];
            self.directed[at + 3] += weight[at];
        }
        let whole = weight[1] + weight[2];
        self.undirected[0] += 2.0 * inside;
        self.undirected[1] += 1.0;
        self.undirected[2] += 1.0;
        self.undirected[3] += 2.0 * inside * whole;
        self.undirected[4] += whole;
        self.undirected[5] += whole;
    }

    fn add(&mut self, other: &Self) {
        self.directed.iter_mut().zip(other.directed).for_each(|(sum, part)| *sum += part);
        self.undirected.iter_mut().zip(other.undirected).for_each(|(sum, part)| *sum += part);
    }
}

fn tallies(sums: &[Sums], of: impl Fn(&Sums) -> [f64; 6]) -> Tallies {
    let column = |at: usize| sums.iter().map(|sums| of(sums)[at]).collect::<Vec<f64>>();
    let tally = |first: usize| {
        let (within, out, into) = (column(first), column(first + 1), column(first + 2));
        let all = out.iter().sum();
        Tally { within, out, into, all }
    };
    Tallies { ties: tally(0), weight: tally(3) }
}
