//! Merged persons: who somebody is, and who else she was known as; for employees.

use crate::{
    fault::Fault,
    reading::{Reading, person::Person},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{id::PersonId, moment::Moment, person_merging::PersonFacts};

statements! {
    INTO = "SELECT p.merged_into FROM person p WHERE p.id = $1";
    ALSO = "SELECT g.person, g.name, g.at FROM person_merging g JOIN person p ON p.id = g.person \
        WHERE p.merged_into = $1 AND g.undone_at IS NULL ORDER BY g.id LIMIT 50";
}

/// A name somebody was known by as another person.
#[derive(Clone, Debug)]
pub struct KnownAs {
    /// As which person.
    pub person: PersonId,
    /// By which name.
    pub name: String,
    /// When they were merged.
    pub at: Moment,
}

impl Reading {
    /// What the rules of merging ask about a person the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person_facts(&self, of: &Seen<Person>) -> Result<PersonFacts, Fault> {
        let merged_into = self.one(&INTO, args![of.id], |row| row.int_or_null(0).map(PersonId)).await?.flatten();
        Ok(PersonFacts { person: of.id, side: of.side, gone: of.deactivated_at.is_some(), merged_into })
    }

    /// As whom else a person was known.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn known_as(&self, of: &Seen<Person>) -> Result<Vec<Seen<KnownAs>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let known = |row: &crate::row::Row<'_>| KnownAs { person: PersonId(row.int(0)), name: row.text(1), at: row.moment(2) };
        self.rows(&ALSO, args![of.id], |row| Seen::new(known(row))).await
    }
}
