//! From what somebody wrote to what a page shows: CommonMark with GitHub's tables, task lists, strike-through and
//! autolinks, then sanitised. Rendered once, when written; the result is kept.
//!
//! **Invariant.** Whatever leaves here is safe to stand in a page: comrak drops raw HTML's teeth, ammonia decides.

use crate::{attribution, limits};
use ammonia::Builder;
use comrak::{Arena, Options, nodes::NodeValue};
use linkify::{LinkFinder, LinkKind};
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// Who a mention leads to.
#[derive(Clone, Debug)]
pub struct Mentioned {
    /// Where the link goes.
    pub href: String,
    /// The name that is shown.
    pub name: String,
}

/// The handles mentioned in a message, in order, once each, at most [`limits::MENTIONS_MAX`].
pub fn mentions(source: &str) -> Vec<String> {
    // Most messages name nobody, and parsing is what costs. An entity may stand for the sign.
    if !source.contains(['@', '&']) {
        return Vec::new();
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, source, &options());
    let mut found: Vec<String> = Vec::new();
    for node in root.descendants() {
        if let NodeValue::Text(text) = &node.data().value {
            for (_, handle) in handles(text) {
                if !found.iter().any(|h| h == handle) && found.len() < limits::MENTIONS_MAX {
                    found.push(handle.to_owned());
                }
            }
        }
    }
    found
}

/// Renders a message's source to HTML; handles found in `people` become links.
pub fn render<S: std::hash::BuildHasher>(source: &str, people: &HashMap<String, Mentioned, S>) -> String {
    let flat = flattened(source);
    let arena = Arena::new();
    let options = options();
    let root = comrak::parse_document(&arena, &flat, &options);
    if !people.is_empty() {
        link_mentions(&arena, root, people);
    }
    let mut html = String::with_capacity(source.len() + source.len() / 2);
    if comrak::format_html(root, &options, &mut html).is_err() {
        return render_plain(source);
    }
    SANITISER.clean(&html).to_string()
}

/// Renders words that are no Markdown (a letter): lines kept as typed, web and mail addresses made links.
pub fn render_plain(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    html.push_str("<div class=\"plain\">");
    for span in LINKS.spans(text) {
        let words = escape(span.as_str());
        match span.kind() {
            Some(LinkKind::Url) if span.as_str().starts_with("http") => {
                html.push_str(&format!("<a href=\"{words}\" rel=\"nofollow noopener ugc\">{words}</a>"));
            }
            Some(LinkKind::Email) => html.push_str(&format!("<a href=\"mailto:{words}\">{words}</a>")),
            _ => html.push_str(&words),
        }
    }
    html.push_str("</div>");
    html
}

static LINKS: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
});

/// Escapes text for HTML, in element and attribute.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'', '\0']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The first words of a message as one plain line, for lists: at most `chars` characters.
pub fn excerpt(source: &str, chars: usize) -> String {
    let mut line = String::new();
    for word in own_lines(source).flat_map(str::split_whitespace) {
        let word = word.trim_matches(|c| matches!(c, '*' | '_' | '#' | '`' | '|'));
        if word.is_empty() {
            continue;
        }
        if line.chars().count() + word.chars().count() >= chars {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.chars().take(chars + 1).collect()
}

/// The lines of a message that are its own words: no quote, not who wrote it, no fence.
fn own_lines(source: &str) -> impl Iterator<Item = &str> {
    let mut lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("```"));
    std::iter::from_fn(move || {
        loop {
            let line = lines.next()?;
            let mut ahead = lines.clone();
            let (next, then) = (ahead.next().unwrap_or(""), ahead.next().unwrap_or(""));
            // "On Tuesday, 3 May, Dora <dora@velo.example>" and "wrote:" on a line of its own.
            let goes_on = next.starts_with(|c: char| c == '<' || c.is_lowercase());
            if then.starts_with('>') && goes_on && next.ends_with([':', '：']) && names_moment_or_address(&[line, next]) {
                lines.next();
                continue;
            }
            let heads = next.starts_with('>') && line.ends_with([':', '：']) && names_moment_or_address(&[line]);
            if !heads && !line.starts_with('>') {
                return Some(line);
            }
        }
    })
}

fn names_moment_or_address(lines: &[&str]) -> bool {
    let dated = |line: &str| attribution::has_date(&line.chars().map(attribution::figure).collect::<String>());
    lines.iter().any(|line| attribution::has_address(line) || dated(line))
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .link_rel(Some("nofollow noopener ugc"))
        .url_schemes(["http", "https", "mailto"].into())
        .rm_tags(["img", "map", "area", "object"])
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attribute_values("a", "class", ["mention"])
        .add_tag_attributes("th", ["align"])
        .add_tag_attributes("td", ["align"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("input", "type") if value != "checkbox" => None,
            _ => Some(value.into()),
        });
    builder
});

/// Strips block nesting deeper than [`limits::MARKUP_DEPTH_MAX`] from the front of each line.
fn flattened(source: &str) -> Cow<'_, str> {
    let deep = |line: &str| line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'-' | b'*' | b'+' | b'\t')).count();
    if source.lines().all(|line| deep(line) <= limits::MARKUP_DEPTH_MAX) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    for line in source.lines() {
        let lead = deep(line);
        if lead > limits::MARKUP_DEPTH_MAX {
            out.push_str(&line[..limits::MARKUP_DEPTH_MAX]);
            out.push_str(&line[lead..]);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    Cow::Owned(out)
}

/// Byte ranges and names of the handles in a piece of text: `@` after a gap, then letters, digits and inner dots.
fn handles(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '@' | '/')) {
            continue;
        }
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let handle = rest[..end].trim_end_matches('.');
        if !handle.is_empty() && handle.len() <= limits::HANDLE_CHARS_MAX {
            found.push((at..at + 1 + handle.len(), handle));
        }
    }
    found
}

fn link_mentions<'a, S: std::hash::BuildHasher>(
    arena: &'a Arena<'a>,
    root: comrak::Node<'a>,
    people: &HashMap<String, Mentioned, S>,
) {
    let texts: Vec<_> = root
        .descendants()
        .filter(|n| matches!(n.data().value, NodeValue::Text(_)))
        .filter(|n| !n.ancestors().any(|a| matches!(a.data().value, NodeValue::Link(_))))
        .collect();
    for node in texts {
        let text = match &node.data().value {
            NodeValue::Text(text) => text.to_string(),
            _ => continue,
        };
        let known: Vec<_> = handles(&text).into_iter().filter(|(_, h)| people.contains_key(*h)).collect();
        if known.is_empty() {
            continue;
        }
        let mut from = 0;
        for (range, handle) in known {
            let person = &people[handle];
            node.insert_before(arena.alloc(NodeValue::Text(text[from..range.start].to_owned().into()).into()));
            let link = format!("<a class=\"mention\" href=\"{}\">@{}</a>", escape(&person.href), escape(&person.name));
            node.insert_before(arena.alloc(NodeValue::Raw(link).into()));
            from = range.end;
        }
        node.data_mut().value = NodeValue::Text(text[from..].to_owned().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_of_a_messages_own_words() {
        for (source, expect) in [
            ("Hello **Dora**\n\nsee `x`", "Hello Dora see x"),
            ("> one?\n\nyes", "yes"),
            ("On Tue, 3 May 2022, Dora wrote:\n\n> one?\n\nyes", "yes"),
            ("Hi,\nam 03.05.22 um 10:15 schrieb Dora Lind\n<dora@velo.example>:\n> eins?\nja", "Hi, ja"),
            ("On Tue, 3 May 2022, Dora <dora@velo.example>\nwrote:\n> one?\nyes\n> two?\nno", "yes no"),
            ("She says:\n> true it\nI did.", "She says: I did."),
            ("One of 3:\nround, true, tight", "One of 3: round, true, tight"),
            ("2 things about this:\n> quote\nok", "2 things about this: ok"),
            (
                "Ordered 12 wheels yesterday\nand this is what they said:\n> no\nok",
                "Ordered 12 wheels yesterday and this is what they said: ok",
            ),
            ("في ٣ مايو ٢٠٢٢، كتبت دورا:\n> ١\nok", "ok"),
        ] {
            assert_eq!(excerpt(source, 80), expect, "{source}");
        }
    }
}
