//! Sidebars: colleagues talking beside a conversation, where the customer can never see it.

use crate::{conversation::first_words, text::rendered};
use domain::{
    activity::{Activity, Verb},
    circle::{Reach, Sight},
    conversation::may_open_sidebar,
    id::{ConversationId, PersonId, Position},
    message::body,
    party::{EVERYONE, SIGNED_IN},
};
use store::{Stop, Store, writing::conversation::NewConversation};

/// Opens a sidebar: its circle is the conversation's, without anybody from outside.
///
/// # Errors
/// As [`may_open_sidebar`].
pub async fn open(
    store: &Store,
    by: Option<PersonId>,
    beside: ConversationId,
    text: &str,
) -> Result<crate::conversation::Started, Stop> {
    let words = rendered(store, by, body(text)?).await?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let parent = w.conversation_facts(&me, beside).await?;
            let permit = may_open_sidebar(&me.actor, &parent)?;
            let circle = w.add_circle(Reach::Inside).await?;
            let mut sights: Vec<_> = Vec::new();
            for sight in w.sights(parent.circle).await? {
                let everyone = sight.party == EVERYONE || sight.party == SIGNED_IN;
                if !everyone && !crate::conversation::carries_outsiders(w, sight.party).await? {
                    sights.push(sight.party);
                }
            }
            if !me.parties().iter().any(|mine| sights.contains(mine)) {
                sights.push(me.person().into());
            }
            for party in sights {
                w.give_sight(circle, Reach::Inside, Sight { party, since: Position::START }, me.person()).await?;
            }
            let subject = w.subject_of(beside).await?;
            let new = NewConversation { subject, circle, starter: me.person(), at: w.at(), linked: None };
            let (conversation, number) = w.add_sidebar(&permit, &new).await?;
            let message = first_words(w, &me, conversation, words, &[]).await?;
            let line = Activity::at(me.person(), Verb::Started, parent.space, conversation).message(message);
            let recorded = w.record(line).await?;
            w.record(Activity::at(me.person(), Verb::SidebarOpened, parent.space, beside).other(conversation.0)).await?;
            Ok(recorded.with(crate::conversation::Started { conversation, number, message }))
        })
        .await
}
