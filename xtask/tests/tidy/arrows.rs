//! Which crate of ours may know which.

use super::finding::Finding;
use super::manifest;
use super::tree::Tree;

/// A crate and all that it may depend on. `fediverse` gets its line with its first code.
const ARROWS: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    // Numbers in, numbers out: who they are about it need not know.
    ("insight", &[]),
    ("store", &["domain"]),
    // What is measured is published by an action; how it is measured, insight knows.
    ("actions", &["domain", "insight", "store"]),
    ("views", &["domain", "store"]),
    ("web", &["actions", "domain", "store", "views"]),
    ("mail", &["actions", "domain", "store", "views"]),
    ("company", &["actions", "domain", "store"]),
    ("server", &["actions", "company", "domain", "insight", "mail", "store", "views", "web"]),
    ("testkit", &["actions", "company", "domain", "mail", "store", "views", "web"]),
    // Makes its houses by the actions; serves nothing of ours itself: what it measures is the binary. Of the testkit it
    // takes the PostgreSQL.
    ("bench", &["actions", "domain", "store", "testkit"]),
    ("xtask", &[]),
];

/// What every crate's tests may use beside its own arrows.
const FOR_TESTS: [&str; 2] = ["company", "testkit"];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let manifests = manifest::all(tree);
    let ours = |name: &str| name == "rapport" || manifests.iter().any(|manifest| manifest.name == name);
    let mut findings = Vec::new();
    for manifest in &manifests {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == manifest.name) else {
            findings.push(Finding::new(&manifest.path, "a crate without a line in ARROWS: say what it may know"));
            continue;
        };
        for name in manifest.normal.iter().filter(|name| ours(name) && !allowed.contains(&name.as_str())) {
            findings.push(Finding::new(&manifest.path, format!("{} may not depend on {name}", manifest.name)));
        }
        let only_tests = |name: &str| allowed.contains(&name) || FOR_TESTS.contains(&name);
        for name in manifest.dev.iter().filter(|name| ours(name) && !only_tests(name)) {
            findings.push(Finding::new(&manifest.path, format!("tests of {} may not use {name}", manifest.name)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn the_crates_keep_to_their_arrows() {
        assert!(!manifest::all(&Tree::own()).is_empty());
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_store_that_knows_the_actions_is_caught() {
        let tree = planted::tree(&[
            ("crates/store/Cargo.toml", "[dependencies]\nactions.workspace = true\nserde = \"1\""),
            ("crates/actions/Cargo.toml", "[dependencies]\nstore.workspace = true"),
        ]);
        assert_one(&findings(&tree), &["crates/store/Cargo.toml", "store may not depend on actions"]);
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        let testkit = ("crates/testkit/Cargo.toml", "[dependencies]\nweb.workspace = true");
        let allowed = ("crates/web/Cargo.toml", "[dev-dependencies]\ntestkit.workspace = true");
        assert_none(findings(&planted::tree(&[testkit, allowed])));

        let shipped = ("crates/web/Cargo.toml", "[dependencies]\ntestkit.workspace = true");
        assert_one(&findings(&planted::tree(&[testkit, shipped])), &["web may not depend on testkit"]);
    }

    #[test]
    fn another_name_or_a_single_target_hides_no_arrow() {
        let renamed = "[dependencies]\nrows = { path = \"../store\", package = \"rapport-store\" }";
        let targeted = "[target.'cfg(unix)'.dependencies]\nrapport-store = { path = \"../store\" }";
        for text in [renamed, targeted] {
            let tree = planted::tree(&[("crates/domain/Cargo.toml", text), ("crates/store/Cargo.toml", "")]);
            assert_one(&findings(&tree), &["domain may not depend on store"]);
        }
    }

    #[test]
    fn tests_of_the_domain_do_not_reach_for_the_web() {
        let tree = planted::tree(&[
            ("crates/domain/Cargo.toml", "[dev-dependencies]\nweb.workspace = true"),
            ("crates/web/Cargo.toml", ""),
        ]);
        assert_one(&findings(&tree), &["tests of domain may not use web"]);
    }

    #[test]
    fn a_new_crate_has_to_say_what_it_may_know() {
        let tree = planted::tree(&[("crates/oracle/Cargo.toml", "")]);
        assert_one(&findings(&tree), &["crates/oracle/Cargo.toml", "without a line in ARROWS"]);
    }
}
