//! The waiting board: everybody outside who waits for us, the longest first, as far as the viewer sees the conversation.

use crate::{
    custodian::Custodian,
    fault::Fault,
    opening::Store,
    reading::{Reading, conversation::Headline},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{ConversationId, PersonId},
    limits,
    moment::{Moment, SECOND},
};
use std::collections::HashMap;

statements! {
    LONGEST = "SELECT w.conversation, w.since FROM waiting w WHERE w.since > $1 OR (w.since = $1 AND w.conversation > $2) \
        ORDER BY w.since, w.conversation LIMIT $3";
    SEEN = "WITH {viewer}, {ids} SELECT w.conversation, w.since, w.person, p.name, \
        (SELECT MIN(m.id) FROM message m JOIN person o ON o.id = m.author WHERE m.conversation = w.conversation AND m.id < w.message AND o.side = 'employee' AND m.automatic = 0 AND {visible c.circle m.position}) \
        FROM ids i JOIN waiting w ON w.conversation = i.id \
        JOIN conversation c ON c.id = w.conversation JOIN person p ON p.id = w.person \
        WHERE {known c.circle} AND p.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM address a WHERE a.person = COALESCE(p.merged_into, p.id) AND a.blocked_at IS NOT NULL)";
    PLAIN_WAITING = "SELECT w.conversation, w.person, w.message, w.since FROM waiting w ORDER BY w.conversation";
    PLAIN_SETTLED = "SELECT s.conversation, s.position FROM settled s ORDER BY s.conversation";
    PLAIN_ENDINGS = "SELECT e.conversation, e.position, e.at, e.outsider, e.herself, COALESCE(e.reopened_at, 0), e.reason FROM ending e ORDER BY e.conversation, e.position";
    PLAIN_HOLDS = "SELECT h.conversation, h.position, h.at, h.person FROM hold h ORDER BY h.conversation, h.position";
}

/// One who waits.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// Where; its closing says whether somebody tidied it away unanswered.
    pub headline: Headline,
    /// Who.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Whether one of ours spoke there before, as far as the viewer may read: then she waits for another answer.
    pub again: bool,
}

/// Where a page of the board begins: behind this moment and conversation.
#[derive(Clone, Copy, Debug)]
pub struct WaitingCursor {
    /// Behind this moment...
    pub since: Moment,
    /// ... and this conversation.
    pub conversation: ConversationId,
}

impl WaitingCursor {
    /// The longest waiting.
    pub const TOP: WaitingCursor = WaitingCursor { since: Moment(i64::MIN), conversation: ConversationId(i64::MIN) };

    /// The second this stands in: a link must not name a conversation that its reader may not see, nor the moment at which
    /// somebody wrote there. Exact only where a page began in the same second, so that it goes on all the same.
    fn vague(self, begun: WaitingCursor) -> WaitingCursor {
        let second =
            WaitingCursor { since: Moment(self.since.0.div_euclid(SECOND) * SECOND), conversation: ConversationId(i64::MIN) };
        if second.since > begun.since { second } else { self }
    }
}

/// A page of the board.
#[derive(Clone, Debug, Default)]
pub struct WaitingPage {
    /// The rows, the longest waiting first.
    pub rows: Vec<Seen<WaitingRow>>,
    /// Where the next page begins, if there may be one.
    pub next: Option<WaitingCursor>,
}

impl Reading {
    /// A page of the board, at most `limit` rows: all who wait, or those who never had an answer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn waiting(&self, from: WaitingCursor, limit: usize, for_first: bool) -> Result<WaitingPage, Fault> {
        let (begun, mut page, mut from, mut looked) = (from, WaitingPage::default(), from, 0);
        loop {
            let batch = self.longest(from).await?;
            let full = batch.len() == limits::PAGE_ROWS;
            looked += batch.len();
            for (row, at) in self.seen_waiting(&batch).await?.into_iter().filter(|(row, _)| !(for_first && row.again)) {
                if page.rows.len() == limit {
                    return Ok(page);
                }
                page.rows.push(row);
                page.next = Some(at);
            }
            let Some(last) = batch.last().filter(|_| full) else {
                page.next = None;
                return Ok(page);
            };
            from = *last;
            // Most of what waits may not be hers to see: then a cursor goes on, rather than the page.
            if looked >= limits::WAITING_CANDIDATES.max(limit) {
                page.next = Some(from.vague(begun));
                return Ok(page);
            }
        }
    }

    async fn longest(&self, from: WaitingCursor) -> Result<Vec<WaitingCursor>, Fault> {
        let place = |row: &Row<'_>| WaitingCursor { conversation: ConversationId(row.int(0)), since: row.moment(1) };
        self.rows(&LONGEST, args![from.since, from.conversation, limits::PAGE_ROWS], place).await
    }

    /// Those of a batch that the viewer sees, in its order, each with its place.
    async fn seen_waiting(&self, batch: &[WaitingCursor]) -> Result<Vec<(Seen<WaitingRow>, WaitingCursor)>, Fault> {
        let ids: Vec<i64> = batch.iter().map(|at| at.conversation.0).collect();
        let who = |row: &Row<'_>| (row.int(0), (row.moment(1), PersonId(row.int(2)), row.text(3), row.int_or_null(4).is_some()));
        let mut who: HashMap<i64, (Moment, PersonId, String, bool)> =
            self.rows_of(&SEEN, args![], &ids, who).await?.into_iter().collect();
        let heads = self.headlines(&ids).await?.into_iter().map(|head| (head.id.0, head.into_inner()));
        let mut heads: HashMap<i64, Headline> = heads.collect();
        let row = |at: &WaitingCursor| {
            let ((since, person, name, again), headline) = (who.remove(&at.conversation.0)?, heads.remove(&at.conversation.0)?);
            Some((Seen::new(WaitingRow { headline, person, name, since, again }), *at))
        };
        Ok(batch.iter().filter_map(row).collect())
    }
}

impl Store {
    /// All rows of clocks as they stand, a line each: for tests that compare what was kept with what is derived anew.
    ///
    /// # Errors
    /// A fault of the database.
    #[doc(hidden)]
    pub async fn plain_clocks(&self, _keys: &Custodian) -> Result<Vec<String>, Fault> {
        let numbers = |row: &Row<'_>, columns: usize| (0..columns).map(|c| row.int(c).to_string()).collect::<Vec<_>>().join(" ");
        let core = self.core();
        let mut lines = core.blind(&PLAIN_WAITING, args![], |row| format!("waiting {}", numbers(row, 4))).await?;
        lines.extend(core.blind(&PLAIN_SETTLED, args![], |row| format!("settled {}", numbers(row, 2))).await?);
        lines.extend(core.blind(&PLAIN_ENDINGS, args![], |row| format!("ending {} {}", numbers(row, 6), row.text(6))).await?);
        lines.extend(core.blind(&PLAIN_HOLDS, args![], |row| format!("hold {}", numbers(row, 4))).await?);
        Ok(lines)
    }
}
