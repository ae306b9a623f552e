//! Ties as compact rows: for each person whom she turned to, in ascending order, and how much.
//!
//! **Invariant.** No self-ties, no pair twice, every weight finite and above zero. What breaks it is refused by
//! [`Arcs::new`], so that no measure has to ask.

use crate::pieces;
use std::fmt;

/// One directed tie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tie {
    /// Who turned.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// How much.
    pub weight: f64,
}

/// The largest weight of a tie after its parts are added up: 2^50, so that sums over millions of ties stay exact to the unit.
pub const WEIGHT_MAX: f64 = 1_125_899_906_842_624.0;
/// The most people: ids are 32 bits, and one of them means nobody.
pub const PEOPLE_MAX: usize = u32::MAX as usize;

/// Why ties are no network. The position is that in the slice which was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// A tie of somebody beyond the number of people.
    Stranger(usize),
    /// A weight that is negative or no number.
    NoWeight(usize),
    /// A pair whose weights add up to more than [`WEIGHT_MAX`].
    TooHeavy {
        /// Who turned.
        from: u32,
        /// To whom.
        to: u32,
    },
    /// More people than [`PEOPLE_MAX`].
    TooManyPeople,
}

impl fmt::Display for Unfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Stranger(at) => write!(out, "tie {at} is of somebody unknown"),
            Unfit::NoWeight(at) => write!(out, "the weight of tie {at} is negative or no number"),
            Unfit::TooHeavy { from, to } => write!(out, "the weights from {from} to {to} add up to too much"),
            Unfit::TooManyPeople => out.write_str("too many people"),
        }
    }
}

impl std::error::Error for Unfit {}

/// For each person a row of others, ascending, with weights.
#[derive(Clone, PartialEq, Debug)]
pub struct Rows {
    starts: Vec<usize>,
    to: Vec<u32>,
    weight: Vec<f64>,
}

impl Rows {
    /// How many people, with or without ties.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many entries all rows have: directed ties, or twice the undirected ones.
    pub fn entries(&self) -> usize {
        self.to.len()
    }

    /// Whose row has `person`'s ties to them.
    pub fn row(&self, person: usize) -> &[u32] {
        &self.to[self.starts[person]..self.starts[person + 1]]
    }

    /// Their weights, in the same order.
    pub fn weights(&self, person: usize) -> &[f64] {
        &self.weight[self.starts[person]..self.starts[person + 1]]
    }

    /// A row with its weights.
    pub fn ties(&self, person: usize) -> impl Iterator<Item = (usize, f64)> {
        self.row(person).iter().map(|&to| to as usize).zip(self.weights(person).iter().copied())
    }

    /// Whether `person`'s row has `other`.
    pub fn holds(&self, person: usize, other: usize) -> bool {
        self.row(person).binary_search(&(other as u32)).is_ok()
    }

    /// The sum of a row's weights.
    pub fn strength(&self, person: usize) -> f64 {
        self.weights(person).iter().sum()
    }

    /// Rows from ties in any order: put by target, then turned, which sorts both ways without comparing.
    fn of_ties(people: usize, ties: &[Tie]) -> Self {
        let kept = || ties.iter().filter(|tie| tie.from != tie.to && tie.weight > 0.0);
        let mut by_target = Self::room(people, kept().map(|tie| tie.to));
        let mut next = by_target.starts.clone();
        for tie in kept() {
            let at = &mut next[tie.to as usize];
            (by_target.to[*at], by_target.weight[*at]) = (tie.from, tie.weight);
            *at += 1;
        }
        by_target.turned().with_pairs_joined()
    }

    /// Empty rows with as much room for each person as `owners` names her.
    fn room(people: usize, owners: impl Iterator<Item = u32>) -> Self {
        let mut starts = vec![0; people + 1];
        for owner in owners {
            starts[owner as usize + 1] += 1;
        }
        for at in 0..people {
            starts[at + 1] += starts[at];
        }
        let entries = starts[people];
        Self { starts, to: vec![0; entries], weight: vec![0.0; entries] }
    }

    /// Each tie the other way round.
    fn turned(&self) -> Self {
        let mut turned = Self::room(self.people(), self.to.iter().copied());
        let mut next = turned.starts.clone();
        for person in 0..self.people() {
            for (other, weight) in self.ties(person) {
                let at = &mut next[other];
                (turned.to[*at], turned.weight[*at]) = (person as u32, weight);
                *at += 1;
            }
        }
        turned
    }

    fn with_pairs_joined(mut self) -> Self {
        let (mut kept, mut first) = (0, 0);
        for person in 0..self.people() {
            let (row, after) = (kept, self.starts[person + 1]);
            for at in first..after {
                if kept > row && self.to[kept - 1] == self.to[at] {
                    self.weight[kept - 1] += self.weight[at];
                } else {
                    (self.to[kept], self.weight[kept]) = (self.to[at], self.weight[at]);
                    kept += 1;
                }
            }
            (first, self.starts[person + 1]) = (after, kept);
        }
        self.to.truncate(kept);
        self.weight.truncate(kept);
        self
    }

    /// Row by row the union of both, each pair's weight by `join`; what joins to zero is no tie.
    fn joined(&self, other: &Self, join: impl Fn(f64, f64) -> f64 + Sync + Send) -> Self {
        let parts = pieces::map(self.people(), PIECE, |range| {
            let mut part = (Vec::new(), Vec::new(), Vec::new());
            for person in range {
                let before = part.1.len();
                self.beside(other, person, |to, a, b| {
                    let weight = join(a, b);
                    if weight > 0.0 {
                        part.1.push(to);
                        part.2.push(weight);
                    }
                });
                part.0.push(part.1.len() - before);
            }
            part
        });
        let entries = parts.iter().map(|part| part.1.len()).sum();
        let (mut starts, mut to, mut weight) = (vec![0], Vec::with_capacity(entries), Vec::with_capacity(entries));
        for (lengths, some_to, some_weight) in parts {
            starts.extend(lengths.iter().scan(to.len(), |end, length| {
                *end += length;
                Some(*end)
            }));
            to.extend(some_to);
            weight.extend(some_weight);
        }
        Self { starts, to, weight }
    }

    /// Whoever stands in either row of `person`, with both weights, 0 where there is no tie.
    pub(crate) fn beside(&self, other: &Self, person: usize, mut each: impl FnMut(u32, f64, f64)) {
        let (a, b) = (self.row(person), other.row(person));
        let (a_weight, b_weight) = (self.weights(person), other.weights(person));
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            let (left, right) = (a[i], b[j]);
            each(left.min(right), if left <= right { a_weight[i] } else { 0.0 }, if right <= left { b_weight[j] } else { 0.0 });
            i += usize::from(left <= right);
            j += usize::from(right <= left);
        }
        (i..a.len()).for_each(|at| each(a[at], a_weight[at], 0.0));
        (j..b.len()).for_each(|at| each(b[at], 0.0, b_weight[at]));
    }
}

/// Rows taken together where rows are worked on in parallel.
const PIECE: usize = 4096;

/// Directed ties.
#[derive(Clone, PartialEq, Debug)]
pub struct Arcs(Rows);

impl Arcs {
    /// A network of `people`, numbered from 0. A pair given several times is one tie with the sum of its weights; self-ties and
    /// ties of weight zero are none.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn new(people: usize, ties: &[Tie]) -> Result<Self, Unfit> {
        if people > PEOPLE_MAX {
            return Err(Unfit::TooManyPeople);
        }
        let stranger = |tie: &Tie| tie.from.max(tie.to) as usize >= people;
        if let Some(at) = ties.iter().position(stranger) {
            return Err(Unfit::Stranger(at));
        }
        let fit = |tie: &Tie| tie.weight >= 0.0 && tie.weight.is_finite();
        if let Some(at) = ties.iter().position(|tie| !fit(tie)) {
            return Err(Unfit::NoWeight(at));
        }
        let rows = Rows::of_ties(people, ties);
        for person in 0..people {
            if let Some((to, _)) = rows.ties(person).find(|(_, weight)| *weight > WEIGHT_MAX) {
                return Err(Unfit::TooHeavy { from: person as u32, to: to as u32 });
            }
        }
        Ok(Self(rows))
    }

    /// Whom each turned to.
    pub fn rows(&self) -> &Rows {
        &self.0
    }

    /// How many ties.
    pub fn count(&self) -> usize {
        self.0.entries()
    }

    /// Who turned to each.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self(self.0.turned())
    }

    /// The same ties, each of weight 1.
    #[must_use]
    pub fn unweighted(&self) -> Self {
        let mut rows = self.0.clone();
        rows.weight.fill(1.0);
        Self(rows)
    }

    /// Contact: a tie where either turned to the other, its weight the sum of both directions.
    pub fn contact(&self) -> Edges {
        Edges(self.0.joined(&self.0.turned(), |there, back| there + back))
    }

    /// Dialogue: a tie where both turned to each other, its weight the geometric mean (Kossinets and Watts 2006), so that
    /// speaking at somebody who never answers is none.
    pub fn dialogue(&self) -> Edges {
        Edges(self.0.joined(&self.0.turned(), |there, back| there.sqrt() * back.sqrt()))
    }
}

/// Undirected ties: each stands in both its rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Edges(Rows);

impl Edges {
    /// With whom each has a tie.
    pub fn rows(&self) -> &Rows {
        &self.0
    }

    /// How many ties.
    pub fn count(&self) -> usize {
        self.0.entries() / 2
    }

    /// The same ties, each of weight 1.
    #[must_use]
    pub fn unweighted(&self) -> Self {
        let mut rows = self.0.clone();
        rows.weight.fill(1.0);
        Self(rows)
    }

    /// Each tie once, the smaller number first.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let of = |person| self.0.ties(person).filter(move |(to, _)| *to > person).map(move |(to, weight)| (person, to, weight));
        (0..self.0.people()).flat_map(of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(from: u32, to: u32, weight: f64) -> Tie {
        Tie { from, to, weight }
    }

    #[test]
    fn a_pair_given_twice_is_one_tie_and_a_self_tie_is_none() {
        let ties = [tie(2, 0, 1.0), tie(0, 1, 2.0), tie(2, 2, 9.0), tie(0, 1, 0.5), tie(0, 2, 0.0), tie(2, 1, 4.0)];
        let arcs = Arcs::new(4, &ties).unwrap();
        assert_eq!((arcs.count(), arcs.rows().people()), (3, 4));
        assert_eq!((arcs.rows().row(0), arcs.rows().weights(0)), ([1].as_slice(), [2.5].as_slice()));
        assert_eq!((arcs.rows().row(2), arcs.rows().weights(2)), ([0, 1].as_slice(), [1.0, 4.0].as_slice()));
        assert_eq!(arcs.turned().turned(), arcs);
    }

    #[test]
    fn contact_adds_both_directions_and_dialogue_needs_both() {
        let arcs = Arcs::new(3, &[tie(0, 1, 4.0), tie(1, 0, 9.0), tie(1, 2, 5.0)]).unwrap();
        assert_eq!(arcs.contact().pairs().collect::<Vec<_>>(), [(0, 1, 13.0), (1, 2, 5.0)]);
        assert_eq!(arcs.dialogue().pairs().collect::<Vec<_>>(), [(0, 1, 6.0)]);
        assert_eq!(arcs.contact().rows().row(1), [0, 2]);
    }

    #[test]
    fn what_is_no_network_is_refused_with_its_place() {
        for bad in [f64::NAN, -1.0, f64::INFINITY] {
            assert_eq!(Arcs::new(2, &[tie(0, 1, 1.0), tie(0, 1, bad)]), Err(Unfit::NoWeight(1)));
        }
        assert_eq!(Arcs::new(2, &[tie(0, 2, 1.0)]), Err(Unfit::Stranger(0)));
        let heavy = [tie(0, 1, WEIGHT_MAX), tie(0, 1, 1.0)];
        assert_eq!(Arcs::new(2, &heavy), Err(Unfit::TooHeavy { from: 0, to: 1 }));
        assert_eq!(Arcs::new(0, &[]).unwrap().count(), 0);
    }
}
