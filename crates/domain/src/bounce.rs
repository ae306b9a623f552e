//! Bounces: what a letter that came back says about the address it was for.

/// How a letter that came back speaks of its address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bounce {
    /// The address does not work: nobody there, no such domain. Writing again is of no use.
    Hard,
    /// It may work again: a full mailbox, a server that is down, a delay.
    Soft,
    /// It says nothing about the address: a policy, the content, the size, our own server.
    Other,
}

impl Bounce {
    /// All classes.
    pub const ALL: [Bounce; 3] = [Bounce::Hard, Bounce::Soft, Bounce::Other];

    /// The word kept in the database and shown in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Bounce::Hard => "hard",
            Bounce::Soft => "soft",
            Bounce::Other => "other",
        }
    }

    /// The class of that word.
    pub fn from_word(word: &str) -> Option<Bounce> {
        Bounce::ALL.into_iter().find(|class| class.word() == word)
    }

    /// Whether the address is marked as troubled; what says nothing about it leaves no mark.
    pub fn marks_address(self) -> bool {
        self != Bounce::Other
    }
}
