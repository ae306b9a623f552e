//! Who asks: the session's cookie or a bearer token, and what the request wants back.

use crate::{answer::Trouble, house::House, intake};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
};
use domain::{
    id::PersonId,
    refusal::{Meaning, Refusal},
};
use std::net::SocketAddr;
use store::{Reading, Viewer};

/// A request's visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Whose eyes.
    pub viewer: Viewer,
    /// Whether the answer is for a program.
    pub json: bool,
    /// The path asked for, without `.json`.
    pub path: String,
    /// The browser's or program's name.
    pub agent: String,
    /// The network address it comes from.
    pub from: String,
    /// The representation the client has already.
    pub has: Option<String>,
}

/// Set on a request whose path ended in `.json`.
#[derive(Clone, Copy)]
pub struct AskedForJson;

impl Visitor {
    /// The store through the visitor's eyes.
    pub fn reading(&self, house: &House) -> Reading {
        Reading::new(house.store(), self.viewer.clone())
    }

    /// Who asks.
    pub fn person(&self) -> Option<PersonId> {
        self.viewer.person()
    }

    /// Who asks, where that has to be known.
    ///
    /// # Errors
    /// Refuses the stranger.
    pub fn signed_in(&self) -> Result<PersonId, Refusal> {
        self.person().ok_or_else(Refusal::stranger)
    }
}

impl FromRequestParts<House> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Visitor, Trouble> {
        if let Some(known) = parts.extensions.get::<Visitor>() {
            return Ok(known.clone());
        }
        // At the letters' door the bearer is the pipe's secret, which that door compares itself.
        let pipe = parts.uri.path() == intake::PATH;
        let secret = if pipe { None } else { secret(&parts.headers, house.secure()) };
        let bearer = matches!(secret, Some((_, Kind::Bearer)));
        let viewer = match &secret {
            Some((token, _)) => match house.store().enter(token).await? {
                Some(entry) => {
                    if entry.stale
                        && let (Some(person), Some(session)) = (entry.viewer.person(), entry.viewer.session())
                    {
                        actions::session::keep(house.store(), person, session).await?;
                    }
                    entry.viewer
                }
                // A program is told that its token is no good; a browser simply is the stranger again.
                None if bearer => return Err(Refusal { meaning: Meaning::Stranger, ..Refusal::new("token-unknown") }.into()),
                None => house.store().stranger(),
            },
            None => house.store().stranger(),
        };
        // However it is shown: a token in a cookie is no more than a token.
        if viewer.person().is_some() {
            may_by_token(&viewer, parts)?;
        }
        let visitor = Visitor {
            viewer,
            json: bearer || pipe || wants_json(parts),
            path: parts.uri.path().to_owned(),
            agent: text(&parts.headers, header::USER_AGENT),
            from: from(parts, house.reach().proxies),
            has: parts.headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned),
        };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cookie,
    Bearer,
}

/// The name of the session's cookie: bound to TLS and this host where there is TLS.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-rapport" } else { "rapport" }
}

/// The cookie that opens a session, or with an empty secret ends it.
pub fn cookie(secure: bool, secret: &str) -> HeaderValue {
    let age = if secret.is_empty() { 0 } else { domain::limits::SESSION_DAYS * 86_400 };
    let bound = if secure { "; Secure" } else { "" };
    let text = format!("{}={secret}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{bound}", cookie_name(secure));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn secret(headers: &HeaderMap, secure: bool) -> Option<(String, Kind)> {
    if let Some(token) = text(headers, header::AUTHORIZATION).strip_prefix("Bearer ") {
        return Some((token.trim().to_owned(), Kind::Bearer));
    }
    let name = cookie_name(secure);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .map(|token| (token.to_owned(), Kind::Cookie))
}

/// What a token's scopes allow: `read` reads, `write` also writes, `admin` also arranges the house. Settings are
/// changed in a session only: a token that could make tokens or set a password could do everything. So is a mirror looked
/// into: what a person lends to a program is not what she alone sees. Erasing somebody arranges the house.
fn may_by_token(viewer: &Viewer, parts: &Parts) -> Result<(), Refusal> {
    let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let path = parts.uri.path();
    let allowed = match (path.starts_with("/administration"), reads) {
        _ if path.starts_with("/settings/") && !reads => viewer.may_scope("all"),
        _ if path.starts_with("/mirror") => viewer.may_scope("all"),
        _ if path.ends_with("/erasure") => viewer.may_scope("admin"),
        (true, _) => viewer.may_scope("admin"),
        (false, true) => ["read", "write", "admin"].iter().any(|s| viewer.may_scope(s)),
        (false, false) => viewer.may_scope("write") || viewer.may_scope("admin"),
    };
    if allowed { Ok(()) } else { Err(Refusal::new("token-scope")) }
}

fn wants_json(parts: &Parts) -> bool {
    let accept = text(&parts.headers, header::ACCEPT);
    let sends = text(&parts.headers, header::CONTENT_TYPE);
    parts.extensions.get::<AskedForJson>().is_some()
        || accept.split(',').next().is_some_and(|first| first.trim().starts_with("application/json"))
        || (sends.starts_with("application/json") && !accept.contains("text/html"))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
}

/// The client's address: the peer, or behind proxies that many from the right in X-Forwarded-For.
fn from(parts: &Parts, proxies: usize) -> String {
    if proxies > 0 {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok()).unwrap_or("");
        if let Some(address) = forwarded.split(',').rev().nth(proxies - 1) {
            return address.trim().to_owned();
        }
    }
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or_else(String::new, |c| c.0.ip().to_string())
}
