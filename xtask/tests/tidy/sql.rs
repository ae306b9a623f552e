//! SQL stands in the store and nowhere else.

use super::finding::Finding;
use super::tokens;
use super::tree::Tree;

/// Where a statement is no statement about the house, with the reason.
const ELSEWHERE: [(&str, &str); 1] =
    [("crates/testkit/src/postgres", "makes, copies and drops whole databases for tests, by psql")];

/// A statement is known by these words in this order, in capitals as the house writes SQL.
const STATEMENTS: [[&str; 2]; 4] = [["SELECT", "FROM"], ["INSERT", "INTO"], ["UPDATE", "SET"], ["DELETE", "FROM"]];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let exempt = |path: &str| ELSEWHERE.iter().any(|(beginning, _)| path.starts_with(beginning));
    for source in tree.house().filter(|source| !source.path.starts_with("crates/store/") && !exempt(&source.path)) {
        tokens::each(tokens::of(source), &mut |rest| {
            let Some(statement) = tokens::string(&rest[0]).and_then(|text| statement_in(&text)) else {
                return;
            };
            let place = format!("{}:{}", source.path, tokens::line(&rest[0]));
            findings.push(Finding::new(place, format!("{statement}: SQL stands in the store only")));
        });
    }
    findings
}

fn statement_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let [first, second] = STATEMENTS.iter().find(|[first, second]| {
        let begins = words.iter().position(|word| word == first);
        begins.is_some_and(|at| words[at + 1..].contains(second))
    })?;
    Some(format!("{first} … {second}"))
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn sql_stands_in_the_store_only() {
        for (place, reason) in ELSEWHERE {
            eprintln!("{place}: {reason}");
        }
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_statement_elsewhere_is_caught_in_any_kind_of_string() {
        for text in [
            "const A: &str = \"SELECT id FROM message\";",
            "const A: &str = r#\"INSERT INTO message VALUES (1)\"#;",
            "fn a() { run!(\"UPDATE message SET at = 1\") }",
            "const A: &str = \"WITH x AS (VALUES (1)) \\\n    DELETE FROM message\";",
        ] {
            let tree = planted::tree(&[("crates/web/src/a.rs", text)]);
            assert_one(&findings(&tree), &["crates/web/src/a.rs:1", "SQL stands in the store only"]);
        }
    }

    #[test]
    fn the_store_comments_and_plain_words_are_left_alone() {
        let statement = "const A: &str = \"SELECT id FROM message\";";
        let words = "/// SELECT x FROM y\nconst A: &str = \"select a person from the list\"; // DELETE FROM z";
        assert_none(findings(&planted::tree(&[("crates/store/src/a.rs", statement), ("crates/web/src/a.rs", words)])));
    }
}
