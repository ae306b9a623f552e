//! Letters: where one from outside lands.
//!
//! **Invariant.** A letter joins a conversation only if its sender sees that conversation already or holds a reply
//! address issued to her; whatever it claims in its headers. Until authentication passes, no letter acts as an employee.

use crate::{id::ConversationId, side::Side};

/// A conversation a letter points at, by a reply address or by the Message-IDs it answers.
#[derive(Clone, Copy, Debug)]
pub struct Pointer {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whether the sender sees it.
    pub seen: bool,
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
    if let Some(pointer) = it.token.filter(|p| p.seen).or(it.thread.filter(|p| p.seen)) {
        return Lands::Joins(pointer.conversation);
    }
    if it.automatic {
        return Lands::Held("machine-starts-nothing");
    }
    Lands::Starts(it.token.map(|p| p.conversation))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_letter() -> LetterFacts {
        LetterFacts { side: Side::Customer, barred: false, automatic: false, token: None, thread: None }
    }

    fn pointer(seen: bool) -> Option<Pointer> {
        Some(Pointer { conversation: ConversationId(5), seen })
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
