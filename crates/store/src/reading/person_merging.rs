//! Merged persons: who somebody is now, who else she was, and who may be one, for those who tend persons.

use crate::{
    fault::Fault,
    reading::{Reading, person::Person},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
    writing::person_merging::{facts, facts_columns},
};
use domain::{
    id::PersonId,
    limits,
    moment::Moment,
    person_merging::{Known, Likeness, PersonFacts, likeness, mailbox},
};

statements! {
    FACTS = concat!("SELECT ", facts_columns!(), " FROM person p WHERE p.id = $1");
    ALSO = "SELECT g.person, g.name, g.at, q.name FROM person_merging g JOIN person p ON p.id = g.person LEFT JOIN person q ON q.id = g.merged_by \
        WHERE p.merged_into = $1 AND g.undone_at IS NULL AND p.erased_at IS NULL ORDER BY g.id LIMIT 50";
    MERGINGS = "SELECT g.id, g.person, CASE WHEN g.name = '' THEN p.name ELSE g.name END, g.into_person, i.name, g.at, b.name, g.undone_at, u.name, p.erased_at \
        FROM person_merging g JOIN person p ON p.id = g.person JOIN person i ON i.id = g.into_person \
        LEFT JOIN person b ON b.id = g.merged_by LEFT JOIN person u ON u.id = g.undone_by WHERE g.id < $1 ORDER BY g.id DESC LIMIT $2";
    ALIKE = "SELECT p.id FROM person p WHERE (p.name = $1 OR LOWER(p.name) = $2) AND p.id <> $3 AND p.merged_into IS NULL AND p.deactivated_at IS NULL AND p.id <> 9 \
        ORDER BY p.id LIMIT $4";
    NEAR = "SELECT DISTINCT a.person FROM address a JOIN person p ON p.id = a.person WHERE (a.address LIKE $1 OR a.address LIKE $2) AND p.id <> $3 \
        AND p.merged_into IS NULL AND p.deactivated_at IS NULL ORDER BY a.person LIMIT $4";
    BLOCKED = "SELECT address FROM address WHERE person = $1 AND blocked_at IS NOT NULL ORDER BY later, id";
    SESSIONS = "SELECT COUNT(*) FROM session s WHERE s.person = $1 AND s.ended_at IS NULL AND s.ends_at > $2";
    PASSWORD = "SELECT COUNT(*) FROM password w WHERE w.person = $1";
    AGREED = "SELECT COUNT(*) FROM term t WHERE t.person = $1 AND t.until_at IS NULL AND t.term NOT LIKE 'left-%' AND t.term <> 'came-inside'";
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
    /// By whom.
    pub by: String,
}

/// What one half of a merge brings along, besides addresses.
#[derive(Clone, Debug, Default)]
pub struct Brings {
    /// Addresses on the block list.
    pub blocked: Vec<String>,
    /// Sessions that are open.
    pub sessions: i64,
    /// Whether she has a password.
    pub password: bool,
    /// Whether she agreed to anything.
    pub agreed: bool,
}

/// A merge of two persons, undone or not.
#[derive(Clone, Debug)]
pub struct PersonMerging {
    /// Its row.
    pub id: i64,
    /// Who, and how she was called.
    pub person: (PersonId, String),
    /// Whom she was found to be.
    pub into: (PersonId, String),
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// When and by whom it was undone.
    pub undone: Option<(Moment, String)>,
    /// Whether they were erased since.
    pub erased: bool,
}

impl Reading {
    /// What the rules of merging ask about a person the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merging_facts(&self, of: &Seen<Person>) -> Result<PersonFacts, Fault> {
        let (gone, erased) = (of.deactivated_at.is_some(), of.erased_at.is_some());
        let (merged_into, halves, stands_inside) = (None, 0, false);
        let alone = PersonFacts { person: of.id, side: of.side, gone, erased, merged_into, halves, stands_inside };
        Ok(self.one(&FACTS, args![of.id], facts).await?.unwrap_or(alone))
    }

    /// As whom else a person was known; for colleagues.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn known_as(&self, of: &Seen<Person>) -> Result<Vec<Seen<KnownAs>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let known = |row: &Row<'_>| KnownAs {
            person: PersonId(row.int(0)),
            name: row.text(1),
            at: row.moment(2),
            by: row.text_or_null(3).unwrap_or_default(),
        };
        self.rows(&ALSO, args![of.id], |row| Seen::new(known(row))).await
    }

    /// What a person would bring along into a merge; for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn brings(&self, of: &Seen<Person>) -> Result<Seen<Brings>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Seen::new(Brings::default()));
        }
        let now = self.store().clock().now();
        Ok(Seen::new(Brings {
            blocked: self.rows(&BLOCKED, args![of.id], |row| row.text(0)).await?,
            sessions: self.one(&SESSIONS, args![of.id, now], |row| row.int(0)).await?.unwrap_or(0),
            password: self.one(&PASSWORD, args![of.id], |row| row.yes(0)).await?.unwrap_or(false),
            agreed: self.one(&AGREED, args![of.id], |row| row.yes(0)).await?.unwrap_or(false),
        }))
    }

    /// People who may be somebody, by name and addresses, the likeliest first; for administrators. It walks the addresses, as
    /// looking for people walks the names.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn likely(&self, of: &Seen<Person>) -> Result<Vec<Seen<(Person, Likeness)>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        let many = 5 * limits::LIKELY_MAX;
        let addresses = self.every_address(of).await?;
        let name = of.name.trim();
        let mut ids = self.rows(&ALIKE, args![name, name.to_lowercase(), of.id, many], |row| row.int(0)).await?;
        for address in &addresses {
            let Some((local, _)) = mailbox(address) else { continue };
            // What the pattern finds too much, the comparison drops.
            let local = local.replace(['%', '\\'], "");
            let patterns = args![format!("{local}@%"), format!("{local}+%"), of.id, many];
            ids.extend(self.rows(&NEAR, patterns, |row| row.int(0)).await?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut found = Vec::new();
        for id in ids {
            let Some(other) = self.person(PersonId(id)).await? else { continue };
            let others = self.every_address(&other).await?;
            let (one, two) = (Known { name, addresses: &addresses }, Known { name: &other.name, addresses: &others });
            found.extend(likeness(one, two).map(|likeness| Seen::new((other.into_inner(), likeness))));
        }
        found.sort_by(|a, b| (a.1, &a.0.name).cmp(&(b.1, &b.0.name)));
        found.truncate(limits::LIKELY_MAX);
        Ok(found)
    }

    async fn every_address(&self, of: &Seen<Person>) -> Result<Vec<String>, Fault> {
        Ok(self.addresses_of(of).await?.iter().map(|it| it.address.clone()).collect())
    }

    /// Merges of persons before one, the newest first; for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person_mergings(&self, before: i64) -> Result<Vec<Seen<PersonMerging>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        let text = |row: &Row<'_>, n: usize| row.text_or_null(n).unwrap_or_default();
        let merging = |row: &Row<'_>| PersonMerging {
            id: row.int(0),
            person: (PersonId(row.int(1)), row.text(2)),
            into: (PersonId(row.int(3)), row.text(4)),
            at: row.moment(5),
            by: text(row, 6),
            undone: row.moment_or_null(7).map(|at| (at, text(row, 8))),
            erased: row.moment_or_null(9).is_some(),
        };
        self.rows(&MERGINGS, args![before, limits::PAGE_ROWS + 1], |row| Seen::new(merging(row))).await
    }
}
