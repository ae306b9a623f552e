//! Spaces: seen by whoever has sight of its circle or of a conversation in it.

use crate::{fault::Fault, reading::Reading, row::Row, seen::Seen, sql::statements, value::args};
use domain::{
    circle::Reach,
    id::{CircleId, PersonId, SpaceId},
    kind::Kind,
    space::SpaceFacts,
};
use serde::Serialize;
use std::sync::Arc;

statements! {
    BY_SLUG = "WITH {viewer} SELECT s.id, s.slug, s.name, s.purpose, s.circle, c.inside, s.kinds, s.open, s.mail, s.reopen_days, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $2 AND h.hat = 'steward' AND h.object = s.id AND h.until_at IS NULL) \
        FROM space s JOIN circle c ON c.id = s.circle WHERE s.slug = $1 \
        AND ({known s.circle} OR EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation x \
        WHERE f.party = w.party AND f.space = s.id AND x.id = f.conversation AND {known x.circle}))";
    MINE = "WITH {viewer} SELECT s.id, s.slug, s.name, s.purpose, s.circle, c.inside, s.kinds, s.open, s.mail, s.reopen_days, \
        (SELECT COUNT(*) FROM hat h WHERE h.person = $1 AND h.hat = 'steward' AND h.object = s.id AND h.until_at IS NULL) \
        FROM space s JOIN circle c ON c.id = s.circle \
        WHERE {known s.circle} OR EXISTS (SELECT 1 FROM viewer w CROSS JOIN shelf f CROSS JOIN conversation x \
        WHERE f.party = w.party AND f.space = s.id AND x.id = f.conversation AND {known x.circle}) ORDER BY s.name";
    WORKED_IN = "WITH {viewer} SELECT DISTINCT s.id FROM viewer v JOIN sight g ON g.party = v.party JOIN space s ON s.circle = g.circle \
        WHERE v.party > 3 AND g.inside <= v.inside \
        UNION SELECT h.object FROM hat h WHERE h.person = $1 AND h.hat = 'steward' AND h.until_at IS NULL";
    HAS_MAIL = "SELECT COUNT(*) FROM space WHERE mail = $1";
    LETTERHEAD = "SELECT s.slug, s.name, s.mail, s.from_name, s.from_address FROM space s WHERE s.id = $1";
    STEWARDS = "SELECT p.id, p.name FROM hat h JOIN person p ON p.id = h.person WHERE h.object = $1 AND h.hat = 'steward' AND h.until_at IS NULL ORDER BY p.name";
}

/// A space as its pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct Space {
    /// Which.
    pub id: SpaceId,
    /// Its place in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The circle new conversations copy.
    #[serde(skip)]
    pub circle: CircleId,
    /// How far that circle reaches.
    pub reach: Reach,
    /// Kinds that can be started here.
    pub kinds: Vec<Kind>,
    /// Whether outsiders may start here.
    pub open: bool,
    /// The part of its mail address before the `@`, if it has one.
    pub mail: Option<String>,
    /// Days within which a letter into a closed conversation opens it again.
    #[serde(skip)]
    pub reopen_days: i64,
    /// Whether the viewer is a steward of it.
    #[serde(skip)]
    pub steward: bool,
}

/// How the letters of a space look from outside.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// The space's place in URLs; in List-Id it names the list.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The part of its mail address before the `@`, if it has one.
    pub mail: Option<String>,
    /// In whose name its letters go; empty for their authors' names.
    pub from_name: String,
    /// From which address they go; empty for the space's own.
    pub from_address: String,
}

impl Space {
    /// What the rules need, for computing what to offer.
    pub fn facts(&self) -> SpaceFacts {
        SpaceFacts {
            id: self.id,
            circle: self.circle,
            reach: self.reach,
            kinds: self.kinds.clone(),
            open: self.open,
            seen: true,
            steward: self.steward,
        }
    }
}

/// Reads the kinds column.
pub(crate) fn kinds(text: &str) -> Vec<Kind> {
    text.split(' ').filter_map(Kind::from_word).collect()
}

fn space(row: &Row<'_>) -> Seen<Space> {
    Seen::new(Space {
        id: SpaceId(row.int(0)),
        slug: row.text(1),
        name: row.text(2),
        purpose: row.text(3),
        circle: CircleId(row.int(4)),
        reach: Reach::from_inside_bit(row.int(5)),
        kinds: kinds(&row.text(6)),
        open: row.yes(7),
        mail: row.text_or_null(8),
        reopen_days: row.int(9),
        steward: row.yes(10),
    })
}

impl Reading {
    pub(super) fn me_or_nobody(&self) -> PersonId {
        self.viewer().person().unwrap_or(PersonId(0))
    }

    /// The space of this slug.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn space(&self, slug: &str) -> Result<Option<Seen<Space>>, Fault> {
        self.one(&BY_SLUG, args![slug, self.me_or_nobody()], space).await
    }

    /// All spaces the viewer sees, by name.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn spaces(&self) -> Result<Arc<[Seen<Space>]>, Fault> {
        let me = self.me_or_nobody();
        let anew = async { Ok(self.rows(&MINE, args![me], space).await?.into()) };
        if self.viewer().person().is_none() { anew.await } else { self.remembered(|memory| &memory.spaces, me, anew).await }
    }

    /// The spaces the viewer works in: its circle names her, her units or groups, or she is a steward.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn spaces_worked_in(&self) -> Result<Vec<SpaceId>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&WORKED_IN, args![self.me_or_nobody()], |row| SpaceId(row.int(0))).await
    }

    /// The stewards of a space, for employees who see it; an outsider knows only who wrote where she may read.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stewards(&self, space: &Seen<Space>) -> Result<Vec<Seen<(PersonId, String)>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&STEWARDS, args![space.id], |row| Seen::new((PersonId(row.int(0)), row.text(1)))).await
    }
}

impl crate::Store {
    /// Whether a space has this mail name; said to who brings a letter, like every mail server does.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn space_has_mail(&self, mail: &str) -> Result<bool, Fault> {
        Ok(self.core().blind(&HAS_MAIL, args![mail], |row| row.yes(0)).await?.first().copied().unwrap_or(false))
    }

    /// The letterhead of a space; it stands on letters that their recipients may see.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letterhead(&self, space: SpaceId) -> Result<Letterhead, Fault> {
        let found = self
            .core()
            .blind(&LETTERHEAD, args![space], |row| Letterhead {
                slug: row.text(0),
                name: row.text(1),
                mail: row.text_or_null(2),
                from_name: row.text(3),
                from_address: row.text(4),
            })
            .await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}
