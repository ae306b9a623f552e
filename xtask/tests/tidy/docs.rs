//! Docs that name files that moved.

use super::finding::Finding;
use super::tree::{Source, Tree};

const PAGES: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Folders at the top; what begins with one of them, or with a crate's name, is meant as a path.
const TOP: [&str; 7] = ["crates/", "islands/", "e2e/", "xtask/", "docs/", ".ci/", ".cargo/"];
const CRATES: [&str; 11] =
    ["domain/", "insight/", "store/", "actions/", "views/", "web/", "mail/", "fediverse/", "company/", "server/", "testkit/"];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let pages = tree.sources.iter().filter(|source| PAGES.contains(&source.path.as_str()));
    pages.flat_map(|page| in_page(tree, page)).collect()
}

fn in_page(tree: &Tree, page: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_listing = false;
    for (at, line) in page.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_listing = !in_listing;
        }
        if in_listing {
            continue;
        }
        // Between backticks stands every second piece.
        for named in line.split('`').skip(1).step_by(2) {
            let Some(path) = path_in(named) else { continue };
            if !tree.exists(&path) {
                findings.push(Finding::new(format!("{}:{}", page.path, at + 1), format!("`{named}` is not there")));
            }
        }
    }
    findings
}

/// The path from the checkout that is meant, up to the first placeholder; `None` for what is no path.
fn path_in(named: &str) -> Option<String> {
    let named = named.split([':', '#']).next().unwrap_or(named);
    if named.is_empty() || named.contains(char::is_whitespace) {
        return None;
    }
    let page_at_top = named.ends_with(".md") && !named.contains('/');
    let of_a_crate = CRATES.iter().any(|name| named.starts_with(name));
    if !page_at_top && !of_a_crate && !TOP.iter().any(|top| named.starts_with(top)) {
        return None;
    }
    let certain = named.split('/').take_while(|part| !part.contains(['<', '*', '{', '…']) && !part.contains("..."));
    let path = certain.collect::<Vec<_>>().join("/");
    Some(if of_a_crate { format!("crates/{path}") } else { path })
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn every_path_in_the_docs_is_there() {
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_path_that_moved_is_caught_in_every_page() {
        for page in PAGES {
            for named in ["crates/store/src/gone.rs", "store/src/gone.rs", "docs/gone.md", "GONE.md", "crates/gone/<noun>.rs"] {
                let text = format!("Here.\n\nSee `{named}` and `crates/store/src/lib.rs`.");
                let tree = planted::tree(&[(page, &text), ("crates/store/src/lib.rs", "")]);
                assert_one(&findings(&tree), &[&format!("{page}:3"), named, "is not there"]);
            }
        }
    }

    #[test]
    fn placeholders_lines_urls_and_words_are_left_alone() {
        let text = "`store/src/reading/<noun>.rs`, `store/src/lib.rs:12`, `/sign-in`, `cargo xtask test`, `e.g.`, `text/html`,
            `store/src/*.rs`\n```\ncrates/gone `crates/gone`\n```\n`README.md#use`";
        let tree = planted::tree(&[("README.md", text), ("crates/store/src/reading/a.rs", ""), ("crates/store/src/lib.rs", "")]);
        assert_none(findings(&tree));
    }
}
