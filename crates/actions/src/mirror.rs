//! A person's own mirror, computed when she looks at it: her reach, her answers, whom she never meets.
//!
//! **Invariant.** It is about whoever reads, and there is no way to name another. Nothing of it is written: no row, no line of
//! the log, no published result.

use domain::{
    id::{ConversationId, PersonId, Position},
    limits::{self, WINDOW_WEEKS},
    mirror::{Answers, Begun, Looked, Mirror, OtherUnits, Outside, OwnTies, OwnWords, Unmet, Within},
    moment::{HOUR, Moment},
    party::PartyKind,
    terms::{Counted, Purpose, may},
};
use insight::{
    mirror::{Part, Question, Step, curve, questions},
    survival::Reached,
    tie::{WEEK, window},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Fault, Reading, Seen,
    reading::mirror::{OtherParty, OwnConversation, OwnTurns, SaidThere},
};

/// Hours of which it is told how much was answered within.
const WITHIN_HOURS: [i64; 4] = [1, 8, 24, 72];

/// What the viewer finds in her mirror; `None` for the stranger.
///
/// # Errors
/// A fault of the store.
pub async fn look(reading: &Reading) -> Result<Option<Looked>, Fault> {
    let Some(terms) = reading.my_terms().await? else { return Ok(None) };
    let now = reading.store().clock().now();
    if !reading.viewer().inside() {
        return Ok(Some(match may(&terms, None, Purpose::ServiceDelivery, now) {
            Ok(()) => Looked::Outside(asked_by_me(reading, now).await?),
            Err(denied) => Looked::Not(denied),
        }));
    }
    Ok(Some(match reading.counted_myself(Purpose::Personal).await? {
        Ok(mine) => Looked::Colleague(Box::new(colleague(reading, &mine, now).await?)),
        Err(denied) => Looked::Not(denied),
    }))
}

async fn colleague(reading: &Reading, mine: &Counted, now: Moment) -> Result<Mirror, Fault> {
    // The observatory's newest window, and what came since.
    let last = now.0.div_euclid(WEEK) - 1;
    let since = Moment(window(last, WINDOW_WEEKS).from.max(mine.from().0));
    let conversations = reading.my_conversations(since, limits::MIRROR_CONVERSATIONS).await?;
    let spoke = reading.my_words(mine, &ids(&conversations), since).await?;
    let wrote_in: BTreeSet<ConversationId> = spoke.iter().map(|(conversation, _)| *conversation).collect();
    let outward: Vec<ConversationId> =
        conversations.iter().filter(|it| it.outward && wrote_in.contains(&it.id)).map(|it| it.id).collect();
    let (people, organizations) = reading.outside_with_me(mine, &outward, since).await?;
    let others = reading.other_parties().await?;
    let turns = match reading.counted_myself(Purpose::Aggregates).await? {
        Ok(_) => Some(reading.own_turns(mine, since).await?),
        Err(_) => None,
    };
    let met = reading.units_there(mine, &Vec::from_iter(wrote_in.iter().copied())).await?;
    let never = |it: &&Seen<OtherParty>| match it.kind {
        PartyKind::Unit => !met.contains(&it.party),
        _ => !organizations.contains(&it.party),
    };
    let unmet: Vec<Unmet> = others.iter().filter(never).take(limits::MIRROR_UNMET).map(|it| unmet(it)).collect();
    let units = others.iter().filter(|it| it.kind == PartyKind::Unit);
    Ok(Mirror {
        since,
        ties: turns.map(|turns| own_ties(&turns, mine.group_min() as usize)),
        units: OtherUnits { met: units.clone().filter(|it| met.contains(&it.party)).count(), all: units.count() },
        outside: Outside { people: people.len(), organizations: organizations.len() },
        answers: asked_of_me(reading, mine, since, now).await?,
        begun: begun(reading, &conversations, &wrote_in, since),
        words: words(&spoke, &outward),
        unmet,
    })
}

fn ids(conversations: &[OwnConversation]) -> Vec<ConversationId> {
    conversations.iter().map(|it| it.id).collect()
}

fn unmet(it: &OtherParty) -> Unmet {
    Unmet { party: it.party, kind: it.kind, name: it.name.clone(), space: it.space.clone() }
}

fn own_ties(turns: &OwnTurns, group_min: usize) -> OwnTies {
    let told = |side: &BTreeSet<PersonId>| Some(side.len()).filter(|people| *people >= group_min);
    OwnTies { turned_to: told(&turns.to), turned_by: told(&turns.by) }
}

/// Sidebars stand beside what began, and begin nothing.
fn begun(reading: &Reading, conversations: &[OwnConversation], wrote_in: &BTreeSet<ConversationId>, since: Moment) -> Begun {
    let mut begun = Begun::default();
    for it in conversations.iter().filter(|it| !it.sidebar && wrote_in.contains(&it.id)) {
        match reading.viewer().selves().any(|me| me == it.starter) {
            true if it.started_at >= since => begun.by_me += 1,
            true => {}
            false => begun.by_others += 1,
        }
    }
    begun
}

fn words(spoke: &[(ConversationId, usize)], outward: &[ConversationId]) -> OwnWords {
    let outward: BTreeSet<ConversationId> = outward.iter().copied().collect();
    let out: Vec<usize> =
        spoke.iter().filter(|(conversation, _)| outward.contains(conversation)).map(|(_, words)| *words).collect();
    OwnWords { outside: out.len(), words: out.iter().sum(), conversations: outward.len(), inside: spoke.len() - out.len() }
}

/// What asked her in one conversation.
#[derive(Default)]
struct Asking {
    /// By position, and whether from outside.
    messages: BTreeMap<Position, bool>,
    closed: Option<Moment>,
    awaited: bool,
}

/// How the colleague who looks answered what she was asked.
async fn asked_of_me(reading: &Reading, mine: &Counted, since: Moment, now: Moment) -> Result<Answers, Fault> {
    let selves: BTreeSet<PersonId> = reading.viewer().selves().collect();
    let mut by_conversation: BTreeMap<ConversationId, Asking> = BTreeMap::new();
    let mut newest: Vec<ConversationId> = Vec::new();
    for it in reading.asked_me(mine, since).await? {
        if !by_conversation.contains_key(&it.conversation) {
            newest.push(it.conversation);
        }
        let asking = by_conversation.entry(it.conversation).or_default();
        asking.messages.insert(it.position, it.outside);
        asking.closed = it.closed_at;
        // Among colleagues nobody notes who waits.
        asking.awaited |= it.awaited || !it.outside;
    }
    let mut found = Vec::new();
    for conversation in newest.iter().take(limits::MIRROR_FOLLOWED) {
        let asking = &by_conversation[conversation];
        let first = asking.messages.keys().next().copied().unwrap_or(Position::START);
        let part = |said: &SaidThere| match asking.messages.get(&said.position) {
            Some(outside) => Some(Part::Asks { outside: *outside }),
            None if selves.contains(&said.author) => Some(Part::Answers),
            None => said.ours.then_some(Part::Relieves),
        };
        let said = reading.said_in(*conversation, first).await?;
        found.push(Followed::of(*conversation, &said, part, asking.closed, asking.awaited));
    }
    Ok(answers(&found, newest.len() > limits::MIRROR_FOLLOWED, now))
}

/// How what somebody outside asked, in conversations of her own in which an answer is waited for, was answered by anybody.
async fn asked_by_me(reading: &Reading, now: Moment) -> Result<Answers, Fault> {
    let selves: BTreeSet<PersonId> = reading.viewer().selves().collect();
    let conversations = reading.my_conversations(Moment(i64::MIN), limits::MIRROR_FOLLOWED + 1).await?;
    let hers = |it: &&OwnConversation| it.kind.life().awaited && selves.contains(&it.starter);
    let mut found = Vec::new();
    for it in conversations.iter().take(limits::MIRROR_FOLLOWED).filter(hers) {
        let part = |said: &SaidThere| match selves.contains(&said.author) {
            true => Some(Part::Asks { outside: true }),
            false => Some(Part::Answers),
        };
        let said = reading.said_in(it.id, Position::START).await?;
        found.push(Followed::of(it.id, &said, part, it.closed_at, it.awaited));
    }
    Ok(answers(&found, conversations.len() > limits::MIRROR_FOLLOWED, now))
}

/// A conversation with what was asked in it and answered.
struct Followed {
    conversation: ConversationId,
    steps: Vec<Step>,
    /// Until when what stands open is known to.
    known: Option<i64>,
}

impl Followed {
    fn of(
        conversation: ConversationId,
        said: &[SaidThere],
        part: impl Fn(&SaidThere) -> Option<Part>,
        closed: Option<Moment>,
        awaited: bool,
    ) -> Followed {
        // What was said behind the last that was read is not known: there a clock stops. So it does where nobody waits any more,
        // for an answer was accepted.
        let last = said.last().filter(|_| said.len() >= limits::MIRROR_SAID || !awaited).map(|last| last.at);
        let steps = said.iter().filter_map(|it| Some(Step { at: it.at.0, part: part(it)? })).collect();
        Followed { conversation, steps, known: closed.or(last).map(|at| at.0) }
    }
}

fn answers(found: &[Followed], cut: bool, now: Moment) -> Answers {
    let of = |it: &Followed| {
        let questions = questions(&it.steps, it.known);
        questions.into_iter().map(|question| (it.conversation, question)).collect::<Vec<_>>()
    };
    let all: Vec<(ConversationId, Question)> = found.iter().flat_map(of).collect();
    let questions: Vec<Question> = all.iter().map(|(_, it)| *it).collect();
    let curve = curve(&questions, now.0);
    let within = |hours: i64| Within { hours, share: curve.ended((hours * HOUR).unsigned_abs()).ok().map(|it| it.value) };
    let median = curve.percentile(0.5).ok().and_then(|reached| match reached {
        Reached::At(micros) => Some(micros as f64 / HOUR as f64),
        Reached::After(_) => None,
    });
    let mut waiting: Vec<(ConversationId, Moment)> =
        all.iter().filter(|(_, it)| it.until.is_none()).map(|(conversation, it)| (*conversation, Moment(it.since))).collect();
    waiting.sort_by_key(|(conversation, since)| (*since, *conversation));
    Answers {
        asked: questions.len(),
        answered: questions.iter().filter(|it| it.answered).count(),
        median_hours: median,
        within: WITHIN_HOURS.map(within).into(),
        cut,
        waiting,
    }
}
