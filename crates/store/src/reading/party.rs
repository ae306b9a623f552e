//! Parties by name, for bringing somebody in and for the administration; for employees.

use crate::{
    fault::Fault,
    reading::{Reading, person::PartyName},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{PartyId, PersonId},
    limits,
};
use serde::Serialize;

statements! {
    NAMED = "SELECT id, kind, name FROM party WHERE LOWER(name) LIKE $1 AND kind <> 'all' ORDER BY name LIMIT $2";
    PEOPLE = "SELECT id, 'person', name FROM person WHERE (LOWER(name) LIKE $1 OR handle LIKE $1) AND deactivated_at IS NULL AND id <> 9 ORDER BY name LIMIT $2";
    UNITS = "SELECT y.id, y.kind, y.name, y.slug, y.parent, y.sees_past, \
        (SELECT COUNT(*) FROM membership m WHERE m.party = y.id AND m.left_at IS NULL) FROM party y WHERE y.kind = $1 ORDER BY y.name";
    MEMBERS = "SELECT DISTINCT p.id, p.name FROM membership m JOIN person h ON h.id = m.person JOIN person p ON p.id = COALESCE(h.merged_into, h.id) \
        WHERE m.party = $1 AND m.left_at IS NULL AND p.deactivated_at IS NULL ORDER BY p.name LIMIT 500";
}

/// A unit, organization or group in the administration.
#[derive(Clone, Debug, Serialize)]
pub struct PartyRow {
    /// Which.
    pub id: PartyId,
    /// `unit`, `organization` or `group`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// The unit above.
    pub parent: Option<PartyId>,
    /// Whether who joins sees what was said before.
    pub sees_past: bool,
    /// Direct members.
    pub members: i64,
}

impl Reading {
    /// Parties and people whose name holds these words, for employees; an outsider finds none, as if there were none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn parties_named(&self, words: &str) -> Result<Vec<Seen<PartyName>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let like = format!("%{}%", words.trim().to_lowercase().replace(['%', '_'], ""));
        let named =
            |row: &crate::row::Row<'_>| Seen::new(PartyName { id: PartyId(row.int(0)), kind: row.text(1), name: row.text(2) });
        let mut found = self.rows(&NAMED, args![like.as_str(), limits::PAGE_ROWS], named).await?;
        found.extend(self.rows(&PEOPLE, args![like.as_str(), limits::PAGE_ROWS], named).await?);
        Ok(found)
    }

    /// All units, organizations or groups, for employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn parties_of_kind(&self, kind: &str) -> Result<Vec<Seen<PartyRow>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&UNITS, args![kind], |row| {
            Seen::new(PartyRow {
                id: PartyId(row.int(0)),
                kind: row.text(1),
                name: row.text(2),
                slug: row.text(3),
                parent: row.int_or_null(4).map(PartyId),
                sees_past: row.yes(5),
                members: row.int(6),
            })
        })
        .await
    }

    /// The direct members of a party, for employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn members(&self, party: PartyId) -> Result<Vec<Seen<(PersonId, String)>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&MEMBERS, args![party], |row| Seen::new((PersonId(row.int(0)), row.text(1)))).await
    }
}
