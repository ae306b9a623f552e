//! What a person's own mirror is computed from: her ties, her conversations, what asked her, as far as she may see it today.
//!
//! **Invariant.** Each function is about the viewer and nobody else: there is no parameter that could name another, and no tie
//! between two others is read. What measures a colleague takes that the gate let her through.

use crate::{fault::Fault, reading::Reading, row::Row, seen::Seen, sql::IDS_MAX, sql::statements, value::args};
use domain::{
    id::{ConversationId, PartyId, PersonId, Position, before},
    kind::Kind,
    limits,
    moment::Moment,
    party::PartyKind,
    side::Side,
    terms::{Counted, Purpose},
};
use std::collections::{BTreeMap, BTreeSet};

statements! {
    TURNED_TO = "WITH {viewer} SELECT t.person FROM turned t CROSS JOIN message m CROSS JOIN conversation c \
        WHERE t.author = $1 AND t.message > $2 AND m.id = t.message AND c.id = m.conversation AND {visible c.circle m.position} \
        ORDER BY t.message DESC LIMIT $3";
    TURNED_BY = "WITH {viewer} SELECT t.author FROM turned t CROSS JOIN message m CROSS JOIN conversation c \
        WHERE t.person = $1 AND t.message > $2 AND m.id = t.message AND c.id = m.conversation AND {visible c.circle m.position} \
        ORDER BY t.message DESC LIMIT $3";
    ASKED = "WITH {viewer} SELECT c.id, c.kind, m.position, p.side, c.closed_at, x.reason, c.awaited_since FROM \
        (SELECT n.conversation, n.message, n.reason, n.at, n.position FROM notice n WHERE n.person = $1 ORDER BY n.position DESC LIMIT $3) x \
        CROSS JOIN message m CROSS JOIN conversation c CROSS JOIN person p \
        WHERE x.at >= $2 AND x.reason IN ('mentioned', 'replied') AND m.id = x.message AND m.deleted_at IS NULL AND c.id = m.conversation \
        AND p.id = m.author AND {visible c.circle m.position}";
    SAID = "WITH {viewer} SELECT m.position, m.at, m.author, p.side FROM conversation c CROSS JOIN message m CROSS JOIN person p \
        WHERE c.id = $1 AND m.conversation = c.id AND m.position >= $2 AND p.id = m.author AND m.deleted_at IS NULL AND m.automatic = 0 AND m.author <> 9 \
        AND {visible c.circle m.position} ORDER BY m.position LIMIT $3";
    MINE = "WITH {viewer} SELECT c.id, c.kind, c.starter, c.started_at, r.inside, c.beside, c.closed_at, c.awaited_since FROM \
        (SELECT t.conversation FROM participant t WHERE t.person = $1 ORDER BY t.conversation DESC LIMIT $2) x \
        CROSS JOIN conversation c CROSS JOIN circle r WHERE c.id = x.conversation AND r.id = c.circle AND c.last_at >= $3 AND {known c.circle}";
    WORDS = "WITH {viewer}, {ids} SELECT c.id, m.source FROM ids i CROSS JOIN conversation c CROSS JOIN message m \
        WHERE c.id = i.id AND m.conversation = c.id AND m.id > $2 AND m.author = $1 AND m.deleted_at IS NULL AND m.automatic = 0 \
        AND m.channel <> 'import' AND {visible c.circle m.position} ORDER BY m.id DESC LIMIT $3";
    SPOKE_OUTSIDE = "WITH {viewer}, {ids}, said(author) AS (SELECT m.author FROM ids i CROSS JOIN conversation c CROSS JOIN message m \
        WHERE c.id = i.id AND m.conversation = c.id AND m.id > $1 AND {visible c.circle m.position} ORDER BY m.id DESC LIMIT $2) \
        SELECT DISTINCT COALESCE(p.merged_into, p.id) FROM said s CROSS JOIN person p \
        WHERE p.id = s.author AND p.side <> 'employee' AND p.erased_at IS NULL AND p.id <> 9";
    NAMED_OUTSIDE = "WITH {viewer}, {ids} SELECT DISTINCT COALESCE(p.merged_into, p.id) FROM ids i CROSS JOIN conversation c CROSS JOIN sight g CROSS JOIN person p \
        WHERE c.id = i.id AND g.circle = c.circle AND p.id = g.party AND p.side <> 'employee' AND p.erased_at IS NULL AND {known c.circle}";
    ORGANIZATIONS = "WITH {ids} SELECT DISTINCT y.id FROM ids i JOIN membership h ON h.person = i.id JOIN party y ON y.id = h.party \
        WHERE y.kind = 'organization' AND y.ours = 0 AND h.left_at IS NULL";
    UNITS_THERE = "WITH {viewer}, {ids} SELECT DISTINCT h.party FROM ids i CROSS JOIN conversation c CROSS JOIN participant t CROSS JOIN membership h CROSS JOIN party y \
        WHERE c.id = i.id AND t.conversation = c.id AND h.person = t.person AND h.left_at IS NULL AND y.id = h.party AND y.kind = 'unit' AND {known c.circle}";
    OTHERS = "SELECT y.id, y.kind, y.name FROM party y WHERE (y.kind = 'unit' OR (y.kind = 'organization' AND y.ours = 0)) \
        AND EXISTS (SELECT 1 FROM membership h JOIN person p ON p.id = h.person WHERE h.party = y.id AND h.left_at IS NULL AND p.deactivated_at IS NULL \
        AND p.erased_at IS NULL AND p.side IN ('employee', 'partner')) \
        AND NOT EXISTS (SELECT 1 FROM membership h WHERE h.party = y.id AND h.person = $1 AND h.left_at IS NULL)";
    ROOMS = "WITH {viewer} SELECT g.party, s.slug, s.name FROM space s CROSS JOIN sight g WHERE g.circle = s.circle AND {known s.circle} ORDER BY s.name, s.id";
}

/// Colleagues at the other end of the viewer's own ties.
#[derive(Clone, Debug, Default)]
pub struct OwnTurns {
    /// Those she turned to.
    pub to: BTreeSet<PersonId>,
    /// Those who turned to her.
    pub by: BTreeSet<PersonId>,
}

/// A message by which somebody asked the viewer.
#[derive(Clone, Copy, Debug)]
pub struct AskedHer {
    /// Where.
    pub conversation: ConversationId,
    /// The message, by its position.
    pub position: Position,
    /// Whether whoever asked stands outside.
    pub outside: bool,
    /// When the conversation was closed, if it is.
    pub closed_at: Option<Moment>,
    /// Whether anybody outside waits there.
    pub awaited: bool,
}

/// A message without its words, in a conversation the viewer sees.
#[derive(Clone, Copy, Debug)]
pub struct SaidThere {
    /// Where in the log.
    pub position: Position,
    /// When.
    pub at: Moment,
    /// By whom.
    pub author: PersonId,
    /// Whether she is one of ours.
    pub ours: bool,
}

/// A conversation the viewer wrote in.
#[derive(Clone, Copy, Debug)]
pub struct OwnConversation {
    /// Which.
    pub id: ConversationId,
    /// Its kind.
    pub kind: Kind,
    /// Who started it.
    pub starter: PersonId,
    /// When.
    pub started_at: Moment,
    /// Whether people outside may read it.
    pub outward: bool,
    /// Whether it stands beside another.
    pub sidebar: bool,
    /// When it was closed, if it is.
    pub closed_at: Option<Moment>,
    /// Whether anybody outside waits there.
    pub awaited: bool,
}

/// A unit that is not the viewer's, or another organization.
#[derive(Clone, Debug)]
pub struct OtherParty {
    /// Which.
    pub party: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// A space of theirs that she sees: its place in addresses, and its name.
    pub space: Option<(String, String)>,
}

impl Reading {
    /// Whom the viewer turned to since a moment and who to her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn own_turns(&self, mine: &Counted, since: Moment) -> Result<OwnTurns, Fault> {
        let other = |row: &Row<'_>| PersonId(row.int(0));
        let mut found = OwnTurns::default();
        for me in self.measured_selves(mine) {
            let args = || args![me, before(since), limits::MIRROR_TURNED];
            found.to.extend(self.rows(&TURNED_TO, args(), other).await?);
            found.by.extend(self.rows(&TURNED_BY, args(), other).await?);
        }
        // What counts of others is asked of the gate again, though nothing is kept of who left.
        let all = Vec::from_iter(found.to.union(&found.by).map(|person| person.0));
        let Ok(counted) = self.counted_among(&all, Purpose::Aggregates).await? else { return Ok(OwnTurns::default()) };
        for side in [&mut found.to, &mut found.by] {
            side.retain(|person| counted.admits_colleague(*person));
        }
        Ok(found)
    }

    /// The viewer, and who was found to be her, where the gate let her through.
    fn measured_selves(&self, mine: &Counted) -> Vec<PersonId> {
        let admitted = self.viewer().person().is_some_and(|me| mine.admits_colleague(me));
        self.viewer().selves().filter(|_| admitted).collect()
    }

    /// What asked the viewer since a moment, by name anywhere or as an answer to her in what waits for answers, the newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn asked_me(&self, mine: &Counted, since: Moment) -> Result<Vec<AskedHer>, Fault> {
        let asked = |row: &Row<'_>| {
            let awaited = Kind::from_word(&row.text(1)).is_some_and(|kind| kind.life().awaited);
            (awaited || row.text(5) == "mentioned").then(|| AskedHer {
                conversation: ConversationId(row.int(0)),
                position: row.position(2),
                outside: Side::from_word(&row.text(3)).is_none_or(|side| !side.inside()),
                closed_at: row.moment_or_null(4),
                awaited: row.int_or_null(6).is_some(),
            })
        };
        let mut found: Vec<AskedHer> = Vec::new();
        for me in self.measured_selves(mine) {
            found.extend(self.rows(&ASKED, args![me, since, limits::MIRROR_NOTICES], asked).await?.into_iter().flatten());
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.position));
        Ok(found)
    }

    /// What people said in a conversation from a position on, as far as the viewer reads it, at most
    /// [`limits::MIRROR_SAID`] messages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn said_in(&self, conversation: ConversationId, from: Position) -> Result<Vec<SaidThere>, Fault> {
        let said = |row: &Row<'_>| SaidThere {
            position: row.position(0),
            at: row.moment(1),
            author: PersonId(row.int(2)),
            ours: Side::from_word(&row.text(3)).is_some_and(Side::inside),
        };
        self.rows(&SAID, args![conversation, from, limits::MIRROR_SAID], said).await
    }

    /// The newest conversations the viewer wrote in, in which something was said since a moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_conversations(&self, since: Moment, most: usize) -> Result<Vec<OwnConversation>, Fault> {
        let mut found = BTreeMap::new();
        for me in self.viewer().selves() {
            let one = |row: &Row<'_>| OwnConversation {
                id: ConversationId(row.int(0)),
                kind: Kind::from_word(&row.text(1)).unwrap_or(Kind::Talk),
                starter: PersonId(row.int(2)),
                started_at: row.moment(3),
                outward: !row.yes(4),
                sidebar: row.int_or_null(5).is_some(),
                closed_at: row.moment_or_null(6),
                awaited: row.int_or_null(7).is_some(),
            };
            found.extend(self.rows(&MINE, args![me, most, since], one).await?.into_iter().map(|it| (it.id, it)));
        }
        Ok(found.into_values().rev().take(most).collect())
    }

    /// How many words each message has that the viewer wrote since a moment in these conversations.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_words(
        &self,
        mine: &Counted,
        conversations: &[ConversationId],
        since: Moment,
    ) -> Result<Vec<(ConversationId, usize)>, Fault> {
        let words = |row: &Row<'_>| (ConversationId(row.int(0)), row.text(1).split_whitespace().count());
        let mut found = Vec::new();
        for me in self.measured_selves(mine) {
            for some in chunks(conversations) {
                let args = args![me, before(since), limits::MIRROR_TURNED];
                found.extend(self.rows_of(&WORDS, args, &some, words).await?);
            }
        }
        Ok(found)
    }

    /// People outside who wrote since a moment in these conversations or take part in them by name, and organizations they are
    /// in: what the pages of these conversations show her of them, in two numbers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outside_with_me(
        &self,
        mine: &Counted,
        conversations: &[ConversationId],
        since: Moment,
    ) -> Result<(BTreeSet<i64>, BTreeSet<PartyId>), Fault> {
        let (mut people, mut organizations) = (BTreeSet::new(), BTreeSet::new());
        if self.measured_selves(mine).is_empty() {
            return Ok((people, organizations));
        }
        for some in chunks(conversations) {
            people.extend(
                self.rows_of(&SPOKE_OUTSIDE, args![before(since), limits::MIRROR_TURNED], &some, |row| row.int(0)).await?,
            );
            people.extend(self.rows_of(&NAMED_OUTSIDE, args![], &some, |row| row.int(0)).await?);
        }
        for some in people.iter().copied().collect::<Vec<_>>().chunks(IDS_MAX) {
            organizations.extend(self.rows_of(&ORGANIZATIONS, args![], some, |row| PartyId(row.int(0))).await?);
        }
        Ok((people, organizations))
    }

    /// The units of those who take part in these conversations, as their pages show them to a colleague.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn units_there(&self, mine: &Counted, conversations: &[ConversationId]) -> Result<BTreeSet<PartyId>, Fault> {
        let mut found = BTreeSet::new();
        if self.measured_selves(mine).is_empty() {
            return Ok(found);
        }
        for some in chunks(conversations) {
            found.extend(self.rows_of(&UNITS_THERE, args![], &some, |row| PartyId(row.int(0))).await?);
        }
        Ok(found)
    }

    /// Units with colleagues in them that are not the viewer's, and other organizations with partners in them, by name; for
    /// employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn other_parties(&self) -> Result<Vec<Seen<OtherParty>>, Fault> {
        let Some(me) = self.viewer().person().filter(|_| self.viewer().inside()) else { return Ok(Vec::new()) };
        let mut rooms: BTreeMap<i64, (String, String)> = BTreeMap::new();
        for (party, slug, name) in self.rows(&ROOMS, args![], |row| (row.int(0), row.text(1), row.text(2))).await? {
            rooms.entry(party).or_insert((slug, name));
        }
        let other = |row: &Row<'_>| OtherParty {
            party: PartyId(row.int(0)),
            kind: PartyKind::from_word(&row.text(1)).unwrap_or(PartyKind::Unit),
            name: row.text(2),
            space: rooms.remove(&row.int(0)),
        };
        let mut others = self.rows(&OTHERS, args![me], other).await?;
        others.sort_by_cached_key(|it| (it.name.to_lowercase(), it.party));
        Ok(others.into_iter().map(Seen::new).collect())
    }
}

fn chunks(conversations: &[ConversationId]) -> impl Iterator<Item = Vec<i64>> + '_ {
    conversations.chunks(IDS_MAX).map(|some| some.iter().map(|it| it.0).collect())
}
