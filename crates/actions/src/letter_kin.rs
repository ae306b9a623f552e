//! Where a letter belongs that names no letter it answers: looked for only among what its sender sees.

use crate::letter::Incoming;
use domain::{
    id::{ConversationId, PersonId, SpaceId},
    letter::{Kin, nearest},
    limits, quoted,
    subject::Subject,
};
use store::{Stop, Writing};

/// The conversation of this space that a letter most likely goes on with.
///
/// **Invariant.** Only conversations that name the sender herself are looked at, and of those only messages she sees:
/// nobody learns by a likeness that something exists.
pub(crate) async fn kin(w: &Writing, it: &Incoming, sender: PersonId, space: SpaceId) -> Result<Option<ConversationId>, Stop> {
    let subject = Subject::of(&it.subject);
    let quotes = quoted::marks(&it.history);
    if it.automatic || !subject.reply && quotes.is_empty() {
        return Ok(None);
    }
    let me = w.acting(Some(sender)).await?;
    let mut kin = Vec::new();
    for lately in w.lately_with(sender, space, limits::KIN_CONVERSATIONS).await? {
        if !w.conversation_facts(&me, lately.conversation).await?.seen {
            continue;
        }
        kin.push(Kin {
            conversation: lately.conversation,
            same_subject: subject.same(&Subject::of(&lately.subject)),
            quoted: 0,
            last_at: lately.last_at,
        });
    }
    if !quotes.is_empty() && !kin.is_empty() {
        let conversations: Vec<ConversationId> = kin.iter().map(|k| k.conversation).collect();
        for (conversation, said) in w.said_lately(&me, &conversations, limits::KIN_MESSAGES).await? {
            let shared = quoted::shared(&quotes, &quoted::marks(&said));
            if let Some(of) = kin.iter_mut().find(|k| k.conversation == conversation) {
                of.quoted = of.quoted.max(shared);
            }
        }
    }
    Ok(nearest(subject.reply, &kin, w.at()))
}
