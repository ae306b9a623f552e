//! Complaints: `message/feedback-report` (RFC 5965) and the older form without it, a letter about a letter.

use super::addresses;
use super::notice::Notice;
use super::original::{Original, field_name};
use super::piece::{Kind, Piece};

/// A recipient complained, or asked a provider to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// `abuse`, `fraud`, `opt-out`, `auth-failure` ... (the `Feedback-Type`).
    pub kind: String,
    /// Who complains; providers often leave it out, then only [`Complaint::original`] tells.
    pub address: Option<String>,
    /// What is quoted of the letter complained about.
    pub original: Original,
}

impl Complaint {
    /// Whether whoever complains wants no more of such letters; reports about authentication are for the postmaster.
    pub fn stops_outreach(&self) -> bool {
        !matches!(self.kind.as_str(), "not-spam" | "auth-failure" | "dmarc" | "virus")
    }
}

/// Subjects of the older form, in lower case.
const SUBJECTS: [&str; 3] = ["complaint about message from", "abuse report about", "spam complaint"];

pub(super) fn read(notice: &Notice, pieces: &[Piece]) -> Option<Complaint> {
    let original = Original::of(notice, pieces);
    let report = pieces.iter().find(|piece| piece.kind == Kind::Feedback);
    if let Some(report) = report {
        let field = |name: &str| value(&report.text, name);
        let named = ["original-rcpt-to", "removal-recipient"].iter().find_map(|name| address(field(name)?));
        let address = named.or_else(|| original.to.first().cloned());
        let kind = field("feedback-type").unwrap_or("abuse").to_ascii_lowercase();
        return Some(Complaint { kind, address, original });
    }
    let quotes = pieces.iter().any(|piece| piece.kind == Kind::Original);
    if quotes && SUBJECTS.iter().any(|subject| notice.subject.starts_with(subject)) {
        let address = original.to.first().cloned();
        return Some(Complaint { kind: "abuse".to_owned(), address, original });
    }
    // A mail program unsubscribes for its user by a letter (RFC 2369) in words of its own.
    let opts_out = notice.subject == "unsubscribe" && notice.says(&["sent this email to unsubscribe"]);
    opts_out.then(|| Complaint { kind: "opt-out".to_owned(), address: notice.writer.clone(), original })
}

fn value<'a>(report: &'a str, name: &str) -> Option<&'a str> {
    let line = report.lines().find(|line| field_name(line).is_some_and(|field| field == name))?;
    line.split_once(':').map(|(_, value)| value.trim())
}

fn address(value: &str) -> Option<String> {
    addresses::first(value).map(|found| found.address)
}
