//! Rendering is safe: hostile collections that others gathered go through it, and what comes out holds only the few
//! elements and attributes that Markdown makes, by a checker of our own that knows nothing of the sanitiser.

use domain::{
    limits,
    markup::{Mentioned, mentions, render, render_plain},
};
use std::{
    collections::HashMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};
use testkit::collection;

/// Everything rendering may make, with the attributes each may carry.
const ELEMENTS: [(&str, &[&str]); 26] = [
    ("a", &["href", "rel", "class", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class"]),
    ("em", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("input", &["type", "checked", "disabled"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["align"]),
    ("th", &["align"]),
    ("thead", &[]),
    ("tr", &[]),
];
const MORE_ELEMENTS: [&str; 1] = ["ul"];
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// No single input may take longer, on a busy machine and unoptimised.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is wrong with a rendered text, if anything.
fn fault_in(html: &str) -> Option<String> {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let Some(end) = end_of_tag(tag) else { return Some(format!("a tag without end: {}", cut(tag))) };
        if let Some(fault) = fault_in_tag(&tag[..end]) {
            return Some(format!("{fault} in <{}>", cut(&tag[..end])));
        }
        rest = &tag[end + 1..];
    }
    None
}

fn cut(text: &str) -> String {
    text.chars().take(120).collect()
}

/// Where a tag ends: the first `>` outside quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn fault_in_tag(tag: &str) -> Option<String> {
    let inner = tag.strip_suffix('/').unwrap_or(tag).trim_end();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let allowed = match ELEMENTS.iter().find(|(element, _)| *element == name) {
        Some((_, allowed)) => *allowed,
        None if MORE_ELEMENTS.contains(&name) => &[],
        None => return Some(format!("the element {name:?}")),
    };
    if closes {
        return (!attributes.is_empty()).then(|| String::from("a closing tag with attributes"));
    }
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let Some((attribute, value)) = rest.split_once("=\"") else {
            return Some(format!("an attribute without value: {rest:?}"));
        };
        let Some((value, after)) = value.split_once('"') else { return Some(String::from("a value without end")) };
        if !allowed.contains(&attribute) {
            return Some(format!("the attribute {attribute:?}"));
        }
        if attribute == "href"
            && let Some(scheme) = scheme(value)
            && !SCHEMES.contains(&scheme.as_str())
        {
            return Some(format!("a link with the scheme {scheme:?}"));
        }
        rest = after.trim_start();
    }
    None
}

/// The scheme a browser would take an address to have: references resolved, blanks and control characters dropped.
fn scheme(value: &str) -> Option<String> {
    let mut plain = value.replace("&amp;", "&");
    for (reference, c) in [("&colon;", ":"), ("&Tab;", "\t"), ("&NewLine;", "\n"), ("&lt;", "<"), ("&quot;", "\"")] {
        plain = plain.replace(reference, c);
    }
    let plain: String = plain.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>().to_lowercase();
    let (scheme, _) = plain.split_once(':')?;
    let is_one = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_one.then(|| scheme.to_owned())
}

/// Renders a text in all ways and checks what comes out.
fn check(source: &str) {
    let people = HashMap::from([(
        String::from("dora.lind"),
        Mentioned { href: String::from("/people/7"), name: String::from("Dora \"<b>\" Lind") },
    )]);
    for html in [render(source, &HashMap::new()), render(source, &people), render_plain(source)] {
        if let Some(fault) = fault_in(&html) {
            panic!("{fault}\nfrom: {source:?}\nto: {html}");
        }
    }
    // Not only what it makes of it: finding names in it must end as well.
    assert!(mentions(source).len() <= limits::MENTIONS_MAX);
}

fn check_all(sources: impl IntoIterator<Item = String>) -> usize {
    let mut checked = 0;
    for source in sources {
        let begun = Instant::now();
        check(&source);
        assert!(begun.elapsed() < PATIENCE, "{:?} for {}", begun.elapsed(), cut(&source));
        checked += 1;
    }
    checked
}

/// Every text in a JSON file, however deep.
fn texts(path: &Path) -> Vec<String> {
    fn gather(value: serde_json::Value, into: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => into.push(text),
            serde_json::Value::Array(items) => items.into_iter().for_each(|item| gather(item, into)),
            serde_json::Value::Object(fields) => fields.into_iter().for_each(|(_, value)| gather(value, into)),
            _ => {}
        }
    }
    let mut into = Vec::new();
    gather(serde_json::from_slice(&fs::read(path).unwrap()).unwrap(), &mut into);
    into
}

/// The texts of a folder: those of JSON files, and of others the whole, each line and each fenced block.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.extend(texts(&path));
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            found.extend(text.lines().map(str::to_owned));
            found.extend(text.split("```").map(str::to_owned));
            found.push(text);
        }
    }
    found
}

#[test]
fn hostile_html_that_others_gathered_comes_out_harmless() {
    for (folder, at_least) in [("html-dompurify", 400), ("html-h5sc", 400), ("html-owasp", 500), ("text-blns", 500)] {
        let Some(folder) = collection(folder) else { continue };
        let checked = check_all(sources(&folder));
        assert!(checked >= at_least, "only {checked} texts in {}", folder.display());
    }
}

#[test]
fn the_examples_of_commonmark_are_rendered_and_stay_harmless() {
    if let Some(folder) = collection("md-commonmark") {
        let checked = check_all(sources(&folder));
        assert!(checked > 1000, "only {checked} texts");
    }
}

#[test]
fn well_known_attacks_come_out_harmless_without_any_collection() {
    let attacks = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](&#x6A;avascript&colon;alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "[a](https://example.org \"onmouseover=alert(1)\")",
        "![a](x\" onerror=\"alert(1))",
        "```\"><script>\ncode\n```",
        "| a |\n|:-:|\n| <style>*{display:none}</style> |",
        "http://example.org/\"onmouseover=\"alert(1)",
        "@dora.lind<script>",
        "- [x] <input type=\"text\" autofocus onfocus=alert(1)>",
        "a\0b <\0script>",
    ];
    assert_eq!(check_all(attacks.map(str::to_owned)), attacks.len());
}

#[test]
fn a_text_made_to_be_slow_is_rendered_in_time() {
    let full = |pattern: &str| pattern.repeat(limits::MESSAGE_BYTES_MAX / pattern.len() / 8);
    let bombs =
        [">", "> ", "- ", "[", "![", "*a_ ", "`a", "<", "@a ", "a@", "| a ", "[a](", "http://a ", "&", "\\", "* * ", "~~a"];
    assert_eq!(check_all(bombs.map(full)), bombs.len());
}

#[test]
fn a_mention_of_somebody_known_becomes_a_link_and_of_nobody_stays_text() {
    let people = HashMap::from([(String::from("dora.lind"), Mentioned { href: "/people/7".into(), name: "Dora Lind".into() })]);
    let html = render("Ask @dora.lind, not @nobody or me@dora.lind. `@dora.lind`", &people);
    let link = "<a class=\"mention\" href=\"/people/7\" rel=\"nofollow noopener ugc\">@Dora Lind</a>";
    assert_eq!(html.matches(link).count(), 1, "{html}");
    assert!(html.contains("@nobody") && html.contains("<code>@dora.lind</code>"), "{html}");
    assert_eq!(mentions("@dora.lind and @dora.lind, (@mei.tan)"), ["dora.lind", "mei.tan"]);
}

#[test]
fn the_checker_knows_harm_when_it_sees_it() {
    for harm in [
        "<script>",
        "<p onclick=\"x()\">",
        "<p style=\"color:red\">",
        "<a href=\"javascript:x()\">",
        "<a href=\" java&Tab;script:x()\">",
        "<img src=\"x\">",
        "<!-- x -->",
        "<a href=x>",
        "<p",
        "<svg/onload=\"x\">",
        "</p onclick=\"x\">",
    ] {
        assert!(fault_in(harm).is_some(), "{harm}");
    }
    for harmless in
        ["a &lt;b&gt;", "<p>x</p>", "<br>", "<hr />", "<a href=\"/people/7\" class=\"mention\">x</a>", "<ol start=\"3\">"]
    {
        assert_eq!(fault_in(harmless), None, "{harmless}");
    }
}
