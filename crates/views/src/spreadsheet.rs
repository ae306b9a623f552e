//! A spreadsheet: lines of CSV (RFC 4180) that begin with the mark of UTF-8, without which spreadsheets guess at names.

/// What a spreadsheet begins with.
pub(crate) const MARK: &str = "\u{feff}";

/// A cell of words. What begins like a formula is none: a spreadsheet must not run a stranger's subject.
pub(crate) fn words(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// A cell of a number of ours; empty where there is none.
pub(crate) fn number(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A line of cells.
pub(crate) fn line<const N: usize>(cells: [String; N]) -> String {
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_a_formula_and_numbers_stay_numbers() {
        let cells = ["7", "=1+1", "She said \"now\"", "a,b", "", "-"].map(words);
        assert_eq!(line(cells), "\"7\",\"'=1+1\",\"She said \"\"now\"\"\",\"a,b\",\"\",\"'-\"\r\n");
        assert_eq!(line([number(Some(-0.5)), number(None::<f64>), number(Some(12))]), "-0.5,,12\r\n");
    }
}
