//! Names beside marks: as much of them as fits, in one line or two. The server knows no font, so widths are estimated on the
//! wide side; the whole name stands in the mark's own title.

/// Estimated width of words, in sizes of the letters.
pub(crate) fn wide(words: &str) -> f64 {
    let letter = |c: char| match c {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | '.' | ',' | ':' | '\'' | '|' | ' ' | '(' | ')' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' | '0'..='9' | '&' | '…' => 0.74,
        '\u{20}'..='\u{7e}' => 0.6,
        // Script with broad letters: Hangul and all that stands behind the symbols.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'.. => 1.05,
        _ => 0.74,
    };
    words.chars().map(letter).sum()
}

/// What fits into so much room, with a mark where something was left out.
pub(crate) fn cut(words: &str, room: f64) -> String {
    if wide(words) <= room {
        return words.to_owned();
    }
    let (mut kept, mut used) = (String::new(), wide("…"));
    for c in words.chars() {
        used += wide(c.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// A name in at most two lines that fit into so much room.
pub(crate) fn lines(name: &str, room: f64) -> Vec<String> {
    if wide(name) <= room {
        return vec![name.to_owned()];
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let fits = |count: &usize| wide(&words[..*count].join(" ")) <= room;
    match (1..words.len()).rev().find(fits) {
        Some(count) => vec![words[..count].join(" "), cut(&words[count..].join(" "), room)],
        None => vec![cut(name, room)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_two_lines_and_what_does_not_fit_is_marked() {
        assert_eq!(lines("Support", 8.0), ["Support"]);
        assert_eq!(lines("Research and development", 9.0), ["Research and", "development"]);
        assert_eq!(lines("Donaudampfschifffahrt", 6.0), ["Donauda…"]);
        assert_eq!(lines("顧客成功部門本部", 4.0), ["顧客成…"]);
        assert_eq!(lines("", 4.0), [""]);
        for name in ["a b c d e f g h i j k l m n o p", "Bureau für Übergänge und Anfänge", "x", "W W W W W W W W W"] {
            assert!(lines(name, 7.0).iter().all(|line| wide(line) <= 7.0), "{name}");
        }
    }
}
