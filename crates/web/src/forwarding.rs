//! Forwarding a message out of the house, or to the colleagues of a space.

use crate::{
    answer::{Trouble, made, page, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::forwarding::{self as act, Forwarding, To};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    id::{AttachmentId, MessageId},
    refusal::Refusal,
};
use serde::Deserialize;
use views::forwarding::ForwardingView;

shown!(ForwardingView);

/// An address that is known already.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    to: String,
}

/// `GET /messages/{id}/forwarding`.
pub async fn outward_form(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, ForwardingView::gather(&reading, MessageId(id), &asked.to, None)).await
}

/// `GET /messages/{id}/forwarding/{slug}`.
pub async fn inward_form(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, slug)): Path<(i64, String)>,
) -> Result<Response, Trouble> {
    page(&house, &visitor, ForwardingView::gather(&visitor.reading(&house), MessageId(id), "", Some(&slug))).await
}

/// `POST /messages/{id}/forwarding`.
pub async fn outward(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let to = To::Address(form.text("to"));
    forward(&house, &visitor, MessageId(id), to, None, form).await
}

/// `POST /messages/{id}/forwarding/{slug}`.
pub async fn inward(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, slug)): Path<(i64, String)>,
    form: Form,
) -> Result<Response, Trouble> {
    let space = visitor.reading(&house).space(&slug).await?.ok_or_else(Refusal::hidden)?;
    forward(&house, &visitor, MessageId(id), To::Space(space.id), Some(slug), form).await
}

async fn forward(
    house: &House,
    visitor: &Visitor,
    id: MessageId,
    to: To,
    slug: Option<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(house);
    visitor.signed_in()?;
    let view = ForwardingView::gather(&reading, id, "", slug.as_deref()).await?.ok_or_else(Refusal::hidden)?;
    let files = form.all("keep").into_iter().map(|file| file.parse().map(AttachmentId));
    let forwarded = match files.collect::<Result<Vec<_>, _>>() {
        Ok(files) => {
            let saw = form.get("audience").filter(|saw| !saw.is_empty()).map(str::to_owned);
            let body = view.composed(&form.text("body"));
            let it = Forwarding { to, subject: view.subject, body, files, saw };
            act::forward(house.store(), visitor.person(), id, it).await
        }
        Err(_) => Err(Refusal::invalid("keep", "file-gone").into()),
    };
    match forwarded {
        Ok(started) => {
            let place = format!("/conversations/{}", started.number);
            let json = serde_json::json!({ "id": started.conversation, "number": started.number, "message": started.message, "href": place });
            Ok(made(visitor, &place, json))
        }
        Err(stop) => {
            let ending = slug.as_deref().map(|slug| format!("/{slug}")).unwrap_or_default();
            let (path, to) = (format!("/messages/{id}/forwarding{ending}"), form.text("to"));
            page_again(house, visitor, stop, (&path, form.fields), ForwardingView::gather(&reading, id, &to, slug.as_deref()))
                .await
        }
    }
}
