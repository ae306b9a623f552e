//! Zachary's karate club (1977), before it split.

use super::network::{Network, golden, near, near_all, network};
use insight::arcs::{Arcs, Tie};
use insight::tally::Tallies;
use insight::{agreement, assortativity, betweenness, community, core, ei, gini, holes, modularity, reach, silo};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Each tie given from one side only.
fn club() -> (Network, Arcs, Value) {
    let file: Value = serde_json::from_str(include_str!("karate.json")).unwrap();
    let number = |value: &Value| value.as_u64().unwrap() as u32;
    let members = file["club"].as_object().unwrap().iter();
    let units: BTreeMap<u32, String> = members.map(|(person, club)| (person.parse().unwrap(), club.to_string())).collect();
    let edges: Vec<(u32, u32, f64)> =
        file["edges"].as_array().unwrap().iter().map(|e| (number(&e[0]), number(&e[1]), e[2].as_f64().unwrap())).collect();
    let binary: Vec<(u32, u32)> = edges.iter().map(|(a, b, _)| (*a, *b)).collect();
    let ties: Vec<Tie> = edges.iter().map(|(a, b, weight)| Tie { from: a - 1, to: b - 1, weight: *weight }).collect();
    (network(&binary, &units), Arcs::new(34, &ties).unwrap(), golden("zachary"))
}

#[test]
fn walls_of_the_club() {
    let (club, _, golden) = club();
    let edges = club.arcs.contact();
    let tally = Tallies::of(edges.rows(), &club.units).ties;
    near("E-I", ei::index(&tally), &golden["EI_club"]["EI"]);
    near("E-I expected", ei::expected(&club.units), &golden["EI_expected_complete"]);
    near("Q", modularity::index(&tally), &golden["modularity_club"]);
    near("Q at most", modularity::most(&tally), &golden["modularity_max_same_labels"]);
    near("r", assortativity::index(&tally), &golden["assortativity_club"]);
    near("Freeman", silo::segregation(&tally, &club.units), &golden["freeman_segregation"]);
    let test = ei::permuted(&edges, &club.units, 9_999, 1).unwrap();
    near("p", Ok(test.p_low), &golden["EI_perm"]["p_le"]);
}

#[test]
fn people_of_the_club() {
    let (club, weighted, golden) = club();
    let edges = club.arcs.contact();
    near_all("betweenness", &betweenness::undirected(&edges, 1).of, &golden["betweenness_top"], 6e-4);
    near_all("constraint", &holes::constraint(&edges), &golden["constraint_unweighted"], 6e-5);
    near_all("effective size", &holes::effective_size(&edges), &golden["effsize_unweighted"], 6e-5);
    near_all("weighted constraint", &holes::constraint(&weighted.contact()), &golden["constraint_weighted"], 6e-5);
    let ties: Vec<f64> = (0..34).map(|person| edges.rows().row(person).len() as f64).collect();
    near("Gini", gini::index(&ties), &golden["gini_degree"]);
    let both_ways: Vec<Tie> = edges
        .pairs()
        .flat_map(|(a, b, _)| [(a, b), (b, a)])
        .map(|(a, b)| Tie { from: a as u32, to: b as u32, weight: 1.0 })
        .collect();
    let reach = reach::of_people(&Arcs::new(34, &both_ways).unwrap(), 2);
    near_all("reach", &reach, &golden["reach2"], 6e-5);
}

#[test]
fn the_core_of_the_club() {
    let (club, _, golden) = club();
    let edges = club.arcs.contact();
    let split = core::split(&edges).unwrap();
    let mut core: Vec<u32> = split.core.iter().map(|person| person + 1).collect();
    core.sort_unstable();
    assert_eq!(json!([core, split.against]), json!([golden["lip_core"]["core"], golden["lip_core"]["Z"]]));
    near("fit", split.fit, &golden["lip_core"]["rho"]);
    let cores = core::k_core(&edges);
    let inner: Vec<usize> = (0..34).filter(|person| cores[*person] >= 4).map(|person| person + 1).collect();
    assert_eq!(json!([inner, cores.iter().max()]), json!([golden["kcore4"], golden["max_kcore"]]));
}

#[test]
fn the_best_communities_are_found_from_every_seed() {
    let (club, _, golden) = club();
    let edges = club.arcs.contact();
    for seed in 0..10 {
        let found = community::leiden(&edges, seed).unwrap();
        assert_eq!(json!(found.count), golden["optimal_k"], "seed {seed}");
        near("best Q", Ok(found.modularity), &golden["optimal_modularity"]);
        let clubs: Vec<Option<u32>> = (0..34).map(|person| club.units.of(person)).collect();
        let agreement = agreement::adjusted(&found.of.iter().copied().map(Some).collect::<Vec<_>>(), &clubs).unwrap();
        assert!((0.5..0.9).contains(&agreement), "{agreement}");
    }
}
