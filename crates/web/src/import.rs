//! Imports, for administrators: what was brought in, and taking it back.

use crate::{
    answer::{Trouble, done, page, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::id::ImportId;
use serde::Deserialize;
use views::{import::ImportView, imports::ImportsView};

shown!(ImportView, ImportsView);

/// Where the list goes on.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<i64>,
}

/// `GET /administration/imports`.
pub async fn imports(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, ImportsView::gather(&reading, ImportId(asked.before.unwrap_or(i64::MAX)))).await
}

/// `GET /administration/imports/{id}`.
pub async fn import(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, ImportView::gather(&reading, ImportId(id))).await
}

/// `POST /administration/imports/{id}/undoing`: notes it; it is done behind the log, a step at a time.
pub async fn undo(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let path = format!("/administration/imports/{id}");
    match actions::import_run::ask(house.store(), visitor.person(), ImportId(id), form.ticked("sure")).await {
        Ok(()) => Ok(done(&visitor, &path)),
        Err(stop) => {
            let reading = visitor.reading(&house);
            let undoing = format!("{path}/undoing");
            page_again(&house, &visitor, stop, (&undoing, form.fields), ImportView::gather(&reading, ImportId(id))).await
        }
    }
}
