//! Wordage: how many words a message has, and which of them come again; kept beside SQLite's index, for relevance.
//!
//! The index could tell both, but one message's only by walking all that have the word.

use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Words of one message that are known to come again, the most frequent first: more have only the longest.
const AGAIN_MAX: usize = 64;
/// Octets of each: a mark of the word, and how often it comes.
const ENTRY: usize = 3;

/// What stands for a word among those of one message: two octets of its digest.
pub(crate) type WordMark = [u8; 2];

/// The mark of a folded word.
pub(crate) fn word_mark(word: &str) -> WordMark {
    let digest = Sha256::digest(word.as_bytes());
    [digest[0], digest[1]]
}

/// What relevance asks of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wordage {
    /// How many words.
    pub words: usize,
    /// Those that come again, as the table keeps them.
    pub again: Vec<u8>,
}

impl Wordage {
    /// Of folded words with one blank between.
    pub(crate) fn of(text: &str) -> Wordage {
        let (mut words, mut counts) = (0, HashMap::<&str, usize>::new());
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            words += 1;
            *counts.entry(word).or_default() += 1;
        }
        let mut again: Vec<(usize, &str)> = counts.into_iter().map(|(word, n)| (n, word)).filter(|(n, _)| *n > 1).collect();
        again.sort_unstable_by(|a, b| b.cmp(a));
        again.truncate(AGAIN_MAX);
        let entry = |(n, word): (usize, &str)| {
            let [a, b] = word_mark(word);
            [a, b, u8::try_from(n).unwrap_or(u8::MAX)]
        };
        Wordage { words, again: again.into_iter().flat_map(entry).collect() }
    }

    /// How often a word comes in a message that has it.
    pub(crate) fn times(&self, word: WordMark) -> u8 {
        self.again.chunks_exact(ENTRY).find(|entry| entry.starts_with(&word)).map_or(1, |entry| entry[ENTRY - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_those_that_come_again_are_known() {
        let it = Wordage::of("the bell and the brake and the chain");
        assert_eq!(it.words, 8);
        let times = |word| it.times(word_mark(word));
        assert_eq!((times("the"), times("and"), times("bell")), (3, 2, 1));
        assert_eq!(it.again.len(), 2 * ENTRY);
        assert_eq!(Wordage::of(""), Wordage { words: 0, again: Vec::new() });
    }

    #[test]
    fn of_very_many_words_the_most_frequent_are_kept_and_counts_end_at_an_octet() {
        let many: Vec<String> = (0..200).map(|n| format!("word{n} ").repeat(2)).collect();
        let text = format!("{}{}", many.concat(), "bell ".repeat(1_000));
        let it = Wordage::of(text.trim_end());
        assert_eq!((it.words, it.again.len()), (1_400, AGAIN_MAX * ENTRY));
        assert_eq!(it.times(word_mark("bell")), u8::MAX);
    }
}
