//! `/`: what needs me; for strangers the way in.

use crate::{
    answer::{Trouble, page, see_other, shown},
    entry::Visitor,
    house::House,
};
use axum::{extract::State, response::Response};
use domain::refusal::Refusal;
use views::home::HomeView;

shown!(HomeView);

/// `GET /`.
pub async fn home(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    if visitor.person().is_none() {
        if house.store().people_count().await? == 0 && !visitor.json {
            return Ok(see_other("/found"));
        }
        return Err(Refusal::stranger().into());
    }
    let reading = visitor.reading(&house);
    page(&house, &visitor, async { HomeView::gather(&reading).await.map(Some) }).await
}
