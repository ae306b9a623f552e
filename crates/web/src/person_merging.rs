//! Merging persons, letting them be two again, and the list of it.

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
use domain::id::PersonId;
use serde::Deserialize;
use views::{person_merging::PersonMergingView, person_mergings::PersonMergingsView};

shown!(PersonMergingView, PersonMergingsView);

/// A name to look for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// Where the list goes on.
#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// `GET /people/{id}/merging`.
pub async fn others(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, PersonMergingView::gather(&reading, PersonId(id), None, &asked.q)).await
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
    let saw = form.get("audience").filter(|saw| !saw.is_empty()).map(str::to_owned);
    let it = act::PersonMerging { into: PersonId(other), inside: form.ticked("inside"), saw };
    match act::merge(house.store(), visitor.person(), PersonId(id), it).await {
        Ok(()) => Ok(done(&visitor, &format!("/people/{other}"))),
        Err(stop) => {
            let reading = visitor.reading(&house);
            let path = format!("/people/{id}/merging/{other}");
            let view = PersonMergingView::gather(&reading, PersonId(id), Some(PersonId(other)), "");
            page_again(&house, &visitor, stop, (&path, form.fields), view).await
        }
    }
}

/// `POST /people/{id}/parting`.
pub async fn part(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    act::part(house.store(), visitor.person(), PersonId(id)).await?;
    Ok(done(&visitor, &format!("/people/{id}")))
}

/// `GET /administration/merged-people`.
pub async fn list(State(house): State<House>, visitor: Visitor, Query(asked): Query<Before>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, PersonMergingsView::gather(&reading, asked.before.unwrap_or(i64::MAX))).await
}
