//! What somebody has read.

use domain::{
    activity::{Activity, Verb},
    conversation::may_follow,
    id::{ConversationId, PartyId, PersonId, Position, SpaceId},
    refusal::Refusal,
};
use store::{Stop, Store};

/// Notes that I have read a conversation up to a position; what concerned me there is seen.
///
/// # Errors
/// Hidden where I do not see it.
pub async fn read(store: &Store, by: Option<PersonId>, conversation: ConversationId, to: Position) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            may_follow(&me.actor, &facts)?;
            let to = to.min(Position(w.next_position().0 - 1));
            w.mark_read(conversation, me.person(), to).await?;
            w.see_notices(me.person(), conversation, to).await?;
            Ok(w.record(Activity::at(me.person(), Verb::Read, facts.space, conversation)).await?)
        })
        .await
}

/// Notes that I want to come back to what stands from a position on.
///
/// # Errors
/// Hidden where I do not see it.
pub async fn unread(store: &Store, by: Option<PersonId>, conversation: ConversationId, from: Position) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let permit = may_follow(&me.actor, &facts)?;
            w.mark_unread(&permit, me.person(), from).await?;
            Ok(w.record(Activity::at(me.person(), Verb::Read, facts.space, conversation)).await?)
        })
        .await
}

/// Notes that I have read a whole space.
///
/// # Errors
/// Hidden where I do not see it.
pub async fn read_space(store: &Store, by: Option<PersonId>, space: SpaceId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !w.space_facts(&me, space).await?.seen {
                return Err(Refusal::hidden().into());
            }
            let parties: Vec<PartyId> = me.parties();
            w.mark_space_read(me.person(), space, &parties).await?;
            Ok(w.record(Activity { space: Some(space), ..Activity::of(me.person(), Verb::Read, space.0) }).await?)
        })
        .await
}

/// Notes that I have seen all that stands on my home page for a reason, up to a position.
///
/// # Errors
/// Refuses the stranger.
pub async fn seen(store: &Store, by: Option<PersonId>, reason: &str, to: Position) -> Result<(), Stop> {
    let reason = reason.to_owned();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let to = to.min(Position(w.next_position().0 - 1));
            w.see_reason(me.person(), &reason, to).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Read, me.person().0)).await?)
        })
        .await
}
