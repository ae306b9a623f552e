//! Refusals and faults for machines: problem details (RFC 9457).

use crate::words::{refusal_words, t};
use domain::refusal::{Meaning, Refusal};
use serde_json::{Value, json};
use store::Fault;

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The status a refusal is answered with.
pub fn status(refusal: &Refusal) -> u16 {
    match refusal.meaning {
        Meaning::Stranger => 401,
        Meaning::Forbidden => 403,
        Meaning::Hidden => 404,
        Meaning::Moved => 409,
        Meaning::Invalid => 422,
        Meaning::TooOften => 429,
    }
}

/// The status a fault is answered with: 503 where trying again may help.
pub fn status_of_fault(fault: &Fault) -> u16 {
    match fault {
        Fault::Busy | Fault::Closed | Fault::NotCommitted(_) => 503,
        _ => 500,
    }
}

/// A refusal as a problem: `type` is its key, `detail` what can be done, `field` the field it speaks of.
pub fn of_refusal(refusal: &Refusal) -> Value {
    let mut problem = json!({
        "type": format!("urn:rapport:refusal:{}", refusal.key),
        "title": t(title_of(refusal.meaning)),
        "status": status(refusal),
        "detail": refusal_words(refusal),
    });
    if let Some(field) = refusal.field {
        problem["field"] = field.into();
    }
    problem
}

/// The title over a refusal, for pages and programs alike.
pub(crate) fn title_of(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Hidden => "refusal-hidden",
        Meaning::Forbidden => "refusal-forbidden",
        Meaning::Stranger => "refusal-stranger",
        Meaning::Moved => "refusal-moved",
        Meaning::Invalid => "refusal-invalid",
        Meaning::TooOften => "refusal-too-often",
    }
}

/// A fault, or a request no rule looked at, as a problem: never with the fault's own words.
pub fn of_status(status: u16) -> Value {
    let (title, said) = said_of(status);
    json!({ "type": "about:blank", "title": t(title), "status": status, "detail": t(said) })
}

/// Title and sentence for a status.
pub(crate) fn said_of(status: u16) -> (&'static str, &'static str) {
    match status {
        404 => ("refusal-hidden", "not-here"),
        405 => ("status-method", "status-method-said"),
        408 | 503 => ("status-busy", "status-busy-said"),
        413 => ("status-large", "status-large-said"),
        429 => ("refusal-too-often", "status-often-said"),
        400..=499 => ("status-unclear", "status-unclear-said"),
        _ => ("status-fault", "status-fault-said"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_the_field_and_never_the_fault() {
        let problem = of_refusal(&Refusal::invalid("name", "field-long").with("max", 120));
        assert_eq!((problem["status"].as_u64(), problem["field"].as_str()), (Some(422), Some("name")));
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("120")));
        assert_eq!(problem["title"], "Something is missing or wrong");
        assert_eq!(status_of_fault(&Fault::Busy), 503);
        assert!(!of_status(500).to_string().contains("SQL"));
    }
}
