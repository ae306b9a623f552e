//! Drafts, kept on the server.

use domain::{
    activity::{Activity, Verb},
    conversation::may_follow,
    id::{ConversationId, PersonId},
    limits,
    refusal::Refusal,
};
use store::{Stop, Store};

/// Keeps what I am writing; empty drops it.
///
/// # Errors
/// Hidden where I do not see the conversation; refuses a draft above the limit of a message.
pub async fn keep(store: &Store, by: Option<PersonId>, conversation: ConversationId, source: &str) -> Result<(), Stop> {
    if source.len() > limits::DRAFT_BYTES_MAX {
        return Err(Refusal::invalid("body", "message-long").with("kib", limits::DRAFT_BYTES_MAX / 1024).into());
    }
    let source = source.to_owned();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            may_follow(&me.actor, &facts)?;
            w.keep_draft(conversation, me.person(), &source).await?;
            Ok(w.record(Activity::at(me.person(), Verb::Drafted, facts.space, conversation)).await?)
        })
        .await
}
