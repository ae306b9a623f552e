//! Every statement is understood by both engines in the same way, and none that a page asks walks a whole table.

use domain::{
    kind::{ACCEPTED, ANSWERED_HERSELF, Kind, MERGED},
    telling::Reason,
};
use std::collections::BTreeSet;
use store::{Engine, statements};
use testkit::{on_both, on_each};

/// Tables that grow with what people say and do.
const LARGE: [&str; 10] =
    ["activity", "attachment", "conversation", "message", "notice", "outbox", "participant", "reaction", "shelf", "sight"];

/// Statements that may walk a large table whole, each with its reason.
const MAY_WALK: [(&str, &str); 3] = [
    ("plain::SIGHTS", "tests compare audience over everything"),
    ("plain::CONVERSATIONS", "tests compare audience over everything"),
    ("plain::MESSAGES", "tests compare audience over everything"),
];

#[test]
fn every_statement_is_understood_by_both_engines() {
    on_both(async |it| {
        let mut strange = Vec::new();
        for sql in statements::all().into_iter().chain(statements::only_on(it.store().engine())) {
            if let Err(fault) = it.store().explain(sql).await {
                strange.push(format!("{}: {fault}", short(sql.module, sql.name)));
            }
        }
        assert!(strange.is_empty(), "{strange:#?}");
    });
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let all = statements::all();
    let names: BTreeSet<_> = all.iter().map(|sql| (sql.module, sql.name)).collect();
    assert_eq!(names.len(), all.len());
    assert!(all.len() > 100, "{} statements: a module is missing from the list", all.len());
}

#[test]
fn what_is_not_read_as_raised_are_the_kinds_by_which_nothing_is() {
    let words = Kind::ALL.into_iter().filter(|kind| !kind.life().raised).map(|kind| format!("'{}'", kind.word()));
    let none = format!(".kind NOT IN ({})", words.collect::<Vec<_>>().join(", "));
    let all = statements::all().into_iter().filter(|sql| short(sql.module, sql.name).starts_with("raised::"));
    assert_eq!(all.filter(|sql| sql.text.contains(&none)).count(), 4, "{none}");
}

#[test]
fn words_that_statements_name_are_those_of_the_domain() {
    let accepted = format!("IN ('{}', '{}')", ACCEPTED.word, ANSWERED_HERSELF.word);
    let stands = Reason::ALL.iter().filter(|reason| reason.stands()).map(|reason| format!("'{}'", reason.word()));
    let stands = format!("IN ({})", stands.collect::<Vec<_>>().join(", "));
    for (name, words) in [
        ("thread::ENDINGS", format!("e.reason NOT {accepted}")),
        ("clock::REOPEN", format!("reason {accepted} THEN reason")),
        ("clock::UNMERGE", format!("reason = '{}'", MERGED.word)),
        ("merging::END", format!("closed_reason = '{}'", MERGED.word)),
        ("notice::STANDING", format!("n.reason {stands}")),
        ("notice::SEE", format!("reason NOT {stands}")),
    ] {
        let sql = statements::all().into_iter().find(|sql| short(sql.module, sql.name) == name).expect(name);
        assert!(sql.text.contains(&words), "{name} does not say {words}");
    }
}

#[test]
fn parameters_are_numbers_text_and_octets() {
    on_each(&[Engine::Postgres], async |it| {
        for sql in statements::all() {
            for ty in it.store().explain(sql).await.unwrap() {
                assert!(["int8", "text", "bytea"].contains(&ty.as_str()), "{}::{} takes {ty}", sql.module, sql.name);
            }
        }
    });
}

#[test]
fn no_statement_walks_a_table_that_grows() {
    on_each(&[Engine::Sqlite], async |it| {
        let mut walks = BTreeSet::new();
        for sql in statements::all() {
            let large = names_of_large(sql.text);
            for line in it.store().explain(sql).await.unwrap() {
                if walked(&line).is_some_and(|name| large.contains(name)) {
                    walks.insert((short(sql.module, sql.name), line));
                }
            }
        }
        let allowed = |name: &str| MAY_WALK.iter().any(|(allowed, _)| *allowed == name);
        let forbidden: Vec<_> = walks.iter().filter(|(name, _)| !allowed(name)).collect();
        assert!(forbidden.is_empty(), "{forbidden:#?}");
        for (name, reason) in MAY_WALK {
            assert!(walks.iter().any(|(walked, _)| walked == name), "{name} ({reason}) walks no more: take it off the list");
        }
    });
}

fn short(module: &str, name: &str) -> String {
    format!("{}::{name}", module.rsplit("::").next().unwrap_or(module))
}

/// The name behind `SCAN` in a line of a plan.
fn walked(line: &str) -> Option<&str> {
    line.strip_prefix("SCAN ")?.split(' ').next()
}

/// The large tables of a statement, by the names they go by there.
fn names_of_large(text: &str) -> BTreeSet<&str> {
    let words: Vec<&str> = text.split([' ', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
    let mut names: BTreeSet<&str> = words.iter().copied().filter(|word| LARGE.contains(word)).collect();
    names.extend(words.windows(2).filter(|pair| LARGE.contains(&pair[0])).map(|pair| pair[1]));
    // The name in the fragments of permission.
    names.insert("vs");
    names
}

#[test]
fn the_test_of_plans_knows_a_walk_when_it_sees_one() {
    assert_eq!(walked("SCAN m USING INDEX message_position"), Some("m"));
    assert_eq!(walked("SEARCH m USING INDEX message_position (conversation=?)"), None);
    let names = names_of_large("SELECT 1 FROM message m JOIN conversation c ON c.id = m.conversation");
    assert!(names.contains("m") && names.contains("c") && names.contains("message"));
}

/// The queries a page or each letter waits for, with what must stand in their plans.
const PAGES: [(&str, &str); 21] = [
    ("conversation::BY_NUMBER", "SEARCH c USING INDEX sqlite_autoindex_conversation_1 (number=?)"),
    ("message::NEWEST", "SEARCH n USING COVERING INDEX message_conversation (conversation=? AND id<?)"),
    ("message::FROM", "SEARCH n USING COVERING INDEX message_conversation (conversation=? AND id>?)"),
    ("message::SINCE", "SEARCH m USING INDEX message_"),
    ("shelf::NEWEST", "SEARCH shelf USING COVERING INDEX shelf_newest (party=?"),
    ("shelf::NEWEST_IN", "SEARCH shelf USING COVERING INDEX shelf_space (party=? AND space=?"),
    ("shelf::ASSIGNED", "SEARCH conversation USING INDEX conversation_assignee (assignee=?"),
    ("shelf::AWAITED", "SEARCH conversation USING COVERING INDEX conversation_awaited (space=? AND awaited_since>?)"),
    ("shelf::UNANSWERED", "SEARCH c USING COVERING INDEX conversation_awaited (space=? AND awaited_since>?)"),
    ("notice::UNSEEN", "SEARCH n USING COVERING INDEX notice_unseen (person=?)"),
    ("shelf::LAST_WORDS", "SEARCH n USING "),
    ("unread::BEHIND", "SEARCH f USING INDEX shelf_position (party=? AND last_position>?)"),
    ("unread::CHECKED", "SEARCH m "),
    ("intake::LETTER_IN_SPACE", "SEARCH l USING PRIMARY KEY (digest=?)"),
    ("import::KNOWN_ONE", "SEARCH l USING PRIMARY KEY (digest=?)"),
    ("mirror::TURNED_TO", "SEARCH t USING COVERING INDEX turned_author (author=? AND message>?)"),
    ("mirror::TURNED_BY", "SEARCH t USING INDEX turned_person (person=? AND message>?)"),
    ("mirror::ASKED", "SEARCH n USING INDEX notice_once (person=?)"),
    ("mirror::SAID", "SEARCH m USING INDEX message_position (conversation=? AND position>?)"),
    ("mirror::MINE", "SEARCH t USING COVERING INDEX participant_person (person=?)"),
    ("log::LINES_AFTER", "SEARCH activity USING INTEGER PRIMARY KEY (rowid>?)"),
];

#[test]
fn what_a_page_waits_for_is_found_by_an_index_that_gives_it_in_order() {
    on_each(&[Engine::Sqlite], async |it| {
        for (name, wanted) in PAGES {
            let sql = statements::all().into_iter().find(|sql| short(sql.module, sql.name) == name).expect(name);
            // Writing has modules of the same names; those that page are the reading ones, which come first.
            let plan = it.store().explain(sql).await.unwrap();
            assert!(plan.iter().any(|line| line.starts_with(wanted)), "{name} does not {wanted}: {plan:#?}");
            // A sort of one page's worth is no harm, but one of all there is would be.
            let sorts = plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
            assert!(!sorts || name == "message::SINCE", "{name} sorts: {plan:#?}");
        }
    });
}
