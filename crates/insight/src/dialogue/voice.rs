//! C10: whether people speak, or a desk does.

use super::{Asked, DAY, Thread};
use crate::measured::{Name, Said};
use crate::wilson;
use std::collections::HashMap;

/// Our outward messages that a person signs.
pub const SIGNED: Name = Name::first("signed");
/// Our outward messages that were said almost so before.
pub const TEMPLATED: Name = Name::first("templated");

/// Words by which a sign-off says that nobody in particular signs.
const NOBODY: [&str; 5] = ["team", "crew", "équipe", "equipo", "squadra"];
/// A sign-off is a short line; a longer one is a sentence.
const SIGN_OFF_WORDS: usize = 6;

/// Names under which nobody in particular signs, of units and of the house, each in its words: made once for many messages.
#[derive(Clone, Debug)]
pub struct Desks(Vec<Vec<String>>);

impl Desks {
    /// Of names as they are written.
    pub fn called(names: &[String]) -> Desks {
        Desks(names.iter().map(|name| in_words(name)).filter(|words| !words.is_empty()).collect())
    }

    fn stand_in(&self, words: &[String]) -> bool {
        self.0.iter().any(|desk| words.windows(desk.len()).any(|run| run == desk))
    }
}

fn in_words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn names_nobody(words: &[String]) -> bool {
    words.iter().any(|word| NOBODY.contains(&word.as_str()))
}

/// Whether a person signs a message and not a desk. It stands under its author's name, on pages and in letters; so a desk signs
/// where its author is called like one, or where the last line is a sign-off that names a desk and not her. `words` is the
/// message without what it quotes, `signature` what stands below a letter's words.
pub fn signs(author: &str, words: &str, signature: &str, desks: &Desks) -> bool {
    let author = in_words(author);
    if names_nobody(&author) || desks.0.contains(&author) {
        return false;
    }
    let hers: Vec<&String> = author.iter().filter(|part| part.chars().count() > 2).collect();
    let last = words.lines().map(str::trim).rfind(|line| !line.is_empty());
    let is_sign_off = |line: &&str| line.split_whitespace().count() <= SIGN_OFF_WORDS && !line.ends_with(['.', '?', '!', ':']);
    // A signature of several lines names her in one of them, or nobody.
    let lines: Vec<Vec<String>> = last.filter(is_sign_off).into_iter().chain(signature.lines()).map(in_words).collect();
    let names_her = lines.iter().flatten().any(|word| hers.contains(&word));
    names_her || !lines.iter().any(|line| names_nobody(line) || desks.stand_in(line))
}

/// How alike a template is to its last use.
const ALIKE_MIN: f64 = 0.9;
/// How far back it is looked for.
const BEFORE: i64 = 90 * DAY;

/// The share of our outward messages that a person signs with her name.
pub fn signed(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let ours: Vec<bool> = asked.said(threads).iter().filter(|(_, m, _)| m.by.is_ours()).map(|(_, m, _)| m.signed).collect();
    wilson::share(ours.iter().filter(|signed| **signed).count(), ours.len())
}

/// The share of our outward messages of five words or more that repeat one of the ninety days before.
pub fn templated(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let said = threads.iter().flat_map(|thread| thread.said(asked.now));
    let since = asked.window.from.saturating_sub(BEFORE);
    let mut ours: Vec<_> = said
        .filter(|message| message.by.is_ours() && (since..asked.window.until).contains(&message.at))
        .filter_map(|message| message.likeness.as_ref().map(|likeness| (message.at, message.id, likeness)))
        .collect();
    ours.sort_by_key(|(at, id, _)| (*at, *id));
    let mut seen: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
    let (mut templated, mut all) = (0, 0);
    for (place, (at, _, likeness)) in ours.iter().enumerate() {
        let bands: Vec<_> = likeness.bands().collect();
        if asked.window.holds(*at) {
            all += 1;
            let like = |other: &usize| at - ours[*other].0 <= BEFORE && ours[*other].2.with(likeness) >= ALIKE_MIN;
            templated += usize::from(bands.iter().filter_map(|band| seen.get(band)).flatten().any(like));
        }
        for band in bands {
            let places = seen.entry(band).or_default();
            // The latest few are enough: what is like them is like the others of its band as a rule.
            if places.len() == PLACES_MAX {
                places.remove(0);
            }
            places.push(place);
        }
    }
    wilson::share(templated, all)
}

/// Messages remembered for one band, so that a template sent a million times costs no more than one sent ten times.
const PLACES_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_signs_unless_a_desk_does() {
        let desks = Desks::called(&["Support", "Velo Lind"].map(str::to_owned));
        let signed = |author: &str, words: &str, signature: &str| signs(author, words, signature, &desks);
        for (words, signature) in [
            ("We send a new one.", ""),
            ("We send a new one.\n\nTomás", ""),
            ("We send a new one.\n\nTomás, Support", ""),
            ("We send a new one.", "Tomás Vega\nVelo Lind Support"),
            ("If it creaks again, please write to Support.", ""),
            ("Please tell the team that built it how it rides on gravel", ""),
        ] {
            assert!(signed("Tomás Vega", words, signature), "{words:?} {signature:?}");
        }
        for (words, signature) in [
            ("We send a new one.\n\nYour support team", ""),
            ("We send a new one.\n\nVelo Lind", ""),
            ("We send a new one.", "Velo Lind Support\nMill Road 4"),
        ] {
            assert!(!signed("Tomás Vega", words, signature), "{words:?} {signature:?}");
        }
        assert!(!signed("Support", "We send a new one.", "") && !signed("Lind Service Team", "Hello", ""));
    }
}
