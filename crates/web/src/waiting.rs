//! `/waiting`: everybody outside who waits for us, as page, JSON and CSV.

use crate::{
    answer::{self, Trouble, page, shown, with_next},
    entry::Visitor,
    house::House,
};
use axum::{
    extract::{Query, State},
    response::Response,
};
use domain::{limits, refusal::Refusal};
use serde::Deserialize;
use store::reading::waiting::WaitingCursor;
use views::waiting::WaitingView;

shown!(WaitingView);

/// Where the page begins.
#[derive(Deserialize)]
pub struct Wanted {
    cursor: Option<String>,
    /// Only those who never had an answer.
    #[serde(default)]
    first: bool,
}

impl Wanted {
    fn from(&self) -> WaitingCursor {
        views::waiting::cursor(self.cursor.as_deref().unwrap_or_default())
    }
}

/// `GET /waiting`.
pub async fn board(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, WaitingView::gather(&reading, wanted.from(), limits::PAGE_ROWS, wanted.first)).await
}

/// `GET /waiting.csv`: what a spreadsheet shows at once, and in a `Link` where the rest is.
pub async fn csv(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let view = WaitingView::gather(&visitor.reading(&house), wanted.from(), limits::WAITING_CSV_ROWS, wanted.first).await?;
    let view = view.ok_or_else(Refusal::hidden)?;
    Ok(with_next(answer::csv(view.csv()), view.csv_next().as_deref()))
}
