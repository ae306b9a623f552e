//! Quoted text as a sign of kinship: which lines of one letter stand again in another.
//!
//! A line counts by its words alone, so that a mail program may wrap quotation marks, case and punctuation as it likes;
//! short lines ("Thanks!") tell nothing.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A line with fewer letters and digits stands in too many letters.
const LINE_CHARS_MIN: usize = 20;
/// Lines of one text that are compared: people quote from anywhere in a long letter.
const LINES_MAX: usize = 2_000;
/// Lines that must be quoted before they count without any other sign: one may be a proverb.
pub const QUOTED_LINES_MIN: usize = 2;

/// Marks of the telling lines of a text, each once, in order; what stands in front of quoted lines does not count.
pub fn marks(text: &str) -> Vec<u32> {
    let mut seen = HashSet::new();
    let lines = text.lines().filter_map(|line| mark(line.trim_start_matches(['>', ' ', '\t', '|'])));
    lines.filter(|mark| seen.insert(*mark)).take(LINES_MAX).collect()
}

/// Marks of what was quoted from the answered letter itself: one `>` deep, or unmarked below an attribution.
pub fn nearest_marks(history: &str) -> Vec<u32> {
    let depth = |line: &str| line.chars().take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>').count();
    let shallowest = history.lines().filter(|line| mark(line).is_some()).map(depth).filter(|depth| *depth > 0).min();
    let kept = |line: &&str| shallowest.is_none_or(|shallowest| depth(line) == shallowest);
    marks(&history.lines().filter(kept).collect::<Vec<_>>().join("\n"))
}

/// Marks of what a text says itself: its lines that are not marked as quoted.
pub fn own_marks(text: &str) -> Vec<u32> {
    marks(&text.lines().filter(|line| !line.trim_start().starts_with('>')).collect::<Vec<_>>().join("\n"))
}

/// How many of these lines stand in that text.
pub fn shared(quoted: &[u32], said: &[u32]) -> usize {
    quoted.iter().filter(|mark| said.contains(mark)).count()
}

fn mark(line: &str) -> Option<u32> {
    let mut words = String::with_capacity(line.len());
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
    if words.chars().count() < LINE_CHARS_MIN {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    // The upper half is as good as the whole: letters of one sender or subject are compared, not all with all.
    u32::try_from(hasher.finish() >> 32).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_line_is_known_again() {
        let said = marks("Hello,\nthe rear wheel wobbles since Monday.\nIt is the one you built.\n");
        assert_eq!(said.len(), 1 + usize::from("it is the one you built ".len() >= LINE_CHARS_MIN));
        let history =
            "On Monday Dora wrote:\n> Hello,\n> The rear wheel wobbles, since monday\n>> something much older than all of it";
        assert_eq!(shared(&nearest_marks(history), &said), 1);
        assert_eq!(shared(&marks("thanks a lot for all your patience"), &said), 0);
    }

    #[test]
    fn the_nearest_quote_is_the_shallowest() {
        let both = "> the newer words of the two letters\n>> the older words of the two letters";
        assert_eq!(nearest_marks(both), marks("the newer words of the two letters"));
        assert_eq!(nearest_marks("the words that Outlook left unmarked"), marks("the words that Outlook left unmarked"));
        assert_eq!(nearest_marks(">> the older words of the two letters"), marks("the older words of the two letters"));
    }

    #[test]
    fn endless_text_gives_few_marks() {
        let text: String = (0..10_000).map(|n| format!("this is the line with the number {n}\n")).collect();
        assert_eq!(marks(&text).len(), LINES_MAX);
    }
}
