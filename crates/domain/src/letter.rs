//! Letters: where one from outside lands.
//!
//! **Invariants.** A letter joins a conversation only if its sender sees that conversation; where the domain behind her
//! address disowns the letter, it must also have come to a reply address issued to that very address. Whatever it claims in its headers, no letter
//! acts as an employee unless her domain proves it. A machine's letter starts nothing.

use crate::{
    id::ConversationId,
    limits,
    moment::{DAY, Moment},
    proof::Proof,
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
    /// Whether the reply address was issued to this sender; never so for Message-IDs, which anybody may quote.
    pub own: bool,
    /// Whether it was closed too long ago to be opened again by a letter ([`too_late`]).
    pub late: bool,
}

/// Whether a letter comes too late to open a closed conversation again: after `reopen_days`, by the space's policy.
pub fn too_late(closed_at: Option<Moment>, reopen_days: i64, now: Moment) -> bool {
    closed_at.is_some_and(|closed_at| now.0.saturating_sub(closed_at.0) >= reopen_days.saturating_mul(DAY))
}

/// How often the sender wrote lately where this letter would go: into the conversation it may join, or else how many
/// conversations she began.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rounds {
    /// Within the last hour.
    pub hour: i64,
    /// Within the last day.
    pub day: i64,
}

impl Rounds {
    /// Whether it is enough of letters in one conversation: two machines that answer each other end here.
    pub fn enough(self, automatic: bool) -> bool {
        let (hour, day) = if automatic {
            (limits::MACHINE_LETTERS_PER_HOUR, limits::MACHINE_LETTERS_PER_DAY)
        } else {
            (limits::LETTERS_PER_HOUR, limits::LETTERS_PER_DAY)
        };
        self.hour >= hour || self.day >= day
    }

    /// Whether it is enough of conversations that she began: machines may go round without ever answering.
    pub fn begun_enough(self) -> bool {
        self.hour >= limits::BEGINNINGS_PER_HOUR || self.day >= limits::BEGINNINGS_PER_DAY
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
    /// How often she wrote lately where this letter would go.
    pub rounds: Rounds,
}

impl LetterFacts {
    /// The conversation it may join, before anything else is asked.
    pub fn joinable(&self) -> Option<ConversationId> {
        let may = |pointer: &Pointer| pointer.seen && (pointer.own || self.proof != Proof::Failed);
        let pointer = self.token.filter(may).or(self.thread.filter(may));
        pointer.filter(|pointer| !pointer.late).map(|pointer| pointer.conversation)
    }

    /// The conversation it is linked to where it may not join, or comes too late: one that its sender saw, or that its reply address names.
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
    match it.joinable() {
        Some(_) if it.rounds.enough(it.automatic) => Lands::Held("letters-too-many"),
        Some(conversation) => Lands::Joins(conversation),
        None if it.automatic => Lands::Held("machine-starts-nothing"),
        None if it.rounds.begun_enough() => Lands::Held("letters-too-many"),
        None => Lands::Starts(it.linked()),
    }
}

/// Whether a letter that starts a conversation is answered with a receipt: never a machine's, never one its domain
/// disowns (the answer would go to whom it was forged on), and only so often.
pub fn gets_receipt(automatic: bool, proof: Proof, receipts: Rounds) -> bool {
    !automatic && proof != Proof::Failed && receipts.hour < limits::RECEIPTS_PER_HOUR && receipts.day < limits::RECEIPTS_PER_DAY
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
    let lately = |k: &&Kin| now.0.saturating_sub(k.last_at.0) <= limits::IMPORT_SUBJECT_DAYS.saturating_mul(DAY);
    let called = kin.iter().filter(|k| reply && k.same_subject).filter(lately).max_by_key(|k| k.last_at);
    best.or(called).map(|k| k.conversation)
}

#[cfg(test)]
mod tests;
