//! Six people in two units: small enough to be worked out by hand.

use super::network::{Network, golden, near, near_all, network, pairs};
use insight::reciprocity::Reciprocity;
use insight::tally::Tallies;
use insight::{assortativity, betweenness, brokerage, ei, gini, holes, matrix::Matrix, modularity, reach, silo};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn six() -> (Network, Value) {
    let golden = golden("toy6");
    let units: BTreeMap<u32, String> = golden["units"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(person, unit)| (person.parse().unwrap(), unit.as_str().unwrap().to_owned()))
        .collect();
    (network(&pairs(&golden["arcs"]), &units), golden)
}

#[test]
fn walls() {
    let (six, golden) = six();
    let (directed, edges) = (Tallies::of(six.arcs.rows(), &six.units).ties, six.arcs.contact());
    let undirected = Tallies::of(edges.rows(), &six.units).ties;
    near("E-I of arcs", ei::index(&directed), &golden["EI_arcs"][2]);
    near("E-I of edges", ei::index(&undirected), &golden["EI_edges"][2]);
    near("E-I expected", ei::expected(&six.units), &golden["EI_expected"]);
    let rescaled = ei::rescaled(ei::index(&undirected).unwrap(), edges.count(), &six.units);
    near("E-I rescaled", rescaled, &golden["EI_rescaled"]["rescaled"]);
    near("Q undirected", modularity::index(&undirected), &golden["modularity_u"]);
    near("Q directed", modularity::index(&directed), &golden["modularity_d"]);
    near("Q at most", modularity::most(&undirected), &golden["modularity_max"]);
    near("r undirected", assortativity::index(&undirected), &golden["assort_u"]);
    near("r directed", assortativity::index(&directed), &golden["assort_d"]);
    near("Freeman", silo::segregation(&undirected, &six.units), &golden["freeman"]);
    near("silo of A", silo::score(&directed, &six.units, 0), &golden["coleman"]["A"]);
    near("silo of B", silo::score(&directed, &six.units, 1), &golden["coleman"]["B"]);
    let matrix = Matrix::of(&six.arcs, &six.units).unwrap();
    for (from, to) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        near("density", matrix.density(from, to), &golden["density_matrix"]["density"][from][to]);
    }
}

#[test]
fn every_arrangement_of_six_is_tried_once() {
    let (six, golden) = six();
    let test = ei::permuted(&six.arcs.contact(), &six.units, 9_999, 1).unwrap();
    assert_eq!((test.runs, test.exact), (20, true));
    near("p", Ok(test.p_low), &golden["EI_exact_p_le"]);
    near("mean", Ok(test.mean), &golden["EI_exact_mean"]);
}

#[test]
fn people() {
    let (six, golden) = six();
    let edges = six.arcs.contact();
    near_all("betweenness", &betweenness::directed(&six.arcs, 1).of, &golden["betw_d"], 1e-9);
    near_all("undirected betweenness", &betweenness::undirected(&edges, 1).of, &golden["betw_u"], 1e-9);
    near_all("constraint, binary", &holes::constraint(&edges.unweighted()), &golden["constraint_und"], 1e-6);
    near_all("constraint, pooled", &holes::constraint(&edges), &golden["constraint_pooled"], 1e-6);
    near_all("effective size, binary", &holes::effective_size(&edges.unweighted()), &golden["effsize_und"], 1e-6);
    near_all("effective size, pooled", &holes::effective_size(&edges), &golden["effsize_pooled"], 1e-6);
    near_all("reach", &reach::of_people(&six.arcs, 2), &golden["reach2_out"], 1e-9);
    for (person, roles) in brokerage::roles(&six.arcs, &six.units).iter().enumerate() {
        assert_eq!(json!(roles.counts()), golden["gf"][(person + 1).to_string()]);
    }
}

#[test]
fn the_rest() {
    let (six, golden) = six();
    let reciprocity = Reciprocity::of(&six.arcs);
    near("by tie", reciprocity.by_tie(), &golden["recip"][0]);
    near("by pair", reciprocity.by_pair(), &golden["recip"][1]);
    assert_eq!(json!([reciprocity.mutual, reciprocity.one_way]), json!([golden["recip"][2], golden["recip"][3]]));
    let out: Vec<f64> = (0..6).map(|person| six.arcs.rows().row(person).len() as f64).collect();
    near("Gini", gini::index(&out), &golden["gini_out"]);
}
