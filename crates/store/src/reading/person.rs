//! Persons: an employee sees every person, anyone else herself and the authors of what she may read.

use crate::{fault::Fault, reading::Reading, row::Row, seen::Seen, sql::statements, value::args};
use domain::{
    erasure::ErasureFacts,
    id::{PartyId, PersonId},
    limits,
    moment::Moment,
    side::Side,
};
use serde::Serialize;

statements! {
    ONE = "WITH {viewer} SELECT p.id, p.name, p.handle, p.side, p.joined_at, p.deactivated_at, p.time_zone, p.theme, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = p.id AND h.hat = 'administrator' AND h.until_at IS NULL), \
        (SELECT COUNT(*) FROM address a WHERE a.person = p.id AND a.blocked_at IS NOT NULL), p.erased_at FROM person p WHERE p.id = $1 \
        AND (CAST($2 AS BIGINT) = 1 OR p.id = $3 OR EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation c CROSS JOIN participant t CROSS JOIN message m \
        WHERE f.party = w.party AND c.id = f.conversation AND t.conversation = c.id AND t.person = $4 AND m.conversation = c.id AND m.author = $4 AND {visible c.circle m.position}))";
    NAMED = "SELECT p.id, p.name, p.handle, p.side, p.joined_at, p.deactivated_at, p.time_zone, p.theme, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = p.id AND h.hat = 'administrator' AND h.until_at IS NULL), \
        (SELECT COUNT(*) FROM address a WHERE a.person = p.id AND a.blocked_at IS NOT NULL), p.erased_at FROM person p \
        WHERE (LOWER(p.name) LIKE $1 OR p.handle LIKE $1) AND p.name > $2 AND p.id <> 9 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.name LIMIT $3";
    HALVES = "SELECT h.id FROM person h WHERE h.merged_into = $1 ORDER BY h.id";
    PARTIES = "SELECT DISTINCT y.id, y.kind, y.name FROM membership m JOIN party y ON y.id = m.party WHERE m.person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) \
        AND m.left_at IS NULL ORDER BY y.name";
    LAST_ADMINISTRATOR = "SELECT COUNT(*) FROM hat h JOIN person p ON p.id = h.person WHERE h.hat = 'administrator' AND h.object = 0 AND h.until_at IS NULL \
        AND p.deactivated_at IS NULL AND p.id <> $1";
    COUNT = "SELECT COUNT(*) FROM person WHERE id <> 9 AND merged_into IS NULL";
    TWO_COLLEAGUES = "SELECT COUNT(*) FROM (SELECT 1 FROM person WHERE side = 'employee' AND merged_into IS NULL AND id <> 9 LIMIT 2) AS p";
}

/// A person as a page or list shows her.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// What stands behind the `@`.
    pub handle: String,
    /// Where she stands.
    pub side: Side,
    /// Since when we know her.
    pub joined_at: Moment,
    /// Since when she can no longer come in.
    pub deactivated_at: Option<Moment>,
    /// Her time zone (IANA), empty for the house's.
    #[serde(skip)]
    pub time_zone: String,
    /// Her theme: `light`, `dark` or empty for the system's.
    #[serde(skip)]
    pub theme: String,
    /// Whether she wears the administrator's hat.
    #[serde(skip)]
    pub administrator: bool,
    /// Whether one of her addresses is on the block list.
    #[serde(skip)]
    pub blocked: bool,
    /// Since when nothing is known of her any more.
    pub erased_at: Option<Moment>,
}

/// A unit, organization or group somebody is in.
#[derive(Clone, Debug, Serialize)]
pub struct PartyName {
    /// Which.
    pub id: PartyId,
    /// `unit`, `organization`, `group`, `person` or `all`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

pub(crate) fn person(row: &Row<'_>) -> Person {
    Person {
        id: PersonId(row.int(0)),
        name: row.text(1),
        handle: row.text(2),
        side: Side::from_word(&row.text(3)).unwrap_or(Side::Public),
        joined_at: row.moment(4),
        deactivated_at: row.moment_or_null(5),
        time_zone: row.text(6),
        theme: row.text(7),
        administrator: row.yes(8),
        blocked: row.yes(9),
        erased_at: row.moment_or_null(10),
    }
}

impl Reading {
    /// A person the viewer may know of.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person(&self, id: PersonId) -> Result<Option<Seen<Person>>, Fault> {
        let me = self.viewer().person().map_or(0, |p| p.0);
        let inside = i64::from(self.viewer().inside());
        let known = self.one(&ONE, args![id, inside, me, id], |row| Seen::new(person(row))).await?;
        if known.is_some() || self.viewer().inside() {
            return Ok(known);
        }
        // Whoever reads what somebody wrote before she was found to be this person knows her.
        for half in self.rows(&HALVES, args![id], |row| PersonId(row.int(0))).await? {
            if let Some(known) = self.one(&ONE, args![id, inside, me, half], |row| Seen::new(person(row))).await? {
                return Ok(Some(known));
            }
        }
        Ok(None)
    }

    /// The viewer herself.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn me(&self) -> Result<Option<Seen<Person>>, Fault> {
        match self.viewer().person() {
            Some(me) => self.person(me).await,
            None => Ok(None),
        }
    }

    /// What the rule of erasure asks about a person whom the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn erasure_facts(&self, of: &Seen<Person>) -> Result<ErasureFacts, Fault> {
        let last = of.administrator && self.one(&LAST_ADMINISTRATOR, args![of.id], |row| !row.yes(0)).await?.unwrap_or(true);
        Ok(ErasureFacts {
            person: of.id,
            name: of.name.clone(),
            erased: of.erased_at.is_some(),
            last_administrator: last,
            merged: false,
        })
    }

    /// People by name behind `after`, for employees; an outsider finds nobody, as if nobody were there.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people(&self, words: &str, after: &str) -> Result<Vec<Seen<Person>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        let like = format!("%{}%", words.trim().to_lowercase().replace(['%', '_'], ""));
        self.rows(&NAMED, args![like, after, limits::PAGE_ROWS + 1], |row| Seen::new(person(row))).await
    }

    /// The units, organizations and groups of a person the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn parties_of(&self, person: &Seen<Person>) -> Result<Vec<Seen<PartyName>>, Fault> {
        if !self.viewer().inside() && self.viewer().person() != Some(person.id) {
            return Ok(Vec::new());
        }
        self.rows(&PARTIES, args![person.id], |row| {
            Seen::new(PartyName { id: PartyId(row.int(0)), kind: row.text(1), name: row.text(2) })
        })
        .await
    }
}

impl crate::Store {
    /// Whether whoever founded the house is alone in it: no second colleague was ever here.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn founder_is_alone(&self) -> Result<bool, Fault> {
        Ok(self.core().blind(&TWO_COLLEAGUES, args![], |row| row.int(0) < 2).await?.first().copied().unwrap_or(false))
    }

    /// How many people there are: 0 before the house is founded.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people_count(&self) -> Result<i64, Fault> {
        Ok(self.core().blind(&COUNT, args![], |row| row.int(0)).await?.first().copied().unwrap_or(0))
    }
}
