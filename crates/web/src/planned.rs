//! What I planned to send later.

use crate::{
    answer::{Trouble, done, page as show, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::planned as act;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{id::PlannedId, moment::Moment, sending};
use store::Stop;
use views::planned::PlannedView;

shown!(PlannedView);

/// `GET /planned`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, PlannedView::gather(&reading)).await
}

/// When a form wants something sent: on the clock of the visitor's own wall.
///
/// # Errors
/// Refuses what is no time, or none that can be planned for.
pub async fn when(house: &House, visitor: &Visitor, form: &Form) -> Result<Moment, Stop> {
    let zone = visitor.reading(house).me().await?.map(|me| me.time_zone.clone()).unwrap_or_default();
    Ok(sending::later(&form.text("at"), &zone, house.store().clock().now())?)
}

/// `POST /planned/{id}`.
pub async fn change(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let changed = match when(&house, &visitor, &form).await {
        Ok(at) => act::change(house.store(), visitor.person(), PlannedId(id), &form.text("body"), at).await,
        Err(stop) => Err(stop),
    };
    match changed {
        Ok(()) => Ok(done(&visitor, "/planned")),
        Err(stop) => {
            let path = format!("/planned/{id}");
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), PlannedView::gather(&reading)).await
        }
    }
}

/// `POST /planned/{id}/cancellation`: its words stand in the composer again.
pub async fn cancel(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let conversation = act::cancel(house.store(), visitor.person(), PlannedId(id)).await?;
    let seen = visitor.reading(&house).conversation_by_id(conversation).await?;
    Ok(done(&visitor, &seen.map_or(String::from("/planned"), |of| format!("/conversations/{}#reply", of.number))))
}
