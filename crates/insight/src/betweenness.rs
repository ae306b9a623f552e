//! Betweenness (Freeman 1977, by Brandes 2001): how many of the shortest ways between others lead through somebody.
//!
//! Fragile where ties are missing: of it pages speak in bands, never in ranks of named people.

use crate::arcs::{Arcs, Edges, Rows};
use crate::chance::Chance;
use crate::measured::{Lacking, Name, Said, finite};
use crate::pieces;
use std::ops::Range;

/// Not normalised: pairs of others.
pub const MEASURE: Name = Name::first("betweenness");
/// Above so many people ways are followed from some of them only.
pub const EXACT_PEOPLE_MAX: usize = 5_000;
/// From so many (Brandes and Pich 2007).
pub const SOURCES: usize = 500;

/// For each person.
#[derive(Clone, PartialEq, Debug)]
pub struct Betweenness {
    /// Shortest ways between others through her, each pair of others counting 1 in all.
    pub of: Vec<Said>,
    /// How many people the ways were followed from: all, or a sample.
    pub sources: usize,
    /// The standard error of each value; `None` where all were followed, and nothing is estimated.
    pub errors: Option<Vec<Said>>,
}

/// Along directed ties.
pub fn directed(arcs: &Arcs, seed: u64) -> Betweenness {
    over(arcs.rows(), arcs.turned().rows(), 1.0, seed)
}

/// Along undirected ties; each pair of others counts once.
pub fn undirected(edges: &Edges, seed: u64) -> Betweenness {
    over(edges.rows(), edges.rows(), 0.5, seed)
}

/// Sources of one piece of work: each piece keeps a sum per person.
const PIECE: usize = 32;

fn over(out: &Rows, into: &Rows, each: f64, seed: u64) -> Betweenness {
    let people = out.people();
    let exact = people <= EXACT_PEOPLE_MAX;
    let sources: Vec<u32> =
        if exact { (0..people as u32).collect() } else { Chance::new(seed, 0).sample(people as u32, SOURCES) };
    let parts = pieces::map(sources.len(), PIECE, |range| {
        let mut ways = Ways::new(people);
        let (mut sums, mut squares) = (vec![0.0; people], vec![0.0; if exact { 0 } else { people }]);
        for source in &sources[range] {
            ways.follow(out, into, *source);
            for person in &ways.order[1..] {
                let through = ways.through[*person as usize];
                sums[*person as usize] += through;
                if !exact {
                    squares[*person as usize] += through * through;
                }
            }
        }
        (sums, squares)
    });
    let (mut sums, mut squares) = (vec![0.0; people], vec![0.0; people]);
    for (some, some_squares) in parts {
        sums.iter_mut().zip(some).for_each(|(sum, part)| *sum += part);
        squares.iter_mut().zip(some_squares).for_each(|(sum, part)| *sum += part);
    }
    let (followed, scale) = (sources.len() as f64, each * people as f64 / sources.len().max(1) as f64);
    let error = |(sum, square): (&f64, &f64)| {
        let variance = (square - sum * sum / followed).max(0.0) / (followed - 1.0);
        // Drawn without putting back: the more of all, the surer.
        finite(scale * (followed * variance * (1.0 - followed / people as f64)).sqrt())
    };
    let errors = (!exact).then(|| sums.iter().zip(&squares).map(error).collect());
    let alone = |person: usize| out.row(person).is_empty() && into.row(person).is_empty();
    let said = |(person, sum): (usize, &f64)| if alone(person) { Err(Lacking::NoContacts) } else { finite(sum * scale) };
    Betweenness { of: sums.iter().enumerate().map(said).collect(), sources: sources.len(), errors }
}

/// The shortest ways from one source, its memory kept between sources.
struct Ways {
    /// Steps from the source; `FAR` where there is no way.
    steps: Vec<u32>,
    /// How many shortest ways lead there.
    count: Vec<f64>,
    /// The share of ways to others that lead through.
    through: Vec<f64>,
    /// Everybody there is a way to, nearest first.
    order: Vec<u32>,
    /// Where each distance begins in `order`, and where the last ends.
    levels: Vec<usize>,
    /// What those of one level give to whoever reads them; 0 of all others, so that a reader need not ask who is of that level.
    given: Vec<f64>,
}

const FAR: u32 = u32::MAX;

impl Ways {
    fn new(people: usize) -> Self {
        let (count, through, given) = (vec![0.0; people], vec![0.0; people], vec![0.0; people]);
        Self { steps: vec![FAR; people], count, through, order: Vec::with_capacity(people), levels: Vec::new(), given }
    }

    fn follow(&mut self, out: &Rows, into: &Rows, source: u32) {
        self.steps.fill(FAR);
        self.count.fill(0.0);
        self.order.clear();
        self.order.push(source);
        (self.steps[source as usize], self.count[source as usize]) = (0, 1.0);
        self.levels = vec![0];
        let mut unseen = into.entries() - into.row(source as usize).len();
        let mut first = 0;
        while first < self.order.len() {
            let after = self.order.len();
            self.levels.push(after);
            let level = self.levels.len() as u32 - 2;
            let onward: usize = self.order[first..after].iter().map(|person| out.row(*person as usize).len()).sum();
            // Either each of this level looks who is next, or all who are left look who was last: whichever is less to read.
            if unseen < onward {
                self.pull(into, first..after, level)
            } else {
                self.push(out, first..after, level)
            }
            unseen -= self.order[after..].iter().map(|person| into.row(*person as usize).len()).sum::<usize>();
            first = after;
        }
        self.come_back(out, into);
    }

    fn push(&mut self, out: &Rows, level: Range<usize>, steps: u32) {
        for at in level {
            let person = self.order[at] as usize;
            let count = self.count[person];
            for &next in out.row(person) {
                let known = &mut self.steps[next as usize];
                if *known == FAR {
                    *known = steps + 1;
                    self.order.push(next);
                }
                if *known == steps + 1 {
                    self.count[next as usize] += count;
                }
            }
        }
    }

    fn pull(&mut self, into: &Rows, level: Range<usize>, steps: u32) {
        for person in &self.order[level.clone()] {
            self.given[*person as usize] = self.count[*person as usize];
        }
        for person in 0..self.steps.len() {
            if self.steps[person] == FAR {
                let count = gathered(into.row(person), &self.given);
                if count > 0.0 {
                    (self.steps[person], self.count[person]) = (steps + 1, count);
                    self.order.push(person as u32);
                }
            }
        }
        self.order[level].iter().for_each(|person| self.given[*person as usize] = 0.0);
    }

    /// From the farthest level back to the source, what leads through whom.
    fn come_back(&mut self, out: &Rows, into: &Rows) {
        self.through.fill(0.0);
        for level in (1..self.levels.len().saturating_sub(1)).rev() {
            let (near, far) = (self.levels[level - 1]..self.levels[level], self.levels[level]..self.levels[level + 1]);
            let size = |rows: &Rows, of: &[u32]| of.iter().map(|person| rows.row(*person as usize).len()).sum::<usize>();
            let steps = level as u32;
            if size(into, &self.order[far.clone()]) < size(out, &self.order[near.clone()]) {
                for person in self.order[far].iter().map(|person| *person as usize) {
                    let each = (1.0 + self.through[person]) / self.count[person];
                    for before in into.row(person).iter().map(|before| *before as usize) {
                        if self.steps[before] == steps - 1 {
                            self.through[before] += self.count[before] * each;
                        }
                    }
                }
            } else {
                for person in self.order[far.clone()].iter().map(|person| *person as usize) {
                    self.given[person] = (1.0 + self.through[person]) / self.count[person];
                }
                for person in self.order[near].iter().map(|person| *person as usize) {
                    self.through[person] += self.count[person] * gathered(out.row(person), &self.given);
                }
                self.order[far].iter().for_each(|person| self.given[*person as usize] = 0.0);
            }
        }
    }
}

/// The sum of what these give; four sums side by side, for one addition has to wait for the one before it.
fn gathered(row: &[u32], given: &[f64]) -> f64 {
    let (fours, rest) = row.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        for (sum, person) in sums.iter_mut().zip(four) {
            *sum += given[*person as usize];
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|person| given[*person as usize]).sum::<f64>()
}
