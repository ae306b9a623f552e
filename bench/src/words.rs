//! Made-up words and what people write with them: frequencies as in a language, and word pairs that come again.

use crate::dice::{Dice, Zipf};

const BEGINNINGS: [&str; 20] =
    ["b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v"];
const MIDDLES: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const ENDS: [&str; 10] = ["", "", "n", "r", "s", "l", "t", "nd", "m", "rk"];

/// Words the house writes with: as many as a working vocabulary.
const VOCABULARY: usize = 20_000;
/// Successors a word likes to have; with them phrases come again.
const SUCCESSORS: u64 = 4;

/// All words, the most frequent first, and how to draw them.
pub struct Words {
    all: Vec<String>,
    zipf: Zipf,
}

impl Words {
    /// The vocabulary; always the same.
    pub fn made_up() -> Words {
        let syllables = BEGINNINGS.len() * MIDDLES.len() * ENDS.len();
        let syllable = |n: usize| {
            let (begin, rest) = (n % BEGINNINGS.len(), n / BEGINNINGS.len());
            format!("{}{}{}", BEGINNINGS[begin], MIDDLES[rest % MIDDLES.len()], ENDS[rest / MIDDLES.len()])
        };
        let mut dice = Dice::seeded(11);
        let mut known = std::collections::HashSet::new();
        let mut all = Vec::with_capacity(VOCABULARY);
        while all.len() < VOCABULARY {
            // Frequent words are short.
            let count = 1 + usize::from(all.len() > 60) + usize::from(all.len() > 4000 && dice.part() < 0.6);
            let word: String = (0..count).map(|_| syllable(dice.below(syllables))).collect();
            if known.insert(word.clone()) {
                all.push(word);
            }
        }
        Words { all, zipf: Zipf::below(VOCABULARY) }
    }

    /// The word of this rank.
    pub fn ranked(&self, rank: usize) -> &str {
        &self.all[rank.min(self.all.len() - 1)]
    }

    /// A word as often as it is written.
    pub fn any(&self, dice: &mut Dice) -> usize {
        self.zipf.rank(dice)
    }

    /// One of the successors that this word likes.
    pub fn after(&self, rank: usize, dice: &mut Dice) -> usize {
        let liked = Dice::seeded(rank as u64 * SUCCESSORS + dice.next() % SUCCESSORS).part();
        (self.all.len() as f64).powf(liked) as usize - 1
    }

    /// So many words in a row, three of ten the successor of the one before.
    pub fn text(&self, dice: &mut Dice, count: usize) -> String {
        let mut text = String::with_capacity(count * 7);
        let mut last = self.any(dice);
        for n in 0..count {
            if n > 0 {
                last = if dice.part() < 0.3 { self.after(last, dice) } else { self.any(dice) };
                text.push_str(if n % 12 == 11 { ". " } else { " " });
            }
            text.push_str(&self.all[last]);
        }
        text
    }

    /// A message: mostly a paragraph, sometimes two with a list.
    pub fn message(&self, dice: &mut Dice) -> String {
        let count = dice.length(40.0, 0.7).clamp(3.0, 400.0) as usize;
        let mut text = self.text(dice, count);
        if dice.part() < 0.1 {
            text.push_str("\n\n");
            for _ in 0..3 {
                text.push_str(&format!("- **{}** {}\n", self.ranked(self.any(dice)), self.text(dice, 5)));
            }
        }
        text
    }

    /// A subject line.
    pub fn subject(&self, dice: &mut Dice) -> String {
        let count = 3 + dice.below(5);
        self.text(dice, count).replace(". ", " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_only_and_none_comes_twice() {
        let words = Words::made_up();
        let mut sorted = words.all.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), VOCABULARY);
        assert!(sorted.iter().all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase())));
    }

    #[test]
    fn word_pairs_come_again() {
        let words = Words::made_up();
        let text = words.text(&mut Dice::seeded(3), 50_000).replace(". ", " ");
        let wanted = (0..200).map(|n| format!(" {} {} ", words.ranked(7), words.ranked(words.after(7, &mut Dice::seeded(n)))));
        assert!(wanted.into_iter().any(|pair| text.matches(&pair).count() > 5));
    }
}
