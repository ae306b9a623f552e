//! What was brought in from elsewhere, as administrators see it: one row for each import.

use crate::{administration::administers, page::page, words::of_family};
use domain::{
    id::{ImportId, PersonId},
    import::Counts,
    limits,
    moment::Moment,
};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::import::Import};

/// One import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportRow {
    /// Which.
    pub id: ImportId,
    /// The form of the archive: `mbox`, `maildir`, `eml`, `pipermail`, `slack` or `discourse`.
    pub form: String,
    /// The archive's name.
    pub source: String,
    /// The slug of its space, where this viewer sees that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// The space's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub space_name: Option<String>,
    /// Who brought it in; the machine where nobody was named on the command line.
    pub by: PersonId,
    /// Her name.
    pub by_name: String,
    /// When it began.
    pub begun_at: Moment,
    /// When it ended; nothing while it runs, or where it was cut short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
    /// What it did.
    pub counts: Counts,
    /// When somebody asked to undo it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Moment>,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<PersonId>,
    /// When that was done as far as it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Moment>,
    /// How many conversations stayed, since somebody built on them.
    pub stays: i64,
    /// Its page.
    pub href: String,
}

impl ImportRow {
    pub(crate) fn of(it: &Seen<Import>) -> ImportRow {
        let (space, space_name) = it.space.clone().unzip();
        ImportRow {
            id: it.id,
            form: it.form.clone(),
            source: it.source.clone(),
            space,
            space_name,
            by: it.by.0,
            by_name: it.by.1.clone(),
            begun_at: it.begun_at,
            ended_at: it.ended_at,
            counts: it.counts,
            undone_at: it.undone.as_ref().map(|(at, ..)| *at),
            undone_by: it.undone.as_ref().map(|(_, by, _)| *by),
            settled_at: it.settled_at,
            stays: it.stays,
            href: format!("/administration/imports/{}", it.id),
        }
    }

    /// How it stands, as a word of the catalogue's family.
    fn state(&self) -> &'static str {
        match (self.undone_at, self.settled_at, self.ended_at) {
            (Some(_), Some(_), _) if self.stays > 0 => "part",
            (Some(_), Some(_), _) => "undone",
            (Some(_), None, _) => "undoing",
            (None, _, Some(_)) => "ended",
            (None, _, None) => "open",
        }
    }

    pub(crate) fn state_words(&self) -> String {
        of_family("import-state", self.state())
    }

    pub(crate) fn form_words(&self) -> String {
        of_family("import-form", &self.form)
    }

    pub(crate) fn look(&self) -> &'static str {
        match self.state() {
            "ended" => "stage-open",
            "undone" => "stage-closed",
            "part" => "stage-late",
            _ => "stage-theirs",
        }
    }
}

/// The imports.
#[derive(Clone, Debug, Serialize)]
pub struct ImportsView {
    /// The newest first.
    pub imports: Vec<ImportRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

page!(ImportsView, "imports.html");

impl ImportsView {
    /// A page of imports: what is older than `before`; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, before: ImportId) -> Result<Option<ImportsView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let found = reading.imports(before).await?;
        let full = found.len() >= limits::PAGE_ROWS;
        let next = found.last().filter(|_| full).map(|last| format!("/administration/imports?before={}", last.id));
        Ok(Some(ImportsView { imports: found.iter().map(ImportRow::of).collect(), next }))
    }
}
