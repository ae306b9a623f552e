//! The observatory: what was measured of a window and may be seen, the same for every employee.
//!
//! **Invariant.** Only published results are read here, never what they were computed from.

use crate::{
    page::page,
    words::{known, of_family, t},
};
use domain::{
    moment::Moment,
    observatory::{Cell, Figure, Observatory, RESULT},
    terms::may_observe,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Fault, Reading};

/// Figures that are a share of something, told in hundredths.
const SHARES: [&str; 16] = [
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
];

/// A window that is published.
#[derive(Clone, Debug, Serialize)]
pub struct WindowLink {
    /// The first moment after it.
    pub until: Moment,
    /// Its page.
    pub href: String,
}

/// The house's notice, as everybody reads it.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeWords {
    /// What it says.
    pub words: String,
    /// When it was published.
    pub published_at: Moment,
    /// From when on what is written counts.
    pub counts_from: Moment,
    /// The least number of people a number speaks of.
    pub group_min: u32,
}

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ObservatoryView {
    /// The notice under which it is measured; none where nothing is.
    pub notice: Option<NoticeWords>,
    /// What was measured; none where no window is published.
    pub result: Option<Observatory>,
    /// When it was computed.
    pub computed_at: Option<Moment>,
    /// The windows there are, the newest first.
    pub windows: Vec<WindowLink>,
    /// This page.
    pub links: BTreeMap<&'static str, String>,
}

page!(ObservatoryView, "observatory.html");

/// The notice that stands, in words.
pub(crate) async fn notice(reading: &Reading) -> Result<Option<NoticeWords>, Fault> {
    Ok(reading.store().notice().await?.map(|it| NoticeWords {
        words: it.words,
        published_at: it.published_at,
        counts_from: it.counts_from,
        group_min: it.group_min,
    }))
}

impl ObservatoryView {
    /// The result of the window that ends then, or the newest; `None` for everyone but employees, and where there is no
    /// such window.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, until: Option<Moment>) -> Result<Option<ObservatoryView>, Fault> {
        if reading.viewer().actor().is_none_or(|actor| may_observe(&actor).is_err()) {
            return Ok(None);
        }
        let windows = reading.windows_published(RESULT).await?;
        let wanted = until.or(windows.first().copied());
        let found = match wanted {
            Some(until) => reading.published(RESULT, until).await?,
            None => None,
        };
        if until.is_some() && found.is_none() {
            return Ok(None);
        }
        let link = |until: &Moment| WindowLink { until: *until, href: format!("/observatory?until={}", until.0) };
        Ok(Some(ObservatoryView {
            notice: notice(reading).await?,
            result: found.as_ref().and_then(|it| serde_json::from_str(&it.body).ok()),
            computed_at: found.as_ref().map(|it| it.computed_at),
            windows: windows.iter().map(link).collect(),
            links: BTreeMap::from([("self", wanted.map_or_else(|| String::from("/observatory"), |at| link(&at).href))]),
        }))
    }
}

pub(crate) fn name(figure: &Figure) -> String {
    of_family("figure", &figure.name.replace('_', "-"))
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

fn lacking(why: Option<&str>) -> String {
    of_family("lacking", &why.unwrap_or("no_records").replace('_', "-"))
}

/// The cells of the table of units by row and column, with the units that stand in it.
pub(crate) fn table(result: &Observatory) -> Vec<(String, Vec<String>)> {
    let shown = |at: &usize| result.matrix.iter().any(|cell| cell.from == *at || cell.to == *at);
    let places: Vec<usize> = (0..result.units.len()).filter(shown).collect();
    let cell = |from: usize, to: usize| {
        let found: Option<&Cell> = result.matrix.iter().find(|cell| cell.from == from && cell.to == to);
        found.and_then(|cell| cell.lift).map_or_else(String::new, number)
    };
    let row = |from: &usize| (result.units[*from].name.clone(), places.iter().map(|to| cell(*from, *to)).collect());
    places.iter().map(row).collect()
}

/// Three figures behind the point are as much as any of these numbers is sure of.
fn number(value: f64) -> String {
    format!("{value:.3}")
}

/// A number of this figure as people say it; programs get it as it is.
fn told(name: &str, value: f64) -> String {
    match name {
        "waiting" => format!("{value:.0}"),
        "answer_median_hours" => format!("{value:.1}"),
        share if SHARES.contains(&share) => percent(value),
        _ => number(value),
    }
}

/// Hundredths; of a small share a figure behind the point still says something.
fn percent(share: f64) -> String {
    let hundredths = share * 100.0;
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
