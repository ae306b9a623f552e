//! What machines say in letters: that one of ours came back, that somebody complained about it, that it was shown,
//! that its sender should first prove to be a person.
//!
//! Standards come first (RFC 3464, RFC 5965, RFC 8098); what mail systems write in their own way is read by what all
//! of them have in common: a machine as the sender, a sentence that says so, and an address that stands where a failed
//! one stands. Nothing here knows a product by its name.
//!
//! **Invariant**: reading never fails and never panics; what is not surely a machine's report is none.

mod addresses;
mod challenge;
mod class;
mod complaint;
mod notice;
mod original;
mod piece;
mod status;
mod wild;

pub use complaint::Complaint;
pub use original::Original;

use crate::letter::parsed;
use domain::bounce::Bounce;
use notice::Notice;

/// What a machine reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Letters of ours did not, or not yet, arrive.
    Returned(Returned),
    /// A recipient, or her provider for her, complains about a letter of ours.
    Complaint(Complaint),
    /// A letter was shown to somebody, or thrown away unread (RFC 8098).
    Receipt,
    /// Somebody's program wants its sender to prove that she is a person.
    Challenge,
}

/// A letter that says that others did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// One for each address it speaks of; at least one, at most [`domain::limits::BOUNCED_MAX`].
    pub failures: Vec<Failure>,
    /// What is quoted of the letter that came back.
    pub original: Original,
}

/// One address that a letter did not, or not yet, reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The address, in lower case.
    pub address: String,
    /// The address the letter was sent to where that is another one: it was forwarded.
    pub asked: Option<String>,
    /// What it says about the address.
    pub class: Bounce,
    /// Whether it is over: a delay is not, the other server tries on.
    pub given_up: bool,
    /// The enhanced status code (RFC 3463) such as `5.1.1`; empty where there is none.
    pub status: String,
    /// What the other server said, one line.
    pub words: String,
}

/// What a letter reports, if it is a machine's report at all.
///
/// `envelope_from` is the sender the envelope named, where a door of ours saw it: the null sender is for machines.
pub fn report(raw: &[u8], envelope_from: Option<&str>) -> Option<Report> {
    parsed(raw, |message| {
        let pieces = piece::all(message);
        let notice = Notice::of(message, &pieces, envelope_from);
        if let Some(complaint) = complaint::read(&notice, &pieces) {
            return Some(Report::Complaint(complaint));
        }
        if pieces.iter().any(|piece| piece.kind == piece::Kind::Disposition) {
            let failures = status::rejections(&notice, &pieces);
            if failures.is_empty() {
                return Some(Report::Receipt);
            }
            return Some(Report::Returned(Returned { failures, original: Original::of(&notice, &pieces) }));
        }
        if let Some(returned) = returned(&notice, &pieces) {
            return Some(Report::Returned(returned));
        }
        challenge::is_one(&notice).then_some(Report::Challenge)
    })
    .flatten()
}

/// What a letter from a mail system says first, where it is one but not a report that can be read. Only for letters to
/// an address that nothing but bounces come to.
pub fn unread_notice(raw: &[u8], envelope_from: &str) -> Option<String> {
    parsed(raw, |message| {
        let notice = Notice::of(message, &piece::all(message), Some(envelope_from));
        notice.by_daemon.then(|| class::one_line(&wild::telling_line(&notice)))
    })
    .flatten()
}

fn returned(notice: &Notice, pieces: &[piece::Piece]) -> Option<Returned> {
    let original = Original::of(notice, pieces);
    let mut failures = status::failures(notice, pieces);
    if failures.is_empty()
        && let Some(inner) = handed_on(notice, pieces)
    {
        return Some(inner);
    }
    if failures.is_empty() {
        failures = wild::failures(notice, &original);
    }
    (!failures.is_empty()).then_some(Returned { failures, original })
}

/// A report that another mail system passed on as an attachment, with no words of its own but those it puts below all mail.
fn handed_on(notice: &Notice, pieces: &[piece::Piece]) -> Option<Returned> {
    if !notice.by_machine {
        return None;
    }
    let [inner] = pieces.iter().filter(|piece| piece.kind == piece::Kind::Original).collect::<Vec<_>>()[..] else { return None };
    let words = notice.lines.join("\n").to_lowercase();
    if wild::FAILS.iter().any(|fails| words.contains(fails)) {
        return None;
    }
    parsed(inner.text.as_bytes(), |message| {
        let pieces = piece::all(message);
        let notice = Notice::of(message, &pieces, None);
        let failures = status::failures(&notice, &pieces);
        (!failures.is_empty()).then(|| Returned { failures, original: Original::of(&notice, &pieces) })
    })
    .flatten()
}

#[cfg(test)]
mod tests;
