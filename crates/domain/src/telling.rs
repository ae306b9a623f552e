//! Telling people by mail: why, and how soon. Quiet unless somebody asks for more.

use crate::id::SpaceId;

macro_rules! worded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $name {
            /// All of them, in the order in which a page lists them.
            pub const ALL: &'static [$name] = &[$($name::$item),*];

            /// The word kept in the database and used in forms.
            pub fn word(self) -> &'static str {
                match self { $($name::$item => $word,)* }
            }

            /// The one of that word.
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$item),)* _ => None }
            }
        }
    )*};
}

worded! {
    /// Why somebody is told.
    Reason {
        /// A conversation was given to her.
        Assigned = "assigned"
        /// Her handle stands in a message.
        Mentioned = "mentioned"
        /// Somebody answered her, or wrote in a conversation that she started.
        Replied = "replied"
        /// She was brought into a conversation.
        Brought = "brought"
        /// Somebody wrote in a conversation that she takes part in.
        Following = "following"
        /// A conversation was started in a space.
        Started = "started"
        /// An announcement was made in a space.
        Announced = "announced"
        /// Every message of a space: it is lived in by mail.
        Every = "every"
    }
    /// How soon.
    Level {
        /// As soon as a burst is over, outside of quiet hours.
        Now = "now"
        /// With the next digest.
        Digest = "digest"
        /// Not by mail.
        Never = "never"
    }
}

impl Reason {
    /// How soon somebody is told who never chose: at once what concerns her by name, once a day what she takes part
    /// in, and what a whole space is told only who asks for it.
    pub fn default_level(self) -> Level {
        match self {
            Reason::Assigned | Reason::Mentioned | Reason::Replied | Reason::Brought => Level::Now,
            Reason::Following => Level::Digest,
            Reason::Started | Reason::Announced | Reason::Every => Level::Never,
        }
    }

    /// The levels that make sense: a message each is no digest.
    pub fn levels(self) -> &'static [Level] {
        if self == Reason::Every { &[Level::Now, Level::Never] } else { Level::ALL }
    }

    /// Whether one notice stands for all that follows in its conversation until she looks or is told: it says that there
    /// is something new, not that one message concerns her.
    pub fn stands(self) -> bool {
        matches!(self, Reason::Replied | Reason::Following)
    }

    /// Whether it is about a message: who gets every message of a space by mail is not told of it twice.
    pub fn about_message(self) -> bool {
        !matches!(self, Reason::Assigned | Reason::Brought)
    }
}

/// One choice of hers: for a space, or everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Where; `None` for everywhere.
    pub space: Option<SpaceId>,
    /// For what.
    pub reason: Reason,
    /// How soon.
    pub level: Level,
}

/// How soon she is told: a choice for the space wins over one for everywhere, and that over the default.
pub fn level(choices: &[Choice], space: SpaceId, reason: Reason) -> Level {
    let chosen = |place: Option<SpaceId>| choices.iter().find(|c| c.space == place && c.reason == reason).map(|c| c.level);
    chosen(Some(space)).or_else(|| chosen(None)).unwrap_or(reason.default_level())
}

/// What somebody stops who unsubscribes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// All mail about one space.
    Space,
    /// Announcements, wherever they are made.
    Announcements,
    /// All notifications and digests.
    Everything,
}

impl Scope {
    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Space => "space",
            Scope::Announcements => "announcements",
            Scope::Everything => "everything",
        }
    }

    /// The scope of that word.
    pub fn from_word(word: &str) -> Option<Scope> {
        [Scope::Space, Scope::Announcements, Scope::Everything].into_iter().find(|scope| scope.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_for_the_space_wins_over_one_for_everywhere_and_that_over_the_default() {
        let (here, there) = (SpaceId(1), SpaceId(2));
        let choice = |space, reason, level| Choice { space, reason, level };
        let choices = [
            choice(None, Reason::Replied, Level::Digest),
            choice(Some(here), Reason::Replied, Level::Never),
            choice(Some(here), Reason::Every, Level::Now),
        ];
        assert_eq!(level(&choices, here, Reason::Replied), Level::Never);
        assert_eq!(level(&choices, there, Reason::Replied), Level::Digest);
        assert_eq!(level(&choices, there, Reason::Mentioned), Level::Now);
        assert_eq!(level(&choices, here, Reason::Every), Level::Now);
        assert_eq!(level(&choices, there, Reason::Every), Level::Never);
    }

    #[test]
    fn words_lead_back_to_what_they_stand_for() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_word(reason.word()), Some(*reason));
            assert!(reason.levels().contains(&reason.default_level()));
        }
        assert_eq!(Level::from_word("weekly"), None);
        assert_eq!(Scope::from_word("everything"), Some(Scope::Everything));
    }
}
