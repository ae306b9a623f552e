//! `/observatory`: what was measured, for all employees alike.

use crate::{
    answer::{Trouble, page as show, shown},
    entry::Visitor,
    house::House,
};
use axum::{
    extract::{Query, State},
    response::Response,
};
use domain::moment::Moment;
use serde::Deserialize;
use views::observatory::ObservatoryView;

shown!(ObservatoryView);

/// Which window, by its end; the newest where it does not say.
#[derive(Deserialize)]
pub struct Wanted {
    until: Option<i64>,
}

/// `GET /observatory`.
pub async fn page(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    show(&house, &visitor, ObservatoryView::gather(&reading, wanted.until.map(Moment))).await
}
