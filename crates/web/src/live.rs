//! `GET /live`: the one stream a page holds.

use crate::{answer::Trouble, entry::Visitor, house::House, missed};
use axum::{
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use bytes::Bytes;
use domain::id::Position;
use futures_util::stream;
use store::Reading;

/// Conversations one page may name; each brings its sidebars, and what goes on in it.
const CONVERSATIONS_MAX: usize = 8;
/// The browser's own pause before it comes back, plus up to as much again by chance of its connection.
const RETRY_MS: u64 = 1500;

/// `GET /live?conversation=NUMBER&since=POSITION`.
///
/// # Errors
/// None but a fault of the store: conversations the viewer does not see are left out, as if they were not asked for.
pub async fn live(
    State(house): State<House>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let asked: Vec<(String, String)> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let reading = Reading::new(house.store(), visitor.viewer.clone());
    let mut open = Vec::new();
    for (_, number) in asked.iter().filter(|(key, _)| key == "conversation").take(CONVERSATIONS_MAX) {
        if let Ok(number) = number.parse()
            && let Some(headline) = reading.conversation(number).await?
        {
            // Who stands in a sidebar has it on the same page, and so it is with what was merged into it.
            open.extend(reading.sidebars(&headline).await?);
            open.extend(reading.earlier(&headline).await?);
            open.push(headline);
        }
    }
    // First the lane, then what was missed: nothing falls between, and what comes twice replaces itself on the page.
    let subscription = house.hub().subscribe(visitor.viewer, open.iter().map(|h| h.id).collect());
    house.hub().renew(&subscription).await?;
    let last_seen = headers.get("last-event-id").and_then(|v| v.to_str().ok()?.parse().ok());
    let since = last_seen
        .or_else(|| asked.iter().rev().find(|(key, _)| key == "since" || key == "cursor").and_then(|(_, v)| v.parse().ok()));
    let mut first = format!("retry: {}\n\n", RETRY_MS + u64::from(store::secret::random::<1>()[0]) * RETRY_MS / 255);
    if let Some(since) = since {
        let missed = missed::missed(&reading, &open, Position(since)).await?;
        first.push_str(&missed.frames);
        if missed.look {
            house.hub().look_again(&subscription);
        }
    }
    let opening = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(first)) });
    let following = stream::unfold(subscription, |mut subscription| async move {
        subscription.lane.recv().await.map(|frame| (Ok(frame), subscription))
    });
    let mut response = Response::new(Body::from_stream(futures_util::StreamExt::chain(opening, following)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
