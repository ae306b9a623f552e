//! The sections of a run, each selectable by name.

pub mod letters;
pub mod live;
pub mod making;
pub mod memory;
pub mod observatory;
pub mod pages;
pub mod posts;
pub mod search;
pub mod start;

/// A section.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Section {
    /// Conversation, home, lists; their weight; growth.
    Pages,
    /// Every form of query.
    Search,
    /// From the process's start to the first answer.
    Start,
    /// Idle and loaded.
    Memory,
    /// From a post to everybody who watches.
    Live,
    /// Durable posts and how the index follows.
    Posts,
    /// An archive that comes home, a burst of letters at the door.
    Letters,
    /// Ties derived anew, windows of small and large houses.
    Observatory,
}
