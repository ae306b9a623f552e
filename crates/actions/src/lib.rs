//! What a person can do: one function each, called by every door.
//!
//! **Invariant.** One action, one function, one transaction: facts are read where they are judged, a rule of
//! `domain` gives the permit, the store writes with it and records at least one activity. What costs time and needs
//! no facts (rendering, hashing) happens before the writer's turn.

pub mod address;
pub mod attachment;
pub mod block;
pub mod clock;
pub mod conversation;
pub mod delivery;
pub mod draft;
pub mod erasure;
pub mod forwarding;
pub mod house;
pub mod import;
pub mod import_run;
pub mod invitation;
pub mod letter;
mod letter_kin;
mod letter_pictures;
pub mod mailbox;
pub mod measuring;
pub mod merging;
pub mod message;
pub mod mirror;
pub mod moving;
pub mod notice;
pub mod own_address;
pub mod party;
pub mod password;
pub mod person;
pub mod person_merging;
pub mod planned;
pub mod reading_mark;
pub mod session;
pub mod sidebar;
pub mod space;
pub mod telling;
pub mod terms;
mod text;
pub mod tie;

pub use store::{Fault, Stop};

/// What the writer of a form saw when she wrote: who would get it, and the last message. A page tells both, a program
/// what it looked at, if it did.
#[derive(Clone, Debug, Default)]
pub struct Saw {
    /// The digest of the audience line.
    pub audience: Option<String>,
    /// The position of the last message shown.
    pub position: Option<domain::id::Position>,
}
