//! Making text from outside fit to keep: no NUL (PostgreSQL refuses it), no control characters, no endless
//! length, no characters that turn the reading direction of what stands around them.

use super::limits::TEXT_BYTES_MAX;

/// One line: white space runs become one space, control characters go, cut after `chars_max` characters.
pub(super) fn line(text: &str, chars_max: usize) -> String {
    let mut kept = String::new();
    let mut chars = 0;
    // A bounded look at an unbounded input: four times the limit leaves room for folding white space.
    for word in text.split_whitespace().take(chars_max) {
        let gap = usize::from(!kept.is_empty());
        if chars + gap >= chars_max {
            break;
        }
        if gap == 1 {
            kept.push(' ');
            chars += 1;
        }
        for letter in word.chars().filter(|letter| !letter.is_control() && !turns_direction(*letter)) {
            if chars == chars_max {
                return kept;
            }
            kept.push(letter);
            chars += 1;
        }
    }
    kept
}

/// Many lines: `\r\n` and lone `\r` become `\n`, controls other than tab go. The flag says it was cut.
pub(super) fn text(text: &str) -> (String, bool) {
    let mut kept = String::with_capacity(text.len().min(TEXT_BYTES_MAX));
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                '\n'
            }
            '\n' | '\t' => letter,
            control if control.is_control() => continue,
            other => other,
        };
        if kept.len() + letter.len_utf8() > TEXT_BYTES_MAX {
            return (kept, true);
        }
        kept.push(letter);
    }
    (kept, false)
}

/// Embeddings, overrides and isolates of the bidirectional algorithm: they make `gpj.exe` read `exe.jpg`.
pub(super) fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `%41` as `A`: Content-IDs in addresses are written so (RFC 2392).
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_ends_in_time() {
        assert_eq!(line(" a\r\n\tb\0c  d ", 10), "a bc d");
        assert_eq!(line("abcdef", 3), "abc");
        assert_eq!(line("ab cd", 3), "ab");
        assert_eq!(line("x\u{202e}gpj.exe", 20), "xgpj.exe");
    }

    #[test]
    fn text_keeps_its_lines_and_loses_its_nuls() {
        assert_eq!(text("a\r\nb\rc\n\td\0\u{1b}[0m"), ("a\nb\nc\n\td[0m".to_owned(), false));
        assert!(text(&"ä".repeat(TEXT_BYTES_MAX)).1);
    }
}
