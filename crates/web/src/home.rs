//! `/`: what needs me; for strangers the way in.

use crate::{
    answer::{Trouble, page_of_reading, see_other, shown},
    entry::Visitor,
    house::House,
};
use axum::{extract::State, response::Response};
use views::{first_steps::Post, home::HomeView};

shown!(HomeView);

/// `GET /`.
pub async fn home(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    if visitor.person().is_none() && !visitor.json && house.store().people_count().await? == 0 {
        return Ok(see_other("/found"));
    }
    visitor.signed_in()?;
    let reading = visitor.reading(&house).at_one_moment()?;
    let reach = house.reach();
    let post = Post { domain: &reach.mail_domain, smtp: reach.smtp.as_deref(), relay: reach.relay };
    page_of_reading(&house, &visitor, &reading, async { HomeView::gather(&reading, &post).await.map(Some) }).await
}
