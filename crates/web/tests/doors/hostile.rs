//! Strings that have broken programs before: the Big List of Naughty Strings where it is here, and our own.

use testkit::collection;

/// Our own list: what a field of numbers, of words or of ids should never choke on.
pub fn ours() -> Vec<String> {
    let repeated = |text: &str, times: usize| text.repeat(times);
    let mut strings: Vec<String> = [
        "\0",
        "a\0b",
        "-1",
        "0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "99999999999999999999999999999999",
        "1e400",
        "NaN",
        "0x7f",
        "１２",
        "' OR 1=1 --",
        "$1 {visible c.circle} ?1",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "{{ 7 * 7 }} { $name }",
        "\u{202e}live\u{2066}",
        "\u{feff}\u{200b}",
        "../../../../etc/passwd",
        "a\r\nSet-Cookie: x=1\r\n\r\n<html>",
        "e\u{301}".repeat(3).as_str(),
        "\u{e000}\u{e001}\u{fffe}\u{10ffff}",
    ]
    .map(str::to_owned)
    .into();
    strings.extend([repeated("x", 10_000), repeated("[", 3_000), repeated("> ", 2_000), repeated("*a ", 3_000)]);
    strings
}

/// The Big List of Naughty Strings; none where it is not here, which one line says.
pub fn naughty() -> Vec<String> {
    let Some(folder) = collection("text-blns") else { return Vec::new() };
    let text = std::fs::read_to_string(folder.join("blns.json")).expect("the list can be read");
    serde_json::from_str(&text).expect("the list is JSON")
}

/// Whether a page holds nothing that a browser would run: only our own scripts, no handler, no foreign scheme.
pub fn tame(html: &str) -> Result<(), String> {
    let mut rest = html;
    while let Some((_, behind)) = rest.split_once('<') {
        let end = tag_end(behind).ok_or_else(|| format!("a tag never ends: {}", head(behind)))?;
        let tag = &behind[..end];
        rest = &behind[end..];
        let lower = tag.to_lowercase();
        let name = lower.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
        if ["iframe", "object", "embed", "base", "style", "math"].contains(&name) {
            return Err(format!("a page holds <{}", head(tag)));
        }
        if name == "script" && !lower.contains("src=\"/assets/") {
            return Err(format!("a foreign script: <{}", head(tag)));
        }
        for (attribute, value) in attributes(tag) {
            let scheme: String =
                value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
            let runs = ["javascript:", "vbscript:", "data:"].iter().any(|bad| scheme.starts_with(bad));
            if attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc" || runs {
                return Err(format!("an attribute that runs: <{}", head(tag)));
            }
        }
    }
    Ok(())
}

fn head(text: &str) -> String {
    text.chars().take(160).collect()
}

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return Some(at),
            _ => {}
        }
    }
    None
}

fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once("=\"") {
        let name = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default().to_lowercase();
        let (value, next) = behind.split_once('"').unwrap_or((behind, ""));
        found.push((name, value.to_owned()));
        rest = next;
    }
    found
}

#[test]
fn a_page_that_would_run_something_is_not_tame() {
    for evil in [
        "<p><script>alert(1)</script></p>",
        "<img src=\"x\" onerror=\"alert(1)\">",
        "<a href=\" java\nscript:alert(1)\">x</a>",
        "<iframe src=\"/\"></iframe>",
    ] {
        assert!(tame(evil).is_err(), "{evil}");
    }
    assert_eq!(tame("<p title=\"a > b\">&lt;script&gt; onerror=x</p><script src=\"/assets/rapport.js\"></script>"), Ok(()));
}
