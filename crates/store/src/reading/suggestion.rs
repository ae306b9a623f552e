//! Whom somebody may mean while she is typing a name; for employees.

use crate::{fault::Fault, reading::Reading, seen::Seen, sql::statements, value::args};
use domain::{id::PartyId, limits, side::Side};
use serde::Serialize;

statements! {
    COLLEAGUES = "SELECT id, 'person', name, handle, side FROM person WHERE side = 'employee' \
        AND (LOWER(name) LIKE $1 OR LOWER(name) LIKE $2 OR handle LIKE $1) AND deactivated_at IS NULL AND id <> 9 ORDER BY name LIMIT $3";
    PEOPLE = "SELECT id, 'person', name, handle, side FROM person WHERE \
        (LOWER(name) LIKE $1 OR LOWER(name) LIKE $2 OR handle LIKE $1) AND deactivated_at IS NULL AND id <> 9 ORDER BY name LIMIT $3";
    UNITS = "SELECT id, kind, name, '', '' FROM party WHERE kind IN ('unit', 'group') AND (LOWER(name) LIKE $1 OR LOWER(name) LIKE $2) ORDER BY name LIMIT $3";
    PARTIES = "SELECT id, kind, name, '', '' FROM party WHERE kind <> 'all' AND (LOWER(name) LIKE $1 OR LOWER(name) LIKE $2) ORDER BY name LIMIT $3";
}

/// A person, unit, group or organization that may be meant.
#[derive(Clone, Debug, Serialize)]
pub struct Suggested {
    /// Which.
    pub party: PartyId,
    /// `person`, `unit`, `group` or `organization`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// A person's handle, by which she is mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// On which side of the house a person stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// Among whom somebody is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Among {
    /// Colleagues, as mentions mean them.
    Colleagues,
    /// Whoever can be brought into what stays inside: colleagues, units, groups.
    Inside,
    /// Everybody, and every unit, group and organization.
    All,
}

impl Suggested {
    /// On which side somebody outside stands.
    pub fn outsider(&self) -> Option<Side> {
        self.side.filter(|side| !side.inside())
    }
}

impl Reading {
    /// Those among whom somebody is meant, of whose names a word begins like this; an outsider finds none, as if there
    /// were none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn suggestions(&self, among: Among, words: &str) -> Result<Vec<Seen<Suggested>>, Fault> {
        match among {
            Among::Colleagues => self.suggested(&[&COLLEAGUES], words).await,
            Among::Inside => self.suggested(&[&COLLEAGUES, &UNITS], words).await,
            Among::All => self.suggested(&[&PEOPLE, &PARTIES], words).await,
        }
    }

    async fn suggested(&self, of: &[&'static crate::sql::Sql], words: &str) -> Result<Vec<Seen<Suggested>>, Fault> {
        let words = words.trim().to_lowercase().replace(['%', '_'], "");
        if !self.viewer().inside() || words.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for statement in of {
            let patterns = args![format!("{words}%"), format!("% {words}%"), limits::SUGGESTIONS_MAX];
            found.extend(self.rows(statement, patterns, |row| Seen::new(suggested(row))).await?);
        }
        found.truncate(limits::SUGGESTIONS_MAX);
        Ok(found)
    }
}

fn suggested(row: &crate::row::Row<'_>) -> Suggested {
    Suggested {
        party: PartyId(row.int(0)),
        kind: row.text(1),
        name: row.text(2),
        handle: Some(row.text(3)).filter(|handle| !handle.is_empty()),
        side: Side::from_word(&row.text(4)),
    }
}
