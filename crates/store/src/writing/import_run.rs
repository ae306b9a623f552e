//! One run that brings an archive in: opened before its first letter, counted while it goes, closed with what could not
//! be read.

use crate::{fault::Fault, opening::Store, row::Row, sql::statements, value::args, writing::Writing};
use domain::{
    erasure::MayErase,
    id::{ImportId, PersonId, Position, SpaceId},
    import::{Counts, ImportFacts, MayImport, MayOpenImport},
    side::Side,
};

statements! {
    OPEN = "INSERT INTO import (id, form, source, space, side, made_by, begun_at, begun_position, ended_at, found, written, known, erased, freed, \
        begun, passed_over, unreadable, undone_by, undone_at, settled_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL)";
    FACTS = "SELECT id, space, side, begun_at, begun_position, undone_at FROM import WHERE id = $1";
    COUNT = "UPDATE import SET written = written + $2, begun = begun + $3 WHERE id = $1";
    CLOSE = "UPDATE import SET ended_at = $2, found = $3, known = $4, erased = $5, freed = $6, passed_over = $7, unreadable = $8 WHERE id = $1";
    UNREADABLE = "INSERT INTO import_unreadable (import, n, file, place, reason, words) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (import, n) DO NOTHING";
    SOURCES = "SELECT id, source FROM import";
    SET_SOURCE = "UPDATE import SET source = $2 WHERE id = $1";
    FILES = "SELECT import, n, file, words FROM import_unreadable";
    SET_FILE = "UPDATE import_unreadable SET file = $3, words = $4 WHERE import = $1 AND n = $2";
}

/// A run that begins.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The form of the archive, a word.
    pub form: String,
    /// The archive's name, as it was given.
    pub source: String,
    /// Where people stand who are not known yet.
    pub side: Side,
    /// Who brings it; the machine where that is the command line.
    pub by: PersonId,
}

/// Something of an archive that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadablePiece {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: i64,
    /// Why, a word that the catalogue knows.
    pub reason: String,
    /// What else is to be said: the words of a disk or a count.
    pub words: String,
}

pub(crate) fn facts(row: &Row<'_>) -> ImportFacts {
    ImportFacts {
        import: ImportId(row.int(0)),
        space: SpaceId(row.int(1)),
        side: Side::from_word(&row.text(2)).unwrap_or(Side::Public),
        begun_at: row.moment(3),
        begun_position: Position(row.int(4)),
        undone: row.int_or_null(5).is_some(),
    }
}

impl Writing {
    /// Opens a run.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn open_import(&mut self, permit: &MayOpenImport, it: &NewImport) -> Result<ImportId, Fault> {
        let id = ImportId(self.mint());
        let (form, source, side) = (it.form.as_str(), it.source.as_str(), it.side.word());
        let args = args![id, form, source, permit.space(), side, it.by, self.at(), self.next_position()];
        self.run(&OPEN, args).await?;
        Ok(id)
    }

    /// What the rules need to know of a run.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn import_facts(&self, import: ImportId) -> Result<Option<ImportFacts>, Fault> {
        self.one(&FACTS, args![import], facts).await
    }

    /// Counts what a batch wrote, so that a run that is killed knows too.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count_imported(&mut self, permit: &MayImport, written: usize, begun: usize) -> Result<(), Fault> {
        self.run(&COUNT, args![permit.import(), written, begun]).await?;
        Ok(())
    }

    /// Closes a run with its numbers and what could not be read.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn close_import(&mut self, import: ImportId, it: &Counts, unreadable: &[UnreadablePiece]) -> Result<(), Fault> {
        let args = args![import, self.at(), it.found, it.known, it.erased, it.freed, it.passed_over, it.unreadable];
        self.run(&CLOSE, args).await?;
        for (n, piece) in unreadable.iter().enumerate() {
            let (file, reason, words) = (piece.file.as_str(), piece.reason.as_str(), piece.words.as_str());
            self.run(&UNREADABLE, args![import, n, file, piece.place, reason, words]).await?;
        }
        Ok(())
    }

    /// Writes the names of archives and their files without what names somebody who is erased.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reword_imports(&mut self, _permit: &MayErase, without: impl Fn(&str) -> Option<String>) -> Result<(), Fault> {
        for (import, source) in self.rows(&SOURCES, args![], |row| (row.int(0), row.text(1))).await? {
            if let Some(source) = without(&source) {
                self.run(&SET_SOURCE, args![import, source]).await?;
            }
        }
        let files = self.rows(&FILES, args![], |row| (row.int(0), row.int(1), row.text(2), row.text(3))).await?;
        for (import, n, file, words) in files {
            let (new_file, new_words) = (without(&file), without(&words));
            if new_file.is_some() || new_words.is_some() {
                let args = args![import, n, new_file.unwrap_or(file), new_words.unwrap_or(words)];
                self.run(&SET_FILE, args).await?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// What the rules need to know of a run; for the command line.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn import_facts(&self, import: ImportId) -> Result<Option<ImportFacts>, Fault> {
        Ok(self.core().blind(&FACTS, args![import], facts).await?.into_iter().next())
    }
}
