//! The merges of persons, as administrators see them: one row for each, undone or not.

use crate::{
    action::Actions,
    administration::administers,
    audience::{name, unmarked},
    page::page,
    words::t_with,
};
use domain::{id::PersonId, limits, moment::Moment};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::person_merging::PersonMerging};

/// One merge of persons.
#[derive(Clone, Debug, Serialize)]
pub struct MergedPerson {
    /// Who was found to be another.
    pub person: PersonId,
    /// How she was called.
    pub name: String,
    /// Whom she was found to be.
    pub into: PersonId,
    /// Her name.
    pub into_name: String,
    /// Her page.
    pub into_href: String,
    /// What was found, as a sentence.
    pub words: String,
    /// The same with names marked.
    #[serde(skip)]
    pub marked: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// When it was undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Moment>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<String>,
    /// Undoing it.
    #[serde(skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
}

/// The merges of persons, for administrators.
#[derive(Clone, Debug, Serialize)]
pub struct PersonMergingsView {
    /// The newest first.
    pub mergings: Vec<MergedPerson>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

page!(PersonMergingsView, "person_mergings.html");

impl PersonMergingsView {
    /// A page of merges: what is older than `before`; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, before: i64) -> Result<Option<PersonMergingsView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let mut found = reading.person_mergings(before).await?;
        let more = found.len() > limits::PAGE_ROWS;
        found.truncate(limits::PAGE_ROWS);
        let next = found.last().filter(|_| more).map(|last| format!("/administration/merged-people?before={}", last.id));
        let merging = |it: &Seen<PersonMerging>| {
            let mut actions = Actions::default();
            if it.undone.is_none() && !it.erased {
                actions.offer("part", format!("/people/{}/parting", it.person.0), &[]);
            }
            let names = [("it", name(&it.person.1).into()), ("into", name(&it.into.1).into())];
            let marked = t_with("mergings-said", &names);
            MergedPerson {
                words: unmarked(&marked),
                marked,
                person: it.person.0,
                name: it.person.1.clone(),
                into: it.into.0,
                into_name: it.into.1.clone(),
                into_href: format!("/people/{}", it.into.0),
                at: it.at,
                by: it.by.clone(),
                undone_at: it.undone.as_ref().map(|(at, _)| *at),
                undone_by: it.undone.as_ref().map(|(_, by)| by.clone()),
                actions,
            }
        };
        Ok(Some(PersonMergingsView { mergings: found.iter().map(merging).collect(), next }))
    }
}
