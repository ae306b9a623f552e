//! What mail programs write around quotes and signatures: names of classes and ids, and the line Outlook draws.

use super::token::{Element, Row, Token};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// All in this element is quoted.
    Quote,
    /// From here on stands the letter that was answered or forwarded.
    Divider,
    /// All in this element is a signature.
    Signature,
    /// This element says who wrote what is quoted below it.
    Attribution,
}

/// Elements that hold nothing but the answered letter; where they hold a `blockquote`, that one is the quote and the
/// words beside it are an attribution or answers between quotes.
const QUOTES: &[&str] = &[
    "gmail_quote",
    "gmail_extra",
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "freemail_quote",
    "mailmasterquote",
    "moz-cite",
    "sh-quoted-content",
    "front-blockquote",
    "missive_quote",
    "messagereplysection",
    "quoted-text",
    "quote-body",
    "ntes-pcmail-quote",
    "isreplycontent",
    "origbody",
    "ymailcompose_quote",
    "ms-outlook-mobile-reference-message",
    "mail-editor-reference-message-container",
    "reply_history",
    "quote",
];

/// Elements behind which the answered letter stands, or whose head they are.
const DIVIDERS: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "outlookmessageheader",
    "stopspelling",
    "zwchr",
    "reply-intro",
    "moz-forward-container",
    "moz-email-headers-table",
    "isforwardcontent",
    "__divider__",
];

const ATTRIBUTIONS: &[&str] = &["gmail_attr", "moz-cite-prefix", "replyheader", "reply-header", "quote-header", "zmail_extra_hr"];

const SIGNATURES: &[&str] = &[
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "moz-txt-sig",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "protonmail_signature_block",
    "composer_signature",
    "signature",
    "x_signature",
    "lineblanksignature",
    "ymail_android_signature",
    "_htmlsig",
    "zmail_signature",
];

/// Fewer digits behind Yahoo's marks are a name of its own.
const YAHOO_DIGITS_MIN: usize = 6;

/// What an element is to a reader of quotes.
pub(super) fn mark(row: &Row<'_>, at: usize) -> Option<Mark> {
    let Token::Open(element) = &row.tokens[at] else { return None };
    if element.name == "blockquote" {
        return is_quote(element).then_some(Mark::Quote);
    }
    if element.attributes.is_empty() {
        return None;
    }
    let known = |list: &[&str]| names(element).any(|name| list.contains(&name.as_str()));
    if known(SIGNATURES) {
        return Some(Mark::Signature);
    }
    if known(ATTRIBUTIONS) {
        return Some(Mark::Attribution);
    }
    if known(DIVIDERS) || draws_line_above(&row.tokens, at, element) {
        return Some(Mark::Divider);
    }
    (known(QUOTES) && !row.holds_blockquote(at)).then_some(Mark::Quote)
}

/// People indent with `blockquote` too: without a word of a mail program it is a quote unless it is drawn as an indent.
fn is_quote(element: &Element<'_>) -> bool {
    !names(element).any(|name| name == "webkit-indent-blockquote") && !is_indent(element)
}

/// Drawn without any line. Outlook draws no border, and then one at the left.
fn is_indent(element: &Element<'_>) -> bool {
    element.style("border").is_some_and(|border| border.starts_with("none")) && element.style("border-left").is_none()
}

/// The names an element goes by, in lower case.
pub(super) fn names<'e>(element: &'e Element<'_>) -> impl Iterator<Item = String> + 'e {
    let values = ["class", "id", "name", "data-marker"].into_iter().flat_map(|name| element.attribute(name).split_whitespace());
    values.flat_map(|name| unprefixed(&name.to_lowercase()))
}

/// The name, without what programs put before the names of letters they show or answer: Outlook's `x_`, Yahoo's `ydp1a2b3c4d`
/// and `yiv1234567890`. Where a name may begin with letters that are digits too, as `divrplyfwdmsg` does, all it may be.
fn unprefixed(name: &str) -> Vec<String> {
    let after = |mark: &str, digit: fn(&u8) -> bool, digits_max: usize| {
        let rest = name.strip_prefix(mark)?;
        let digits = rest.bytes().take(digits_max).take_while(digit).count();
        let rests: Vec<&str> = (YAHOO_DIGITS_MIN..=digits).map(|digits| &rest[digits..]).collect();
        (!rests.is_empty()).then_some(rests)
    };
    let yahoo = after("ydp", u8::is_ascii_hexdigit, 8).or_else(|| after("yiv", u8::is_ascii_digit, 12));
    let names = yahoo.unwrap_or_else(|| vec![name]);
    names.into_iter().map(|name| name.strip_prefix("x_").unwrap_or(name).to_owned()).collect()
}

/// Outlook's desktop draws a line above a block of headers; the first words in it are a bold name and a colon.
fn draws_line_above(tokens: &[Token<'_>], at: usize, element: &Element<'_>) -> bool {
    if element.style("border-top").is_none_or(|border| border.starts_with("none")) {
        return false;
    }
    let mut bold = false;
    for token in tokens[at + 1..].iter().take(12) {
        match token {
            Token::Open(inner) => bold |= matches!(inner.name, "b" | "strong"),
            Token::Text(text) if !text.trim().is_empty() => return bold && text.trim_end().ends_with([':', '：']),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::unprefixed;

    #[test]
    fn what_programs_put_before_names_is_dropped_and_no_letter_of_the_name() {
        for (name, expect) in [
            ("gmail_quote", "gmail_quote"),
            ("x_gmail_quote", "gmail_quote"),
            ("ydp1a2b3c4dyahoo_quoted", "yahoo_quoted"),
            ("ydp1a2b3c4dx_gmail_quote", "gmail_quote"),
            ("ydpc11859asignature", "signature"),
            ("ydp1a2b3c4ddivrplyfwdmsg", "divrplyfwdmsg"),
            ("ydp1a2b3c4divrplyfwdmsg", "divrplyfwdmsg"),
            ("yiv1234567890divrplyfwdmsg", "divrplyfwdmsg"),
            ("yiv1234567890appendonsend", "appendonsend"),
            ("ydp1", "ydp1"),
        ] {
            let names = unprefixed(name);
            assert!(names.iter().any(|found| found == expect), "{name}: {names:?}");
        }
        for (name, none) in [("ydp1a2b3signature", "signature"), ("yiv1234567890adivrplyfwdmsg", "divrplyfwdmsg")] {
            let names = unprefixed(name);
            assert!(names.iter().all(|found| found != none), "{name}: {names:?}");
        }
    }
}
