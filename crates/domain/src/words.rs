//! Words as the index knows them: lower-case, without marks, letters and digits only.
//!
//! Both engines index the folded text with their plainest tokenizer, so a search finds the same on both.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of one word that are kept: longer ones are no words but data.
const WORD_CHARS_MAX: usize = 64;

/// The words of a text, folded, in order, with one blank between.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if length < WORD_CHARS_MAX {
                out.push(c);
            }
            length += 1;
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
            length = 0;
        }
    }
    out.truncate(out.trim_end().len());
    out
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
}
