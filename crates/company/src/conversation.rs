//! The conversations the script left behind, with the words that were said in them.

use domain::id::{ConversationId, MessageId, PersonId};
use serde::{Deserialize, Serialize};

/// A message of the script as it stands at the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {
    /// Which.
    pub message: MessageId,
    /// Whose words.
    pub author: PersonId,
    /// What stands there now; empty for a tombstone.
    pub body: String,
    /// What stood there before an edit or the deletion, the oldest first.
    pub former: Vec<String>,
}

/// A conversation of the script.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thread {
    /// How tests and the script call it.
    pub short: &'static str,
    /// Which.
    pub conversation: ConversationId,
    /// The number people say.
    pub number: i64,
    /// Its messages in order.
    pub said: Vec<Said>,
}

impl Thread {
    /// The message at this place, from 0.
    ///
    /// # Panics
    /// Where fewer were said: the place is written in a test or the script, not typed by people.
    pub fn message(&self, at: usize) -> MessageId {
        self.said.get(at).unwrap_or_else(|| panic!("{} has no message {at}", self.short)).message
    }
}
