//! C10: whether people speak, or a desk does.

use super::{Asked, DAY, Thread};
use crate::measured::{Name, Said};
use crate::wilson;
use std::collections::HashMap;

/// Our outward messages that a person signs.
pub const SIGNED: Name = Name::first("signed");
/// Our outward messages that were said almost so before.
pub const TEMPLATED: Name = Name::first("templated");

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
