//! What a message is like, so that a template is recognised without keeping its words: MinHash (Broder 1997) over runs of
//! five words.

/// Runs of so many words are compared.
const RUN: usize = 5;
/// Minima kept: the estimate of a likeness near 0.9 is then within 0.03.
const MINIMA: usize = 128;

/// The minima of a message's runs under 128 orders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Likeness(Box<[u32; MINIMA]>);

impl Likeness {
    /// Of a message's words; `None` where there is not one run of five.
    pub fn of(words: &str) -> Option<Self> {
        let words: Vec<u64> = words.split_whitespace().map(|word| hash(word.chars().flat_map(char::to_lowercase))).collect();
        let mut minima = [u32::MAX; MINIMA];
        for run in words.windows(RUN) {
            let run = run.iter().fold(0, |sum: u64, word| mixed(sum.rotate_left(7) ^ word));
            for (order, least) in minima.iter_mut().enumerate() {
                *least = (*least).min((mixed(run ^ (order as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 32) as u32);
            }
        }
        (words.len() >= RUN).then(|| Self(Box::new(minima)))
    }

    /// How much of both is the same, from 0 to 1 (the Jaccard index of their runs, estimated).
    pub fn with(&self, other: &Self) -> f64 {
        self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b).count() as f64 / MINIMA as f64
    }

    /// Numbers of which two messages that are 0.9 alike share at least one, but for one in ten thousand: sixteen bands of eight.
    pub(super) fn bands(&self) -> impl Iterator<Item = (usize, u64)> {
        self.0.chunks(8).map(|band| band.iter().fold(0, |sum: u64, least| mixed(sum ^ u64::from(*least)))).enumerate()
    }
}

/// FNV-1a: words are short.
fn hash(characters: impl Iterator<Item = char>) -> u64 {
    characters.fold(0xCBF2_9CE4_8422_2325, |sum: u64, character| (sum ^ u64::from(character)).wrapping_mul(0x100_0000_01B3))
}

/// The finisher of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_with_another_name_is_alike_and_other_words_are_not() {
        let letter = |name: &str| format!("Dear {name} {}", WORDS.join(" "));
        let (dora, omar) = (Likeness::of(&letter("Dora")).unwrap(), Likeness::of(&letter("Omar")).unwrap());
        let mut turned = WORDS;
        turned.reverse();
        let other = Likeness::of(&turned.join(" ")).unwrap();
        assert!(dora.with(&omar) >= 0.9 && dora.with(&other) < 0.2);
        assert_eq!(Likeness::of("too few words here"), None);
    }

    const WORDS: [&str; 40] = [
        "we",
        "are",
        "sorry",
        "that",
        "your",
        "wheel",
        "arrived",
        "late",
        "and",
        "will",
        "send",
        "another",
        "one",
        "by",
        "the",
        "end",
        "of",
        "this",
        "week",
        "at",
        "no",
        "cost",
        "please",
        "keep",
        "old",
        "until",
        "then",
        "so",
        "you",
        "can",
        "ride",
        "it",
        "in",
        "any",
        "case",
        "call",
        "us",
        "with",
        "further",
        "questions",
    ];
}
