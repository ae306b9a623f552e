//! What a failure says about the address: words first where they are plain, then the enhanced code (RFC 3463), then
//! the plain SMTP code. Mail systems choose codes freely; `552 5.1.1 over quota` means a full mailbox.

use domain::{bounce::Bounce, limits};

/// What the other server said.
pub(super) struct Said<'a> {
    /// The `Status` field, or empty.
    pub status: &'a str,
    /// The diagnostic.
    pub words: &'a str,
    /// It is still being tried.
    pub delayed: bool,
}

pub(super) struct About {
    pub class: Bounce,
    /// The most telling enhanced code, or empty.
    pub status: String,
}

/// The mailbox is full, or its server has no room.
const FULL: [&str; 22] = [
    "mailbox full",
    "mailbox is full",
    "mailbox size limit",
    "mailbox exceeds",
    "user mailbox exceeds",
    "over quota",
    "overquota",
    "out of storage",
    "quota exceed",
    "exceeded storage",
    "exceeded his/her quota",
    "disk quota",
    "quota full",
    "is full",
    "inbox full",
    "storage allocation",
    "not enough storage",
    "insufficient",
    "no space left",
    "disk full",
    "postfach ist voll",
    "一杯",
];

/// Nobody is there, or the address or its domain does not exist.
const NOBODY: [&str; 62] = [
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown address",
    "address unknown",
    "unknown mailbox",
    "unknown local",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no such address",
    "no such person",
    "no such domain",
    "no mailbox",
    "not a valid mailbox",
    "not a known user",
    "not our customer",
    "does not exist",
    "doesn't exist",
    "not exist",
    "doesn't have",
    "could not be found",
    "couldn't be found",
    "wasn't found",
    "was not found",
    "recipient not found",
    "recipientnotfound",
    "user not found",
    "mailbox not found",
    "address not found",
    "domain not found",
    "host not found",
    "not found in directory",
    "not listed in",
    "invalid recipient",
    "invalid user",
    "invalid mailbox",
    "invalid address",
    "invalid final delivery",
    "bad destination",
    "mailbox unavailable",
    "mailbox not available",
    "no longer",
    "has moved",
    "account disabled",
    "account is disabled",
    "account has been disabled",
    "mailbox disabled",
    "disabled recipient",
    "account is locked",
    "account inactive",
    "inactive user",
    "is inactive",
    "suspended",
    "deactivated",
    "discontinued",
    "host unknown",
    "unknown host",
    "couldn't find any host",
    "name or service not known",
    "no valid recipients",
];

/// It may work later.
const LATER: [&str; 29] = [
    "timed out",
    "timeout",
    "time-out",
    "expired",
    "try again",
    "try later",
    "too busy",
    "too many connections",
    "temporar",
    "temporär",
    "greylist",
    "retry",
    "retried",
    "retries",
    "delayed",
    "connection refused",
    "connection reset",
    "lost connection",
    "no route to host",
    "network is unreachable",
    "network error",
    "socket error",
    "unable to connect",
    "all hosts have been failing",
    "did not accept our requests to connect",
    "in the queue too long",
    "server is down",
    "rate limit",
    "system not accepting",
];

/// A refusal of the letter, its sender or our server: nothing about the address.
const POLICY: [&str; 46] = [
    "spam",
    "blacklist",
    "black list",
    "blocklist",
    "block list",
    "blocked",
    "banned",
    "rejected due to",
    "policy",
    "dmarc",
    "dkim",
    "spf",
    "unauthenticated",
    "authentication",
    "reputation",
    "virus",
    "malware",
    "content",
    "too large",
    "too big",
    "size limit",
    "exceeds the maximum",
    "message length exceeds",
    "relay",
    "access denied",
    "not accepted from",
    "not allowed to",
    "permission",
    "sender address",
    "sender domain",
    "sender rejected",
    "reverse dns",
    "rdns",
    "ptr record",
    "invalid sender",
    "bad sender",
    "weren't sent",
    "suspicious",
    "unsolicited",
    "refused to accept",
    "not a member",
    "hop count",
    "mail loop",
    "loops back",
    "too many hops",
    "domain of sender",
];

/// All that was said around failures, looked through once however many they are.
pub(super) struct Around {
    class: Option<Bounce>,
    status: Option<String>,
    smtp_code: Option<u16>,
}

impl Around {
    pub fn of(text: &str) -> Around {
        let words = folded(text);
        let class = if says(&words, &FULL) { Some(Bounce::Soft) } else { by_words(&words) };
        Around { class, status: telling_code(text), smtp_code: smtp_code(text) }
    }
}

/// Judges a failure; what was said around it counts where the diagnostic says nothing.
pub(super) fn of(said: &Said<'_>, around: &Around) -> About {
    let words = folded(said.words);
    let status = status(said.status, said.words, around);
    let class = if said.delayed || says(&words, &FULL) {
        Bounce::Soft
    } else {
        by_status(&status)
            .or_else(|| by_words(&words))
            .or_else(|| smtp_code(said.words).map(|code| by_code(code, &status)))
            .or(around.class)
            .or_else(|| around.smtp_code.map(|code| by_code(code, &status)))
            .unwrap_or(Bounce::Other)
    };
    About { class, status }
}

/// Lower case, white space as single blanks: mail systems break lines where they like.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// What a code of RFC 3463 (and of RFC 7372, 7504, 7505) says for itself.
fn by_status(status: &str) -> Option<Bounce> {
    let permanent = status.starts_with('5');
    match status.get(1..)? {
        _ if status.starts_with('4') => Some(Bounce::Soft),
        // Wrong, moved or disabled address or domain; 5.1.10 is a domain that takes no mail.
        ".1.1" | ".1.2" | ".1.3" | ".1.4" | ".1.6" | ".1.10" | ".2.1" | ".4.4" | ".7.13" if permanent => Some(Bounce::Hard),
        ".2.2" | ".3.1" | ".4.1" if permanent && status != "5.4.1" => Some(Bounce::Soft),
        ".4.7" if permanent => Some(Bounce::Soft),
        // The sender's address, security, content, size.
        ".1.7" | ".1.8" | ".2.3" | ".3.4" if permanent => Some(Bounce::Other),
        rest if permanent && (rest.starts_with(".6.") || rest.starts_with(".7.")) => Some(Bounce::Other),
        _ => None,
    }
}

fn by_words(text: &str) -> Option<Bounce> {
    let found = [(&NOBODY[..], Bounce::Hard), (&POLICY[..], Bounce::Other), (&LATER[..], Bounce::Soft)];
    found.into_iter().find(|(phrases, _)| says(text, phrases)).map(|(_, class)| class)
}

fn by_code(code: u16, status: &str) -> Bounce {
    match code {
        400..=499 | 552 => Bounce::Soft,
        // Codes that mean the mailbox itself (RFC 5321, 4.2.3; RFC 7504).
        550 | 551 | 553 | 556 if !status.starts_with("5.7") => Bounce::Hard,
        _ => Bounce::Other,
    }
}

/// The most telling enhanced code: one in the diagnostic goes before the field, which often is `5.0.0`.
fn status(field: &str, words: &str, around: &Around) -> String {
    let telling = telling_code(words).or_else(|| telling_code(field)).or_else(|| around.status.clone());
    telling.or_else(|| codes(field).into_iter().next()).unwrap_or_default()
}

fn telling_code(text: &str) -> Option<String> {
    codes(text).into_iter().find(|code| !code.ends_with(".0.0"))
}

/// Enhanced codes in a text: `5.1.1`, also written `#5.1.1` or `5.1.1)`; parts of longer dotted numbers are none.
fn codes(text: &str) -> Vec<String> {
    let word = |c: char| !(c.is_ascii_digit() || c == '.');
    let candidates = text.split(word).map(|word| word.trim_matches('.')).take(4_000);
    candidates.filter(|word| is_code(word)).map(str::to_owned).take(10).collect()
}

fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &str, digits: usize| {
        (1..=digits).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    matches!(parts.as_slice(), [class, subject, detail]
        if matches!(*class, "4" | "5") && number(subject, 1) && number(detail, 3))
}

/// The first three-digit reply code that begins a line or follows a colon or blank: `550 ...`, `550-...`, `said: 550`.
pub(super) fn smtp_code(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(2)).take(20_000).find_map(|at| {
        let digits = bytes.get(at..at + 3)?;
        let begins = at == 0 || matches!(bytes[at - 1], b' ' | b'\n' | b'\t' | b':' | b'>' | b'(' | b'"' | b'[');
        let ends = matches!(bytes.get(at + 3), None | Some(b' ' | b'-' | b':' | b'\n' | b'#' | b','));
        let code = matches!(digits[0], b'4' | b'5') && matches!(digits[1], b'0'..=b'5') && digits[2].is_ascii_digit();
        (begins && ends && code).then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
    })
}

/// One line of bounded length, without control characters.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(limits::BOUNCE_WORDS_CHARS_MAX).collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(limits::BOUNCE_WORDS_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_judged_by_words_and_codes() {
        let check = |status: &str, words: &str, expect: Bounce, code: &str| {
            let about = of(&Said { status, words, delayed: false }, &Around::of(words));
            assert_eq!((about.class, about.status.as_str()), (expect, code), "{status} {words}");
        };
        check("5.1.1", "550 5.1.1 <a@x.example>... User Unknown", Bounce::Hard, "5.1.1");
        check("5.0.0", "550 no such user here", Bounce::Hard, "5.0.0");
        check("", "552 5.1.1 sorry, that mailbox is over quota", Bounce::Soft, "5.1.1");
        check("5.2.2", "mailbox full", Bounce::Soft, "5.2.2");
        check("4.4.1", "connect to mx.x.example: Connection timed out", Bounce::Soft, "4.4.1");
        check("5.7.1", "554 5.7.1 rejected as spam", Bounce::Other, "5.7.1");
        check("5.0.0", "550-5.7.26 Unauthenticated email from x.example is not accepted", Bounce::Other, "5.7.26");
        check("", "Sorry, I couldn't find any host named x.example. (#5.1.2)", Bounce::Hard, "5.1.2");
        check("", "421 try again later", Bounce::Soft, "");
        check("", "192.0.2.25 did not like it", Bounce::Other, "");
    }

    #[test]
    fn a_reply_code_is_told_from_other_numbers() {
        assert_eq!(smtp_code("Remote host said: 550 no"), Some(550));
        assert_eq!(smtp_code("550-first\n550 last"), Some(550));
        assert_eq!(smtp_code("1550 things, 5500 more, 192.0.2.45, 560 euros"), None);
    }
}
