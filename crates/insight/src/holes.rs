//! Structural holes (Burt 1992): whether somebody's contacts know each other anyway, or meet only through her.
//!
//! `a_ij = w_ij + w_ji`, `p_ij = a_ij / SUM_k a_ik`. Her contacts are those she has a tie with in either direction.

use crate::arcs::{Edges, Rows};
use crate::measured::{Lacking, Name, Said, finite};
use crate::pieces;

/// Constraint: high where contacts are one clique, low where she spans holes. May exceed 1 with two or three contacts.
pub const CONSTRAINT: Name = Name::first("constraint");
/// How many of her contacts are not redundant.
pub const EFFECTIVE_SIZE: Name = Name::first("effective_size");

/// People up to whom a table of all pairs is worth its memory (128 MiB).
const TABLE_PEOPLE_MAX: usize = 4096;
/// A row of the table does as much in a step as a list does in eight: below an eighth of all pairs lists win.
const TABLE_SHARE_MIN: usize = 8;

/// `c_i = SUM_j (p_ij + SUM_q p_iq p_qj)^2` for each person, over her contacts j and q.
pub fn constraint(edges: &Edges) -> Vec<Said> {
    let rows = edges.rows();
    let people = rows.people();
    let shares = Shares::of(rows);
    if people <= TABLE_PEOPLE_MAX && rows.entries() * TABLE_SHARE_MIN >= people * people {
        return by_table(rows, &shares);
    }
    let of = |ego: &mut Ego, person| {
        let contacts = ego.meet(rows, person);
        let sums = &mut ego.sums;
        sums[..contacts].copy_from_slice(shares.row(rows, person));
        for (q, share) in rows.row(person).iter().zip(shares.row(rows, person)) {
            let q = *q as usize;
            for (j, onward) in rows.row(q).iter().zip(shares.row(rows, q)) {
                sums[ego.slot[*j as usize] as usize] += share * onward;
            }
        }
        let sum = sums[..contacts].iter().map(|sum| sum * sum).sum();
        ego.part(rows, person);
        if contacts == 0 { Err(Lacking::NoContacts) } else { finite(sum) }
    };
    pieces::each(people, 256, || Ego::new(rows), of)
}

/// `SUM_j (1 - SUM_q p_iq m_jq)`, `m_jq = a_jq / max_k a_jk`, for each person, over her contacts j and q.
pub fn effective_size(edges: &Edges) -> Vec<Said> {
    let rows = edges.rows();
    let shares = Shares::of(rows);
    let largest: Vec<f64> = (0..rows.people()).map(|person| rows.weights(person).iter().copied().fold(0.0, f64::max)).collect();
    let of = |ego: &mut Ego, person| {
        let contacts = ego.meet(rows, person);
        let mut redundant = 0.0;
        for (q, share) in rows.row(person).iter().zip(shares.row(rows, person)) {
            let known = rows.ties(*q as usize).filter(|(j, _)| (ego.slot[*j] as usize) < contacts);
            redundant += share * known.map(|(j, weight)| weight / largest[j]).sum::<f64>();
        }
        ego.part(rows, person);
        if contacts == 0 { Err(Lacking::NoContacts) } else { finite(contacts as f64 - redundant) }
    };
    pieces::each(rows.people(), 256, || Ego::new(rows), of)
}

/// `p_ij`, beside the rows' entries.
struct Shares(Vec<f64>, Vec<usize>);

impl Shares {
    fn of(rows: &Rows) -> Self {
        let (mut shares, mut starts) = (Vec::with_capacity(rows.entries()), Vec::with_capacity(rows.people()));
        for person in 0..rows.people() {
            starts.push(shares.len());
            let strength = rows.strength(person);
            shares.extend(rows.weights(person).iter().map(|weight| weight / strength));
        }
        Self(shares, starts)
    }

    fn row(&self, rows: &Rows, person: usize) -> &[f64] {
        &self.0[self.1[person]..][..rows.row(person).len()]
    }
}

/// One person's contacts, numbered; everybody else has the number behind the last, whose sum nobody reads.
struct Ego {
    slot: Vec<u32>,
    sums: Vec<f64>,
    others: u32,
}

impl Ego {
    fn new(rows: &Rows) -> Self {
        let most = (0..rows.people()).map(|person| rows.row(person).len()).max().unwrap_or(0);
        Self { slot: vec![most as u32; rows.people()], sums: vec![0.0; most + 1], others: most as u32 }
    }

    fn meet(&mut self, rows: &Rows, person: usize) -> usize {
        let row = rows.row(person);
        row.iter().zip(0..).for_each(|(contact, number)| self.slot[*contact as usize] = number);
        row.len()
    }

    fn part(&mut self, rows: &Rows, person: usize) {
        rows.row(person).iter().for_each(|contact| self.slot[*contact as usize] = self.others);
    }
}

/// People whose sums are built up together: a row that is fetched serves all of them.
const TOGETHER: usize = 8;

fn by_table(rows: &Rows, shares: &Shares) -> Vec<Said> {
    let people = rows.people();
    let mut table = vec![0.0f64; people * people];
    for person in 0..people {
        for (other, share) in rows.row(person).iter().zip(shares.row(rows, person)) {
            table[person * people + *other as usize] = *share;
        }
    }
    let row = |person: usize| &table[person * people..][..people];
    let parts = pieces::map(people, TOGETHER, |range| {
        let mut sums: Vec<f64> = range.clone().flat_map(|person| row(person).iter().copied()).collect();
        for q in 0..people {
            let onward = row(q);
            for (person, sums) in range.clone().zip(sums.chunks_exact_mut(people)) {
                let share = row(person)[q];
                if share > 0.0 {
                    sums.iter_mut().zip(onward).for_each(|(sum, onward)| *sum += share * onward);
                }
            }
        }
        let of = |(person, sums): (usize, &[f64])| match rows.row(person) {
            [] => Err(Lacking::NoContacts),
            contacts => finite(contacts.iter().map(|contact| sums[*contact as usize].powi(2)).sum()),
        };
        range.zip(sums.chunks_exact(people)).map(of).collect::<Vec<_>>()
    });
    parts.concat()
}
