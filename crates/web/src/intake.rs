//! `POST /intake/mail`: a letter through a pipe or another mail server's hook; the body is the letter as it is.

use crate::{answer::Trouble, house::House};
use axum::{
    extract::{Query, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{limits, refusal::Refusal};
use serde::Deserialize;
use store::writing::intake::Arrival;

/// Where letters are posted.
pub const PATH: &str = "/intake/mail";

/// The envelope.
#[derive(Deserialize)]
pub struct Envelope {
    /// Our address it came to.
    to: String,
    /// Its sender; empty for a bounce.
    #[serde(default)]
    from: String,
    /// The address its sender signed in as at the server that brings it; only a server of ours holds the secret.
    #[serde(default)]
    vouched: String,
    /// Who brought it to that server, so that the sender can be checked.
    #[serde(default)]
    peer: String,
    /// The name that one gave.
    #[serde(default)]
    helo: String,
}

/// `POST /intake/mail?to=support@…&from=…` with `Authorization: Bearer` the intake's secret.
pub async fn mail(State(house): State<House>, Query(envelope): Query<Envelope>, request: Request) -> Result<Response, Trouble> {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "))
        .unwrap_or("");
    let Some(wanted) = &house.reach().intake_token else { return Err(Refusal::hidden().into()) };
    // Compared as digests, so that the time tells nothing.
    if store::secret::digest(given) != store::secret::digest(wanted) {
        return Err(Refusal::stranger().into());
    }
    if !house.paces().letters.allows("pipe") {
        return Err(Refusal::too_often("letters-often").into());
    }
    let too_large = |_| Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE);
    let raw = axum::body::to_bytes(request.into_body(), limits::LETTER_BYTES_MAX).await.map_err(too_large)?.to_vec();
    if raw.is_empty() {
        return Err(Refusal::invalid("body", "message-empty").into());
    }
    let arrival = Arrival {
        door: "http",
        peer: envelope.peer,
        helo: envelope.helo,
        vouched: envelope.vouched,
        believed: String::new(),
        sender: envelope.from,
        recipient: envelope.to,
        raw,
    };
    let kept = actions::letter::keep(house.store(), vec![arrival]).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(serde_json::json!({ "letter": kept.first() }))).into_response())
}
