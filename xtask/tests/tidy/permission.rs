//! Whatever the store reads for a viewer passes the permission fragment.
//!
//! A statement that reads a guarded table has to hold the mark `{visible …}` or `{known …}`, which
//! `store/src/sql.rs` turns into the fragment. Whether the mark stands in the right place is for the
//! locker-room test; that it was not forgotten is seen here.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};

use super::finding::Finding;
use super::tables::GUARDED;
use super::tokens::{self, is_ident, is_punct, string};
use super::tree::{Source, Tree};

/// Where the store reads for viewers: folders, and the files of the same name.
const READING: [&str; 2] = ["crates/store/src/reading", "crates/store/src/search"];

const MARKS: [&str; 2] = ["{visible", "{known"];

/// Statements that need no mark: file, name, reason. A line that is no longer needed is a finding, too.
const ALLOWED: [(&str, &str, &str); 46] = [
    ("crates/store/src/reading/log.rs", "LINES_AFTER", "ids only; what they lead to is read through a viewer"),
    ("crates/store/src/reading/space.rs", "WORKED_IN", "is itself the join of the viewer's parties with sight"),
    ("crates/store/src/reading/space.rs", "HAS_MAIL", "says what every mail server says: whether an address is taken"),
    ("crates/store/src/reading/delivery.rs", "DUE", "ids for delivery, which reads each message as its recipient"),
    ("crates/store/src/reading/delivery.rs", "LISTED", "the outbox, for administrators: no words of any message"),
    ("crates/store/src/reading/delivery.rs", "WAITING", "a count of deliveries, no words"),
    ("crates/store/src/reading/delivery.rs", "ONE", "one row by the token that came back with it"),
    ("crates/store/src/reading/delivery.rs", "RECIPIENTS", "the names on a letter's To, which all its recipients read"),
    ("crates/store/src/reading/address.rs", "ASKED", "addresses that the viewer herself asked for, no words"),
    ("crates/store/src/reading/import.rs", "STAY_NUMBERS", "numbers for who runs the command line, no words"),
    ("crates/store/src/reading/import.rs", "SPACE_SLUG", "what the command line typed, shown there again"),
    ("crates/store/src/reading/intake.rs", "LISTED", "the intake, for administrators: no words of any letter"),
    ("crates/store/src/reading/intake.rs", "WAITING", "for the sorter, which reads letters before they have an audience"),
    ("crates/store/src/reading/space.rs", "LETTERHEAD", "the head of a letter that its recipient may see"),
    ("crates/store/src/reading/notice.rs", "TOLD", "ids of the viewer's own rows; each is read through her eyes"),
    ("crates/store/src/reading/published.rs", "DONE", "ends of windows, for the measuring that follows"),
    ("crates/store/src/reading/thread.rs", "LINES", "who wrote when, for measuring, through the gate: see analytic.rs"),
    ("crates/store/src/reading/thread.rs", "EARLIER", "as LINES"),
    ("crates/store/src/reading/raised.rs", "RAISED", "ids and moments of what was raised, for measuring, as LINES"),
    ("crates/store/src/reading/raised.rs", "JOINED", "as RAISED"),
    ("crates/store/src/reading/raised.rs", "SAID", "as RAISED"),
    ("crates/store/src/reading/raised.rs", "ENDED", "as RAISED"),
    ("crates/store/src/reading/voice.rs", "OURS", "what our words sound like, for measuring, through the gate: see analytic.rs"),
    ("crates/store/src/reading/waiting.rs", "LONGEST", "candidate ids; SEEN decides row by row"),
    ("crates/store/src/reading/waiting.rs", "PLAIN_WAITING", "ids for tests that derive anew, with the custodian's keys"),
    ("crates/store/src/reading/planned.rs", "MINE", "the viewer's own plans with the count of their files"),
    ("crates/store/src/reading/notice.rs", "UNSEEN", "ids of the viewer's own rows; what they lead to passes list_rows"),
    ("crates/store/src/reading/notice.rs", "UNSEEN_OF", "as UNSEEN"),
    ("crates/store/src/reading/shelf.rs", "NEWEST", "candidate ids; LISTED decides row by row"),
    ("crates/store/src/reading/shelf.rs", "NEWEST_IN", "candidate ids; LISTED decides row by row"),
    ("crates/store/src/reading/shelf.rs", "ASSIGNED", "candidate ids; LISTED decides row by row"),
    ("crates/store/src/reading/shelf.rs", "AWAITED", "candidate ids; LISTED decides row by row"),
    ("crates/store/src/reading/unread.rs", "OWN_MARKS", "candidate ids; CHECKED decides row by row"),
    ("crates/store/src/reading/unread.rs", "BEHIND", "candidate ids; CHECKED decides row by row"),
    ("crates/store/src/reading/audience.rs", "CIRCLE", "ids and positions for the live hub, which matches them in memory"),
    ("crates/store/src/reading/audience.rs", "POSITION", "a position for the live hub"),
    ("crates/store/src/reading/plain.rs", "CONVERSATIONS", "ids for the naive second implementation, with the custodian's keys"),
    ("crates/store/src/reading/plain.rs", "MESSAGES", "ids for the naive second implementation, with the custodian's keys"),
    ("crates/store/src/reading/search.rs", "SQLITE_NEWEST", "candidate ids, by the marks of the viewer's parties; HITS decides"),
    (
        "crates/store/src/reading/relevance.rs",
        "SQLITE_WEIGHED",
        "candidate ids, by the marks of the viewer's parties, with what relevance weighs; HITS decides",
    ),
    ("crates/store/src/reading/relevance.rs", "SQLITE_EDGE", "a count and a place among what the viewer's parties see, no words"),
    ("crates/store/src/reading/relevance.rs", "SQLITE_HAVING", "a count among what the viewer's parties see, no words"),
    ("crates/store/src/reading/search.rs", "POSTGRES_FRESH", "candidate ids, by the marks of the viewer's parties; HITS decides"),
    (
        "crates/store/src/reading/search.rs",
        "POSTGRES_NEWEST",
        "candidate ids, by the marks of the viewer's parties; HITS decides",
    ),
    (
        "crates/store/src/reading/search.rs",
        "POSTGRES_RANKED",
        "candidate ids, by the marks of the viewer's parties; HITS decides",
    ),
    ("crates/store/src/reading/attachment.rs", "NAMED", "whether any row names a blob, for the sweep"),
];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    findings_beside(tree, &ALLOWED)
}

fn findings_beside(tree: &Tree, allowed: &[(&str, &str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut needed = Vec::new();
    for source in tree.house().filter(|source| READING.iter().any(|place| stands_in(&source.path, place))) {
        for Statement { name, line, text } in statements(source) {
            let Some(table) = tables_read(&text).into_iter().find(|table| GUARDED.contains(&table.as_str())) else {
                continue;
            };
            if MARKS.iter().any(|mark| text.contains(mark)) {
                continue;
            }
            if allowed.iter().any(|(path, known, _)| *path == source.path && *known == name) {
                needed.push((source.path.clone(), name));
                continue;
            }
            let what = format!("{name} reads {table} without {{visible …}} or {{known …}}");
            findings.push(Finding::new(format!("{}:{line}", source.path), what));
        }
    }
    for (path, name, _) in allowed {
        if !needed.iter().any(|(own, known)| own == path && known == name) {
            findings.push(Finding::new(*path, format!("{name} needs no leave: off the list")));
        }
    }
    findings
}

fn stands_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// All strings that are given to one name, joined: `NAME = "…"`, `NAME: &str = concat!("…", "…")`.
pub(super) struct Statement {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) text: String,
}

pub(super) fn statements(source: &Source) -> Vec<Statement> {
    let mut pieces = HashMap::new();
    tokens::each(tokens::of(source), &mut |rest| {
        if let [first, bang, TokenTree::Ident(name), TokenTree::Group(body), ..] = rest
            && is_ident(first, "macro_rules")
            && is_punct(bang, '!')
        {
            pieces.insert(name.to_string(), strings_in(body.stream()));
        }
    });
    let mut gathering = Gathering { pieces, statements: Vec::new() };
    gathering.enter(tokens::of(source), "(no name)");
    gathering.statements
}

fn strings_in(stream: TokenStream) -> String {
    let mut text = String::new();
    tokens::each(stream, &mut |rest| text.extend(string(&rest[0])));
    text
}

struct Gathering {
    /// What the file's own macros stand for: pieces of SQL that several statements share.
    pieces: HashMap<String, String>,
    statements: Vec<Statement>,
}

impl Gathering {
    /// `name` is what was last given something on the way here: `NAME =`, `const NAME: … =`, `fn name`.
    fn enter(&mut self, stream: TokenStream, name: &str) {
        let level: Vec<TokenTree> = stream.into_iter().collect();
        let mut name = name.to_owned();
        for (at, token) in level.iter().enumerate() {
            let before = &level[at.saturating_sub(2)..at];
            if let Some(given) = named(token, before.last(), level.get(at + 1)) {
                name = given;
            }
            match token {
                TokenTree::Group(_) if is_passed_over(before) => {}
                TokenTree::Group(group) => self.enter(group.stream(), &name),
                TokenTree::Ident(ident) if level.get(at + 1).is_some_and(|next| is_punct(next, '!')) => {
                    let piece = self.pieces.get(&ident.to_string()).cloned();
                    self.add(&name, token, piece);
                }
                _ => self.add(&name, token, string(token)),
            }
        }
    }

    fn add(&mut self, name: &str, token: &TokenTree, text: Option<String>) {
        let Some(text) = text else { return };
        match self.statements.last_mut().filter(|last| last.name == name) {
            Some(last) => last.text.push_str(&text),
            None => self.statements.push(Statement { name: name.to_owned(), line: tokens::line(token), text }),
        }
    }
}

/// Attributes, the file's tests, and the definitions of pieces, which count where they are used.
fn is_passed_over(before: &[TokenTree]) -> bool {
    match before {
        [.., last] if is_punct(last, '#') => true,
        [first, last] => {
            is_ident(first, "mod") && is_ident(last, "tests") || is_punct(first, '!') && matches!(last, TokenTree::Ident(_))
        }
        _ => false,
    }
}

fn named(token: &TokenTree, before: Option<&TokenTree>, after: Option<&TokenTree>) -> Option<String> {
    let TokenTree::Ident(ident) = token else {
        return None;
    };
    let declared = before.is_some_and(|word| ["const", "static", "fn"].iter().any(|kind| is_ident(word, kind)));
    let constant = ident.to_string().chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '_');
    (declared || constant && after.is_some_and(|next| is_punct(next, '='))).then(|| ident.to_string())
}

/// The names after FROM and JOIN, and after a comma among them; names of common tables are among them.
pub(super) fn tables_read(text: &str) -> Vec<String> {
    let spaced = text.replace(',', " , ").replace('(', " ( ").replace(')', " ) ");
    let mut tables = Vec::new();
    let mut outer = Vec::new();
    // Inside a FROM clause; and whether the next word is a table.
    let (mut from, mut next) = (false, false);
    for word in spaced.split_whitespace() {
        match word.to_uppercase().as_str() {
            "FROM" | "JOIN" => (from, next) = (true, true),
            "," => next = from,
            "(" => {
                outer.push(from);
                // `FROM (message …` is odd but legal.
                from = next;
            }
            ")" => (from, next) = (outer.pop().unwrap_or(false), false),
            "WHERE" | "ON" | "GROUP" | "ORDER" | "LIMIT" | "SET" | "SELECT" | "UNION" => (from, next) = (false, false),
            _ if next => {
                tables.push(word.trim_matches([';', '"']).to_lowercase());
                next = false;
            }
            _ => {}
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    const FILE: &str = "crates/store/src/reading/message.rs";

    #[test]
    fn nothing_is_read_for_a_viewer_without_asking_who_may_see_it() {
        for (path, name, reason) in ALLOWED {
            eprintln!("{path}: {name}: {reason}");
        }
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_statement_without_the_mark_is_caught_however_it_is_written() {
        for text in [
            "statements! {\n OF = \"SELECT m.id FROM message m WHERE m.id = $1\";\n}",
            "pub const OF:\n &str = \"SELECT id from message\";",
            "pub const OF:\n &str = concat!(\"SELECT id \", \"FROM \", \"message\");",
            "static OF:\n Sql = Sql::new(r\"SELECT 1 FROM person p, message m\");",
            "fn OF() {\n run(\"SELECT 1 FROM person p JOIN message m ON m.author = p.id\") }",
            "statements! {\n OF = \"SELECT (SELECT COUNT(*) FROM message) FROM person\"; }",
        ] {
            let tree = planted::tree(&[(FILE, text)]);
            assert_one(&findings_beside(&tree, &[]), &[FILE, ":2: OF reads message without"]);
        }
    }

    #[test]
    fn a_table_named_by_a_shared_piece_is_a_table_read() {
        let text = "
            macro_rules! tables { () => { \"message m JOIN person p ON p.id = m.author\" }; }
            statements! {
                GOOD = concat!(\"WITH {viewer} SELECT 1 FROM \", tables!(), \" WHERE {visible m.circle m.position}\");
                BAD = concat!(\"SELECT 1 FROM \", tables!(), \" WHERE m.id = $1\");
            }";
        assert_one(&findings_beside(&planted::tree(&[(FILE, text)]), &[]), &["message.rs:5", "BAD reads message"]);
    }

    #[test]
    fn a_mark_of_one_statement_covers_no_other() {
        let text = "statements! {
            GOOD = \"WITH {viewer} SELECT m.id FROM message m JOIN conversation c ON {visible c.circle m.position}\";
            BAD = \"SELECT s.name FROM space s\";
            KNOWN = \"WITH {viewer} SELECT 1 FROM conversation c WHERE {known c.circle}\";
        }";
        assert_one(&findings_beside(&planted::tree(&[(FILE, text)]), &[]), &["message.rs:3", "BAD reads space"]);
    }

    #[test]
    fn every_guarded_table_is_watched() {
        for table in GUARDED {
            let text = format!("const ALL: &str = \"SELECT * FROM {table}\";");
            assert_one(&findings_beside(&planted::tree(&[(FILE, &text)]), &[]), &[&format!("ALL reads {table}")]);
        }
    }

    #[test]
    fn columns_of_the_same_name_tests_and_writing_are_left_alone() {
        let reading = "
            /// SELECT 1 FROM message
            const MARKS: &str = \"SELECT conversation, message FROM draft WHERE person = $1 ORDER BY conversation, message\";
            #[cfg(test)] mod tests { const ALL: &str = \"SELECT 1 FROM message\"; }";
        let writing = "const ALL: &str = \"SELECT 1 FROM message\";";
        let tree = planted::tree(&[(FILE, reading), ("crates/store/src/writing/message.rs", writing)]);
        assert_none(findings_beside(&tree, &[]));
    }

    #[test]
    fn leave_is_by_name_and_ends_with_its_need() {
        let tree = planted::tree(&[(FILE, "const ALL: &str = \"SELECT 1 FROM message\";")]);
        assert_none(findings_beside(&tree, &[(FILE, "ALL", "planted")]));
        let stale = [(FILE, "ALL", "planted"), (FILE, "GONE", "planted")];
        assert_one(&findings_beside(&tree, &stale), &["GONE needs no leave"]);
    }
}
