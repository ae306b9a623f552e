//! What a rule finds: where, and what to do about it.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// A path from the checkout, with a line after a colon where there is one.
    pub place: String,
    pub what: String,
}

impl Finding {
    pub fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.what)
    }
}

/// Fails with a line for each finding.
#[track_caller]
pub fn assert_none(mut findings: Vec<Finding>) {
    findings.sort();
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

/// Fails unless there is exactly one finding, and it says all of `words`.
#[track_caller]
pub fn assert_one(findings: &[Finding], words: &[&str]) {
    let [finding] = findings else { panic!("expected one finding, got {findings:#?}") };
    let line = finding.to_string();
    for word in words {
        assert!(line.contains(word), "`{word}` is not in: {line}");
    }
}
