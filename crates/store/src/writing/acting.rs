//! Facts for the rules, read in the transaction that writes.

use crate::{
    engine::Eyes,
    fault::{Fault, Stop},
    reading::{session, space::kinds},
    sql::statements,
    value::args,
    viewer::natural_standings,
    writing::Writing,
};
use domain::{
    circle::{Reach, Standing},
    conversation::ConversationFacts,
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, SpaceId},
    kind::{Kind, Stage},
    message::{Channel, MessageFacts},
    person::Actor,
    refusal::Refusal,
    side::Side,
    space::SpaceFacts,
};

statements! {
    PERSON = "SELECT p.side, (SELECT COUNT(*) FROM hat h WHERE h.person = p.id AND h.hat = 'administrator' AND h.until_at IS NULL) \
        FROM person p WHERE p.id = $1 AND p.deactivated_at IS NULL";
    MEMBERSHIPS = "SELECT h.id, CAST(0 AS BIGINT), 'person' FROM person h WHERE h.merged_into = $1 \
        UNION ALL SELECT m.party, m.since, y.kind FROM membership m JOIN party y ON y.id = m.party WHERE m.person = $1 AND m.left_at IS NULL \
        UNION ALL SELECT m.party, m.since, y.kind FROM person h CROSS JOIN membership m CROSS JOIN party y WHERE h.merged_into = $1 AND m.person = h.id AND m.left_at IS NULL \
        AND y.id = m.party AND y.kind <> 'unit'";
    SPACE = "WITH {viewer} SELECT s.id, s.circle, r.inside, s.kinds, s.open, CASE WHEN {known s.circle} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, \
        CASE WHEN EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation x \
        WHERE f.party = w.party AND f.space = s.id AND x.id = f.conversation AND {known x.circle}) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $2 AND h.hat = 'steward' AND h.object = s.id AND h.until_at IS NULL) \
        FROM space s JOIN circle r ON r.id = s.circle WHERE s.id = $1";
    CONVERSATION = "WITH {viewer} SELECT c.id, c.space, c.circle, r.inside, c.kind, c.stage, COALESCE((SELECT w.merged_into FROM person w WHERE w.id = c.starter), c.starter), c.beside, c.merged_into, \
        CASE WHEN {known c.circle} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $2 AND h.hat = 'steward' AND h.object = c.space AND h.until_at IS NULL), \
        (SELECT COUNT(*) FROM sight g WHERE g.circle = c.circle AND g.party = 1) \
        FROM conversation c JOIN circle r ON r.id = c.circle WHERE c.id = $1";
    MESSAGE = "WITH {viewer} SELECT m.id, COALESCE((SELECT w.merged_into FROM person w WHERE w.id = m.author), m.author), m.deleted_at, m.channel, m.conversation, \
        CASE WHEN {visible c.circle m.position} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
        FROM message m JOIN conversation c ON c.id = m.conversation WHERE m.id = $1";
}

/// The person who acts, with the parties she is in this transaction.
#[derive(Clone, Debug)]
pub struct Acting {
    /// As the rules know her.
    pub actor: Actor,
    pub(crate) standings: Vec<Standing>,
}

impl Acting {
    /// Who acts.
    pub fn person(&self) -> PersonId {
        self.actor.person
    }

    /// The parties she is.
    pub fn parties(&self) -> Vec<PartyId> {
        self.standings.iter().map(|s| s.party).collect()
    }

    pub(crate) fn eyes(&self) -> Eyes<'_> {
        Eyes { standings: &self.standings, inside: self.actor.side.inside() }
    }
}

impl Writing {
    /// The person who acts, as she stands in this transaction.
    ///
    /// # Errors
    /// Refuses the stranger and who was deactivated.
    pub async fn acting(&self, person: Option<PersonId>) -> Result<Acting, Stop> {
        let Some(person) = person else { return Err(Refusal::stranger().into()) };
        let found = self.one(&PERSON, args![person], |row| (row.text(0), row.yes(1))).await?;
        let Some((side, administrator)) = found else { return Err(Refusal::stranger().into()) };
        let side = Side::from_word(&side).unwrap_or(Side::Public);
        let rows = self.rows(&MEMBERSHIPS, args![person], |row| (PartyId(row.int(0)), row.position(1), row.text(2))).await?;
        let standings = session::with_ancestors(self.core(), natural_standings(person, side), rows);
        Ok(Acting { actor: Actor { person, side, administrator }, standings })
    }

    /// What the rules need to know of a space.
    ///
    /// # Errors
    /// Hidden where there is none; whether the actor sees it is the rule's to ask.
    pub async fn space_facts(&self, me: &Acting, space: SpaceId) -> Result<SpaceFacts, Stop> {
        let facts = self
            .seen(&SPACE, args![space, me.person()], me.eyes(), |row| SpaceFacts {
                id: SpaceId(row.int(0)),
                circle: CircleId(row.int(1)),
                reach: Reach::from_inside_bit(row.int(2)),
                kinds: kinds(&row.text(3)),
                open: row.yes(4),
                seen: row.yes(5) || row.yes(6),
                steward: row.yes(7),
            })
            .await?;
        facts.ok_or_else(|| Refusal::hidden().into())
    }

    /// What the rules need to know of a conversation.
    ///
    /// # Errors
    /// Hidden where there is none; whether the actor sees it is the rule's to ask.
    pub async fn conversation_facts(&self, me: &Acting, conversation: ConversationId) -> Result<ConversationFacts, Stop> {
        let facts = self
            .seen(&CONVERSATION, args![conversation, me.person()], me.eyes(), |row| ConversationFacts {
                id: ConversationId(row.int(0)),
                space: SpaceId(row.int(1)),
                circle: CircleId(row.int(2)),
                reach: Reach::from_inside_bit(row.int(3)),
                kind: Kind::from_word(&row.text(4)).unwrap_or(Kind::Talk),
                stage: Stage::from_word(&row.text(5)).unwrap_or(Stage::Open),
                starter: PersonId(row.int(6)),
                beside: row.int_or_null(7).map(ConversationId),
                merged: row.int_or_null(8).is_some(),
                seen: row.yes(9),
                steward: row.yes(10),
                public: row.yes(11),
            })
            .await?;
        facts.ok_or_else(|| Refusal::hidden().into())
    }

    /// What the rules need to know of a message and the conversation it stands in.
    ///
    /// # Errors
    /// Hidden where there is none.
    pub async fn message_facts(&self, me: &Acting, message: MessageId) -> Result<(ConversationFacts, MessageFacts), Stop> {
        let found = self
            .seen(&MESSAGE, args![message], me.eyes(), |row| {
                let facts = MessageFacts {
                    id: MessageId(row.int(0)),
                    author: PersonId(row.int(1)),
                    deleted: row.int_or_null(2).is_some(),
                    by_mail: Channel::from_word(&row.text(3)).is_some_and(Channel::is_letter),
                    seen: row.yes(5),
                };
                (facts, ConversationId(row.int(4)))
            })
            .await?;
        let Some((facts, conversation)) = found else { return Err(Refusal::hidden().into()) };
        Ok((self.conversation_facts(me, conversation).await?, facts))
    }

    /// Whether somebody has sight of a conversation, asked about another than the actor.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sees(&self, person: PersonId, conversation: ConversationId) -> Result<bool, Fault> {
        let me = match self.acting(Some(self.who_is(person).await?)).await {
            Ok(me) => me,
            Err(Stop::Refused(_)) => return Ok(false),
            Err(Stop::Fault(fault)) => return Err(fault),
        };
        match self.conversation_facts(&me, conversation).await {
            Ok(facts) => Ok(facts.seen),
            Err(Stop::Refused(_)) => Ok(false),
            Err(Stop::Fault(fault)) => Err(fault),
        }
    }
}
