//! Lists: the viewer's parties' shelves merged newest first, then `{known}` decides row by row.
//!
//! One fragment alone stalls for outsiders (a customer with three cases among a million conversations), so each
//! party has a shelf: a row per conversation it has sight of, kept by the actions.

use crate::{
    fault::Fault,
    reading::{Reading, conversation::Headline, space::Space},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{PartyId, PersonId, Position, SpaceId},
    limits,
    message::Channel,
    moment::Moment,
    party::{EMPLOYEES, EVERYONE, SIGNED_IN},
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

statements! {
    HALVES = "SELECT h.id FROM person h WHERE h.merged_into = $1 ORDER BY h.id";
    NEWEST = "SELECT conversation, last_at FROM shelf WHERE party = $1 AND (last_at < $2 OR (last_at = $2 AND conversation < $3)) \
        ORDER BY last_at DESC, conversation DESC LIMIT $4";
    NEWEST_IN = "SELECT conversation, last_at FROM shelf WHERE party = $1 AND space = $5 AND (last_at < $2 OR (last_at = $2 AND conversation < $3)) \
        ORDER BY last_at DESC, conversation DESC LIMIT $4";
    ASSIGNED = "SELECT id, last_at FROM conversation WHERE assignee = $1 AND stage <> 'closed' AND (last_at < $2 OR (last_at = $2 AND id < $3)) \
        ORDER BY last_at DESC, id DESC LIMIT $4";
    AWAITED = "SELECT id, awaited_since FROM conversation WHERE space = $1 AND awaited_since IS NOT NULL AND awaited_since >= $2 AND beside IS NULL \
        ORDER BY awaited_since, id LIMIT $3";
    UNANSWERED = "WITH {viewer} SELECT COUNT(*), MIN(x.since) FROM (SELECT c.awaited_since AS since FROM conversation c \
        WHERE c.space = $1 AND c.awaited_since >= 0 AND c.beside IS NULL AND {known c.circle} ORDER BY c.awaited_since, c.id LIMIT $2) AS x";
    NEW_BESIDE = "WITH {viewer}, {ids} SELECT DISTINCT c.beside FROM ids i JOIN conversation c ON c.beside = i.id \
        WHERE EXISTS (SELECT 1 FROM message m WHERE m.conversation = c.id AND m.author <> $1 AND m.channel <> 'import' AND {visible c.circle m.position} \
        AND m.position > COALESCE((SELECT k.position FROM reading_mark k WHERE k.person = $1 AND k.conversation = c.id), \
        (SELECT k.position FROM space_mark k WHERE k.person = $1 AND k.space = c.space), (SELECT q.joined_position FROM person q WHERE q.id = $1)))";
    LAST_WORDS = "WITH {viewer}, {ids} SELECT i.id, m.author, p.name, substr(m.source, 1, 320), m.at, m.position, \
        (SELECT MAX(k.position) FROM reading_mark k WHERE k.person = $1 AND k.conversation = i.id), \
        (SELECT MAX(k.position) FROM space_mark k WHERE k.person = $1 AND k.space = c.space), m.deleted_at, (SELECT q.joined_position FROM person q WHERE q.id = $1), m.channel \
        FROM ids i JOIN conversation c ON c.id = i.id JOIN message m ON m.id = \
        (SELECT MAX(n.id) FROM message n WHERE n.conversation = c.id AND {visible c.circle n.position}) JOIN person p ON p.id = m.author";
}

/// Parties that say nothing about who somebody is.
const ANYBODY: [PartyId; 3] = [EVERYONE, SIGNED_IN, EMPLOYEES];
/// Characters of the last words shown in a list.
const EXCERPT_CHARS: usize = 110;

/// Which list of conversations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    /// Everything the viewer has sight of.
    All,
    /// What the viewer has sight of by more than being anybody: as herself, or with a unit, group or organization of hers.
    Own,
    /// Everything of one space.
    Space(SpaceId),
    /// What is assigned to the viewer.
    Mine(Option<SpaceId>),
    /// What nobody owns yet, in one space.
    Unassigned(SpaceId),
    /// What waits for an answer of ours, in one space, the longest waiting first.
    Unanswered(SpaceId),
}

/// Where a page of a list begins.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    /// Behind this moment of last activity...
    pub last_at: Moment,
    /// ... and this id.
    pub id: i64,
}

impl Cursor {
    /// The newest end.
    pub const TOP: Cursor = Cursor { last_at: Moment(i64::MAX), id: i64::MAX };
}

/// The last words the viewer may read in a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct LastWords {
    /// Who wrote them.
    pub author: PersonId,
    /// Her name.
    pub author_name: String,
    /// Their beginning.
    pub excerpt: String,
    /// When.
    pub at: Moment,
    /// Where in the log.
    #[serde(skip)]
    pub position: Position,
}

/// A row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    /// The conversation.
    #[serde(flatten)]
    pub headline: Headline,
    /// Its last words; none where the viewer sees none of its messages yet.
    pub last: Option<LastWords>,
    /// Whether the last words, or words in a sidebar of hers, are new to the viewer.
    pub unread: bool,
}

/// A page of a list and where the next begins.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<Seen<ListRow>>,
    /// The cursor of the next page, if there is one.
    pub next: Option<(i64, i64)>,
}

type Candidates = Vec<(i64, i64)>;

impl Reading {
    /// A page of a list, at most [`limits::PAGE_ROWS`] rows, newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn list(&self, list: List, from: Cursor) -> Result<Listed, Fault> {
        let mut page = Listed::default();
        let mut from = from;
        // A preset filters what the shelf gives; a few rounds keep the page full, then a cursor goes on.
        for _ in 0..10 {
            let candidates = self.candidates(list, from).await?;
            let last = candidates.last().copied();
            let full = candidates.len() >= limits::PAGE_ROWS;
            let rows = self.list_rows(&candidates).await?;
            for row in rows.into_iter().filter(|row| belongs(list, row)) {
                if page.rows.len() < limits::PAGE_ROWS {
                    page.next = Some((key(list, &row), row.headline.id.0));
                    page.rows.push(row);
                }
            }
            match last {
                Some((at, id)) if full && page.rows.len() < limits::PAGE_ROWS => {
                    from = Cursor { last_at: Moment(at), id };
                    page.next = Some((at, id));
                }
                _ => {
                    if !full {
                        page.next = page.next.filter(|_| page.rows.len() == limits::PAGE_ROWS);
                    }
                    break;
                }
            }
        }
        Ok(page)
    }

    /// How many conversations of a space wait for an answer of ours, as far as counts are exact, and since when the
    /// longest does.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn unanswered(&self, space: &Seen<Space>) -> Result<(i64, Option<Moment>), Fault> {
        let counted = |row: &crate::row::Row<'_>| (row.int(0), row.moment_or_null(1));
        let found = self.one(&UNANSWERED, args![space.id, limits::COUNT_EXACT_MAX + 1], counted).await?;
        Ok(found.unwrap_or((0, None)))
    }

    /// The conversations on a party's shelf that the viewer sees too, newest first; a person's, also where she was another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn shared_with(&self, party: PartyId) -> Result<Vec<Seen<ListRow>>, Fault> {
        let top = Cursor::TOP;
        let pair = |row: &crate::row::Row<'_>| (row.int(1), row.int(0));
        let mut found = self.rows(&NEWEST, args![party, top.last_at, top.id, limits::PAGE_ROWS], pair).await?;
        for half in self.rows(&HALVES, args![party], |row| PartyId(row.int(0))).await? {
            found.extend(self.rows(&NEWEST, args![half, top.last_at, top.id, limits::PAGE_ROWS], pair).await?);
        }
        found.sort_unstable_by_key(|pair| std::cmp::Reverse(*pair));
        found.dedup();
        found.truncate(limits::PAGE_ROWS);
        self.list_rows(&found).await
    }

    async fn candidates(&self, list: List, from: Cursor) -> Result<Candidates, Fault> {
        let limit = limits::PAGE_ROWS;
        let pair = |row: &crate::row::Row<'_>| (row.int(0), row.int(1));
        let found = match list {
            List::Unanswered(space) => {
                let since = if from.last_at.0 == i64::MAX { 0 } else { from.last_at.0 };
                let rows = self.rows(&AWAITED, args![space, since, limit + 1], pair).await?;
                return Ok(rows
                    .into_iter()
                    .map(|(id, at)| (at, id))
                    .filter(|(at, id)| since == 0 || (*at, *id) > (since, from.id))
                    .take(limit)
                    .collect());
            }
            List::Mine(_) => {
                let me = self.viewer().person().map_or(0, |p| p.0);
                self.rows(&ASSIGNED, args![me, from.last_at, from.id, limit], pair).await?
            }
            List::All | List::Own => self.shelves(list, None, from).await?,
            List::Space(space) | List::Unassigned(space) => self.shelves(list, Some(space), from).await?,
        };
        let mut merged: Candidates = found.into_iter().map(|(id, at)| (at, id)).collect();
        merged.sort_unstable_by(|a, b| b.cmp(a));
        let mut once = HashSet::new();
        merged.retain(|(_, id)| once.insert(*id));
        merged.truncate(limit);
        Ok(merged)
    }

    /// The newest rows of each of the viewer's parties' shelves, or of those that say who she is.
    async fn shelves(&self, list: List, space: Option<SpaceId>, from: Cursor) -> Result<Vec<(i64, i64)>, Fault> {
        let asked = |party: &PartyId| list != List::Own || !ANYBODY.contains(party);
        let mut found = Vec::new();
        let pair = |row: &crate::row::Row<'_>| (row.int(0), row.int(1));
        for party in self.viewer().standings().iter().map(|standing| standing.party).filter(asked) {
            let rows = match space {
                None => self.rows(&NEWEST, args![party, from.last_at, from.id, limits::PAGE_ROWS], pair).await?,
                Some(space) => self.rows(&NEWEST_IN, args![party, from.last_at, from.id, limits::PAGE_ROWS, space], pair).await?,
            };
            found.extend(rows);
        }
        Ok(found)
    }

    /// The rows of these candidates that the viewer sees, in the candidates' order.
    pub(crate) async fn list_rows(&self, candidates: &[(i64, i64)]) -> Result<Vec<Seen<ListRow>>, Fault> {
        let ids: Vec<i64> = candidates.iter().map(|(_, id)| *id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut headlines: HashMap<i64, Seen<Headline>> = self.headlines(&ids).await?.into_iter().map(|h| (h.id.0, h)).collect();
        let me = self.viewer().person().unwrap_or(PersonId(0));
        let mut last: HashMap<i64, (LastWords, bool)> = HashMap::new();
        let words = |row: &crate::row::Row<'_>| {
            let mark = row.int_or_null(6).or(row.int_or_null(7)).or(row.int_or_null(9)).unwrap_or(0);
            let source = if row.int_or_null(8).is_some() { String::new() } else { row.text(3) };
            let words = LastWords {
                author: PersonId(row.int(1)),
                author_name: row.text(2),
                excerpt: domain::markup::excerpt(&source, EXCERPT_CHARS),
                at: row.moment(4),
                position: row.position(5),
            };
            // What an archive brought is news to nobody, and to the stranger nothing is: nobody knows what she has read.
            let unread = self.viewer().person().is_some()
                && words.position.0 > mark
                && words.author != me
                && row.text(10) != Channel::Import.word();
            (row.int(0), (words, unread))
        };
        for (id, found) in self.rows_of(&LAST_WORDS, args![me], &ids, words).await? {
            last.insert(id, found);
        }
        let beside = self.new_beside(me, &ids).await?;
        let rows = ids.iter().filter_map(|id| {
            let headline = headlines.remove(id)?.into_inner();
            let (last, unread) = last.remove(id).map_or((None, false), |(words, unread)| (Some(words), unread));
            Some(Seen::new(ListRow { headline, last, unread: unread || beside.contains(id) }))
        });
        Ok(rows.collect())
    }

    /// Of these conversations, those with something new in a sidebar the viewer stands in.
    async fn new_beside(&self, me: PersonId, ids: &[i64]) -> Result<HashSet<i64>, Fault> {
        if !self.viewer().inside() {
            return Ok(HashSet::new());
        }
        Ok(self.rows_of(&NEW_BESIDE, args![me], ids, |row| row.int(0)).await?.into_iter().collect())
    }
}

fn belongs(list: List, row: &Seen<ListRow>) -> bool {
    match list {
        List::Unassigned(_) => {
            row.headline.assignee.is_none() && row.headline.closed_at.is_none() && row.headline.kind.life().assignable
        }
        List::Mine(Some(space)) => row.headline.space == space,
        // A sidebar stands beside its conversation, not as a row of its own.
        List::Space(_) => row.headline.beside.is_none(),
        _ => true,
    }
}

fn key(list: List, row: &Seen<ListRow>) -> i64 {
    match list {
        List::Unanswered(_) => row.headline.awaited_since.map_or(0, |at| at.0),
        _ => row.headline.last_at.0,
    }
}
