//! Audience a second time, naively: facts in plain lists, and the definition of `domain::circle` over them.
//!
//! **Invariant.** Nothing here goes through the store's `VISIBLE`: where both agree, neither is wrong by the other.

use domain::{
    circle::{Reach, Sight, Standing, sees_since},
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position},
    party::{EMPLOYEES, EVERYONE, SIGNED_IN},
    side::Side,
};
use std::collections::HashMap;
use store::{Custodian, Store};

/// A message, as audience knows it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Where in the log.
    pub position: Position,
    /// Whose words.
    pub author: PersonId,
}

/// All that decides who sees what. A scenario keeps it itself while it runs, or reads it from plain rows.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Everybody who may come in, with her side.
    pub sides: HashMap<PersonId, Side>,
    /// Who is another, and whom.
    pub merged: Vec<(PersonId, PersonId)>,
    /// The unit above a unit.
    pub above: HashMap<PartyId, PartyId>,
    /// Who is a member of what today, since which position.
    pub memberships: Vec<(PersonId, PartyId, Position)>,
    /// Each circle's reach and sights.
    pub circles: HashMap<CircleId, (Reach, Vec<Sight>)>,
    /// Each conversation's circle.
    pub conversations: HashMap<ConversationId, CircleId>,
    /// All messages.
    pub messages: HashMap<MessageId, Place>,
}

impl Facts {
    /// The facts as the plain rows hold them.
    ///
    /// # Panics
    /// Where the store fails.
    pub async fn read(store: &Store, keys: &Custodian) -> Facts {
        let rows = store.plain_rows(keys).await.expect("the store lists its rows");
        let mut circles: HashMap<CircleId, (Reach, Vec<Sight>)> =
            rows.circles.into_iter().map(|(circle, reach)| (circle, (reach, Vec::new()))).collect();
        for (circle, party, since) in rows.sights {
            circles.get_mut(&circle).expect("a sight is of a circle").1.push(Sight { party, since });
        }
        let place = |(id, conversation, position, author)| (id, Place { conversation, position, author });
        Facts {
            sides: rows.people.into_iter().collect(),
            merged: rows.merged,
            above: rows.units.into_iter().collect(),
            memberships: rows.memberships,
            circles,
            conversations: rows.conversations.into_iter().collect(),
            messages: rows.messages.into_iter().map(place).collect(),
        }
    }

    /// The parties a viewer is; `None` is the stranger.
    pub fn standings(&self, viewer: Option<PersonId>) -> Vec<Standing> {
        let always = |party| Standing { party, since: Position::START };
        let mut standings = vec![always(EVERYONE)];
        let Some(person) = viewer else { return standings };
        standings.extend([always(SIGNED_IN), always(person.into())]);
        if self.side(viewer).inside() {
            standings.push(always(EMPLOYEES));
        }
        let also: Vec<PersonId> = self.merged.iter().filter(|(_, into)| *into == person).map(|(it, _)| *it).collect();
        standings.extend(also.iter().map(|it| always((*it).into())));
        for (_, party, since) in self.memberships.iter().filter(|(member, ..)| *member == person || also.contains(member)) {
            let mut next = Some(*party);
            while let Some(party) = next {
                standings.push(Standing { party, since: *since });
                next = self.above.get(&party).copied();
            }
        }
        standings
    }

    fn side(&self, viewer: Option<PersonId>) -> Side {
        viewer.and_then(|person| self.sides.get(&person).copied()).unwrap_or(Side::Public)
    }

    /// From where on a viewer sees a conversation; `None` where she does not.
    pub fn sees(&self, viewer: Option<PersonId>, conversation: ConversationId) -> Option<Position> {
        let (reach, sights) = self.circles.get(self.conversations.get(&conversation)?)?;
        sees_since(*reach, sights, &self.standings(viewer), self.side(viewer))
    }

    /// Whether a viewer may see a message.
    pub fn may_see(&self, viewer: Option<PersonId>, message: MessageId) -> bool {
        let Some(place) = self.messages.get(&message) else { return false };
        self.sees(viewer, place.conversation).is_some_and(|since| place.position >= since)
    }
}
