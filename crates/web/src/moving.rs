//! Moving a conversation to another space, and putting it back.

use crate::{
    answer::{Trouble, done, page, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::moving::{self as act, Moving};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::refusal::Refusal;
use views::moving::MovingView;

shown!(MovingView);

/// `GET /conversations/{number}/moving`: where it may go, and how it came where it is.
pub async fn goals(State(house): State<House>, visitor: Visitor, Path(number): Path<i64>) -> Result<Response, Trouble> {
    page(&house, &visitor, MovingView::gather(&visitor.reading(&house), number, None)).await
}

/// `GET /conversations/{number}/moving/{slug}`: who would see it there.
pub async fn goal(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, slug)): Path<(i64, String)>,
) -> Result<Response, Trouble> {
    page(&house, &visitor, MovingView::gather(&visitor.reading(&house), number, Some(&slug))).await
}

/// `POST /conversations/{number}/moving/{slug}`.
pub async fn go(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, slug)): Path<(i64, String)>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let it = reading.conversation(number).await?.ok_or_else(Refusal::hidden)?;
    let to = reading.space(&slug).await?.ok_or_else(Refusal::hidden)?;
    let saw = form.get("audience").filter(|saw| !saw.is_empty()).map(str::to_owned);
    let moving = Moving { to: to.id, past: form.ticked("past"), saw };
    let path = format!("/conversations/{number}/moving");
    match act::move_to(house.store(), visitor.person(), it.id, moving).await {
        Ok(()) => Ok(done(&visitor, &path)),
        Err(stop) => {
            let path = format!("{path}/{slug}");
            page_again(&house, &visitor, stop, (&path, form.fields), MovingView::gather(&reading, number, Some(&slug))).await
        }
    }
}

/// `POST /conversations/{number}/moving-back`: also by who moved it and no longer sees it.
pub async fn back(State(house): State<House>, visitor: Visitor, Path(number): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let id = match reading.moving(number).await? {
        Some(moving) => moving.conversation,
        None => reading.conversation(number).await?.ok_or_else(Refusal::hidden)?.id,
    };
    act::move_back(house.store(), visitor.person(), id).await?;
    Ok(done(&visitor, &format!("/conversations/{number}")))
}
