//! Answers: a page or JSON from one view model, a redirect after a form, a refusal in words or as a problem.

use crate::{entry::Visitor, house::House};
use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use domain::refusal::{Meaning, Refusal};
use serde_json::Value;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};
use store::{Fault, Reading, Stop};
use views::{again::Again, refusal::RefusalView, shell::Shell};

/// What stopped a request; [`settle`] turns it into a page or a problem.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// A rule said no.
    Refused(Refusal),
    /// The store or the machine failed; logged where it was settled.
    Failed(Arc<Fault>),
    /// The request itself cannot be understood.
    Unclear(StatusCode),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Refused(refusal)
    }
}
impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        Trouble::Failed(Arc::new(fault))
    }
}
impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Trouble {
        match stop {
            Stop::Refused(refusal) => refusal.into(),
            Stop::Fault(fault) => fault.into(),
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Trouble {
    fn status(&self) -> StatusCode {
        let number = match self {
            Trouble::Refused(refusal) => views::problem::status(refusal),
            Trouble::Failed(fault) => views::problem::status_of_fault(fault),
            Trouble::Unclear(status) => return *status,
        };
        StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Turns troubles, and statuses that come without words, into what the visitor can read.
pub async fn settle(State(house): State<House>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &house).await;
    let shows_form = matches!(parts.method, axum::http::Method::GET | axum::http::Method::HEAD);
    let response = match &visitor {
        Ok(_) => next.run(Request::from_parts(parts, body)).await,
        Err(trouble) => trouble.clone().into_response(),
    };
    let status = response.status();
    let trouble = match response.extensions().get::<Trouble>() {
        Some(trouble) => trouble.clone(),
        None if status.as_u16() >= 400 && response.headers().get(header::CONTENT_TYPE).is_none() => Trouble::Unclear(status),
        None if status.as_u16() >= 400 && is_plain(&response) => Trouble::Unclear(status),
        None => return response,
    };
    if let Trouble::Failed(fault) = &trouble {
        tracing::error!(%fault, "a request failed");
    }
    let Ok(visitor) = visitor else { return problem(&trouble) };
    if visitor.json {
        return problem(&trouble);
    }
    if let Trouble::Refused(Refusal { meaning: Meaning::Stranger, .. }) = &trouble
        && shows_form
    {
        return see_other("/sign-in");
    }
    page_of(&house, &visitor, &trouble).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "not even the refusal could be shown");
        problem(&trouble)
    })
}

/// Whether a layer below answered in its own plain words instead of ours.
fn is_plain(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/plain"))
}

fn problem(trouble: &Trouble) -> Response {
    let value = match trouble {
        Trouble::Refused(refusal) => views::problem::of_refusal(refusal),
        other => views::problem::of_status(other.status().as_u16()),
    };
    let mut response =
        (trouble.status(), [(header::CONTENT_TYPE, views::problem::MEDIA_TYPE)], value.to_string()).into_response();
    if trouble.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

async fn page_of(house: &House, visitor: &Visitor, trouble: &Trouble) -> Result<Response, Fault> {
    let shell = shell(house, visitor).await?;
    let view = match trouble {
        Trouble::Refused(refusal) => RefusalView::of(refusal),
        other => RefusalView::status(other.status().as_u16()),
    };
    Ok((trouble.status(), Html(view.html(&shell))).into_response())
}

/// The shell around the visitor's page.
pub async fn shell(house: &House, visitor: &Visitor) -> Result<Shell, Fault> {
    shell_of(house, visitor, &visitor.reading(house)).await
}

/// The same, from a reading that is there already.
pub async fn shell_of(house: &House, visitor: &Visitor, reading: &Reading) -> Result<Shell, Fault> {
    let shell = Shell::gather(reading, &house.assets().for_pages(), &visitor.path).await?;
    Ok(Shell { letters_wait: !house.reach().relay, mail_domain: house.reach().mail_domain.clone(), ..shell })
}

/// A view model: one resource, as a page and as JSON.
pub trait Shown {
    /// As a page.
    fn html(&self, shell: &Shell) -> String;
    /// As JSON.
    fn json(&self) -> Value;
}

impl<V: Shown> Shown for Arc<V> {
    fn html(&self, shell: &Shell) -> String {
        V::html(self, shell)
    }

    fn json(&self) -> Value {
        V::json(self)
    }
}

macro_rules! shown {
    ($($view:ty),* $(,)?) => {$(
        impl $crate::answer::Shown for $view {
            fn html(&self, shell: &views::shell::Shell) -> String { <$view>::html(self, shell) }
            fn json(&self) -> serde_json::Value { <$view>::json(self) }
        }
    )*};
}
pub(crate) use shown;

/// The resource that `gather` finds, as the visitor wants it; hidden where there is none for her.
///
/// The shell is gathered first, so that the position it listens from misses nothing of the page.
pub async fn page<V: Shown, E: Into<Trouble>>(
    house: &House,
    visitor: &Visitor,
    gather: impl Future<Output = Result<Option<V>, E>>,
) -> Result<Response, Trouble> {
    page_of_reading(house, visitor, &visitor.reading(house), gather).await
}

/// The same, with the shell from the reading that gathers the page: what both read was so at one moment, if it says so.
pub async fn page_of_reading<V: Shown, E: Into<Trouble>>(
    house: &House,
    visitor: &Visitor,
    reading: &Reading,
    gather: impl Future<Output = Result<Option<V>, E>>,
) -> Result<Response, Trouble> {
    if visitor.json {
        let view = gather.await.map_err(Into::into)?.ok_or_else(Refusal::hidden)?;
        return Ok(json(visitor, &view.json()));
    }
    let shell = shell_of(house, visitor, reading).await?;
    let view = gather.await.map_err(Into::into)?.ok_or_else(Refusal::hidden)?;
    Ok(html(StatusCode::OK, view.html(&shell)))
}

/// A form's page once more, with what was typed and why it was refused; a program gets the problem.
pub async fn page_again<V: Shown, E: Into<Trouble>>(
    house: &House,
    visitor: &Visitor,
    stop: Stop,
    form: (&str, Vec<(String, String)>),
    gather: impl Future<Output = Result<Option<V>, E>>,
) -> Result<Response, Trouble> {
    let refusal = match stop {
        Stop::Refused(refusal) if !visitor.json && !matches!(refusal.meaning, Meaning::Hidden | Meaning::Stranger) => refusal,
        other => return Err(other.into()),
    };
    let mut shell = shell(house, visitor).await?;
    shell.again = Again::new(form.0, &refusal, form.1);
    let view = gather.await.map_err(Into::into)?.ok_or_else(Refusal::hidden)?;
    let status = StatusCode::from_u16(views::problem::status(&refusal)).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(html(status, view.html(&shell)))
}

/// A page, for this visitor alone.
pub fn html(status: StatusCode, text: String) -> Response {
    let mut response = (status, Html(text)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Cookie"));
    response
}

/// JSON with an ETag over its octets; 304 where the client has it already. Asked after permission, never before.
fn tagged(visitor: &Visitor, json: String) -> Response {
    let mut hasher = DefaultHasher::new();
    json.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let headers = [(header::CACHE_CONTROL, "private, no-cache"), (header::VARY, "Accept, Authorization, Cookie")];
    if visitor.has.as_deref().is_some_and(|has| has.split(',').any(|t| t.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, headers, [(header::ETAG, tag)]).into_response();
    }
    (headers, [(header::ETAG, tag), (header::CONTENT_TYPE, String::from("application/json"))], Body::from(json)).into_response()
}

/// JSON, with the next page as a `Link` (RFC 8288) where the view has one: among its links, or beside its rows.
fn json(visitor: &Visitor, value: &Value) -> Response {
    let next = value.pointer("/links/next").or_else(|| value.get("next"));
    with_next(tagged(visitor, value.to_string()), next.and_then(Value::as_str))
}

/// An answer whose next page, where there is one, is a `Link` (RFC 8288).
pub fn with_next(mut response: Response, next: Option<&str>) -> Response {
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    response
}

/// A spreadsheet, for this visitor alone.
pub fn csv(text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
    (headers, text).into_response()
}

/// After a form: go and look.
pub fn see_other(location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// After something was made: 303 for a person, 201 with its place for a program.
pub fn made(visitor: &Visitor, location: &str, json: Value) -> Response {
    if !visitor.json {
        return see_other(location);
    }
    let headers = [(header::LOCATION, location.to_owned()), (header::CONTENT_TYPE, String::from("application/json"))];
    (StatusCode::CREATED, headers, json.to_string()).into_response()
}

/// After something was changed: 303 for a person, 200 with its place for a program.
pub fn done(visitor: &Visitor, location: &str) -> Response {
    if !visitor.json {
        return see_other(location);
    }
    let json = serde_json::json!({ "href": location });
    ([(header::CONTENT_TYPE, "application/json")], json.to_string()).into_response()
}

/// Every path that is none of ours.
pub async fn not_here() -> Trouble {
    Refusal::hidden().into()
}
