//! Audiences: the parties of a circle, by name, and who would get a letter.

use crate::{
    Store, Viewer,
    fault::Fault,
    reading::{Reading, conversation::Headline, space::Space},
    seen::Seen,
    sql::{Sql, statements},
    value::{Value, args},
};
use domain::{
    bounce::Bounce,
    circle::{Reach, Sight, sees_since},
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position, UnitId},
    party::{self, EVERYONE, PartyKind, SIGNED_IN},
    side::Side,
};
use serde::Serialize;

macro_rules! parties {
    () => {
        "WITH {viewer} SELECT g.party, COALESCE(y.kind, 'person'), COALESCE(y.name, p.name, ''), g.since, COALESCE(p.side, ''), \
        (SELECT a.address FROM address a WHERE a.person = p.id AND a.blocked_at IS NULL ORDER BY a.later, a.id LIMIT 1), \
        (SELECT COUNT(*) FROM membership m JOIN person q ON q.id = m.person WHERE m.party = g.party AND m.left_at IS NULL AND (q.deactivated_at IS NULL OR q.merged_into IS NOT NULL) \
         AND (g.inside = 0 OR q.side = 'employee')), \
        (SELECT t.class FROM address a JOIN address_trouble t ON t.address = a.id WHERE a.person = p.id AND a.blocked_at IS NULL ORDER BY a.later, a.id LIMIT 1), \
        (SELECT COUNT(*) FROM membership m JOIN person q ON q.id = m.person WHERE m.party = g.party AND m.left_at IS NULL AND q.side <> 'employee'), COALESCE(p.id, 0) \
        FROM sight g LEFT JOIN party y ON y.id = g.party LEFT JOIN person h ON h.id = g.party LEFT JOIN person p ON p.id = COALESCE(h.merged_into, h.id) "
    };
}

statements! {
    PARTIES = concat!(parties!(), "WHERE g.circle = $1 AND {known g.circle} ORDER BY g.given_at, g.party");
    OF_SPACE = concat!(parties!(), "JOIN space s ON s.circle = g.circle \
        WHERE s.id = $1 AND ({known s.circle} OR EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation x \
        WHERE f.party = w.party AND f.space = s.id AND x.id = f.conversation AND {known x.circle})) ORDER BY g.given_at, g.party");
    BY_NAME = "WITH {viewer} SELECT COUNT(*) FROM sight g WHERE g.circle = $1 AND g.party = $2 AND {known g.circle}";
    MEMBERS = "SELECT COUNT(*) FROM membership m JOIN person q ON q.id = m.person WHERE m.party = $1 AND m.left_at IS NULL AND (q.deactivated_at IS NULL OR q.merged_into IS NOT NULL)";
    EMPLOYEES = "SELECT COUNT(*) FROM person WHERE side = 'employee' AND deactivated_at IS NULL";
    CIRCLE = "SELECT r.id, r.inside FROM conversation c JOIN circle r ON r.id = c.circle WHERE c.id = $1";
    SIGHTS = "SELECT g.party, g.since FROM sight g WHERE g.circle = $1";
    POSITION = "SELECT m.position FROM message m WHERE m.id = $1";
    WROTE = "WITH {viewer}, lately(author) AS (SELECT DISTINCT w.author FROM (SELECT m.author FROM message m \
        WHERE m.conversation = $1 AND {visible $2 +m.position} ORDER BY m.id DESC LIMIT $3) AS w) \
        SELECT DISTINCT p.id, p.name, p.side FROM lately l JOIN person h ON h.id = l.author JOIN person p ON p.id = COALESCE(h.merged_into, h.id) ORDER BY p.name LIMIT 50";
}

/// Messages looked at for who wrote; the plus in [`WROTE`] keeps SQLite from taking the index by position, with which
/// it would sort them all first. A page costs the same whether a conversation has fifty or fifty thousand.
const LATELY: usize = 200;

/// One party of an audience.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceParty {
    /// Which.
    pub party: PartyId,
    /// `person`, `unit`, `organization`, `group` or `all`.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// From which position on it sees.
    pub since: Position,
    /// The person it is: herself, or whoever she was found to be; nobody (`PersonId(0)`) for what is no person.
    #[serde(skip)]
    pub person: PersonId,
    /// A person's side.
    pub side: Option<Side>,
    /// The address letters go to, for a person outside who gets what is written by mail.
    #[serde(skip)]
    pub address: Option<String>,
    /// How many people it stands for.
    pub people: i64,
    /// Whether it is, or has, somebody who is no colleague.
    #[serde(skip)]
    pub outsiders: bool,
    /// Whether letters to a person's address come back for good.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub comes_back: bool,
}

/// Who will get what is written here.
#[derive(Clone, Debug, Serialize, Default)]
pub struct Audience {
    /// The parties of the circle; none for an outsider, who only learns who wrote.
    pub parties: Vec<AudienceParty>,
    #[serde(skip)]
    digest: String,
}

impl Audience {
    /// A digest of the audience: the form carries it, and what is sent must still match it.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }

    /// The people outside who get a letter, the writer excepted.
    pub fn by_mail(&self, writer: Option<PersonId>) -> Vec<&AudienceParty> {
        let outside = |p: &&AudienceParty| {
            p.side.is_some_and(|s| !s.inside()) && p.address.is_some() && writer.is_none_or(|w| w != p.person)
        };
        once_each(self.parties.iter().filter(outside))
    }
}

/// Each person once, who may stand in a circle twice since she was two persons once; what is no person stays as it is.
pub fn once_each<'a>(parties: impl Iterator<Item = &'a AudienceParty>) -> Vec<&'a AudienceParty> {
    let mut once: Vec<&AudienceParty> = Vec::new();
    for party in parties {
        if party.person.0 == 0 || once.iter().all(|other| other.person != party.person) {
            once.push(party);
        }
    }
    once
}

/// The digest of parties, since when they see, and where their letters go, in the order they came.
pub(crate) fn digest<'a>(parties: impl Iterator<Item = (PartyId, Position, Option<&'a str>)>) -> String {
    let mut text = String::new();
    for (party, since, address) in parties {
        text.push_str(&format!("{party} {since} {};", address.unwrap_or("")));
    }
    digest_of(&text)
}

/// The digest of what a page says, for the form to carry.
pub(crate) fn digest_of(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&crate::secret::digest(text)[..8])
}

impl Reading {
    /// The audience of a conversation. Employees see all parties; an outsider only learns who wrote ([`Reading::wrote_in`]).
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn audience(&self, of: &Seen<Headline>) -> Result<Seen<Audience>, Fault> {
        Ok(Seen::new(self.parties(&PARTIES, args![of.circle]).await?))
    }

    /// Whether the circle of a conversation names the viewer herself, not only a unit or group she is in.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn named_in(&self, of: &Seen<Headline>) -> Result<bool, Fault> {
        for me in self.viewer().selves() {
            if self.count(&BY_NAME, args![of.circle, me]).await? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The audience a conversation started in this space would have, besides the one who starts it. Who sees the space
    /// by one of its conversations alone is told it too: she may start one, and reads before who will get it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn audience_of_space(&self, space: &Seen<Space>) -> Result<Seen<Audience>, Fault> {
        Ok(Seen::new(self.parties(&OF_SPACE, args![space.id]).await?))
    }

    async fn parties(&self, sql: &'static Sql, args: Vec<Value>) -> Result<Audience, Fault> {
        let mut parties = self
            .rows(sql, args, |row| {
                let (party, side) = (PartyId(row.int(0)), Side::from_word(&row.text(4)));
                AudienceParty {
                    party,
                    kind: PartyKind::from_word(&row.text(1)).unwrap_or(PartyKind::Person),
                    name: row.text(2),
                    since: row.position(3),
                    person: PersonId(row.int(9)),
                    side,
                    address: row.text_or_null(5),
                    people: row.int(6),
                    outsiders: matches!(party, EVERYONE | SIGNED_IN) || side.is_some_and(|side| !side.inside()) || row.yes(8),
                    comes_back: row.text_or_null(7).is_some_and(|class| class == Bounce::Hard.word()),
                }
            })
            .await?;
        let digest = digest(parties.iter().map(|p| (p.party, p.since, p.address.as_deref())));
        if !self.viewer().inside() {
            return Ok(Audience { parties: Vec::new(), digest });
        }
        for party in &mut parties {
            party.people = match party.kind {
                PartyKind::Person => 1,
                PartyKind::All if party.party == domain::party::EMPLOYEES => {
                    self.remembered(|memory| &memory.people, party.party, self.count(&EMPLOYEES, args![])).await?
                }
                PartyKind::Unit => {
                    let anew = self.people_below(UnitId(party.party.0), party.people);
                    self.remembered(|memory| &memory.people, party.party, anew).await?
                }
                _ => party.people,
            };
        }
        Ok(Audience { parties, digest })
    }

    async fn people_below(&self, unit: UnitId, direct: i64) -> Result<i64, Fault> {
        let units = self.store().units();
        let mut people = direct;
        for node in units.nodes().filter(|n| n.id != unit && units.upward(n.id).any(|u| u == unit)) {
            people += self.count(&MEMBERS, args![node.id]).await?;
        }
        Ok(people)
    }

    pub(crate) async fn count(&self, sql: &'static Sql, args: Vec<crate::value::Value>) -> Result<i64, Fault> {
        Ok(self.one(sql, args, |row| row.int(0)).await?.unwrap_or(0))
    }

    /// The colleagues behind these handles who see nothing of a conversation: a mention gave them no sight.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mentioned_in_vain(
        &self,
        of: &Seen<Headline>,
        handles: &[String],
    ) -> Result<Vec<Seen<(PersonId, String)>>, Fault> {
        let mut found = Vec::new();
        // Colleagues know of every colleague; nobody else is told who sees what.
        if !self.viewer().inside() {
            return Ok(found);
        }
        let Some(circle) = self.store().circle_of(of.id).await? else { return Ok(found) };
        if circle.sights.iter().any(|sight| sight.party == party::EMPLOYEES) {
            return Ok(found);
        }
        for handle in handles {
            let Some((person, name)) = self.store().employee_by_handle(handle).await? else { continue };
            let Some(her) = self.store().recipient(person).await? else { continue };
            if circle.sees_since(&her).is_none() {
                found.push(Seen::new((person, name)));
            }
        }
        Ok(found)
    }

    /// The people whose words the viewer may read here: at most fifty of those who wrote lately.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn wrote_in(&self, of: &Seen<Headline>) -> Result<Vec<Seen<(PersonId, String, Side)>>, Fault> {
        self.rows(&WROTE, args![of.id, of.circle, LATELY], |row| {
            Seen::new((PersonId(row.int(0)), row.text(1), Side::from_word(&row.text(2)).unwrap_or(Side::Public)))
        })
        .await
    }
}

/// A circle as the live hub matches it in memory.
#[derive(Clone, Debug)]
pub struct CircleNow {
    /// How far it reaches.
    pub reach: Reach,
    /// Its few rows.
    pub sights: Vec<Sight>,
}

impl CircleNow {
    /// From which position on a viewer sees what is said in it; `None` where she sees nothing.
    pub fn sees_since(&self, viewer: &Viewer) -> Option<Position> {
        sees_since(self.reach, &self.sights, viewer.standings(), viewer.side())
    }
}

impl Store {
    /// The circle of a conversation at this moment: ids and positions only, nothing of what was said.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn circle_of(&self, conversation: ConversationId) -> Result<Option<CircleNow>, Fault> {
        let found = self.core().blind(&CIRCLE, args![conversation], |row| (CircleId(row.int(0)), row.int(1))).await?;
        let Some((circle, inside)) = found.into_iter().next() else { return Ok(None) };
        let sights =
            self.core().blind(&SIGHTS, args![circle], |row| Sight { party: PartyId(row.int(0)), since: row.position(1) }).await?;
        Ok(Some(CircleNow { reach: Reach::from_inside_bit(inside), sights }))
    }

    /// Where in the log a message arrived.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn position_of(&self, message: MessageId) -> Result<Option<Position>, Fault> {
        Ok(self.core().blind(&POSITION, args![message], |row| row.position(0)).await?.into_iter().next())
    }
}
