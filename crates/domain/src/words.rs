//! Words as the index knows them: lower-case, without marks, letters and digits only.
//!
//! Both engines index the folded text with their plainest tokenizer, so a search finds the same on both.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of one word that are kept: longer ones are no words but data.
const WORD_CHARS_MAX: usize = 64;

/// The words of a text, folded, in order, with one blank between.
pub fn folded(text: &str) -> String {
    let mut folded = Folded { out: String::with_capacity(text.len()), length: 0 };
    // Most of what is written is ASCII, which decomposes into itself; only a run of the rest is looked up.
    for run in text.as_bytes().chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
        match str::from_utf8(run).unwrap_or_default() {
            plain if plain.is_ascii() => plain.chars().for_each(|c| folded.push(c.to_ascii_lowercase())),
            marked => marked.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).for_each(|c| folded.push(c)),
        }
    }
    folded.out.truncate(folded.out.trim_end().len());
    folded.out
}

/// Words as they are gathered.
struct Folded {
    out: String,
    /// Characters of the last word, kept or not.
    length: usize,
}

impl Folded {
    fn push(&mut self, c: char) {
        if c.is_alphanumeric() {
            if self.length < WORD_CHARS_MAX {
                self.out.push(c);
            }
            self.length += 1;
        } else if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
            self.length = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_alike_however_they_are_typed() {
        assert_eq!(folded("Tomás' CAFÉ-au-lait, №5!"), "tomas cafe au lait no5");
        assert_eq!(folded("  \u{0} -- "), "");
        assert_eq!(folded("Straße Große"), "straße große");
        assert_eq!(folded(&"x".repeat(500)).len(), WORD_CHARS_MAX);
    }

    #[test]
    fn marks_of_a_word_are_dropped_wherever_they_stand() {
        // A mark behind its letter, as some systems write it; one between figures; Hangul by its parts; a ligature.
        assert_eq!(folded("Toma\u{301}s cafe\u{301}s n\u{303}o"), "tomas cafes no");
        assert_eq!(folded("\u{301}a"), "a");
        assert_eq!(folded("1\u{20dd}2 \u{1112}\u{1161}\u{11ab}"), folded("12 \u{d55c}"));
        assert_eq!(folded("ﬁn x²"), "fin x2");
    }
}
