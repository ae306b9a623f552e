//! Telling people by mail: what they chose, how they stop it, and the letters a consumer queues for them.
//!
//! **Invariant.** A queued letter names nobody's words: it is written when it goes, as its recipient sees things then.

use domain::{
    activity::{Activity, LogLine, Verb},
    habit::Habit,
    id::{ConversationId, DeliveryId, MessageId, PersonId, SpaceId},
    limits,
    moment::MINUTE,
    person::may_be_myself,
    refusal::Refusal,
    sending,
    telling::{Choice, Level, Reason, Scope, level},
};
use store::{
    Fault, Stop, Store, Writing, secret,
    writing::{notice::NewNotice, outbox::NewDelivery, telling::Reached},
};

/// What unsubscribe links are signed for, so that no token of another purpose works as one.
const PURPOSE: &str = "unsubscribe";

/// What somebody wants for one reason; no level takes her choice back.
pub type Wanted = (Reason, Option<Level>);

/// Keeps how soon I am told in a space, or everywhere.
///
/// # Errors
/// Hidden where I do not see the space; refuses a level that makes no sense for its reason.
pub async fn choose(store: &Store, by: Option<PersonId>, space: Option<SpaceId>, wanted: Vec<Wanted>) -> Result<(), Stop> {
    if wanted.iter().any(|(reason, level)| level.is_some_and(|level| !reason.levels().contains(&level))) {
        return Err(Refusal::invalid("level", "level-unknown").into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_be_myself(&me.actor, me.person())?;
            if let Some(space) = space
                && !w.space_facts(&me, space).await?.seen
            {
                return Err(Refusal::hidden().into());
            }
            for (reason, level) in wanted {
                w.choose(&permit, space, reason, level).await?;
            }
            Ok(w.record(Activity::of(me.person(), Verb::Changed, me.person().0)).await?)
        })
        .await
}

/// Keeps when I want digests and quiet.
///
/// # Errors
/// Refuses hours that no clock shows.
pub async fn settle_habit(store: &Store, by: Option<PersonId>, habit: Habit) -> Result<(), Stop> {
    if [habit.hour, habit.quiet_from, habit.quiet_until].iter().any(|hour| !(0..24).contains(hour)) {
        return Err(Refusal::invalid("hour", "hour-unknown").into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            w.set_habit(&may_be_myself(&me.actor, me.person())?, &habit).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Changed, me.person().0)).await?)
        })
        .await
}

/// The token with which somebody stops mail about a space (`None`: all of it) without signing in.
///
/// # Errors
/// A fault of the store.
pub async fn unsubscribe_token(store: &Store, person: PersonId, space: Option<SpaceId>) -> Result<String, Fault> {
    Ok(secret::signed(&store.key(PURPOSE).await?, PURPOSE, [person.0, space.map_or(0, |s| s.0)]))
}

/// Whose token this is, and about which space; `None` where we made no such token.
///
/// # Errors
/// A fault of the store.
pub async fn read_unsubscribe_token(store: &Store, token: &str) -> Result<Option<(PersonId, Option<SpaceId>)>, Fault> {
    let read = secret::read_signed(&store.key(PURPOSE).await?, PURPOSE, token);
    Ok(read.map(|[person, space]| (PersonId(person), Some(SpaceId(space)).filter(|s| s.0 != 0))))
}

/// Stops mail for who holds this token: it proves that the letter reached her. The same again changes nothing.
///
/// # Errors
/// Hidden where we made no such token.
pub async fn unsubscribe(store: &Store, token: &str, scope: Scope) -> Result<(), Stop> {
    let Some((person, space)) = read_unsubscribe_token(store, token).await? else { return Err(Refusal::hidden().into()) };
    let stopped = store
        .act(async move |w| {
            let person = w.who_is(person).await?;
            let me = w.acting(Some(person)).await?;
            let permit = may_be_myself(&me.actor, person)?;
            match (scope, space) {
                (Scope::Space, Some(_)) => {
                    for reason in Reason::ALL {
                        w.choose(&permit, space, *reason, Some(Level::Never)).await?;
                    }
                    w.stop_telling(&permit, space).await?;
                }
                (Scope::Announcements, _) => w.never_tell(&permit, Reason::Announced).await?,
                (Scope::Everything, _) | (Scope::Space, None) => {
                    for reason in Reason::ALL {
                        w.never_tell(&permit, *reason).await?;
                    }
                    w.stop_telling(&permit, None).await?;
                }
            }
            Ok(w.record(Activity::of(person, Verb::Changed, person.0)).await?)
        })
        .await;
    match stopped {
        // Who was deactivated gets no mail anyway.
        Err(Stop::Refused(_)) => Ok(()),
        other => other,
    }
}

/// How soon somebody wants to be told for a reason in a space.
pub(crate) async fn wanted(w: &Writing, person: PersonId, space: SpaceId, reason: Reason) -> Result<Level, Fault> {
    Ok(level(&w.choices_of(person, space).await?, space, reason))
}

/// Queues the letter that tells of a new notice, as its person wants it; one letter for a burst.
pub(crate) async fn tell(w: &mut Writing, it: &NewNotice, reason: Reason, space: SpaceId) -> Result<(), Stop> {
    let Some(to) = w.reached(it.person).await? else { return Ok(()) };
    if !is_told(w, &to, it.person, it.conversation, reason).await? {
        return Ok(());
    }
    let choices = w.choices_of(it.person, space).await?;
    if reason.about_message() && every_message(&choices, space) {
        return Ok(());
    }
    let letter = match level(&choices, space, reason) {
        Level::Never => return Ok(()),
        Level::Now => {
            let due = to.habit.awake(it.at.plus(limits::BURST_MINUTES * MINUTE), &to.zone);
            queue(w, it.person, &to, Some(it.conversation), "notice", due).await?
        }
        Level::Digest => {
            let due = to.habit.next_digest(it.at, &to.zone);
            queue(w, it.person, &to, None, "digest", due).await?
        }
    };
    Ok(w.tell_of(it, letter).await?)
}

/// Sends a message to those who live in its space by mail.
pub(crate) async fn send_to_list(
    w: &mut Writing,
    line: &LogLine,
    conversation: ConversationId,
    space: SpaceId,
) -> Result<(), Stop> {
    let message = MessageId(line.activity.object);
    for person in w.asked_for(space, Reason::Every).await? {
        if person == line.activity.actor || !every_message(&w.choices_of(person, space).await?, space) {
            continue;
        }
        let Some(to) = w.reached(person).await? else { continue };
        let told = is_told(w, &to, person, conversation, Reason::Every).await?;
        if !told || !w.sees(person, conversation).await? || w.is_on_list(person, message).await? {
            continue;
        }
        let new = NewDelivery { message: Some(message), ..letter(person, &to, Some(conversation), "list") };
        w.add_delivery_due(&new, sending::leaves_at(line.at)).await?;
    }
    Ok(())
}

/// Letters of notification go to employees and to people outside who can sign in; of messages, not to who gets them as
/// letters anyway, and nothing to whose outreach is stopped: she complained, or asked for it.
async fn is_told(
    w: &Writing,
    to: &Reached,
    person: PersonId,
    conversation: ConversationId,
    reason: Reason,
) -> Result<bool, Fault> {
    if to.side.inside() {
        return Ok(true);
    }
    let by_letter = reason.about_message() && w.named_in(person, conversation).await?;
    Ok(to.signs_in && !by_letter && !w.outreach_stopped(person).await?)
}

fn every_message(choices: &[Choice], space: SpaceId) -> bool {
    level(choices, space, Reason::Every) == Level::Now
}

async fn queue(
    w: &mut Writing,
    person: PersonId,
    to: &Reached,
    conversation: Option<ConversationId>,
    reason: &'static str,
    due: domain::moment::Moment,
) -> Result<DeliveryId, Fault> {
    match w.delivery_waiting(person, conversation, reason).await? {
        Some(waiting) => Ok(waiting),
        None => w.add_delivery_due(&letter(person, to, conversation, reason), due).await,
    }
}

fn letter(person: PersonId, to: &Reached, conversation: Option<ConversationId>, reason: &'static str) -> NewDelivery {
    let (address, secret) = (to.address.clone(), String::new());
    NewDelivery { reason, message: None, conversation, recipient: person, address, secret }
}
