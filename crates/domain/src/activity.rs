//! Activities: the lines of the log.
//!
//! **Invariant.** Ids only, never a body, never an address: a person can be erased without rewriting history.

use crate::id::{ConversationId, MessageId, PersonId, Position, SpaceId};
use crate::moment::Moment;

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $word:literal)*) => {
        /// What somebody did.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Verb { $($(#[$doc])* $name,)* }

        impl Verb {
            /// All verbs.
            pub const ALL: &'static [Verb] = &[$(Verb::$name),*];

            /// The word kept in the log.
            pub fn word(self) -> &'static str {
                match self { $(Verb::$name => $word,)* }
            }

            /// The verb of that word.
            pub fn from_word(word: &str) -> Option<Verb> {
                match word { $($word => Some(Verb::$name),)* _ => None }
            }
        }
    };
}

verbs! {
    /// The house was founded.
    Founded = "founded"
    /// A person came to be; object: the person.
    Joined = "joined"
    /// A person changed her own settings; object: the person.
    Changed = "changed"
    /// Somebody signed in; object: the session.
    SignedIn = "signed-in"
    /// A sign-in link was asked for; object: the person.
    AskedIn = "asked-in"
    /// A session or token ended; object: the session.
    SignedOut = "signed-out"
    /// Somebody was invited; object: the invitation.
    Invited = "invited"
    /// A person was deactivated; object: the person.
    Deactivated = "deactivated"
    /// A person was let in again; object: the person.
    Reactivated = "reactivated"
    /// A unit, group, organization, space or hat was made or changed; object: it.
    Arranged = "arranged"
    /// A person became a member of a party; object: the person, other: the party.
    Entered = "entered"
    /// A person stopped being a member of a party; object: the person, other: the party.
    Left = "left"
    /// A conversation was started; object: its first message.
    Started = "started"
    /// A message was written; object: the message.
    Replied = "replied"
    /// An archive brought a message; object: the message. Nobody is told.
    Imported = "imported"
    /// An archive began to come in, or all it brought was known; object: the import, 0 in lines of before.
    ArchiveOpened = "archive-opened"
    /// An import was undone, whole or as far as it goes; object: the import. Each message it takes has a line of its own.
    Undone = "undone"
    /// A message was edited; object: the message.
    Edited = "edited"
    /// A message was deleted; object: the message.
    Deleted = "deleted"
    /// A reaction was put on or taken off; object: the message.
    Reacted = "reacted"
    /// A party was given sight of the conversation; other: the party.
    Brought = "brought"
    /// A party's sight of the conversation ended; other: the party.
    Removed = "removed"
    /// The conversation was assigned, taken or put back; other: the person or unit, 0 for nobody.
    Assigned = "assigned"
    /// The conversation was moved to another space, the line's; other: the moving.
    Moved = "moved"
    /// A moving was undone; the line's space is the former one again; other: the moving.
    MovedBack = "moved-back"
    /// The conversation was merged with another: it goes on there, or the other one here; other: that one.
    Merged = "merged"
    /// The conversation and another were taken apart; other: that one.
    Parted = "parted"
    /// A message of the conversation was forwarded; object: the message, other: the conversation that began by it.
    Forwarded = "forwarded"
    /// The conversation was closed.
    Closed = "closed"
    /// The conversation was opened again.
    Reopened = "reopened"
    /// An answer was accepted; object: the message.
    Accepted = "accepted"
    /// A sidebar was opened beside the conversation; other: the sidebar.
    SidebarOpened = "sidebar-opened"
    /// Somebody read up to here; object: the message; never shown to others.
    Read = "read"
    /// A letter arrived and is kept; object: the letter.
    Arrived = "arrived"
    /// A letter was sorted; object: the letter.
    Sorted = "sorted"
    /// A delivery moved on: sent, deferred, bounced, withheld; object: the delivery, other: the message it carries.
    Delivered = "delivered"
    /// A draft was kept or dropped.
    Drafted = "drafted"
    /// A message was planned for later, changed or given up; object: the plan; never shown to others.
    Planned = "planned"
    /// A message was taken back before its letters went; object: the message.
    TookBack = "took-back"
    /// An address was put on or taken off the block list; object: the person.
    Blocked = "blocked"
    /// A person was erased, after the messages of hers that were deleted with her; object: the person.
    Erased = "erased"
    /// Somebody was found to be another; object: who, other: the one she is.
    PersonsMerged = "persons-merged"
    /// A merged person is herself again; object: who, other: the one she was.
    PersonsParted = "persons-parted"
    /// What is known of somebody's addresses was corrected: they work, outreach is stopped or allowed; object: the person.
    Tended = "tended"
    /// A person changed what she agreed to, or what she left; object: the person; never shown to others.
    Agreed = "agreed"
    /// The house's notice about measuring was published or ended; object: it.
    Notified = "notified"
    /// A window was measured and its result published; object: the result.
    Measured = "measured"
}

/// A line to be written into the log; the store adds position and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Who did it; [`crate::party::MACHINE`] where it was nobody.
    pub actor: PersonId,
    /// What was done.
    pub verb: Verb,
    /// Where, if in a space.
    pub space: Option<SpaceId>,
    /// In which conversation, if in one.
    pub conversation: Option<ConversationId>,
    /// The id the verb speaks of, 0 where it speaks of none.
    pub object: i64,
    /// A second id, 0 where there is none.
    pub other: i64,
}

impl Activity {
    /// A line about something that is in no conversation.
    pub fn of(actor: PersonId, verb: Verb, object: i64) -> Activity {
        Activity { actor, verb, space: None, conversation: None, object, other: 0 }
    }

    /// A line about a conversation.
    pub fn at(actor: PersonId, verb: Verb, space: SpaceId, conversation: ConversationId) -> Activity {
        Activity { actor, verb, space: Some(space), conversation: Some(conversation), object: 0, other: 0 }
    }

    /// The same line speaking of a message.
    pub fn message(self, message: MessageId) -> Activity {
        Activity { object: message.0, ..self }
    }

    /// The same line with a second id.
    pub fn other(self, other: i64) -> Activity {
        Activity { other, ..self }
    }
}

/// A line as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Where it stands.
    pub position: Position,
    /// When it was written.
    pub at: Moment,
    /// What it says.
    pub activity: Activity,
}
