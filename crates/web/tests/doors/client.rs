//! Somebody at the web door: a browser with a session, a program with a token, or the stranger.

use crate::answer::Answer;
use axum::{
    Router,
    body::Body,
    http::{Request, Response, header},
};
use serde_json::Value;
use tower::ServiceExt;

/// How somebody shows who she is.
#[derive(Clone, Debug)]
pub enum Key {
    /// She does not.
    None,
    /// A browser's session.
    Cookie(String),
    /// A program's token.
    Bearer(String),
}

/// Somebody at the door.
#[derive(Clone)]
pub struct Client {
    door: Router,
    /// How a failing test calls her.
    pub name: String,
    /// How she shows who she is.
    pub key: Key,
}

impl Client {
    /// Somebody at this door.
    pub fn new(door: Router, name: impl Into<String>, key: Key) -> Client {
        Client { door, name: name.into(), key }
    }

    /// A request of hers, to be completed.
    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, "house.example");
        match &self.key {
            Key::None => builder,
            Key::Cookie(secret) => builder.header(header::COOKIE, format!("rapport={secret}")),
            Key::Bearer(secret) => builder.header(header::AUTHORIZATION, format!("Bearer {secret}")),
        }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let asked = format!("{}: {} {}", self.name, request.method(), request.uri());
        let response = self.door.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let octets = axum::body::to_bytes(body, 64 << 20).await.unwrap_or_else(|e| panic!("{asked}: {e}")).to_vec();
        Answer { asked, status: parts.status.as_u16(), headers: parts.headers, octets }
    }

    /// Opens a page, as a browser.
    pub async fn page(&self, path: &str) -> Answer {
        let request = self.request("GET", path).header(header::ACCEPT, "text/html");
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Asks for the same as JSON.
    pub async fn json(&self, path: &str) -> Answer {
        let request = self.request("GET", path).header(header::ACCEPT, "application/json");
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Posts a form, as a browser.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request("POST", path).header(header::ACCEPT, "text/html");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).expect("a request")).await
    }

    /// Posts the same fields as a program would.
    pub async fn post_json(&self, path: &str, fields: &Value) -> Answer {
        let request = self.request("POST", path).header(header::ACCEPT, "application/json");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(fields.to_string())).expect("a request")).await
    }

    /// Opens a stream and leaves it open.
    pub async fn open(&self, request: Request<Body>) -> Response<Body> {
        self.door.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    }
}
