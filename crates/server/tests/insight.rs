//! `rapport insight`, as a researcher runs it.

use std::fs;
use std::process::{Command, Output};

const UNITS: &str = "person,unit\nana,Sales\nben,Sales\ncleo,Works\ndan,Works\neve,Desk\n";
const EDGES: &str = "from,to,weight\nana,ben,2\nben,ana,1\nana,cleo,1\ncleo,dan,4\neve,ana,1\n";

fn run(edges: &[u8], units: &str, words: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let (edges, units) = (file("edges.csv", edges), file("units.csv", units.as_bytes()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.arg("insight").arg("--edges").arg(edges).arg("--units").arg(units).args(words).current_dir(folder.path());
    let output = command.output().unwrap();
    assert!(!folder.path().join("rapport-data").exists(), "it opens no house");
    output
}

#[test]
fn json_has_what_others_read() {
    let output = run(EDGES.as_bytes(), UNITS, &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.status.success());
    assert_eq!((&json["people"], &json["ties"], &json["e_i"]), (&5.into(), &5.into(), &(-0.2).into()));
    assert_eq!((&json["units"][2]["unit"], &json["units"][2]["silo"]), (&"Desk".into(), &0.0.into()));
    assert!(json["matrix"]["density"][2][2].is_null(), "nobody at the desk has a colleague there");
}

#[test]
fn without_it_a_person_can_read_it() {
    let output = run(EDGES.as_bytes(), UNITS, &[]);
    let words = String::from_utf8(output.stdout).unwrap();
    for part in ["5 people, 5 ties", "e_i_expected", "Sales", "Works"] {
        assert!(words.contains(part), "{part} is not in\n{words}");
    }
}

#[test]
fn an_empty_organization_says_why_there_is_nothing() {
    let output = run(b"", "", &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json["e_i"].is_null());
    assert_eq!(json["lacking"]["e_i"], "no ties to measure");
    assert!(String::from_utf8(run(b"", "", &[]).stdout).unwrap().contains("no ties to measure"));
}

#[test]
fn what_is_not_understood_ends_with_its_line() {
    for (edges, says) in [
        (&b"ana,ben,1\nana,cleo,NaN\n"[..], "edges, line 2: the weight NaN"),
        (b"ana,ben\nJos\xe9,ben\n", "line 2: this is not UTF-8"),
    ] {
        let output = run(edges, UNITS, &["--json"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(said.contains(says) && !said.contains("panicked"), "{said}");
    }
}
