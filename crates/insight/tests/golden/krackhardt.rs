//! Krackhardt's high-tech managers (1987): advice crosses departments, friendship does not, formal reporting is the silo.

use super::network::{Network, golden, near, near_all, network, pairs};
use insight::reciprocity::Reciprocity;
use insight::tally::Tallies;
use insight::{assortativity, betweenness, brokerage, ei, gini, holes, matrix::Matrix, modularity, reach, silo};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn related(relation: &str) -> (Network, Value) {
    let file: Value = serde_json::from_str(include_str!("krackhardt.json")).unwrap();
    let nodes = file["nodes"].as_object().unwrap().iter();
    let units: BTreeMap<u32, String> =
        nodes.map(|(person, facts)| (person.parse().unwrap(), facts["dept"].to_string())).collect();
    (network(&pairs(&file[relation]), &units), golden(&format!("krackhardt_{relation}")))
}

const RELATIONS: [&str; 3] = ["advice", "friendship", "reportsto"];

#[test]
fn walls() {
    for (network, golden) in RELATIONS.map(related) {
        let (directed, edges) = (Tallies::of(network.arcs.rows(), &network.units).ties, network.arcs.contact());
        let undirected = Tallies::of(edges.rows(), &network.units).ties;
        assert_eq!(json!([network.arcs.count(), edges.count()]), json!([golden["arcs"], golden["edges_sym_or"]]));
        near("E-I of arcs", ei::index(&directed), &golden["EI_arcs"]["EI"]);
        near("E-I of edges", ei::index(&undirected), &golden["EI_edges"]["EI"]);
        near("E-I expected", ei::expected(&network.units), &golden["EI_expected_complete"]);
        let rescaled = ei::rescaled(ei::index(&undirected).unwrap(), edges.count(), &network.units);
        near("E-I rescaled", rescaled, &golden["EI_rescaled"]["rescaled"]);
        near("Q undirected", modularity::index(&undirected), &golden["modularity_dept_undirected"]);
        near("Q directed", modularity::index(&directed), &golden["modularity_dept_directed"]);
        near("Q at most", modularity::most(&undirected), &golden["modularity_max_same_labels"]);
        near("r undirected", assortativity::index(&undirected), &golden["assortativity_dept_undirected"]);
        near("r directed", assortativity::index(&directed), &golden["assortativity_dept_directed"]);
        near("Freeman", silo::segregation(&undirected, &network.units), &golden["freeman_segregation"]);
        for (unit, name) in network.names.iter().enumerate() {
            near("E-I of a unit", ei::of_unit(&directed, unit), &golden["EI_by_unit_arcs_out"][name]["EI"]);
            // Coleman's index has another branch below zero.
            if golden["coleman"][name].as_f64().is_none_or(|index| index > 0.0) {
                near("silo of a unit", silo::score(&directed, &network.units, unit), &golden["coleman"][name]);
            }
        }
        let matrix = Matrix::of(&network.arcs, &network.units).unwrap();
        for (from, to) in (0..5).flat_map(|from| (0..5).map(move |to| (from, to))) {
            near("density", matrix.density(from, to), &golden["density_matrix"]["density"][from][to]);
            near("ties", Ok(matrix.ties(from, to)), &golden["density_matrix"]["arcs"][from][to]);
        }
    }
}

#[test]
fn the_permutation_test_finds_what_ten_thousand_shuffles_elsewhere_found() {
    for (network, golden) in RELATIONS.map(related) {
        let (test, want) = (ei::permuted(&network.arcs.contact(), &network.units, 9_999, 1).unwrap(), &golden["EI_perm_edges"]);
        let close = |got: f64, name: &str, within: f64| {
            assert!((got - want[name].as_f64().unwrap()).abs() < within, "{name}: {got} for {}", want[name]);
        };
        close(test.mean, "mean", 0.004);
        close(test.deviation, "sd", 0.004);
        close(test.p_low, "p_le", 0.02);
        close(test.p_high, "p_ge", 0.02);
        assert!(!test.exact && test.p_low >= 1e-4);
    }
}

#[test]
fn people() {
    for (network, golden) in RELATIONS.map(related) {
        let edges = network.arcs.contact();
        near_all("betweenness", &betweenness::directed(&network.arcs, 1).of, &golden["betweenness_directed"], 6e-4);
        near_all("undirected betweenness", &betweenness::undirected(&edges, 1).of, &golden["betweenness_undirected"], 6e-4);
        near_all("constraint", &holes::constraint(&edges), &golden["constraint_directed_pooled"], 6e-5);
        near_all("effective size", &holes::effective_size(&edges), &golden["effsize_directed_pooled"], 6e-5);
        near_all("reach", &reach::of_people(&network.arcs, 2), &golden["reach2_out"], 6e-5);
        let roles = brokerage::roles(&network.arcs, &network.units);
        let total = roles.iter().fold([0; 5], |sum, roles| std::array::from_fn(|role| sum[role] + roles.counts()[role]));
        assert_eq!(json!(total), golden["gould_fernandez_total"]);
        for (person, roles) in roles.iter().enumerate() {
            assert_eq!(json!(roles.counts()), golden["gould_fernandez"][(person + 1).to_string()]);
        }
    }
}

#[test]
fn the_rest() {
    for (network, golden) in RELATIONS.map(related) {
        let reciprocity = Reciprocity::of(&network.arcs);
        near("by tie", reciprocity.by_tie(), &golden["reciprocity_arc"]);
        near("by pair", reciprocity.by_pair(), &golden["reciprocity_dyad"]);
        for (arcs, name) in [(&network.arcs, "gini_outdegree"), (&network.arcs.turned(), "gini_indegree")] {
            let ties: Vec<f64> = (0..21).map(|person| arcs.rows().row(person).len() as f64).collect();
            near(name, gini::index(&ties), &golden[name]);
        }
    }
}
