use super::*;

/// The letters of a text, as (offset, letter).
fn letters(text: &str) -> Vec<(u64, String)> {
    let pieces = Mbox::new(text.as_bytes()).map(|piece| piece.expect("memory can be read"));
    pieces.map(|piece| (piece.offset, String::from_utf8(piece.raw.expect("not too long")).expect("text"))).collect()
}

fn words(text: &str) -> Vec<String> {
    letters(text).into_iter().map(|(_, letter)| letter).collect()
}

const FROM: &str = "From dora@velo.example Sat Feb  1 07:40:33 2003\n";

#[test]
fn letters_stand_between_separators_and_know_where() {
    let text = format!("{FROM}A: 1\n\none\n\n{FROM}A: 2\n\ntwo\n");
    assert_eq!(letters(&text), [(0, "A: 1\n\none\n".to_owned()), (59, "A: 2\n\ntwo\n".to_owned())]);
    assert_eq!(words(&text.replace('\n', "\r\n")), ["A: 1\r\n\r\none\r\n", "A: 2\r\n\r\ntwo\r\n"]);
    assert_eq!(words(&format!("\n\n{FROM}A: 1\n")), ["A: 1\n"]);
    assert!(words("").is_empty() && words("\n\n").is_empty());
}

#[test]
fn an_escaped_line_is_part_of_its_letter_and_loses_one_mark() {
    let text = format!("{FROM}A: 1\n\n>From me\n>>From you\n> From us\nFrom here on, nothing\n");
    assert_eq!(words(&text), ["A: 1\n\nFrom me\n>From you\n> From us\nFrom here on, nothing\n"]);
}

#[test]
fn where_the_first_separator_has_no_date_an_empty_line_decides() {
    assert_eq!(words("From x\nA: 1\n\none\nFrom inside\n\nFrom y\nA: 2\n\n"), ["A: 1\n\none\nFrom inside\n", "A: 2\n"]);
    assert_eq!(words("From \nA: 1\n\none\n"), ["A: 1\n\none\n"]);
}

#[test]
fn what_is_no_mbox_is_one_letter_as_it_stands() {
    let text = format!("A: 1\n\n>From me\n\n{FROM}x\n\n");
    assert_eq!(words(&text), [text.as_str()]);
}

#[test]
fn a_letter_that_says_its_length_holds_separators() {
    let body = format!("\n{FROM}>From me\nB: no header\n\n");
    let first = format!("A: 1\nContent-Length: {}\n\n{body}", body.len());
    let text = format!("{FROM}{first}\n{FROM}A: 2\n\ntwo\n");
    assert_eq!(words(&text), [first.clone(), "A: 2\n\ntwo\n".to_owned()]);
    assert_eq!(words(&format!("{FROM}{first}")), [first.trim_end_matches('\n').to_owned() + "\n"], "the last of a file, too");
}

#[test]
fn a_length_that_is_wrong_is_not_believed() {
    for length in ["7", "4000", "99999999999999999999", "x", "-1"] {
        let text = format!("{FROM}A: 1\nContent-Length: {length}\n\none\n\n{FROM}A: 2\n\ntwo\n");
        assert_eq!(words(&text).len(), 2, "{length}");
    }
    let many = format!("{FROM}A: 1\nContent-Length: 4000\n\none\n\n").repeat(100);
    assert_eq!(words(&many).len(), 100);
}

#[test]
fn reading_ahead_moves_no_line_twice() {
    // A line that moved the rest of what was read ahead would take hours here.
    let short = "x\n".repeat(3 << 20);
    let wrong = format!("{FROM}A: 1\nContent-Length: {}\n\none\n\n{FROM}A: 2\n\n{short}", 6 << 20);
    let found = letters(&wrong);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].1.len(), "A: 2\n\n".len() + short.len());
    // A right one, with a separator in each other line: what is there already is not read anew.
    let body = format!("{FROM}x\n").repeat(40_000);
    let right = format!("{FROM}A: 1\nContent-Length: {}\n\n{body}\n{FROM}A: 2\n\ntwo\n", body.len());
    assert_eq!(letters(&right).len(), 2);
}

#[test]
fn between_four_control_characters_nothing_is_escaped() {
    let line = "\u{1}\u{1}\u{1}\u{1}\n";
    let text = format!("{line}A: 1\n\n>From me\n{FROM}x\n{line}{line}{FROM}A: 2\n\ntwo\n{line}");
    assert_eq!(words(&text), [format!("A: 1\n\n>From me\n{FROM}x\n"), "A: 2\n\ntwo\n".to_owned()]);
    assert!(words(&line.repeat(3)).is_empty());
}

#[test]
fn the_date_of_a_separator_is_read_in_its_usual_forms() {
    let check = |line: &str, expect: Option<i64>| assert_eq!(date(line.as_bytes()).map(|at| at.0 / 1_000_000), expect, "{line}");
    check(FROM, Some(1_044_085_233));
    check("From - Tue Apr 29 08:38:55 2008", Some(1_209_458_335));
    check("From a@b Tue, 29 Apr 2008 08:38:55 +0000 (UTC)", Some(1_209_458_335));
    check("From nobody at host  Tue Apr  9 14:46 2002", Some(1_018_363_560));
    check("From here to 2003 at 10:30", None);
    check("From \u{fffd}", None);
}

/// Letters with one that is too long between them, made while they are read.
struct Long {
    left: usize,
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = into.len().min(self.left);
        into[..n].fill(b'x');
        self.left -= n;
        Ok(n)
    }
}

#[test]
fn a_letter_that_is_too_long_is_passed_over_and_the_next_is_read() {
    let long = Long { left: limits::LETTER_BYTES_MAX + 1 };
    let behind = format!("\n\n{FROM}A: 2\n");
    let source = FROM.as_bytes().chain(long).chain(behind.as_bytes());
    let pieces: Vec<Piece> = Mbox::new(io::BufReader::new(source)).map(|piece| piece.unwrap()).collect();
    assert_eq!(pieces.len(), 2);
    assert!(pieces[0].raw.is_none());
    assert_eq!(pieces[1].raw.as_deref(), Some(&b"A: 2\n"[..]));
}

proptest::proptest! {
    #[test]
    fn whatever_bytes_there_are_something_is_read_to_the_end(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..2000)) {
        let pieces: Vec<Piece> = Mbox::new(&bytes[..]).map(|piece| piece.unwrap()).collect();
        proptest::prop_assert!(pieces.windows(2).all(|two| two[0].offset < two[1].offset));
    }
}
