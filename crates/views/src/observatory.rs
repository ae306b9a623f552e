//! The observatory: what was measured of a window and may be seen, the same for every employee, in pictures with their tables.
//!
//! **Invariants.** Only published results are read here, never what they were computed from, and of these only what is shown
//! ([`Observatory::shown`]): a unit of which nothing is said leaves no trace, neither a name nor a gap. Pictures are drawn from
//! the published numbers alone, so that they tell nothing that the tables do not.

pub(crate) mod bars;
pub(crate) mod figure;
mod heat;
mod label;
mod layout;
mod level;
mod map;
#[cfg(test)]
mod sample;
pub(crate) mod saying;
mod sheet;
#[cfg(test)]
mod tests;
mod trend;

pub use crate::observatory_unit::ObservatoryUnitView;
pub use bars::{Bars, Share};
pub use level::{Level, LevelPair, LevelTie, Node, Part};
pub use sheet::Sheet;
pub use trend::{Point, Trend};

use crate::page::page;
use domain::{
    limits::WINDOWS_DRAWN,
    moment::Moment,
    observatory::{FIGURES, Observatory, RESULT, WindowFigures, speaks_seldom},
    terms::may_observe,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Fault, Reading};

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

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ObservatoryView {
    /// The notice under which it is measured; none where nothing is.
    pub notice: Option<NoticeWords>,
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

/// A published window, as far as it may be seen.
pub(crate) struct Window {
    pub(crate) result: Option<Observatory>,
    computed_at: Option<Moment>,
    all: Vec<Moment>,
}

impl Window {
    /// The window that ends then, or the newest; `None` for everyone but employees, and where there is no such window.
    pub(crate) async fn find(reading: &Reading, until: Option<Moment>) -> Result<Option<Window>, Fault> {
        if reading.viewer().actor().is_none_or(|actor| may_observe(&actor).is_err()) {
            return Ok(None);
        }
        let all = reading.windows_published(RESULT).await?;
        let found = match until.or(all.first().copied()) {
            Some(until) => reading.published(RESULT, until).await?,
            None => None,
        };
        if until.is_some() && found.is_none() {
            return Ok(None);
        }
        let result = found.as_ref().and_then(|it| serde_json::from_str::<Observatory>(&it.body).ok()).map(Observatory::shown);
        Ok(Some(Window { result, computed_at: found.map(|it| it.computed_at), all }))
    }

    /// The figures of this window and those before it, the earliest first.
    async fn figures(&self, reading: &Reading) -> Result<Vec<WindowFigures>, Fault> {
        let Some(result) = &self.result else { return Ok(Vec::new()) };
        let found = reading.published_up_to(FIGURES, result.until(), WINDOWS_DRAWN).await?;
        Ok(found.iter().rev().filter_map(|it| serde_json::from_str(&it.body).ok()).collect())
    }
}

/// What keeps the window in an address, where it was asked for.
pub(crate) fn query(until: Option<Moment>) -> String {
    until.map_or_else(String::new, |until| format!("?until={}", until.0))
}

impl WindowLink {
    fn day(&self) -> String {
        saying::date(self.until)
    }
}

impl ObservatoryView {
    /// The result of the window that ends then, or the newest; `None` for everyone but employees, and where there is no
    /// such window.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, until: Option<Moment>) -> Result<Option<ObservatoryView>, Fault> {
        let Some(window) = Window::find(reading, until).await? else { return Ok(None) };
        let (notice, figures) = (notice(reading).await?, window.figures(reading).await?);
        Ok(Some(ObservatoryView::drawn(window, notice, &figures, &query(until))))
    }

    /// From what was read; pure.
    fn drawn(window: Window, notice: Option<NoticeWords>, figures: &[WindowFigures], query: &str) -> ObservatoryView {
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
        ObservatoryView {
            notice,
            says,
            level,
            trends: TRENDS.into_iter().filter_map(|name| Trend::of(name, figures)).collect(),
            bars: window.result.as_ref().map_or_else(Vec::new, |result| {
                let all = [Bars::clocks, Bars::panel, Bars::voice, Bars::fair].map(|bars| bars(&result.dialogue));
                all.into_iter().flatten().collect()
            }),
            computed_at: window.computed_at,
            windows: window.all.iter().map(link).collect(),
            result: window.result,
            links,
        }
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
