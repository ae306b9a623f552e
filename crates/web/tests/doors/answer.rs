//! What a door answered.

use axum::http::HeaderMap;
use serde_json::Value;
use testkit::canary::heard;

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// The request, for words of a failing test.
    pub asked: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The octets.
    pub octets: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.octets).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.octets).unwrap_or_else(|e| panic!("{}: {e}: {}", self.asked, self.text()))
    }

    /// A header; empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    /// The canaries heard in headers and body.
    pub fn canaries(&self) -> Vec<String> {
        let mut all = heard(&self.text()).into_iter().map(str::to_owned).collect::<Vec<_>>();
        for value in self.headers.values() {
            all.extend(heard(&String::from_utf8_lossy(value.as_bytes())).into_iter().map(str::to_owned));
        }
        all
    }

    /// Whether the request was followed.
    pub fn succeeded(&self) -> bool {
        matches!(self.status, 200..=299 | 303)
    }

    /// The same answer, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }
}
