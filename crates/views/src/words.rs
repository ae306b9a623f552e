//! The catalogue: every word of the interface, by key.
//!
//! **Invariant.** Nothing else knows that it is Fluent; a language is one more file beside `locales/en.ftl`.

use domain::{erasure::Neutral, limits, refusal::Refusal};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{borrow::Cow, sync::LazyLock};
use unic_langid::LanguageIdentifier;

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec!["en".parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Pages isolate names by element; marks between the letters would stand in mail subjects and attributes.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(include_str!("../locales/en.ftl").to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
});

/// What stands in a sentence's gap.
#[derive(Clone, Debug)]
pub enum Gap<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A number, which decides between one and many.
    Number(i64),
}

impl<'a> From<&'a str> for Gap<'a> {
    fn from(text: &'a str) -> Self {
        Gap::Text(text.into())
    }
}
impl<'a> From<&'a String> for Gap<'a> {
    fn from(text: &'a String) -> Self {
        Gap::Text(text.into())
    }
}
impl From<String> for Gap<'_> {
    fn from(text: String) -> Self {
        Gap::Text(text.into())
    }
}
impl<'a> From<Cow<'a, str>> for Gap<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Gap::Text(text)
    }
}
impl From<i64> for Gap<'_> {
    fn from(number: i64) -> Self {
        Gap::Number(number)
    }
}
impl From<usize> for Gap<'_> {
    fn from(number: usize) -> Self {
        Gap::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// What a template can put into a gap.
pub(crate) trait Fills {
    fn gap(&self) -> Gap<'_>;
}

impl Fills for str {
    fn gap(&self) -> Gap<'_> {
        self.into()
    }
}
impl Fills for String {
    fn gap(&self) -> Gap<'_> {
        self.into()
    }
}
impl Fills for i64 {
    fn gap(&self) -> Gap<'_> {
        (*self).into()
    }
}
impl Fills for usize {
    fn gap(&self) -> Gap<'_> {
        (*self).into()
    }
}
impl<T: Fills + ?Sized> Fills for &T {
    fn gap(&self) -> Gap<'_> {
        (**self).gap()
    }
}

/// Whether the catalogue has this key.
pub fn known(key: &str) -> bool {
    ENGLISH.get_message(key).is_some_and(|message| message.value().is_some())
}

/// The words of a key. A key without words stands for itself; a test sees to it that there is none.
pub fn t(key: &str) -> Cow<'static, str> {
    // Words without gaps are borrowed from the catalogue: a page asks for some hundred of them.
    written(key, None).unwrap_or_else(|| Cow::Owned(key.to_owned()))
}

/// The words of a key with its gaps filled.
pub fn t_with(key: &str, gaps: &[(&str, Gap<'_>)]) -> String {
    let mut args = FluentArgs::with_capacity(gaps.len());
    for (name, gap) in gaps {
        let value = match gap {
            Gap::Text(text) => FluentValue::from(text.as_ref()),
            Gap::Number(number) => FluentValue::from(*number),
        };
        args.set(*name, value);
    }
    written(key, Some(&args)).map_or_else(|| key.to_owned(), Cow::into_owned)
}

fn written<'a>(key: &str, args: Option<&'a FluentArgs<'a>>) -> Option<Cow<'a, str>> {
    let pattern = ENGLISH.get_message(key)?.value()?;
    Some(ENGLISH.format_pattern(pattern, args, &mut Vec::new()))
}

/// What a refusal says to the person: what happened, and what she can do.
pub fn refusal_words(refusal: &Refusal) -> String {
    let gaps: Vec<(&str, Gap<'_>)> = refusal
        .args
        .iter()
        .map(|(name, value)| (*name, value.parse::<i64>().map_or_else(|_| Gap::from(value), Gap::Number)))
        .collect();
    t_with(refusal.key, &gaps)
}

/// A word of the database in words of ours; one that nobody wrote words for stands for itself.
pub fn of_family(family: &str, word: &str) -> String {
    let key = format!("{family}-{word}");
    if known(&key) { t(&key).into_owned() } else { word.to_owned() }
}

/// Why a conversation ended.
pub(crate) fn closing(reason: &str) -> String {
    of_family("closing", reason)
}

/// A count as it is shown everywhere: exact to [`limits::COUNT_EXACT_MAX`], then `99+`.
pub fn count_words(n: i64) -> String {
    if n > limits::COUNT_EXACT_MAX { format!("{}+", limits::COUNT_EXACT_MAX) } else { n.max(0).to_string() }
}

/// What stands where the name and the subjects of an erased person stood.
pub fn erased() -> Neutral {
    Neutral { name: t("erased-person").into_owned(), subject: t("erased-subject").into_owned() }
}

/// What stands in the place of a relay's words under letters of a past that was made up.
pub fn of_the_past() -> Cow<'static, str> {
    t("demo-sent")
}

/// Names as one phrase: `Maya`, `Maya and Timo`, `Maya, Timo and Jonas`.
pub fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => t_with("list-and", &[("before", before.join(", ").into()), ("last", last.into())]),
    }
}

#[cfg(test)]
mod tests;
