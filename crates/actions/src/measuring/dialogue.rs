//! Of dialogue: whether the house talks with its market, from clocks and counts of conversations.
//!
//! Clocks and counts serve whoever asked, so that all her conversations are in them, and a colleague who may not be counted
//! answers as nobody in particular. Numbers about colleagues are over those who may be counted, and no others.

use super::{
    Read, figure, seldom,
    veil::{Numbers, Veil, asked_in, week_asked},
    walls::Walls,
};
use domain::{
    id::{MessageId, PersonId, UnitId},
    observatory::Figure,
};
use insight::{
    dialogue::{
        Asked, Closing, HOUR, How, Message, Thread, Writer, backlog, broadcast, crossing, initiative, participation,
        participation::Participation, peer, reply, response,
    },
    measured::{Lacking, Measured, Name, Said},
    privacy::GroupMin,
    survival::{Curve, Reached},
    tie::WEEK,
    wilson::Share,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::reading::thread::{By, Line, MarketThread};

/// Hours until half of those who asked were answered.
const MEDIAN: Name = Name::first("answer_median_hours");
/// What it was answered within, in hours, and the name of that figure.
const WITHIN: [(i64, &str); 4] =
    [(1, "answered_within_1h"), (8, "answered_within_8h"), (24, "answered_within_24h"), (72, "answered_within_72h")];
/// Of a colleague who may not be counted nobody knows the unit either.
const SOMEBODY: u32 = u32::MAX;

/// The figures of one window, and, where they are said, who asked, for what follows.
pub fn figures(veil: &Veil, read: &Read, walls: &Walls) -> (Vec<Figure>, Vec<(UnitId, Vec<PersonId>)>) {
    let asked = Asked { window: read.window, now: read.window.until };
    let mut people = Numbers::default();
    let units: HashMap<PersonId, u32> = walls.people.iter().copied().collect();
    let served: Vec<Thread> = read.threads.iter().map(|it| thread(it, &mut people, &units, true)).collect();
    let counted: Vec<Thread> = read.threads.iter().map(|it| thread(it, &mut people, &units, false)).collect();
    let active: Vec<(u32, u32)> = walls.people.iter().map(|(person, unit)| (people.of(*person), *unit)).collect();
    let min = GroupMin::raised_to(read.group_min);
    let asks = Asks::of(read, &served, &asked);
    let shown = walls.whole_shown && asks.people().len() >= min.people() as usize && asks.may_follow(veil, read, min);
    let mut all = clocks(&served, &asked);
    let worded = counted.iter().zip(&read.threads).filter(|(_, it)| it.lines.iter().all(|line| line.words.is_some()));
    let worded: Vec<Thread> = worded.map(|(thread, _)| thread.clone()).collect();
    all.extend(talk((&counted, &served, &worded), &asked, &active));
    let hide = |(name, measured): (&'static str, Measured)| figure(name, &if shown { measured } else { measured.hidden() });
    let mut figures: Vec<Figure> = all.into_iter().map(hide).collect();
    figures.extend(seldom::figures(veil, read, &served, &asked, shown));
    (figures, if shown { asks.groups() } else { Vec::new() })
}

/// Who asked: person, when, and when something last happened in that conversation.
struct Asks(Vec<(PersonId, i64, i64)>, i64);

impl Asks {
    fn of(read: &Read, served: &[Thread], asked: &Asked) -> Asks {
        let of = |(thread, it): (&Thread, &MarketThread)| {
            let (at, _) = thread.asked_by_market(asked.now).filter(|(at, _)| asked.window.holds(*at))?;
            let by = it.lines.iter().find_map(|line| match line.by {
                By::Outsider(person) if line.at.0 == at => Some(person),
                _ => None,
            });
            let ends = it.endings.iter().flat_map(|end| [Some(end.at), end.reopened_at]).flatten();
            let happened = it.lines.iter().map(|line| line.at).chain(ends).chain(it.holders.iter().map(|(at, _)| *at));
            Some((by?, at, happened.map(|at| at.0).max().unwrap_or(at)))
        };
        Asks(served.iter().zip(&read.threads).filter_map(of).collect(), read.window.from)
    }

    fn people(&self) -> BTreeSet<PersonId> {
        self.0.iter().map(|(person, ..)| *person).collect()
    }

    /// Who asked, week by week.
    fn groups(&self) -> Vec<(UnitId, Vec<PersonId>)> {
        let mut weeks: BTreeMap<UnitId, BTreeSet<PersonId>> = BTreeMap::new();
        for (person, at, _) in &self.0 {
            weeks.entry(asked_in((at - self.1).div_euclid(WEEK))).or_default().insert(*person);
        }
        weeks.into_iter().map(|(week, people)| (week, people.into_iter().collect())).collect()
    }

    /// Whether what is said of these conversations, less what was said over windows that share a day with this one, is about
    /// nobody or about enough: about those whose conversation has left the window, or went on or began since.
    fn may_follow(&self, veil: &Veil, read: &Read, min: GroupMin) -> bool {
        let mut earlier: BTreeMap<i64, BTreeSet<(i64, PersonId)>> = BTreeMap::new();
        for (unit, until, person) in &read.spoken {
            if let Some(week) = week_asked(*unit) {
                earlier.entry(until.0).or_default().insert((week, *person));
            }
        }
        earlier.iter().all(|(until, asked)| {
            let left = (read.window.until - until).div_euclid(WEEK);
            let gone = asked.iter().filter(|(week, _)| *week < left).map(|(_, person)| *person);
            let since = self.0.iter().filter(|(.., last)| last >= until).map(|(person, ..)| *person);
            // What a later window told of what came then is not kept: where one was measured before, nothing is said.
            left > 0 && (veil.asked)(gone.chain(since).collect::<BTreeSet<_>>().len(), min)
        })
    }
}

/// A conversation as measures take it; without `whole`, what colleagues wrote who may not be counted is left out.
fn thread(it: &MarketThread, people: &mut Numbers, units: &HashMap<PersonId, u32>, whole: bool) -> Thread {
    let line = |line: &Line| {
        let by = match line.by {
            By::Colleague(person) => {
                Writer::Employee { person: people.of(person), unit: units.get(&person).copied().unwrap_or(SOMEBODY) }
            }
            By::SomeColleague if whole => Writer::Employee { person: SOMEBODY, unit: SOMEBODY },
            By::SomeColleague => return None,
            By::Outsider(person) => Writer::Outsider(people.of(person)),
            By::Machine => Writer::Machine,
        };
        let id = |message: MessageId| message.0.unsigned_abs();
        Some(Message {
            id: id(line.id),
            at: line.at.0,
            by,
            outward: line.outward,
            answers: line.answers.map(id),
            recipients: line.recipients,
            public: line.public,
            answerable: line.answerable,
            words: line.words.unwrap_or_default(),
            signed: true,
            likeness: None,
        })
    };
    let messages: Vec<Message> = it.lines.iter().filter_map(line).collect();
    let holders = it.holders.iter().map(|(at, person)| (at.0, people.of(*person))).collect();
    let accepted = it.accepted.map(|message| message.0.unsigned_abs());
    Thread { closings: closings(it), messages, accepted, holders }
}

/// Ends as they count: closing a conversation that nobody of ours answered settles nothing, unless she closed it herself.
fn closings(it: &MarketThread) -> Vec<Closing> {
    let ours = |line: &&Line| line.outward && matches!(line.by, By::Colleague(_) | By::SomeColleague);
    let answered = it.lines.iter().filter(ours).map(|line| line.at).min();
    let closing = |end: &store::reading::thread::Ended| {
        let answered = answered.is_some_and(|at| at <= end.at);
        let how = match (end.reason.as_str(), end.outsider, answered) {
            ("junk" | "duplicate" | "merged", ..) => How::NoThread,
            (_, _, true) => How::Settled,
            (_, true, false) => How::Withdrawn,
            (_, false, false) => return None,
        };
        Some(Closing { at: end.at.0, how, reopened: end.reopened_at.map(|at| at.0) })
    };
    it.endings.iter().filter_map(closing).collect()
}

/// C2, C3, C7, C12: clocks and counts of conversations.
fn clocks(threads: &[Thread], asked: &Asked) -> Vec<(&'static str, Measured)> {
    let ours = response::until_ours(threads, asked, &response::wall);
    let within = |(hours, name): (i64, &'static str)| {
        (name, response::within(response::WITHIN, &ours, asked, (hours * HOUR).unsigned_abs()))
    };
    let mut all: Vec<(&'static str, Measured)> = WITHIN.into_iter().map(within).collect();
    all.push((MEDIAN.name, Measured::new(MEDIAN, asked.window, ours.clocks(), median(&ours))));
    let settled = response::until_settled(threads, asked, &response::wall);
    all.push(("settled_within_72h", response::within(response::SETTLED, &settled, asked, (72 * HOUR).unsigned_abs())));
    all.push((response::REOPENED.name, of_share(response::REOPENED, asked, response::reopened(threads, asked))));
    all.push((peer::FIRST.name, peer::first(threads, asked)));
    let flow = backlog::Flow::of(threads, asked);
    all.push((backlog::CLOSURE.name, Measured::new(backlog::CLOSURE, asked.window, flow.opened, flow.ratio())));
    let waiting = backlog::waiting(threads, asked.now).len();
    all.push((backlog::WAITING.name, Measured::new(backlog::WAITING, asked.window, threads.len(), Ok(waiting as f64))));
    all
}

/// Hours until half were answered.
fn median(curve: &Curve) -> Said {
    match curve.percentile(0.5)? {
        Reached::At(micros) => Ok(micros as f64 / HOUR as f64),
        Reached::After(_) => Err(Lacking::NotReached),
    }
}

/// C1, C4, C5, C6, C11: what colleagues do.
///
/// Of conversations without what colleagues wrote who may not be counted, of whole ones, and of those in which everybody's
/// words may be counted.
fn talk(
    (counted, served, worded): (&[Thread], &[Thread], &[Thread]),
    asked: &Asked,
    active: &[(u32, u32)],
) -> Vec<(&'static str, Measured)> {
    let sent = broadcast::Broadcast::of(counted, asked);
    let market = asked.market(counted).len();
    let depth = reply::depth(counted, asked);
    let talks = Participation::of(counted, active, asked);
    let (ours, theirs) = initiative::begun(served, asked);
    let number = |name: Name, n: usize, said: Said| (name.name, Measured::new(name, asked.window, n, said));
    let share = |name: Name, said: Said<Share>| (name.name, of_share(name, asked, said));
    vec![
        share(broadcast::MEASURE, sent.by_message()),
        share(broadcast::DEAD_ENDS, sent.dead_ends()),
        share(reply::MEASURE, reply::ratio(counted, asked)),
        share(reply::DEEP, depth.map(|(_, deep)| deep)),
        number(initiative::BALANCE, ours + theirs, initiative::balance(served, asked)),
        number(initiative::WORDS, asked.market(worded).len(), initiative::words(worded, asked)),
        share(participation::MEASURE, talks.share()),
        share(crossing::CROSSING, crossing::share(counted, asked)),
        number(crossing::HAND_OFFS, market, crossing::hand_offs(counted, asked).map(|count| count as f64)),
    ]
}

/// A share as it is published.
pub fn of_share(name: Name, asked: &Asked, said: Said<Share>) -> Measured {
    let n = said.map_or(0, |share| share.n);
    let measured = Measured::new(name, asked.window, n, said.map(|share| share.value));
    said.map_or_else(|_| measured.clone(), |share| measured.clone().between(share.low, share.high))
}
