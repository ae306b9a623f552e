//! What each picture says in one sentence: what it shows, with its figures, and what it does not.

use super::{figure, level::Level, trend::Point};
use crate::{
    search::encoded,
    words::{t, t_with},
};
use domain::{
    moment::{Moment, SECOND},
    observatory::{Figure, Observatory},
};
use jiff::{Timestamp, tz::TimeZone};

/// Closer to chance than this is told as chance.
const LITTLE: f64 = 0.05;
/// A pair that turns to each other less than this stands behind a wall.
const WALL_LIFT: f64 = 0.5;

fn said(figures: &[Figure], name: &str) -> Option<f64> {
    figures.iter().find(|figure| figure.name == name).and_then(|figure| figure.value)
}

/// The window in one sentence.
pub(crate) fn headline(result: &Observatory) -> String {
    let walls = said(&result.walls, "segregation").map(|segregation| {
        let share = figure::percent(segregation.abs());
        let told = |key: &str| t_with(key, &[("share", share.as_str().into())]);
        match segregation {
            closed if closed >= LITTLE => told("observatory-headline-closed"),
            open if open <= -LITTLE => told("observatory-headline-open"),
            _ => t("observatory-headline-even").into_owned(),
        }
    });
    let answered = said(&result.dialogue, "answered_within_24h")
        .map(|share| t_with("observatory-headline-answered", &[("share", figure::percent(share).into())]));
    match (walls, answered) {
        (Some(walls), Some(answered)) => {
            t_with("observatory-headline-both", &[("walls", walls.into()), ("answered", answered.into())])
        }
        (Some(one), None) | (None, Some(one)) => t_with("observatory-headline-one", &[("said", one.into())]),
        (None, None) => t("observatory-headline-none").into_owned(),
    }
}

/// The map.
pub(crate) fn map(result: &Observatory, level: &Level) -> String {
    if let Some(name) = &level.name {
        let units: usize = level.nodes.iter().map(|node| node.units).sum();
        let gaps = [("name", name.into()), ("units", units.into()), ("people", i64::from(level.people()).into())];
        return t_with("observatory-map-says-within", &gaps);
    }
    // Of all ties E lie between units and I within: E-I is (E - I) / (E + I), so that the share within is (1 - E-I) / 2.
    let inside = |name: &str| said(&result.walls, name).map(|e_i| figure::percent((1.0 - e_i) / 2.0));
    match (inside("e_i"), inside("e_i_expected")) {
        (Some(inside), Some(chance)) => t_with("observatory-map-says", &[("inside", inside.into()), ("chance", chance.into())]),
        _ => t("observatory-map-says-bare").into_owned(),
    }
}

/// What a map leaves out, and what its circles stand for where that is not each a unit.
pub(crate) fn left_out(level: &Level) -> Vec<String> {
    let (nodes, ties) = (level.nodes.len(), level.ties.iter().filter(|tie| tie.ties > 0.0).count());
    let mut said = Vec::new();
    if level.grouped() {
        said.push(t("observatory-map-grouped").into_owned());
    }
    let mut cut = |key: &str, drawn: usize, all: usize| {
        let gaps = [("drawn", drawn.into()), ("all", all.into())];
        said.extend((drawn < all).then(|| t_with(key, &gaps)));
    };
    cut("observatory-map-largest", level.drawn().len(), nodes);
    cut("observatory-map-heaviest", level.ties_drawn(), ties);
    said
}

/// The table of units as colours.
pub(crate) fn matrix(level: &Level) -> String {
    let between = || level.pairs.iter().filter(|pair| pair.from != pair.to);
    let walls = between().filter(|pair| pair.lift < WALL_LIFT).count();
    let key = if level.near() { "observatory-matrix-says-near" } else { "observatory-matrix-says" };
    let said = t_with(key, &[("walls", walls.into()), ("pairs", between().count().into())]);
    if level.across { format!("{said} {}", t("observatory-matrix-groups")) } else { said }
}

/// A trend: from the first number to the last.
pub(crate) fn trend(name: &str, points: &[Point]) -> String {
    let mut told = points.iter().filter_map(|point| Some((point, point.value?)));
    let (first, last) = (told.next(), told.next_back());
    let Some((point, value)) = last.or(first) else { return String::new() };
    let (earlier, number) = first.unwrap_or((point, value));
    let key = match (name, last.is_some()) {
        ("segregation", true) => "observatory-trend-segregation",
        ("segregation", false) => "observatory-trend-segregation-once",
        ("waiting", true) => "observatory-trend-waiting",
        ("waiting", false) => "observatory-trend-waiting-once",
        (_, true) => "observatory-trend-answered",
        (_, false) => "observatory-trend-answered-once",
    };
    let told = |number: f64| figure::told(name, number);
    let (from, since) = (told(number), day(earlier.until));
    let gaps = [("from", from.into()), ("since", since.into()), ("now", told(value).into()), ("day", day(point.until).into())];
    t_with(key, &gaps)
}

/// The clocks.
pub(crate) fn clocks(within: &[Figure]) -> String {
    let share = |name: &str| said(within, name).map(figure::percent);
    match (share("answered_within_1h"), share("answered_within_72h")) {
        (Some(hour), Some(days)) => t_with("observatory-clocks-say", &[("hour", hour.into()), ("days", days.into())]),
        _ => t("observatory-clocks-say-bare").into_owned(),
    }
}

/// Whether one group of those who asked waits longer than another.
pub(crate) fn fair(groups: &[Figure]) -> String {
    let worst = ["fair_by_channel", "fair_by_side"].into_iter().filter_map(|name| said(groups, name)).reduce(f64::min);
    match worst {
        Some(share) => t_with("observatory-fair-says", &[("share", figure::percent(share).into())]),
        None => t("observatory-fair-says-bare").into_owned(),
    }
}

/// How many hours a figure speaks of.
pub(crate) fn hours(name: &str) -> String {
    let hours: i64 = name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default();
    t_with("observatory-hours", &[("hours", hours.into())])
}

/// A day without its year, as windows end: by UTC.
pub(crate) fn day(at: Moment) -> String {
    written(at, &t("observatory-day"))
}

/// A day with its year.
pub(crate) fn date(at: Moment) -> String {
    written(at, &t("observatory-date"))
}

/// A window.
pub(crate) fn days(from: Moment, until: Moment) -> String {
    t_with("observatory-window", &[("from", day(from).into()), ("until", date(until).into())])
}

fn written(at: Moment, pattern: &str) -> String {
    let Ok(stamp) = Timestamp::from_second(at.0.div_euclid(SECOND)) else { return String::new() };
    stamp.to_zoned(TimeZone::UTC).strftime(pattern).to_string()
}

/// A search for conversations of the window, of which each sees what she may see.
pub(crate) fn search(result: &Observatory) -> String {
    let date = |at: Moment| written(at, "%Y-%m-%d");
    format!("/search?q=after%3A{}+before%3A{}", date(result.from()), date(result.until()))
}

/// The same of who is in a unit now, or below it.
pub(crate) fn search_unit(result: &Observatory, name: &str) -> String {
    // A quote would end the name.
    format!("{}+unit%3A{}", search(result), encoded(&format!("\"{}\"", name.replace('"', " "))))
}

#[cfg(test)]
mod tests {
    use super::{
        super::sample::{self, figure},
        *,
    };

    #[test]
    fn a_window_is_said_in_one_sentence_whatever_it_lacks() {
        let mut result = sample::house(&[9; 5], &[]);
        let mut told = |segregation: Option<f64>, answered: Option<f64>| {
            result.walls = vec![figure("segregation", segregation)];
            result.dialogue = vec![figure("answered_within_24h", answered)];
            headline(&result)
        };
        let both = told(Some(0.46), Some(0.57));
        assert!(both.contains("46\u{a0}%") && both.contains("57\u{a0}%") && both.ends_with('.'), "{both}");
        assert!(told(Some(-0.2), None).contains("20\u{a0}%"));
        assert!(!told(Some(0.01), None).contains('%'));
        assert_eq!(told(None, None), t("observatory-headline-none"));
    }

    #[test]
    fn the_share_of_ties_that_stay_inside_is_what_e_i_says() {
        let mut result = sample::house(&[9; 5], &[]);
        result.walls = vec![figure("e_i", Some(-0.64)), figure("e_i_expected", Some(0.6))];
        let level = Level::of(&result, None, "").unwrap();
        let said = map(&result, &level);
        assert!(said.contains("82\u{a0}%") && said.contains("20\u{a0}%"), "{said}");
        result.walls.clear();
        assert_eq!(map(&result, &level), t("observatory-map-says-bare"));
    }

    #[test]
    fn a_search_names_the_window_and_nothing_else() {
        let result = sample::house(&[9; 5], &[]);
        assert_eq!(search(&result), "/search?q=after%3A2025-10-30+before%3A2025-11-27");
        let unit = "/search?q=after%3A2025-10-30+before%3A2025-11-27+unit%3A%22R%26D%20east%22";
        assert_eq!(search_unit(&result, "R&D east"), unit);
        assert_eq!(hours("answered_within_8h"), "8 hours");
        assert_eq!(hours("answered_within_1h"), "1 hour");
    }
}
