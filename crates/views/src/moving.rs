//! Moving a conversation: where it may go, and who would gain and lose sight of it by that.
//!
//! **Invariant.** What the page says is computed by the very function that the action uses, and the form carries its
//! digest: what changed meanwhile is not done but shown.

use crate::{
    action::Actions,
    audience::reader,
    page::page,
    words::{joined, refusal_words, t_with},
};
use domain::{
    conversation::ConversationFacts,
    id::ConversationId,
    moment::Moment,
    moving::{Exchange, Holder, beside, exchange, may_move, may_move_at_all, may_move_back},
    party::PartyKind,
};
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::{
        audience::{Audience, AudienceParty},
        conversation::Headline,
        moving::Moving,
        space::Space,
    },
    writing::moving::moving_digest,
};

/// A space it could go to.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// Its name.
    pub name: String,
    /// What is said about going there.
    pub href: String,
}

/// How it came where it is.
#[derive(Clone, Debug, Serialize)]
pub struct Came {
    /// From which space.
    pub from: String,
    /// Who moved it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why it cannot be put back, in words; empty where it can.
    pub stays: String,
}

/// What going to a space does.
#[derive(Clone, Debug, Serialize)]
pub struct Going {
    /// The space's name.
    pub space: String,
    /// Who comes to see it, keeps seeing it, and no longer does, in words.
    pub lines: Vec<String>,
    /// The same with names marked.
    #[serde(skip)]
    pub marked: Vec<String>,
    /// Sidebars that go along.
    pub sidebars: usize,
    /// Why it cannot go there, in words; empty where it can.
    pub refused: String,
    /// What the form sends along: if it no longer matches, nothing is done.
    pub digest: String,
}

/// The page of moving a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct MovingView {
    /// Its number.
    pub number: i64,
    /// Its subject; empty for who no longer sees it.
    pub subject: String,
    /// Its space; empty for who no longer sees it.
    pub space: String,
    /// How it came there, if it was moved.
    pub came: Option<Came>,
    /// Where it could go.
    pub goals: Vec<Goal>,
    /// What going to the chosen one does.
    pub going: Option<Going>,
    /// Moving it, and putting it back.
    pub actions: Actions,
    /// The conversation.
    pub href: String,
}

page!(MovingView, "moving.html");

impl MovingView {
    /// The page, with a space chosen or not; `None` where there is nothing for this viewer to move or to put back.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, number: i64, to: Option<&str>) -> Result<Option<MovingView>, Fault> {
        let Some(actor) = reading.viewer().actor().filter(|actor| actor.side.inside()) else { return Ok(None) };
        let it = reading.conversation(number).await?.filter(|it| may_move_at_all(&actor, &it.facts()).is_ok());
        let moving = reading.moving(number).await?;
        if it.is_none() && moving.as_ref().is_none_or(|moving| moving.seen) {
            return Ok(None);
        }
        let mut view = MovingView {
            number,
            subject: it.as_ref().map(|it| it.subject.clone()).unwrap_or_default(),
            space: it.as_ref().map(|it| it.space_name.clone()).unwrap_or_default(),
            came: None,
            goals: Vec::new(),
            going: None,
            actions: Actions::default(),
            href: format!("/conversations/{number}"),
        };
        if let Some(moving) = moving {
            view.came = Some(view.came(reading, it.as_ref(), &moving).await?);
        }
        let Some(it) = it else { return Ok(to.is_none().then_some(view)) };
        view.goals = goals(reading, &it).await?;
        if let Some(slug) = to {
            let Some(to) = reading.space(slug).await? else { return Ok(None) };
            view.going = Some(view.going(reading, &it, &to).await?);
        }
        Ok(Some(view))
    }

    async fn came(&mut self, reading: &Reading, it: Option<&Seen<Headline>>, of: &Seen<Moving>) -> Result<Came, Fault> {
        let rows = reading.moving_facts(of).await?;
        let facts = it.map_or_else(|| unseen(of.conversation), |it| it.facts());
        let may = match reading.viewer().actor() {
            Some(actor) => may_move_back(&actor, &facts, &rows),
            None => Err(domain::refusal::Refusal::stranger()),
        };
        if may.is_ok() {
            self.actions.offer("move-back", format!("/conversations/{}/moving-back", self.number), &[]);
        }
        let stays = may.err().map(|refusal| refusal_words(&refusal)).unwrap_or_default();
        Ok(Came { from: of.from.clone(), by: of.by_name.clone(), at: of.at, stays })
    }

    async fn going(&mut self, reading: &Reading, it: &Seen<Headline>, to: &Seen<Space>) -> Result<Going, Fault> {
        let (now, there) = (reading.audience(it).await?, reading.audience_of_space(to).await?);
        let from = match reading.space(&it.space_slug).await? {
            Some(from) => reading.audience_of_space(&from).await?.parties.iter().map(|party| party.party).collect(),
            None => Vec::new(),
        };
        let by = exchange(&holders(&now), &from, &holders(&there), it.starter);
        let sidebars = reading.sidebars(it).await?;
        let mut done = vec![(it.id, by.clone())];
        for sidebar in &sidebars {
            done.push((sidebar.id, {
                let stands = reading.audience(sidebar).await?;
                beside(&holders(&stands), &by, true)
            }));
        }
        let actor = reading.viewer().actor();
        let refusal = actor.and_then(|actor| may_move(&actor, &it.facts(), &to.facts(), &by).err());
        if refusal.is_none() {
            self.actions.offer("move", format!("/conversations/{}/moving/{}", it.number, to.slug), &["past", "audience"]);
        }
        let marked = lines(&by, &now, &there);
        Ok(Going {
            space: to.name.clone(),
            lines: marked.iter().map(|line| crate::audience::unmarked(line)).collect(),
            marked,
            sidebars: sidebars.len(),
            refused: refusal.map(|refusal| refusal_words(&refusal)).unwrap_or_default(),
            digest: moving_digest(to.id, &done),
        })
    }
}

/// Spaces that take conversations of its kind, the present one left out.
async fn goals(reading: &Reading, it: &Seen<Headline>) -> Result<Vec<Goal>, Fault> {
    let takes = |space: &&Seen<Space>| space.id != it.space && space.kinds.contains(&it.kind);
    let goal = |space: &Seen<Space>| Goal {
        name: space.name.clone(),
        href: format!("/conversations/{}/moving/{}", it.number, space.slug),
    };
    Ok(reading.spaces().await?.iter().filter(takes).map(goal).collect())
}

/// What a rule is asked about a conversation that its viewer no longer sees.
fn unseen(id: ConversationId) -> ConversationFacts {
    use domain::{
        circle::Reach,
        id::{CircleId, PersonId, SpaceId},
        kind::{Kind, Stage},
    };
    ConversationFacts {
        id,
        space: SpaceId(0),
        circle: CircleId(0),
        reach: Reach::Inside,
        kind: Kind::Talk,
        stage: Stage::Open,
        starter: PersonId(0),
        beside: None,
        merged: false,
        seen: false,
        steward: false,
        public: false,
    }
}

pub(crate) fn holders(audience: &Audience) -> Vec<Holder> {
    let who = |party: &AudienceParty| if party.person.0 == 0 { party.party } else { party.person.into() };
    let holder =
        |party: &AudienceParty| Holder { party: party.party, who: who(party), since: party.since, outsiders: party.outsiders };
    audience.parties.iter().map(holder).collect()
}

/// Who comes, who stays and who leaves, a sentence each.
fn lines(by: &Exchange, now: &Audience, there: &Audience) -> Vec<String> {
    let stays: Vec<_> = by.stays.iter().map(|holder| holder.party).collect();
    let mut lines = Vec::new();
    for (key, parties, among) in
        [("moving-gains", &by.gains, there), ("moving-stays", &stays, now), ("moving-loses", &by.loses, now)]
    {
        let found: Vec<&AudienceParty> = among.parties.iter().filter(|party| parties.contains(&party.party)).collect();
        if found.is_empty() {
            continue;
        }
        let many: i64 = if matches!(found.as_slice(), [one] if one.kind == PartyKind::Person || one.people == 1) { 1 } else { 2 };
        let who = joined(&found.into_iter().map(reader).collect::<Vec<_>>());
        lines.push(t_with(key, &[("who", who.into()), ("many", many.into())]));
    }
    lines
}
