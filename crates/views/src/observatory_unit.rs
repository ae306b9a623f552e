//! One unit from within: the units below it, as `/observatory` shows those of the house.

use crate::{
    observatory::{
        Gallery, Level, saying,
        window::{Windows, query},
    },
    page::{page, rendered_page},
};
use askama::Template;
use domain::{moment::Moment, observatory::Observatory};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};
use store::{Fault, Reading};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ObservatoryUnitView {
    /// Its name.
    pub name: String,
    /// The window's first moment.
    pub from: Moment,
    /// The first moment after it.
    pub until: Moment,
    /// What stands below it.
    pub level: Level,
    /// What the map shows and what it does not.
    pub map_says: String,
    /// What the table of pairs shows and what it does not.
    pub matrix_says: String,
    /// This page, the one above, what people of these units wrote in these weeks, and spreadsheets of all units and pairs.
    pub links: BTreeMap<&'static str, String>,
    #[serde(skip)]
    above: String,
    /// All of it as it stands in the page.
    #[serde(skip)]
    main: String,
}

page!(ObservatoryUnitView, "observatory_unit.html");

#[derive(Template)]
#[template(path = "observatory_unit_drawn.html")]
struct Main<'a> {
    view: &'a ObservatoryUnitView,
}

impl ObservatoryUnitView {
    /// What stands below a unit in the window that ends then, or the newest; `None` for everyone but employees, where there
    /// is no such window, and where nothing below that unit may be said.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        reading: &Reading,
        gallery: &Gallery,
        unit: &str,
        until: Option<Moment>,
    ) -> Result<Option<Arc<ObservatoryUnitView>>, Fault> {
        let Some(windows) = Windows::seen(reading).await? else { return Ok(None) };
        let query = query(until);
        let address = format!("{unit}{query}");
        if let Some(drawn) = gallery.units.at(&address, &windows) {
            return Ok(Some(drawn));
        }
        let result = windows.find(reading, until).await?.and_then(|window| window.result);
        let drawn = result.and_then(|result| ObservatoryUnitView::drawn(&result, unit, &query));
        Ok(drawn.map(|drawn| gallery.units.keep(&address, windows, until, drawn)))
    }

    /// From a result that was [`Observatory::shown`]; pure.
    pub(super) fn drawn(result: &Observatory, unit: &str, query: &str) -> Option<ObservatoryUnitView> {
        let level = Level::of(result, Some(unit), query)?;
        let above = |unit: &str| result.above.iter().find(|it| it.unit == unit);
        let parent = above(unit).and_then(|it| above(it.parent.as_ref()?));
        let up = parent.map_or_else(|| format!("/observatory{query}"), |it| format!("/observatory/units/{}{query}", it.unit));
        let drawn = ObservatoryUnitView {
            name: level.name.clone().unwrap_or_default(),
            from: result.from(),
            until: result.until(),
            map_says: saying::map(result, &level),
            matrix_says: saying::matrix(&level),
            links: BTreeMap::from([
                ("self", format!("/observatory/units/{unit}{query}")),
                ("up", up),
                ("conversations", saying::search_unit(result, level.name.as_deref().unwrap_or_default())),
                ("units", format!("/observatory/units.csv{query}")),
                ("pairs", format!("/observatory/pairs.csv{query}")),
            ]),
            above: parent.map_or_else(String::new, |it| it.name.clone()),
            level,
            main: String::new(),
        };
        Some(ObservatoryUnitView { main: rendered_page(&Main { view: &drawn }), ..drawn })
    }

    fn days(&self) -> String {
        saying::days(self.from, self.until)
    }

    fn link(&self, to: &str) -> &str {
        self.links.get(to).map_or("/observatory", String::as_str)
    }
}
