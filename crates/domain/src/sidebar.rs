//! Sidebars: the locker room beside a conversation.
//!
//! **Invariant.** A sidebar's circle reaches inside only. Who stands in a sidebar also sees the conversation
//! beside it, never the other way round.

use crate::id::Position;

/// From where on somebody brought into a sidebar sees the conversation beside it: all of it, and the invitation says so.
pub const PARENT_SINCE: Position = Position::START;
