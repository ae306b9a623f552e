//! `/observatory`: what was measured, for all employees alike, as page, JSON and CSV; and units from within.

use crate::{
    answer::{self, Trouble, page_of_reading as show, shown},
    entry::Visitor,
    house::House,
};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{moment::Moment, refusal::Refusal};
use serde::Deserialize;
use views::observatory::{ObservatoryUnitView, ObservatoryView, Sheet};

shown!(ObservatoryView, ObservatoryUnitView);

/// Which window, by its end; the newest where it does not say.
#[derive(Deserialize)]
pub struct Wanted {
    until: Option<i64>,
}

impl Wanted {
    fn until(&self) -> Option<Moment> {
        self.until.map(Moment)
    }
}

/// `GET /observatory`.
pub async fn page(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    show(&house, &visitor, &reading, ObservatoryView::gather(&reading, house.gallery(), wanted.until())).await
}

/// `GET /observatory/units/{id}`: the units below one.
pub async fn unit(
    State(house): State<House>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    show(&house, &visitor, &reading, ObservatoryUnitView::gather(&reading, house.gallery(), &unit, wanted.until())).await
}

/// `GET /observatory/units.csv`.
pub async fn units_csv(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    csv(&house, &visitor, Sheet::Units, &wanted).await
}

/// `GET /observatory/pairs.csv`.
pub async fn pairs_csv(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    csv(&house, &visitor, Sheet::Pairs, &wanted).await
}

/// `GET /observatory/figures.csv`: those of this window and of the ones before it.
pub async fn figures_csv(
    State(house): State<House>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    csv(&house, &visitor, Sheet::Figures, &wanted).await
}

async fn csv(house: &House, visitor: &Visitor, sheet: Sheet, wanted: &Wanted) -> Result<Response, Trouble> {
    let csv = sheet.csv(&visitor.reading(house), wanted.until()).await?.ok_or_else(Refusal::hidden)?;
    Ok(answer::csv(csv))
}
