//! What our messages to those outside sound like, for measuring: their words are given to one function here, and only what it
//! makes of them leaves the store.
//!
//! **Invariant.** Every function takes whom the gate let through, and gives nothing of anybody else.

use crate::{custodian::Custodian, fault::Fault, opening::Store, row::Row, sql::statements, value::args};
use domain::{
    id::{self, MessageId, PersonId},
    limits,
    moment::Moment,
    terms::Counted,
};

statements! {
    OURS = "SELECT m.id, m.at, m.author, p.name, m.source, m.signature, m.position FROM message m JOIN conversation c ON c.id = m.conversation \
        JOIN circle r ON r.id = c.circle JOIN person p ON p.id = m.author \
        WHERE m.id > $1 AND m.id <= $2 AND m.deleted_at IS NULL AND m.automatic = 0 AND p.side = 'employee' AND p.id <> 9 AND r.inside = 0 AND c.beside IS NULL \
        ORDER BY m.id DESC LIMIT $3";
}

/// A message's words, where they are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// Its author's name.
    pub author: &'a str,
    /// Its words, without what it quotes.
    pub words: &'a str,
    /// What stands below a letter's words.
    pub signature: &'a str,
}

/// What was made of a message of ours that people outside read.
#[derive(Clone, Debug)]
pub struct Voice<T> {
    /// Which.
    pub id: MessageId,
    /// When.
    pub at: Moment,
    /// Who wrote it; she may be counted.
    pub author: PersonId,
    /// What was made of its words.
    pub made: T,
}

impl Store {
    /// What is made of each message of ours that people outside read, in some time, the newest `most` of them; those of
    /// colleagues who may not be counted, or not yet then, are not looked at.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn our_voices<T>(
        &self,
        _keys: &Custodian,
        counted: &Counted,
        (from, until): (Moment, Moment),
        most: usize,
        make: impl Fn(Wording<'_>) -> T,
    ) -> Result<Vec<Voice<T>>, Fault> {
        let (first, mut last) = (id::before(from), id::before(until));
        let mut found: Vec<Voice<T>> = Vec::new();
        loop {
            let voice = |row: &Row<'_>| {
                let (id, author) = (MessageId(row.int(0)), PersonId(row.int(2)));
                let made = counted.admits_colleague_at(author, row.position(6)).then(|| {
                    let (name, words, signature) = (row.text(3), row.text(4), row.text(5));
                    make(Wording { author: &name, words: &words, signature: &signature })
                });
                (id, made.map(|made| Voice { id, at: row.moment(1), author, made }))
            };
            let batch = self.core().blind(&OURS, args![first, last, limits::MEASURED_BATCH], voice).await?;
            let full = batch.len() == limits::MEASURED_BATCH;
            last = batch.last().map_or(first, |(id, _)| id.0 - 1);
            found.extend(batch.into_iter().filter_map(|(_, voice)| voice));
            if !full || found.len() >= most {
                found.truncate(most);
                return Ok(found);
            }
        }
    }
}
