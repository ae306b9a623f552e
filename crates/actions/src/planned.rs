//! Sending later: planned, changed, given up; sent when it is due, or handed back to its writer where things moved on.

use crate::{
    conversation::still_as_seen,
    message::{self, Replying},
    text::rendered,
};
use domain::{
    activity::{Activity, LogLine, Verb},
    conversation::may_reply,
    id::{ConversationId, MessageId, PersonId, PlannedId, Position},
    limits,
    message::body,
    moment::Moment,
    refusal::Refusal,
};
use store::{
    Custodian, Stop, Store, Writing,
    writing::{acting::Acting, message::NewMessage, notice::NewNotice, party::audience_digest, planned::Plan},
};

/// Plans sent in one go.
const BATCH: usize = 64;

/// Plans a message for a moment to come. What was in the draft is in the plan now.
///
/// # Errors
/// As [`message::reply`].
pub async fn plan(store: &Store, by: Option<PersonId>, it: Replying, at: Moment) -> Result<PlannedId, Stop> {
    let source = body(&it.body)?;
    if it.attachments.len() > limits::ATTACHMENTS_MAX {
        return Err(Refusal::invalid("file", "files-many").with("max", limits::ATTACHMENTS_MAX).into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.conversation_facts(&me, it.conversation).await?;
            let permit = may_reply(&me.actor, &facts)?;
            if let Some(answered) = it.answers
                && !message::answerable(w, &me, answered, it.conversation).await?
            {
                return Err(Refusal::invalid("answers", "answered-unknown").into());
            }
            still_as_seen(w, &me, &facts, &it.saw).await?;
            if w.plans_of(me.person()).await? >= limits::PLANNED_MAX {
                return Err(Refusal::new("planned-many").with("max", limits::PLANNED_MAX).into());
            }
            let plan = Plan {
                id: PlannedId(0),
                person: me.person(),
                conversation: it.conversation,
                source,
                answers: it.answers,
                audience: audience_digest(&w.listeners(facts.circle).await?),
                position: Position(w.next_position().0 - 1),
                due_at: at,
            };
            let id = w.plan(&permit, &plan, &it.attachments).await?;
            w.keep_draft(it.conversation, me.person(), "").await?;
            let line = Activity { object: id.0, ..Activity::at(me.person(), Verb::Planned, facts.space, it.conversation) };
            Ok(w.record(line).await?.with(id))
        })
        .await
}

/// Changes the words and the time of a plan of mine.
///
/// # Errors
/// Hidden where I have no such plan.
pub async fn change(store: &Store, by: Option<PersonId>, id: PlannedId, source: &str, at: Moment) -> Result<(), Stop> {
    let source = body(source)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !w.change_plan(me.person(), id, &source, at).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(me.person(), Verb::Planned, id.0)).await?)
        })
        .await
}

/// Gives a plan of mine up; its words are a draft again. Where they stand.
///
/// # Errors
/// Hidden where I have no such plan.
pub async fn cancel(store: &Store, by: Option<PersonId>, id: PlannedId) -> Result<ConversationId, Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let Some(plan) = w.take_plan(id, Some(me.person())).await? else { return Err(Refusal::hidden().into()) };
            hand_back(w, &plan).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Planned, id.0)).await?.with(plan.conversation))
        })
        .await
}

/// Sends what is due; how many plans were taken up.
///
/// # Errors
/// A fault of the store; what was not taken up waits on.
pub async fn send_due(store: &Store, keys: &Custodian) -> Result<usize, Stop> {
    let mut taken = 0;
    loop {
        let due = store.plans_due(keys, BATCH).await?;
        let more = due.len() == BATCH;
        for (id, person, source) in due {
            match send(store, id, person, source).await {
                Ok(()) => taken += 1,
                // Somebody changed it or another node had it: it is looked at again.
                Err(Stop::Refused(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        if !more {
            return Ok(taken);
        }
    }
}

async fn send(store: &Store, id: PlannedId, person: PersonId, source: String) -> Result<(), Stop> {
    let words = rendered(store, Some(person), source).await?;
    store
        .act(async move |w| {
            let plan = w.take_plan(id, None).await?.filter(|plan| plan.source == words.source && plan.due_at <= w.at());
            let Some(plan) = plan else { return Err(Refusal::moved("plan-moved").into()) };
            let (planner, plan) = (plan.person, Plan { person: w.who_is(plan.person).await?, ..plan });
            let line = Activity::of(plan.person, Verb::Planned, id.0);
            // Who was found to be another since looks at it once more herself.
            let ready = match w.acting(Some(plan.person)).await {
                Ok(_) if plan.person != planner => None,
                Ok(me) => ready(w, &me, &plan).await?.map(|(facts, permit)| (me, facts, permit)),
                Err(Stop::Refused(_)) => None,
                Err(stop) => return Err(stop),
            };
            let Some((me, facts, permit)) = ready else {
                hand_back(w, &plan).await?;
                let at = Activity { conversation: Some(plan.conversation), ..line };
                note_unsent(w, &plan, w.next_position(), w.at()).await?;
                return Ok(w.record(at).await?);
            };
            let answers = still_answers(w, &me, &plan).await?;
            let new = NewMessage { answers, ..words.said_by(plan.person, w.at()) };
            let begun = w.draft_of(plan.conversation, plan.person).await?;
            let message = message::write(w, &permit, &facts, me.actor.side, &new, &[], &[]).await?;
            w.hand_over_files(id, message).await?;
            // What she writes at this moment is another message.
            w.keep_draft(plan.conversation, plan.person, &begun).await?;
            let said = Activity::at(plan.person, Verb::Replied, facts.space, plan.conversation).message(message);
            Ok(w.record(said).await?)
        })
        .await
}

/// Whether it may go as it was planned: she may write here, the same people get it, and nobody wrote first.
async fn ready(
    w: &Writing,
    me: &Acting,
    plan: &Plan,
) -> Result<Option<(domain::conversation::ConversationFacts, domain::conversation::MayReply)>, Stop> {
    let facts = match w.conversation_facts(me, plan.conversation).await {
        Ok(facts) => facts,
        Err(Stop::Refused(_)) => return Ok(None),
        Err(stop) => return Err(stop),
    };
    let Ok(permit) = may_reply(&me.actor, &facts) else { return Ok(None) };
    let same = audience_digest(&w.listeners(facts.circle).await?) == plan.audience;
    let first = w.wrote_first(plan.conversation, plan.position, plan.person).await?;
    Ok(if same && !first { Some((facts, permit)) } else { None })
}

/// The message it answers; none where that was deleted meanwhile, or is no longer hers to see.
async fn still_answers(w: &Writing, me: &Acting, plan: &Plan) -> Result<Option<MessageId>, Stop> {
    let Some(answered) = plan.answers else { return Ok(None) };
    Ok(message::answerable(w, me, answered, plan.conversation).await?.then_some(answered))
}

/// Gives up what others planned in a conversation in which somebody just wrote: they wrote for another moment.
pub(crate) async fn overtake(w: &mut Writing, line: &LogLine, conversation: ConversationId) -> Result<(), Stop> {
    for id in w.plans_of_others(conversation, line.activity.actor).await? {
        if let Some(plan) = w.take_plan(id, None).await? {
            let plan = Plan { person: w.who_is(plan.person).await?, ..plan };
            hand_back(w, &plan).await?;
            note_unsent(w, &plan, line.position, line.at).await?;
        }
    }
    Ok(())
}

/// Its words are a draft again; its files go.
async fn hand_back(w: &mut Writing, plan: &Plan) -> Result<(), Stop> {
    w.back_to_draft(plan.conversation, plan.person, &plan.source).await?;
    Ok(w.drop_files_of_plan(plan.id).await?)
}

async fn note_unsent(w: &mut Writing, plan: &Plan, position: Position, at: Moment) -> Result<(), Stop> {
    let (person, conversation) = (plan.person, plan.conversation);
    w.add_notice(&NewNotice { person, conversation, message: MessageId(0), reason: "unsent", position, at }).await?;
    Ok(())
}
