//! The line above a quote: "On Tuesday, 3 May 2022 at 10:15, Dora Lind <dora@velo.example> wrote:", in the
//! languages mail programs speak, often wrapped over lines.
//!
//! No date is parsed. An attribution looks like one: it opens like a date, it names a time or an address, it
//! ends in a word for writing or in a colon. Two of three are not enough.

mod tongues;

use super::super::tidy;
use domain::attribution::{figure, has_address, has_date};
use tongues::{OPENERS, WEEKDAYS, WROTE};

/// Gmail wraps at 78, Outlook on a phone puts name, bracket and address on lines of their own.
pub(super) const LINES_MAX: usize = 8;

/// Right above a quote: name, date and address, wrapped at most twice.
const HEAD_LINES_MAX: usize = 3;

/// `> wrote:` in the longest language.
const WRAPPED_END_BYTES_MAX: usize = 30;

/// Lines of one letter that are looked at because they open like an attribution: each costs as much as a hundred others,
/// and a letter with more is a list, not an exchange.
const LOOKED_AT_MAX: usize = 1_000;

/// Words looked at before an attribution on the same line.
const SHARED_WORDS_MAX: usize = 40;

/// A date, a name, an address; some people have many names.
const BYTES_MAX: usize = 500;

/// For every line the length of the attribution that begins there, or 0.
pub(super) fn all(raw: &[&str], fenced: &[bool]) -> Vec<usize> {
    let plain: Vec<String> = raw.iter().map(|line| plain(line)).collect();
    let mut lengths = vec![0; raw.len()];
    let (mut at, mut looked_at) = (0, 0);
    while at < raw.len() {
        let quoted = raw[at].trim_start().starts_with('>');
        let may = !quoted && !fenced[at] && looked_at < LOOKED_AT_MAX && (may_open(&plain[at]) || is_drawn(raw[at]));
        looked_at += usize::from(may);
        let length = if may { length(&raw[at..], &plain[at..]) } else { None };
        lengths[at] = length.unwrap_or(0);
        at += length.unwrap_or(1);
    }
    lengths
}

/// An attribution begins on the first of these lines.
pub(super) fn begins(raw: &[&str]) -> bool {
    let plain: Vec<String> = raw.iter().take(LINES_MAX).map(|line| plain(line)).collect();
    length(raw, &plain).is_some()
}

/// The number of lines of the attribution at the start.
fn length(raw: &[&str], plain: &[String]) -> Option<usize> {
    if raw.first().is_some_and(|line| is_drawn(line)) {
        return Some(1);
    }
    let length = reach(plain)?;
    if shares_its_line(plain, length) {
        return None;
    }
    // A line of text may open like a date too: the attribution is the last one that ends there.
    let later = (1..length).any(|start| {
        let upright = raw[start].trim_start().chars().next().is_some_and(|letter| !letter.is_lowercase());
        let opens = opens_with_word(&plain[start]) || opens_with_weekday(&plain[start]);
        upright && opens && reach(&plain[start..]) == Some(length - start)
    });
    (!later).then_some(length)
}

/// "Thanks! On Tuesday, 3 May 2022, Dora <dora@velo.example> wrote:" - the answer stands on the same line and is not to
/// be lost. A line cannot be cut, so all of it is text.
fn shares_its_line(plain: &[String], length: usize) -> bool {
    let first = plain[0].as_str();
    if opens_with_word(first) || opens_with_date(first) {
        return false;
    }
    let words = |before: &str| {
        // Not a mark of a quote, or whoever wrote it.
        before.contains(char::is_alphabetic) && !has_address(before) && !before.contains(['"', '[', '(', '<', '*', '>', '|'])
    };
    let starts = first.match_indices([' ', '-']).map(|(at, _)| at + 1).take(SHARED_WORDS_MAX);
    starts.filter(|&at| words(&first[..at])).any(|at| {
        let rest = &first[at..];
        let opens = opens_with_word(rest) && has_date(rest) || opens_with_weekday(rest);
        opens && {
            let mut cut = plain[..length].to_vec();
            rest.clone_into(&mut cut[0]);
            reach(&cut) == Some(length)
        }
    })
}

fn reach(plain: &[String]) -> Option<usize> {
    let first = plain.first()?;
    if first.is_empty() || first.len() > BYTES_MAX || !may_open(first) {
        return None;
    }
    let mut joined = String::new();
    for (at, line) in plain.iter().take(LINES_MAX).enumerate() {
        // The end of an address may have been wrapped after its ">"; more than that is a quote.
        let quote = at > 0 && line.starts_with('>') && line.len() > WRAPPED_END_BYTES_MAX;
        if quote || ends_a_sentence(line) || joined.len() + line.len() > BYTES_MAX {
            return None;
        }
        if !joined.is_empty() && !line.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
        let heads = at < HEAD_LINES_MAX && quote_follows(&plain[at + 1..]) && is_head(&joined);
        if !line.is_empty() && (heads || is_whole(&joined, at > 0)) {
            return Some(at + 1);
        }
    }
    None
}

/// "I wrote to dora@velo.example. They ...": behind an address a full stop is no abbreviation's.
fn ends_a_sentence(line: &str) -> bool {
    line.split(' ')
        .any(|word| word.strip_suffix('.').is_some_and(|word| word.ends_with(char::is_alphanumeric) && has_address(word)))
}

/// Lower case, without the dashes some programs put around it, with plain spaces and brackets.
fn plain(line: &str) -> String {
    if line.is_ascii() && !line.contains('&') {
        return line.trim().trim_matches(['-', '_', '*']).trim().to_ascii_lowercase();
    }
    let line: String = line.chars().filter(|letter| !tidy::turns_direction(*letter)).map(figure).collect();
    let line = line.trim().trim_matches(['-', '_', '*']).trim();
    let line = line.replace(['\u{a0}', '\u{202f}', '\u{3000}'], " ").replace("&lt;", "<").replace("&gt;", ">");
    line.to_lowercase()
}

/// `---- Dora Lind wrote ----`, as some phones draw it.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_matches(['-', ' ']);
    let drawn = line.starts_with("--") && line.ends_with("--") && line.len() >= bare.len() + 6;
    drawn && bare.len() <= BYTES_MAX && WROTE.iter().any(|word| bare.to_lowercase().ends_with(word))
}

/// The first line opens with a word that leads to a date, with a date, or names someone with her address.
fn may_open(first: &str) -> bool {
    opens_with_date(first) && (has_date(first) || opens_with_weekday(first))
        || opens_with_word(first) && first.bytes().any(|byte| byte.is_ascii_digit())
        || has_address(first)
        || first.ends_with([':', '：']) && wrote(first)
}

fn opens_with_word(text: &str) -> bool {
    OPENERS.iter().any(|opener| text.strip_prefix(opener).is_some_and(ends_word))
}

fn opens_with_date(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit()) || opens_with_weekday(text)
}

/// A weekday with a figure among the next two words; the short ones are words of other languages too.
fn opens_with_weekday(text: &str) -> bool {
    let mut words = text.split([' ', ',', '.']).filter(|word| !word.is_empty());
    words.next().is_some_and(|first| WEEKDAYS.contains(&first))
        && words.take(2).any(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
}

fn ends_word(rest: &str) -> bool {
    // Chinese and Japanese have no space after the word.
    rest.chars().next().is_none_or(|letter| !letter.is_ascii_alphabetic())
}

fn is_whole(text: &str, wrapped: bool) -> bool {
    let bare = text.trim_end_matches([':', '：', ' ']);
    if bare.len() < text.len() {
        return wrote(bare) && (has_date(text) || has_address(text))
            || bare.ends_with(['>', ')']) && opens_with_date(text) && has_date(text) && has_address(text);
    }
    // Without a colon a sentence could look the same: ask for all of it.
    (opens_with_date(text) || opens_with_word(text))
        && WROTE.iter().any(|word| bare.ends_with(word))
        && has_date(text)
        && has_address(text)
        || !wrapped && opens_with_date(text) && (has_zone(text) || bare.ends_with('>') && has_date(text) && has_address(text))
}

/// Right above a quote less is enough: "Dora wrote:"; a date, where it opens like one or ends in an address, even a mangled
/// one; or her name and her address in brackets.
fn is_head(text: &str) -> bool {
    let bare = text.trim_end_matches([':', '：', ' ']);
    let opened = opens_with_date(text) || opens_with_word(text);
    if bare.len() == text.len() {
        return opened && has_date(text) && WROTE.iter().any(|word| bare.ends_with(word));
    }
    let bracketed = bare.ends_with(['>', ')', ']']);
    let ends_in_address = bare.rsplit(' ').next().is_some_and(has_address);
    wrote(bare) || has_date(text) && (opened || bracketed || ends_in_address) || bracketed && has_address(text)
}

fn quote_follows(plain: &[String]) -> bool {
    plain.iter().take(2).find(|line| !line.is_empty()).is_some_and(|line| line.starts_with('>'))
}

fn wrote(text: &str) -> bool {
    WROTE.iter().any(|word| has_word(text, word))
}

/// The word, not as a part of another one; scripts without spaces have no such borders.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphabetic() && letter < '\u{2e80}');
        !letter(before) && !letter(after)
    })
}

/// A date with a time zone stands above quotes; in prose it is rare.
fn has_zone(text: &str) -> bool {
    let zone = |word: &str| (word.starts_with("gmt") || word.starts_with("utc")) && word.len() > 3;
    let mut words = text.split(' ').skip_while(|word| !zone(word));
    has_date(text) && words.next().is_some() && words.next().is_some()
}
