//! Sidebars: the locker room beside a conversation.
//!
//! **Invariant.** A sidebar's circle reaches inside only. Who stands in a sidebar also sees the conversation
//! beside it, never the other way round.

use crate::{conversation::ConversationFacts, id::Position, side::Side};

/// From where on somebody brought into a sidebar sees the conversation beside it: all of it, and the invitation says so.
pub const PARENT_SINCE: Position = Position::START;

/// Whether a viewer may learn that a sidebar stands beside this conversation.
pub fn may_be_mentioned(side: Side, it: &ConversationFacts) -> bool {
    side.inside() && it.seen
}
