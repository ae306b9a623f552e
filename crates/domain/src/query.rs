//! Search queries as people type them: `brake "rear light" -recall from:maya in:support is:open after:2026-01-01`.

use crate::{
    kind::Kind,
    moment::{DAY, Moment, SECOND},
    refusal::Refusal,
    words::folded,
};

/// Characters of one query.
pub const QUERY_CHARS_MAX: usize = 400;
/// Words and phrases of one query: each costs a list of the index.
pub const TERMS_MAX: usize = 16;

/// One thing to find or to leave out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Folded words in order: one is a word, more are a phrase.
    pub words: Vec<String>,
    /// Whether messages with it are left out.
    pub not: bool,
}

/// States that `is:` asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Going on.
    Open,
    /// Ended.
    Closed,
    /// With an accepted answer.
    Answered,
    /// Somebody waits for us.
    Unanswered,
    /// Assigned to me.
    Mine,
    /// New to me.
    Unread,
}

impl State {
    const ALL: [State; 6] = [State::Open, State::Closed, State::Answered, State::Unanswered, State::Mine, State::Unread];

    /// The word behind `is:`.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Closed => "closed",
            State::Answered => "answered",
            State::Unanswered => "unanswered",
            State::Mine => "mine",
            State::Unread => "unread",
        }
    }

    fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Words and phrases.
    pub terms: Vec<Term>,
    /// Who wrote it: a handle, a name, an address, or `me`.
    pub from: Option<String>,
    /// Who stands in its circle.
    pub to: Option<String>,
    /// The unit in which who wrote it is, or below it: its name.
    pub unit: Option<String>,
    /// The slug of its space.
    pub space: Option<String>,
    /// Its conversation's kind.
    pub kind: Option<Kind>,
    /// Its conversation's state.
    pub state: Option<State>,
    /// Whether it has a file.
    pub file: bool,
    /// Written before this moment.
    pub before: Option<Moment>,
    /// Written at or after this moment.
    pub after: Option<Moment>,
}

/// Reads a query.
///
/// # Errors
/// Refuses an empty one, one that is too long, and values an operator does not know, with the field `q`.
pub fn parse(text: &str) -> Result<Query, Refusal> {
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(Refusal::invalid("q", "query-long").with("max", QUERY_CHARS_MAX));
    }
    let mut query = Query::default();
    for piece in pieces(text) {
        match piece.split_once(':').filter(|(_, value)| !value.is_empty()) {
            Some((operator, value)) if is_operator(operator) => apply(&mut query, operator, value.trim_matches('"'))?,
            _ => add_term(&mut query, piece),
        }
    }
    if query.terms.len() > TERMS_MAX {
        return Err(Refusal::invalid("q", "query-terms").with("max", TERMS_MAX));
    }
    if query == Query::default() {
        return Err(Refusal::invalid("q", "query-empty"));
    }
    Ok(query)
}

/// Pieces between blanks, where quotes hold blanks together.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c.is_whitespace() && !quoted {
            pieces.push(&text[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&text[from..]);
    pieces.retain(|p| !p.is_empty());
    pieces
}

fn is_operator(word: &str) -> bool {
    matches!(word, "from" | "to" | "unit" | "in" | "kind" | "is" | "has" | "before" | "after")
}

fn add_term(query: &mut Query, piece: &str) {
    let (not, rest) = piece.strip_prefix('-').map_or((false, piece), |rest| (true, rest));
    let words: Vec<String> = folded(rest).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    if !words.is_empty() {
        query.terms.push(Term { words, not });
    }
}

fn apply(query: &mut Query, operator: &str, value: &str) -> Result<(), Refusal> {
    let unknown =
        || Refusal::invalid("q", "query-value").with("operator", operator).with("value", value).with("known", known(operator));
    match operator {
        "from" => query.from = Some(value.to_lowercase()),
        "to" => query.to = Some(value.to_lowercase()),
        "unit" => query.unit = Some(folded(value)).filter(|unit| !unit.is_empty()),
        "in" => query.space = Some(value.to_lowercase()),
        "kind" => query.kind = Some(Kind::from_word(value).ok_or_else(unknown)?),
        "is" => query.state = Some(State::from_word(value).ok_or_else(unknown)?),
        // People call them as their other programs do.
        "has" if matches!(value, "file" | "files" | "attachment" | "attachments") => query.file = true,
        "before" => query.before = Some(day(value).ok_or_else(unknown)?),
        "after" => query.after = Some(day(value).ok_or_else(unknown)?),
        _ => return Err(unknown()),
    }
    Ok(())
}

/// What can stand behind an operator, for who wrote something else there.
fn known(operator: &str) -> String {
    match operator {
        "kind" => Kind::ALL.map(Kind::word).join(", "),
        "is" => State::ALL.map(State::word).join(", "),
        "has" => String::from("file"),
        _ => String::from("2026-11-23"),
    }
}

/// The first moment of a day (`2026-11-23`), UTC.
fn day(value: &str) -> Option<Moment> {
    let date: jiff::civil::Date = value.parse().ok()?;
    let seconds = date.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    Some(Moment(seconds.checked_mul(SECOND)?)).filter(|m| m.0 > -1000 * 366 * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_it_is_typed() {
        let query = parse(
            "Brake \"rear light\" -recall from:maya unit:\"Front Desk\" in:support is:open after:2026-01-01 kind:case has:file",
        )
        .unwrap();
        let words: Vec<_> = query.terms.iter().map(|t| (t.words.join(" "), t.not)).collect();
        assert_eq!(words, [("brake".into(), false), ("rear light".into(), false), ("recall".into(), true)]);
        assert_eq!(
            (query.from.as_deref(), query.space.as_deref(), query.kind),
            (Some("maya"), Some("support"), Some(Kind::Case))
        );
        assert_eq!(query.unit.as_deref(), Some("front desk"));
        assert_eq!((query.state, query.file, query.after), (Some(State::Open), true, Some(Moment(1_767_225_600 * SECOND))));
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_words_and_nothing_panics() {
        let refused = parse("is:gone").unwrap_err();
        assert!(format!("{refused:?}").contains("unanswered"), "it does not say what there is: {refused:?}");
        assert!(parse("has:attachment").unwrap().file);
        for text in ["", "   ", "\"\"", "is:gone", "kind:intent", "before:yesterday", "has:hope"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert!(parse(&"x ".repeat(300)).is_err());
        for text in ["\"open quote", "-", "--", "from:", "a:b:c", "::", "\u{0}x", "before:9999-12-31", "NEAR(a b) OR * ^"] {
            let _ = parse(text);
        }
    }
}
