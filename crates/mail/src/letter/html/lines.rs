//! Cleaned HTML as the lines a reader sees, each with the tokens it is made of, so that the rules for plain text hold
//! for it too: what stands in a quote begins with `>`.

use super::mark::{Mark, mark};
use super::token::{Row, Token, unescaped};
use std::ops::Range;

/// Elements that begin and end a line.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// What stands for "the letter that was answered begins here" among the lines.
const DIVIDER: &str = "-----Original Message-----";

/// Quotes within quotes; deeper ones are as deep as this.
const DEPTH_MAX: usize = 30;

/// One line: its words, and the tokens from its beginning up to the next line's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub tokens: Range<usize>,
    /// It stands in an element that a mail program makes for signatures.
    pub signature: bool,
    /// It stands in one that says who wrote what is quoted below.
    pub attribution: bool,
}

pub(super) fn lines(row: &Row<'_>) -> Vec<Line> {
    let mut reader = Reader {
        lines: Vec::new(),
        words: String::new(),
        start: 0,
        quotes: Vec::new(),
        signatures: Vec::new(),
        attributions: Vec::new(),
        pre: 0,
    };
    for (at, token) in row.tokens.iter().enumerate() {
        reader.read(row, at, token);
    }
    reader.end_line(row.tokens.len());
    if let Some(last) = reader.lines.last_mut() {
        last.tokens.end = row.tokens.len();
    }
    reader.lines
}

struct Reader {
    lines: Vec<Line>,
    words: String,
    /// The first token that no line has yet.
    start: usize,
    /// The tokens at which the open quotes end, the open signatures, the open attributions.
    quotes: Vec<usize>,
    signatures: Vec<usize>,
    attributions: Vec<usize>,
    pre: usize,
}

impl Reader {
    fn read(&mut self, row: &Row<'_>, at: usize, token: &Token<'_>) {
        match token {
            Token::Text(text) => self.text(&unescaped(text)),
            Token::Close(name) => {
                if BLOCKS.contains(name) {
                    self.end_line(at);
                }
                self.pre -= usize::from(*name == "pre" && self.pre > 0);
                if matches!(*name, "td" | "th") {
                    self.words.push(' ');
                }
                // What was opened last is closed first.
                for open in [&mut self.quotes, &mut self.signatures, &mut self.attributions] {
                    open.pop_if(|end| *end == at);
                }
            }
            Token::Open(element) => {
                if element.name == "br" {
                    self.force_line(at + 1);
                    return;
                }
                let found = mark(row, at);
                if BLOCKS.contains(&element.name) || found.is_some() {
                    self.end_line(at);
                }
                self.pre += usize::from(element.name == "pre");
                match found {
                    Some(Mark::Quote) => self.quotes.push(row.close_of(at)),
                    Some(Mark::Attribution) => self.attributions.push(row.close_of(at)),
                    Some(Mark::Signature) => self.signatures.push(row.close_of(at)),
                    Some(Mark::Divider) if self.quotes.is_empty() => self.push(DIVIDER.to_owned(), at),
                    Some(Mark::Divider) | None => {}
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.words.push_str(text.trim_matches('\n'));
            return;
        }
        for letter in text.chars() {
            let letter = if matches!(letter, '\n' | '\t' | '\r' | '\u{a0}') { ' ' } else { letter };
            if letter != ' ' || !self.words.ends_with([' ', '\n']) && !self.words.is_empty() {
                self.words.push(letter);
            }
        }
    }

    /// Ends a line that has words; the tokens before `at` that no line has belong to it.
    fn end_line(&mut self, at: usize) {
        if self.words.trim().is_empty() {
            self.words.clear();
            return;
        }
        self.force_line(at);
    }

    fn force_line(&mut self, at: usize) {
        let words = std::mem::take(&mut self.words);
        let mut pieces = words.trim_end().split('\n').peekable();
        while let Some(piece) = pieces.next() {
            // A preformatted element is one line of tokens: it is told apart as a whole.
            let end = if pieces.peek().is_some() { self.start } else { at };
            self.push(piece.trim_end().to_owned(), end);
        }
    }

    fn push(&mut self, words: String, end: usize) {
        let depth = self.quotes.len().min(DEPTH_MAX);
        let text = if depth == 0 { words } else { format!("{} {words}", ">".repeat(depth)) };
        let (signature, attribution) = (!self.signatures.is_empty(), !self.attributions.is_empty());
        // The tokens between two lines belong to the later one: they open what it stands in.
        let start = self.start.min(end);
        self.lines.push(Line { text, tokens: start..end, signature, attribution });
        self.start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expect: &[&str]) {
        let row = Row::of(html);
        let lines = lines(&row);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, expect, "{html}");
        let mut at = 0;
        for line in &lines {
            assert_eq!(line.tokens.start, at, "{html}");
            at = line.tokens.end;
        }
        assert!(lines.is_empty() || at == row.tokens.len(), "{html}");
    }

    #[test]
    fn lines_are_what_a_reader_sees() {
        check("<div>Hello <b>Dora</b>,</div><div><br></div><p>how\n are&nbsp;you?</p>", &["Hello Dora,", "", "how are you?"]);
        check("one<br>two<ul><li>three</li></ul>", &["one", "two", "three"]);
        check("<table><tbody><tr><td><b>From:</b></td><td>Dora</td></tr></tbody></table>", &["From: Dora"]);
        check("a<blockquote>b<blockquote><p>c</p></blockquote></blockquote>d", &["a", "> b", ">> c", "d"]);
        check("<pre>one\n  two</pre>", &["one", "  two"]);
        check("", &[]);
    }
}
