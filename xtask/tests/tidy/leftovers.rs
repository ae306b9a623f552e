//! Nothing half-done: no test that is passed over, no promise in place of code, no print for debugging.

use proc_macro2::{Delimiter, TokenTree};

use super::finding::Finding;
use super::tokens::{self, is_ident, is_punct};
use super::tree::{Source, Tree};

const MACROS: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// Playwright's ways of passing a test over, or all the others.
const SCRIPTS: [&str; 5] = ["test.skip(", "test.only(", "test.fixme(", "describe.skip(", "describe.only("];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.with_extension("rs") {
        tokens::each(tokens::of(source), &mut |rest| {
            if let Some(what) = leftover(rest) {
                findings.push(Finding::new(format!("{}:{}", source.path, tokens::line(&rest[0])), what));
            }
        });
    }
    findings.extend(tree.with_extension("ts").filter(|source| source.path.ends_with(".spec.ts")).flat_map(in_script));
    findings
}

fn leftover(rest: &[TokenTree]) -> Option<String> {
    match rest {
        [first, TokenTree::Group(group), ..] if is_punct(first, '#') && group.delimiter() == Delimiter::Bracket => {
            let passed_over = group.stream().into_iter().any(|token| mentions_ignore(&token));
            passed_over.then(|| "#[ignore]: a test that does not run is no test".to_owned())
        }
        // With what it is called with: `todo != x` is a comparison.
        [first, second, TokenTree::Group(_), ..] if is_punct(second, '!') => {
            let name = MACROS.iter().find(|name| is_ident(first, name))?;
            Some(format!("{name}! does not land"))
        }
        _ => None,
    }
}

/// In an attribute: also inside `cfg_attr(…, ignore)`. Doc comments are attributes whose words are one string.
fn mentions_ignore(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.stream().into_iter().any(|inner| mentions_ignore(&inner)),
        other => is_ident(other, "ignore"),
    }
}

fn in_script(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().enumerate();
    lines
        .filter_map(|(at, line)| {
            let found = SCRIPTS.iter().find(|call| line.contains(**call))?;
            Some(Finding::new(format!("{}:{}", source.path, at + 1), format!("{found}…): a test that does not run is no test")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn nothing_half_done_lands() {
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_leftover_is_caught_also_inside_a_macro() {
        for (text, what) in [
            ("\n#[test]\n#[ignore]\nfn a() {}", "b.rs:3: #[ignore]"),
            ("#[test] #[ignore = \"slow\"] fn a() {}", "#[ignore]"),
            ("#[cfg_attr(unix, ignore)] fn a() {}", "#[ignore]"),
            ("fn a() { todo!() }", "todo!"),
            ("fn a() { vec![1, unimplemented!(\"x\")]; }", "unimplemented!"),
            ("fn a() { assert_eq!(dbg!(1), 1) }", "dbg!"),
        ] {
            assert_one(&findings(&planted::tree(&[("crates/a/src/b.rs", text)])), &[what]);
        }
    }

    #[test]
    fn speaking_of_it_is_no_leftover() {
        let text = "/// Never #[ignore], never todo!().\nfn ignore(todo: &str) -> bool { todo != \"dbg!(1)\" } // dbg!(x)";
        assert_none(findings(&planted::tree(&[("crates/a/src/b.rs", text)])));
    }

    #[test]
    fn a_browser_test_that_is_passed_over_is_caught() {
        for call in SCRIPTS {
            let text = format!("import x;\n{call}\"a\", () => {{}});");
            assert_one(&findings(&planted::tree(&[("e2e/a.spec.ts", &text)])), &["e2e/a.spec.ts:2", call]);
        }
    }
}
