//! Letters: where one from outside lands.
//!
//! **Invariants.** A letter joins a conversation only if its sender sees that conversation; where the domain behind her
//! address disowns the letter, it must also have come to a reply address issued to that very address. Whatever it claims in its headers, no letter
//! acts as an employee unless her domain proves it. A machine's letter starts nothing.

use crate::{id::ConversationId, limits, proof::Proof, side::Side};

/// A conversation a letter points at, by a reply address or by the Message-IDs it answers.
#[derive(Clone, Copy, Debug)]
pub struct Pointer {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whether the sender sees it.
    pub seen: bool,
    /// Whether the reply address was issued to this sender; never so for Message-IDs, which anybody may quote.
    pub own: bool,
}

/// How often the sender wrote lately where this letter would go.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rounds {
    /// Within the last hour.
    pub hour: i64,
    /// Within the last day.
    pub day: i64,
}

impl Rounds {
    /// Whether it is enough: two machines that answer each other end here.
    pub fn enough(self, automatic: bool) -> bool {
        let (hour, day) = if automatic {
            (limits::MACHINE_LETTERS_PER_HOUR, limits::MACHINE_LETTERS_PER_DAY)
        } else {
            (limits::LETTERS_PER_HOUR, limits::LETTERS_PER_DAY)
        };
        self.hour >= hour || self.day >= day
    }
}

/// What the rule needs to know of a letter.
#[derive(Clone, Copy, Debug)]
pub struct LetterFacts {
    /// Where its sender stands.
    pub side: Side,
    /// Whether her address is at the house's own domain.
    pub at_home: bool,
    /// Whether her address is on the block list, or she was deactivated.
    pub barred: bool,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether it is really from her.
    pub proof: Proof,
    /// The conversation of a valid reply address.
    pub token: Option<Pointer>,
    /// The conversation of the letters it answers.
    pub thread: Option<Pointer>,
    /// How often she wrote lately.
    pub rounds: Rounds,
}

impl LetterFacts {
    /// The conversation it may join, before anything else is asked.
    pub fn joinable(&self) -> Option<ConversationId> {
        let may = |pointer: &Pointer| pointer.seen && (pointer.own || self.proof != Proof::Failed);
        self.token.filter(may).or(self.thread.filter(may)).map(|pointer| pointer.conversation)
    }

    /// The conversation it is linked to where it may not join: one that its sender saw, or that its reply address names.
    fn linked(&self) -> Option<ConversationId> {
        self.token.or(self.thread.filter(|pointer| pointer.seen)).map(|pointer| pointer.conversation)
    }
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
    if it.side.inside() && it.proof != Proof::Proved {
        return Lands::Held("employee-unproved");
    }
    if it.at_home && it.proof != Proof::Proved {
        return Lands::Held("sender-is-ours");
    }
    if it.side.inside() && it.automatic {
        return Lands::Held("machine-of-colleague");
    }
    if it.rounds.enough(it.automatic) {
        return Lands::Held("letters-too-many");
    }
    match it.joinable() {
        Some(conversation) => Lands::Joins(conversation),
        None if it.automatic => Lands::Held("machine-starts-nothing"),
        None => Lands::Starts(it.linked()),
    }
}

/// Whether a letter that starts a conversation is answered with a receipt: never a machine's, never one its domain
/// disowns (the answer would go to whom it was forged on), and only so often.
pub fn gets_receipt(automatic: bool, proof: Proof, receipts: Rounds) -> bool {
    !automatic && proof != Proof::Failed && receipts.hour < limits::RECEIPTS_PER_HOUR && receipts.day < limits::RECEIPTS_PER_DAY
}

#[cfg(test)]
mod tests;
