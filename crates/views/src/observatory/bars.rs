//! Shares as bars, with how sure each is: how soon those who asked were answered, and whether the house talks with its market
//! or at it.

use super::{figure, layout::rounded, saying};
use crate::words::t;
use domain::observatory::Figure;
use serde::Serialize;

/// The figures of the clocks.
const WITHIN: [&str; 4] = ["answered_within_1h", "answered_within_8h", "answered_within_24h", "answered_within_72h"];
/// Those of the panel, each turned so that more is more of a dialogue.
const PANEL: [(&str, Turn); 6] = [
    ("broadcast", Turn::Rest),
    ("answered_within_24h", Turn::Itself),
    ("initiative_balance", Turn::Evenness),
    ("talks_with_market", Turn::Itself),
    ("first_answer_by_peer", Turn::Itself),
    ("loop_closed", Turn::Itself),
];
/// Whether people speak, or a desk does.
const VOICE: [(&str, Turn); 2] = [("signed", Turn::Itself), ("templated", Turn::Rest)];
/// Groups of those who asked, of which one may wait longer.
const FAIR: [&str; 5] = ["answered_by_mail", "answered_on_page", "answered_customers", "answered_partners", "answered_public"];
/// The frame: wide, a row with its words, and in it the bar.
const WIDTH: f64 = 360.0;
const ROW: f64 = 34.0;
const BAR: (f64, f64) = (16.0, 10.0);
/// Where the words of a row stand.
const WORDS: f64 = 11.0;

/// How a figure becomes a share of which more is better.
#[derive(Clone, Copy)]
enum Turn {
    Itself,
    /// One less it.
    Rest,
    /// Of a balance between -1 and 1: one where it is even.
    Evenness,
}

impl Turn {
    fn share(self, value: f64) -> f64 {
        match self {
            Turn::Itself => value,
            Turn::Rest => 1.0 - value,
            Turn::Evenness => 1.0 - value.abs(),
        }
    }

    /// A balance is published without bounds.
    fn bounds(self, figure: &Figure) -> Option<(f64, f64)> {
        let (low, high) = figure.low.zip(figure.high)?;
        match self {
            Turn::Itself => Some((low, high)),
            Turn::Rest => Some((1.0 - high, 1.0 - low)),
            Turn::Evenness => None,
        }
    }
}

/// One share.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Share {
    /// What it is.
    pub name: String,
    /// The share, between 0 and 1.
    pub value: Option<f64>,
    /// The lower bound of its 95 % interval, where it has one.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
}

/// Some of them.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bars {
    /// Which, in one word.
    pub name: &'static str,
    /// What they are.
    pub title: String,
    /// What they show and what they do not.
    pub says: String,
    /// Each.
    pub shares: Vec<Share>,
}

/// A bar.
pub(crate) struct Bar<'a> {
    pub words_y: f64,
    pub name: &'a str,
    pub told: String,
    pub y: f64,
    pub wide: f64,
    /// From the lower to the upper bound.
    pub whisker: Option<(f64, f64)>,
}

impl Bars {
    /// How soon those who asked were answered; `None` where not one of the figures is said.
    pub(crate) fn clocks(dialogue: &[Figure]) -> Option<Bars> {
        let figures = WITHIN.into_iter().filter_map(|name| Some((saying::hours(name), share(dialogue, name, Turn::Itself)?)));
        let title = t("observatory-clocks-title").into_owned();
        Bars { name: "clocks", title, says: saying::clocks(dialogue), shares: named(figures) }.said()
    }

    /// Whether the house talks with its market; `None` where not one of the figures is said.
    pub(crate) fn panel(dialogue: &[Figure]) -> Option<Bars> {
        let words = |name: &str| crate::words::of_family("panel", &name.replace('_', "-"));
        let figures = PANEL.into_iter().filter_map(|(name, turn)| Some((words(name), share(dialogue, name, turn)?)));
        let (title, says) = (t("observatory-panel-title").into_owned(), t("observatory-panel-says").into_owned());
        Bars { name: "panel", title, says, shares: named(figures) }.said()
    }

    /// Whether people speak; `None` where it is not said.
    pub(crate) fn voice(dialogue: &[Figure]) -> Option<Bars> {
        let words = |name: &str| crate::words::of_family("voice", name);
        let figures = VOICE.into_iter().filter_map(|(name, turn)| Some((words(name), share(dialogue, name, turn)?)));
        let (title, says) = (t("observatory-voice-title").into_owned(), t("observatory-voice-says").into_owned());
        Bars { name: "voice", title, says, shares: named(figures) }.said()
    }

    /// Whether one group of those who asked waits longer; `None` where it is not said.
    pub(crate) fn fair(dialogue: &[Figure]) -> Option<Bars> {
        let words = |name: &str| crate::words::of_family("fair", &name.replace('_', "-"));
        let said = |name: &&str| dialogue.iter().any(|figure| figure.name == *name && figure.value.is_some());
        let figures = FAIR.into_iter().filter(said).filter_map(|name| Some((words(name), share(dialogue, name, Turn::Itself)?)));
        let title = t("observatory-fair-title").into_owned();
        Bars { name: "fair", title, says: saying::fair(dialogue), shares: named(figures) }.said()
    }

    fn said(self) -> Option<Bars> {
        self.shares.iter().any(|share| share.value.is_some()).then_some(self)
    }

    pub(crate) fn bars(&self) -> Vec<Bar<'_>> {
        let x = |share: f64| rounded(share.clamp(0.0, 1.0) * WIDTH);
        let mut bars = Vec::with_capacity(self.shares.len());
        for (at, it) in self.shares.iter().enumerate() {
            let top = at as f64 * ROW;
            bars.push(Bar {
                words_y: top + WORDS,
                name: &it.name,
                told: told(it),
                y: top + BAR.0,
                wide: it.value.map_or(0.0, x),
                whisker: it.low.zip(it.high).map(|(low, high)| (x(low), x(high))),
            });
        }
        bars
    }

    pub(crate) fn size(&self) -> (f64, f64) {
        (WIDTH, ROW * self.shares.len() as f64)
    }

    pub(crate) fn thick(&self) -> f64 {
        BAR.1
    }
}

/// A share as people say it, with its bounds.
pub(crate) fn told(it: &Share) -> String {
    it.value.map_or_else(|| figure::lacking(None), figure::percent)
}

/// Its bounds as people say them.
pub(crate) fn bounds(it: &Share) -> String {
    let between = |(low, high)| format!("{} … {}", figure::percent(low), figure::percent(high));
    it.low.zip(it.high).map_or_else(String::new, between)
}

fn share(dialogue: &[Figure], name: &str, turn: Turn) -> Option<Share> {
    let figure = dialogue.iter().find(|figure| figure.name == name)?;
    let bounds = turn.bounds(figure);
    Some(Share {
        name: String::new(),
        value: figure.value.map(|value| turn.share(value)),
        low: bounds.map(|(low, _)| low),
        high: bounds.map(|(_, high)| high),
    })
}

fn named(shares: impl Iterator<Item = (String, Share)>) -> Vec<Share> {
    shares.map(|(name, share)| Share { name, ..share }).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn bars_grow_with_the_hours_stay_in_the_frame_and_a_clock_that_says_nothing_has_none() {
        let mut dialogue = sample::house(&[9; 5], &[]).dialogue;
        let clocks = Bars::clocks(&dialogue).unwrap();
        let bars = clocks.bars();
        assert!(bars.is_sorted_by(|one, next| one.wide <= next.wide && one.y + BAR.1 < next.words_y - WORDS + 2.0));
        for bar in &bars {
            let (low, high) = bar.whisker.unwrap();
            assert!(low >= 0.0 && low <= bar.wide && bar.wide <= high && high <= WIDTH && bar.y + BAR.1 <= clocks.size().1);
        }
        dialogue[0] = sample::figure("answered_within_1h", None);
        let clocks = Bars::clocks(&dialogue).unwrap();
        let bars = clocks.bars();
        assert_eq!((bars[0].wide, bars[0].whisker), (0.0, None));
        dialogue.iter_mut().for_each(|it| *it = sample::figure(&it.name, None));
        assert_eq!(Bars::clocks(&dialogue), None);
    }

    #[test]
    fn a_group_of_which_nothing_is_said_has_no_bar_and_the_ratio_is_told_in_words() {
        let mut dialogue = vec![sample::figure("answered_by_mail", Some(0.4)), sample::figure("answered_on_page", Some(0.8))];
        dialogue.extend([sample::figure("answered_customers", None), sample::figure("signed", None)]);
        assert!(Bars::voice(&dialogue).is_none());
        let bare = Bars::fair(&dialogue).unwrap();
        assert_eq!(bare.shares.iter().map(|it| it.value).collect::<Vec<_>>(), [Some(0.4), Some(0.8)]);
        dialogue.push(sample::figure("fair_by_channel", Some(0.5)));
        let told = Bars::fair(&dialogue).unwrap().says;
        assert!(told.contains("50\u{a0}%") && told != bare.says, "{told}");
    }

    #[test]
    fn on_the_panel_more_is_more_of_a_dialogue() {
        let figure = |name: &str, value, low, high| Figure { low, high, ..sample::figure(name, Some(value)) };
        let dialogue = [
            figure("broadcast", 0.3, Some(0.2), Some(0.5)),
            figure("initiative_balance", -0.9, None, None),
            figure("talks_with_market", 0.2, Some(0.1), Some(0.3)),
        ];
        let panel = Bars::panel(&dialogue).unwrap();
        let near = |one: Option<f64>, other: f64| (one.unwrap() - other).abs() < 1e-12;
        assert!(near(panel.shares[0].value, 0.7) && near(panel.shares[0].low, 0.5) && near(panel.shares[0].high, 0.8));
        assert!(near(panel.shares[1].value, 0.1) && panel.shares[1].low.is_none());
        assert!(near(panel.shares[2].value, 0.2));
        assert_eq!(panel.shares.len(), 3, "what is not measured has no bar");
        assert!(VOICE.iter().all(|(name, _)| crate::words::known(&format!("voice-{name}"))));
        assert!(FAIR.iter().all(|name| crate::words::known(&format!("fair-{}", name.replace('_', "-")))));
        assert!(PANEL.iter().all(|(name, _)| crate::words::known(&format!("panel-{}", name.replace('_', "-")))));
    }
}
