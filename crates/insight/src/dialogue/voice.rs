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

/// Whether a person signs a message and not a desk. It stands under its author's name, on pages and in letters; so a desk signs
/// where its author is called like one (`desks` are names of units and of the house), or where the last line is a sign-off that
/// names a desk and not her. `words` is the message without what it quotes, `signature` what stands below a letter's words.
pub fn signs(author: &str, words: &str, signature: &str, desks: &[String]) -> bool {
    let lower = |text: &str| text.to_lowercase();
    let in_words = |text: &str| lower(text).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<String>>();
    let of_desk = |text: &str| {
        let own = in_words(text);
        let named = |desk: &String| {
            let desk = in_words(desk);
            !desk.is_empty() && own.windows(desk.len()).any(|run| run == desk)
        };
        own.iter().any(|word| NOBODY.contains(&word.as_str())) || desks.iter().any(named)
    };
    if NOBODY.iter().any(|word| in_words(author).iter().any(|own| own == word))
        || desks.iter().any(|desk| lower(desk) == lower(author))
    {
        return false;
    }
    let hers: Vec<String> = in_words(author).into_iter().filter(|part| part.chars().count() > 2).collect();
    let last = |text: &str| text.lines().map(str::trim).rfind(|line| !line.is_empty()).map(str::to_owned);
    let is_sign_off = |line: &String| line.split_whitespace().count() <= SIGN_OFF_WORDS && !line.ends_with(['.', '?', '!', ':']);
    // A signature of several lines names her in one of them, or nobody.
    let lines: Vec<String> = last(words).filter(is_sign_off).into_iter().chain(signature.lines().map(str::to_owned)).collect();
    let names_her = lines.iter().any(|line| in_words(line).iter().any(|word| hers.contains(word)));
    names_her || !lines.iter().any(|line| of_desk(line))
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
        let desks = ["Support", "Velo Lind"].map(str::to_owned);
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
