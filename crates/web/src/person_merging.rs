//! Merging persons, and letting them be two again.

use crate::{
    answer::{Trouble, done, page, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::person_merging as act;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{id::PersonId, refusal::Refusal};
use serde::Deserialize;
use views::person_merging::PersonMergingView;

shown!(PersonMergingView);

/// A name to look for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /people/{id}/merging`.
pub async fn others(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    page(&house, &visitor, PersonMergingView::gather(&visitor.reading(&house), PersonId(id), None, &asked.q)).await
}

/// `GET /people/{id}/merging/{other}`: what that does.
pub async fn other(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, other)): Path<(i64, i64)>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, PersonMergingView::gather(&reading, PersonId(id), Some(PersonId(other)), "")).await
}

/// `POST /people/{id}/merging/{other}`.
pub async fn merge(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, other)): Path<(i64, i64)>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let saw = form.get("audience").filter(|saw| !saw.is_empty()).map(str::to_owned);
    match act::merge(house.store(), visitor.person(), PersonId(id), PersonId(other), saw).await {
        Ok(()) => Ok(done(&visitor, &format!("/people/{other}"))),
        Err(stop) => {
            let path = format!("/people/{id}/merging/{other}");
            let view = PersonMergingView::gather(&reading, PersonId(id), Some(PersonId(other)), "");
            page_again(&house, &visitor, stop, (&path, form.fields), view).await
        }
    }
}

/// `POST /people/{id}/parting`.
pub async fn part(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    if visitor.person().is_none() {
        return Err(Refusal::stranger().into());
    }
    act::part(house.store(), visitor.person(), PersonId(id)).await?;
    Ok(done(&visitor, &format!("/people/{id}")))
}
