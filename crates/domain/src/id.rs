//! Identifiers: 64-bit, time-sorted, one type per noun, so that a person can never be passed for a space.
//!
//! Layout of a minted id, from the top: 0, 43 bits of milliseconds since 1970 UTC, 8 bits of node, 12 bits of
//! sequence. In JSON an id is a string: browsers lose integers above 2^53.

use crate::moment::Moment;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

/// Bits of an id below its milliseconds.
pub const BELOW_MILLIS: u32 = 20;
/// Bits of an id below its node number.
pub const BELOW_NODE: u32 = 12;

/// Composes an id from milliseconds since 1970, node (0..256) and sequence (0..4096).
///
/// Milliseconds outside 0..2^43 are clamped: a letter dated in the year 0 or 9999 still has a place in order.
pub fn compose(millis: i64, node: u8, sequence: u16) -> i64 {
    let millis = millis.clamp(1, (1 << 43) - 1);
    (millis << BELOW_MILLIS) | (i64::from(node) << BELOW_NODE) | i64::from(sequence & 0xfff)
}

/// The last id before a moment.
pub fn before(at: Moment) -> i64 {
    compose(at.millis(), 0, 0) - 1
}

/// When an id was minted, in whole milliseconds: the other way round of [`before`].
pub fn minted_at(id: i64) -> Moment {
    Moment((id >> BELOW_MILLIS) * 1_000)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map($name)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(|_| D::Error::custom("an id is a string of digits"))
            }
        }
    )*};
}

ids! {
    /// A person, staff or not.
    PersonId
    /// Whatever can be given sight; shares its number with the person, unit, organization or group it is.
    PartyId
    /// A unit of our organization.
    UnitId
    /// An organization, ours or another.
    OrganizationId
    /// A group of people, across units and sides.
    GroupId
    /// An audience.
    CircleId
    /// Where conversations of some function are started.
    SpaceId
    /// A conversation.
    ConversationId
    /// A message.
    MessageId
    /// A file that belongs to a message.
    AttachmentId
    /// A browser session or an access token.
    SessionId
    /// A mail address of somebody's.
    AddressId
    /// One row of the outbox.
    DeliveryId
    /// A message to be sent later.
    PlannedId
    /// One raw letter in the intake.
    LetterId
    /// A line on somebody's home page: this concerns you.
    NoticeId
    /// A link that lets somebody in.
    InvitationId
    /// One run that brought an archive in.
    ImportId
}

/// A place in the log. Positions are dense, start at 1 and stand in commit order on both engines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position(pub i64);

impl Position {
    /// Before everything: sight since here sees the whole past.
    pub const START: Position = Position(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_then_node_then_sequence() {
        assert!(compose(1000, 9, 9) < compose(1001, 0, 0));
        assert!(compose(1000, 1, 0) > compose(1000, 0, 4095));
        assert!(compose(-5, 0, 0) > 0 && compose(i64::MAX, 255, 4095) > 0);
    }

    #[test]
    fn an_id_is_a_string_in_json() {
        let json = serde_json::to_string(&PersonId(1 << 60)).unwrap();
        assert_eq!(json, "\"1152921504606846976\"");
        assert_eq!(serde_json::from_str::<PersonId>(&json).unwrap(), PersonId(1 << 60));
    }
}
