//! One import: what it brought, what could not be read, and taking it back.

use crate::{action::Actions, administration::administers, imports::ImportRow, page::page, words::of_family};
use domain::id::ImportId;
use serde::Serialize;
use store::{Fault, Reading};

/// Something that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadableRow {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: i64,
    /// Why, a word.
    pub reason: String,
    /// What else is to be said.
    pub words: String,
}

impl UnreadableRow {
    fn why(&self) -> String {
        of_family("unreadable", &self.reason)
    }
}

/// A conversation that an undoing left.
#[derive(Clone, Debug, Serialize)]
pub struct StayRow {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Why it stays, a word.
    pub reason: String,
}

impl StayRow {
    fn why(&self) -> String {
        of_family("import-stays", &self.reason)
    }
}

/// One import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportView {
    /// Itself.
    pub import: ImportRow,
    /// What could not be read: the first of it.
    pub unreadable: Vec<UnreadableRow>,
    /// What stays of it, as far as this viewer sees it.
    pub stays: Vec<StayRow>,
    /// Undoing it.
    pub actions: Actions,
}

page!(ImportView, "import.html");

impl ImportView {
    /// An import; `None` for everyone but administrators, and where there is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: ImportId) -> Result<Option<ImportView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let Some(found) = reading.import(id).await? else { return Ok(None) };
        let unreadable = reading.unreadable_of(&found).await?;
        let stays = reading.stays_of(&found).await?;
        let mut actions = Actions::default();
        actions.offer("undo", format!("/administration/imports/{id}/undoing"), &["sure"]);
        Ok(Some(ImportView {
            import: ImportRow::of(&found),
            unreadable: unreadable
                .iter()
                .map(|it| UnreadableRow {
                    file: it.file.clone(),
                    place: it.place,
                    reason: it.reason.clone(),
                    words: it.words.clone(),
                })
                .collect(),
            stays: stays
                .iter()
                .map(|it| StayRow { number: it.number, subject: it.subject.clone(), reason: it.reason.clone() })
                .collect(),
            actions,
        }))
    }
}
