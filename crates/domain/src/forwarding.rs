//! Forwarding: a message goes on to somebody who does not take part, in a conversation of its own.
//!
//! **Invariants.** What the recipient answers never comes into the conversation it was taken from. Beside her the new
//! conversation is seen by those colleagues only who can read the message where it stands.

use crate::{
    circle::Reach,
    conversation::ConversationFacts,
    id::{ConversationId, MessageId, PartyId, Position, SpaceId},
    message::MessageFacts,
    moving::Holder,
    person::Actor,
    refusal::Refusal,
};

crate::permit! {
    /// May forward a message, out of the house where the permit says so.
    MayForward { message: MessageId, conversation: ConversationId, space: SpaceId }
}

/// Whether the actor may forward a message to colleagues in another space.
///
/// # Errors
/// Hidden where she does not see it; refused to outsiders; moved where it was deleted.
pub fn may_forward(actor: &Actor, place: &ConversationFacts, it: &MessageFacts) -> Result<MayForward, Refusal> {
    if !it.seen {
        return Err(Refusal::hidden());
    }
    place.for_employees(actor)?;
    if it.deleted {
        return Err(Refusal::moved("message-deleted"));
    }
    Ok(MayForward::made(it.id, place.id, place.space))
}

/// Whether the actor may forward a message out of the house.
///
/// # Errors
/// As [`may_forward`]; refused for what was said inside.
pub fn may_forward_outside(actor: &Actor, place: &ConversationFacts, it: &MessageFacts) -> Result<MayForward, Refusal> {
    let permit = may_forward(actor, place, it)?;
    if place.reach == Reach::Inside { Err(Refusal::new("forwarding-inside")) } else { Ok(permit) }
}

/// The colleagues who read along: those of the circle who can read the message itself.
pub fn readers(circle: &[Holder], message: Position) -> Vec<PartyId> {
    let reads = |holder: &&Holder| !holder.outsiders && holder.since <= message;
    circle.iter().filter(reads).map(|holder| holder.party).collect()
}

/// What is sent: her own words, then the message as mail programs quote one that is passed on. `head` are the lines that
/// say whose words they are.
pub fn composed(words: &str, head: &[String], source: &str) -> String {
    let mut text = String::new();
    if !words.trim().is_empty() {
        text.push_str(words.trim_end());
        text.push_str("\n\n");
    }
    // Two blanks end a line of Markdown where it stands.
    text.push_str(&head.join("  \n"));
    text.push_str("\n\n");
    for line in source.trim_end().lines() {
        text.push_str(if line.is_empty() { ">" } else { "> " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_message_stands_quoted_below_the_words_of_who_forwards_it() {
        let head = [String::from("Forwarded message"), String::from("From: Maya")];
        let text = composed("Please look", &head, "It creaks.\n\nAlways left.");
        assert_eq!(text, "Please look\n\nForwarded message  \nFrom: Maya\n\n> It creaks.\n>\n> Always left.\n");
    }

    #[test]
    fn only_colleagues_who_read_the_message_read_along() {
        let holds =
            |party, since, outsiders| Holder { party: PartyId(party), who: PartyId(party), since: Position(since), outsiders };
        assert_eq!(readers(&[holds(1, 0, false), holds(2, 9, false), holds(3, 0, true)], Position(5)), [PartyId(1)]);
    }
}
