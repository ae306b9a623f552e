//! What is said in the generated house: a plan of all events in order of time, then each by its action.

use super::{
    Landmarks, Making,
    company::{Company, Customer, Room},
};
use crate::{dice::Dice, size::Size, words::Words};
use actions::{
    Saw,
    conversation::{Starting, close, start},
    message::{Replying, reply},
    reading_mark::read_space,
};
use anyhow::{Context, Result};
use domain::{
    id::{ConversationId, PersonId},
    kind::Kind,
    moment::DAY,
    party::MACHINE,
};
use futures_util::future::join_all;
use std::{collections::HashSet, sync::Arc};
use store::{Custodian, ManualClock, Stop, Store};

/// How long the house has been talking: two years and a half.
const SPAN: i64 = 912 * DAY;
/// Actions handed over at once: they share a moment, and the writer never waits for us.
const AT_ONCE: usize = 128;
/// The part of all events after which everybody has read everything: the rest is new to them.
const READ: f64 = 0.98;
/// Deliveries noted as sent in one action.
const LETTERS_AT_ONCE: usize = 64;
/// Those of us who write in one conversation: many may read it, few speak.
const REGULARS_MAX: usize = 12;
/// Places of the longest conversation that are remembered.
const PLACES: usize = 20;

#[derive(Clone, Copy)]
enum Event {
    Say(usize),
    Close(usize),
}

/// A conversation as it is planned, and what became of it.
struct Plan<'a> {
    room: &'a Room,
    kind: Kind,
    customer: Option<&'a Customer>,
    /// The few of us who write here.
    regulars: Vec<PersonId>,
    started: Option<(ConversationId, i64)>,
    said: usize,
    length: usize,
}

/// One action that is ready to be handed over.
enum Ready {
    Start(usize, PersonId, Starting),
    Reply(usize, PersonId, Replying),
    Close(PersonId, ConversationId, &'static str),
}

enum Came {
    Started(usize, ConversationId, i64),
    Replied(usize, i64),
    Closed,
}

/// Says everything; gives what the measures look for.
pub async fn all(store: &Store, keys: &Custodian, clock: &Arc<ManualClock>, company: &Company, size: Size) -> Result<Landmarks> {
    let mut dice = Dice::seeded(2024);
    let lengths = size.lengths(&mut dice);
    let mut plans: Vec<Plan> = lengths.iter().enumerate().map(|(n, length)| plan(&mut dice, company, size, n, *length)).collect();
    let events = schedule(&mut dice, &plans);
    let words = Words::made_up();
    let mut known: HashSet<(PersonId, i64)> = HashSet::new();
    let mut places = Vec::new();
    let mut batch = Vec::with_capacity(AT_ONCE);
    let read_at = (events.len() as f64 * READ) as usize;
    let mut now = 0;
    for (n, (at, event)) in events.iter().enumerate() {
        let waits = matches!(event, Event::Say(c) | Event::Close(c) if plans[*c].said > 0 && plans[*c].started.is_none());
        if batch.len() == AT_ONCE || waits || n == read_at {
            clock.advance(at - now);
            now = *at;
            settle(store, keys, &mut batch, &mut plans, &mut places).await?;
        }
        if n == read_at {
            everybody_reads(store, company).await?;
        }
        batch.push(ready(&mut dice, &words, *event, &mut plans, &mut known));
    }
    settle(store, keys, &mut batch, &mut plans, &mut places).await?;
    let numbers = |some: &[Plan]| some.iter().filter_map(|p| p.started.map(|(_, number)| number)).collect::<Vec<_>>();
    let talks: Vec<i64> = plans[1 + size.pages..]
        .iter()
        .filter(|p| p.kind == Kind::Talk)
        .filter_map(|p| p.started.map(|s| s.1))
        .take(500)
        .collect();
    let rooms = company.halls.iter().chain(&company.squares);
    let step = (places.len() / PLACES).max(1);
    Ok(Landmarks {
        employees: company.employees.iter().map(|p| p.0).collect(),
        pages: numbers(&plans[1..=size.pages]),
        long: numbers(&plans[..1]).first().copied().context("the longest conversation was started")?,
        places: places.into_iter().step_by(step).collect(),
        talks,
        spaces: rooms.map(|room| room.slug.clone()).collect(),
        making: Making { messages: size.messages, ..Making::default() },
    })
}

/// The long one and those of one page stand where every employee sees them; of the rest five in six are customers' cases.
fn plan<'a>(dice: &mut Dice, company: &'a Company, size: Size, n: usize, length: usize) -> Plan<'a> {
    let chance = dice.part();
    let (room, kind, customer) = if n <= size.pages || chance < 0.12 {
        (dice.one(&company.halls), Kind::Talk, None)
    } else if chance < 0.17 {
        (dice.one(&company.squares), Kind::Question, None)
    } else {
        (dice.one(&company.desks), Kind::Case, Some(dice.busy(&company.customers)))
    };
    let regular = |dice: &mut Dice| *if customer.is_some() { dice.one(&room.desk) } else { dice.busy(&company.employees) };
    let regulars = (0..(2 + length / 10).min(REGULARS_MAX)).map(|_| regular(dice)).collect();
    Plan { room, kind, customer, regulars, started: None, said: 0, length }
}

/// All events by time. A conversation lives for days, the longest one for ever; two of three cases are closed.
fn schedule(dice: &mut Dice, plans: &[Plan]) -> Vec<(i64, Event)> {
    let mut events = Vec::new();
    for (n, plan) in plans.iter().enumerate() {
        let begin = if n == 0 { 0 } else { (dice.part() * (SPAN - DAY) as f64) as i64 };
        let life = if n == 0 { SPAN } else { (dice.length(4.0, 0.8) * DAY as f64) as i64 }.min(SPAN - begin);
        events.push((begin, Event::Say(n)));
        let mut last = begin;
        for _ in 1..plan.length {
            let at = begin + (dice.part() * life as f64) as i64;
            last = last.max(at);
            events.push((at, Event::Say(n)));
        }
        if plan.kind == Kind::Case && dice.part() < 0.67 {
            events.push((last + 1, Event::Close(n)));
        }
    }
    events.sort_by_key(|(at, _)| *at);
    events
}

fn ready(dice: &mut Dice, words: &Words, event: Event, plans: &mut [Plan], known: &mut HashSet<(PersonId, i64)>) -> Ready {
    let (Event::Say(n) | Event::Close(n)) = event;
    let plan = &mut plans[n];
    let employee = *dice.one(&plan.regulars);
    let Some((conversation, _)) = plan.started else {
        plan.said += 1;
        // Who never wrote to this desk is written to first; then she sees the space and starts by herself.
        let (by, to) = match plan.customer {
            Some(c) if known.insert((c.person, plan.room.space.0)) => (employee, c.address.clone()),
            Some(c) => (c.person, String::new()),
            None => (employee, String::new()),
        };
        let (subject, body) = (words.subject(dice), words.message(dice));
        let it = Starting {
            space: plan.room.space,
            kind: plan.kind,
            subject,
            body,
            inside: false,
            with: Vec::new(),
            to,
            attachments: Vec::new(),
            saw: None,
        };
        return Ready::Start(n, by, it);
    };
    if let Event::Close(_) = event {
        return Ready::Close(employee, conversation, "solved");
    }
    plan.said += 1;
    let by = plan.customer.filter(|_| dice.part() < 0.5).map_or(employee, |c| c.person);
    let it = Replying { conversation, body: words.message(dice), answers: None, attachments: Vec::new(), saw: Saw::default() };
    Ready::Reply(n, by, it)
}

async fn settle(
    store: &Store,
    keys: &Custodian,
    batch: &mut Vec<Ready>,
    plans: &mut [Plan<'_>],
    places: &mut Vec<i64>,
) -> Result<()> {
    for came in join_all(batch.drain(..).map(|ready| hand_over(store, ready))).await {
        match came? {
            Came::Started(n, conversation, number) => plans[n].started = Some((conversation, number)),
            Came::Replied(0, message) => places.push(message),
            Came::Replied(..) | Came::Closed => {}
        }
    }
    letters_went_out(store, keys).await
}

async fn hand_over(store: &Store, ready: Ready) -> Result<Came, Stop> {
    Ok(match ready {
        Ready::Start(n, by, it) => {
            let started = start(store, Some(by), it).await?;
            Came::Started(n, started.conversation, started.number)
        }
        Ready::Reply(n, by, it) => Came::Replied(n, reply(store, Some(by), it).await?.message.0),
        Ready::Close(by, conversation, reason) => {
            close(store, Some(by), conversation, reason).await?;
            Came::Closed
        }
    })
}

/// Notes every letter as sent, many in one action: a relay's answers, without a relay.
async fn letters_went_out(store: &Store, keys: &Custodian) -> Result<()> {
    use domain::activity::{Activity, Verb};
    loop {
        let due = store.due(keys, LETTERS_AT_ONCE).await?;
        let (Some(first), count) = (due.first().map(|due| due.delivery.id), due.len()) else { return Ok(()) };
        let ids: Vec<_> = due.into_iter().map(|due| due.delivery.id).collect();
        let sent = store.act(async move |w| {
            for id in ids {
                w.lease_delivery(id, "bench").await?;
                w.finish_delivery(id, "bench", "sent", "250 OK").await?;
            }
            Ok(w.record(Activity::of(MACHINE, Verb::Delivered, first.0)).await?)
        });
        sent.await?;
        if count < LETTERS_AT_ONCE {
            return Ok(());
        }
    }
}

/// Everybody of us reads every space she sees up to now.
async fn everybody_reads(store: &Store, company: &Company) -> Result<()> {
    let open: Vec<&Room> = company.halls.iter().chain(&company.squares).collect();
    for people in company.employees.chunks(16) {
        let mut reading = Vec::new();
        for person in people {
            let desks = company.desks.iter().filter(|room| room.desk.contains(person));
            reading.extend(open.iter().copied().chain(desks).map(|room| read_space(store, Some(*person), room.space)));
        }
        for read in join_all(reading).await {
            read?;
        }
    }
    Ok(())
}
