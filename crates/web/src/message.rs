//! Messages: permalinks, editing, deleting, reacting, and what became of their letters.

use crate::{
    answer::{Trouble, done, page, page_again, see_other, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::message as act;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{id::MessageId, refusal::Refusal};
use store::{Seen, reading::conversation::Headline};
use views::{
    MessageView, deliveries::DeliveriesView, message_menu::MessageMenuView, versions::VersionsView, wording::WordingView,
};

shown!(MessageMenuView, WordingView, VersionsView, DeliveriesView);

/// The conversation of a message the visitor sees.
async fn place(house: &House, visitor: &Visitor, id: MessageId) -> Result<Seen<Headline>, Trouble> {
    let reading = visitor.reading(house);
    let message = reading.message(id).await?.ok_or_else(Refusal::hidden)?;
    Ok(reading.conversation_by_id(message.conversation).await?.ok_or_else(Refusal::hidden)?)
}

/// `GET /messages/{id}`: the message in its conversation.
pub async fn permalink(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let it = place(&house, &visitor, MessageId(id)).await?;
    if visitor.json {
        let view = MessageView::gather(&visitor.reading(&house), MessageId(id)).await?.ok_or_else(Refusal::hidden)?;
        return Ok(axum::Json(view.json()).into_response());
    }
    Ok(see_other(&format!("/conversations/{}?from={id}#m{id}", it.number)))
}

/// `GET /messages/{id}/actions`: what can be done with it; pages show the panel of this page in its menu.
pub async fn actions(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, MessageMenuView::gather(&reading, MessageId(id))).await
}

/// `GET /messages/{id}/wording`.
pub async fn wording(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, WordingView::gather(&reading, MessageId(id))).await
}

/// `POST /messages/{id}/wording`.
pub async fn edit(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let it = place(&house, &visitor, MessageId(id)).await?;
    match act::edit(house.store(), visitor.person(), MessageId(id), &form.text("body")).await {
        Ok(_) => Ok(done(&visitor, &format!("/conversations/{}?from={id}#m{id}", it.number))),
        Err(stop) => {
            let path = format!("/messages/{id}/wording");
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), WordingView::gather(&reading, MessageId(id))).await
        }
    }
}

/// `GET /messages/{id}/versions`.
pub async fn versions(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, VersionsView::gather(&reading, MessageId(id))).await
}

/// `GET /messages/{id}/deliveries`.
pub async fn deliveries(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, DeliveriesView::gather(&reading, MessageId(id))).await
}

/// `GET /messages/{id}/original`: the letter, octet for octet, as plain text.
pub async fn original(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let raw = visitor.reading(&house).original(MessageId(id)).await?.ok_or_else(Refusal::hidden)?;
    if raw.is_empty() {
        return Err(Refusal::moved("original-erased").into());
    }
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, raw.into_inner()).into_response())
}

/// `POST /messages/{id}/taking-back`: its words stand in the composer again.
pub async fn take_back(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let it = place(&house, &visitor, MessageId(id)).await?;
    act::take_back(house.store(), visitor.person(), MessageId(id)).await?;
    Ok(done(&visitor, &format!("/conversations/{}#reply", it.number)))
}

/// `POST /messages/{id}/deletion`.
pub async fn delete(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let it = place(&house, &visitor, MessageId(id)).await?;
    act::delete(house.store(), visitor.person(), MessageId(id)).await?;
    Ok(done(&visitor, &format!("/conversations/{}?from={id}#m{id}", it.number)))
}

/// `POST /messages/{id}/reactions`.
pub async fn react(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let it = place(&house, &visitor, MessageId(id)).await?;
    act::react(house.store(), visitor.person(), MessageId(id), &form.text("reaction")).await?;
    Ok(done(&visitor, &format!("/conversations/{}?from={id}#m{id}", it.number)))
}
