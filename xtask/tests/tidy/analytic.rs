//! Whatever is counted about people is read through the gate: by known statements, in functions that take whom it let through.

use super::finding::Finding;
use super::permission::{statements, tables_read};
use super::tree::{Source, Tree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// Tables that say who turned to whom, who held what, and of whom numbers spoke.
const COUNTED: [&str; 6] = ["turned", "tie_week", "tie_day", "ending", "hold", "measured_group"];

/// Where a statement on them may stand, and why it needs no gate; empty: each function that runs it takes `&Counted`.
const READERS: [(&str, &str, &str); 22] = [
    ("crates/store/src/reading/tie.rs", "WEEKS", ""),
    ("crates/store/src/reading/tie.rs", "STAYS", ""),
    ("crates/store/src/reading/thread.rs", "LINES", ""),
    ("crates/store/src/reading/thread.rs", "EARLIER", ""),
    ("crates/store/src/reading/thread.rs", "ENDINGS", ""),
    ("crates/store/src/reading/thread.rs", "HOLDS", ""),
    ("crates/store/src/reading/raised.rs", "RAISED", ""),
    ("crates/store/src/reading/raised.rs", "JOINED", ""),
    ("crates/store/src/reading/raised.rs", "SAID", ""),
    ("crates/store/src/reading/raised.rs", "ENDED", ""),
    ("crates/store/src/reading/voice.rs", "OURS", ""),
    ("crates/store/src/reading/mirror.rs", "TURNED_TO", ""),
    ("crates/store/src/reading/mirror.rs", "TURNED_BY", ""),
    ("crates/store/src/reading/tie.rs", "PLAIN_TURNED", "ids for tests that derive anew"),
    ("crates/store/src/reading/tie.rs", "PLAIN_WEEKS", "ids for tests that derive anew"),
    ("crates/store/src/reading/tie.rs", "PLAIN_DAYS", "ids for tests that derive anew"),
    ("crates/store/src/reading/waiting.rs", "PLAIN_ENDINGS", "ids for tests that derive anew"),
    ("crates/store/src/reading/waiting.rs", "PLAIN_HOLDS", "ids for tests that derive anew"),
    (
        "crates/store/src/reading/published.rs",
        "GROUPS_SINCE",
        "of whom was spoken, so that what follows does not tell who came or went",
    ),
    ("crates/store/src/writing/tie.rs", "OF_MESSAGE", "one message's rows, kept by the consumer"),
    ("crates/store/src/writing/tie.rs", "OF_MESSAGES", "the same of many messages, kept by the consumer"),
    ("crates/store/src/writing/tie.rs", "TOUCHING", "a person's rows, to be taken away"),
];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    findings_beside(tree, &READERS)
}

fn findings_beside(tree: &Tree, readers: &[(&str, &str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = Vec::new();
    for source in tree.house().filter(|source| source.path.starts_with("crates/store/src/")) {
        for statement in statements(source) {
            let listed = readers.iter().find(|(path, name, _)| *path == source.path && *name == statement.name);
            let reads = statement.text.contains("SELECT");
            let table = tables_read(&statement.text).into_iter().find(|table| reads && COUNTED.contains(&table.as_str()));
            match (listed, table) {
                (Some((path, name, reason)), _) => {
                    seen.push((*path, *name));
                    if reason.is_empty() {
                        findings.extend(ungated(source, &statement.name));
                    }
                }
                (None, Some(table)) => {
                    let what = format!("{} reads {table}: analytic readers are listed, and ask the gate", statement.name);
                    findings.push(Finding::new(format!("{}:{}", source.path, statement.line), what));
                }
                (None, None) => {}
            }
        }
    }
    for (path, name, _) in readers.iter().filter(|(path, name, _)| !seen.contains(&(*path, *name))) {
        findings.push(Finding::new(*path, format!("{name} is not there: off the list")));
    }
    findings
}

/// Functions that run a statement without being given whom the gate let through.
fn ungated(source: &Source, statement: &str) -> Vec<Finding> {
    let Ok(file) = syn::parse_file(&source.text) else { return Vec::new() };
    let mut functions = Functions { statement, source, findings: Vec::new() };
    functions.visit_file(&file);
    functions.findings
}

struct Functions<'a> {
    statement: &'a str,
    source: &'a Source,
    findings: Vec<Finding>,
}

impl Functions<'_> {
    fn look(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let says = |span: proc_macro2::Span, wanted: &str| {
            let (first, last) = (span.start().line, span.end().line);
            let lines = self.source.text.lines().skip(first - 1).take(last + 1 - first);
            lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).any(|word| word == wanted)
        };
        let (runs, gated) = (says(body.span(), self.statement), says(signature.span(), "Counted"));
        if runs && !gated {
            let what = format!("fn {} runs {} without `&Counted`: ask the gate", signature.ident, self.statement);
            self.findings.push(Finding::new(&self.source.path, what));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.look(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.look(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    const FILE: &str = "crates/store/src/reading/tie.rs";
    const OF: &str = "statements! { OF = \"SELECT t.author FROM tie_week t\"; }\n";

    #[test]
    fn whoever_reads_what_is_counted_about_people_asks_the_gate() {
        for (path, name, reason) in READERS {
            eprintln!("{path}: {name}: {}", if reason.is_empty() { "asks the gate" } else { reason });
        }
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_reader_that_nobody_listed_is_caught() {
        for table in COUNTED {
            let text = format!("const ALL: &str = \"SELECT * FROM person p JOIN {table} x ON x.person = p.id\";");
            let tree = planted::tree(&[("crates/store/src/reading/person.rs", &text)]);
            assert_one(&findings_beside(&tree, &[]), &["person.rs:1", &format!("ALL reads {table}")]);
        }
        let dropped = planted::tree(&[(FILE, "const ALL: &str = \"DELETE FROM tie_week\";")]);
        assert_none(findings_beside(&dropped, &[]));
    }

    #[test]
    fn a_listed_reader_that_does_not_ask_is_caught() {
        let asks = format!("{OF} impl Store {{ fn ties(&self, counted: &Counted) {{\n self.rows(&OF);\n }} }}");
        let asks_not = format!("{OF} impl Store {{ fn ties(&self, keys: &Keys) {{\n self.rows(&OF);\n }} }}");
        assert_none(findings_beside(&planted::tree(&[(FILE, &asks)]), &[(FILE, "OF", "")]));
        let tree = planted::tree(&[(FILE, &asks_not)]);
        assert_one(&findings_beside(&tree, &[(FILE, "OF", "")]), &[FILE, "fn ties runs OF without"]);
        assert_none(findings_beside(&tree, &[(FILE, "OF", "planted")]));
    }

    #[test]
    fn a_reader_that_is_gone_is_caught() {
        let tree = planted::tree(&[(FILE, OF)]);
        assert_one(&findings_beside(&tree, &[(FILE, "OF", "planted"), (FILE, "GONE", "planted")]), &["GONE is not there"]);
    }
}
