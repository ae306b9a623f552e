//! A window of the observatory with its pictures, drawn once for all who see it.

use crate::{
    filters,
    observatory::{
        Bars, Level, Trend, saying,
        window::{Window, Windows},
    },
    page::rendered_page,
};
use askama::Template;
use domain::{
    moment::Moment,
    observatory::{Observatory, WindowFigures, speaks_seldom},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The figures that are drawn over time.
const TRENDS: [&str; 3] = ["segregation", "answered_within_24h", "waiting"];

/// A window that is published.
#[derive(Clone, Debug, Serialize)]
pub struct WindowLink {
    /// The first moment after it.
    pub until: Moment,
    /// Its page.
    pub href: String,
}

/// What each picture shows, and what it does not.
#[derive(Clone, Debug, Serialize)]
pub struct Says {
    /// The window.
    pub headline: String,
    /// The map.
    pub map: String,
    /// The table of pairs.
    pub matrix: String,
}

/// What the page shows of a window, the same for everybody.
#[derive(Clone, Debug, Serialize)]
pub struct ObservatoryWindow {
    /// What the pictures say, in a sentence each; none where no window is published.
    pub says: Option<Says>,
    /// What was measured, as far as it may be seen; none where no window is published.
    pub result: Option<Observatory>,
    /// The house's units as they are drawn.
    pub level: Option<Level>,
    /// Figures over time, up to this window.
    pub trends: Vec<Trend>,
    /// How soon people were answered, and whether the house talks with its market.
    pub bars: Vec<Bars>,
    /// When it was computed.
    pub computed_at: Option<Moment>,
    /// The windows there are, the newest first.
    pub windows: Vec<WindowLink>,
    /// This page, the same for a spreadsheet, and where conversations of the window stand that the viewer may see.
    pub links: BTreeMap<&'static str, String>,
    /// All of it as it stands in the page.
    #[serde(skip)]
    pub(crate) main: String,
}

#[derive(Template)]
#[template(path = "observatory_window.html")]
struct Main<'a> {
    view: &'a ObservatoryWindow,
}

impl WindowLink {
    fn day(&self) -> String {
        saying::date(self.until)
    }
}

impl ObservatoryWindow {
    /// From what was read; pure.
    pub(crate) fn drawn(window: Window, windows: &Windows, figures: &[WindowFigures], query: &str) -> ObservatoryWindow {
        let level = window.result.as_ref().and_then(|result| Level::of(result, None, query));
        let says = window.result.as_ref().zip(level.as_ref()).map(|(result, level)| Says {
            headline: saying::headline(result),
            map: saying::map(result, level),
            matrix: saying::matrix(level),
        });
        let mut links = BTreeMap::from([("self", format!("/observatory{query}")), ("mirror", String::from("/mirror"))]);
        if let Some(result) = &window.result {
            links.insert("units", format!("/observatory/units.csv{query}"));
            links.insert("pairs", format!("/observatory/pairs.csv{query}"));
            links.insert("figures", format!("/observatory/figures.csv{query}"));
            links.insert("conversations", saying::search(result));
            links.insert("waiting", String::from("/waiting"));
        }
        let link = |until: &Moment| WindowLink { until: *until, href: format!("/observatory?until={}", until.0) };
        let drawn = ObservatoryWindow {
            says,
            level,
            trends: TRENDS.into_iter().filter_map(|name| Trend::of(name, figures)).collect(),
            bars: window.result.as_ref().map_or_else(Vec::new, |result| {
                let all = [Bars::clocks, Bars::panel, Bars::voice, Bars::fair].map(|bars| bars(&result.dialogue));
                all.into_iter().flatten().collect()
            }),
            computed_at: window.computed_at,
            windows: windows.0.iter().map(link).collect(),
            result: window.result,
            links,
            main: String::new(),
        };
        ObservatoryWindow { main: rendered_page(&Main { view: &drawn }), ..drawn }
    }

    /// The window before this one.
    fn older(&self) -> Option<&str> {
        let until = self.result.as_ref()?.until();
        self.windows.iter().find(|window| window.until < until).map(|window| window.href.as_str())
    }

    /// The window after this one.
    fn newer(&self) -> Option<&str> {
        let until = self.result.as_ref()?.until();
        self.windows.iter().rev().find(|window| window.until > until).map(|window| window.href.as_str())
    }

    /// Where this window does not speak of what is said seldom, the last before it that does.
    fn speaking(&self) -> Option<&WindowLink> {
        let until = self.result.as_ref()?.until();
        let speaks = |window: &&WindowLink| window.until < until && speaks_seldom(window.until);
        self.windows.iter().find(speaks).filter(|_| !speaks_seldom(until))
    }

    /// From its first day to the first after it.
    fn days(&self) -> String {
        self.result.as_ref().map_or_else(String::new, |result| saying::days(result.from(), result.until()))
    }

    fn link(&self, to: &str) -> &str {
        self.links.get(to).map_or("/observatory", String::as_str)
    }
}
