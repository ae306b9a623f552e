//! Who sees all: the one type that reads past permission is named in these files and nowhere else.

use super::finding::Finding;
use super::tree::Tree;

const WORD: &str = "Custodian";

/// Each file, and what it needs to see all for. A line that is no longer needed is a finding, too.
const ALLOWED: [(&str, &str); 25] = [
    ("crates/store/src/custodian.rs", "what it is"),
    ("crates/store/src/lib.rs", "its name for the house"),
    ("crates/store/src/opening.rs", "made once, when the store opens"),
    ("crates/store/src/reading/delivery.rs", "what is due, before it is read as its recipient"),
    ("crates/store/src/reading/intake.rs", "letters that wait, before they have an audience"),
    ("crates/store/src/reading/planned.rs", "plans that are due, before each is sent as its writer"),
    ("crates/store/src/reading/terms.rs", "asks the gate for everybody at once"),
    ("crates/store/src/reading/tie.rs", "ties of those whom the gate let through"),
    ("crates/store/src/reading/thread.rs", "who wrote when, of those whom the gate let through"),
    ("crates/store/src/reading/raised.rs", "what was raised and became of it, of those whom the gate let through"),
    ("crates/store/src/reading/voice.rs", "what our words sound like, of those whom the gate let through"),
    ("crates/store/src/reading/published.rs", "of whom numbers spoke, for the next measuring"),
    ("crates/store/src/reading/waiting.rs", "the plain rows of clocks, ids only, for tests"),
    ("crates/actions/src/measuring.rs", "measures windows, through the gate, and publishes what may be seen"),
    ("crates/server/src/consumers/measure.rs", "the same, when it is time"),
    ("crates/actions/src/planned.rs", "takes up what is due, then acts as its writer"),
    ("crates/server/src/consumers/plans.rs", "the same, when it is time"),
    ("crates/mail/src/sorting.rs", "sorts letters that have no audience yet"),
    ("crates/mail/src/delivery.rs", "takes up what is due, then reads as its recipient"),
    ("crates/store/src/reading/plain.rs", "the plain rows of audience, ids only, for tests"),
    ("crates/store/tests/shared/mod.rs", "tests compare VISIBLE with the plain rows"),
    ("crates/server/tests/crash/main.rs", "the trial opens the house that was killed"),
    ("crates/server/tests/crash/proof.rs", "the trial sends what the killed had under way"),
    ("crates/testkit/src/naive.rs", "the naive second implementation of audience"),
    ("crates/testkit/src/test_store.rs", "keeps the keys of a test's house"),
];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    findings_beside(tree, &ALLOWED)
}

fn findings_beside(tree: &Tree, allowed: &[(&str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = Vec::new();
    for source in tree.house() {
        let Some(line) = source.text.lines().position(mentions) else {
            continue;
        };
        seen.push(source.path.as_str());
        if !allowed.iter().any(|(path, _)| *path == source.path) {
            let what = format!("{WORD} sees all: put the file and its reason on the list, or read as somebody");
            findings.push(Finding::new(format!("{}:{}", source.path, line + 1), what));
        }
    }
    let stale = allowed.iter().filter(|(path, _)| !seen.contains(path));
    findings.extend(stale.map(|(path, _)| Finding::new(*path, format!("no longer speaks of {WORD}: off the list"))));
    findings
}

/// As a word of its own; comments count, for a mention invites a use.
fn mentions(line: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == WORD)
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn only_listed_files_see_all() {
        for (path, reason) in ALLOWED {
            eprintln!("{path}: {reason}");
        }
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_page_that_sees_all_is_caught() {
        let tree = planted::tree(&[("crates/web/src/search.rs", "\nuse store::Custodian;")]);
        assert_one(&findings_beside(&tree, &[]), &["crates/web/src/search.rs:2", "sees all"]);
        assert_none(findings_beside(&tree, &[("crates/web/src/search.rs", "planted")]));
    }

    #[test]
    fn a_line_that_is_no_longer_needed_is_caught() {
        let tree = planted::tree(&[("crates/web/src/search.rs", "use store::CustodianOfNothing;")]);
        let allowed = [("crates/web/src/search.rs", "planted")];
        assert_one(&findings_beside(&tree, &allowed), &["crates/web/src/search.rs", "off the list"]);
    }
}
