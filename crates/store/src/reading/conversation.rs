//! Conversations: the head-line facts, shown to whoever has any sight of the circle.

use crate::{
    fault::Fault,
    reading::Reading,
    row::Row,
    seen::Seen,
    sql::{IDS_MAX, statements},
    value::args,
};
use domain::{
    circle::Reach,
    conversation::ConversationFacts,
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position, SpaceId},
    kind::{Kind, Stage},
    moment::Moment,
};
use serde::Serialize;

/// The columns of [`headline`], in its order.
macro_rules! headline_columns {
    () => {
        "c.id, c.number, c.space, s.slug, s.name, c.kind, c.stage, c.subject, c.circle, r.inside, c.beside, c.starter, \
         c.started_at, c.last_position, c.last_at, c.awaited_since, c.assignee, COALESCE(y.name, q.name, ''), c.closed_at, c.closed_reason, c.accepted, \
         (SELECT COUNT(*) FROM sight g WHERE g.circle = c.circle AND g.party = 1), c.linked, c.merged_into"
    };
}
pub(crate) use headline_columns;
macro_rules! headline_tables {
    () => {
        "conversation c JOIN space s ON s.id = c.space JOIN circle r ON r.id = c.circle LEFT JOIN party y ON y.id = c.assignee LEFT JOIN person q ON q.id = c.assignee"
    };
}
pub(crate) use headline_tables;

statements! {
    BY_NUMBER = concat!("WITH {viewer} SELECT ", headline_columns!(), ", \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $2 AND h.hat = 'steward' AND h.object = c.space AND h.until_at IS NULL), \
        COALESCE((SELECT w.merged_into FROM person w WHERE w.id = c.starter), c.starter) \
        FROM ", headline_tables!(), " WHERE c.number = $1 AND {known c.circle}");
    BY_ID = concat!("WITH {viewer} SELECT ", headline_columns!(), ", \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $2 AND h.hat = 'steward' AND h.object = c.space AND h.until_at IS NULL), \
        COALESCE((SELECT w.merged_into FROM person w WHERE w.id = c.starter), c.starter) \
        FROM ", headline_tables!(), " WHERE c.id = $1 AND {known c.circle}");
    SIDEBARS = concat!("WITH {viewer} SELECT ", headline_columns!(), ", CAST(0 AS BIGINT) \
        FROM ", headline_tables!(), " WHERE c.beside = $1 AND {known c.circle} ORDER BY c.id LIMIT 20");
    LINKED = concat!("WITH {viewer} SELECT ", headline_columns!(), ", CAST(0 AS BIGINT) \
        FROM ", headline_tables!(), " WHERE c.linked = $1 AND {known c.circle} ORDER BY c.id LIMIT 20");
    LISTED = concat!("WITH {viewer}, {ids} SELECT ", headline_columns!(), ", CAST(0 AS BIGINT) \
        FROM ids i JOIN ", "conversation c ON c.id = i.id JOIN space s ON s.id = c.space JOIN circle r ON r.id = c.circle LEFT JOIN party y ON y.id = c.assignee LEFT JOIN person q ON q.id = c.assignee", " WHERE {known c.circle}");
}

/// The head-line facts of a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Headline {
    /// Which.
    pub id: ConversationId,
    /// The number people say.
    pub number: i64,
    /// Its space.
    pub space: SpaceId,
    /// Its space's slug.
    pub space_slug: String,
    /// Its space's name.
    pub space_name: String,
    /// Its kind.
    pub kind: Kind,
    /// Its stage.
    pub stage: Stage,
    /// Its subject.
    pub subject: String,
    /// Its circle.
    #[serde(skip)]
    pub circle: CircleId,
    /// How far the circle reaches.
    pub reach: Reach,
    /// The conversation it is a sidebar of.
    pub beside: Option<ConversationId>,
    /// Who started it.
    pub starter: PersonId,
    /// When.
    pub started_at: Moment,
    /// The position of its last message, seen or not; never shown.
    #[serde(skip)]
    pub last_position: Position,
    /// The moment of its last message, seen or not; never shown to who cannot see that message.
    #[serde(skip)]
    pub last_at: Moment,
    /// Since when somebody waits for us.
    pub awaited_since: Option<Moment>,
    /// The person or unit that owns it.
    pub assignee: Option<PartyId>,
    /// The owner's name.
    pub assignee_name: String,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// Why it ended.
    pub closed_reason: Option<String>,
    /// The accepted answer.
    pub accepted: Option<MessageId>,
    /// Whether everyone may read it.
    pub public: bool,
    /// The conversation it continues.
    pub linked: Option<ConversationId>,
    /// The conversation it goes on in; shown only to who sees that one.
    #[serde(skip)]
    pub merged_into: Option<ConversationId>,
    /// Whether the viewer is a steward of its space.
    #[serde(skip)]
    pub steward: bool,
}

impl Headline {
    /// What the rules need, for computing what to offer; the action reads its own.
    pub fn facts(&self) -> ConversationFacts {
        ConversationFacts {
            id: self.id,
            space: self.space,
            circle: self.circle,
            reach: self.reach,
            kind: self.kind,
            stage: self.stage,
            starter: self.starter,
            beside: self.beside,
            merged: self.merged_into.is_some(),
            seen: true,
            steward: self.steward,
            public: self.public,
        }
    }

    /// Whether only colleagues see it.
    pub fn inside(&self) -> bool {
        self.reach == Reach::Inside
    }
}

pub(crate) fn headline(row: &Row<'_>) -> Seen<Headline> {
    Seen::new(plain(row))
}

/// The head-line of a page of its own, whose starter is whoever she was found to be: rules ask for her, lists do not.
fn opened(row: &Row<'_>) -> Seen<Headline> {
    Seen::new(Headline { starter: PersonId(row.int(25)), ..plain(row) })
}

fn plain(row: &Row<'_>) -> Headline {
    Headline {
        id: ConversationId(row.int(0)),
        number: row.int(1),
        space: SpaceId(row.int(2)),
        space_slug: row.text(3),
        space_name: row.text(4),
        kind: Kind::from_word(&row.text(5)).unwrap_or(Kind::Talk),
        stage: Stage::from_word(&row.text(6)).unwrap_or(Stage::Open),
        subject: row.text(7),
        circle: CircleId(row.int(8)),
        reach: Reach::from_inside_bit(row.int(9)),
        beside: row.int_or_null(10).map(ConversationId),
        starter: PersonId(row.int(11)),
        started_at: row.moment(12),
        last_position: row.position(13),
        last_at: row.moment(14),
        awaited_since: row.moment_or_null(15),
        assignee: row.int_or_null(16).map(PartyId),
        assignee_name: row.text(17),
        closed_at: row.moment_or_null(18),
        closed_reason: row.text_or_null(19),
        accepted: row.int_or_null(20).map(MessageId),
        public: row.yes(21),
        linked: row.int_or_null(22).map(ConversationId),
        merged_into: row.int_or_null(23).map(ConversationId),
        steward: row.yes(24),
    }
}

impl Reading {
    /// The conversation of this number.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn conversation(&self, number: i64) -> Result<Option<Seen<Headline>>, Fault> {
        let me = self.viewer().person().unwrap_or(PersonId(0));
        self.one(&BY_NUMBER, args![number, me], opened).await
    }

    /// The conversation of this id.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn conversation_by_id(&self, id: ConversationId) -> Result<Option<Seen<Headline>>, Fault> {
        let me = self.viewer().person().unwrap_or(PersonId(0));
        self.one(&BY_ID, args![id, me], opened).await
    }

    /// The sidebars beside a conversation that the viewer stands in.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sidebars(&self, beside: &Seen<Headline>) -> Result<Vec<Seen<Headline>>, Fault> {
        self.rows(&SIDEBARS, args![beside.id], headline).await
    }

    /// The conversations that continue this one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn continued_in(&self, it: &Seen<Headline>) -> Result<Vec<Seen<Headline>>, Fault> {
        self.rows(&LINKED, args![it.id], headline).await
    }

    /// The conversations of these ids that the viewer sees, in no order; whether she is a steward of theirs is not asked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn headlines(&self, ids: &[i64]) -> Result<Vec<Seen<Headline>>, Fault> {
        let mut found = Vec::new();
        for some in ids.chunks(IDS_MAX) {
            found.extend(self.rows_of(&LISTED, args![], some, headline).await?);
        }
        Ok(found)
    }
}
