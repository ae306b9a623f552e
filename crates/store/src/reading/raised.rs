//! What was raised, inside and outside, as what became of it is measured: who raised it, how it ended, and when she heard from
//! us; never what was said.
//!
//! **Invariant.** Every function takes whom the gate let through. What somebody outside raised counts as her own case, in what
//! serves her; a colleague who may not be counted raised nothing.

use super::thread::By;
use crate::{custodian::Custodian, fault::Fault, opening::Store, row::Row, sql::statements, value::args};
use domain::{
    id::{self, PersonId, Position},
    kind::Kind,
    limits,
    moment::Moment,
    side::Side,
    terms::Counted,
};
use std::collections::BTreeMap;

/// From where in the log on the person `p` reads what is said in the conversation `c`.
macro_rules! reads_since {
    () => {
        "(SELECT MIN(CASE WHEN h.since > s.since THEN h.since ELSE s.since END) FROM sight s \
        LEFT JOIN membership h ON h.party = s.party AND h.person = COALESCE(p.merged_into, p.id) AND h.left_at IS NULL \
        WHERE s.circle = c.circle AND (s.inside = 0 OR p.side = 'employee') \
        AND (s.party IN (1, 2, p.id, COALESCE(p.merged_into, p.id)) OR (s.party = 3 AND p.side = 'employee') OR h.person IS NOT NULL))"
    };
}

statements! {
    RAISED = concat!("SELECT c.id, c.kind, p.id, COALESCE(p.merged_into, p.id), p.side, c.position, ", reads_since!(), " \
        FROM conversation c JOIN person p ON p.id = c.starter WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL \
        AND c.kind NOT IN ('talk', 'announcement') AND p.erased_at IS NULL AND p.id <> 9 ORDER BY c.id LIMIT $3");
    JOINED = concat!("SELECT g.into_conversation, g.at, p.id, COALESCE(p.merged_into, p.id), p.side, g.position, ", reads_since!(), ", \
        g.undone_at, (SELECT MAX(COALESCE(m.deleted_at, 9223372036854775807)) FROM message m WHERE m.conversation = o.id AND m.author = p.id \
        AND m.automatic = 0 AND m.channel <> 'import') \
        FROM conversation c JOIN merging g ON g.into_conversation = c.id JOIN conversation o ON o.id = g.conversation JOIN person p ON p.id = o.starter \
        WHERE c.id > $1 AND c.id <= $2 AND g.at < $3 AND o.kind NOT IN ('talk', 'announcement') \
        AND p.erased_at IS NULL AND p.id <> 9 ORDER BY g.into_conversation, g.id");
    SAID = "SELECT m.conversation, m.at, p.id, COALESCE(p.merged_into, p.id), p.side, m.position, m.deleted_at FROM conversation c JOIN message m ON m.conversation = c.id \
        JOIN person p ON p.id = m.author WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL AND c.kind NOT IN ('talk', 'announcement') \
        AND m.id <= $3 AND m.automatic = 0 AND p.id <> 9 AND m.channel <> 'import' ORDER BY m.conversation, m.id";
    ENDED = "SELECT e.conversation, e.at, e.herself, e.reason, e.reopened_at FROM conversation c JOIN ending e ON e.conversation = c.id \
        WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL AND c.kind NOT IN ('talk', 'announcement') AND e.at < $3 ORDER BY e.conversation, e.position";
}

/// Somebody who raised it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Raiser {
    /// Who; as whoever she was found to be.
    pub person: PersonId,
    /// From when on it is hers: from its beginning, or since hers went on in it.
    pub at: Moment,
    /// When it was no longer: hers was taken apart from it again, or her last word there was deleted.
    pub gone_at: Option<Moment>,
    /// From where in the log on she reads there what is said, and it is said to her; `None` where she does not.
    pub since: Option<Position>,
}

/// That a person said something.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spoke {
    /// When.
    pub at: Moment,
    /// Where in the log.
    pub position: Position,
    /// Who.
    pub by: By,
    /// When that was deleted: from then on it was not said.
    pub deleted_at: Option<Moment>,
}

impl Spoke {
    /// Whether it was said by a moment, and stands then.
    pub fn stands(&self, now: Moment) -> bool {
        self.at <= now && self.deleted_at.is_none_or(|at| at > now)
    }
}

/// An end of it.
#[derive(Clone, PartialEq, Debug)]
pub struct End {
    /// When.
    pub at: Moment,
    /// Whether whoever raised it ended it.
    pub herself: bool,
    /// Why; empty where it was undone and nobody knows any more.
    pub reason: String,
    /// When it was undone.
    pub undone_at: Option<Moment>,
}

/// A question, or a case: whatever is to be decided.
#[derive(Clone, PartialEq, Debug)]
pub struct Raised {
    /// What it is.
    pub kind: Kind,
    /// When it began, which no deleting moves.
    pub began: Moment,
    /// Who raised it: first who began it, then whose own went on in it, each as often as that.
    pub raisers: Vec<Raiser>,
    /// What people said there, by time, deleted or not.
    pub said: Vec<Spoke>,
    /// Its ends, in order.
    pub ends: Vec<End>,
}

/// Who it is at these columns: her id, whom she was found to be, her side, and where in the log that counts.
fn who(row: &Row<'_>, first: usize, counted: &Counted) -> By {
    let (id, person) = (PersonId(row.int(first)), PersonId(row.int(first + 1)));
    match Side::from_word(&row.text(first + 2)) {
        Some(side) if side.inside() && counted.admits_colleague_at(id, row.position(first + 3)) => By::Colleague(person),
        Some(side) if side.inside() => By::SomeColleague,
        _ => By::Outsider(person),
    }
}

/// Who it is at the columns from the second on, and whose own since; a colleague who may not be counted raised nothing.
fn raiser(row: &Row<'_>, at: Moment, counted: &Counted) -> Option<Raiser> {
    let by = who(row, 2, counted);
    let (By::Colleague(person) | By::Outsider(person)) = by else { return None };
    let first = row.position(5);
    let since = row.int_or_null(6).map(|since| first.max(Position(since)));
    Some(Raiser { person, at, gone_at: None, since })
}

/// Who began it.
fn beginner(row: &Row<'_>, counted: &Counted) -> Option<Raiser> {
    let raiser = raiser(row, Moment(i64::MIN), counted)?;
    // A colleague who began it stands there, also by a unit above hers.
    let stands = matches!(who(row, 2, counted), By::Colleague(_)).then(|| row.position(5));
    Some(Raiser { since: raiser.since.or(stands), ..raiser })
}

/// Whose own went on in it, with words that no archive brought.
fn joiner(row: &Row<'_>, counted: &Counted) -> Option<Raiser> {
    let unsaid = Some(row.moment_or_null(8)?).filter(|at| at.0 != i64::MAX);
    let gone_at = [row.moment_or_null(7), unsaid].into_iter().flatten().min();
    Some(Raiser { gone_at, ..raiser(row, row.moment(1), counted)? })
}

impl Store {
    /// Whatever was raised in some time, as it stands at its end.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn raised(
        &self,
        _keys: &Custodian,
        counted: &Counted,
        (from, until): (Moment, Moment),
    ) -> Result<Vec<Raised>, Fault> {
        let (mut after, last) = (id::before(from), id::before(until));
        let mut all: Vec<Raised> = Vec::new();
        loop {
            let one = |row: &Row<'_>| (row.int(0), Kind::from_word(&row.text(1)), beginner(row, counted));
            let batch = self.core().blind(&RAISED, args![after, last, limits::RAISED_BATCH], one).await?;
            let full = batch.len() == limits::RAISED_BATCH;
            let up_to = if full { batch.last().map_or(last, |(id, ..)| *id) } else { last };
            let mut some: BTreeMap<i64, Raised> = BTreeMap::new();
            for (id, kind, raiser) in batch {
                if let (Some(kind), Some(raiser)) = (kind, raiser) {
                    let began = id::minted_at(id);
                    some.insert(id, Raised { kind, began, raisers: vec![raiser], said: Vec::new(), ends: Vec::new() });
                }
            }
            self.became(&mut some, counted, (after, up_to), until).await?;
            all.extend(some.into_values());
            if !full {
                return Ok(all);
            }
            after = up_to;
        }
    }

    /// What became of some of them, between two ids.
    async fn became(
        &self,
        some: &mut BTreeMap<i64, Raised>,
        counted: &Counted,
        (after, up_to): (i64, i64),
        until: Moment,
    ) -> Result<(), Fault> {
        let joined = |row: &Row<'_>| (row.int(0), joiner(row, counted));
        for (id, raiser) in self.core().blind(&JOINED, args![after, up_to, until], joined).await? {
            some.entry(id).and_modify(|it| it.raisers.extend(raiser));
        }
        let said = |row: &Row<'_>| {
            let by = who(row, 2, counted);
            (row.int(0), Spoke { at: row.moment(1), position: row.position(5), by, deleted_at: row.moment_or_null(6) })
        };
        for (id, spoke) in self.core().blind(&SAID, args![after, up_to, id::before(until)], said).await? {
            some.entry(id).and_modify(|it| it.said.push(spoke));
        }
        let ended = |row: &Row<'_>| {
            let undone_at = row.moment_or_null(4);
            (row.int(0), End { at: row.moment(1), herself: row.yes(2), reason: row.text(3), undone_at })
        };
        for (id, end) in self.core().blind(&ENDED, args![after, up_to, until], ended).await? {
            some.entry(id).and_modify(|it| it.ends.push(end));
        }
        Ok(())
    }
}
