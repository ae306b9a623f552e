//! By what the line above a quote ("On Tuesday, 3 May 2022, Dora <dora@velo.example> wrote:") is known in any language: it
//! names a moment or an address. No date is parsed.

/// Whether an address stands in it: an `@` with something before and behind it.
pub fn has_address(text: &str) -> bool {
    let solid = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || "_-.+".contains(letter));
    text.match_indices('@').any(|(at, _)| solid(text[..at].chars().next_back()) && solid(text[at + 1..].chars().next()))
}

/// Whether a year, a clock time, or a day with a month stands in it, in figures as [`figure`] gives them.
pub fn has_date(text: &str) -> bool {
    let figures: Vec<(&str, &str)> = figures(text);
    figures.iter().enumerate().any(|(at, (digits, mark))| {
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        let next = figures.get(at + 1).map_or(0, |(digits, _)| digits.len());
        let clock = digits.len() <= 2 && next == 2 && matches!(*mark, ":" | "." | "h" | "：");
        let day = digits.len() <= 2 && (1..=2).contains(&next) && matches!(*mark, "/" | "-");
        year || clock || day
    })
}

/// Runs of digits, each with the text up to the next run.
fn figures(text: &str) -> Vec<(&str, &str)> {
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let next = rest[end..].find(|letter: char| letter.is_ascii_digit()).map_or(rest.len(), |next| end + next);
        figures.push((&rest[..end], &rest[end..next]));
        rest = &rest[end..];
    }
    figures
}

/// Figures of other scripts as ours: a date is one in any of them.
pub fn figure(letter: char) -> char {
    let zero = match letter {
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06f0}'..='\u{06f9}' => 0x06f0,
        '\u{0966}'..='\u{096f}' => 0x0966,
        '\u{0e50}'..='\u{0e59}' => 0x0e50,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return letter,
    };
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_more_than_a_figure() {
        for date in ["3 May 2022", "03.05.22 um 10:15", "klo 10.15", "3/5", "10h30", "12-31"] {
            assert!(has_date(date), "{date}");
        }
        for none in ["2 things", "Ordered 12 wheels", "order 4711", "1, 2 and 3", "3. Mai", ""] {
            assert!(!has_date(none), "{none}");
        }
        assert!(has_date(&"٣ مايو ٢٠٢٢".chars().map(figure).collect::<String>()));
    }

    #[test]
    fn an_address_has_something_on_both_sides() {
        assert!(has_address("Dora <dora@velo.example>:") && has_address("dora@velo.example"));
        assert!(!has_address("two wheels @ 30") && !has_address("@dora, look:") && !has_address(""));
    }
}
