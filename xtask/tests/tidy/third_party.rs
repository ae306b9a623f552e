//! Which crate of ours may use which of others', and that each has its line in the docs.

use super::finding::Finding;
use super::manifest;
use super::tree::Tree;

const DOCS: &str = "docs/dependencies.md";

/// Others' crates that belong to one place: the name, or its beginning before `*`, and who may use it. The bench stands
/// beside `store`, `web` and `mail` because its floor is those bare libraries, with nothing of the house between them.
const PLACES: [(&str, &[&str]); 23] = [
    ("rusqlite", &["bench", "store"]),
    ("libsqlite3-sys", &["store"]),
    ("tokio-postgres*", &["store"]),
    ("sqlx*", &[]), // loses writes when a request is cancelled while a transaction begins
    ("axum*", &["bench", "web"]),
    ("hyper*", &["web"]),
    ("tower", &["web"]),
    ("tower-*", &["web"]),
    ("mail-parser", &["bench", "mail"]),
    ("mail-builder", &["mail"]),
    ("mail-auth", &["mail"]),
    ("smtp-proto", &["mail"]),
    ("lettre", &["mail"]),
    ("html2text", &["mail"]),
    ("comrak", &["domain"]),
    ("ammonia", &["domain", "mail"]),
    ("askama*", &["views"]),
    ("fluent*", &["views"]),
    ("unic-langid*", &["views"]),
    ("syn", &["xtask"]),
    ("rayon", &["insight"]),
    ("rand_xoshiro", &["insight"]),
    ("csv", &["insight"]),
];

pub fn misplaced(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifest::all(tree) {
        for name in manifest.all() {
            let place = PLACES.iter().find(|(pattern, _)| matches(pattern, name));
            let Some((_, allowed)) = place.filter(|(_, allowed)| !allowed.contains(&manifest.name.as_str())) else {
                continue;
            };
            let where_to = if allowed.is_empty() { "nowhere".into() } else { format!("only in {}", allowed.join(", ")) };
            findings.push(Finding::new(&manifest.path, format!("{name} is used {where_to}")));
        }
    }
    findings
}

pub fn undocumented(tree: &Tree) -> Vec<Finding> {
    let text = tree.text(DOCS).unwrap_or_default();
    let manifests = manifest::all(tree);
    let mut names: Vec<(&String, &String)> = manifests
        .iter()
        .flat_map(|manifest| manifest.all().map(|name| (name, &manifest.path)))
        .filter(|(name, _)| !manifests.iter().any(|manifest| manifest.name == **name))
        .collect();
    names.sort();
    names.dedup_by_key(|(name, _)| *name);
    names
        .into_iter()
        .filter(|(name, _)| !text.contains(&format!("`{name}`")))
        .map(|(name, path)| Finding::new(path, format!("`{name}` has no line in {DOCS}: what for, its cost, what else")))
        .collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn drivers_frameworks_and_parsers_stay_in_their_crates() {
        assert_none(misplaced(&Tree::own()));
    }

    #[test]
    fn every_crate_of_others_has_its_line_in_the_docs() {
        assert_none(undocumented(&Tree::own()));
    }

    #[test]
    fn a_database_driver_outside_the_store_is_caught_in_tests_too() {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let text = format!("[{kind}]\nrusqlite.workspace = true");
            let tree = planted::tree(&[("crates/web/Cargo.toml", &text)]);
            assert_one(&misplaced(&tree), &["crates/web/Cargo.toml", "rusqlite is used only in bench, store"]);
        }
    }

    #[test]
    fn a_family_of_crates_is_meant_by_its_beginning() {
        let tree = planted::tree(&[("crates/server/Cargo.toml", "[dependencies]\naxum-extra = \"1\"")]);
        assert_one(&misplaced(&tree), &["axum-extra is used only in bench, web"]);
        let tree = planted::tree(&[("crates/web/Cargo.toml", "[dependencies]\naxum-extra = \"1\"\ntowering = \"1\"")]);
        assert_none(misplaced(&tree));
    }

    #[test]
    fn a_crate_without_its_line_in_the_docs_is_caught_and_ours_need_none() {
        let manifests = [
            ("crates/store/Cargo.toml", "[dependencies]\ndomain.workspace = true\nbytes = \"1\"\nurl = \"2\""),
            ("crates/domain/Cargo.toml", ""),
        ];
        let docs = (DOCS, "| `bytes` | cheap slices |\n| urls are nice |");
        let tree = planted::tree(&[manifests[0], manifests[1], docs]);
        assert_one(&undocumented(&tree), &["`url` has no line"]);
        assert_eq!(undocumented(&planted::tree(&manifests)).len(), 2, "without the page nothing is documented");
    }
}
