use super::*;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Families of keys that are put together from a word of the database.
const FAMILIES: [&str; 33] = [
    "voice-",
    "fair-",
    "mirror-",
    "panel-",
    "trend-",
    "import-form-",
    "import-state-",
    "import-stays-",
    "unreadable-",
    "address-trouble-",
    "bounce-",
    "finding-result-",
    "level-",
    "telling-",
    "truth-",
    "unsubscribed-",
    "note-signed-",
    "note-encrypted-",
    "kind-",
    "side-",
    "side-in-sentence-",
    "closing-",
    "delivery-",
    "letter-",
    "letter-reason-",
    "mailbox-",
    "mailbox-folder-",
    "party-kind-",
    "persons-like-",
    "stage-",
    "figure-",
    "figure-help-",
    "lacking-",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The texts of all files below a folder with this ending, outside of build directories.
fn texts(folder: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.file_name().and_then(|name| name.to_str()) {
                Some("target" | "tests" | "tests.rs") => {}
                _ if path.is_dir() => open.push(path),
                Some(name) if name.ends_with(ending) => found.push(fs::read_to_string(&path).unwrap()),
                _ => {}
            }
        }
    }
    found
}

/// Every string literal in a source.
fn literals(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The first string literals behind each place where one of these calls stands: `skip` of them are something else.
fn called<'a>(text: &'a str, call: &str, skip: usize) -> Vec<&'a str> {
    let behind = |(at, _): (usize, &str)| {
        let rest = &text[at + call.len()..];
        let rest = &rest[..rest.find([')', ';']).unwrap_or(rest.len())];
        // A key that is computed has its gaps behind it, and their names are no keys.
        let rest = rest.split("&[(").next().unwrap_or_default();
        rest.split('"').skip(1).step_by(2).nth(skip)
    };
    text.match_indices(call).filter_map(behind).filter(|key| is_key(key)).collect()
}

/// The keys that templates put through a filter of words.
fn filtered(text: &str) -> Vec<&str> {
    let ends = ["\"|t }", "\"|t}", "\"|t1("];
    let keys = ends.iter().flat_map(|end| text.match_indices(end)).map(|(at, _)| {
        let before = &text[..at];
        &before[before.rfind('"').map_or(0, |quote| quote + 1)..]
    });
    keys.filter(|key| is_key(key)).collect()
}

/// The keys that rules, actions and doors refuse with or set letters aside with.
fn refused() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for name in fs::read_dir(crates()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("views")) {
        for text in texts(&name.join("src"), ".rs") {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (call, skip) in [
                ("Refusal::new(", 0),
                ("Refusal::moved(", 0),
                ("Refusal::too_often(", 0),
                ("Refusal::invalid(", 1),
                ("Held(", 0),
                ("Withheld(", 0),
                ("set_aside(\"held\", ", 0),
                ("set_aside(\"sorted\", ", 0),
                (", \"held\", ", 0),
                (", \"sorted\", ", 0),
            ] {
                keys.extend(called(code, call, skip).into_iter().map(str::to_owned));
            }
            // `invalid(name, "key")`: the field is a variable.
            let forwarded = code.match_indices("Refusal::invalid(").map(|(at, call)| &code[at + call.len()..]);
            for rest in forwarded.filter(|rest| !rest.starts_with('"')) {
                keys.extend(rest.split('"').nth(1).filter(|key| is_key(key)).map(str::to_owned));
            }
        }
    }
    keys
}

/// What this crate's own sources and templates say.
fn own() -> Vec<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    [texts(&here.join("src"), ".rs"), texts(&here.join("templates"), ".html")].concat()
}

fn catalogue() -> BTreeSet<String> {
    let lines = include_str!("../../locales/en.ftl").lines();
    lines.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).filter(|key| is_key(key)).collect()
}

#[test]
fn the_catalogue_can_be_read_and_says_nothing_twice() {
    let text = include_str!("../../locales/en.ftl");
    assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{:?}", FluentResource::try_new(text.to_owned()).err());
    let keys: Vec<&str> =
        text.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).filter(|key| is_key(key)).collect();
    assert_eq!(keys.len(), catalogue().len());
}

#[test]
fn every_refusal_has_its_sentence() {
    let keys = refused();
    assert!(keys.len() > 60, "the sources are no longer understood: {keys:?}");
    let missing: Vec<&String> = keys.iter().filter(|key| !known(key)).collect();
    assert!(missing.is_empty(), "without words: {missing:?}");
    assert!(known(Refusal::hidden().key) && known(Refusal::stranger().key));
}

#[test]
fn every_key_a_template_or_view_speaks_has_words() {
    let mut missing = BTreeSet::new();
    for text in own() {
        missing.extend(filtered(&text).into_iter().filter(|key| !known(key)).map(str::to_owned));
        for call in [" t(", "(t(", "&t(", " t_with(", "(t_with(", "&t_with(", ".help("] {
            missing
                .extend(called(&text, call, 0).into_iter().filter(|key| !known(key) && !key.ends_with('-')).map(str::to_owned));
        }
        for call in ["field::line(", "call place("] {
            let skip = if call == "field::line(" { 1 } else { 2 };
            missing.extend(called(&text, call, skip).into_iter().filter(|key| !known(key)).map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "without words: {missing:?}");
}

#[test]
fn every_word_of_the_catalogue_is_spoken_somewhere() {
    let mut spoken = refused();
    for text in own() {
        spoken.extend(literals(&text).into_iter().chain(filtered(&text)).filter(|key| is_key(key)).map(str::to_owned));
    }
    let outside = ["not-here", "sign-in-first", "double", "deactivated", "erased", "taken-back", "proof-waits"];
    let in_family = |key: &str| FAMILIES.iter().any(|family| key.starts_with(family));
    let silent: Vec<String> = catalogue()
        .into_iter()
        .filter(|key| !spoken.contains(key) && !in_family(key) && !outside.contains(&key.as_str()))
        .collect();
    assert!(silent.is_empty(), "nobody says: {silent:?}");
}

#[test]
fn every_word_the_database_keeps_has_words_of_ours() {
    use domain::{
        kind::{Kind, LIVES, Stage},
        side::Side,
    };
    let closings = LIVES.iter().flat_map(|life| life.closings).map(|reason| format!("closing-{}", reason.word));
    let kinds = Kind::ALL.into_iter().map(|kind| format!("kind-{}", kind.word()));
    let sides =
        Side::ALL.into_iter().flat_map(|side| [format!("side-{}", side.word()), format!("side-in-sentence-{}", side.word())]);
    let stages = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Waiting).map(|stage| format!("stage-{}", stage.word()));
    let letters = ["waiting", "sorted", "held", "refused"].map(|state| format!("letter-{state}"));
    let deliveries = ["queued", "sent", "failed", "bounced", "withheld"].map(|state| format!("delivery-{state}"));
    let missing: Vec<String> =
        closings.chain(kinds).chain(sides).chain(stages).chain(letters).chain(deliveries).filter(|key| !known(key)).collect();
    assert!(missing.is_empty(), "without words: {missing:?}");
}

#[test]
fn a_count_is_exact_to_ninety_nine() {
    assert_eq!([0, 1, 99, 100, 5000].map(count_words), ["0", "1", "99", "99+", "99+"]);
}

#[test]
fn a_refusal_puts_its_arguments_into_its_sentence() {
    let refusal = Refusal::invalid("name", "field-long").with("max", 120);
    assert_eq!(refusal_words(&refusal), "This is longer than 120 characters. Shorten it.");
}
