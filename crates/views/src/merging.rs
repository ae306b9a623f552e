//! Merging a conversation into another: which ones it could be, and what that would do.
//!
//! **Invariant.** Which people stand outside in which is compared by the rule's own function, over what this viewer
//! sees; the form carries the digest of both circles.

use crate::{
    action::Actions,
    audience::{reader, unmarked},
    conversation::Beside,
    moving::holders,
    page::page,
    words::{joined, refusal_words, t_with},
};
use domain::{
    id::PartyId,
    merging::{apart, may_merge, may_merge_at_all},
    party::PartyKind,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{audience::Audience, conversation::Headline},
    writing::merging::merging_digest,
};

/// What merging with a chosen conversation does.
#[derive(Clone, Debug, Serialize)]
pub struct Together {
    /// The conversation in which both go on.
    pub into: Beside,
    /// What happens, in words.
    pub lines: Vec<String>,
    /// The same with names marked.
    #[serde(skip)]
    pub marked: Vec<String>,
    /// Who would be brought into it, in words; empty where nobody is.
    pub brings: String,
    /// Why they cannot be merged, in words; empty where they can.
    pub refused: String,
    /// What the form sends along: if it no longer matches, nothing is done.
    pub digest: String,
}

/// The page of merging a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct MergingView {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Open conversations of the same people outside.
    pub others: Vec<Beside>,
    /// What merging with the chosen one does.
    pub together: Option<Together>,
    /// Merging them.
    pub actions: Actions,
    /// The conversation.
    pub href: String,
}

page!(MergingView, "merging.html");

impl MergingView {
    /// The page, with the other one chosen or not; `None` where this viewer cannot merge it or sees no such other.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, number: i64, into: Option<i64>) -> Result<Option<MergingView>, Fault> {
        let Some(actor) = reading.viewer().actor() else { return Ok(None) };
        let it = reading.conversation(number).await?.filter(|it| may_merge_at_all(&actor, &it.facts()).is_ok());
        let Some(it) = it else { return Ok(None) };
        let here = reading.audience(&it).await?;
        let mut view = MergingView {
            number,
            subject: it.subject.clone(),
            others: others(reading, &it, &here).await?,
            together: None,
            actions: Actions::default(),
            href: format!("/conversations/{number}"),
        };
        if let Some(into) = into {
            let Some(into) = reading.conversation(into).await? else { return Ok(None) };
            view.together = Some(view.together(reading, (&it, &here), &into).await?);
        }
        Ok(Some(view))
    }

    async fn together(
        &mut self,
        reading: &Reading,
        (it, here): (&Seen<Headline>, &Seen<Audience>),
        into: &Seen<Headline>,
    ) -> Result<Together, Fault> {
        let there = reading.audience(into).await?;
        let (holds_here, holds_there) = (holders(here), holders(&there));
        let apart = apart(&holds_here, &holds_there);
        let actor = reading.viewer().actor();
        let may = actor.map(|actor| may_merge(&actor, &it.facts(), &into.facts(), &apart, true));
        let refused = may.and_then(Result::err).map(|refusal| refusal_words(&refusal)).unwrap_or_default();
        if refused.is_empty() {
            let href = format!("/conversations/{}/merging/{}", it.number, into.number);
            self.actions.offer("merge", href, &["brings", "audience"]);
        }
        let gaps = [("number", it.number.into()), ("into", into.number.into())];
        let mut marked: Vec<String> =
            ["merging-ends", "merging-answers", "merging-sight"].iter().map(|key| t_with(key, &gaps)).collect();
        if !apart.there.is_empty() {
            let who = named(&there, &apart.there);
            marked.push(t_with("merging-only-there", &[("who", who.into()), ("into", into.number.into())]));
        }
        let brings = if apart.here.is_empty() {
            String::new()
        } else {
            let who = unmarked(&named(here, &apart.here));
            t_with("merging-brings-who", &[("who", who.into()), ("into", into.number.into())])
        };
        Ok(Together {
            into: Beside::of(into),
            lines: marked.iter().map(|line| unmarked(line)).collect(),
            marked,
            brings,
            refused,
            digest: merging_digest((it.id, &holds_here), (into.id, &holds_there)),
        })
    }
}

fn named(audience: &Audience, parties: &[PartyId]) -> String {
    joined(&audience.parties.iter().filter(|party| parties.contains(&party.party)).map(reader).collect::<Vec<_>>())
}

/// Open conversations that somebody outside stands in by name as she does here.
async fn others(reading: &Reading, it: &Seen<Headline>, here: &Audience) -> Result<Vec<Beside>, Fault> {
    let mut found = BTreeMap::new();
    let outside = |party: &&store::reading::audience::AudienceParty| party.kind == PartyKind::Person && party.outsiders;
    for party in here.parties.iter().filter(outside) {
        for row in reading.shared_with(party.party).await? {
            let of = &row.headline;
            if of.id != it.id && of.beside.is_none() && of.closed_at.is_none() {
                let href = format!("/conversations/{}/merging/{}", it.number, of.number);
                found.insert(of.number, Beside { href, ..Beside::of(of) });
            }
        }
    }
    Ok(found.into_values().rev().collect())
}
