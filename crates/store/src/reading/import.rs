//! Imports as administrators see them.

use crate::{fault::Fault, opening::Store, reading::Reading, row::Row, seen::Seen, sql::statements, value::args};
use domain::{
    id::{ImportId, PersonId},
    import::Counts,
    limits,
    moment::Moment,
};

macro_rules! columns {
    () => {
        "SELECT i.id, i.form, i.source, i.begun_at, i.ended_at, i.undone_at, i.settled_at, i.made_by, COALESCE(p.name, ''), \
        COALESCE(i.undone_by, 0), COALESCE(q.name, ''), i.found, i.written, i.known, i.erased, i.freed, i.begun, i.passed_over, i.unreadable, \
        (SELECT COUNT(*) FROM import_stay y WHERE y.import = i.id), i.space \
        FROM import i LEFT JOIN person p ON p.id = i.made_by LEFT JOIN person q ON q.id = i.undone_by "
    };
}

statements! {
    LISTED = concat!(columns!(), "WHERE i.id < $1 ORDER BY i.id DESC LIMIT $2");
    ONE = concat!(columns!(), "WHERE i.id = $1");
    UNREADABLE = "SELECT file, place, reason, words FROM import_unreadable WHERE import = $1 ORDER BY n";
    SPACE = "WITH {viewer} SELECT s.slug, s.name FROM space s WHERE s.id = $1 AND {known s.circle}";
    SPACE_SLUG = "SELECT s.slug FROM space s WHERE s.id = $1";
    STAY_NUMBERS = "SELECT c.number, y.reason FROM import_stay y JOIN conversation c ON c.id = y.conversation WHERE y.import = $1 ORDER BY c.id DESC LIMIT $2";
    STAYS = "WITH {viewer} SELECT c.number, c.subject, y.reason FROM import_stay y JOIN conversation c ON c.id = y.conversation \
        WHERE y.import = $1 AND {known c.circle} ORDER BY c.id DESC LIMIT $2";
}

/// A run that brought an archive in.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// The form of the archive, a word.
    pub form: String,
    /// Its name, as it was given.
    pub source: String,
    /// The slug and name of its space, where the viewer sees that; the slug alone on the command line.
    pub space: Option<(String, String)>,
    /// Who brought it in, with her name.
    pub by: (PersonId, String),
    /// When it began.
    pub begun_at: Moment,
    /// When it came to its end; nothing while it runs, or where it was cut short.
    pub ended_at: Option<Moment>,
    /// When somebody last asked to undo it, who, and her name.
    pub undone: Option<(Moment, PersonId, String)>,
    /// When that was done as far as it goes.
    pub settled_at: Option<Moment>,
    /// What it did.
    pub counts: Counts,
    /// How many conversations an undoing left.
    pub stays: i64,
}

/// A conversation that an undoing left.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Why it stays: a word of [`domain::import::Stays`].
    pub reason: String,
}

/// Something that could not be read.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: i64,
    /// Why, a word that the catalogue knows.
    pub reason: String,
    /// What else is to be said.
    pub words: String,
}

fn import(row: &Row<'_>) -> (i64, Import) {
    let asked = row.moment_or_null(5);
    let found = Import {
        id: ImportId(row.int(0)),
        form: row.text(1),
        source: row.text(2),
        space: None,
        by: (PersonId(row.int(7)), row.text(8)),
        begun_at: row.moment(3),
        ended_at: row.moment_or_null(4),
        undone: asked.map(|at| (at, PersonId(row.int(9)), row.text(10))),
        settled_at: row.moment_or_null(6),
        counts: Counts {
            found: row.int(11),
            written: row.int(12),
            known: row.int(13),
            erased: row.int(14),
            freed: row.int(15),
            begun: row.int(16),
            passed_over: row.int(17),
            unreadable: row.int(18),
        },
        stays: row.int(19),
    };
    (row.int(20), found)
}

impl Reading {
    /// Imports, the newest first, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn imports(&self, before: ImportId) -> Result<Vec<Seen<Import>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        let found = self.rows(&LISTED, args![before, limits::PAGE_ROWS], import).await?;
        let mut seen = Vec::with_capacity(found.len());
        for (space, it) in found {
            seen.push(self.placed(space, it).await?);
        }
        Ok(seen)
    }

    /// One import, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn import(&self, id: ImportId) -> Result<Option<Seen<Import>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(None);
        }
        match self.one(&ONE, args![id], import).await? {
            Some((space, it)) => Ok(Some(self.placed(space, it).await?)),
            None => Ok(None),
        }
    }

    async fn placed(&self, space: i64, it: Import) -> Result<Seen<Import>, Fault> {
        let space = self.one(&SPACE, args![space], |row| (row.text(0), row.text(1))).await?;
        Ok(Seen::new(Import { space, ..it }))
    }

    /// What could not be read of an archive, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn unreadable_of(&self, import: &Seen<Import>) -> Result<Vec<Seen<Unreadable>>, Fault> {
        self.rows(&UNREADABLE, args![import.id], |row| {
            Seen::new(Unreadable { file: row.text(0), place: row.int(1), reason: row.text(2), words: row.text(3) })
        })
        .await
    }

    /// The conversations an undoing left that the viewer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stays_of(&self, import: &Seen<Import>) -> Result<Vec<Seen<Stay>>, Fault> {
        self.rows(&STAYS, args![import.id, limits::PAGE_ROWS], |row| {
            Seen::new(Stay { number: row.int(0), subject: row.text(1), reason: row.text(2) })
        })
        .await
    }
}

impl Store {
    /// The conversations an undoing left, by number, each with its reason; for the command line.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn import_stays(&self, import: ImportId) -> Result<Vec<(i64, String)>, Fault> {
        self.core().blind(&STAY_NUMBERS, args![import, limits::PAGE_ROWS], |row| (row.int(0), row.text(1))).await
    }

    /// Imports, the newest first; for the command line.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn imports(&self, before: ImportId, limit: usize) -> Result<Vec<Import>, Fault> {
        let mut listed = Vec::new();
        for (space, it) in self.core().blind(&LISTED, args![before, limit], import).await? {
            let slug = self.core().blind(&SPACE_SLUG, args![space], |row| row.text(0)).await?.into_iter().next();
            listed.push(Import { space: slug.map(|slug| (slug.clone(), slug)), ..it });
        }
        Ok(listed)
    }
}
