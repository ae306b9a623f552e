//! `/`: what needs me; for strangers the way in.

use crate::{
    answer::{Trouble, done, page_of_reading, see_other, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::reading_mark;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{id::Position, refusal::Refusal};
use views::{
    first_steps::Post,
    home::HomeView,
    notices::{NoticesView, is_reason},
};

shown!(HomeView, NoticesView);

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

/// `GET /notices/{reason}`: all that stands on the home page for one reason.
pub async fn notices(State(house): State<House>, visitor: Visitor, Path(reason): Path<String>) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house).at_one_moment()?;
    page_of_reading(&house, &visitor, &reading, NoticesView::gather(&reading, &reason)).await
}

/// `POST /notices/{reason}/seen`: a program that does not say up to where has seen all of it.
pub async fn seen(
    State(house): State<House>,
    visitor: Visitor,
    Path(reason): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    if !is_reason(&reason) {
        return Err(Refusal::hidden().into());
    }
    // Up to now is as far as the log goes by then.
    let to = form.number("position")?.map_or(Position(i64::MAX), Position);
    reading_mark::seen(house.store(), visitor.person(), &reason, to).await?;
    Ok(done(&visitor, "/"))
}
