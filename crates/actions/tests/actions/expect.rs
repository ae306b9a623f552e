//! Short words for what tests ask again and again.

use actions::{
    Saw, Stop,
    conversation::{self, Started, Starting},
    message::{self, Replying, Written},
};
use domain::{
    id::{ConversationId, PersonId},
    kind::Kind,
    refusal::Meaning,
};
use store::{
    Reading,
    reading::{
        delivery::Due,
        message::{Message, Window},
    },
};
use testkit::House;

/// The one refusal for what is hidden and what does not exist.
pub const HIDDEN: (Meaning, &str) = (Meaning::Hidden, "not-here");
/// Nobody is signed in, or she was deactivated.
pub const STRANGER: (Meaning, &str) = (Meaning::Stranger, "sign-in-first");

/// The meaning and key with which something was refused.
#[track_caller]
pub fn refused<T>(answer: Result<T, Stop>) -> (Meaning, &'static str) {
    match answer {
        Ok(_) => panic!("it was allowed"),
        Err(Stop::Refused(refusal)) => (refusal.meaning, refusal.key),
        Err(Stop::Fault(fault)) => panic!("the store failed: {fault}"),
    }
}

/// Forbidden, with this key.
pub fn forbidden(key: &'static str) -> (Meaning, &'static str) {
    (Meaning::Forbidden, key)
}

/// Moved on, with this key.
pub fn moved(key: &'static str) -> (Meaning, &'static str) {
    (Meaning::Moved, key)
}

/// Invalid, with this key.
pub fn invalid(key: &'static str) -> (Meaning, &'static str) {
    (Meaning::Invalid, key)
}

/// A conversation somebody starts.
pub fn starting(house: &House, space: &str, kind: Kind) -> Starting {
    Starting {
        space: house.space(space),
        kind,
        subject: String::from("A new matter"),
        body: String::from("Words"),
        inside: false,
        with: Vec::new(),
        to: String::new(),
        attachments: Vec::new(),
        saw: None,
    }
}

/// Somebody starts a conversation.
pub async fn start(house: &House, by: &str, space: &str, kind: Kind) -> Result<Started, Stop> {
    conversation::start(house.store(), house.by(by), starting(house, space, kind)).await
}

/// A message somebody writes.
pub fn replying(conversation: ConversationId, body: &str) -> Replying {
    Replying { conversation, body: body.to_owned(), answers: None, attachments: Vec::new(), saw: Saw::default() }
}

/// Somebody writes a message.
pub async fn reply(house: &House, by: Option<PersonId>, conversation: ConversationId) -> Result<Written, Stop> {
    message::reply(house.store(), by, replying(conversation, "More words")).await
}

/// What somebody reads in a conversation; nothing where she does not see it.
pub async fn read(eyes: &Reading, conversation: ConversationId) -> Vec<Message> {
    match eyes.conversation_by_id(conversation).await.unwrap() {
        Some(headline) => {
            let messages = eyes.messages(&headline, Window::Newest).await.unwrap();
            messages.shown.into_iter().map(store::Seen::into_inner).collect()
        }
        None => Vec::new(),
    }
}

/// All letters that wait and can no longer be taken back, the sign-in links and invitations among them.
pub async fn letters(house: &House) -> Vec<Due> {
    house.test().clock().advance(domain::limits::TAKE_BACK_SECONDS * domain::moment::SECOND);
    house.store().due(house.test().keys(), 1000).await.unwrap()
}

/// To whom the letters of a message go, by their short names.
pub async fn letters_to(house: &House, written: domain::id::MessageId) -> Vec<&'static str> {
    let due = letters(house).await;
    let to = due.iter().filter(|due| due.delivery.message == Some(written)).map(|due| due.delivery.recipient);
    let mut names: Vec<_> =
        to.filter_map(|id| house.company.people.iter().find(|r| r.person == id)).map(|resident| resident.short).collect();
    names.sort_unstable();
    names
}
