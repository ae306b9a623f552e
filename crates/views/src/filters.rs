//! What templates can do with a value besides printing it.

use crate::{
    time::{Zone, element},
    words::{Fills, count_words},
};
use askama::{Values, filters::Safe};
use domain::{kind::Kind, moment::Moment, side::Side};

/// The words of a key.
#[askama::filter_fn]
pub fn t(key: impl AsRef<str>, _: &dyn Values) -> askama::Result<String> {
    Ok(crate::words::t(key.as_ref()).into_owned())
}

/// The words of a key with one gap filled.
#[askama::filter_fn]
pub fn t1<V: Fills>(key: &str, _: &dyn Values, name: &str, value: V) -> askama::Result<String> {
    Ok(crate::words::t_with(key, &[(name, value.gap())]))
}

/// A line icon; the sprite stands at one address, so fragments need not know it.
#[askama::filter_fn]
pub fn icon(name: &str, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/assets/icons.svg#{name}\"></use></svg>")))
}

/// A moment.
#[askama::filter_fn]
pub fn when(at: &Moment, _: &dyn Values, zone: &Zone) -> askama::Result<Safe<String>> {
    Ok(Safe(element(*at, zone)))
}

/// A count.
#[askama::filter_fn]
pub fn count(n: &i64, _: &dyn Values) -> askama::Result<String> {
    Ok(count_words(*n))
}

/// The letters in a person's face.
#[askama::filter_fn]
pub fn initials(name: &str, _: &dyn Values) -> askama::Result<String> {
    Ok(name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect())
}

/// Octets in words.
#[askama::filter_fn]
pub fn octets(size: &i64, _: &dyn Values) -> askama::Result<String> {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let mut amount = size.max(&0).unsigned_abs();
    let mut unit = 0;
    while amount >= 1000 && unit + 1 < UNITS.len() {
        amount = amount.div_ceil(1000);
        unit += 1;
    }
    Ok(format!("{amount} {}", UNITS[unit]))
}

/// A kind of conversation.
#[askama::filter_fn]
pub fn kind(kind: &Kind, _: &dyn Values) -> askama::Result<String> {
    Ok(crate::words::t(&format!("kind-{}", kind.word())).into_owned())
}

/// The side somebody stands on.
#[askama::filter_fn]
pub fn side(side: &Side, _: &dyn Values) -> askama::Result<String> {
    Ok(crate::words::t(&format!("side-{}", side.word())).into_owned())
}

/// A sentence whose names were marked by [`crate::audience::name`]: escaped, the names in bold.
#[askama::filter_fn]
pub fn names(sentence: &str, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(crate::audience::bold(sentence)))
}

/// A letter's words, which are no Markdown: lines kept, web addresses made links.
#[askama::filter_fn]
pub fn plain(text: &str, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(domain::markup::render_plain(text)))
}
