//! Search: the index proposes, `{visible}` decides.

use crate::{
    engine::Engine,
    fault::Fault,
    opening::Core,
    reading::{Reading, conversation::Headline, relevance::Term},
    row::Row,
    seen::Seen,
    sql::{IDS_MAX, Sql, statements},
    value::args,
    wordage::word_mark,
};
use domain::{
    circle::Standing,
    id::{self, MessageId, PersonId, Position, UnitId},
    limits, markup,
    moment::Moment,
    query::{Query, State},
    words::folded,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

statements! {
    HITS = "WITH {viewer}, {ids} SELECT m.id, m.conversation, COALESCE(p.merged_into, m.author), p.name, m.at, m.source FROM ids i JOIN message m ON m.id = i.id \
        JOIN conversation c ON c.id = m.conversation JOIN person p ON p.id = m.author WHERE m.deleted_at IS NULL AND {visible c.circle m.position}";
    PERSON = "WITH {viewer} SELECT p.id FROM person p WHERE p.id <> 9 AND (p.handle = $1 OR LOWER(p.name) = $1 OR LOWER(p.name) LIKE $2 OR p.id IN (SELECT a.person FROM address a WHERE a.address = $1)) \
        AND (CAST($3 AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation c CROSS JOIN participant t CROSS JOIN message m \
        WHERE f.party = w.party AND c.id = f.conversation AND t.conversation = c.id AND t.person = p.id AND m.conversation = c.id AND m.author = p.id AND {visible c.circle m.position})) \
        ORDER BY p.id LIMIT 8";
    SAME = "WITH {ids} SELECT h.id FROM ids i JOIN person h ON h.merged_into = i.id \
        UNION SELECT h.merged_into FROM ids i JOIN person h ON h.id = i.id WHERE h.merged_into IS NOT NULL";
    OF_UNITS = "WITH {ids} SELECT DISTINCT h.person FROM ids i JOIN membership h ON h.party = i.id WHERE h.left_at IS NULL";
    IN_STATE = "WITH {viewer}, {ids} SELECT m.id FROM ids i JOIN message m ON m.id = i.id JOIN conversation c ON c.id = m.conversation \
        WHERE CASE CAST($1 AS TEXT) WHEN 'open' THEN c.closed_at IS NULL WHEN 'closed' THEN c.closed_at IS NOT NULL \
        WHEN 'answered' THEN c.accepted IS NOT NULL WHEN 'unanswered' THEN c.awaited_since IS NOT NULL WHEN 'mine' THEN c.assignee = $2 END AND {known c.circle}";
    BEHIND = "SELECT CAST(1 AS BIGINT) FROM consumer WHERE name = 'index' AND bookmark < $1";
    BUSY = "SELECT COUNT(*) FROM (SELECT 1 FROM reindex LIMIT 1) AS busy";
}

/// The few statements each engine has for itself.
pub(crate) mod fork {
    use crate::sql::statements;
    statements! {
        SQLITE_NEWEST = "SELECT -rowid FROM found WHERE found MATCH $1 AND rowid > -$2 AND rowid <= -$3 ORDER BY rowid LIMIT $4";
        POSTGRES_NEWEST = "SELECT message FROM found WHERE words @@ to_tsquery('simple', CAST($1 AS TEXT)) AND message < $2 AND message >= $3 ORDER BY message DESC LIMIT $4";
        POSTGRES_FRESH = "SELECT n.message FROM (SELECT message, words FROM found WHERE message < $2 AND message >= $3 ORDER BY message DESC LIMIT 1000) AS n \
            WHERE n.words @@ to_tsquery('simple', CAST($1 AS TEXT)) ORDER BY n.message DESC LIMIT $4";
        POSTGRES_RANKED = "SELECT r.message FROM (SELECT message, words FROM found WHERE words @@ to_tsquery('simple', CAST($1 AS TEXT)) AND message < $2 AND message >= $3 ORDER BY message DESC LIMIT $5) AS r \
            ORDER BY ts_rank(r.words, to_tsquery('simple', CAST($6 AS TEXT)), 1) DESC, r.message DESC LIMIT $4";
    }
}

/// Rounds of candidates one page takes before it gives a cursor instead.
const ROUNDS_MAX: usize = 10;
/// Candidates of all rounds together.
const CANDIDATES_MAX: usize = ROUNDS_MAX * limits::PAGE_ROWS;
/// Newest matches that are put in order of relevance.
pub(super) const RANKED_MAX: usize = 10_000;
/// Lines of the log by which the index may trail without a word about it: what comes in a second.
const BEHIND_LINES: i64 = 1_000;
/// People of a unit whose words are looked for: each costs a list of the index.
const UNIT_PEOPLE_MAX: usize = 1_000;
/// Characters of a hit's excerpt.
const EXCERPT_CHARS: usize = 220;

/// In which order hits come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// By the message's own time, the newest first.
    Newest,
    /// By relevance, among the newest ten thousand matches; one page. More of the words and shorter messages come first, of
    /// two alike the newer: BM25 on SQLite, where the rarer of several words weigh more, too, and `ts_rank` on PostgreSQL.
    Relevance,
}

/// One message that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Which.
    pub message: MessageId,
    /// Who wrote it.
    pub author: PersonId,
    /// Her name.
    pub author_name: String,
    /// When.
    pub at: Moment,
    /// Where the words stand in it.
    pub excerpt: String,
    /// Its conversation.
    pub conversation: Headline,
}

/// A page of hits.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The hits.
    pub hits: Vec<Seen<Hit>>,
    /// Before which message the next page begins, if there may be one.
    pub next: Option<MessageId>,
    /// Whether much of the log, or a changed circle, is still being indexed, so that something may be missing for a moment.
    pub busy: bool,
}

/// Whether a changed circle waits to be indexed anew.
pub(crate) async fn reindex_waits(core: &Core) -> Result<bool, Fault> {
    Ok(core.blind(&BUSY, args![], |row| row.yes(0)).await?.first().copied().unwrap_or(false))
}

impl Reading {
    /// What the viewer may see of what a query asks for.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search(&self, query: &Query, order: Order, before: Option<MessageId>) -> Result<Found, Fault> {
        let mut found = Found { busy: self.index_trails().await?, ..Found::default() };
        let Some(expression) = self.expression(query).await? else { return Ok(found) };
        let floor = query.after.map_or(0, |at| id::compose(at.millis(), 0, 0));
        let ceiling = query.before.map_or(i64::MAX, |at| id::compose(at.millis(), 0, 0));
        let mut from = before.map_or(ceiling, |b| b.0.min(ceiling));
        if order == Order::Relevance {
            let best = self.best(&expression, from, floor).await?;
            self.look_at(query, &best[..best.len().min(CANDIDATES_MAX)], &mut found.hits).await?;
            return Ok(found);
        }
        // Most candidates may be in another state: they are asked for at once.
        let (step, rounds) = if query.state.is_some() { (CANDIDATES_MAX, 1) } else { (limits::PAGE_ROWS, ROUNDS_MAX) };
        for _ in 0..rounds {
            let ids = self.newest(&expression, from, floor, step).await?;
            let looked_at = self.look_at(query, &ids, &mut found.hits).await?;
            let more = looked_at < ids.len() || ids.len() == step;
            found.next = ids[..looked_at].last().filter(|_| more).copied().map(MessageId);
            match found.next {
                Some(next) if found.hits.len() < limits::PAGE_ROWS => from = next.0,
                _ => break,
            }
        }
        Ok(found)
    }

    /// Looks at candidates in their order until the page is full; how many were looked at.
    async fn look_at(&self, query: &Query, ids: &[i64], hits: &mut Vec<Seen<Hit>>) -> Result<usize, Fault> {
        for some in ids.chunks(IDS_MAX) {
            for few in self.in_state(query.state, some).await?.chunks(limits::PAGE_ROWS) {
                for hit in self.hits(query, few).await? {
                    let message = hit.message.0;
                    hits.push(hit);
                    if hits.len() == limits::PAGE_ROWS {
                        return Ok(ids.iter().position(|id| *id == message).map_or(ids.len(), |at| at + 1));
                    }
                }
            }
        }
        Ok(ids.len())
    }

    async fn index_trails(&self) -> Result<bool, Fault> {
        let far = self.head().await?.0 - BEHIND_LINES;
        Ok(self.one(&BEHIND, args![far], |_| ()).await?.is_some() || reindex_waits(self.store().core()).await?)
    }

    async fn newest(&self, it: &Expression, below: i64, floor: i64, count: usize) -> Result<Vec<i64>, Fault> {
        let args = args![it.whole.as_str(), below, floor, count];
        if self.store().engine() == Engine::Sqlite {
            return self.rows(&fork::SQLITE_NEWEST, args, |row| row.int(0)).await;
        }
        // The index of words knows no order and would sort all matches: a common word fills its page from the newest messages.
        if count == limits::PAGE_ROWS {
            let fresh = self.rows(&fork::POSTGRES_FRESH, args.clone(), |row| row.int(0)).await?;
            if fresh.len() == count {
                return Ok(fresh);
            }
        }
        self.rows(&fork::POSTGRES_NEWEST, args, |row| row.int(0)).await
    }

    /// Candidates for a page in the order of relevance; without any word that is wanted, the newest.
    async fn best(&self, it: &Expression, below: i64, floor: i64) -> Result<Vec<i64>, Fault> {
        if it.terms.is_empty() {
            return self.newest(it, below, floor, CANDIDATES_MAX).await;
        }
        match self.store().engine() {
            Engine::Sqlite => self.by_relevance(it, below, floor).await,
            Engine::Postgres => {
                let wanted: Vec<&str> = it.terms.iter().map(|term| term.expression.as_str()).collect();
                let args = args![it.whole.as_str(), below, floor, CANDIDATES_MAX, RANKED_MAX, wanted.join(" | ")];
                self.rows(&fork::POSTGRES_RANKED, args, |row| row.int(0)).await
            }
        }
    }

    /// The query in the engine's own words; `None` where it names somebody or somewhere the viewer does not see.
    async fn expression(&self, query: &Query) -> Result<Option<Expression>, Fault> {
        let mark = |standing: &Standing| format!("p{}", standing.party);
        let standings = self.viewer().standings();
        let audience: Vec<String> = standings.iter().filter(|it| it.since == Position::START).map(mark).collect();
        let mut all: Vec<Vec<String>> = vec![standings.iter().map(mark).collect()];
        if let Some(from) = &query.from {
            all.push(self.people_marks(from, 'a').await?);
        }
        if let Some(to) = &query.to {
            all.push(self.people_marks(to, 'p').await?);
        }
        if let Some(unit) = &query.unit {
            all.push(self.unit_marks(unit).await?);
        }
        if let Some(slug) = &query.space {
            let space = self.space(slug).await?;
            all.push(space.iter().map(|s| format!("s{}", s.id)).collect());
        }
        all.extend(query.file.then(|| vec![String::from("hasfile")]));
        if all.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(match self.store().engine() {
            Engine::Sqlite => for_sqlite(all, audience, query),
            Engine::Postgres => {
                all.extend(query.kind.map(|kind| vec![format!("k{}", kind.word())]));
                for_postgres(&all, query)
            }
        }))
    }

    async fn people_marks(&self, who: &str, mark: char) -> Result<Vec<String>, Fault> {
        if who == "me" {
            return Ok(self.viewer().selves().map(|me| format!("{mark}{me}")).collect());
        }
        let like = format!("{}%", who.replace(['%', '_'], ""));
        let inside = i64::from(self.viewer().inside());
        let found = self.rows(&PERSON, args![who, like, inside], |row| row.int(0)).await?;
        self.marks_of(found, mark).await
    }

    /// The marks of these people, with all that they were found to be: who was merged into one of them wrote as herself.
    async fn marks_of(&self, mut people: Vec<i64>, mark: char) -> Result<Vec<String>, Fault> {
        if !people.is_empty() {
            people.extend(self.ids_of(&SAME, &people).await?);
            people.sort_unstable();
            people.dedup();
        }
        Ok(people.into_iter().map(|id| format!("{mark}{id}")).collect())
    }

    /// What a statement finds for any number of ids.
    async fn ids_of(&self, statement: &'static Sql, ids: &[i64]) -> Result<Vec<i64>, Fault> {
        let mut found = Vec::new();
        for some in ids.chunks(IDS_MAX) {
            found.extend(self.rows_of(statement, args![], some, |row| row.int(0)).await?);
        }
        Ok(found)
    }

    /// Who is in a unit of this name now, or below it. Whoever is not one of us knows of no units.
    async fn unit_marks(&self, name: &str) -> Result<Vec<String>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let tree = self.store().units();
        let called = |unit: UnitId| tree.name(unit).is_some_and(|it| folded(it) == name);
        let below = tree.nodes().filter(|unit| tree.upward(unit.id).any(called));
        let units: Vec<i64> = below.map(|unit| unit.id.0).collect();
        let mut people = self.ids_of(&OF_UNITS, &units).await?;
        people.sort_unstable();
        people.dedup();
        people.truncate(UNIT_PEOPLE_MAX);
        self.marks_of(people, 'a').await
    }

    /// Those of them whose conversation is in this state, before anything else of them is read. What is new to the viewer
    /// only her list's row knows.
    async fn in_state(&self, state: Option<State>, ids: &[i64]) -> Result<Vec<i64>, Fault> {
        let Some(state) = state.filter(|state| *state != State::Unread) else { return Ok(ids.to_vec()) };
        let me = self.viewer().person().map_or(0, |me| me.0);
        let found: HashSet<i64> =
            self.rows_of(&IN_STATE, args![state.word(), me], ids, |row| row.int(0)).await?.into_iter().collect();
        Ok(ids.iter().copied().filter(|id| found.contains(id)).collect())
    }

    async fn hits(&self, query: &Query, ids: &[i64]) -> Result<Vec<Seen<Hit>>, Fault> {
        type Words = (i64, PersonId, String, Moment, String);
        let words = |row: &Row<'_>| (row.int(0), (row.int(1), PersonId(row.int(2)), row.text(3), row.moment(4), row.text(5)));
        let mut seen: HashMap<i64, Words> = self.rows_of(&HITS, args![], ids, words).await?.into_iter().collect();
        let mut conversations: Vec<i64> = seen.values().map(|words| words.0).collect();
        conversations.sort_unstable();
        conversations.dedup();
        let headlines: HashMap<i64, Headline> = if query.state == Some(State::Unread) {
            let candidates: Vec<(i64, i64)> = conversations.iter().map(|id| (0, *id)).collect();
            let rows = self.list_rows(&candidates).await?.into_iter().map(Seen::into_inner).filter(|row| row.unread);
            rows.map(|row| (row.headline.id.0, row.headline)).collect()
        } else {
            self.headlines(&conversations).await?.into_iter().map(|it| (it.id.0, it.into_inner())).collect()
        };
        let hits = ids.iter().filter_map(|message| {
            let (conversation, author, author_name, at, source) = seen.remove(message)?;
            let conversation = headlines.get(&conversation)?.clone();
            let excerpt = excerpt(&source, query);
            Some(Seen::new(Hit { message: MessageId(*message), author, author_name, at, excerpt, conversation }))
        });
        Ok(hits.collect())
    }
}

/// A query as an engine reads it.
pub(super) struct Expression {
    /// With the audience, filters and words.
    pub whole: String,
    /// Who the viewer is from the beginning on, alone; SQLite's.
    pub audience: String,
    /// The words that are wanted, one by one.
    pub terms: Vec<Term>,
}

/// Folded words are letters and digits only, so none can be taken for an operator once quoted, nor for a mark. The first
/// marks are the audience: with a kind, each party's own list of that kind.
fn for_sqlite(mut marks: Vec<Vec<String>>, audience: Vec<String>, query: &Query) -> Expression {
    let phrase = |words: &[String]| format!("\"{}\"", words.join(" "));
    let group = |group: &Vec<String>| {
        let any: Vec<String> = group.iter().map(|mark| format!("\"_{mark}\"")).collect();
        format!("({})", any.join(" OR "))
    };
    let audience = group(&audience);
    if let Some(kind) = query.kind {
        marks[0].iter_mut().for_each(|party| party.push_str(&format!("k{}", kind.word())));
    }
    let terms = wanted(query, phrase);
    let all = marks.iter().map(group).chain(terms.iter().map(|term| term.expression.clone()));
    let mut whole = all.collect::<Vec<_>>().join(" AND ");
    for term in query.terms.iter().filter(|t| t.not) {
        whole = format!("({whole}) NOT {}", phrase(&term.words));
    }
    Expression { whole, audience, terms }
}

fn for_postgres(marks: &[Vec<String>], query: &Query) -> Expression {
    let word = |word: &String| format!("'{word}'");
    let phrase = |words: &[String]| format!("({})", words.iter().map(word).collect::<Vec<_>>().join(" <-> "));
    let group = |group: &Vec<String>| format!("({})", group.iter().map(word).collect::<Vec<_>>().join(" | "));
    let mut all: Vec<String> = marks.iter().map(group).collect();
    all.extend(query.terms.iter().map(|t| if t.not { format!("!{}", phrase(&t.words)) } else { phrase(&t.words) }));
    Expression { whole: all.join(" & "), audience: String::new(), terms: wanted(query, phrase) }
}

fn wanted(query: &Query, phrase: impl Fn(&[String]) -> String) -> Vec<Term> {
    let term = |words: &[String]| Term { expression: phrase(words), words: words.iter().map(|word| word_mark(word)).collect() };
    query.terms.iter().filter(|it| !it.not).map(|it| term(&it.words)).collect()
}

/// The words around the first term that is found, else the beginning.
fn excerpt(source: &str, query: &Query) -> String {
    let wanted: Vec<&String> = query.terms.iter().filter(|t| !t.not).filter_map(|t| t.words.first()).collect();
    let mut words = source.split_whitespace().enumerate();
    let at = words.find(|(_, word)| folded(word).split(' ').any(|w| wanted.iter().any(|t| *t == w))).map_or(0, |(n, _)| n);
    let around: Vec<&str> = source.split_whitespace().skip(at.saturating_sub(8)).take(60).collect();
    let lead = if at > 8 { "… " } else { "" };
    format!("{lead}{}", markup::excerpt(&around.join(" "), EXCERPT_CHARS))
}
