//! Starting conversations, and what moves them through their lives.

use crate::{
    Saw, message,
    text::{Rendered, rendered},
};
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    circle::{self, Reach, Sight},
    conversation::{
        ConversationFacts, MayAssign, MayRemove, may_accept, may_assign, may_bring, may_close, may_remove, may_remove_beside,
        may_reopen, ours_stay,
    },
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, Position, SpaceId, UnitId},
    kind::Kind,
    message::body,
    name,
    party::{EMPLOYEES, EVERYONE, PartyKind, SIGNED_IN},
    refusal::Refusal,
    side::Side,
    space::{SpaceFacts, may_start},
    unit::UnitTree,
};
use store::{
    Recorded, Stop, Store, Writing,
    writing::{acting::Acting, attachment::NewAttachment, conversation::NewConversation, party::audience_digest},
};

/// A conversation to be started.
#[derive(Clone, Debug)]
pub struct Starting {
    /// Where.
    pub space: SpaceId,
    /// Of what kind.
    pub kind: Kind,
    /// Its subject.
    pub subject: String,
    /// Its first message, as typed.
    pub body: String,
    /// Only for colleagues, also where the space reaches outside.
    pub inside: bool,
    /// Parties to bring in from the start.
    pub with: Vec<PartyId>,
    /// The mail address of somebody outside whom it is for; empty for nobody.
    pub to: String,
    /// Files.
    pub attachments: Vec<NewAttachment>,
    /// The audience line the writer read, where a page showed one.
    pub saw: Option<String>,
}

impl Starting {
    /// One that brings in nobody and has no files.
    pub fn of(space: SpaceId, kind: Kind, subject: &str, body: &str) -> Starting {
        Starting {
            space,
            kind,
            subject: subject.to_owned(),
            body: body.to_owned(),
            inside: false,
            with: Vec::new(),
            to: String::new(),
            attachments: Vec::new(),
            saw: None,
        }
    }
}

/// A conversation that was started.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// Which.
    pub conversation: ConversationId,
    /// Its number.
    pub number: i64,
    /// Its first message.
    pub message: MessageId,
}

/// Starts a conversation with its first message.
///
/// # Errors
/// Hidden where the space is; refused by [`may_start`]; moved where the space's audience is no longer what the writer read.
pub async fn start(store: &Store, by: Option<PersonId>, it: Starting) -> Result<Started, Stop> {
    let subject = name::subject(&it.subject)?;
    let words = rendered(store, by, body(&it.body)?).await?;
    let to = if it.to.trim().is_empty() { None } else { Some(MailAddress::parse(&it.to)?) };
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let space = w.space_facts(&me, it.space).await?;
            let permit = may_start(&me.actor, &space, it.kind)?;
            if let Some(saw) = &it.saw
                && *saw != audience_digest(&w.listeners(space.circle).await?)
            {
                return Err(Refusal::moved("audience-moved").into());
            }
            let inside = it.inside && me.actor.side.inside();
            let circle = circle_for(w, &me, &space, inside, &it.with).await?;
            if let Some(address) = &to {
                let outsider = outsider(w, &me, address).await?;
                add_to_circle(w, circle, reach_of(&space, inside), outsider.into(), me.person()).await?;
            }
            let new = NewConversation { subject, circle, starter: me.person(), at: w.at(), linked: None };
            let (conversation, number) = w.add_conversation(&permit, &new).await?;
            let message = first_words(w, &me, conversation, words, &it.attachments).await?;
            let line = Activity::at(me.person(), Verb::Started, it.space, conversation).message(message);
            Ok(w.record(line).await?.with(Started { conversation, number, message }))
        })
        .await
}

fn reach_of(space: &SpaceFacts, inside: bool) -> Reach {
    if inside { Reach::Inside } else { space.reach }
}

/// The circle of a new conversation: the space's, narrowed to colleagues if asked, with who starts it and whom she brings.
pub(crate) async fn circle_for(
    w: &mut Writing,
    me: &Acting,
    space: &SpaceFacts,
    inside: bool,
    with: &[PartyId],
) -> Result<CircleId, Stop> {
    let reach = reach_of(space, inside);
    let circle = w.add_circle(reach).await?;
    for sight in w.sights(space.circle).await? {
        let party = sight.party;
        if inside && (party == EVERYONE || party == SIGNED_IN || carries_outsiders(w, party).await?) {
            continue;
        }
        w.give_sight(circle, reach, Sight { party, since: Position::START }, me.person()).await?;
    }
    // Writing gives an employee no sight of her own where a unit of hers has it already.
    let covered = me.actor.side.inside() && w.sights(circle).await?.iter().any(|s| me.parties().contains(&s.party));
    if !covered {
        add_to_circle(w, circle, reach, me.person().into(), me.person()).await?;
    }
    for party in with {
        if !me.actor.side.inside() {
            return Err(Refusal::new("employees-only").into());
        }
        add_to_circle(w, circle, reach, *party, me.person()).await?;
    }
    Ok(circle)
}

async fn add_to_circle(w: &mut Writing, circle: CircleId, reach: Reach, party: PartyId, by: PersonId) -> Result<(), Stop> {
    let now = w.sights(circle).await?;
    let party = w.who_is(PersonId(party.0)).await?.into();
    // By herself, also where another stands there who was found to be her: it stays hers when that is undone.
    if now.iter().any(|s| s.party == party) {
        return Ok(());
    }
    circle::may_hold(reach, party, carries_outsiders(w, party).await?, now.len())?;
    Ok(w.give_sight(circle, reach, Sight { party, since: Position::START }, by).await?)
}

/// From which position on a party, or who was found to be that person, stands in a circle.
pub(crate) async fn here(w: &Writing, now: &[Sight], party: PartyId) -> Result<Option<Position>, Stop> {
    let halves = w.halves_of(PersonId(party.0)).await?;
    let hers = |s: &&Sight| s.party == party || halves.contains(&PersonId(s.party.0));
    Ok(now.iter().filter(hers).map(|s| s.since).min())
}

/// Whether a party is, or has, somebody who is no employee. Refuses what is no party at all.
pub(crate) async fn carries_outsiders(w: &Writing, party: PartyId) -> Result<bool, Stop> {
    if [EVERYONE, SIGNED_IN, EMPLOYEES].contains(&party) {
        return Ok(party != EMPLOYEES);
    }
    match w.party(party).await? {
        Some((PartyKind::Unit, ..)) => Ok(false),
        Some(_) => Ok(w.has_outsiders(party).await?),
        None => match w.side_of(PersonId(party.0)).await? {
            Some(side) => Ok(!side.inside()),
            None => Err(Refusal::invalid("party", "party-unknown").into()),
        },
    }
}

/// The person behind an address, made a customer where nobody has it yet.
pub(crate) async fn outsider(w: &mut Writing, me: &Acting, address: &MailAddress) -> Result<PersonId, Stop> {
    if !me.actor.side.inside() {
        return Err(Refusal::new("employees-only").into());
    }
    if let Some((person, blocked)) = w.person_by_address(address).await? {
        return if blocked { Err(Refusal::invalid("to", "address-blocked").into()) } else { Ok(person) };
    }
    let person = w.add_person(address.as_str(), Side::Customer).await?;
    w.add_address(person, address, false).await?;
    w.record(Activity::of(me.person(), Verb::Joined, person.0)).await?;
    Ok(person)
}

/// Says the first words of a conversation that was begun in this action.
pub(crate) async fn first_words(
    w: &mut Writing,
    me: &Acting,
    conversation: ConversationId,
    words: Rendered,
    attachments: &[NewAttachment],
) -> Result<MessageId, Stop> {
    let facts = w.conversation_facts(me, conversation).await?;
    let permit = domain::conversation::may_reply(&me.actor, &facts)?;
    let new = words.said_by(me.person(), w.at());
    message::write(w, &permit, &facts, me.actor.side, &new, attachments, &[]).await
}

/// Closes a conversation with a reason.
///
/// # Errors
/// As [`may_close`].
pub async fn close(store: &Store, by: Option<PersonId>, conversation: ConversationId, reason: &str) -> Result<(), Stop> {
    let reason = reason.to_owned();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let permit = may_close(&me.actor, &facts, &reason)?;
            w.close_conversation(&permit, me.person(), &reason).await?;
            Ok(w.record(Activity::at(me.person(), Verb::Closed, facts.space, conversation)).await?)
        })
        .await
}

/// Opens a conversation again.
///
/// # Errors
/// As [`may_reopen`].
pub async fn reopen(store: &Store, by: Option<PersonId>, conversation: ConversationId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            w.reopen_conversation(&may_reopen(&me.actor, &facts)?).await?;
            Ok(w.record(Activity::at(me.person(), Verb::Reopened, facts.space, conversation)).await?)
        })
        .await
}

/// Assigns a conversation to an employee or unit that sees it, or to nobody. Assigning never gives sight.
///
/// # Errors
/// As [`may_assign`]; refused where the new owner does not see it: she is to be brought in first.
pub async fn assign(store: &Store, by: Option<PersonId>, conversation: ConversationId, to: Option<PartyId>) -> Result<(), Stop> {
    let units = store.units();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let permit = may_assign(&me.actor, &facts)?;
            if let Some(party) = to
                && !owner_sees(w, &facts, party, &units).await?
            {
                return Err(Refusal::invalid("to", "owner-sees-not").into());
            }
            assign_in(w, &me, &facts, &permit, to).await
        })
        .await
}

/// Assigns a conversation to somebody of ours, who is brought in first where she does not see it yet: with what was said
/// before, since she is to answer it.
///
/// # Errors
/// As [`assign`] and [`bring`].
pub async fn bring_and_assign(
    store: &Store,
    by: Option<PersonId>,
    conversation: ConversationId,
    to: PartyId,
) -> Result<(), Stop> {
    let units = store.units();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let permit = may_assign(&me.actor, &facts)?;
            if !owner_sees(w, &facts, to, &units).await? {
                bring_in(w, by, conversation, Bringing { party: to, past: true }).await?;
            }
            assign_in(w, &me, &facts, &permit, Some(to)).await
        })
        .await
}

async fn assign_in(
    w: &mut Writing,
    me: &Acting,
    facts: &ConversationFacts,
    permit: &MayAssign,
    to: Option<PartyId>,
) -> Result<Recorded<()>, Stop> {
    w.assign(permit, to).await?;
    let line = Activity::at(me.person(), Verb::Assigned, facts.space, facts.id).other(to.map_or(0, |p| p.0));
    Ok(w.record(line).await?)
}

/// Whether a colleague or a unit sees a conversation: a unit sees what it or a unit above it has sight of. Refused for
/// whoever can own none.
pub(crate) async fn owner_sees(w: &Writing, facts: &ConversationFacts, party: PartyId, units: &UnitTree) -> Result<bool, Stop> {
    if let Some((kind, ..)) = w.party(party).await? {
        if kind != PartyKind::Unit {
            return Err(Refusal::invalid("to", "owner-unknown").into());
        }
        let stands: Vec<PartyId> = w.sights(facts.circle).await?.iter().map(|s| s.party).collect();
        return Ok(stands.contains(&EMPLOYEES) || units.upward(UnitId(party.0)).any(|unit| stands.contains(&unit.into())));
    }
    match w.person_name(PersonId(party.0)).await? {
        Some((_, side)) if side.inside() => Ok(w.sees(PersonId(party.0), facts.id).await?),
        _ => Err(Refusal::invalid("to", "owner-unknown").into()),
    }
}

/// Accepts a message as the answer.
///
/// # Errors
/// As [`may_accept`]; hidden where the message is not in this conversation.
pub async fn accept(store: &Store, by: Option<PersonId>, conversation: ConversationId, answer: MessageId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let permit = may_accept(&me.actor, &facts)?;
            let (place, it) = w.message_facts(&me, answer).await?;
            if place.id != conversation || it.deleted || !it.seen {
                return Err(Refusal::hidden().into());
            }
            if !w.accept(&permit, answer).await? {
                return Err(Refusal::moved("accepted-already").into());
            }
            let line = Activity::at(me.person(), Verb::Accepted, facts.space, conversation).message(answer);
            Ok(w.record(line).await?)
        })
        .await
}

/// Whom to bring in.
#[derive(Clone, Debug)]
pub struct Bringing {
    /// The party.
    pub party: PartyId,
    /// Whether she sees what was said before; no, unless somebody says so.
    pub past: bool,
}

/// Brings a party into a conversation. In a sidebar she is given sight of the conversation beside it too, its past
/// included, in the same transaction.
///
/// # Errors
/// As [`may_bring`] and [`circle::may_hold`].
pub async fn bring(store: &Store, by: Option<PersonId>, conversation: ConversationId, it: Bringing) -> Result<(), Stop> {
    store.act(async move |w| bring_in(w, by, conversation, it).await).await
}

/// Brings somebody outside into a conversation by her address; she gets what is written from then on by mail.
///
/// # Errors
/// As [`bring`], and where the address is none or blocked.
pub async fn bring_address(
    store: &Store,
    by: Option<PersonId>,
    conversation: ConversationId,
    address: &str,
    past: bool,
) -> Result<(), Stop> {
    let address = MailAddress::parse(address)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            may_bring(&me.actor, &facts)?;
            let party = match w.person_by_address(&address).await? {
                Some((person, false)) => person,
                Some((_, true)) => return Err(Refusal::invalid("name", "address-blocked").into()),
                None => outsider(w, &me, &address).await?,
            };
            bring_in(w, by, conversation, Bringing { party: party.into(), past }).await
        })
        .await
}

async fn bring_in(
    w: &mut Writing,
    by: Option<PersonId>,
    conversation: ConversationId,
    it: Bringing,
) -> Result<Recorded<()>, Stop> {
    let me = w.acting(by).await?;
    let facts = w.conversation_facts(&me, conversation).await?;
    let permit = may_bring(&me.actor, &facts)?;
    let it = Bringing { party: w.who_is(PersonId(it.party.0)).await?.into(), ..it };
    let outsiders = carries_outsiders(w, it.party).await?;
    let now = w.sights(facts.circle).await?;
    let since = here(w, &now, it.party).await?;
    if since.is_some_and(|since| since <= w.next_position() && (!it.past || since == Position::START)) {
        return Err(Refusal::moved("party-here-already").into());
    }
    circle::may_hold(facts.reach, it.party, outsiders, now.len())?;
    let since = if it.past { Position::START } else { w.next_position() };
    w.bring(&permit, facts.reach, Sight { party: it.party, since }, me.person()).await?;
    let line = Activity::at(me.person(), Verb::Brought, facts.space, conversation).other(it.party.0);
    let recorded = w.record(line).await?;
    if let Some(parent) = facts.beside {
        bring_beside(w, &me, parent, it.party).await?;
    }
    Ok(recorded)
}

/// Sight of the conversation beside a sidebar, for who was brought into it and did not see it already.
async fn bring_beside(w: &mut Writing, me: &Acting, parent: ConversationId, party: PartyId) -> Result<(), Stop> {
    let facts = w.conversation_facts(me, parent).await?;
    let permit = may_bring(&me.actor, &facts)?;
    let now = w.sights(facts.circle).await?;
    if here(w, &now, party).await? == Some(domain::sidebar::PARENT_SINCE) {
        return Ok(());
    }
    circle::may_hold(facts.reach, party, false, now.len())?;
    w.bring(&permit, facts.reach, Sight { party, since: domain::sidebar::PARENT_SINCE }, me.person()).await?;
    w.record(Activity::at(me.person(), Verb::Brought, facts.space, parent).other(party.0)).await?;
    Ok(())
}

/// Ends a party's sight. Removed from a sidebar, she also leaves the conversation beside it, where that sight came
/// with the sidebar's; and who no longer sees a conversation leaves the sidebars beside it.
///
/// # Errors
/// As [`may_remove`] and [`ours_stay`]; hidden where the party is not in it.
pub async fn remove(store: &Store, by: Option<PersonId>, conversation: ConversationId, party: PartyId) -> Result<(), Stop> {
    let units = store.units();
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, conversation).await?;
            let party: PartyId = w.who_is(PersonId(party.0)).await?.into();
            let permit = may_remove(&me.actor, &facts, party.0)?;
            let given = given_at(w, facts.circle, party).await?;
            if !w.remove(&permit, party).await? {
                return Err(Refusal::hidden().into());
            }
            ours_stay(&facts, seen_by_ours(w, facts.circle, &units).await?)?;
            let line = Activity::at(me.person(), Verb::Removed, facts.space, conversation).other(party.0);
            let recorded = w.record(line).await?;
            if let Some(parent) = facts.beside {
                let beside = w.conversation_facts(&me, parent).await?;
                if came_with(given, given_at(w, beside.circle, party).await?) && beside.starter.0 != party.0 {
                    let permit = may_remove(&me.actor, &beside, party.0)?;
                    w.remove(&permit, party).await?;
                    ours_stay(&beside, seen_by_ours(w, beside.circle, &units).await?)?;
                    w.record(Activity::at(me.person(), Verb::Removed, beside.space, parent).other(party.0)).await?;
                }
            }
            for sidebar in w.sidebars_beside(conversation).await? {
                remove_beside(w, &me, &permit, sidebar, &units).await?;
            }
            Ok(recorded)
        })
        .await
}

/// Whether an employee who can come in sees what stands in a circle, by herself or by what she is in.
async fn seen_by_ours(w: &Writing, circle: CircleId, units: &UnitTree) -> Result<bool, Stop> {
    for Sight { party, .. } in w.sights(circle).await? {
        let below = units.nodes().map(|node| node.id).filter(|unit| units.upward(*unit).any(|above| above.0 == party.0));
        let below = below.map(PartyId::from).filter(|unit| *unit != party);
        for party in std::iter::once(party).chain(below) {
            if [EVERYONE, EMPLOYEES].contains(&party) || w.holds_ours(party).await? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Ends the sight of a sidebar of all who no longer see the conversation beside it.
async fn remove_beside(
    w: &mut Writing,
    me: &Acting,
    parent: &MayRemove,
    sidebar: ConversationId,
    units: &UnitTree,
) -> Result<(), Stop> {
    let facts = w.conversation_facts(me, sidebar).await?;
    let permit = may_remove_beside(parent, &facts)?;
    let above = w.sights(parent.circle()).await?;
    for sight in w.sights(facts.circle).await? {
        if !still_sees(w, parent.conversation(), &above, sight.party, units).await? {
            w.remove(&permit, sight.party).await?;
            w.record(Activity::at(me.person(), Verb::Removed, facts.space, sidebar).other(sight.party.0)).await?;
        }
    }
    Ok(())
}

/// Whether a party of a sidebar has sight of the conversation beside it, by herself or by what she is in.
async fn still_sees(
    w: &Writing,
    parent: ConversationId,
    above: &[Sight],
    party: PartyId,
    units: &UnitTree,
) -> Result<bool, Stop> {
    let stands = |party: PartyId| above.iter().any(|s| s.party == party);
    if stands(party) {
        return Ok(true);
    }
    match w.party(party).await? {
        Some((PartyKind::Unit, ..)) => Ok(stands(EMPLOYEES) || units.upward(UnitId(party.0)).any(|unit| stands(unit.into()))),
        Some(_) => Ok(false),
        None => Ok(w.sees(PersonId(party.0), parent).await?),
    }
}

async fn given_at(w: &Writing, circle: CircleId, party: PartyId) -> Result<Option<Position>, Stop> {
    Ok(w.listeners(circle)
        .await?
        .into_iter()
        .find(|l| l.party == party || PartyId::from(l.person) == party)
        .and_then(|l| l.given_position))
}

/// Whether sight of the conversation beside came with a sidebar's: [`bring_in`] gives the one right behind the other,
/// and no two things share a position.
fn came_with(sidebar: Option<Position>, beside: Option<Position>) -> bool {
    sidebar.zip(beside).is_some_and(|(sidebar, beside)| beside.0 == sidebar.0 + 1)
}

/// Checks that what a writer saw is still so, as far as she says what she saw.
pub(crate) async fn still_as_seen(w: &Writing, me: &Acting, facts: &ConversationFacts, saw: &Saw) -> Result<(), Stop> {
    if let Some(audience) = &saw.audience
        && *audience != audience_digest(&w.listeners(facts.circle).await?)
    {
        return Err(Refusal::moved("audience-moved").into());
    }
    if let Some(position) = saw.position
        && w.newer_by_others(facts.id, position, me.person()).await?
    {
        return Err(Refusal::moved("message-arrived").into());
    }
    Ok(())
}
