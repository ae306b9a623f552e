//! What must hold of every network: equal to the plain way of working it out, and blind to how people are numbered.

use insight::arcs::{Arcs, Edges, Tie};
use insight::measured::Said;
use insight::pairs::Pairs;
use insight::reciprocity::Reciprocity;
use insight::tally::Tallies;
use insight::units::Units;
use insight::{assortativity, betweenness, brokerage, community, core, ei, holes, moat, modularity, reach, silo};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Up to twelve people in up to four units, some in none, with some ties.
fn networks() -> impl Strategy<Value = (usize, Vec<Tie>, Vec<Option<u32>>)> {
    (2usize..12).prop_flat_map(|people| {
        let tie = (0..people as u32, 0..people as u32, 1..9u32);
        let ties = prop::collection::vec(tie.prop_map(|(from, to, weight)| Tie { from, to, weight: f64::from(weight) }), 0..60);
        (Just(people), ties, prop::collection::vec(prop::option::weighted(0.9, 0..4u32), people))
    })
}

fn matrix(people: usize, ties: &[Tie]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; people]; people];
    ties.iter().filter(|tie| tie.from != tie.to).for_each(|tie| matrix[tie.from as usize][tie.to as usize] += tie.weight);
    matrix
}

fn close(got: Said, want: f64) -> bool {
    got.map_or(!want.is_finite(), |got| (got - want).abs() < 1e-9)
}

/// Shortest ways by walking all of them out: steps and how many, from one person.
fn ways(of: &[Vec<f64>], source: usize) -> Vec<Option<(usize, f64)>> {
    let mut ways = vec![None; of.len()];
    ways[source] = Some((0, 1.0));
    let mut queue = VecDeque::from([source]);
    while let Some(at) = queue.pop_front() {
        let (steps, count) = ways[at].unwrap();
        for next in (0..of.len()).filter(|next| of[at][*next] > 0.0) {
            match ways[next] {
                None => {
                    ways[next] = Some((steps + 1, count));
                    queue.push_back(next);
                }
                Some((known, others)) if known == steps + 1 => ways[next] = Some((known, others + count)),
                _ => {}
            }
        }
    }
    ways
}

/// `SUM sigma_st(v) / sigma_st`, as it is defined.
fn plain_betweenness(of: &[Vec<f64>]) -> Vec<f64> {
    let all: Vec<_> = (0..of.len()).map(|source| ways(of, source)).collect();
    let through = |v: usize, s: usize, t: usize| match (all[s][t], all[s][v], all[v][t]) {
        (Some((whole, count)), Some((first, before)), Some((second, after))) if first + second == whole => before * after / count,
        _ => 0.0,
    };
    let people = 0..of.len();
    let pairs = |v: usize| {
        people.clone().flat_map(|s| people.clone().map(move |t| (s, t))).filter(move |(s, t)| s != t && *s != v && *t != v)
    };
    people.clone().map(|v| pairs(v).map(|(s, t)| through(v, s, t)).sum()).collect()
}

fn plain_constraint(of: &[Vec<f64>]) -> Vec<f64> {
    let a = |i: usize, j: usize| of[i][j] + of[j][i];
    let people = 0..of.len();
    let p = |i: usize, j: usize| a(i, j) / people.clone().map(|k| a(i, k)).sum::<f64>();
    let contacts = |i: usize| people.clone().filter(move |j| a(i, *j) > 0.0);
    let of = |i: usize| {
        let over = |j: usize| p(i, j) + contacts(i).filter(|q| *q != j).map(|q| p(i, q) * p(q, j)).sum::<f64>();
        contacts(i).map(|j| over(j).powi(2)).sum::<f64>()
    };
    people.clone().map(of).collect()
}

proptest! {
    #[test]
    fn people_are_measured_as_they_are_defined((people, ties, _) in networks()) {
        let (arcs, plain) = (Arcs::new(people, &ties).unwrap(), matrix(people, &ties));
        let (between, constraint) = (betweenness::directed(&arcs, 1), holes::constraint(&arcs.contact()));
        let (want_between, want_constraint) = (plain_betweenness(&plain), plain_constraint(&plain));
        let reach = reach::of_people(&arcs, 2);
        for person in 0..people {
            let alone = (0..people).all(|other| plain[person][other] + plain[other][person] == 0.0);
            prop_assert!(alone == between.of[person].is_err() && alone == constraint[person].is_err());
            prop_assert!(alone || close(between.of[person], want_between[person]));
            prop_assert!(alone || close(constraint[person], want_constraint[person]));
            let near = ways(&plain, person).into_iter().flatten().filter(|(steps, _)| (1..=2).contains(steps)).count();
            prop_assert!(close(reach[person], near as f64 / (people - 1) as f64));
        }
    }

    #[test]
    fn walls_are_measured_as_they_are_defined((people, ties, of) in networks()) {
        let (arcs, units, plain) = (Arcs::new(people, &ties).unwrap(), Units::new(4, &of), matrix(people, &ties));
        let pairs: Vec<(usize, usize)> = (0..people).flat_map(|a| (0..people).map(move |b| (a, b))).collect();
        let placed = |(a, b): &(usize, usize)| a != b && of[*a].is_some() && of[*b].is_some();
        let count = |inside: bool| pairs.iter().filter(|pair| placed(pair)).filter(|(a, b)| plain[*a][*b] > 0.0 && (of[*a] == of[*b]) == inside).count() as f64;
        let (inside, across) = (count(true), count(false));
        let tally = Tallies::of(arcs.rows(), &units);
        prop_assert!(close(ei::index(&tally.ties), (across - inside) / (across + inside)));
        // Modularity as it is defined: over all pairs, the tie less the product of degrees.
        let symmetric = |a: usize, b: usize| if placed(&(a, b)) { plain[a][b] + plain[b][a] } else { 0.0 };
        let strength = |a: usize| (0..people).map(|b| symmetric(a, b)).sum::<f64>();
        let all: f64 = (0..people).map(strength).sum();
        let same = pairs.iter().filter(|(a, b)| of[*a].is_some() && of[*a] == of[*b]);
        let want = same.map(|(a, b)| symmetric(*a, *b) / all - strength(*a) * strength(*b) / all / all).sum::<f64>();
        // Nothing between people in units: nothing to say.
        let want = if all > 0.0 { want } else { f64::NAN };
        prop_assert!(close(modularity::index(&Tallies::of(arcs.contact().rows(), &units).weight), want));
        let both = Pairs::of(&arcs).tallies(&units);
        prop_assert_eq!(both, (tally, Tallies::of(arcs.contact().rows(), &units)));
        let mutual = pairs.iter().filter(|(a, b)| a < b && plain[*a][*b] > 0.0 && plain[*b][*a] > 0.0).count();
        prop_assert_eq!(Reciprocity::of(&arcs).mutual, mutual);
    }

    #[test]
    fn a_core_holds_by_its_definition_and_a_bridge_by_trying((people, ties, of) in networks()) {
        let (arcs, units) = (Arcs::new(people, &ties).unwrap(), Units::new(4, &of));
        let edges = arcs.contact();
        let cores = core::k_core(&edges);
        for k in 0..=cores.iter().copied().max().unwrap_or(0) + 1 {
            prop_assert_eq!(inner(&edges, k as usize), (0..people).filter(|person| cores[*person] >= k).collect::<BTreeSet<_>>());
        }
        for ((one, other), least) in moat::redundancy(&edges, &units) {
            prop_assert_eq!(least, fewest_to_part(&edges, &of, one, other));
        }
    }

    #[test]
    fn how_people_are_numbered_changes_nothing((people, ties, of) in networks(), seed in any::<u64>()) {
        let mut order: Vec<u32> = (0..people as u32).collect();
        insight::chance::Chance::new(seed, 0).shuffle(&mut order);
        let renamed: Vec<Tie> =
            ties.iter().map(|tie| Tie { from: order[tie.from as usize], to: order[tie.to as usize], weight: tie.weight }).collect();
        // Units too, the other way round.
        let mut moved = vec![None; people];
        of.iter().enumerate().for_each(|(person, unit)| moved[order[person] as usize] = unit.map(|unit| 3 - unit));
        let measure = |ties: &[Tie], of: &[Option<u32>]| {
            let (arcs, units) = (Arcs::new(people, ties).unwrap(), Units::new(4, of));
            let (directed, undirected) = (Tallies::of(arcs.rows(), &units), Tallies::of(arcs.contact().rows(), &units));
            let walls = [
                ei::index(&directed.ties), ei::index(&directed.weight), ei::expected(&units), modularity::index(&undirected.weight),
                modularity::index(&directed.ties), assortativity::index(&undirected.ties), silo::segregation(&undirected.ties, &units),
                core::split(&arcs.contact()).map(|split| split.against), Reciprocity::of(&arcs).by_weight(),
            ];
            let silos: Vec<Said> = (0..4).map(|unit| silo::score(&directed.ties, &units, unit)).collect();
            let persons = [betweenness::directed(&arcs, 1).of, holes::constraint(&arcs.contact()), holes::effective_size(&arcs.contact())];
            (walls, silos, persons, brokerage::roles(&arcs, &units))
        };
        let (a, b) = (measure(&ties, &of), measure(&renamed, &moved));
        let alike = |a: &Said, b: &Said| match (a, b) { (Ok(a), Ok(b)) => (a - b).abs() < 1e-9, (a, b) => a == b };
        prop_assert!(a.0.iter().zip(&b.0).all(|(a, b)| alike(a, b)), "{:?} {:?}", a.0, b.0);
        prop_assert!((0..4).all(|unit| alike(&a.1[unit], &b.1[3 - unit])));
        for person in 0..people {
            let other = order[person] as usize;
            prop_assert!(a.2.iter().zip(&b.2).all(|(a, b)| alike(&a[person], &b[other])));
            prop_assert_eq!(a.3[person], b.3[other]);
        }
    }

    #[test]
    fn communities_hold_together_and_are_no_worse_than_all_in_one((people, ties, _) in networks(), seed in any::<u64>()) {
        let edges = Arcs::new(people, &ties).unwrap().contact();
        if let Ok(found) = community::leiden(&edges, seed) {
            prop_assert!(found.modularity > -1e-9);
            let mut groups: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
            found.of.iter().enumerate().for_each(|(person, group)| { groups.entry(*group).or_default().insert(person); });
            for group in groups.values() {
                let (mut seen, mut open) = (BTreeSet::new(), vec![*group.first().unwrap()]);
                while let Some(person) = open.pop() {
                    if seen.insert(person) {
                        open.extend(edges.rows().row(person).iter().map(|other| *other as usize).filter(|other| group.contains(other)));
                    }
                }
                prop_assert_eq!(&seen, group);
            }
        }
    }
}

/// People who are left when all with fewer than `k` ties among the rest have gone.
fn inner(edges: &Edges, k: usize) -> BTreeSet<usize> {
    let mut left: BTreeSet<usize> = (0..edges.rows().people()).collect();
    loop {
        let ties = |person: &usize| edges.rows().row(*person).iter().filter(|other| left.contains(&(**other as usize))).count();
        let next: BTreeSet<usize> = left.iter().copied().filter(|person| ties(person) >= k).collect();
        if next == left {
            return left;
        }
        left = next;
    }
}

/// The smallest set of people, of all sets, without whom two units have no tie.
fn fewest_to_part(edges: &Edges, of: &[Option<u32>], one: u32, other: u32) -> usize {
    let between = |a: usize, b: usize| of[a] == Some(one) && of[b] == Some(other) || of[a] == Some(other) && of[b] == Some(one);
    let ties: Vec<(usize, usize)> = edges.pairs().filter(|(a, b, _)| between(*a, *b)).map(|(a, b, _)| (a, b)).collect();
    let parts = |gone: u32| ties.iter().all(|(a, b)| gone >> a & 1 == 1 || gone >> b & 1 == 1);
    (0..1u32 << of.len()).filter(|gone| parts(*gone)).map(u32::count_ones).min().unwrap() as usize
}

/// Above five thousand people ways are followed from some only: the estimate is then near the truth, and says how near.
#[test]
fn sampled_betweenness_is_right_on_average_and_knows_its_error() {
    let people = betweenness::EXACT_PEOPLE_MAX as u32 + 1;
    // A ring with one hub: nearly all ways lead through the hub.
    let ring = (1..people).map(|person| (person, if person + 1 == people { 1 } else { person + 1 }));
    let ties: Vec<Tie> =
        ring.chain((1..people).map(|person| (0, person))).map(|(from, to)| Tie { from, to, weight: 1.0 }).collect();
    let found = betweenness::undirected(&Arcs::new(people as usize, &ties).unwrap().contact(), 1);
    let (hub, error) = (found.of[0].unwrap(), found.errors.as_ref().unwrap()[0].unwrap());
    // All pairs but neighbours and next neighbours, who have a way of the same length around.
    let rim = f64::from(people - 1);
    let truth = rim * (rim - 1.0) / 2.0 - rim - rim / 2.0;
    assert_eq!(found.sources, betweenness::SOURCES);
    assert!((hub - truth).abs() <= 4.0 * error + 1e-3 * truth, "{hub} for {truth} give or take {error}");
}
