//! Merging conversations and taking them apart.
//!
//! The one ends and points to the other; its messages stay in their own circle, so there is nothing to move back.

use crate::moving::holders;
use domain::{
    activity::{Activity, Verb},
    circle::Sight,
    conversation::{may_bring, may_remove},
    id::{ConversationId, PersonId},
    merging::{apart, may_merge, may_part},
    refusal::Refusal,
};
use store::{Stop, Store, writing::merging::merging_digest};

/// In which conversation another goes on.
#[derive(Clone, Debug)]
pub struct Merging {
    /// In which.
    pub into: ConversationId,
    /// Whether those who stand outside in the one alone come into the other, to see what is said from then on.
    pub brings: bool,
    /// The digest of what the page said; `None` for programs that did not look.
    pub saw: Option<String>,
}

/// Lets a conversation go on in another: it is closed, its permalink and its reply addresses lead there.
///
/// # Errors
/// As [`may_merge`]; moved where other people stand in them by now than the page said.
pub async fn merge(store: &Store, by: Option<PersonId>, conversation: ConversationId, it: Merging) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let into = w.conversation_facts(&me, it.into).await?;
            let (here, there) = (holders(w, facts.circle).await?, holders(w, into.circle).await?);
            let apart = apart(&here, &there);
            let permit = may_merge(&me.actor, &facts, &into, &apart, it.brings)?;
            if it.saw.as_ref().is_some_and(|saw| *saw != merging_digest((conversation, &here), (it.into, &there))) {
                return Err(Refusal::moved("merging-otherwise").into());
            }
            w.merge(&permit, me.person(), apart.here.len()).await?;
            let line = |at: &domain::conversation::ConversationFacts, other: ConversationId| {
                Activity::at(me.person(), Verb::Merged, at.space, at.id).other(other.0)
            };
            let recorded = w.record(line(&facts, it.into)).await?;
            w.record(line(&into, conversation)).await?;
            let brings = may_bring(&me.actor, &into)?;
            for party in apart.here {
                let since = w.next_position();
                w.bring(&brings, into.reach, Sight { party, since }, me.person()).await?;
                w.record(Activity::at(me.person(), Verb::Brought, into.space, into.id).other(party.0)).await?;
            }
            Ok(recorded)
        })
        .await
}

/// Takes two merged conversations apart: the one stands as before. What was said meanwhile stays where it was said; who
/// was brought for the merge leaves, where nothing was.
///
/// # Errors
/// As [`may_part`].
pub async fn part(store: &Store, by: Option<PersonId>, conversation: ConversationId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let into = match w.merged_into(conversation).await? {
                Some(into) => Some(w.conversation_facts(&me, into).await?),
                None => None,
            };
            let permit = may_part(&me.actor, &facts, into.as_ref())?;
            let leave = w.part(&permit, me.person()).await?;
            let recorded =
                w.record(Activity::at(me.person(), Verb::Parted, facts.space, conversation).other(permit.target().0)).await?;
            let Some(into) = into else { return Ok(recorded) };
            w.record(Activity::at(me.person(), Verb::Parted, into.space, into.id).other(conversation.0)).await?;
            for party in leave {
                w.remove(&may_remove(&me.actor, &into, party.0)?, party).await?;
                w.record(Activity::at(me.person(), Verb::Removed, into.space, into.id).other(party.0)).await?;
            }
            Ok(recorded)
        })
        .await
}
