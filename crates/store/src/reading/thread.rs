//! Conversations with the market, as clocks and dialogue are measured: who wrote when, never what.
//!
//! Read straight from the messages: their ids are in the order of their time, so that a window is one range of the table,
//! however large the house is; a table of its own would cost every message a second write. What messages do not tell, ends
//! and holders, is kept by a consumer ([`crate::writing::clock`]).
//!
//! **Invariant.** Every function takes whom the gate let through. Who may only be served counts in clocks and counts of her
//! own conversations, and a colleague who may not be counted is nobody in particular.

use crate::{custodian::Custodian, fault::Fault, opening::Store, row::Row, sql::statements, value::args};
use domain::{
    id::{self, ConversationId, MessageId, PersonId},
    limits,
    message::Channel,
    moment::Moment,
    party::MACHINE,
    side::Side,
    terms::Counted,
};
use std::collections::{BTreeMap, BTreeSet};

statements! {
    LINES = "SELECT m.id, c.id, COALESCE(c.beside, 0), m.at, m.author, p.side, m.automatic, COALESCE(m.answers, 0), m.source, \
        (SELECT COUNT(*) FROM sight g WHERE g.circle = c.circle AND g.party = 1), (SELECT COUNT(*) FROM outbox o WHERE o.message = m.id AND o.reason IN ('message', 'list')), \
        c.kind, COALESCE(c.accepted, 0), c.started_at, m.channel \
        FROM message m JOIN conversation c ON c.id = m.conversation JOIN circle r ON r.id = c.circle JOIN person p ON p.id = m.author \
        WHERE m.id > $1 AND m.id <= $2 AND m.deleted_at IS NULL AND (r.inside = 0 OR c.beside IS NOT NULL) ORDER BY m.id LIMIT $3";
    EARLIER = "SELECT m.id, c.id, COALESCE(c.beside, 0), m.at, m.author, p.side, m.automatic, COALESCE(m.answers, 0), m.source, \
        (SELECT COUNT(*) FROM sight g WHERE g.circle = c.circle AND g.party = 1), (SELECT COUNT(*) FROM outbox o WHERE o.message = m.id AND o.reason IN ('message', 'list')), \
        c.kind, COALESCE(c.accepted, 0), c.started_at, m.channel \
        FROM message m JOIN conversation c ON c.id = m.conversation JOIN circle r ON r.id = c.circle JOIN person p ON p.id = m.author \
        WHERE m.conversation = $1 AND m.id <= $2 AND m.deleted_at IS NULL ORDER BY m.id";
    ENDINGS = "SELECT e.at, e.outsider, e.reason, e.reopened_at FROM ending e WHERE e.conversation = $1 AND e.reason NOT IN ('accepted', 'answered-herself') ORDER BY e.position";
    HOLDS = "SELECT h.at, h.person FROM hold h WHERE h.conversation = $1 ORDER BY h.position";
}

/// Who wrote, as far as may be told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum By {
    /// A colleague who may be counted.
    Colleague(PersonId),
    /// A colleague who may not.
    SomeColleague,
    /// Somebody outside: within her own conversation who she is matters, and no further.
    Outsider(PersonId),
    /// A program.
    Machine,
}

/// A message without its words.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// Which.
    pub id: MessageId,
    /// When.
    pub at: Moment,
    /// Who wrote it.
    pub by: By,
    /// Whether those outside see it.
    pub outward: bool,
    /// What it answers, where it says so.
    pub answers: Option<MessageId>,
    /// How many people it went to by mail.
    pub recipients: u32,
    /// Whether anybody can read it.
    pub public: bool,
    /// Whether an answer to it can arrive.
    pub answerable: bool,
    /// How many words it has; `None` of somebody outside who may only be served.
    pub words: Option<u32>,
    /// The door it came by.
    pub channel: Channel,
    /// On which side its author stands.
    pub side: Side,
}

/// An end of a conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// Whether somebody outside ended it.
    pub outsider: bool,
    /// Why; empty where it was opened again.
    pub reason: String,
    /// When it was opened again.
    pub reopened_at: Option<Moment>,
}

/// A conversation that reaches outside, with its sidebar.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MarketThread {
    /// Its messages.
    pub lines: Vec<Line>,
    /// Its ends, in order.
    pub endings: Vec<Ended>,
    /// The accepted answer.
    pub accepted: Option<MessageId>,
    /// Colleagues who held it and may be counted.
    pub holders: Vec<(Moment, PersonId)>,
}

/// A row of [`LINES`]: a sidebar's belongs to what it stands beside; what is inside for itself is no business of the market.
struct Found {
    conversation: i64,
    beside: i64,
    accepted: Option<MessageId>,
    started_at: Moment,
    line: Line,
}

fn found(row: &Row<'_>, counted: &Counted) -> Found {
    let author = PersonId(row.int(4));
    let by = match Side::from_word(&row.text(5)) {
        _ if row.yes(6) || author == MACHINE => By::Machine,
        Some(side) if side.inside() && counted.admits(author) => By::Colleague(author),
        Some(side) if side.inside() => By::SomeColleague,
        _ => By::Outsider(author),
    };
    let (beside, public) = (row.int(2), row.yes(9));
    let id = |column| Some(MessageId(row.int(column))).filter(|id| id.0 != 0);
    let line = Line {
        id: MessageId(row.int(0)),
        at: row.moment(3),
        by,
        outward: beside == 0,
        answers: id(7),
        recipients: u32::try_from(row.int(10)).unwrap_or(u32::MAX),
        public,
        answerable: row.text(11) != "announcement" || public,
        // Counted here and left here: no word of it goes further.
        words: (!matches!(by, By::Outsider(_)) || counted.admits(author))
            .then(|| u32::try_from(row.text(8).split_whitespace().count()).unwrap_or(u32::MAX)),
        channel: Channel::from_word(&row.text(14)).unwrap_or(Channel::Web),
        side: Side::from_word(&row.text(5)).unwrap_or(Side::Public),
    };
    Found { conversation: row.int(1), beside, accepted: id(12), started_at: row.moment(13), line }
}

impl Store {
    /// The conversations that reach outside and in which something was said in a window, whole up to `until`.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn market_threads(
        &self,
        _keys: &Custodian,
        counted: &Counted,
        from: Moment,
        until: Moment,
    ) -> Result<Vec<MarketThread>, Fault> {
        let (mut after, last) = (id::before(from), id::before(until));
        let mut threads: BTreeMap<i64, MarketThread> = BTreeMap::new();
        let mut older: BTreeSet<i64> = BTreeSet::new();
        loop {
            let args = args![after, last, limits::MEASURED_BATCH];
            let batch = self.core().blind(&LINES, args, |row| found(row, counted)).await?;
            let full = batch.len() == limits::MEASURED_BATCH;
            after = batch.last().map_or(last, |it| it.line.id.0);
            for it in batch {
                if it.started_at < from {
                    older.insert(it.conversation);
                }
                put(&mut threads, it);
            }
            if !full {
                break;
            }
        }
        for conversation in older {
            let args = args![conversation, id::before(from)];
            for it in self.core().blind(&EARLIER, args, |row| found(row, counted)).await? {
                put(&mut threads, it);
            }
        }
        for (conversation, thread) in &mut threads {
            self.lives(ConversationId(*conversation), thread, counted).await?;
        }
        Ok(threads.into_values().collect())
    }

    async fn lives(&self, conversation: ConversationId, thread: &mut MarketThread, counted: &Counted) -> Result<(), Fault> {
        let ended = |row: &Row<'_>| Ended {
            at: row.moment(0),
            outsider: row.yes(1),
            reason: row.text(2),
            reopened_at: row.moment_or_null(3),
        };
        thread.endings = self.core().blind(&ENDINGS, args![conversation], ended).await?;
        let held = |row: &Row<'_>| (row.moment(0), PersonId(row.int(1)));
        let held = self.core().blind(&HOLDS, args![conversation], held).await?;
        thread.holders = held.into_iter().filter(|(_, person)| counted.admits_colleague(*person)).collect();
        Ok(())
    }
}

fn put(threads: &mut BTreeMap<i64, MarketThread>, it: Found) {
    let place = if it.beside == 0 { it.conversation } else { it.beside };
    let thread = threads.entry(place).or_default();
    if it.beside == 0 {
        thread.accepted = it.accepted;
    }
    thread.lines.push(it.line);
}
