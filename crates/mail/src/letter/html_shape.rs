//! Is this HTML shaped like a page, or built to exhaust whoever builds a tree of it?
//!
//! One pass over the tags, no tree: how many elements are open at once, how many the rules for formatting left
//! open would make the tree builder open again, how many attributes have to be compared, how far quotes indent.
//! In doubt it counts too much: what looks like a tag in a comment counts.

use super::limits::{
    HTML_ATTRIBUTE_PAIRS_MAX, HTML_DEPTH_MAX, HTML_DEPTHS_MAX, HTML_INDENTS_MAX, HTML_LOOKED_OVER_MAX, HTML_REOPENED_MAX,
    HTML_WORD_BYTES_MAX,
};
use std::collections::HashMap;

/// Elements without an end tag, and those whose end tag HTML lets people leave out.
const ALONE: &[&str] = &[
    "br", "hr", "img", "meta", "link", "input", "col", "base", "wbr", "area", "p", "li", "td", "tr", "th", "dt", "dd", "option",
    "o:p",
];

/// Elements that the tree builder opens again in the next block.
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that begin each of their lines with something.
const INDENTING: &[&str] = &["blockquote", "ul", "ol", "dl", "pre"];

/// Elements that stay when the letter is cleaned, so that what stands before and behind them are two texts.
const PARTING: &[&str] = &["p", "div", "br", "td", "th", "tr", "li", "table", "blockquote", "hr"];

/// An attribute list is looked through from each tag it could belong to; overlong ones count as attributes.
const LIST_BYTES_MAX: usize = 64 * 1024;

#[derive(Default)]
struct Shape {
    open: HashMap<String, usize>,
    depth: usize,
    /// The depths of all elements together.
    depths: usize,
    formatting: usize,
    reopened: usize,
    indenting: usize,
    indents: usize,
    attribute_pairs: usize,
    /// Characters that are written as entities, and how far each is from the end of its text at most.
    entities: usize,
    looked_over: usize,
    text_begins: usize,
    /// Within a tag; outside of tags how long the present word is.
    in_tag: bool,
    word: usize,
}

pub(super) fn fair(html: &str) -> bool {
    let mut shape = Shape::default();
    let bytes = html.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        shape.letter(*byte, bytes.get(at + 1));
        match (byte, bytes.get(at + 1)) {
            (b'\n', _) => shape.indents += shape.indenting,
            (b'<', Some(b'/')) => shape.close(&name(&bytes[at + 2..])),
            (b'<', Some(letter)) if letter.is_ascii_alphabetic() => {
                let name = name(&bytes[at + 1..]);
                if PARTING.contains(&name.as_str()) {
                    shape.text_ends(at);
                }
                shape.open(name);
                shape.attribute_pairs += attributes(&bytes[at + 1..]).pow(2);
            }
            (b'&' | b'<' | b'>', _) | (0xc2, Some(0xa0)) => shape.entities += 1,
            _ => {}
        }
        if shape.hostile() {
            return false;
        }
    }
    shape.text_ends(bytes.len());
    !shape.hostile()
}

/// At most how many attributes the tag may have: what could separate them, up to a `>` outside of a quoted value.
fn attributes(tag: &[u8]) -> usize {
    let (mut separators, mut quote, mut before) = (0, None, 0);
    for (at, &byte) in tag.iter().enumerate() {
        if at == LIST_BYTES_MAX {
            return LIST_BYTES_MAX;
        }
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'>') => break,
            (None, b'"' | b'\'') if before == b'=' => (quote, separators) = (Some(byte), separators + 1),
            (None, b'/' | b'"' | b'\'') => separators += 1,
            (None, _) => separators += usize::from(byte.is_ascii_whitespace()),
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    separators
}

impl Shape {
    fn letter(&mut self, byte: u8, next: Option<&u8>) {
        let tag = byte == b'<' && next.is_some_and(|next| next.is_ascii_alphabetic() || b"/!".contains(next));
        self.in_tag = tag || self.in_tag && byte != b'>';
        self.word = if self.in_tag || byte.is_ascii_whitespace() || byte == b'>' { 0 } else { self.word + 1 };
    }

    fn open(&mut self, name: String) {
        self.reopened += self.formatting;
        self.depths += self.depth;
        self.indents += self.indenting;
        if ALONE.contains(&name.as_str()) {
            return;
        }
        self.depth += 1;
        self.formatting += usize::from(FORMATTING.contains(&name.as_str()));
        self.indenting += usize::from(INDENTING.contains(&name.as_str()));
        *self.open.entry(name).or_default() += 1;
    }

    /// Only what is open can be closed: a stray end tag must not hide an open element.
    fn close(&mut self, name: &str) {
        let Some(count) = self.open.get_mut(name).filter(|count| **count > 0) else { return };
        *count -= 1;
        self.depth -= 1;
        self.formatting -= usize::from(FORMATTING.contains(&name));
        self.indenting -= usize::from(INDENTING.contains(&name));
    }

    /// What writes a cleaned text looks from each of these characters to the end of the text for the next of each kind.
    fn text_ends(&mut self, at: usize) {
        self.looked_over += self.entities * (at - self.text_begins);
        (self.entities, self.text_begins) = (0, at);
    }

    fn hostile(&self) -> bool {
        self.depth > HTML_DEPTH_MAX
            || self.depths > HTML_DEPTHS_MAX
            || self.word > HTML_WORD_BYTES_MAX
            || self.reopened > HTML_REOPENED_MAX
            || self.indents > HTML_INDENTS_MAX
            || self.attribute_pairs > HTML_ATTRIBUTE_PAIRS_MAX
            || self.looked_over > HTML_LOOKED_OVER_MAX
    }
}

fn name(tag: &[u8]) -> String {
    let letters = tag.iter().take(20).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':');
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::fair;

    #[test]
    fn pages_are_fair() {
        assert!(fair(""));
        assert!(fair("a < b, <3, </"));
        assert!(fair(&"<p>a<br>b<li>".repeat(20_000)));
        assert!(fair(&"<table><tr><td><font><b>x</b></font></td></tr></table>".repeat(20_000)));
    }

    #[test]
    fn depth_is_bounded_and_stray_ends_do_not_hide_it() {
        assert!(!fair(&"<div>".repeat(1_000)));
        assert!(!fair(&"<div></p></i>".repeat(1_000)));
    }

    #[test]
    fn formatting_left_open_may_not_multiply() {
        let formatting: String = (0..300).map(|number| format!("<b x={number}>")).collect();
        assert!(!fair(&(formatting + &"<p>".repeat(100_000))));
    }

    #[test]
    fn attributes_are_bounded_however_they_are_written() {
        assert!(fair(&"<td style=\"a: b; c: d\" class='x y' width=1>".repeat(20_000).replace("<td", "</td><td")));
        for attribute in [" a{}=1", "/a{}", " a{}=\">\"", "a{}='x'", "\ta{} = \"<p>\" "] {
            let list: String = (0..50_000).map(|number| attribute.replace("{}", &number.to_string())).collect();
            assert!(!fair(&format!("<p {list}>")), "{attribute}");
        }
    }

    #[test]
    fn quotes_may_not_indent_without_measure() {
        let quotes = "<blockquote>".repeat(30);
        assert!(fair(&(quotes + &"x<br>\n".repeat(20_000))));
        let quotes = "<blockquote>".repeat(300);
        assert!(!fair(&(quotes + &"x<br>\n".repeat(20_000))));
    }
}
