//! Real networks with known answers, to the third decimal. They lie outside the repository: `RAPPORT_DATA` names their folder,
//! by default `shared/data` beside the checkout; without it each test says that it is skipped.

use insight::betweenness;
use insight::edge_list::{Listed, read};
use insight::report::{self, Report};
use serde_json::Value;
use std::{env, fs, path::PathBuf};

fn collection(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let folder = env::var_os("RAPPORT_DATA").map_or_else(beside, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {name} is not at {} (set RAPPORT_DATA)", folder.display());
    None
}

/// A line of the table: people, ties, E-I, expected, weighted, modularity.
type Known = (usize, usize, f64, f64, f64, f64);

#[track_caller]
fn assert_known(report: &Report, known: Known) {
    let (people, ties, index, expected, weighted, modularity) = known;
    assert_eq!((report.people, report.ties), (people, ties));
    let said = [report.e_i, report.e_i_expected, report.e_i_weighted, report.modularity].map(Option::unwrap);
    for (got, want) in said.iter().zip([index, expected, weighted, modularity]) {
        assert!((got - want).abs() < 0.000_6, "{said:?} for {known:?}");
    }
}

/// The columns of a file that is parted by commas and has a header, as `person,unit`.
fn columns(csv: &str, person: usize, unit: usize) -> String {
    let rows = csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.map(|row| format!("{},{}\n", row[person], row[unit])).collect()
}

fn listed(edges: &str, units: &str) -> Listed {
    read(edges.as_bytes(), units.as_bytes()).unwrap()
}

#[test]
fn krackhardts_managers() {
    let Some(folder) = collection("ona-krackhardt") else { return };
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let units = columns(&text("nodes.csv"), 0, 4);
    for (file, known) in [
        ("advice-edges.csv", (21, 190, 0.516, 0.552, 0.516, -0.024)),
        ("friends-edges.csv", (21, 102, 0.255, 0.552, 0.255, 0.081)),
        ("reports-edges.csv", (21, 20, -0.600, 0.552, -0.600, 0.552)),
    ] {
        let report = report::of(listed(&text(file), &units), 1);
        assert_known(&report, known);
        let sizes: Vec<u32> = report.units.iter().map(|unit| unit.people).collect();
        assert_eq!(sizes.iter().sum::<u32>(), 21);
        assert!(sizes.contains(&1), "the tool hides nothing");
    }
}

#[test]
fn a_manufacturers_sites() {
    let Some(folder) = collection("ona-cross-parker-manufacturing") else { return };
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let (edges, units) = (text("info-edges.csv"), columns(&text("nodes.csv"), 0, 1));
    assert_known(&report::of(listed(&edges, &units), 1), (77, 2228, -0.259, 0.492, -0.517, 0.267));
    let often = |line: &&str| line.rsplit(',').next().unwrap().parse::<u32>().map_or(true, |weight| weight >= 4);
    let often: String = edges.lines().filter(often).map(|line| format!("{line}\n")).collect();
    assert_known(&report::of(listed(&often, &units), 1), (77, 753, -0.708, 0.492, -0.722, 0.539));
}

#[test]
fn a_faculty() {
    let Some(folder) = collection("ona-uk-faculty") else { return };
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let units = columns(&text("nodes.csv"), 0, 1);
    assert_known(&report::of(listed(&text("edges.csv"), &units), 1), (81, 817, -0.628, 0.351, -0.737, 0.426));
}

#[test]
fn the_mail_of_an_institute() {
    let Some(folder) = collection("ona-email-eu-core") else { return };
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let listed = listed(&text("email-Eu-core.txt"), &text("email-Eu-core-department-labels.txt"));
    let between = betweenness::undirected(&listed.arcs.contact(), 1).of;
    let report = report::of(listed, 1);
    assert_known(&report, (1005, 24_929, 0.306, 0.907, 0.306, 0.288));
    let golden: Value = serde_json::from_str(include_str!("golden/ona_golden.json")).unwrap();
    let golden = &golden["email_eu_core"];
    let near =
        |got: Option<f64>, want: &Value| assert!((got.unwrap() - want.as_f64().unwrap()).abs() < 6e-5, "{got:?} for {want}");
    near(report.e_i_undirected, &golden["EI_edges"]["EI"]);
    near(report.modularity_directed, &golden["modularity_dept_directed"]);
    near(report.assortativity, &golden["assortativity_undirected"]);
    near(report.assortativity_directed, &golden["assortativity_directed"]);
    near(report.segregation, &golden["freeman_segregation"]);
    near(report.reciprocity, &golden["reciprocity_arc"]);
    let test = report.permutation.unwrap();
    assert!((test.mean - 0.907).abs() < 1e-3 && test.z.unwrap() < -100.0 && test.p_low < 2e-3);
    assert_eq!((report.notes.rows, report.notes.self_ties), (25_571, 642));
    let roles = report.persons.iter().fold([0; 5], |sum, person| std::array::from_fn(|role| sum[role] + person.roles[role]));
    assert_eq!(serde_json::json!(roles), golden["gould_fernandez_total"]);
    // There over symmetrised ties.
    for (name, want) in golden["betweenness_top5"].as_object().unwrap() {
        let person = report.persons.iter().position(|person| person.person == *name).unwrap();
        assert!((between[person].unwrap() - want.as_f64().unwrap()).abs() < 0.06, "{name}: {:?}", between[person]);
    }
}

#[test]
fn enrons_titles_are_no_silos() {
    let Some(folder) = collection("ona-enron-positions") else { return };
    let mut text = Vec::new();
    let packed = fs::File::open(folder.join("who-talks-to-whom.csv.gz")).unwrap();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
    let (mut edges, mut units) = (String::new(), String::new());
    let mut titles = std::collections::BTreeMap::new();
    for line in String::from_utf8_lossy(&text).lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        edges += &format!("{},{},1,{}\n", row[1], row[4], row[0]);
        titles.insert(row[1].to_owned(), row[3].to_owned());
        titles.insert(row[4].to_owned(), row[6].to_owned());
    }
    titles.iter().for_each(|(person, title)| units += &format!("{person},{title}\n"));
    let report = report::of(listed(&edges, &units), 1);
    assert_known(&report, (149, 2529, 0.647, 0.666, 0.539, 0.014));
    assert!(report.window.is_some());
}
