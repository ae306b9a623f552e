//! Forwarding a message: a new conversation, linked with the one it stands in, whose first message quotes it.
//!
//! Everything else is what any first message does: letters that wait ten seconds, answers that come back to it.

use crate::{
    conversation::{Started, first_words, outsider},
    moving::holders,
    text::rendered,
};
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    circle::{Reach, Sight},
    conversation::ConversationFacts,
    forwarding::{may_forward, may_forward_outside, readers},
    id::{AttachmentId, CircleId, MessageId, PartyId, PersonId, Position, SpaceId},
    kind::Kind,
    limits,
    message::body,
    name,
    refusal::Refusal,
    space::{SpaceFacts, may_start, startable},
};
use store::{
    Stop, Store, Writing,
    writing::{acting::Acting, conversation::NewConversation, party::audience_digest},
};

/// To whom.
#[derive(Clone, Debug)]
pub enum To {
    /// Somebody outside, by mail.
    Address(String),
    /// The colleagues of a space.
    Space(SpaceId),
}

/// What is forwarded, and to whom.
#[derive(Clone, Debug)]
pub struct Forwarding {
    /// To whom.
    pub to: To,
    /// The new conversation's subject.
    pub subject: String,
    /// All of it: her words and the quoted message.
    pub body: String,
    /// Files of the message that go along.
    pub files: Vec<AttachmentId>,
    /// The audience line she read; `None` for programs that did not look.
    pub saw: Option<String>,
}

/// Where it goes: the rule's permit was asked for, the circle is made.
struct Goal {
    space: SpaceFacts,
    kind: Kind,
    circle: CircleId,
}

/// Forwards a message.
///
/// # Errors
/// As [`may_forward`] and [`may_forward_outside`]; refused for an address that is blocked, stopped for outreach or a
/// colleague's; moved where the audience is no longer what the page said.
pub async fn forward(store: &Store, by: Option<PersonId>, of: MessageId, it: Forwarding) -> Result<Started, Stop> {
    let words = rendered(store, by, body(&it.body)?).await?;
    if it.files.len() > limits::ATTACHMENTS_MAX {
        return Err(Refusal::invalid("keep", "files-many").with("max", limits::ATTACHMENTS_MAX).into());
    }
    let subject = name::subject_cut(&it.subject);
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (place, message) = w.message_facts(&me, of).await?;
            may_forward(&me.actor, &place, &message)?;
            let goal = match &it.to {
                To::Address(address) => {
                    may_forward_outside(&me.actor, &place, &message)?;
                    outward(w, &me, &place, (of, address), it.saw.as_deref()).await?
                }
                To::Space(space) => inward(w, &me, *space, it.saw.as_deref()).await?,
            };
            let permit = may_start(&me.actor, &goal.space, goal.kind)?;
            let (circle, linked) = (goal.circle, Some(place.id));
            let new = NewConversation { subject, circle, starter: me.person(), at: w.at(), linked };
            let (conversation, number) = w.add_conversation(&permit, &new).await?;
            let written = first_words(w, &me, conversation, words, &[]).await?;
            for file in &it.files {
                if !w.attach_again(written, me.person(), *file, of).await? {
                    return Err(Refusal::invalid("keep", "file-gone").into());
                }
            }
            let line = Activity::at(me.person(), Verb::Started, goal.space.id, conversation).message(written);
            let recorded = w.record(line).await?;
            w.record(Activity::at(me.person(), Verb::Forwarded, place.space, place.id).message(of).other(conversation.0)).await?;
            Ok(recorded.with(Started { conversation, number, message: written }))
        })
        .await
}

/// Out of the house, in the space the message stands in: seen by her, and by the colleagues who can read the message.
async fn outward(
    w: &mut Writing,
    me: &Acting,
    place: &ConversationFacts,
    (of, address): (MessageId, &str),
    saw: Option<&str>,
) -> Result<Goal, Stop> {
    still_the_same(w, place.circle, saw).await?;
    let person = addressee(w, me, &MailAddress::parse(address)?).await?;
    let position = w.position_of(of).await?.ok_or_else(Refusal::hidden)?;
    let parties = readers(&holders(w, place.circle).await?, position);
    let circle = circle(w, me, Reach::Outside, parties).await?;
    w.give_sight(circle, Reach::Outside, Sight { party: person.into(), since: Position::START }, me.person()).await?;
    let space = w.space_facts(me, place.space).await?;
    let kind = if space.kinds.contains(&Kind::Talk) { Kind::Talk } else { place.kind };
    Ok(Goal { space, kind, circle })
}

/// To the colleagues of a space.
async fn inward(w: &mut Writing, me: &Acting, space: SpaceId, saw: Option<&str>) -> Result<Goal, Stop> {
    let space = w.space_facts(me, space).await?;
    if !space.seen {
        return Err(Refusal::hidden().into());
    }
    still_the_same(w, space.circle, saw).await?;
    let parties = readers(&holders(w, space.circle).await?, Position(i64::MAX));
    let circle = circle(w, me, Reach::Inside, parties).await?;
    let kinds = startable(&me.actor, &space);
    let kind = [Kind::Talk, Kind::Question].into_iter().find(|kind| kinds.contains(kind)).or(kinds.first().copied());
    Ok(Goal { space, kind: kind.unwrap_or(Kind::Talk), circle })
}

async fn still_the_same(w: &Writing, circle: CircleId, saw: Option<&str>) -> Result<(), Stop> {
    match saw {
        Some(saw) if saw != audience_digest(&w.listeners(circle).await?) => Err(Refusal::moved("audience-moved").into()),
        _ => Ok(()),
    }
}

async fn circle(w: &mut Writing, me: &Acting, reach: Reach, mut parties: Vec<PartyId>) -> Result<CircleId, Stop> {
    if !me.parties().iter().any(|mine| parties.contains(mine)) {
        parties.push(me.person().into());
    }
    let circle = w.add_circle(reach).await?;
    for party in parties {
        w.give_sight(circle, reach, Sight { party, since: Position::START }, me.person()).await?;
    }
    Ok(circle)
}

/// Who has this address, if she may be written to unasked.
async fn addressee(w: &mut Writing, me: &Acting, address: &MailAddress) -> Result<PersonId, Stop> {
    let person = outsider(w, me, address).await?;
    if w.side_of(person).await?.is_none_or(|side| side.inside()) {
        return Err(Refusal::invalid("to", "forwarding-colleague").into());
    }
    if w.outreach_stopped(person).await? {
        return Err(Refusal::invalid("to", "forwarding-stopped").into());
    }
    match w.reached(person).await? {
        Some(to) if to.address == address.as_str() => Ok(person),
        Some(to) => Err(Refusal::invalid("to", "forwarding-address").with("address", to.address).into()),
        None => Err(Refusal::invalid("to", "address-blocked").into()),
    }
}
