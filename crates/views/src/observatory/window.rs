//! Published windows, as far as they may be seen.

use domain::{
    limits::WINDOWS_DRAWN,
    moment::Moment,
    observatory::{FIGURES, Observatory, RESULT, WindowFigures},
    terms::may_observe,
};
use store::{Fault, Reading};

/// The ends of the windows that are published, the newest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Windows(pub(crate) Vec<Moment>);

impl Windows {
    /// Those that the viewer sees; `None` for everyone but employees.
    pub(crate) async fn seen(reading: &Reading) -> Result<Option<Windows>, Fault> {
        if reading.viewer().actor().is_none_or(|actor| may_observe(&actor).is_err()) {
            return Ok(None);
        }
        Ok(Some(Windows(reading.windows_published(RESULT).await?)))
    }

    /// The window that ends then, or the newest; `None` where there is no such window.
    pub(crate) async fn find(&self, reading: &Reading, until: Option<Moment>) -> Result<Option<Window>, Fault> {
        let found = match until.or(self.0.first().copied()) {
            Some(until) => reading.published(RESULT, until).await?,
            None => None,
        };
        if until.is_some() && found.is_none() {
            return Ok(None);
        }
        let result = found.as_ref().and_then(|it| serde_json::from_str::<Observatory>(&it.body).ok()).map(Observatory::shown);
        Ok(Some(Window { result, computed_at: found.map(|it| it.computed_at) }))
    }
}

/// A published window; without a result where none is published yet.
pub(crate) struct Window {
    pub(crate) result: Option<Observatory>,
    pub(crate) computed_at: Option<Moment>,
}

impl Window {
    /// The figures of this window and those before it, the earliest first.
    pub(crate) async fn figures(&self, reading: &Reading) -> Result<Vec<WindowFigures>, Fault> {
        let Some(result) = &self.result else { return Ok(Vec::new()) };
        let found = reading.published_up_to(FIGURES, result.until(), WINDOWS_DRAWN).await?;
        Ok(found.iter().rev().filter_map(|it| serde_json::from_str(&it.body).ok()).collect())
    }
}

/// What keeps the window in an address, where it was asked for.
pub(crate) fn query(until: Option<Moment>) -> String {
    until.map_or_else(String::new, |until| format!("?until={}", until.0))
}
