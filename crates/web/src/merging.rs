//! Merging a conversation into another, and taking them apart.

use crate::{
    answer::{Trouble, done, page, page_again, see_other, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::merging::{self as act, Merging};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::refusal::Refusal;
use serde::Deserialize;
use views::merging::MergingView;

shown!(MergingView);

/// A number somebody typed.
#[derive(Deserialize)]
pub struct Asked {
    into: Option<i64>,
}

/// `GET /conversations/{number}/merging`: with which it may be merged.
pub async fn others(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    if let Some(into) = asked.into.filter(|_| !visitor.json) {
        return Ok(see_other(&format!("/conversations/{number}/merging/{into}")));
    }
    page(&house, &visitor, MergingView::gather(&visitor.reading(&house), number, asked.into)).await
}

/// `GET /conversations/{number}/merging/{into}`: what that does.
pub async fn other(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, into)): Path<(i64, i64)>,
) -> Result<Response, Trouble> {
    page(&house, &visitor, MergingView::gather(&visitor.reading(&house), number, Some(into))).await
}

/// `POST /conversations/{number}/merging/{into}`.
pub async fn merge(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, into)): Path<(i64, i64)>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let it = reading.conversation(number).await?.ok_or_else(Refusal::hidden)?;
    let other = reading.conversation(into).await?.ok_or_else(Refusal::hidden)?;
    let saw = form.get("audience").filter(|saw| !saw.is_empty()).map(str::to_owned);
    let merging = Merging { into: other.id, brings: form.ticked("brings"), saw };
    match act::merge(house.store(), visitor.person(), it.id, merging).await {
        Ok(()) => Ok(done(&visitor, &format!("/conversations/{into}"))),
        Err(stop) => {
            let path = format!("/conversations/{number}/merging/{into}");
            page_again(&house, &visitor, stop, (&path, form.fields), MergingView::gather(&reading, number, Some(into))).await
        }
    }
}

/// `POST /conversations/{number}/parting`.
pub async fn part(State(house): State<House>, visitor: Visitor, Path(number): Path<i64>) -> Result<Response, Trouble> {
    let it = visitor.reading(&house).conversation(number).await?.ok_or_else(Refusal::hidden)?;
    act::part(house.store(), visitor.person(), it.id).await?;
    Ok(done(&visitor, &format!("/conversations/{number}")))
}
