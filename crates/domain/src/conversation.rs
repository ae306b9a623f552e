//! Conversations: who may do what in one.

use crate::{
    circle::Reach,
    id::{CircleId, ConversationId, PersonId, SpaceId},
    kind::{Kind, Stage},
    person::Actor,
    refusal::Refusal,
};
use serde::Serialize;

/// What the rules need to know of a conversation, read in the transaction that writes.
#[derive(Clone, Debug)]
pub struct ConversationFacts {
    /// Which conversation.
    pub id: ConversationId,
    /// Its space.
    pub space: SpaceId,
    /// Its circle.
    pub circle: CircleId,
    /// How far the circle reaches.
    pub reach: Reach,
    /// Its kind.
    pub kind: Kind,
    /// Its stage.
    pub stage: Stage,
    /// Who started it.
    pub starter: PersonId,
    /// The conversation it is a sidebar of.
    pub beside: Option<ConversationId>,
    /// Whether it goes on in another.
    pub merged: bool,
    /// Whether the actor has any sight of it.
    pub seen: bool,
    /// Whether the actor is a steward of its space.
    pub steward: bool,
    /// Whether everyone stands in its circle.
    pub public: bool,
}

crate::permit! {
    /// May write a message.
    MayReply { conversation: ConversationId, circle: CircleId, space: SpaceId }
    /// May end it, with a reason.
    MayClose { conversation: ConversationId, space: SpaceId }
    /// May open it again.
    MayReopen { conversation: ConversationId, space: SpaceId }
    /// May give it to a person or unit.
    MayAssign { conversation: ConversationId, space: SpaceId }
    /// May give a party sight of it.
    MayBring { conversation: ConversationId, circle: CircleId, space: SpaceId }
    /// May end a party's sight of it.
    MayRemove { conversation: ConversationId, circle: CircleId, space: SpaceId }
    /// May accept one of its messages as the answer.
    MayAccept { conversation: ConversationId, space: SpaceId }
    /// May open a sidebar beside it.
    MayOpenSidebar { conversation: ConversationId, circle: CircleId, space: SpaceId }
    /// May keep reading marks and drafts of one's own in it.
    MayFollow { conversation: ConversationId, space: SpaceId }
}

impl ConversationFacts {
    /// Whether it has ended.
    pub fn closed(&self) -> bool {
        self.stage == Stage::Closed
    }

    fn must_be_seen(&self) -> Result<(), Refusal> {
        if self.seen { Ok(()) } else { Err(Refusal::hidden()) }
    }

    pub(crate) fn for_employees(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be_seen()?;
        if actor.side.inside() { Ok(()) } else { Err(Refusal::new("employees-only")) }
    }
}

/// Whether the actor may write here.
///
/// # Errors
/// Hidden where she does not see it; refused where it is closed, or where it is an announcement and she stands
/// outside: her answer opens a conversation of its own.
pub fn may_reply(actor: &Actor, it: &ConversationFacts) -> Result<MayReply, Refusal> {
    it.must_be_seen()?;
    if it.closed() {
        return Err(Refusal::new("conversation-closed"));
    }
    if it.kind == Kind::Announcement && !actor.side.inside() && !it.public {
        return Err(Refusal::new("announcement-answers-apart"));
    }
    Ok(MayReply::made(it.id, it.circle, it.space))
}

/// Whether the actor may close it with this reason.
///
/// # Errors
/// Hidden; refused to outsiders who did not start it, where it is closed already, or for a reason its kind lacks.
pub fn may_close(actor: &Actor, it: &ConversationFacts, reason: &str) -> Result<MayClose, Refusal> {
    it.must_be_seen()?;
    if !actor.side.inside() && actor.person != it.starter {
        return Err(Refusal::new("starter-closes"));
    }
    if it.closed() {
        return Err(Refusal::moved("closed-already"));
    }
    if !it.kind.life().closings.iter().any(|known| known.word == reason) {
        return Err(Refusal::invalid("reason", "closing-unknown"));
    }
    Ok(MayClose::made(it.id, it.space))
}

/// Whether the actor may open it again.
///
/// # Errors
/// Hidden; refused to outsiders who did not start it, where it is open, and where it goes on in another.
pub fn may_reopen(actor: &Actor, it: &ConversationFacts) -> Result<MayReopen, Refusal> {
    it.must_be_seen()?;
    if !actor.side.inside() && actor.person != it.starter {
        return Err(Refusal::new("starter-closes"));
    }
    if !it.closed() {
        return Err(Refusal::moved("open-already"));
    }
    if it.merged {
        return Err(Refusal::moved("merged-already"));
    }
    Ok(MayReopen::made(it.id, it.space))
}

/// Whether the actor may assign it.
///
/// # Errors
/// Hidden; refused to outsiders and for kinds that have no owner.
pub fn may_assign(actor: &Actor, it: &ConversationFacts) -> Result<MayAssign, Refusal> {
    it.for_employees(actor)?;
    if !it.kind.life().assignable || it.beside.is_some() {
        return Err(Refusal::new("kind-without-owner"));
    }
    Ok(MayAssign::made(it.id, it.space))
}

/// Whether the actor may bring a party in; whether that party fits is [`crate::circle::may_hold`].
///
/// # Errors
/// Hidden; refused to outsiders.
pub fn may_bring(actor: &Actor, it: &ConversationFacts) -> Result<MayBring, Refusal> {
    it.for_employees(actor)?;
    Ok(MayBring::made(it.id, it.circle, it.space))
}

/// Whether the actor may end a party's sight: her own, or as an employee anyone's.
///
/// # Errors
/// Hidden; refused to outsiders for others, and always for the one who started it.
pub fn may_remove(actor: &Actor, it: &ConversationFacts, party: i64) -> Result<MayRemove, Refusal> {
    it.must_be_seen()?;
    if !actor.side.inside() && party != actor.person.0 {
        return Err(Refusal::new("employees-only"));
    }
    if party == it.starter.0 {
        return Err(Refusal::new("starter-stays"));
    }
    Ok(MayRemove::made(it.id, it.circle, it.space))
}

/// Whether somebody's sight may be the last of ours that ends: where people from outside may read, one of ours stays, or
/// whoever waits there waits for nobody.
///
/// # Errors
/// Refuses where nobody of ours would see it any more.
pub fn ours_stay(it: &ConversationFacts, any: bool) -> Result<(), Refusal> {
    if any || it.reach == Reach::Inside { Ok(()) } else { Err(Refusal::new("ours-stay")) }
}

/// Whether ending a party's sight of a conversation ends her sight of a sidebar beside it, seen by the actor or not:
/// who stands in a sidebar sees the conversation beside it, so it always does.
///
/// # Errors
/// Hidden where the sidebar stands beside another conversation.
pub fn may_remove_beside(parent: &MayRemove, sidebar: &ConversationFacts) -> Result<MayRemove, Refusal> {
    if sidebar.beside != Some(parent.conversation()) {
        return Err(Refusal::hidden());
    }
    Ok(MayRemove::made(sidebar.id, sidebar.circle, sidebar.space))
}

/// Whether the actor may accept an answer.
///
/// # Errors
/// Hidden; refused for kinds without answers and to outsiders who did not ask.
pub fn may_accept(actor: &Actor, it: &ConversationFacts) -> Result<MayAccept, Refusal> {
    it.must_be_seen()?;
    if !it.kind.life().answerable {
        return Err(Refusal::new("kind-without-answer"));
    }
    if !actor.side.inside() && actor.person != it.starter {
        return Err(Refusal::new("asker-accepts"));
    }
    Ok(MayAccept::made(it.id, it.space))
}

/// Whether the actor may open a sidebar beside it.
///
/// # Errors
/// Hidden; refused to outsiders, beside a sidebar, and beside what is inside already.
pub fn may_open_sidebar(actor: &Actor, it: &ConversationFacts) -> Result<MayOpenSidebar, Refusal> {
    it.for_employees(actor)?;
    if it.beside.is_some() || it.reach == Reach::Inside {
        return Err(Refusal::new("sidebar-needs-outside"));
    }
    Ok(MayOpenSidebar::made(it.id, it.circle, it.space))
}

/// Whether the actor may keep marks and drafts of her own in it.
///
/// # Errors
/// Hidden where she does not see it.
pub fn may_follow(_actor: &Actor, it: &ConversationFacts) -> Result<MayFollow, Refusal> {
    it.must_be_seen()?;
    Ok(MayFollow::made(it.id, it.space))
}

/// Whether a letter from somebody who sees a closed conversation opens it again: who writes is never sent away.
///
/// # Errors
/// Hidden where she does not see it; moved where it is open.
pub fn may_reopen_by_letter(it: &ConversationFacts) -> Result<MayReopen, Refusal> {
    it.must_be_seen()?;
    if !it.closed() {
        return Err(Refusal::moved("open-already"));
    }
    Ok(MayReopen::made(it.id, it.space))
}

/// Whether a letter's Cc brings people in: the writer outside chose them, and they see from that letter on.
///
/// # Errors
/// Hidden where the writer does not see it; refused for what is inside.
pub fn may_bring_by_letter(it: &ConversationFacts) -> Result<MayBring, Refusal> {
    it.must_be_seen()?;
    if it.reach == Reach::Inside {
        return Err(Refusal::new("circle-inside-only"));
    }
    Ok(MayBring::made(it.id, it.circle, it.space))
}

/// What can be offered to a viewer of a conversation; in JSON the names of links, in HTML forms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// Write a message.
    Reply,
    /// End it.
    Close,
    /// Open it again.
    Reopen,
    /// Give it to somebody.
    Assign,
    /// Bring somebody in.
    Bring,
    /// End somebody's sight.
    Remove,
    /// Accept an answer.
    Accept,
    /// Open a sidebar.
    OpenSidebar,
}

impl Offer {
    /// All offers.
    pub const ALL: [Offer; 8] = [
        Offer::Reply,
        Offer::Close,
        Offer::Reopen,
        Offer::Assign,
        Offer::Bring,
        Offer::Remove,
        Offer::Accept,
        Offer::OpenSidebar,
    ];
}

/// What this actor may do here, by the very rules that will decide when she does it.
pub fn offers(actor: &Actor, it: &ConversationFacts) -> Vec<Offer> {
    let usual = it.kind.life().closings[0].word;
    let allowed = |offer: &Offer| match offer {
        Offer::Reply => may_reply(actor, it).is_ok(),
        Offer::Close => may_close(actor, it, usual).is_ok(),
        Offer::Reopen => may_reopen(actor, it).is_ok(),
        Offer::Assign => may_assign(actor, it).is_ok(),
        Offer::Bring => may_bring(actor, it).is_ok(),
        Offer::Remove => actor.side.inside() && may_remove(actor, it, 0).is_ok(),
        Offer::Accept => may_accept(actor, it).is_ok(),
        Offer::OpenSidebar => may_open_sidebar(actor, it).is_ok(),
    };
    Offer::ALL.into_iter().filter(allowed).collect()
}

#[cfg(test)]
impl ConversationFacts {
    /// An open case that the actor sees, for tests of rules.
    pub(crate) fn of_a_case() -> ConversationFacts {
        ConversationFacts {
            id: ConversationId(1),
            space: SpaceId(2),
            circle: CircleId(3),
            reach: Reach::Outside,
            kind: Kind::Case,
            stage: Stage::Open,
            starter: PersonId(50),
            beside: None,
            merged: false,
            seen: true,
            steward: false,
            public: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::side::Side;

    fn actor(person: i64, side: Side) -> Actor {
        Actor { person: PersonId(person), side, administrator: false }
    }

    #[test]
    fn what_is_unseen_is_hidden_from_every_rule() {
        let it = ConversationFacts { seen: false, ..ConversationFacts::of_a_case() };
        let dora = actor(7, Side::Employee);
        for refusal in [
            may_reply(&dora, &it).unwrap_err(),
            may_close(&dora, &it, "solved").unwrap_err(),
            may_reopen(&dora, &it).unwrap_err(),
            may_assign(&dora, &it).unwrap_err(),
            may_bring(&dora, &it).unwrap_err(),
            may_remove(&dora, &it, 4).unwrap_err(),
            may_accept(&dora, &it).unwrap_err(),
            may_open_sidebar(&dora, &it).unwrap_err(),
            may_follow(&dora, &it).unwrap_err(),
        ] {
            assert_eq!(refusal, Refusal::hidden());
        }
        assert!(offers(&dora, &it).is_empty());
    }

    #[test]
    fn the_customer_who_started_a_case_may_close_it_and_others_may_not() {
        let it = ConversationFacts::of_a_case();
        assert!(may_close(&actor(50, Side::Customer), &it, "solved").is_ok());
        assert!(may_close(&actor(51, Side::Customer), &it, "solved").is_err());
        assert!(may_close(&actor(7, Side::Employee), &it, "whim").is_err());
    }

    #[test]
    fn an_outsider_is_never_offered_the_sidebar_or_the_assignment() {
        let offered = offers(&actor(50, Side::Customer), &ConversationFacts::of_a_case());
        assert_eq!(offered, vec![Offer::Reply, Offer::Close]);
    }

    #[test]
    fn a_sidebar_has_no_sidebar() {
        let it = ConversationFacts { beside: Some(ConversationId(9)), reach: Reach::Inside, ..ConversationFacts::of_a_case() };
        assert!(may_open_sidebar(&actor(7, Side::Employee), &it).is_err());
    }
}
