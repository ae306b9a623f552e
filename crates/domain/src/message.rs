//! Messages: who may change one.

use crate::{
    conversation::ConversationFacts,
    id::{ConversationId, MessageId, PersonId, SpaceId},
    limits,
    person::Actor,
    refusal::Refusal,
};

/// What the rules need to know of a message, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct MessageFacts {
    /// Which message.
    pub id: MessageId,
    /// Whose words.
    pub author: PersonId,
    /// Whether it stands as a tombstone.
    pub deleted: bool,
    /// Whether it came by mail: what somebody wrote in a letter stays as it was sent.
    pub by_mail: bool,
    /// Whether the actor sees it.
    pub seen: bool,
}

crate::permit! {
    /// May change the words; the former ones stay visible.
    MayEdit { message: MessageId, conversation: ConversationId, space: SpaceId }
    /// May replace the words by a tombstone.
    MayDelete { message: MessageId, conversation: ConversationId, space: SpaceId }
    /// May put a reaction on it.
    MayReact { message: MessageId, conversation: ConversationId, space: SpaceId }
}

fn must_be_seen(it: &MessageFacts) -> Result<(), Refusal> {
    if !it.seen {
        return Err(Refusal::hidden());
    }
    if it.deleted { Err(Refusal::moved("message-deleted")) } else { Ok(()) }
}

/// Whether the actor may edit it.
///
/// # Errors
/// Hidden; refused to all but the author, for letters, and in closed conversations.
pub fn may_edit(actor: &Actor, place: &ConversationFacts, it: &MessageFacts) -> Result<MayEdit, Refusal> {
    must_be_seen(it)?;
    if it.author != actor.person {
        return Err(Refusal::new("author-edits"));
    }
    if it.by_mail {
        return Err(Refusal::new("letter-stays"));
    }
    if place.closed() {
        return Err(Refusal::new("conversation-closed"));
    }
    Ok(MayEdit::made(it.id, place.id, place.space))
}

/// Whether the actor may delete it.
///
/// # Errors
/// Hidden; refused to all but the author and the space's stewards.
pub fn may_delete(actor: &Actor, place: &ConversationFacts, it: &MessageFacts) -> Result<MayDelete, Refusal> {
    must_be_seen(it)?;
    if it.author != actor.person && !(actor.side.inside() && (place.steward || actor.administrator)) {
        return Err(Refusal::new("author-deletes"));
    }
    Ok(MayDelete::made(it.id, place.id, place.space))
}

/// Whether the actor may react to it.
///
/// # Errors
/// Hidden where she does not see it.
pub fn may_react(_actor: &Actor, place: &ConversationFacts, it: &MessageFacts) -> Result<MayReact, Refusal> {
    must_be_seen(it)?;
    Ok(MayReact::made(it.id, place.id, place.space))
}

/// The reactions that can be put on a message: few, so that they say something at a glance.
pub const REACTIONS: [&str; 6] = ["👍", "🎉", "❤️", "👀", "🙏", "😕"];

/// Checks a message's source.
///
/// # Errors
/// Refuses an empty one and one above [`limits::MESSAGE_BYTES_MAX`].
pub fn body(source: &str) -> Result<String, Refusal> {
    let source = source.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    if source.trim().is_empty() {
        return Err(Refusal::invalid("body", "message-empty"));
    }
    if source.len() > limits::MESSAGE_BYTES_MAX {
        return Err(Refusal::invalid("body", "message-long").with("kib", limits::MESSAGE_BYTES_MAX / 1024));
    }
    Ok(source.trim_end().to_owned())
}

/// Through which door a message came.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A page or the API.
    Web,
    /// A letter.
    Mail,
    /// An archive.
    Import,
}

impl Channel {
    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::Mail => "mail",
            Channel::Import => "import",
        }
    }

    /// Whether it came as a letter, now or long ago: its words stay as they were sent, and the raw letter is kept.
    pub fn is_letter(self) -> bool {
        matches!(self, Channel::Mail | Channel::Import)
    }

    /// The channel of that word.
    pub fn from_word(word: &str) -> Option<Channel> {
        [Channel::Web, Channel::Mail, Channel::Import].into_iter().find(|c| c.word() == word)
    }
}
