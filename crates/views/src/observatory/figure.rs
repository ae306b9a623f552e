//! A figure in words: its name, what it means, its value and bounds as people say them.

use crate::words::{known, of_family, t};
use domain::observatory::Figure;

/// Figures that are a share of something, told in hundredths.
const SHARES: [&str; 29] = [
    "e_i_by_chance",
    "reciprocity",
    "answered_within_1h",
    "answered_within_8h",
    "answered_within_24h",
    "answered_within_72h",
    "settled_within_72h",
    "reopened",
    "first_answer_by_peer",
    "broadcast",
    "dead_ends",
    "reply_ratio",
    "deep_threads",
    "word_balance",
    "talks_with_market",
    "cross_functional",
    "signed",
    "templated",
    "fair_by_channel",
    "answered_by_mail",
    "answered_on_page",
    "fair_by_side",
    "answered_customers",
    "answered_partners",
    "answered_public",
    "decided",
    "told",
    "loop_closed",
    "changed",
];

pub(crate) fn name(figure: &Figure) -> String {
    named(&figure.name)
}

pub(crate) fn named(name: &str) -> String {
    of_family("figure", &name.replace('_', "-"))
}

/// What a figure means, in a sentence; empty where its name says it.
pub(crate) fn help(figure: &Figure) -> String {
    let key = format!("figure-help-{}", figure.name.replace('_', "-"));
    if known(&key) { t(&key).into_owned() } else { String::new() }
}

pub(crate) fn value(figure: &Figure) -> String {
    figure.value.map_or_else(|| lacking(figure.lacking.as_deref()), |value| told(&figure.name, value))
}

pub(crate) fn bounds(figure: &Figure) -> String {
    let between = |(low, high)| format!("{} … {}", told(&figure.name, low), told(&figure.name, high));
    figure.low.zip(figure.high).map_or_else(String::new, between)
}

pub(crate) fn stands_on(figure: &Figure) -> String {
    figure.n.map_or_else(String::new, |n| n.to_string())
}

pub(crate) fn lacking(why: Option<&str>) -> String {
    of_family("lacking", &why.unwrap_or("no_records").replace('_', "-"))
}

/// Three figures behind the point are as much as any of these numbers is sure of.
pub(crate) fn number(value: f64) -> String {
    format!("{value:.3}")
}

/// Whether a figure is a share of something.
pub(crate) fn is_share(name: &str) -> bool {
    SHARES.contains(&name)
}

/// A number of this figure as people say it; programs get it as it is.
pub(crate) fn told(name: &str, value: f64) -> String {
    match name {
        "waiting" => format!("{value:.0}"),
        "answer_median_hours" => format!("{value:.1}"),
        share if is_share(share) => percent(value),
        _ => number(value),
    }
}

/// Hundredths; of a small share a figure behind the point still says something.
pub(crate) fn percent(share: f64) -> String {
    let hundredths = share * 100.0;
    // Of what is there it is never said that there is nothing.
    if share > 0.0 && hundredths < 0.05 {
        return String::from("<\u{a0}0.1\u{a0}%");
    }
    // What would be rounded to ten is ten.
    if hundredths < 9.95 { format!("{hundredths:.1}\u{a0}%") } else { format!("{hundredths:.0}\u{a0}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str, value: Option<f64>) -> Figure {
        let (low, high) = (value.map(|v| v * 0.5), value.map(|v| v * 1.5));
        let lacking = value.is_none().then(|| String::from("no_records"));
        Figure { name: name.to_owned(), version: 1, n: Some(12), value, low, high, lacking }
    }

    #[test]
    fn a_figure_is_told_as_people_say_it() {
        for (name, number, words, between) in [
            ("answered_within_24h", 0.5, "50\u{a0}%", "25\u{a0}% … 75\u{a0}%"),
            ("e_i_by_chance", 0.004, "0.4\u{a0}%", "0.2\u{a0}% … 0.6\u{a0}%"),
            ("e_i_by_chance", 0.0001, "<\u{a0}0.1\u{a0}%", "<\u{a0}0.1\u{a0}% … <\u{a0}0.1\u{a0}%"),
            ("reopened", 0.0, "0.0\u{a0}%", "0.0\u{a0}% … 0.0\u{a0}%"),
            ("reply_ratio", 0.0997, "10\u{a0}%", "5.0\u{a0}% … 15\u{a0}%"),
            ("waiting", 14.0, "14", "7 … 21"),
            ("answer_median_hours", 7.24, "7.2", "3.6 … 10.9"),
            ("e_i", -0.5, "-0.500", "-0.250 … -0.750"),
        ] {
            let figure = figure(name, Some(number));
            assert_eq!((value(&figure), bounds(&figure)), (words.to_owned(), between.to_owned()), "{name}");
        }
        let none = figure("reopened", None);
        assert_eq!((value(&none), bounds(&none)), (lacking(Some("no_records")), String::new()));
    }

    #[test]
    fn every_figure_told_in_hundredths_has_its_name() {
        for share in SHARES {
            assert!(known(&format!("figure-{}", share.replace('_', "-"))), "{share} is no figure");
        }
    }
}
