//! What is new in a letter, and what is signature or quoted from before.
//!
//! General rules over lines, for any mail program and language; no rule for one letter. Nothing is lost: what
//! is not new is kept as signature or history and shown on demand, and in doubt a line is new.
//!
//! The rules, in order:
//! 1. A block of headers, an "Original Message" line, an attribution ("On ... wrote:") followed by unquoted
//!    text: all from there on is history - unless nothing new stands above it: then the letter *is* a forward.
//!    A forward that is quoted ends with its quote; what stands below is new.
//! 2. From the end upwards: quotes with their attribution are history; `-- ` and the like begin a signature.
//! 3. What remains may hold quotes between new text: they are kept, an answer between them means nothing
//!    without them; their attributions are told apart from what is new, and shown where they stood. Two quotes go: one at
//!    the letter's beginning with the answer below it, and one with nothing but "Regards, Dora" below.
//!
//! **Invariant**: every line of the letter is in exactly one of the parts, in order.

mod attribution;
mod forwarded;
mod line;
mod signature;

use line::Lines;

/// A letter's text told apart. Parts are without leading and trailing empty lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What its writer says, with the quotes that she answers in between.
    pub new_text: String,
    /// "On Tuesday, Dora wrote:" above those quotes, one below the other.
    pub heads: String,
    /// What is new as it is shown: each quote in it below its head.
    pub shown: String,
    pub signature: String,
    pub history: String,
}

/// To which part a line belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    New,
    /// The attribution of a quote that stays among the new lines.
    Head,
    Signature,
    History,
}

impl Words {
    /// Tells apart the text of a letter with `\n` line ends, as [`super::Letter::text`] has it.
    pub fn of(text: &str) -> Words {
        let lines = Lines::of(text);
        let parts = tell(&lines);
        let gather = |part| lines.gather(|at| parts[at] == part);
        Words {
            new_text: gather(Part::New),
            heads: gather(Part::Head),
            shown: lines.gather(|at| matches!(parts[at], Part::New | Part::Head)),
            signature: gather(Part::Signature),
            history: gather(Part::History),
        }
    }

    /// Words that are all new.
    pub fn all_new(new_text: String) -> Words {
        Words { shown: new_text.clone(), new_text, ..Words::default() }
    }
}

/// The part of each line of a text, for lines that are more than their words: an HTML letter's.
pub(super) fn parts_of(text: &str) -> Vec<Part> {
    tell(&Lines::of(text))
}

fn tell(lines: &Lines<'_>) -> Vec<Part> {
    let mut parts = vec![Part::New; lines.len()];
    let end = cut_at_history(lines, &mut parts);
    let end = peel(lines, &mut parts, end);
    settle_quotes(lines, &mut parts, end);
    parts
}

fn mark(parts: &mut [Part], range: std::ops::Range<usize>, part: Part) {
    parts[range].iter_mut().filter(|old| **old == Part::New).for_each(|old| *old = part);
}

/// Rule 1. The end of what may be new.
fn cut_at_history(lines: &Lines<'_>, parts: &mut [Part]) -> usize {
    let mut at = 0;
    let mut has_new = false;
    while at < lines.len() {
        if let Some(length) = lines.attribution(at) {
            if lines.next_is_text(at + length) {
                if has_new {
                    return history_from(lines, parts, at);
                }
                // The attribution stands alone above new text: the quote was deleted, its head was not.
                mark(parts, at..at + length, Part::History);
            }
            at += length;
            continue;
        }
        if let Some(quote_end) = forwarded::quoted(lines, at) {
            if !has_new && lines.without_blank_end(lines.len()) == quote_end {
                return at;
            }
            mark(parts, at..quote_end, Part::History);
            at = quote_end;
            continue;
        }
        if forwarded::begins(lines, at) {
            if has_new {
                return history_from(lines, parts, forwarded::with_rule_above(lines, at));
            }
            return lines.len();
        }
        if has_new && signature::of_a_phone(lines, at) && lines.all_text_after(at + 1) {
            // What stands unquoted below "Sent from my phone" is the letter that was answered.
            mark(parts, at..at + 1, Part::Signature);
            mark(parts, at + 1..lines.len(), Part::History);
            return at;
        }
        has_new |= lines.is_text(at) && !signature::is_rule(lines.raw(at)) && !signature::of_a_phone(lines, at);
        at += 1;
    }
    lines.len()
}

fn history_from(lines: &Lines<'_>, parts: &mut [Part], at: usize) -> usize {
    mark(parts, at..lines.len(), Part::History);
    at
}

/// Rule 2, until nothing more comes off the end.
fn peel(lines: &Lines<'_>, parts: &mut [Part], end: usize) -> usize {
    let mut end = end;
    loop {
        let bare = lines.without_blank_end(end);
        let (start, part) = match (quotes_at_end(lines, bare), signature::at_end(lines, bare)) {
            (Some(start), _) => (start, Part::History),
            (None, Some(start)) => (start, Part::Signature),
            (None, None) => return bare,
        };
        mark(parts, start..bare, part);
        end = start;
    }
}

/// Where the quotes at the end begin, with their attribution. A letter of nothing but a quote is meant so,
/// unless the quote begins with its own attribution: that is an empty answer.
fn quotes_at_end(lines: &Lines<'_>, end: usize) -> Option<usize> {
    let start = lines.quotes_before(end);
    if start == end {
        return None;
    }
    let start = lines.attribution_before(start).unwrap_or(start);
    let alone = !lines.text_above(start);
    let attributed = lines.attribution(start).is_some() || lines.quoted_attribution(start);
    (!alone || attributed).then_some(start)
}

/// Rule 3.
fn settle_quotes(lines: &Lines<'_>, parts: &mut [Part], end: usize) {
    let Some(first) = (0..end).find(|&at| !lines.is_blank(at)) else { return };
    let quote_end = lines.attributed_after(first);
    let more_quotes = (quote_end..end).any(|at| lines.is_quote(at));
    if quote_end > first && !more_quotes {
        mark(parts, first..quote_end, Part::History);
    }
    let mut at = 0;
    while at < end {
        match lines.attribution(at).filter(|_| parts[at] == Part::New) {
            Some(length) => {
                settle_attributed(lines, parts, at..at + length, end);
                at += length;
            }
            None => at += 1,
        }
    }
}

/// What becomes of an attribution among new lines, and of its quote.
fn settle_attributed(lines: &Lines<'_>, parts: &mut [Part], head: std::ops::Range<usize>, end: usize) {
    let quote_end = lines.quotes_after(head.end);
    let stays = (head.end..quote_end.min(end)).any(|at| lines.is_quote(at) && parts[at] == Part::New);
    if stays && quote_end < end && signature::is_sign_off(lines, quote_end, end) {
        mark(parts, head.start..quote_end, Part::History);
    } else {
        mark(parts, head.start..head.end.min(end), if stays { Part::Head } else { Part::History });
    }
}

#[cfg(test)]
mod programs;
#[cfg(test)]
mod tests;
