//! What a person leaves in others' words: her name and addresses, and her lines where they are quoted.
//!
//! Her words are recognised by runs of [`RUN`] of them, so a quote is found however a mail program broke its lines
//! and whatever it put before them. Pure: erasure uses it on texts that stay.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Words of a run: fewer are everybody's ("thank you for your"), more would miss short lines.
const RUN: usize = 4;
/// Characters of a whole line of fewer words that is taken as hers: "Hello!" is nobody's.
const SHORT_LINE_CHARS_MIN: usize = 12;
/// Words of a line without a quote mark: only a long one that is hers word for word was copied.
const COPIED_WORDS_MIN: usize = 8;
/// What stands for lines that were cut.
const CUT: &str = "[…]";

/// What somebody left.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    marks: Vec<Vec<char>>,
    runs: HashSet<u64>,
    short_lines: HashSet<u64>,
}

impl Traces {
    /// The traces of somebody of this name, handle and these addresses. A name of a single word is left in others'
    /// words: it may be any word.
    pub fn new(name: &str, handle: &str, addresses: &[String]) -> Traces {
        let mut marks: Vec<String> = addresses.to_vec();
        let parts: Vec<&str> = name.split_whitespace().collect();
        if parts.len() > 1 || name.contains('@') {
            marks.push(parts.join(" "));
        }
        if let [first, last] = parts.as_slice() {
            marks.push(format!("{last}, {first}"));
        }
        if !handle.is_empty() {
            marks.push(format!("@{handle}"));
        }
        // The longest first: an address may stand within another.
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.len()));
        let folded = |mark: &String| mark.chars().map(small).collect();
        Traces { marks: marks.iter().filter(|mark| !mark.is_empty()).map(folded).collect(), ..Traces::default() }
    }

    /// The same person's, with none of her words.
    #[must_use]
    pub fn wordless(&self) -> Traces {
        Traces { marks: self.marks.clone(), ..Traces::default() }
    }

    /// Adds a text of hers.
    pub fn said(&mut self, text: &str) {
        let all = words(text);
        self.runs.extend(all.windows(RUN).map(hashed));
        for line in text.lines() {
            let line = words(line);
            if (1..RUN).contains(&line.len()) && line.iter().map(String::len).sum::<usize>() >= SHORT_LINE_CHARS_MIN {
                self.short_lines.insert(hashed(&line));
            }
        }
    }

    /// Whether a text names her or holds a line of hers.
    pub fn stand_in(&self, text: &str) -> bool {
        self.names(text) || text.lines().any(|line| self.is_hers(&words(line)))
    }

    /// Whether a text names her.
    pub fn names(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        (0..chars.len()).any(|at| self.mark_at(&chars, at).is_some())
    }

    /// Somebody else's text without her quoted lines, and with `neutral` for her name; `None` where nothing of her is
    /// in it.
    pub fn without(&self, text: &str, neutral: &str) -> Option<String> {
        let mut kept: Vec<&str> = Vec::new();
        let mut cut = false;
        for line in text.lines() {
            if !self.is_copied(line) {
                kept.push(line);
            } else if kept.last() != Some(&CUT) {
                kept.push(CUT);
                cut = true;
            }
        }
        let kept = if cut { kept.join("\n") } else { text.to_owned() };
        let named = self.renamed(&kept, neutral);
        if cut || named.is_some() { Some(named.unwrap_or(kept)) } else { None }
    }

    fn is_copied(&self, line: &str) -> bool {
        let words = words(line);
        (line.trim_start().starts_with(['>', '|']) || words.len() >= COPIED_WORDS_MIN) && self.is_hers(&words)
    }

    fn is_hers(&self, line: &[String]) -> bool {
        if line.len() < RUN {
            return !line.is_empty() && self.short_lines.contains(&hashed(line));
        }
        line.windows(RUN).all(|run| self.runs.contains(&hashed(run)))
    }

    fn renamed(&self, text: &str, neutral: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        let (mut out, mut at, mut found) = (String::with_capacity(text.len()), 0, false);
        while at < chars.len() {
            match self.mark_at(&chars, at) {
                Some(end) => {
                    out.push_str(neutral);
                    (at, found) = (end, true);
                }
                None => {
                    out.push(chars[at]);
                    at += 1;
                }
            }
        }
        found.then_some(out)
    }

    /// Where a mark that begins here ends. A mark is a whole word; a gap in it may be any blanks.
    fn mark_at(&self, text: &[char], at: usize) -> Option<usize> {
        let within_word = |n: usize| text.get(n).is_some_and(|c| c.is_alphanumeric());
        if at > 0 && within_word(at - 1) && (within_word(at) || text[at] == '@') {
            return None;
        }
        self.marks.iter().find_map(|mark| {
            let mut end = at;
            for c in mark {
                let here = *text.get(end)?;
                if *c == ' ' && here.is_whitespace() {
                    while text.get(end).is_some_and(|c| c.is_whitespace()) {
                        end += 1;
                    }
                } else if small(here) == *c {
                    end += 1;
                } else {
                    return None;
                }
            }
            (!within_word(end)).then_some(end)
        })
    }
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The words of a text, small; quote marks and line ends are none.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn hashed(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mayas() -> Traces {
        let mut traces = Traces::new("Maya Okafor", "maya.okafor", &["maya.okafor@example.org".into()]);
        traces.said("Hello!\nMy Lind Tourer creaks under load since last week,\none crack per pedal turn.\n\nKind greetings");
        traces
    }

    #[test]
    fn a_quote_is_recognised_however_its_lines_were_broken() {
        for quoted in ["> My Lind Tourer creaks under", ">> load since last week, one crack per", "| kind greetings"] {
            assert!(mayas().stand_in(quoted), "{quoted}");
            assert_eq!(mayas().without(&format!("Yes.\n{quoted}\n{quoted}\nNo."), "X").unwrap(), "Yes.\n[…]\nNo.");
        }
        for own in ["> My Lind Tourer creaks under water", "> Hello!", "> under load", "Kind greetings"] {
            assert_eq!(mayas().without(own, "X"), None, "{own}");
        }
    }

    #[test]
    fn a_long_line_of_hers_without_a_mark_was_copied() {
        let copied = "She says:\nLind Tourer creaks under load since last week, one";
        assert_eq!(mayas().without(copied, "X").unwrap(), "She says:\n[…]");
    }

    #[test]
    fn her_name_and_addresses_are_replaced_as_whole_words_in_any_letters() {
        for (text, expected) in [
            ("Ask MAYA\n  okafor.", "Ask X."),
            ("On Monday Okafor, Maya <Maya.Okafor@example.org> wrote:", "On Monday X <X> wrote:"),
            ("cc @maya.okafor!", "cc X!"),
        ] {
            assert_eq!(mayas().without(text, "X").as_deref(), Some(expected));
            assert!(mayas().names(text));
        }
        for other in ["Maya", "Amaya Okafor", "Maya Okaforsson", "x@maya.okafor", "@maya.okafors"] {
            assert_eq!(mayas().without(other, "X"), None, "{other}");
        }
    }

    #[test]
    fn a_name_of_one_word_stays_in_others_words() {
        let traces = Traces::new("Support", "support", &["help@shop.example".into()]);
        assert_eq!(traces.without("Support is open", "X"), None);
        assert_eq!(traces.without("write to help@shop.example", "X").unwrap(), "write to X");
    }
}
