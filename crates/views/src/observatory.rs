//! The observatory: what was measured of a window and may be seen, the same for every employee, in pictures with their tables.
//!
//! **Invariants.** Only published results are read here, never what they were computed from, and of these only what is shown
//! ([`Observatory::shown`]): a unit of which nothing is said leaves no trace, neither a name nor a gap. Pictures are drawn from
//! the published numbers alone, so that they tell nothing that the tables do not.
//!
//! [`Observatory::shown`]: domain::observatory::Observatory::shown

pub(crate) mod bars;
pub(crate) mod figure;
mod gallery;
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
pub(crate) mod window;

pub use crate::observatory_unit::ObservatoryUnitView;
pub use crate::observatory_window::{ObservatoryWindow, Says, WindowLink};
pub use bars::{Bars, Share};
pub use gallery::Gallery;
pub use level::{Level, LevelPair, LevelTie, Node, Part};
pub use sheet::Sheet;
pub use trend::{Point, Trend};

use crate::page::page;
use domain::moment::Moment;
use serde::{Serialize, Serializer};
use std::sync::Arc;
use store::{Fault, Reading};
use window::{Windows, query};

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
    /// What was measured.
    #[serde(flatten, serialize_with = "inside")]
    pub window: Arc<ObservatoryWindow>,
}

page!(ObservatoryView, "observatory.html");

fn inside<S: Serializer>(window: &ObservatoryWindow, serializer: S) -> Result<S::Ok, S::Error> {
    window.serialize(serializer)
}

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
    pub async fn gather(reading: &Reading, gallery: &Gallery, until: Option<Moment>) -> Result<Option<ObservatoryView>, Fault> {
        let Some(windows) = Windows::seen(reading).await? else { return Ok(None) };
        let (query, notice) = (query(until), notice(reading).await?);
        if let Some(window) = gallery.windows.at(&query, &windows) {
            return Ok(Some(ObservatoryView { notice, window }));
        }
        let Some(window) = windows.find(reading, until).await? else { return Ok(None) };
        let figures = window.figures(reading).await?;
        let drawn = ObservatoryWindow::drawn(window, &windows, &figures, &query);
        Ok(Some(ObservatoryView { notice, window: gallery.windows.keep(&query, windows, until, drawn) }))
    }
}
