//! The words of an HTML letter told apart: its lines are told apart like those of plain text, and what belongs to each
//! part is cut out of the HTML with all that stands around it.

use super::super::quote::{Part, parts_of};
use super::dress::{Dress, Dressed};
use super::lines::{Line, lines};
use super::token::{Row, Token, piece};
use std::ops::Range;

/// Changes between new and old lines; a letter with more is no conversation, and each costs a look at the whole.
const CHANGES_MAX: usize = 200;

/// What makes HTML say more than its words: without any of these the plain text is the better reading.
const TELLING: [&str; 26] = [
    "table",
    "ul",
    "ol",
    "dl",
    "img",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "del",
    "ins",
    "code",
    "pre",
    "blockquote",
    "hr",
    "sub",
    "sup",
];

/// An HTML letter told apart. Each part is whole, sanitised HTML.
#[derive(Debug, Default)]
pub struct Told {
    pub new: Dressed,
    pub signature: Dressed,
    pub history: Dressed,
    /// The new words are more than paragraphs.
    pub telling: bool,
    /// How many words are new.
    pub words: usize,
}

/// Tells cleaned HTML apart. Where it cannot be told apart, or nothing new would be left, all of it is new.
pub(super) fn tell(html: &str, dress: &Dress<'_>) -> Told {
    let row = Row::of(html);
    let lines = lines(&row);
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut parts = parts_of(&text);
    parts.resize(lines.len(), Part::New);
    // A head is shown where it stands.
    parts.iter_mut().filter(|part| **part == Part::Head).for_each(|part| *part = Part::New);
    attribute(&lines, &mut parts);
    sign(&lines, &mut parts);
    let runs = runs(&lines, &parts);
    let has_new = lines.iter().zip(&parts).any(|(line, part)| *part == Part::New && !line.text.trim().is_empty());
    let pictures = |range: &Range<usize>| row.tokens[range.clone()].iter().any(is_picture);
    let has_new = has_new || runs.iter().any(|(part, range)| *part == Part::New && pictures(range));
    if !has_new || runs.len() > CHANGES_MAX {
        let all = vec![(Part::New, 0..row.tokens.len())];
        return Told { words: count(&lines), ..cut(&row, &all, dress) };
    }
    let new = lines.iter().zip(&parts).filter(|(_, part)| **part == Part::New).map(|(line, _)| line);
    Told { words: count(new), ..cut(&row, &runs, dress) }
}

fn count<'l>(lines: impl IntoIterator<Item = &'l Line>) -> usize {
    lines.into_iter().map(|line| line.text.split_whitespace().count()).sum()
}

fn is_picture(token: &Token<'_>) -> bool {
    matches!(token, Token::Open(element) if element.name == "img")
}

fn cut(row: &Row<'_>, runs: &[(Part, Range<usize>)], dress: &Dress<'_>) -> Told {
    let gather = |wanted: Part| {
        let mut dressed = Dressed::default();
        for (_, range) in runs.iter().filter(|(part, _)| *part == wanted) {
            dressed.html.push_str(&piece(&row.tokens, range.clone(), |element| dress.tag(element, &dressed.seen)));
        }
        dressed
    };
    let telling = |(part, range): &(Part, Range<usize>)| {
        *part == Part::New
            && row.tokens[range.clone()].iter().any(|t| matches!(t, Token::Open(element) if TELLING.contains(&element.name)))
    };
    Told {
        words: 0,
        telling: runs.iter().any(telling),
        new: gather(Part::New),
        signature: gather(Part::Signature),
        history: gather(Part::History),
    }
}

/// What a mail program marks as the head of a quote belongs to it, in whatever language.
fn attribute(lines: &[Line], parts: &mut [Part]) {
    let mut below = Part::New;
    for (line, part) in lines.iter().zip(parts.iter_mut()).rev().filter(|(line, _)| !line.text.trim().is_empty()) {
        if line.attribution && below == Part::History {
            *part = Part::History;
        }
        below = *part;
    }
}

/// What a mail program marks as a signature is one where new words stand above it.
fn sign(lines: &[Line], parts: &mut [Part]) {
    let mut has_new = false;
    for (line, part) in lines.iter().zip(parts.iter_mut()).filter(|(_, part)| **part == Part::New) {
        if line.signature && has_new {
            *part = Part::Signature;
        }
        has_new |= !line.signature && !line.text.trim().is_empty();
    }
}

/// Neighbouring lines of one part as one range of tokens; empty lines go with what stands above them.
fn runs(lines: &[Line], parts: &[Part]) -> Vec<(Part, Range<usize>)> {
    let mut runs: Vec<(Part, Range<usize>)> = Vec::new();
    for (line, part) in lines.iter().zip(parts) {
        let blank = line.text.trim().is_empty();
        match runs.last_mut() {
            Some((last, range)) if *last == *part || blank => range.end = line.tokens.end,
            _ => runs.push((*part, line.tokens.clone())),
        }
    }
    if runs.is_empty() {
        runs.push((Part::New, 0..lines.last().map_or(0, |line| line.tokens.end)));
    }
    runs
}
