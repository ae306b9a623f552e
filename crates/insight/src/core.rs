//! Core and periphery: whether a few talk among themselves and the rest only with them.

use crate::arcs::Edges;
use crate::measured::{Lacking, Name, Said, finite};

/// How well the network fits the ideal of a core and a periphery.
pub const MEASURE: Name = Name::first("core_fit");

/// The best split.
#[derive(Clone, PartialEq, Debug)]
pub struct Split {
    /// Who is in the core, by falling number of ties.
    pub core: Vec<u32>,
    /// Ties missing in the core and ties there are in the periphery: what speaks against the split.
    pub against: f64,
    /// Pearson's correlation with the ideal: core among itself 1, periphery among itself 0 (Borgatti and Everett 2000).
    pub fit: Said,
}

/// The split with the least against it; sorting by ties and trying every beginning finds it (Lip 2011, arXiv:1102.5511).
pub fn split(edges: &Edges) -> Said<Split> {
    let rows = edges.rows();
    if edges.count() == 0 {
        return Err(Lacking::NoTies);
    }
    let mut order: Vec<u32> = (0..rows.people() as u32).collect();
    order.sort_by_key(|person| (std::cmp::Reverse(rows.row(*person as usize).len()), *person));
    let (mut against, mut best) = (edges.count() as f64, (f64::INFINITY, 0));
    for (before, person) in order.iter().enumerate() {
        against += before as f64 - rows.row(*person as usize).len() as f64;
        if against < best.0 {
            best = (against, before + 1);
        }
    }
    order.truncate(best.1);
    let fit = fit(edges, &order);
    Ok(Split { core: order, against: best.0, fit })
}

/// The correlation over pairs inside the core and pairs inside the periphery; both sides are 0 or 1, so counts are enough.
fn fit(edges: &Edges, core: &[u32]) -> Said {
    let mut inside = vec![false; edges.rows().people()];
    core.iter().for_each(|person| inside[*person as usize] = true);
    let (mut core_ties, mut outer_ties) = (0.0, 0.0);
    for (a, b, _) in edges.pairs() {
        if inside[a] && inside[b] {
            core_ties += 1.0;
        } else if !inside[a] && !inside[b] {
            outer_ties += 1.0;
        }
    }
    let pairs_of = |people: f64| people * (people - 1.0) / 2.0;
    let core_pairs = pairs_of(core.len() as f64);
    let pairs = core_pairs + pairs_of((edges.rows().people() - core.len()) as f64);
    let (ties, ideal) = ((core_ties + outer_ties) / pairs, core_pairs / pairs);
    let spread = (ties * (1.0 - ties) * ideal * (1.0 - ideal)).sqrt();
    if spread > 0.0 { finite((core_ties / pairs - ties * ideal) / spread) } else { Err(Lacking::NoRoom) }
}

/// For each person the largest k such that she is among people who have k ties with each other (Batagelj and Zaversnik 2003).
pub fn k_core(edges: &Edges) -> Vec<u32> {
    let rows = edges.rows();
    let people = rows.people();
    let mut degree: Vec<u32> = (0..people).map(|person| rows.row(person).len() as u32).collect();
    let most = degree.iter().max().map_or(0, |most| *most as usize);
    // People sorted by degree in buckets; `first[d]` is where bucket d begins.
    let mut first = vec![0usize; most + 2];
    degree.iter().for_each(|d| first[*d as usize + 1] += 1);
    (1..first.len()).for_each(|d| first[d] += first[d - 1]);
    let (mut place, mut order, mut next) = (vec![0usize; people], vec![0u32; people], first.clone());
    for person in 0..people {
        let at = &mut next[degree[person] as usize];
        (place[person], order[*at]) = (*at, person as u32);
        *at += 1;
    }
    for at in 0..people {
        let person = order[at] as usize;
        for &other in rows.row(person) {
            let other = other as usize;
            if degree[other] > degree[person] {
                // Swapped with the first of its bucket, whose border then moves past it.
                let border = &mut first[degree[other] as usize];
                let (from, to) = (place[other], *border);
                let moved = order[to];
                order.swap(from, to);
                (place[other], place[moved as usize]) = (to, from);
                *border += 1;
                degree[other] -= 1;
            }
        }
    }
    degree
}
