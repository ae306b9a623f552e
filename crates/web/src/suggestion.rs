//! `/suggestions`: whom somebody may mean while she is typing a name.

use crate::{answer::Trouble, entry::Visitor, house::House};
use axum::{
    extract::{Query, State},
    http::header,
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use views::suggestion::SuggestionsView;

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default, rename = "for")]
    for_what: String,
}

/// `GET /suggestions`: options for the list below a field, or JSON.
pub async fn suggestions(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let view = SuggestionsView::gather(&visitor.reading(&house), &asked.for_what, &asked.q).await?;
    let answer = if visitor.json { axum::Json(view.json()).into_response() } else { Html(view.html()).into_response() };
    Ok(([(header::CACHE_CONTROL, "private, no-cache"), (header::VARY, "Accept, Cookie")], answer).into_response())
}
