//! Merging persons: whom somebody outside could be, and what will be true once she is that one.
//!
//! **Invariant.** What is said is computed over the facts the rule asks, and the form carries their digest. A likeness is a
//! suggestion: nobody is merged by one.

use crate::{
    action::Actions,
    administration::administers,
    audience::{name, unmarked},
    conversation::Beside,
    page::page,
    words::{joined, of_family, refusal_words, t, t_with},
};
use domain::{
    id::PersonId,
    moment::Moment,
    person_merging::{Likeness, may_merge_persons, may_part_persons},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{person::Person, person_merging::Brings},
    writing::person_merging::persons_digest,
};

/// Somebody she could be.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Her addresses.
    pub addresses: Vec<String>,
    /// Why she may be, in words; empty where she was looked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The same as a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
    /// What is said about it.
    pub href: String,
}

/// What it does to let her be a chosen one.
#[derive(Clone, Debug, Serialize)]
pub struct AsOne {
    /// Whom she would be.
    pub into: PersonId,
    /// Her name.
    pub into_name: String,
    /// Her page.
    pub into_href: String,
    /// What will be true, in words.
    pub lines: Vec<String>,
    /// The same with names marked.
    #[serde(skip)]
    pub marked: Vec<String>,
    /// What has to be ticked where somebody outside becomes a colleague by it; empty elsewhere.
    pub inside: String,
    /// Conversations with either by name that this viewer sees: the one person will see those of both.
    pub conversations: Vec<Beside>,
    /// Why they cannot be merged, in words; empty where they can.
    pub refused: String,
    /// What the form sends along: if it no longer matches, nothing is done.
    pub digest: String,
}

/// The page of merging a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonMergingView {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Her addresses.
    pub addresses: Vec<String>,
    /// What it does to let her be the chosen one.
    pub as_one: Option<AsOne>,
    /// People she may be, the likeliest first; and those of the name that was asked for.
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
    /// The page, with the other one chosen or not; `None` where this viewer is no administrator, or there is no such person
    /// outside.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        reading: &Reading,
        id: PersonId,
        into: Option<PersonId>,
        q: &str,
    ) -> Result<Option<PersonMergingView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let Some(it) = mergeable(reading, id).await? else { return Ok(None) };
        let mut view = PersonMergingView {
            id,
            name: it.name.clone(),
            addresses: addresses(reading, &it).await?,
            as_one: None,
            candidates: candidates(reading, &it, q).await?,
            q: q.to_owned(),
            actions: Actions::default(),
            href: format!("/people/{id}"),
        };
        if let Some(into) = into {
            let Some(other) = reading.person(into).await?.filter(|other| other.erased_at.is_none()) else { return Ok(None) };
            view.as_one = Some(view.as_one(reading, &it, &other).await?);
        }
        Ok(Some(view))
    }

    async fn as_one(&mut self, reading: &Reading, it: &Seen<Person>, other: &Seen<Person>) -> Result<AsOne, Fault> {
        let (facts, into) = (reading.merging_facts(it).await?, reading.merging_facts(other).await?);
        let (hers, others) = (addresses(reading, it).await?, addresses(reading, other).await?);
        let inside = other.side.inside();
        let may = reading.viewer().actor().map(|actor| may_merge_persons(&actor, &facts, &into, true));
        let refused = may.and_then(Result::err).map(|refusal| refusal_words(&refusal)).unwrap_or_default();
        if refused.is_empty() {
            let fields: &[&'static str] = if inside { &["inside", "audience"] } else { &["audience"] };
            self.actions.offer("merge", format!("/people/{}/merging/{}", it.id, other.id), fields);
        }
        let (here, there) = (reading.brings(it).await?, reading.brings(other).await?);
        let marked = lines((it, &hers, &here), (other, &others, &there));
        let becomes = [("it", it.name.clone().into()), ("into", other.name.clone().into())];
        Ok(AsOne {
            into: other.id,
            into_name: other.name.clone(),
            into_href: format!("/people/{}", other.id),
            lines: marked.iter().map(|line| unmarked(line)).collect(),
            marked,
            inside: if inside { t_with("persons-inside-sure", &becomes) } else { String::new() },
            conversations: conversations(reading, it, other).await?,
            refused,
            digest: persons_digest((&facts, &hers), (&into, &others)),
        })
    }
}

/// A person outside who is nobody else yet and was not erased.
async fn mergeable(reading: &Reading, id: PersonId) -> Result<Option<Seen<Person>>, Fault> {
    let Some(it) = reading.person(id).await? else { return Ok(None) };
    let facts = reading.merging_facts(&it).await?;
    Ok((!facts.side.inside() && !facts.erased && facts.merged_into.is_none()).then_some(it))
}

/// What will be true once they are one, a sentence each.
fn lines(it: (&Person, &[String], &Brings), into: (&Person, &[String], &Brings)) -> Vec<String> {
    let ((it, hers, here), (into, others, there)) = (it, into);
    let marked = |addresses: &[String]| joined(&addresses.iter().map(|address| name(address)).collect::<Vec<_>>());
    let names = [("it", name(&it.name).into()), ("into", name(&into.name).into())];
    let all = [others, hers].concat();
    let blocked = [there.blocked.as_slice(), here.blocked.as_slice()].concat();
    let mut lines = vec![t_with("persons-becomes", &names), t_with("persons-sight", &names)];
    if !all.is_empty() {
        lines.push(t_with("persons-addresses", &[("addresses", marked(&all).into()), ("into", name(&into.name).into())]));
    }
    if let Some(address) = all.iter().find(|address| !blocked.contains(address)) {
        lines.push(t_with("persons-letters", &[("address", name(address).into())]));
    }
    if !blocked.is_empty() {
        lines.push(t_with("persons-blocked", &[("addresses", marked(&blocked).into())]));
    }
    if here.sessions > 0 || here.password {
        lines.push(t_with("persons-sessions", &names));
    }
    if it.side != into.side {
        let side = t(&format!("side-in-sentence-{}", into.side.word())).into_owned();
        lines.push(t_with("persons-sides", &[("into", name(&into.name).into()), ("side", side.into())]));
    }
    lines.push(t_with("persons-choices", &names));
    if here.agreed || there.agreed {
        lines.push(t("persons-terms").into_owned());
    }
    lines.push(t_with("persons-undo", &names));
    lines
}

async fn conversations(reading: &Reading, it: &Seen<Person>, other: &Seen<Person>) -> Result<Vec<Beside>, Fault> {
    let mut found = BTreeMap::new();
    for person in [it.id, other.id] {
        for row in reading.shared_with(person.into()).await? {
            found.insert(row.headline.number, Beside::of(&row.headline));
        }
    }
    Ok(found.into_values().rev().collect())
}

async fn candidates(reading: &Reading, it: &Seen<Person>, q: &str) -> Result<Vec<Candidate>, Fault> {
    let mut candidates = Vec::new();
    let candidate = async |other: &Seen<Person>, likeness: Option<Likeness>| -> Result<Candidate, Fault> {
        Ok(Candidate {
            id: other.id,
            name: other.name.clone(),
            addresses: addresses(reading, other).await?,
            why: likeness.map(|likeness| of_family("persons-like", likeness.word())).unwrap_or_default(),
            likeness,
            href: format!("/people/{}/merging/{}", it.id, other.id),
        })
    };
    if q.trim().is_empty() {
        for likely in reading.likely(it).await? {
            candidates.push(candidate(&likely.part(|(other, _)| other.clone()), Some(likely.1)).await?);
        }
        return Ok(candidates);
    }
    let named = reading.people(q, "").await?;
    for other in named.iter().filter(|other| other.id != it.id && other.deactivated_at.is_none()) {
        candidates.push(candidate(other, None).await?);
    }
    Ok(candidates)
}

/// The addresses of a person, as far as this viewer may know them.
async fn addresses(reading: &Reading, of: &Seen<Person>) -> Result<Vec<String>, Fault> {
    Ok(reading.addresses_of(of).await?.into_iter().map(|it| it.into_inner().address).collect())
}

/// A name she was known by as another person.
#[derive(Clone, Debug, Serialize)]
pub struct AlsoKnown {
    /// As whom.
    pub person: PersonId,
    /// By which name.
    pub name: String,
    /// Since when they are one.
    pub at: Moment,
    /// By whom that was found.
    pub by: String,
    /// Letting them be two again; for administrators.
    #[serde(skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
}

/// As whom else a person was known, for colleagues.
pub(crate) async fn also_known(reading: &Reading, of: &Seen<Person>) -> Result<Vec<AlsoKnown>, Fault> {
    let into = reading.merging_facts(of).await?;
    let mut found = Vec::new();
    for known in reading.known_as(of).await? {
        let mut actions = Actions::default();
        let facts = domain::person_merging::PersonFacts { person: known.person, merged_into: Some(of.id), halves: 0, ..into };
        if reading.viewer().actor().is_some_and(|actor| may_part_persons(&actor, &facts).is_ok()) {
            actions.offer("part", format!("/people/{}/parting", known.person), &[]);
        }
        found.push(AlsoKnown { person: known.person, name: known.name.clone(), at: known.at, by: known.by.clone(), actions });
    }
    Ok(found)
}

/// Where somebody outside can be merged with another; nothing for all but administrators.
pub(crate) async fn merging_href(reading: &Reading, of: &Seen<Person>) -> Result<Option<String>, Fault> {
    let gone = of.deactivated_at.is_some() || !administers(reading);
    Ok(if gone { None } else { mergeable(reading, of.id).await?.map(|it| format!("/people/{}/merging", it.id)) })
}
