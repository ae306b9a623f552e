//! Letters: where one from outside lands.
//!
//! **Invariant.** A letter joins a conversation only if its sender sees that conversation already or holds a reply
//! address issued to her; whatever it claims in its headers. Until authentication passes, no letter acts as an employee.

use crate::{
    id::ConversationId,
    limits::IMPORT_SUBJECT_DAYS,
    moment::{DAY, Moment},
    quoted::QUOTED_LINES_MIN,
    side::Side,
};

/// A conversation a letter points at, by a reply address or by the Message-IDs it answers.
#[derive(Clone, Copy, Debug)]
pub struct Pointer {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whether the sender sees it.
    pub seen: bool,
    /// Whether it was closed too long ago to be opened again by a letter ([`too_late`]).
    pub late: bool,
}

/// Whether a letter comes too late to open a closed conversation again: after `reopen_days`, by the space's policy.
pub fn too_late(closed_at: Option<Moment>, reopen_days: i64, now: Moment) -> bool {
    closed_at.is_some_and(|closed_at| now.0.saturating_sub(closed_at.0) >= reopen_days.saturating_mul(DAY))
}

/// What the rule needs to know of a letter.
#[derive(Clone, Copy, Debug)]
pub struct LetterFacts {
    /// Where its sender stands.
    pub side: Side,
    /// Whether her address is on the block list, or she was deactivated.
    pub barred: bool,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// The conversation of a valid reply address.
    pub token: Option<Pointer>,
    /// The conversation of the letters it answers.
    pub thread: Option<Pointer>,
}

/// Where a letter lands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lands {
    /// In this conversation.
    Joins(ConversationId),
    /// It starts one, linked to another where it held a token not its own.
    Starts(Option<ConversationId>),
    /// It is kept for the administrator, with a reason.
    Held(&'static str),
}

/// Where a letter lands.
pub fn lands(it: &LetterFacts) -> Lands {
    if it.barred {
        return Lands::Held("sender-barred");
    }
    if it.side.inside() {
        return Lands::Held("employee-unproved");
    }
    let pointer = it.token.filter(|p| p.seen).or(it.thread.filter(|p| p.seen));
    if let Some(pointer) = pointer.filter(|p| !p.late) {
        return Lands::Joins(pointer.conversation);
    }
    if it.automatic {
        return Lands::Held("machine-starts-nothing");
    }
    // A new case beside the old one, and beside one whose reply address she only holds a copy of.
    Lands::Starts(pointer.or(it.token).map(|p| p.conversation))
}

/// A conversation that a letter may belong to, though it does not say so: one its sender sees.
#[derive(Clone, Copy, Debug)]
pub struct Kin {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whether it has the letter's subject.
    pub same_subject: bool,
    /// How many of its lines the letter quotes.
    pub quoted: usize,
    /// When something was last said in it.
    pub last_at: Moment,
}

/// Where a letter belongs that names no letter it answers. Quoted lines decide; without any, a reply has the subject
/// of what it answers, and that was said lately.
pub fn nearest(reply: bool, kin: &[Kin], now: Moment) -> Option<ConversationId> {
    let quoted = kin.iter().filter(|k| k.quoted >= QUOTED_LINES_MIN || k.quoted > 0 && k.same_subject);
    let best = quoted.max_by_key(|k| (k.quoted, k.same_subject, k.last_at));
    let lately = |k: &&Kin| now.0.saturating_sub(k.last_at.0) <= IMPORT_SUBJECT_DAYS.saturating_mul(DAY);
    let called = kin.iter().filter(|k| reply && k.same_subject).filter(lately).max_by_key(|k| k.last_at);
    best.or(called).map(|k| k.conversation)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_letter() -> LetterFacts {
        LetterFacts { side: Side::Customer, barred: false, automatic: false, token: None, thread: None }
    }

    fn pointer(seen: bool) -> Option<Pointer> {
        Some(Pointer { conversation: ConversationId(5), seen, late: false })
    }

    #[test]
    fn a_letter_joins_only_what_its_sender_sees() {
        assert_eq!(lands(&LetterFacts { thread: pointer(true), ..a_letter() }), Lands::Joins(ConversationId(5)));
        assert_eq!(lands(&LetterFacts { thread: pointer(false), ..a_letter() }), Lands::Starts(None));
        assert_eq!(lands(&LetterFacts { token: pointer(false), ..a_letter() }), Lands::Starts(Some(ConversationId(5))));
    }

    #[test]
    fn no_letter_acts_as_an_employee_and_no_machine_starts_anything() {
        let it = LetterFacts { side: Side::Employee, token: pointer(true), ..a_letter() };
        assert_eq!(lands(&it), Lands::Held("employee-unproved"));
        assert_eq!(lands(&LetterFacts { automatic: true, ..a_letter() }), Lands::Held("machine-starts-nothing"));
        let answer = LetterFacts { automatic: true, thread: pointer(true), ..a_letter() };
        assert_eq!(lands(&answer), Lands::Joins(ConversationId(5)));
    }
}
