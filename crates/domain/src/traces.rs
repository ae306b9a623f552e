//! What a person leaves in others' words: her name and addresses, and her lines where they are quoted.
//!
//! Her words are recognised by runs of [`RUN`] of them, so a quote is found however a mail program broke its lines
//! and whatever it put before them. Pure: erasure uses it on texts that stay.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

/// Words of a run: fewer are everybody's ("thank you for your"), more would miss short lines.
const RUN: usize = 4;
/// Characters of a whole line of fewer words that is taken as hers: "Hello!" is nobody's.
const SHORT_LINE_CHARS_MIN: usize = 12;
/// Words in a row without a quote mark before their line: only many that are hers word for word were copied.
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
        let all = small_words(text);
        self.runs.extend(all.windows(RUN).map(hashed));
        for line in text.lines() {
            let line = small_words(line);
            if (1..RUN).contains(&line.len()) && line.iter().map(String::len).sum::<usize>() >= SHORT_LINE_CHARS_MIN {
                self.short_lines.insert(hashed(&line));
            }
        }
    }

    /// Whether a text names her or holds words of hers, as a quote would.
    pub fn stand_in(&self, text: &str) -> bool {
        self.names(text) || text.lines().any(|line| self.cut(line, RUN).is_some())
    }

    /// Whether a text names her.
    pub fn names(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        (0..chars.len()).any(|at| self.mark_at(&chars, at).is_some())
    }

    /// Somebody else's text without words quoted of her, and with `neutral` for her name; `None` where nothing of her is
    /// in it.
    pub fn without(&self, text: &str, neutral: &str) -> Option<String> {
        let (mut kept, mut changed): (Vec<String>, bool) = (Vec::new(), false);
        for line in text.lines() {
            let quoted = line.trim_start().starts_with(['>', '|']);
            match self.cut(line, if quoted { RUN } else { COPIED_WORDS_MIN }) {
                None => kept.push(line.to_owned()),
                Some(rest) => {
                    changed = true;
                    // A quote of many lines leaves one mark.
                    if rest != CUT || kept.last().is_none_or(|last| last != CUT) {
                        kept.push(rest);
                    }
                }
            }
        }
        let kept = if changed { kept.join("\n") } else { text.to_owned() };
        let named = self.renamed(&kept, neutral);
        if changed || named.is_some() { Some(named.unwrap_or(kept)) } else { None }
    }

    /// A line without the words in a row that are hers, at least so many; `None` where there are none.
    fn cut(&self, line: &str, words_min: usize) -> Option<String> {
        let words = words(line);
        let small: Vec<String> = words.iter().map(|word| line[word.clone()].to_lowercase()).collect();
        if words.len() < RUN {
            let short = words_min == RUN && !small.is_empty() && self.short_lines.contains(&hashed(&small));
            return short.then(|| CUT.to_owned());
        }
        let (mut rest, mut upto, mut at) = (String::new(), 0, 0);
        while at + RUN <= words.len() {
            let runs = small[at..].windows(RUN).take_while(|run| self.runs.contains(&hashed(run))).count();
            let end = at + runs + RUN - 1;
            if runs == 0 || end - at < words_min {
                at += runs.max(1);
                continue;
            }
            if end - at == words.len() {
                return Some(CUT.to_owned());
            }
            rest.push_str(&line[upto..words[at].start]);
            rest.push_str(CUT);
            (upto, at) = (words[end - 1].end, end);
        }
        (upto > 0).then(|| format!("{rest}{}", &line[upto..]))
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

/// Where the words of a text stand; quote marks and line ends are none.
fn words(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut begun) = (Vec::new(), None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                found.push(start..at);
                begun = None;
            }
            _ => {}
        }
    }
    found
}

fn small_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| text[word].to_lowercase()).collect()
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
        for own in ["> My Lind Tourer creaked", "> Hello!", "> under load", "Kind greetings", "My Lind Tourer creaks under water"]
        {
            assert_eq!(mayas().without(own, "X"), None, "{own}");
        }
    }

    #[test]
    fn many_words_of_hers_in_a_row_were_copied_wherever_they_stand() {
        for (text, expected) in [
            ("She says:\nLind Tourer creaks under load since last week, one", "She says:\n[…]"),
            ("Listen: my lind tourer creaks under load SINCE last week. Why?", "Listen: […]. Why?"),
            ("> my lind tourer creaks under water", "> […] water"),
        ] {
            assert_eq!(mayas().without(text, "X").as_deref(), Some(expected));
        }
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
