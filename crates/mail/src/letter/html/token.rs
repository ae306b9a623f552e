//! Cleaned HTML as a row of tokens: it comes from our own sanitiser, so every `<` begins a tag, every attribute is
//! quoted, every element that has an end is ended.
//!
//! **Invariant**: a piece of the row is written with the elements that are open where it begins opened again and all
//! closed at its end, so any cut gives whole HTML.

use super::drawn::drawn;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Elements without an end.
const ALONE: [&str; 4] = ["br", "hr", "img", "wbr"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Open(Element<'t>),
    Close(&'t str),
    /// As it stands in HTML, escaped.
    Text(&'t str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element<'t> {
    pub name: &'t str,
    /// Names and values as they stand in HTML, escaped.
    pub attributes: Vec<(&'t str, &'t str)>,
    /// A picture that is all there is of a link.
    pub only_way: bool,
}

impl Element<'_> {
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// What its style says of a property; the sanitiser writes `name:value;name:value`.
    pub fn style(&self, property: &str) -> Option<&str> {
        let mut all = self.attribute("style").rsplit(';').filter_map(|declaration| declaration.split_once(':'));
        all.find(|(name, _)| *name == property).map(|(_, value)| value)
    }

    /// It has no end: a picture, a line.
    pub fn alone(&self) -> bool {
        ALONE.contains(&self.name)
    }
}

/// Cleaned HTML, looked through once.
pub(super) struct Row<'t> {
    pub tokens: Vec<Token<'t>>,
    /// For each token that opens an element the one that closes it.
    ends: Vec<usize>,
    /// How many `blockquote`s open before each token.
    blockquotes: Vec<usize>,
}

impl<'t> Row<'t> {
    /// Reads what the sanitiser wrote.
    pub fn of(html: &'t str) -> Row<'t> {
        let tokens = drawn(tokens(html));
        let (mut ends, mut blockquotes) = (vec![tokens.len(); tokens.len()], Vec::with_capacity(tokens.len() + 1));
        let (mut open, mut count) = (Vec::new(), 0);
        for (at, token) in tokens.iter().enumerate() {
            blockquotes.push(count);
            match token {
                Token::Open(element) if element.alone() => ends[at] = at,
                Token::Open(element) => {
                    open.push(at);
                    count += usize::from(element.name == "blockquote");
                }
                Token::Close(_) => {
                    if let Some(opened) = open.pop() {
                        ends[opened] = at;
                    }
                }
                Token::Text(_) => {}
            }
        }
        blockquotes.push(count);
        Row { tokens, ends, blockquotes }
    }

    /// The token that closes the element opened at `at`; the end of all where it is never closed.
    pub fn close_of(&self, at: usize) -> usize {
        self.ends[at]
    }

    /// Whether a `blockquote` stands within the element opened at `at`.
    pub fn holds_blockquote(&self, at: usize) -> bool {
        self.blockquotes[self.ends[at]] > self.blockquotes[at + 1]
    }
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tokens.push(Token::Text(&rest[..start]));
        }
        let Some(end) = end_of_tag(&rest[start..]) else { break };
        let tag = &rest[start + 1..start + end];
        tokens.push(match tag.strip_prefix('/') {
            Some(name) => Token::Close(name),
            None => Token::Open(element(tag)),
        });
        rest = &rest[start + end + 1..];
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// Where the `>` stands that is outside of quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn element(tag: &str) -> Element<'_> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((attribute, behind)) = rest.split_once("=\"") {
        let (value, behind) = behind.split_once('"').unwrap_or((behind, ""));
        attributes.push((attribute.trim(), value));
        rest = behind;
    }
    Element { name, attributes, only_way: false }
}

/// The value of a text or attribute: the sanitiser escapes only what it must.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let plain = text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Cow::Owned(plain.replace("&amp;", "&"))
}

/// The elements that are open before each token, by their tokens' numbers.
fn open_at(tokens: &[Token<'_>], at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (n, token) in tokens[..at].iter().enumerate() {
        match token {
            Token::Open(element) if !element.alone() => open.push(n),
            Token::Close(_) => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// One piece of the row as whole HTML, each tag written by `write`; elements that hold nothing are left out.
pub(super) fn piece<'t>(tokens: &[Token<'t>], range: Range<usize>, write: impl Fn(&Element<'t>) -> Option<String>) -> String {
    let mut out = Piece { html: String::new(), open: Vec::new() };
    for at in open_at(tokens, range.start) {
        if let Token::Open(element) = &tokens[at] {
            out.open(element, write(element));
        }
    }
    for token in &tokens[range] {
        match token {
            Token::Text(text) => out.text(text),
            Token::Close(_) => out.close(),
            Token::Open(element) if element.alone() => out.alone(write(element)),
            Token::Open(element) => out.open(element, write(element)),
        }
    }
    while !out.open.is_empty() {
        out.close();
    }
    out.html
}

struct Piece<'t> {
    html: String,
    /// For each open element its name where it is written, where its tag begins, and whether something stands in it.
    open: Vec<(Option<&'t str>, usize, bool)>,
}

/// Elements that say something by being there, even when empty: a table's cell keeps its column.
const KEPT_EMPTY: [&str; 2] = ["td", "th"];

impl<'t> Piece<'t> {
    fn open(&mut self, element: &Element<'t>, tag: Option<String>) {
        let start = self.html.len();
        let name = tag.as_ref().map(|_| element.name);
        self.html.push_str(&tag.unwrap_or_default());
        self.open.push((name, start, KEPT_EMPTY.contains(&element.name)));
    }

    fn close(&mut self) {
        let Some((name, start, filled)) = self.open.pop() else { return };
        if !filled {
            self.html.truncate(start);
            return;
        }
        if let Some(name) = name {
            let _ = write!(self.html, "</{name}>");
        }
        self.fill();
    }

    fn alone(&mut self, tag: Option<String>) {
        if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
            self.html.push_str(&tag);
            self.fill();
        }
    }

    fn text(&mut self, text: &str) {
        self.html.push_str(text);
        if !text.trim().is_empty() {
            self.fill();
        }
    }

    fn fill(&mut self) {
        if let Some((_, _, filled)) = self.open.last_mut() {
            *filled = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(element: &Element<'_>) -> Option<String> {
        Some(format!("<{}>", element.name))
    }

    #[test]
    fn a_piece_is_whole_html() {
        let tokens = tokens("<div><p>one</p><p title=\"a &gt; b\">two<br>three</p></div>");
        assert_eq!(piece(&tokens, 0..tokens.len(), all), "<div><p>one</p><p>two<br>three</p></div>");
        assert_eq!(piece(&tokens, 4..6, all), "<div><p>two</p></div>");
        assert_eq!(piece(&tokens, 6..8, all), "<div><p><br>three</p></div>");
        assert_eq!(piece(&tokens, 4..5, all), "", "nothing stands in it");
        assert_eq!(
            piece(&tokens, 0..tokens.len(), |e| (e.name != "div").then(|| all(e).unwrap())),
            "<p>one</p><p>two<br>three</p>"
        );
    }

    #[test]
    fn attributes_are_read_as_they_were_written() {
        let row = Row::of("<a href=\"https://x.example/?a&amp;b\" title=\"&lt;1&gt;\">x</a>");
        let Token::Open(element) = &row.tokens[0] else { panic!() };
        assert_eq!(unescaped(element.attribute("href")), "https://x.example/?a&b");
        assert_eq!(unescaped(element.attribute("title")), "<1>");
        assert_eq!((element.attribute("id"), row.close_of(0)), ("", 2));
    }
}
