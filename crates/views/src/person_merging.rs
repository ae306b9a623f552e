//! Merging persons: whom somebody outside could be, and what letting her be that one does.

use crate::{
    action::Actions,
    audience::{name, unmarked},
    conversation::Beside,
    page::page,
    words::{joined, refusal_words, t, t_with},
};
use domain::{
    id::PersonId,
    person::may_administer,
    person_merging::may_merge_persons,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Fault, Reading, Seen, reading::person::Person, writing::person_merging::persons_digest};

/// Somebody she could be.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    /// Her name.
    pub name: String,
    /// What is said about it.
    pub href: String,
}

/// The page of merging a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonMergingView {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Whom she would be; empty where nobody was chosen.
    pub into: String,
    /// What it does, in words.
    pub lines: Vec<String>,
    /// The same with names marked.
    #[serde(skip)]
    pub marked: Vec<String>,
    /// Conversations of either that this viewer sees: the one person will see both.
    pub conversations: Vec<Beside>,
    /// Why they cannot be merged, in words; empty where they can.
    pub refused: String,
    /// What the form sends along: if it no longer matches, nothing is done.
    pub digest: String,
    /// People outside of the name that was asked for.
    pub candidates: Vec<Candidate>,
    /// What was asked for.
    pub q: String,
    /// Merging them.
    pub actions: Actions,
    /// Her page.
    pub href: String,
}

page!(PersonMergingView, "person_merging.html");

impl PersonMergingView {
    /// The page, with the other one chosen or not; `None` where this viewer knows of no such person, or is no
    /// administrator.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        reading: &Reading,
        id: PersonId,
        into: Option<PersonId>,
        q: &str,
    ) -> Result<Option<PersonMergingView>, Fault> {
        let Some(actor) = reading.viewer().actor().filter(|actor| may_administer(actor).is_ok()) else { return Ok(None) };
        let Some(it) = reading.person(id).await?.filter(|it| !it.side.inside()) else { return Ok(None) };
        let mut view = PersonMergingView {
            id,
            name: it.name.clone(),
            into: String::new(),
            lines: Vec::new(),
            marked: Vec::new(),
            conversations: Vec::new(),
            refused: String::new(),
            digest: String::new(),
            candidates: Vec::new(),
            q: q.to_owned(),
            actions: Actions::default(),
            href: format!("/people/{id}"),
        };
        let asked = if q.trim().is_empty() { it.name.split_whitespace().next().unwrap_or_default() } else { q };
        let outside = |other: &&Seen<Person>| !other.side.inside() && other.id != id && other.deactivated_at.is_none();
        let candidate =
            |other: &Seen<Person>| Candidate { name: other.name.clone(), href: format!("/people/{id}/merging/{}", other.id) };
        view.candidates = reading.people(asked, "").await?.iter().filter(outside).map(candidate).collect();
        if let Some(into) = into {
            let Some(other) = reading.person(into).await? else { return Ok(None) };
            let (facts, others) = (reading.person_facts(&it).await?, reading.person_facts(&other).await?);
            let refusal = may_merge_persons(&actor, &facts, &others).err();
            if refusal.is_none() {
                view.actions.offer("merge", format!("/people/{id}/merging/{into}"), &["audience"]);
            }
            view.refused = refusal.map(|refusal| refusal_words(&refusal)).unwrap_or_default();
            view.says(reading, &it, &other).await?;
        }
        Ok(Some(view))
    }

    async fn says(&mut self, reading: &Reading, it: &Seen<Person>, other: &Seen<Person>) -> Result<(), Fault> {
        let plain = |addresses: Vec<Seen<(String, bool)>>| addresses.into_iter().map(|it| it.0.clone()).collect::<Vec<_>>();
        let (hers, others) = (plain(reading.addresses_of(it).await?), plain(reading.addresses_of(other).await?));
        self.digest = persons_digest((it.id, &hers), (other.id, &others));
        self.into.clone_from(&other.name);
        let all: Vec<String> = others.iter().chain(&hers).map(|address| name(address)).collect();
        self.marked.push(t_with("persons-becomes", &[("it", name(&it.name).into()), ("into", name(&other.name).into())]));
        self.marked.push(t_with("persons-addresses", &[("addresses", joined(&all).into())]));
        if let Some(address) = others.first().or(hers.first()) {
            self.marked.push(t_with("persons-letters", &[("address", name(address).into())]));
        }
        if it.side != other.side {
            let side = t(&format!("side-in-sentence-{}", other.side.word()));
            self.marked.push(t_with("persons-sides", &[("side", side.into())]));
        }
        self.marked.push(t("persons-undo").into_owned());
        self.lines = self.marked.iter().map(|line| unmarked(line)).collect();
        let mut found = BTreeMap::new();
        for party in [it.id, other.id] {
            for row in reading.shared_with(party.into()).await? {
                let of = &row.headline;
                let href = format!("/conversations/{}", of.number);
                found.insert(of.number, Beside { number: of.number, subject: of.subject.clone(), href });
            }
        }
        self.conversations = found.into_values().rev().collect();
        Ok(())
    }
}
