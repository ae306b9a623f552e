//! Statements: named SQL texts in the common subset, with the marks that make permission one fragment.
//!
//! `{viewer}` is a common table of the parties the viewer is; `{known C}` says whether she has any sight of circle C;
//! `{visible C P}` whether she sees what stands at position P of it; `{ids}` is a common table of given ids. The
//! parameters of these tables follow the statement's own, padded to a few sizes so that few texts are prepared.
//!
//! **Invariant.** `{visible}` and `{known}` below are the whole permission in SQL.

use std::sync::OnceLock;

/// Sizes to which a viewer's parties and lists of ids are padded.
const SIZES: [usize; 5] = [0, 8, 32, 64, 128];

/// A named statement.
pub struct Sql {
    /// The module it stands in.
    pub module: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// Its text with marks.
    pub text: &'static str,
    forms: [OnceLock<Form>; SIZES.len() * SIZES.len()],
    /// Whether it asks for the viewer's parties, and for a list of ids.
    marks: OnceLock<(bool, bool)>,
}

/// A text without marks, as each engine counts parameters. To SQLite `$2` is a name, numbered where it first stands,
/// so there the same text says `?2`.
#[derive(Debug)]
pub(crate) struct Form {
    pub postgres: String,
    pub sqlite: String,
}

impl Form {
    fn of(text: String) -> Form {
        Form { sqlite: text.replace(ROW_BY_ROW, "").replace('$', "?"), postgres: text }
    }
}

impl Sql {
    pub(crate) const fn new(module: &'static str, name: &'static str, text: &'static str) -> Sql {
        Sql { module, name, text, forms: [const { OnceLock::new() }; SIZES.len() * SIZES.len()], marks: OnceLock::new() }
    }

    /// The text for a viewer of `parties` parties and a list of `ids` ids, with the padded sizes of both; 0 where the
    /// text has no such mark.
    pub(crate) fn form(&'static self, parties: usize, ids: usize) -> (&'static Form, usize, usize) {
        let (viewer, list) = *self.marks.get_or_init(|| (self.text.contains("{viewer}"), self.text.contains("{ids}")));
        let (p, i) = (if viewer { bucket(parties) } else { 0 }, if list { bucket(ids) } else { 0 });
        let text = self.forms[p * SIZES.len() + i].get_or_init(|| Form::of(expand(self.text, SIZES[p], SIZES[i])));
        (text, SIZES[p], SIZES[i])
    }

    /// Any form of the text, for the test that prepares every statement.
    pub(crate) fn sample(&'static self) -> &'static Form {
        self.form(SIZES[1], SIZES[1]).0
    }
}

fn bucket(n: usize) -> usize {
    SIZES.iter().position(|size| *size >= n).unwrap_or(SIZES.len() - 1)
}

/// How many ids one statement takes.
pub(crate) const IDS_MAX: usize = SIZES[SIZES.len() - 1];

fn expand(text: &str, parties: usize, ids: usize) -> String {
    let own = (1..200).rev().find(|n| text.contains(&format!("${n}"))).unwrap_or(0);
    let mut next = own;
    let mut out = String::with_capacity(text.len() + 40 * parties);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find('}').unwrap_or_else(|| panic!("mark without end in {text}"));
        let mut mark = rest[at + 1..end].split(' ');
        match (mark.next(), mark.next(), mark.next()) {
            (Some("viewer"), None, None) => out.push_str(&table("viewer(party, since, inside)", 3, parties, &mut next)),
            (Some("ids"), None, None) => out.push_str(&table("ids(id)", 1, ids, &mut next)),
            (Some("known"), Some(circle), None) => out.push_str(&known(circle)),
            (Some("visible"), Some(circle), Some(position)) => out.push_str(&visible(circle, position)),
            _ => panic!("unknown mark in {text}"),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

fn table(head: &str, columns: usize, rows: usize, next: &mut usize) -> String {
    let row = |next: &mut usize| {
        let cells: Vec<String> = (0..columns)
            .map(|_| {
                *next += 1;
                format!("CAST(${next} AS BIGINT)")
            })
            .collect();
        format!("({})", cells.join(", "))
    };
    let rows: Vec<String> = (0..rows.max(1)).map(|_| row(next)).collect();
    format!("{head} AS (VALUES {})", rows.join(", "))
}

/// Keeps PostgreSQL from turning an `EXISTS` into a join: it takes a viewer for somebody who sees little, begins with all
/// she sees, and looks up fifty ids last. SQLite asks for each row by itself.
const ROW_BY_ROW: &str = " OFFSET 0";

/// Some party of the viewer has sight of the circle, and its reach lets her side in; asked for each row.
fn known(circle: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM viewer v CROSS JOIN sight vs WHERE vs.circle = {circle} AND vs.party = v.party AND vs.inside <= v.inside{ROW_BY_ROW})"
    )
}

/// Some party of the viewer has sight of the circle since at or before the position.
///
/// Written as one scalar, so that where the circle is the same for all rows it is computed once per statement.
fn visible(circle: &str, position: &str) -> String {
    format!(
        "({position} >= COALESCE((SELECT MIN(CASE WHEN vs.since > v.since THEN vs.since ELSE v.since END) \
         FROM viewer v CROSS JOIN sight vs WHERE vs.circle = {circle} AND vs.party = v.party AND vs.inside <= v.inside), 9223372036854775807))"
    )
}

/// Declares the statements of a module.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$meta])* pub(crate) static $name: $crate::sql::Sql = $crate::sql::Sql::new(module_path!(), stringify!($name), $text);)*
        /// The statements of this module, for the test that prepares all.
        pub(crate) static STATEMENTS: &[&$crate::sql::Sql] = &[$(&$name),*];
    };
}
pub(crate) use statements;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_tables_and_fragments_with_parameters_behind_the_own_ones() {
        let text = expand("WITH {viewer} SELECT 1 FROM m WHERE m.id = $1 AND {visible c.circle m.position} AND {known $2}", 2, 0);
        assert!(text.starts_with(
            "WITH viewer(party, since, inside) AS (VALUES (CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT)), (CAST($6"
        ));
        assert!(text.contains("vs.circle = c.circle") && text.contains("(m.position >= COALESCE"));
        assert!(text.contains("EXISTS (SELECT 1 FROM viewer") && text.contains("vs.circle = $2"));
    }

    #[test]
    fn on_postgres_who_is_known_is_asked_row_by_row_and_sqlite_does_so_unasked() {
        let form = Form::of(expand("WITH {viewer} SELECT 1 FROM c WHERE {known c.circle}", 1, 0));
        assert!(form.postgres.ends_with("vs.inside <= v.inside OFFSET 0)"), "{}", form.postgres);
        assert!(form.sqlite.ends_with("vs.inside <= v.inside)"), "{}", form.sqlite);
    }
}
