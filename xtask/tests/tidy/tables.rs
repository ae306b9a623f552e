//! Every table of the store: what may be read of it only as somebody, and what by anyone inside.

use super::finding::Finding;
use super::tree::Tree;

/// What people said, and that they said it: read only where sight of its circle has been checked.
pub const GUARDED: [&str; 19] = [
    "activity",
    "attachment",
    "conversation",
    "found",
    "intake",
    "letter",
    "letter_face",
    "message",
    "message_version",
    "notice",
    "outbox",
    "participant",
    "proof",
    "published",
    "reaction",
    "shelf",
    "space",
    "waiting",
    "wordage",
];

/// Each with the reason why no circle stands before it.
pub const OPEN: [(&str, &str); 54] = [
    ("address", "read for sign-in and delivery, never shown to another viewer"),
    ("addressee", "ids of To and Cc of an archive, for ties through the gate, erasing and taking back; shown to nobody"),
    ("address_trouble", "as address; shown to colleagues, who see every person"),
    ("before_sending", "stages of the author's own messages, read when she takes one back"),
    ("blob", "reached by the digest of an attachment that was seen"),
    ("blob_chunk", "as blob"),
    ("circle", "what permission itself is made of"),
    ("consumer", "the house's own bookkeeping"),
    ("counter", "the house's own bookkeeping"),
    ("destination", "domains of mail servers, no words of any message"),
    ("draft", "the writer's own, read by her id"),
    ("ending", "ids and moments for measuring, through the gate: see analytic.rs"),
    ("erased", "keyed hashes, asked whether one is there"),
    ("habit", "her own, read by her id"),
    ("hat", "who wears what is no secret inside; rules read it as a fact"),
    ("hold", "as ending"),
    ("idempotency", "the caller's own answers, read by her id"),
    ("import", "names of archives and numbers, read by administrators"),
    ("import_person", "ids alone"),
    ("import_stay", "ids alone; what they lead to is read through a viewer"),
    ("import_unreadable", "names of files, read by administrators"),
    ("imported", "ids alone"),
    ("invitation", "read by the digest of its secret"),
    ("log_head", "one number"),
    ("mailbox", "the house's own bookkeeping, for administrators: no words of any letter"),
    ("mailbox_folder", "as mailbox"),
    ("mailbox_letter", "digests, asked whether one is there"),
    ("measured_group", "of whom numbers spoke, for the next measuring alone"),
    ("measuring_notice", "the house's own words to its people"),
    ("membership", "what a viewer is made of"),
    ("merging", "ids and stages of before, shown only of a conversation that was seen"),
    ("moving", "ids of before, shown only of a conversation that was seen, or to who moved it"),
    ("node", "the house's own bookkeeping"),
    ("outreach_stop", "as address_trouble"),
    ("party", "what a viewer is made of"),
    ("password", "read for sign-in only"),
    ("person", "side and acquaintance decide, not a circle; the locker-room test watches names"),
    ("person_merging", "as person; shown to administrators, names of before to colleagues"),
    ("person_merging_row", "ids of what went along, read to undo it"),
    ("planned", "the writer's own, read by her id"),
    ("reading_mark", "the reader's own, read by her id"),
    ("reindex", "the house's own bookkeeping"),
    ("secret", "keys; never leave the store"),
    ("session", "read by the digest of its secret"),
    ("setting", "the house's own"),
    ("settled", "as ending"),
    ("sight", "what permission itself is made of"),
    ("sign_in", "read by the digest of its secret"),
    ("space_mark", "the reader's own, read by her id"),
    ("telling", "her own choices, read by her id"),
    ("term", "her own choices, read by her id, and by the gate"),
    ("tie_day", "as turned"),
    ("tie_week", "as turned"),
    ("turned", "ids for measuring, through the gate: see analytic.rs"),
];

/// A table that is in neither list: whoever adds one decides, and a reviewer sees it.
pub fn undecided(tree: &Tree) -> Vec<Finding> {
    let migrations = tree.with_extension("sql").filter(|source| source.path.starts_with("crates/store/migrations/"));
    let mut findings = Vec::new();
    for source in migrations {
        for table in created(&source.text) {
            let open = OPEN.iter().any(|(name, _)| *name == table);
            if open == GUARDED.contains(&table) {
                let what = format!("table {table}: say in exactly one of GUARDED and OPEN who may read it");
                findings.push(Finding::new(&source.path, what));
            }
        }
    }
    findings
}

/// A name in a list that no migration makes: the rule would watch over nothing.
pub fn unknown(tree: &Tree) -> Vec<Finding> {
    let migrations = tree.with_extension("sql").filter(|source| source.path.starts_with("crates/store/migrations/"));
    let known: Vec<&str> = migrations.flat_map(|source| created(&source.text)).collect();
    let listed = GUARDED.iter().chain(OPEN.iter().map(|(name, _)| name));
    listed
        .filter(|table| !known.contains(*table))
        .map(|table| Finding::new("crates/store/migrations", format!("no table is called {table}: off the list")))
        .collect()
}

fn created(text: &str) -> Vec<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("--"));
    let words: Vec<&str> = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !["", "IF", "NOT", "EXISTS", "VIRTUAL"].contains(word)).collect();
    words.windows(3).filter(|three| three[..2] == ["CREATE", "TABLE"]).map(|three| three[2]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn of_every_table_it_is_decided_who_may_read_it() {
        assert_none(undecided(&Tree::own()));
        assert_none(unknown(&Tree::own()));
    }

    #[test]
    fn a_new_table_is_caught_until_somebody_decides() {
        let text =
            "-- CREATE TABLE gone (x BIGINT);\nCREATE TABLE message (id {id});\nCREATE TABLE IF NOT EXISTS diary (id {id});";
        let tree = planted::tree(&[("crates/store/migrations/0002_diary.sql", text)]);
        assert_one(&undecided(&tree), &["0002_diary.sql", "table diary"]);
    }

    #[test]
    fn a_listed_table_that_is_gone_is_caught() {
        let tree = planted::tree(&[("crates/store/migrations/0001.sql", "CREATE TABLE message (id {id});")]);
        let findings = unknown(&tree);
        assert_eq!(findings.len(), GUARDED.len() + OPEN.len() - 1);
        assert!(!findings.iter().any(|finding| finding.what.contains("called message:")));
    }
}
