//! `Idempotency-Key`: a program that repeats a POST under the same key gets the first answer again.
//!
//! The key is taken before the action and keeps its answer for a day. A request that was refused frees its key; one
//! that is still under way answers 409.

use crate::{answer::Trouble, entry::Visitor, house::House};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;
use store::writing::house::GivenAnswer;

/// Characters of a key.
const KEY_CHARS_MAX: usize = 200;
/// Octets of an answer that is kept: what was made is told in a few.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// Lets each key act once.
pub async fn once(State(house): State<House>, request: Request, next: Next) -> Response {
    match given(&request) {
        Some((person, key)) => answered(&house, person, &key, request, next).await.unwrap_or_else(IntoResponse::into_response),
        None => next.run(request).await,
    }
}

/// Who asks under which key: only for programs that are signed in and change something.
fn given(request: &Request) -> Option<(domain::id::PersonId, String)> {
    let key = request.headers().get("idempotency-key")?.to_str().ok()?;
    let visitor = request.extensions().get::<Visitor>()?;
    let fits = request.method() == Method::POST && visitor.json && !key.is_empty() && key.len() <= KEY_CHARS_MAX;
    fits.then(|| (visitor.person(), format!("{} {key}", request.uri().path()))).and_then(|(person, key)| Some((person?, key)))
}

async fn answered(
    house: &House,
    person: domain::id::PersonId,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, Trouble> {
    if let Some(before) = house.store().take_key(person, key).await? {
        if before.status == 0 {
            return Err(Refusal::moved("key-under-way").into());
        }
        return Ok(replayed(before));
    }
    let response = next.run(request).await;
    if !response.status().is_success() {
        house.store().keep_answer(person, key, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes =
        axum::body::to_bytes(body, ANSWER_BYTES_MAX).await.map_err(|_| Trouble::Unclear(StatusCode::INTERNAL_SERVER_ERROR))?;
    let location = parts.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let answer = GivenAnswer { status: i64::from(parts.status.as_u16()), location, body };
    house.store().keep_answer(person, key, Some(answer)).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replayed(before: GivenAnswer) -> Response {
    let status = u16::try_from(before.status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], before.body).into_response();
    if let Ok(location) = HeaderValue::from_str(&before.location)
        && !before.location.is_empty()
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    response
}
