//! Files as people have them: odd, broken, hostile. A number, or null with a reason, or an error that names its line.

use insight::edge_list::{Unreadable, read};
use insight::report::{self, Report};
use proptest::prelude::*;
use serde_json::{Value, json};

fn measured(edges: &str, units: &str) -> Report {
    report::of(read(edges.as_bytes(), units.as_bytes()).unwrap(), 1)
}

fn json_of(edges: &str, units: &str) -> Value {
    serde_json::to_value(measured(edges, units)).unwrap()
}

fn refused(edges: &[u8], units: &[u8]) -> String {
    read(edges, units).map(|_| ()).unwrap_err().to_string()
}

const UNITS: &str = "a,Sales\nb,Sales\nc,Works\nd,Works\n";
const EDGES: &str = "a,b,2\nb,a,1\na,c,1\nc,d,4\n";

#[test]
fn the_keys_that_others_read_are_there() {
    let json = json_of(EDGES, UNITS);
    let keys = ["people", "ties", "e_i", "e_i_expected", "e_i_weighted", "e_i_undirected", "modularity", "assortativity"];
    for key in keys {
        assert!(json[key].is_number(), "{key}: {}", json[key]);
    }
    assert_eq!(
        (&json["people"], &json["ties"], &json["e_i"], &json["e_i_weighted"]),
        (&json!(4), &json!(4), &json!(-0.5), &json!(-0.75))
    );
    assert_eq!((&json["units"][0]["unit"], &json["units"][0]["people"]), (&json!("Sales"), &json!(2)));
    assert_eq!(json["units"][1]["silo"], json!(1.0));
    assert_eq!(
        (&json["matrix"]["units"], &json["matrix"]["ties"]),
        (&json!(["Sales", "Works"]), &json!([[2.0, 1.0], [0.0, 1.0]]))
    );
    assert_eq!(json["matrix"]["density"], json!([[1.0, 0.25], [0.0, 0.5]]));
}

#[test]
fn the_same_network_however_it_is_written() {
    let plain = json_of(EDGES, UNITS);
    for (edges, units) in [
        ("from,to,weight\na,b,2\nb,a,1\na,c,1\nc,d,4", "person,unit\na,Sales\nb,Sales\nc,Works\nd,Works"),
        (
            "\u{feff}From;To;Weight\r\na;b;2\r\nb;a;1\r\na;c;1\r\nc;d;4\r\n",
            "\u{feff}a;Sales\r\nb;Sales\r\nc;Works\r\nd;Works\r\n",
        ),
        ("\"a\"\t\"b\"\t2\nb\ta\t1\n\n\na\tc\t1\nc\td\t4\n", "\"a\"\tSales\nb\tSales\nc\tWorks\nd\tWorks\n"),
        ("a b 2\nb a 1\na c 1\nc d 4\n", "a Sales\nb Sales\nc Works\nd Works\n"),
        ("weight,to,from\n2,b,a\n1,a,b\n1,c,a\n4,d,c\n", "Unit,Person\nSales,a\nSales,b\nWorks,c\nWorks,d\n"),
        (" a , b ,2\nb,a,1\na,c,1\nc,d,4\n", "id,orglevel\na,Sales\nb,Sales\nc,Works\nd,Works\n"),
    ] {
        assert_eq!(json_of(edges, units), plain, "{edges:?}");
    }
}

#[test]
fn repeated_pairs_add_up_and_self_ties_and_zeros_are_none() {
    let report = measured("a,b,1\na,b,1\na,a,7\nb,a,1\na,c,0.5\na,c,0.5\nc,d,4\nd,c,0\n", UNITS);
    assert_eq!((report.ties, report.e_i_weighted), (4, Some(-0.75)));
    assert_eq!((report.notes.rows, report.notes.repeated, report.notes.self_ties, report.notes.zero_weights), (8, 2, 1, 1));
}

#[test]
fn people_of_one_file_only_count_where_they_can() {
    let report = measured("a,b\nb,c\nx,a\na,y\n", "a,Sales\nb,Sales\nc,Works\nlonely,Works\nnowhere,\n");
    assert_eq!((report.people, report.ties, report.ties_between_placed), (7, 4, 2.0));
    assert_eq!((report.notes.without_unit, report.notes.without_ties), (3, 2));
    assert_eq!(report.e_i, Some(0.0));
    let lonely = report.persons.iter().find(|person| person.person == "lonely").unwrap();
    assert_eq!((lonely.betweenness, lonely.constraint, lonely.reach), (None, None, None));
    assert!(["betweenness", "constraint", "effective_size", "reach"].iter().all(|name| lonely.lacking.contains_key(name)));
    let silent = report.persons.iter().find(|person| person.person == "y").unwrap();
    assert_eq!((silent.out, silent.reach), (0, Some(0.0)), "somebody turned to her, and she to nobody");
}

#[test]
fn what_cannot_be_said_is_null_with_a_reason() {
    for (edges, units) in
        [("", ""), ("from,to,weight\n", "person,unit\n"), ("a,b,1\n", ""), ("", UNITS), ("a,a,1\n", "a,Sales\n")]
    {
        let json = json_of(edges, units);
        for key in ["e_i", "modularity", "assortativity", "reciprocity", "communities", "permutation"] {
            let said = json[key].is_null() && json["lacking"][key].is_string();
            assert!(said || edges == "a,b,1\n" && ["reciprocity", "communities"].contains(&key), "{key} of {edges:?}, {units:?}");
        }
        assert!(json["segregation"].is_null());
    }
    let all_in_one = json_of("a,b\nb,a\n", "a,Sales\nb,Sales\n");
    assert_eq!((&all_in_one["units"][0]["silo"], &all_in_one["assortativity"]), (&Value::Null, &Value::Null));
    assert_eq!(all_in_one["units"][0]["lacking"]["silo"], "all are in one unit, nothing could cross");
}

#[test]
fn a_unit_of_one_is_measured_and_a_unit_without_ties_is_null() {
    let json = json_of("boss,a\na,b\nb,a\n", "boss,Top\na,Sales\nb,Sales\nz,Idle\n");
    assert_eq!(
        json["units"][0],
        json!({"unit": "Top", "people": 1, "silo": 0.0, "e_i": 1.0, "conductance": 1.0, "moat": 1.0,
        "moat_person": "boss", "moat_concentration": 1.0, "reach": 0.5})
    );
    assert_eq!(json["units"][2]["silo"], Value::Null);
}

#[test]
fn times_of_broken_clocks_are_counted_and_set_aside() {
    let times = ["0", "1970-01-01", "2038-01-19T03:14:08Z", "2147483648", "2026-05-01", "1777723200", "2026-05-03 10:00:00", ""];
    let edges: String = times.iter().map(|time| format!("a,b,1,{time}\n")).collect();
    let report = measured(&edges, UNITS);
    assert_eq!((report.notes.doubtful_times, report.ties), (4, 1));
    assert_eq!(report.window, Some((1_777_593_600_000_000, 1_777_802_400_000_000)));
    assert_eq!(measured("a,b,1,1e300\na,b,1,-5\n", UNITS).notes.doubtful_times, 2);
}

#[test]
fn an_error_names_its_line() {
    for (edges, says) in [
        ("a,b,1\nb,c,NaN\n", "edges, line 2: the weight NaN is no number"),
        ("from,to,weight\na,b,-1\n", "edges, line 2: the weight -1 is below zero"),
        ("a,b,1\r\n\r\nc,d,inf\r\n", "edges, line 3: the weight inf"),
        ("from,weight\na,1\n", "edges, line 1: this is a header without a column named to"),
        ("source,dest\na,b\n", "edges, line 1: this is a header without a column named to"),
        ("from,to,weight\na,b,1,5\n", "edges, line 2: 4 columns where the header names 3"),
        ("a,b,many\n", "edges, line 1: the weight \"many\" is no number"),
        ("a,b,\n", "edges, line 1: the weight \"\" is no number"),
        ("a,b,1e300\n", "edges, line 1: the weight 1e300 is too large"),
        ("a,b,1e15\na,b,1e15\n", "edges: the weights from a to b add up"),
        ("a,b,1\n,b,1\n", "edges, line 2: column 1 names nobody"),
        ("a,b,1\nalone\n", "edges, line 2: 1 columns"),
        ("a,b,1,2026-05-01,more\n", "edges, line 1: 5 columns"),
        ("a,b,1,yesterday\n", "edges, line 1: the time \"yesterday\""),
        ("a,b,1\n\"a\nb,1\nc,1", "edges, line 2: "),
    ] {
        let said = refused(edges.as_bytes(), UNITS.as_bytes());
        assert!(said.starts_with(says), "{edges:?}: {said}");
    }
    let said = refused(b"a,b,1\n", b"a,Sales\nb,Works\na,Works\n");
    assert_eq!(said, "units, line 3: a is in another unit in line 1; a person has one unit");
    assert!(refused(b"a,b,1\nJos\xe9,b,1\n", b"").starts_with("edges, line 2: this is not UTF-8"));
    assert!(refused(b"\xff\xfea\0,\0b\0", b"").starts_with("edges, line 1: this is UTF-16"));
    assert!(read(b"a,b,1\n", b"a,Sales\na,Sales\n").is_ok());
}

proptest! {
    #[test]
    fn no_file_whatever_brings_it_down(edges in ".{0,200}", units in ".{0,100}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _: Result<_, Unreadable> = read(edges.as_bytes(), units.as_bytes());
        if let Ok(listed) = read(&bytes, units.as_bytes()) {
            report::of(listed, 1);
        }
    }

    #[test]
    fn no_network_whatever_gives_what_is_no_number(
        rows in prop::collection::vec((0..8u8, 0..8u8, prop_oneof![Just(0.0), Just(1e-300), Just(5e-324), Just(1e15), 0.0..9.0f64]), 0..40),
        units in prop::collection::vec(0..4u8, 0..8),
    ) {
        let edges: String = rows.iter().map(|(from, to, weight)| format!("{from},{to},{weight:e}\n")).collect();
        let units: String = units.iter().enumerate().map(|(person, unit)| format!("{person},{unit}\n")).collect();
        // JSON has no word for what is no number: it would stand there as null, without a reason.
        if let Ok(listed) = read(edges.as_bytes(), units.as_bytes()) {
            let json = serde_json::to_value(report::of(listed, 1)).unwrap();
            for (key, value) in json.as_object().unwrap().iter().filter(|(key, value)| value.is_null() && *key != "window") {
                prop_assert!(json["lacking"][key].is_string(), "{key} is {value} without a reason");
            }
        }
    }
}
