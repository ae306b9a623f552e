//! What was raised, inside and outside, as what became of it is measured: who raised it, how it ended, and when she heard from
//! us; never what was said.
//!
//! **Invariant.** Every function takes whom the gate let through. What somebody outside raised counts as her own case, in what
//! serves her; a colleague who may not be counted raised nothing.

use super::thread::By;
use crate::{custodian::Custodian, fault::Fault, opening::Store, row::Row, sql::statements, value::args};
use domain::{
    id::{self, PersonId},
    kind::Kind,
    limits,
    moment::Moment,
    side::Side,
    terms::Counted,
};
use std::collections::BTreeMap;

statements! {
    RAISED = "SELECT c.id, c.kind, p.id, COALESCE(p.merged_into, p.id), p.side, c.position, (SELECT COUNT(*) FROM sight g WHERE g.circle = c.circle \
        AND (g.party IN (1, 2, p.id, COALESCE(p.merged_into, p.id)) OR (g.party = 3 AND p.side = 'employee') \
        OR g.party IN (SELECT h.party FROM membership h WHERE h.person = COALESCE(p.merged_into, p.id) AND h.left_at IS NULL))) \
        FROM conversation c JOIN person p ON p.id = c.starter WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL \
        AND c.kind NOT IN ('talk', 'announcement') AND p.erased_at IS NULL AND p.id <> 9 ORDER BY c.id LIMIT $3";
    JOINED = "SELECT g.into_conversation, g.at, p.id, COALESCE(p.merged_into, p.id), p.side, g.position, (SELECT COUNT(*) FROM sight s WHERE s.circle = c.circle \
        AND (s.party IN (1, 2, p.id, COALESCE(p.merged_into, p.id)) OR (s.party = 3 AND p.side = 'employee') \
        OR s.party IN (SELECT h.party FROM membership h WHERE h.person = COALESCE(p.merged_into, p.id) AND h.left_at IS NULL))) \
        FROM conversation c JOIN merging g ON g.into_conversation = c.id JOIN conversation o ON o.id = g.conversation JOIN person p ON p.id = o.starter \
        WHERE c.id > $1 AND c.id <= $2 AND g.at < $3 AND (g.undone_at IS NULL OR g.undone_at >= $3) \
        AND p.erased_at IS NULL AND p.id <> 9 ORDER BY g.into_conversation, g.id";
    SAID = "SELECT m.conversation, m.at, p.id, COALESCE(p.merged_into, p.id), p.side, m.position FROM conversation c JOIN message m ON m.conversation = c.id \
        JOIN person p ON p.id = m.author WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL AND c.kind NOT IN ('talk', 'announcement') \
        AND m.id <= $3 AND m.deleted_at IS NULL AND m.automatic = 0 AND p.id <> 9 AND m.channel <> 'import' ORDER BY m.conversation, m.id";
    ENDED = "SELECT e.conversation, e.at, e.outsider, CASE WHEN c.closed_at = e.at AND c.closed_by = c.starter THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, e.reason, COALESCE(e.reopened_at, 0) \
        FROM conversation c JOIN ending e ON e.conversation = c.id WHERE c.id > $1 AND c.id <= $2 AND c.beside IS NULL \
        AND c.kind NOT IN ('talk', 'announcement') AND e.at < $3 ORDER BY e.conversation, e.position";
}

/// Somebody who raised it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Raiser {
    /// Who; as whoever she was found to be.
    pub person: PersonId,
    /// From when on she reads there what is said: from its beginning, or since hers went on in it.
    pub since: Moment,
    /// Whether she stands where it is read.
    pub reads: bool,
}

/// That a person said something.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spoke {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: By,
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
    /// Who raised it: who began it, and whose own went on in it.
    pub raisers: Vec<Raiser>,
    /// What people said there, by time.
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

/// A colleague who may not be counted raised nothing.
fn raiser(by: By, since: Moment, sights: i64) -> Option<Raiser> {
    let (By::Colleague(person) | By::Outsider(person)) = by else { return None };
    Some(Raiser { person, since, reads: sights > 0 })
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
            let one = |row: &Row<'_>| {
                let by = who(row, 2, counted);
                // A colleague who began it stands there, also by a unit above hers.
                let sights = if matches!(by, By::Colleague(_)) { 1 } else { row.int(6) };
                let raiser = raiser(by, Moment(i64::MIN), sights);
                (row.int(0), Kind::from_word(&row.text(1)), raiser)
            };
            let batch = self.core().blind(&RAISED, args![after, last, limits::RAISED_BATCH], one).await?;
            let full = batch.len() == limits::RAISED_BATCH;
            let up_to = if full { batch.last().map_or(last, |(id, ..)| *id) } else { last };
            let mut some: BTreeMap<i64, Raised> = BTreeMap::new();
            for (id, kind, raiser) in batch {
                if let (Some(kind), Some(raiser)) = (kind, raiser) {
                    some.insert(id, Raised { kind, raisers: vec![raiser], said: Vec::new(), ends: Vec::new() });
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
        let joined = |row: &Row<'_>| (row.int(0), raiser(who(row, 2, counted), row.moment(1), row.int(6)));
        for (id, raiser) in self.core().blind(&JOINED, args![after, up_to, until], joined).await? {
            if let (Some(it), Some(raiser)) = (some.get_mut(&id), raiser)
                && it.raisers.iter().all(|known| known.person != raiser.person)
            {
                it.raisers.push(raiser);
            }
        }
        let said = |row: &Row<'_>| (row.int(0), Spoke { at: row.moment(1), by: who(row, 2, counted) });
        for (id, spoke) in self.core().blind(&SAID, args![after, up_to, id::before(until)], said).await? {
            some.entry(id).and_modify(|it| it.said.push(spoke));
        }
        let ended = |row: &Row<'_>| {
            let undone_at = Some(row.moment(5)).filter(|at| at.0 != 0);
            (row.int(0), End { at: row.moment(1), herself: row.yes(2) || row.yes(3), reason: row.text(4), undone_at })
        };
        for (id, end) in self.core().blind(&ENDED, args![after, up_to, until], ended).await? {
            some.entry(id).and_modify(|it| it.ends.push(end));
        }
        Ok(())
    }
}
