//! Encoded words (RFC 2047) that are written against the rule, written anew as it asks.

use super::old_charset::{self, OldCharset};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};

/// An encoded word is at most 75 octets long (RFC 2047, 2), in practice as long as a short subject.
const WORD_BYTES_MAX: usize = 300;

/// The longest name of a charset has some thirty.
const CHARSET_BYTES_MAX: usize = 40;

/// Octets that stand bare within an encoded word (against RFC 2047, 4.2) are in its charset: they are written as it writes
/// others. Where they are UTF-8 they stay.
pub(super) fn with_whole_words(head: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(head.len());
    let mut rest = head;
    while let Some((before, words, behind)) = quoted_words(rest) {
        whole.extend_from_slice(before);
        let bare = std::str::from_utf8(words).is_err();
        for &byte in words {
            if bare && !byte.is_ascii() {
                whole.extend_from_slice(format!("={byte:02X}").as_bytes());
            } else {
                whole.push(byte);
            }
        }
        rest = behind;
    }
    whole.extend_from_slice(rest);
    whole
}

/// Encoded words of UTF-8 that part a letter (against RFC 2047, 5): the next takes what is left of it. `None` where there are none.
pub(super) fn with_whole_letters(head: &[u8]) -> Option<Vec<u8>> {
    let (mut whole, mut left): (Option<Vec<u8>>, Vec<u8>) = (None, Vec::new());
    let mut word = utf_8_word(head, 0);
    while let Some((begins, ends, octets)) = word {
        word = utf_8_word(head, ends);
        let until = word.as_ref().map_or(head.len(), |(begins, ..)| *begins);
        let goes_on = word.is_some() && until > ends && head[ends..until].trim_ascii().is_empty();
        let said = [left.as_slice(), &octets].concat();
        let parted = match std::str::from_utf8(&said) {
            Err(error) if goes_on && error.error_len().is_none() => error.valid_up_to(),
            _ => said.len(),
        };
        if !left.is_empty() || parted < said.len() {
            whole.get_or_insert_with(|| head[..begins].to_vec()).extend_from_slice(&encoded_word(&said[..parted]));
        } else if let Some(whole) = &mut whole {
            whole.extend_from_slice(&head[begins..ends]);
        }
        left = said[parted..].to_vec();
        if let Some(whole) = &mut whole {
            whole.extend_from_slice(&head[ends..until]);
        }
    }
    whole
}

/// Encoded words in charsets the parser does not know, in UTF-8. `None` where there are none.
pub(super) fn with_known_charsets(head: &[u8]) -> Option<Vec<u8>> {
    let mut known: Option<Vec<u8>> = None;
    let mut from = 0;
    for begins in head.windows(2).enumerate().filter(|(_, window)| *window == b"=?").map(|(at, _)| at) {
        let Some((charset, octets, ends)) = (begins >= from).then(|| old_word(&head[begins + 2..])).flatten() else { continue };
        let known = known.get_or_insert_default();
        known.extend_from_slice(&head[from..begins]);
        known.extend_from_slice(&encoded_word(charset.decode(&octets).as_bytes()));
        from = begins + 2 + ends;
    }
    known.map(|known| [&known, &head[from..]].concat())
}

/// Behind `=?`: a charset of old, what is encoded in it, and where the word ends.
fn old_word(head: &[u8]) -> Option<(OldCharset, Vec<u8>, usize)> {
    let near = &head[..head.len().min(CHARSET_BYTES_MAX + 3 + WORD_BYTES_MAX)];
    let named = near.iter().take(CHARSET_BYTES_MAX).position(|byte| *byte == b'?')?;
    // Behind an asterisk stands the language (RFC 2231, 5).
    let name = near[..named].split(|byte| *byte == b'*').next()?;
    let charset = old_charset::of(std::str::from_utf8(name).ok()?)?;
    let (octets, length) = match &near[named + 1..] {
        [b'q' | b'Q', b'?', words @ ..] => word_end(words).map(|end| (unquoted(&words[..end]), end)),
        [b'b' | b'B', b'?', words @ ..] => word_end(words).and_then(|end| Some((base64_decode(&words[..end])?, end))),
        _ => None,
    }?;
    Some((charset, octets, named + 3 + length + 2))
}

/// The next encoded word of UTF-8 behind a place: where it begins and ends, and its octets.
fn utf_8_word(head: &[u8], from: usize) -> Option<(usize, usize, Vec<u8>)> {
    let mut from = from;
    loop {
        let begins = from + head.get(from..)?.windows(2).position(|window| window == b"=?")?;
        let inner = begins + 8;
        if !head.get(begins + 2..inner)?.eq_ignore_ascii_case(b"utf-8?") {
            from = begins + 2;
            continue;
        }
        let near = &head[inner..head.len().min(inner + WORD_BYTES_MAX)];
        let decoded = match near {
            [b'q' | b'Q', b'?', words @ ..] => word_end(words).map(|end| (end, unquoted(&words[..end]))),
            [b'b' | b'B', b'?', words @ ..] => word_end(words).and_then(|end| Some((end, base64_decode(&words[..end])?))),
            _ => None,
        };
        match decoded {
            Some((end, octets)) => return Some((begins, inner + 2 + end + 2, octets)),
            None => from = inner,
        }
    }
}

fn word_end(words: &[u8]) -> Option<usize> {
    words.windows(2).position(|window| window == b"?=")
}

fn unquoted(words: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = words.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    quoted_printable_decode(&spaced).unwrap_or(spaced)
}

fn encoded_word(octets: &[u8]) -> Vec<u8> {
    let mut word = b"=?utf-8?Q?".to_vec();
    octets.iter().for_each(|byte| word.extend_from_slice(format!("={byte:02X}").as_bytes()));
    word.extend_from_slice(b"?=");
    word
}

/// What stands before the next `=?charset?Q?words?=` and its beginning, the words, and what is behind them.
fn quoted_words(head: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let begins = |window: &[u8]| window.eq_ignore_ascii_case(b"?q?");
    let at = head.windows(3).position(begins)? + 3;
    let near = &head[at..head.len().min(at + WORD_BYTES_MAX)];
    let end = near.windows(2).position(|window| window == b"?=" || window[0] == b'\n').unwrap_or_default();
    let named = head[..at - 3].iter().rev().take(CHARSET_BYTES_MAX).any(|byte| *byte == b'?');
    let end = if named { at + end } else { at };
    Some((&head[..at], &head[at..end], &head[end..]))
}

#[cfg(test)]
mod tests {
    use super::super::Letter;

    #[test]
    fn encoded_words_that_part_a_letter_are_read_as_one() {
        let subject = |head: &str| Letter::read(format!("Subject: {head}\r\n\r\nx").as_bytes()).subject;
        assert_eq!(subject("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?="), "Grüße");
        assert_eq!(subject("=?UTF-8?Q?Gr=C3?=\r\n =?utf-8?q?=BC=C3=9Fe_aus?= =?utf-8?Q?_K=C3=B6ln?="), "Grüße aus Köln");
        assert_eq!(subject("Re: =?utf-8?Q?=E6=9D=B1=E4?= =?utf-8?B?uqw=?= (2)"), "Re: 東京 (2)");
        assert_eq!(subject("=?utf-8?Q?=C3?= and =?utf-8?Q?=BC?="), "\u{fffd} and \u{fffd}", "words of its own stand between");
        assert_eq!(subject("=?utf-8?Q?a?= =?utf-8?Q?b?="), "ab");
    }
}
