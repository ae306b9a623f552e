//! The rows behind audience as they stand: for the naive second implementation that tests compare `VISIBLE` with.
//!
//! **Invariant.** Ids and positions only, no words and no names, and only with the custodian's keys.

use crate::{custodian::Custodian, fault::Fault, opening::Store, sql::statements, value::args};
use domain::{
    circle::Reach,
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position},
    side::Side,
};

statements! {
    PEOPLE = "SELECT id, side FROM person WHERE deactivated_at IS NULL ORDER BY id";
    MERGED = "SELECT id, merged_into FROM person WHERE merged_into IS NOT NULL ORDER BY id";
    UNITS = "SELECT id, parent FROM party WHERE kind = 'unit' AND parent IS NOT NULL ORDER BY id";
    MEMBERSHIPS = "SELECT person, party, since FROM membership WHERE left_at IS NULL ORDER BY person, party";
    CIRCLES = "SELECT id, inside FROM circle ORDER BY id";
    SIGHTS = "SELECT circle, party, since FROM sight ORDER BY circle, party";
    CONVERSATIONS = "SELECT id, circle FROM conversation ORDER BY id";
    MESSAGES = "SELECT id, conversation, position, author FROM message ORDER BY id";
}

/// The rows, each in the order of its ids.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct PlainRows {
    /// Everybody who was not deactivated, with her side.
    pub people: Vec<(PersonId, Side)>,
    /// Who is another, and whom.
    pub merged: Vec<(PersonId, PersonId)>,
    /// A unit and the one above it.
    pub units: Vec<(PartyId, PartyId)>,
    /// Who is a member of what today, since when.
    pub memberships: Vec<(PersonId, PartyId, Position)>,
    /// How far each circle reaches.
    pub circles: Vec<(CircleId, Reach)>,
    /// Which party sees which circle, since when.
    pub sights: Vec<(CircleId, PartyId, Position)>,
    /// Which circle each conversation has.
    pub conversations: Vec<(ConversationId, CircleId)>,
    /// Where each message stands, and whose it is.
    pub messages: Vec<(MessageId, ConversationId, Position, PersonId)>,
}

impl Store {
    /// All rows behind audience.
    ///
    /// # Errors
    /// A fault of the database.
    #[doc(hidden)]
    pub async fn plain_rows(&self, _keys: &Custodian) -> Result<PlainRows, Fault> {
        let core = self.core();
        let side = |word: &str| Side::from_word(word).unwrap_or(Side::Public);
        Ok(PlainRows {
            people: core.blind(&PEOPLE, args![], |row| (PersonId(row.int(0)), side(&row.text(1)))).await?,
            merged: core.blind(&MERGED, args![], |row| (PersonId(row.int(0)), PersonId(row.int(1)))).await?,
            units: core.blind(&UNITS, args![], |row| (PartyId(row.int(0)), PartyId(row.int(1)))).await?,
            memberships: core
                .blind(&MEMBERSHIPS, args![], |row| (PersonId(row.int(0)), PartyId(row.int(1)), row.position(2)))
                .await?,
            circles: core.blind(&CIRCLES, args![], |row| (CircleId(row.int(0)), Reach::from_inside_bit(row.int(1)))).await?,
            sights: core.blind(&SIGHTS, args![], |row| (CircleId(row.int(0)), PartyId(row.int(1)), row.position(2))).await?,
            conversations: core.blind(&CONVERSATIONS, args![], |row| (ConversationId(row.int(0)), CircleId(row.int(1)))).await?,
            messages: core
                .blind(&MESSAGES, args![], |row| {
                    (MessageId(row.int(0)), ConversationId(row.int(1)), row.position(2), PersonId(row.int(3)))
                })
                .await?,
        })
    }
}
