//! How well new text is told from history, on the fixtures of two reply parsers.

use crate::folder;
use mail::letter::Words;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Reached; a change that loses one has to say why.
const DISCOURSE_MIN: usize = 44;
const CRISP_MIN: usize = 71;

#[test]
fn discourse_replies_are_told_apart() {
    let Some(folder) = folder("reply-discourse-a") else { return };
    let mut names: Vec<_> = fs::read_dir(folder.join("emails")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let (mut met, mut headed) = (0, 0);
    for name in &names {
        let words = Words::of(&read(&folder.join("emails").join(name)));
        let wanted = read(&folder.join("trimmed").join(name));
        if words.new_text.trim() == trimmed_lines(&wanted).trim() {
            met += 1;
            headed += usize::from(!words.heads.is_empty());
        } else {
            println!("differs: {}\n{words:#?}", name.display());
        }
    }
    println!("reply-discourse-a: {met} of {} as wanted, not counting heads of quotes that stay: {headed} have some", names.len());
    assert!(met >= DISCOURSE_MIN, "{met} of {}, {DISCOURSE_MIN} before", names.len());
}

#[test]
fn crisp_replies_are_told_apart() {
    let Some(folder) = folder("reply-crisp-github").map(|folder| folder.join("crisp")) else { return };
    let cases: Vec<Value> = serde_json::from_str(&read(&folder.join("expected.json"))).unwrap();
    let upstream = read(&folder.join("UPSTREAM-EXPECTATIONS.js.txt"));
    let (mut met, mut headed) = (0, 0);
    for case in &cases {
        let (test, fixture) = (case["test"].as_str().unwrap(), case["fixture"].as_str().unwrap());
        let text = read(&folder.join(fixture));
        let words = Words::of(&text);
        let mut expect = case["expect"].clone();
        if expect.get("mentions_visible_text").is_some() {
            expect["first_fragment_trimmed"] = visible_text(&upstream, test, &cases, &text);
        }
        if meets(&words, &expect) {
            met += 1;
            headed += usize::from(!words.heads.is_empty());
        } else {
            println!("differs: {test} ({fixture})\n{words:#?}\n{expect:#}");
        }
    }
    println!(
        "reply-crisp-github: {met} of {} as wanted, not counting heads of quotes that stay: {headed} have some",
        cases.len()
    );
    assert!(met >= CRISP_MIN, "{met} of {}, {CRISP_MIN} before", cases.len());
}

/// Their parser cuts a letter into fragments; ours into four parts. So: their first fragment is our new text
/// (its beginning where they cut a letter with answers between quotes), one fragment means nothing was cut,
/// more mean something was; what they match in the second fragment we must have cut.
fn meets(words: &Words, expect: &Value) -> bool {
    let count = expect["fragment_count"].as_u64();
    let hidden = format!("{}\n{}\n{}", words.heads, words.signature, words.history);
    let fragments = ["/fragments/0", "/first_fragment_trimmed"];
    let first = fragments.into_iter().find_map(|path| expect.pointer(path)).and_then(Value::as_str);
    let first_met = first.is_none_or(|first| match count {
        Some(4..) => words.new_text.starts_with(first.trim()),
        _ => words.new_text.trim() == trimmed_lines(first).trim(),
    });
    let count_met = count.is_none_or(|count| (count == 1) == hidden.trim().is_empty());
    let regexes = expect["regex"].as_array().cloned().unwrap_or_default();
    let regexes_met = regexes.iter().all(|regex| {
        let pattern = regex[1].as_str().unwrap();
        match regex[0].as_u64().unwrap() {
            0 => matches(&words.new_text, pattern),
            1 => matches(&hidden, pattern),
            _ => matches(&words.new_text, pattern) || matches(&hidden, pattern),
        }
    });
    first_met && count_met && regexes_met
}

/// Their patterns are literals, some anchored at the start of a line, one with a class that ends it.
fn matches(text: &str, pattern: &str) -> bool {
    let literal = pattern.split('[').next().unwrap().replace("\\n", "\n").replace('\\', "");
    match literal.strip_prefix('^') {
        Some(start) => text.starts_with(start) || text.contains(&format!("\n{start}")),
        None => text.contains(&literal),
    }
}

/// The text a test of theirs compares with, where the extract only says that there is one: a literal, or the
/// constant with which most of their letters begin.
fn visible_text(upstream: &str, test: &str, cases: &[Value], text: &str) -> Value {
    let body = upstream.split(&format!("function {test}(")).nth(1).unwrap().split("export function").next().unwrap();
    if let Some(literal) = body.split("test.equal(\"").nth(1).and_then(|rest| rest.split("\", ").next()) {
        return serde_json::from_str(&format!("\"{literal}\"")).unwrap();
    }
    let mut constants = cases.iter().filter_map(|case| case.pointer("/expect/first_fragment_trimmed"));
    constants.find(|constant| constant.as_str().is_some_and(|constant| text.starts_with(constant))).unwrap().clone()
}

/// We drop spaces at line ends.
fn trimmed_lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}
