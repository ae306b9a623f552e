//! Moving a conversation to another space, with the sidebars beside it, and putting it back.
//!
//! The conversation gets a new circle and the former one stays in its rows, so that undoing is one step and exact.

use crate::conversation::{carries_outsiders, owner_sees};
use domain::{
    activity::{Activity, Verb},
    conversation::ConversationFacts,
    id::{ConversationId, PersonId, Position, SpaceId},
    moving::{Exchange, Holder, along, beside, exchange, may_move, may_move_back},
    refusal::Refusal,
    space::SpaceFacts,
};
use store::{
    Stop, Store, Writing,
    writing::{acting::Acting, moving::moving_digest},
};

/// Where a conversation goes.
#[derive(Clone, Debug)]
pub struct Moving {
    /// To which space.
    pub to: SpaceId,
    /// Whether who comes in sees what was said before; no, unless somebody says so.
    pub past: bool,
    /// The digest of what the page said; `None` for programs that did not look.
    pub saw: Option<String>,
}

/// What the move does to the conversation and to each sidebar beside it that the mover sees.
struct Done {
    conversation: Exchange,
    sidebars: Vec<(ConversationFacts, Exchange)>,
}

impl Done {
    fn digest(&self, it: &ConversationFacts, to: SpaceId) -> String {
        let sidebars = self.sidebars.iter().filter(|(sidebar, _)| sidebar.seen);
        let all: Vec<_> =
            [(it.id, self.conversation.clone())].into_iter().chain(sidebars.map(|(s, by)| (s.id, by.clone()))).collect();
        moving_digest(to, &all)
    }
}

/// Moves a conversation; its number, permalink and reply addresses stay.
///
/// # Errors
/// As [`may_move`]; moved where it would do something else by now than the page said.
pub async fn move_to(store: &Store, by: Option<PersonId>, conversation: ConversationId, it: Moving) -> Result<(), Stop> {
    let units = store.units();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let to = w.space_facts(&me, it.to).await?;
            let done = done(w, &me, &facts, &to).await?;
            let permit = may_move(&me.actor, &facts, &to, &done.conversation)?;
            if it.saw.as_ref().is_some_and(|saw| *saw != done.digest(&facts, it.to)) {
                return Err(Refusal::moved("moving-otherwise").into());
            }
            let since = if it.past { Position::START } else { w.next_position() };
            let place = (conversation, facts.circle, facts.reach);
            let (moving, _) = w.move_conversation(&permit, place, &done.conversation, since, me.person()).await?;
            let mut lines = vec![Activity::at(me.person(), Verb::Moved, it.to, conversation).other(moving)];
            for (sidebar, by) in &done.sidebars {
                let place = (sidebar.id, sidebar.circle, sidebar.reach);
                let (by, since) = along(by, &done.conversation, it.past, w.next_position());
                by.fits()?;
                let (moving, _) = w.move_conversation(&permit, place, &by, since, me.person()).await?;
                lines.push(Activity::at(me.person(), Verb::Moved, it.to, sidebar.id).other(moving));
            }
            if let Some(owner) = w.assignee_of(conversation).await? {
                let there = w.conversation_facts(&me, conversation).await?;
                match owner_sees(w, &there, owner, &units).await {
                    Ok(true) => {}
                    Ok(false) | Err(Stop::Refused(_)) => w.leave_owner(&permit, conversation, moving).await?,
                    Err(other) => return Err(other),
                }
            }
            let first = lines.remove(0);
            let recorded = w.record(first).await?;
            for line in lines {
                w.record(line).await?;
            }
            Ok(recorded)
        })
        .await
}

async fn done(w: &Writing, me: &Acting, it: &ConversationFacts, to: &SpaceFacts) -> Result<Done, Stop> {
    let from = w.space_facts(me, it.space).await?;
    let from: Vec<_> = w.sights(from.circle).await?.iter().map(|sight| sight.party).collect();
    let to = holders(w, to.circle).await?;
    let conversation = exchange(&holders(w, it.circle).await?, &from, &to, it.starter);
    let mut sidebars = Vec::new();
    for sidebar in w.sidebars_beside(it.id).await? {
        let facts = w.conversation_facts(me, sidebar).await?;
        let by = beside(&holders(w, facts.circle).await?, &conversation, facts.seen);
        sidebars.push((facts, by));
    }
    Ok(Done { conversation, sidebars })
}

pub(crate) async fn holders(w: &Writing, circle: domain::id::CircleId) -> Result<Vec<Holder>, Stop> {
    let mut holders = Vec::new();
    for sight in w.sights(circle).await? {
        let who = w.who_is(PersonId(sight.party.0)).await?.into();
        let outsiders = carries_outsiders(w, who).await?;
        holders.push(Holder { party: sight.party, who, since: sight.since, outsiders });
    }
    Ok(holders)
}

/// Puts a moved conversation back, circle and owner as they were.
///
/// # Errors
/// As [`may_move_back`].
pub async fn move_back(store: &Store, by: Option<PersonId>, conversation: ConversationId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let rows = w.moving_facts(conversation).await?;
            let permit = may_move_back(&me.actor, &facts, &rows)?;
            let mut recorded = None;
            for row in &rows {
                w.move_back(&permit, row, me.person()).await?;
                let line = Activity::at(me.person(), Verb::MovedBack, row.from_space, row.conversation).other(row.id);
                recorded.get_or_insert(w.record(line).await?);
            }
            recorded.ok_or_else(|| Refusal::hidden().into())
        })
        .await
}
