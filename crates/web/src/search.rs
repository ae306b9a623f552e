//! Search: one query as page, JSON and Atom. Strangers find what everyone may read.

use crate::{
    answer::{Trouble, page_again, page_of_reading, shown},
    entry::Visitor,
    house::House,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::{id::MessageId, refusal::Refusal};
use serde::Deserialize;
use views::search::{Asked, SearchView};

shown!(SearchView);

/// The media type of a feed.
const ATOM: &str = "application/atom+xml";

/// What is looked for.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    order: Option<String>,
    before: Option<i64>,
}

impl From<Wanted> for Asked {
    fn from(wanted: Wanted) -> Asked {
        Asked { q: wanted.q, best: wanted.order.as_deref() == Some("best"), before: wanted.before.map(MessageId) }
    }
}

/// `GET /search`: a page, JSON, or the feed for who asks for Atom first.
pub async fn search(
    State(house): State<House>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    if headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(ATOM.as_bytes())) {
        return feed(State(house), visitor, Query(wanted)).await;
    }
    let asked = Asked::from(wanted);
    let reading = visitor.reading(&house).at_one_moment()?;
    match SearchView::gather(&reading, &asked).await {
        Ok(found) => page_of_reading(&house, &visitor, &reading, async { Ok::<_, Trouble>(found) }).await,
        Err(stop) => {
            let typed = vec![(String::from("q"), asked.q.clone())];
            page_again(&house, &visitor, stop, ("/search", typed), async { Ok::<_, Trouble>(Some(SearchView::unread(&asked))) })
                .await
        }
    }
}

/// `GET /search.atom`.
pub async fn feed(State(house): State<House>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let asked = Asked::from(wanted);
    if asked.q.trim().is_empty() {
        return Err(Refusal::invalid("q", "query-empty").into());
    }
    let reading = visitor.reading(&house);
    let view = SearchView::gather(&reading, &asked).await?.ok_or_else(Refusal::hidden)?;
    let name = reading.house_name().await?;
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "Accept, Authorization, Cookie"),
    ];
    Ok((headers, view.atom(&house.reach().origin, &name)).into_response())
}
