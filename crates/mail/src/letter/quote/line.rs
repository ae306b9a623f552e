//! The lines of a letter, each looked at once: empty, quoted, text, or the head of a quote.

use super::attribution;
use std::ops::Range;

/// A quoted line at least this long may have been wrapped, its rest standing unquoted on the next line.
const WRAPPED_CHARS_MIN: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Blank,
    Quote,
    Text,
    /// Between fences: text in which marks mean nothing.
    Code,
}

pub(super) struct Lines<'t> {
    raw: Vec<&'t str>,
    looks: Vec<Look>,
    /// At the first line of an attribution, how many lines it has; else 0.
    attributions: Vec<usize>,
    /// The first line of text.
    first_text: usize,
    /// From below the last quote or attribution to the last line that is not empty: text alone.
    tail: Range<usize>,
}

impl<'t> Lines<'t> {
    pub fn of(text: &'t str) -> Lines<'t> {
        let raw: Vec<&str> = text.lines().collect();
        let fenced = fenced(&raw);
        let mut looks: Vec<Look> = raw.iter().zip(&fenced).map(|(line, fenced)| look(line, *fenced)).collect();
        let attributions = attribution::all(&raw, &fenced);
        for (at, &length) in attributions.iter().enumerate() {
            // Its wrapped lines may begin with ">": the end of an address.
            looks[at..at + length].fill(Look::Text);
        }
        let mut lines = Lines { raw, looks, attributions, first_text: 0, tail: 0..0 };
        lines.join_wrapped_quotes();
        lines.first_text = (0..lines.len()).find(|&at| lines.is_text(at)).unwrap_or(lines.len());
        let last_quoted = (0..lines.len()).rev().find(|&at| lines.is_quote(at) || lines.attribution(at).is_some());
        lines.tail = last_quoted.map_or(0, |last| last + 1)..lines.without_blank_end(lines.len());
        lines
    }

    fn join_wrapped_quotes(&mut self) {
        for at in 1..self.len().saturating_sub(1) {
            let (before, here) = (self.raw[at - 1].trim_end(), self.raw[at]);
            let wrapped = self.looks[at - 1] == Look::Quote
                && self.looks[at] == Look::Text
                && self.looks[at + 1] == Look::Quote
                && before.chars().count() >= WRAPPED_CHARS_MIN
                && !before.ends_with('?')
                && here.chars().next().is_some_and(char::is_lowercase);
            if wrapped {
                self.looks[at] = Look::Quote;
            }
        }
    }

    pub fn len(&self) -> usize {
        self.raw.len()
    }

    pub fn raw(&self, at: usize) -> &'t str {
        self.raw[at]
    }

    pub fn is_blank(&self, at: usize) -> bool {
        self.looks[at] == Look::Blank
    }

    pub fn is_quote(&self, at: usize) -> bool {
        self.looks[at] == Look::Quote
    }

    pub fn is_text(&self, at: usize) -> bool {
        matches!(self.looks[at], Look::Text | Look::Code)
    }

    /// Text outside of code.
    pub fn is_prose(&self, at: usize) -> bool {
        self.looks[at] == Look::Text
    }

    /// The number of lines of the attribution that begins here.
    pub fn attribution(&self, at: usize) -> Option<usize> {
        self.attributions.get(at).copied().filter(|length| *length > 0)
    }

    /// Where the attribution begins that ends right above `end`, empty lines between them allowed.
    pub fn attribution_before(&self, end: usize) -> Option<usize> {
        let bare = self.without_blank_end(end);
        let earliest = bare.saturating_sub(attribution::LINES_MAX);
        (earliest..bare).find(|&at| self.attribution(at).is_some_and(|length| at + length == bare))
    }

    /// The first quoted line at or after `at` is itself "On ... wrote:".
    pub fn quoted_attribution(&self, at: usize) -> bool {
        let head: Vec<&str> = self.raw[at..].iter().take(attribution::LINES_MAX).map(|line| unquoted(line)).collect();
        let skipped = head.iter().take_while(|line| line.trim().is_empty()).count();
        attribution::begins(&head[skipped..])
    }

    /// The next line that is not empty is text, and no attribution.
    pub fn next_is_text(&self, at: usize) -> bool {
        (at..self.len()).find(|&at| !self.is_blank(at)).is_some_and(|at| self.is_text(at))
    }

    /// The next line that is not empty is quoted.
    pub fn next_is_quote(&self, at: usize) -> bool {
        (at..self.len()).find(|&at| !self.is_blank(at)).is_some_and(|at| self.is_quote(at))
    }

    /// There is text from here on, and no quote.
    pub fn all_text_after(&self, at: usize) -> bool {
        self.tail.contains(&at)
    }

    /// There is text above this line.
    pub fn text_above(&self, at: usize) -> bool {
        self.first_text < at
    }

    /// The first line of a run of quoted and empty lines that begins with a quote.
    pub fn begins_quotes(&self, at: usize) -> bool {
        self.is_quote(at) && (0..at).rev().find(|&above| !self.is_blank(above)).is_none_or(|above| self.is_text(above))
    }

    pub fn without_blank_end(&self, end: usize) -> usize {
        (0..end).rev().find(|&at| !self.is_blank(at)).map_or(0, |last| last + 1)
    }

    /// The start of the run of quoted and empty lines that ends at `end`; `end` where there is no quote.
    pub fn quotes_before(&self, end: usize) -> usize {
        let run = (0..end).rev().take_while(|&at| !self.is_text(at));
        run.filter(|&at| self.is_quote(at)).last().unwrap_or(end)
    }

    /// The end of the run of quoted and empty lines that starts at `start`; `start` where there is no quote.
    pub fn quotes_after(&self, start: usize) -> usize {
        let run = (start..self.len()).take_while(|&at| !self.is_text(at));
        run.filter(|&at| self.is_quote(at)).last().map_or(start, |last| last + 1)
    }

    /// The end of the attributed quote that begins at `start`, and of others that follow it without a word between them;
    /// `start` where there is none.
    pub fn attributed_after(&self, start: usize) -> usize {
        let mut end = start;
        let mut at = start;
        while let Some(length) = self.attribution(at) {
            let quote_end = self.quotes_after(at + length);
            if quote_end == at + length {
                break;
            }
            end = quote_end;
            at = (end..self.len()).find(|&at| !self.is_blank(at)).unwrap_or(end);
        }
        end
    }

    /// The lines that are asked for by their numbers, without empty lines around them.
    pub fn gather(&self, asked: impl Fn(usize) -> bool) -> String {
        let lines = (0..self.len()).filter(|&at| asked(at));
        let text = lines.map(|at| self.raw[at].trim_end()).collect::<Vec<_>>().join("\n");
        let start = text.len() - text.trim_start().len();
        let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        text[start..].trim_end().to_owned()
    }
}

fn look(line: &str, fenced: bool) -> Look {
    if fenced {
        return Look::Code;
    }
    match line.trim() {
        "" => Look::Blank,
        trimmed if is_quoted(trimmed) => Look::Quote,
        _ => Look::Text,
    }
}

/// `>`, or the quoted person's initials before it.
fn is_quoted(trimmed: &str) -> bool {
    let initials = trimmed.bytes().take(4).take_while(u8::is_ascii_uppercase).count();
    trimmed.as_bytes().get(initials) == Some(&b'>')
}

pub(super) fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t'])
}

/// Lines between ``` fences: code, where `--` and "Sent from" mean nothing. A fence never closed is none.
fn fenced(raw: &[&str]) -> Vec<bool> {
    let mut fenced = vec![false; raw.len()];
    let mut open = None;
    for (at, line) in raw.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("```")) {
        match open.take() {
            None if line.trim().len() > 3 && line.trim().ends_with("```") => {}
            None => open = Some(at),
            Some(start) => fenced[start..=at].fill(true),
        }
    }
    fenced
}
