//! Names and slugs as people type them.

use crate::{limits, refusal::Refusal};

/// A trimmed line without control characters.
///
/// # Errors
/// Refuses an empty line and one of more than `chars_max` characters; `field` names the form field.
pub fn line(field: &'static str, text: &str, chars_max: usize) -> Result<String, Refusal> {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control() && !is_bidi_override(*c)).collect();
    if line.is_empty() {
        return Err(Refusal::invalid(field, "field-empty"));
    }
    if line.chars().count() > chars_max {
        return Err(Refusal::invalid(field, "field-long").with("max", chars_max));
    }
    Ok(line)
}

/// Direction overrides let one name pose as another ("Trojan Source"); plain marks and isolates stay.
fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

/// A person's, space's, unit's or organization's name.
///
/// # Errors
/// As [`line`].
pub fn name(text: &str) -> Result<String, Refusal> {
    line("name", text, limits::NAME_CHARS_MAX)
}

/// A subject.
///
/// # Errors
/// As [`line`].
pub fn subject(text: &str) -> Result<String, Refusal> {
    line("subject", text, limits::SUBJECT_CHARS_MAX)
}

/// A subject from outside, which we may shorten but never refuse.
pub fn subject_cut(text: &str) -> String {
    let short: String = text.chars().take(limits::SUBJECT_CHARS_MAX).collect();
    subject(&short).unwrap_or_else(|_| String::from("(no subject)"))
}

/// A slug: lower-case letters, digits and inner hyphens; it stands in URLs and mail addresses.
///
/// # Errors
/// Refuses anything else, and more than [`limits::SLUG_CHARS_MAX`] characters.
pub fn slug(text: &str) -> Result<String, Refusal> {
    let slug = text.trim().to_lowercase();
    let fits = !slug.is_empty()
        && slug.len() <= limits::SLUG_CHARS_MAX
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if fits { Ok(slug) } else { Err(Refusal::invalid("slug", "slug-form").with("max", limits::SLUG_CHARS_MAX)) }
}

/// The slug that a name suggests; never empty.
pub fn slug_of(name: &str) -> String {
    let mut slug = words(name, '-');
    slug.truncate(limits::SLUG_CHARS_MAX);
    let slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() { String::from("space") } else { slug }
}

/// The handle that a name suggests (`Dora Lind` is `dora.lind`); never empty.
pub fn handle_of(name: &str) -> String {
    let mut handle = words(name, '.');
    handle.truncate(limits::HANDLE_CHARS_MAX);
    let handle = handle.trim_matches('.').to_owned();
    if handle.is_empty() { String::from("person") } else { handle }
}

fn words(name: &str, between: char) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(plain) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(between) {
            out.push(between);
        }
    }
    out
}

/// Latin letters without their marks, lower-case; anything else becomes a gap.
fn plain(c: char) -> impl Iterator<Item = char> {
    let text = match c.to_lowercase().next().unwrap_or(c) {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' | 'ä' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'ß' => "ss",
        'ù'..='ü' | 'ū' | 'ű' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ś' | 'š' | 'ş' => "s",
        'ź' | 'ż' | 'ž' => "z",
        'ł' => "l",
        'ř' => "r",
        'ť' => "t",
        'ğ' => "g",
        other => return std::iter::once(other).chain("".chars()),
    };
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    std::iter::once(first).chain(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_tidy_line() {
        assert_eq!(name("  Dora \n Lind\u{0} ").unwrap(), "Dora Lind");
        assert_eq!(name("\u{202e}evil").unwrap(), "evil");
        assert_eq!(name(" \t ").unwrap_err().key, "field-empty");
        assert_eq!(name(&"x".repeat(121)).unwrap_err().key, "field-long");
    }

    #[test]
    fn handles_and_slugs_are_made_of_latin_letters() {
        assert_eq!(handle_of("Tomás Vega"), "tomas.vega");
        assert_eq!(handle_of("Łukasz Müller-Großmann"), "lukasz.muller.grossmann");
        assert_eq!(handle_of("李小龙"), "person");
        assert_eq!(slug_of("Customer Support & Friends Of It"), "customer-support-fri");
        assert!(slug("-no").is_err() && slug("Über").is_err() && slug("").is_err());
        assert_eq!(slug(" Support ").unwrap(), "support");
    }
}
