//! `Idempotency-Key`: a program that repeats a POST under the same key gets the first answer again.
//!
//! The key is taken before the action and keeps its answer for a day. A request that was refused frees its key; one
//! that is still under way answers 409, and another request under the same key 422, so that none is lost in silence. Of
//! those that carry files, only where they go is compared.

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

/// Octets of a request without files, as forms are read: by these two requests are told apart.
const REQUEST_BYTES_MAX: usize = crate::form::FIELDS_BYTES_MAX;

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
    Some((visitor.person().filter(|_| fits)?, key.to_owned()))
}

async fn answered(
    house: &House,
    person: domain::id::PersonId,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, Trouble> {
    let (request, asked) = told_apart(request).await?;
    if let Some(before) = house.store().take_key(person, key).await? {
        if before.status == 0 {
            return Err(Refusal::moved("key-under-way").into());
        }
        return replayed(before, &asked);
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
    // What was asked stands in the first line, the answer below.
    let body = format!("{asked}\n{}", String::from_utf8_lossy(&bytes));
    let answer = GivenAnswer { status: i64::from(parts.status.as_u16()), location, body };
    house.store().keep_answer(person, key, Some(answer)).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// The request with the digest of where it goes and of its body; files are streamed, and of them no digest is taken.
async fn told_apart(request: Request) -> Result<(Request, String), Trouble> {
    let files = |kind: &HeaderValue| kind.as_bytes().to_ascii_lowercase().starts_with(b"multipart/");
    let whither = format!("{}\n", request.uri().path());
    let digest = |bytes: &[u8]| data_encoding::HEXLOWER.encode(&store::secret::digest_bytes(bytes));
    if request.headers().get(header::CONTENT_TYPE).is_some_and(files) {
        return Ok((request, digest(whither.as_bytes())));
    }
    let (parts, body) = request.into_parts();
    let bytes =
        axum::body::to_bytes(body, REQUEST_BYTES_MAX).await.map_err(|_| Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE))?;
    let asked = digest(&[whither.as_bytes(), &bytes].concat());
    Ok((Request::from_parts(parts, Body::from(bytes)), asked))
}

fn replayed(before: GivenAnswer, asked: &str) -> Result<Response, Trouble> {
    let (stood_for, body) = before.body.split_once('\n').unwrap_or((asked, &before.body));
    if stood_for != asked {
        return Err(Refusal::invalid("Idempotency-Key", "key-other-request").into());
    }
    let status = u16::try_from(before.status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body.to_owned()).into_response();
    if let Ok(location) = HeaderValue::from_str(&before.location)
        && !before.location.is_empty()
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}
