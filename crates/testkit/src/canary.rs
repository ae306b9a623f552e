//! Canaries: a word in each message's body that occurs nowhere else, so that wherever it turns up, the leak is found.

use std::sync::atomic::{AtomicU64, Ordering};

/// How every canary begins; no word of the script does.
const SONG: &str = "canary";

/// Gives out canaries, each once.
#[derive(Debug, Default)]
pub struct Canaries(AtomicU64);

impl Canaries {
    /// The next canary: `canary` and some letters that are no beginning of another one's.
    pub fn next(&self) -> String {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        format!("{SONG}{n:04}z")
    }

    /// A body with a canary in a paragraph of its own behind it.
    pub fn in_words(&self, body: &str) -> String {
        format!("{body}\n\n{}", self.next())
    }
}

/// The canaries in a text, in order.
pub fn heard(text: &str) -> Vec<&str> {
    let ends = |song: &str| song.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(song.len());
    text.match_indices(SONG).map(|(at, _)| &text[at..at + ends(&text[at..])]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_canary_is_heard_where_it_sings_and_no_other() {
        let canaries = Canaries::default();
        let (one, other) = (canaries.in_words("Hello"), canaries.in_words("again"));
        assert_eq!(heard(&format!("<p>{one}</p><p>{other}</p>")), vec!["canary0000z", "canary0001z"]);
        assert!(heard("no bird here").is_empty());
    }
}
