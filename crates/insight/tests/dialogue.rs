//! What must hold of the dialogue measures: who ignores people looks worse, machines change nothing, and swapping the sides
//! turns the balance over.

use insight::dialogue::likeness::Likeness;
use insight::dialogue::outcome::{Decision, Item};
use insight::dialogue::panel::Panel;
use insight::dialogue::participation::Participation;
use insight::dialogue::purchase::{Answer, Intent};
use insight::dialogue::response::{self, ENDINGS, OURS, TIMES, wall};
use insight::dialogue::*;
use insight::measured::{Lacking, Said, Window};
use insight::survival::{Clock, Curve, Reached};
use proptest::prelude::*;

const START: i64 = 20_000 * DAY;
const ASKED: Asked = Asked { window: Window { from: START, until: START + 28 * DAY }, now: START + 60 * DAY };

fn message(id: u64, at: i64, by: Writer) -> Message {
    let signed = by.is_ours();
    Message {
        id,
        at,
        by,
        outward: true,
        answers: None,
        recipients: 1,
        public: false,
        answerable: true,
        words: 20,
        signed,
        likeness: None,
    }
}

/// Threads of the market, each a question and what followed after so many hours, by so many employees or peers.
fn threads() -> impl Strategy<Value = Vec<Thread>> {
    let follow = (0..600i64, 0..6u32, any::<bool>());
    let thread = (0..28 * 24i64, any::<bool>(), prop::collection::vec(follow, 0..5), prop::option::of(0..900i64));
    prop::collection::vec(thread, 1..25).prop_map(|all| {
        let mut id = 0;
        let mut writer = |ours: bool, person: u32, at: i64| {
            id += 1;
            let by = if ours { Writer::Employee { person, unit: person % 3 } } else { Writer::Outsider(100 + person) };
            message(id, at, by)
        };
        all.into_iter()
            .map(|(hour, ours, follow, closed)| {
                let at = START + hour * HOUR;
                let mut messages = vec![writer(ours, 0, at)];
                messages.extend(follow.into_iter().map(|(later, person, ours)| writer(ours, person, at + (later + 1) * HOUR)));
                let closings = closed.map(|later| Closing { at: at + (later + 1) * HOUR, how: How::Settled, reopened: None });
                Thread {
                    accepted: messages.get(1).map(|m| m.id),
                    messages,
                    closings: closings.into_iter().collect(),
                    holders: vec![],
                }
            })
            .collect()
    })
}

/// A question that nobody ever answers, asked when the window opened.
fn ignored() -> Thread {
    Thread { messages: vec![message(1 << 40, START, Writer::Outsider(7))], ..Thread::default() }
}

/// Every number that a person may read, in some order.
fn all(threads: &[Thread]) -> String {
    let active: Vec<(u32, u32)> = (0..6).map(|person| (person, person % 3)).collect();
    let talking = Participation::of(threads, &active, &ASKED);
    let broadcast = broadcast::Broadcast::of(threads, &ASKED);
    let curves = [
        response::until_ours(threads, &ASKED, &wall),
        response::until_any(threads, &ASKED, &wall),
        response::until_settled(threads, &ASKED, &wall),
    ];
    let spread = (talking.share(), talking.of_unit(1), talking.absence_factor(), talking.gini());
    let starts = (initiative::balance(threads, &ASKED), initiative::words(threads, &ASKED));
    let peers = (peer::accepted(threads, &ASKED), peer::first(threads, &ASKED), peer::diversity(threads, &ASKED));
    let open = (backlog::Flow::of(threads, &ASKED), backlog::waiting(threads, ASKED.now));
    let across = (crossing::share(threads, &ASKED), crossing::hand_offs(threads, &ASKED), crossing::lead(threads, &ASKED));
    let spoken = (
        reply::ratio(threads, &ASKED),
        reply::depth(threads, &ASKED),
        voice::signed(threads, &ASKED),
        voice::templated(threads, &ASKED),
    );
    format!(
        "{curves:?}{broadcast:?}{spread:?}{starts:?}{peers:?}{open:?}{across:?}{spoken:?}{:?}",
        response::reopened(threads, &ASKED)
    )
}

fn less(name: &str, before: Said, after: Said) {
    if let (Ok(before), Ok(after)) = (before, after) {
        assert!(after < before || before == 0.0, "{name}: {after} is not worse than {before}");
    }
}

proptest! {
    #[test]
    fn a_hundred_ignored_people_make_every_clock_worse(threads in threads()) {
        let mut more = threads.clone();
        more.extend((0..100).map(|_| ignored()));
        let ours = |threads: &[Thread]| response::until_ours(threads, &ASKED, &wall);
        let settled = |threads: &[Thread]| response::until_settled(threads, &ASKED, &wall);
        for time in TIMES {
            let within = |threads: &[Thread]| ours(threads).ended(time as u64).map(|ended| ended.value);
            less("answered", within(&threads), within(&more));
            less("settled", settled(&threads).ended(time as u64).map(|e| e.value), settled(&more).ended(time as u64).map(|e| e.value));
            let plain = |threads: &[Thread]| response::plain(threads, &ASKED, time).map(|share| share.value);
            less("plain", plain(&threads), plain(&more));
        }
        less("peers", peer::first(&threads, &ASKED).said(), peer::first(&more, &ASKED).said());
        less("closure", backlog::Flow::of(&threads, &ASKED).ratio(), backlog::Flow::of(&more, &ASKED).ratio());
        prop_assert_eq!(backlog::waiting(&more, ASKED.now).len(), backlog::waiting(&threads, ASKED.now).len() + 100);
        // A hundred against at most twenty-five: the middle one is never answered.
        prop_assert!(matches!(ours(&more).percentile(0.5), Ok(Reached::After(_))));
    }

    #[test]
    fn machines_change_nothing(threads in threads(), noise in prop::collection::vec((any::<prop::sample::Index>(), 0..2000i64, any::<bool>()), 1..40)) {
        let mut noisy = threads.clone();
        for (at, (place, hour, outward)) in noise.into_iter().enumerate() {
            let thread = place.get(&threads);
            let place = threads.iter().position(|other| std::ptr::eq(other, thread)).unwrap();
            let by = message((1 << 50) + at as u64, START - 100 * HOUR + hour * HOUR, Writer::Machine);
            noisy[place].messages.push(Message { outward, public: true, recipients: 5000, words: 900, ..by });
        }
        prop_assert_eq!(all(&noisy), all(&threads));
    }

    #[test]
    fn swapping_the_sides_turns_the_balance_over(threads in threads()) {
        let mut swapped = threads.clone();
        for message in swapped.iter_mut().flat_map(|thread| &mut thread.messages) {
            message.by = match message.by {
                Writer::Employee { person, .. } => Writer::Outsider(person),
                Writer::Outsider(person) => Writer::Employee { person, unit: 0 },
                Writer::Machine => Writer::Machine,
            };
        }
        prop_assert_eq!(initiative::balance(&swapped, &ASKED), initiative::balance(&threads, &ASKED).map(|balance| -balance));
    }

    #[test]
    fn what_has_ended_in_each_way_and_what_waits_is_everything(clocks in prop::collection::vec((0..50u64, prop::option::of(0..ENDINGS)), 1..60), time in 0..60u64) {
        let curve = Curve::of(&clocks.into_iter().map(|(ran, ended)| Clock { ran, ended }).collect::<Vec<_>>(), ENDINGS);
        if let Ok(waiting) = curve.waiting(time) {
            let ended: f64 = (0..ENDINGS).map(|kind| curve.ended_by(kind, time).unwrap().value).sum();
            prop_assert!((ended + waiting.value - 1.0).abs() < 1e-12);
            for estimate in (0..ENDINGS).map(|kind| curve.ended_by(kind, time).unwrap()).chain([waiting]) {
                prop_assert!(0.0 <= estimate.low && estimate.low <= estimate.value + 1e-12 && estimate.value <= estimate.high + 1e-12 && estimate.high <= 1.0);
            }
        } else {
            prop_assert_eq!(curve.ended_by(OURS, time), Err(Lacking::NotReached));
        }
    }

    #[test]
    fn shares_are_shares_whatever_the_conversations(threads in threads()) {
        let broadcast = broadcast::Broadcast::of(&threads, &ASKED);
        for share in [broadcast.by_message().map(|s| s.value), broadcast.by_recipient(), reply::ratio(&threads, &ASKED).map(|s| s.value), initiative::words(&threads, &ASKED)] {
            prop_assert!(share.is_err() || (0.0..=1.0).contains(&share.unwrap()));
        }
    }
}

#[test]
fn a_pure_broadcaster_and_a_house_that_only_answers() {
    let employee = |person| Writer::Employee { person, unit: 0 };
    let announcement = |id, at| Message { recipients: 5_000, answerable: false, ..message(id, at, employee(0)) };
    let news: Vec<Thread> =
        (0..10).map(|day| Thread { messages: vec![announcement(day, START + day as i64 * DAY)], ..Thread::default() }).collect();
    let counted = broadcast::Broadcast::of(&news, &ASKED);
    assert_eq!(
        (counted.by_message().unwrap().value, counted.by_recipient(), counted.dead_ends().unwrap().value),
        (1.0, Ok(1.0), 1.0)
    );
    assert_eq!(initiative::balance(&news, &ASKED), Ok(1.0));
    let active: Vec<(u32, u32)> = (0..8).map(|person| (person, 0)).collect();
    assert_eq!(Participation::of(&news, &active, &ASKED).share().unwrap().part, 0);
    assert_eq!(response::until_ours(&news, &ASKED, &wall).ended(1), Err(Lacking::NoRecords));

    let answered = |id: u64| {
        let at = START + id as i64 * HOUR;
        let messages =
            vec![message(2 * id, at, Writer::Outsider(id as u32)), message(2 * id + 1, at + HOUR / 2, employee(id as u32 % 8))];
        Thread { messages, ..Thread::default() }
    };
    let desk: Vec<Thread> = (0..40).map(answered).collect();
    assert_eq!(broadcast::Broadcast::of(&desk, &ASKED).by_message().unwrap().value, 0.0);
    assert_eq!(response::until_ours(&desk, &ASKED, &wall).ended(24 * HOUR as u64).unwrap().value, 1.0);
    let talking = Participation::of(&desk, &active, &ASKED);
    assert_eq!((talking.share().unwrap().value, talking.absence_factor(), talking.gini()), (1.0, Ok(4), Ok(0.0)));
    assert_eq!(initiative::balance(&desk, &ASKED), Ok(-1.0));
}

#[test]
fn an_answered_announcement_is_a_loop_and_one_left_hanging_is_not() {
    let announce = |id| Message { recipients: 50, ..message(id, START + DAY, Writer::Employee { person: 1, unit: 0 }) };
    let echo = |id, to| Message { answers: Some(to), ..message(id, START + 2 * DAY, Writer::Outsider(9)) };
    let back = |id, at| message(id, at, Writer::Employee { person: 2, unit: 1 });
    // The answer opens a conversation of its own.
    let threads = [
        vec![announce(1)],
        vec![echo(2, 1), back(3, START + 3 * DAY)],
        vec![announce(4)],
        vec![echo(5, 4), back(6, START + 5 * DAY)],
        vec![announce(7)],
    ];
    let threads = threads.map(|messages| Thread { messages, ..Thread::default() });
    assert_eq!(broadcast::Broadcast::of(&threads, &ASKED).loops().unwrap().part, 1);
}

#[test]
fn a_template_is_found_and_a_fresh_answer_is_not() {
    let body: String = (0..80).map(|word| format!("word{word} ")).collect();
    let words = |name: &str| Likeness::of(&format!("Hello {name}, {body}"));
    let other = Likeness::of("Your fork has a crack at the crown, please do not ride it, we send a new one today");
    let say =
        |id: u64, likeness| Message { likeness, ..message(id, START + id as i64 * DAY, Writer::Employee { person: 1, unit: 0 }) };
    let messages = vec![say(1, words("Ana")), say(2, words("Ben")), say(3, other), say(4, None)];
    let found = voice::templated(&[Thread { messages, ..Thread::default() }], &ASKED).unwrap();
    assert_eq!((found.part, found.n), (1, 3));
}

#[test]
fn what_is_raised_is_decided_told_and_changes_something_or_not() {
    let item = |decision: Option<(i64, bool)>, told: Option<i64>| Item {
        raised: START + DAY,
        decision: decision.map(|(day, changes)| Decision { at: START + day * DAY, changes }),
        left: None,
        told: vec![told.map(|day| START + day * DAY)],
    };
    let items =
        [item(Some((5, true)), Some(6)), item(Some((5, false)), Some(30)), item(None, None), item(Some((50, true)), None)];
    assert_eq!(outcome::told(&items, &ASKED).map(|share| (share.part, share.n)), Ok((1, 2)));
    assert_eq!(outcome::changed(&items, &ASKED).map(|share| (share.part, share.n)), Ok((2, 3)));
    let later = Asked { now: START + 100 * DAY, ..ASKED };
    assert_eq!(outcome::decided(&items, &later).said(), Ok(0.75));
    assert!((outcome::closed(&items, &later).unwrap() - 0.75 / 3.0).abs() < 1e-12);
    assert_eq!(outcome::closed(&[], &later), Err(Lacking::NoRecords));
}

/// Twelve weeks, at their end.
const TWELVE_WEEKS: Asked = Asked { window: Window { from: START, until: START + 84 * DAY }, now: START + 84 * DAY };

/// Raised on one day and decided on another, where it was; told a day later.
fn raised(day: i64, decided: Option<i64>) -> Item {
    let at = |day: i64| START + day * DAY;
    let decision = decided.map(|day| Decision { at: at(day), changes: true });
    Item { raised: at(day), decision, left: None, told: vec![decided.map(|day| at(day + 1))] }
}

#[test]
fn what_is_no_longer_asked_was_never_decided_and_is_no_longer_undecided_either() {
    let mut items: Vec<Item> = (0..10).map(|day| raised(day, (day < 5).then_some(day + 2))).collect();
    assert_eq!(outcome::decided(&items, &TWELVE_WEEKS).said(), Ok(0.5));
    // Two gave up a day later, while all were undecided: of the eight that were left five were decided.
    items[8].left = Some(START + 9 * DAY);
    items[9].left = Some(START + 10 * DAY);
    assert_eq!(outcome::decided(&items, &TWELVE_WEEKS).said(), Ok(0.625));
    assert_eq!(outcome::told(&items, &TWELVE_WEEKS).map(|share| share.n), Ok(5));
}

#[test]
fn what_is_too_young_to_tell_is_not_said_and_no_haste_hides_it() {
    let young: Vec<Item> = (30..40).map(|day| raised(day, (day < 35).then_some(day + 1))).collect();
    assert_eq!(outcome::decided(&young, &TWELVE_WEEKS).said(), Err(Lacking::NotReached));
    // All is decided within two days, but what was raised yesterday: the curve ends there, and counts it as undecided.
    let mut quick: Vec<Item> = (0..19).map(|day| raised(day, Some(day + 2))).collect();
    assert_eq!(outcome::decided(&quick, &TWELVE_WEEKS).said(), Ok(1.0));
    quick.push(raised(80, None));
    let share = outcome::decided(&quick, &TWELVE_WEEKS).said().unwrap();
    assert!((share - 0.95).abs() < 1e-12, "{share}");
}

#[test]
fn a_hundred_that_nobody_ever_answers_make_it_worse_closed_in_silence_or_left_open() {
    let items: Vec<Item> = (0..40).map(|day| raised(day, (day % 4 > 0).then_some(day + 5))).collect();
    let open: Vec<Item> = (0..100).map(|n| raised(n % 80, None)).collect();
    let silent = (0..100).map(|n| Item { told: vec![None], ..raised(n % 60, Some(n % 60 + 1)) });
    let with = |more: Vec<Item>| [items.clone(), more].concat();
    let worse = |more: Vec<Item>| {
        let (before, after) =
            (outcome::closed(&items, &TWELVE_WEEKS).unwrap(), outcome::closed(&with(more), &TWELVE_WEEKS).unwrap());
        assert!(after < before / 2.0, "{before}, then {after}");
    };
    worse(open.clone());
    worse(silent.collect());
    let decided = |items: &[Item]| outcome::decided(items, &TWELVE_WEEKS).said().unwrap();
    assert!(decided(&with(open)) < decided(&items) / 2.0);
}

#[test]
fn whoever_wants_to_buy_is_helped_and_then_left_in_peace() {
    let intent = |answer, ended: Option<i64>, contacts: &[i64]| Intent {
        at: START,
        answer,
        ended,
        contacts: contacts.to_vec(),
        useful: Some(true),
        chosen: None,
        regrets: Some(false),
    };
    let intents = [
        intent(Some((START + HOUR, Answer::Help)), Some(START + DAY), &[START + HOUR, START + 2 * DAY]),
        intent(Some((START + 30 * HOUR, Answer::Offer)), None, &[]),
    ];
    assert_eq!(purchase::answered(&intents, &ASKED).said(), Ok(0.5));
    assert_eq!((purchase::helped(&intents, &ASKED).unwrap().part, purchase::unasked(&intents, &ASKED)), (1, 1));
    let [useful, chosen, regrets] = purchase::judged(&intents, &ASKED).map(|share| share.map(|share| share.value));
    assert_eq!((useful, chosen, regrets), (Ok(1.0), Err(Lacking::NoRecords), Ok(0.0)));
}

#[test]
fn the_locker_room_hand_offs_and_promises() {
    let employee = |person| Writer::Employee { person, unit: person };
    let aside = Message { outward: false, ..message(2, START + HOUR, employee(1)) };
    let messages = vec![message(1, START, Writer::Outsider(9)), aside, message(3, START + 3 * HOUR, employee(2))];
    let thread = Thread {
        messages,
        accepted: Some(3),
        holders: vec![(START, 5), (START + HOUR, 1), (START + 2 * HOUR, 2)],
        ..Thread::default()
    };
    let threads = [thread];
    assert_eq!(crossing::share(&threads, &ASKED).unwrap().value, 1.0);
    assert_eq!((crossing::hand_offs(&threads, &ASKED), crossing::lead(&threads, &ASKED)), (Ok(2), Ok(2 * HOUR)));
    let due = |kept| backlog::Promise { due: START + DAY, kept };
    assert_eq!(backlog::kept(&[due(Some(START)), due(Some(START + 2 * DAY)), due(None)], &ASKED).unwrap().part, 1);
}

#[test]
fn a_group_that_waits_longer_shows_and_of_one_group_nothing_can_be_said() {
    let fair = |shares: &[Said]| fairness::ratio(&(0..).zip(shares.iter().copied()).collect());
    assert_eq!(fair(&[Ok(0.9), Ok(0.45), Ok(0.6)]), Ok(0.5));
    assert_eq!(fair(&[Ok(0.7), Ok(0.7)]), Ok(1.0), "all alike");
    assert_eq!(fair(&[Ok(0.7), Err(Lacking::NotReached)]), Err(Lacking::TooFew));
    assert_eq!(fair(&[Ok(0.0), Ok(0.0)]), Err(Lacking::NotReached), "nobody was answered, which is not alike");
}

#[test]
fn one_strength_hides_no_weakness() {
    let panel = Panel {
        dialogue: Ok(1.0),
        answered: Ok(1.0),
        balance: Ok(0.0),
        talking: Ok(0.6),
        peers: Err(Lacking::NoRecords),
        closed: Ok(1.0),
    };
    assert_eq!(panel.one_number(), Ok(1.0));
    assert_eq!(Panel { answered: Ok(0.0), ..panel }.one_number(), Ok(0.0));
    assert_eq!(Panel { closed: Err(Lacking::NoRecords), ..panel }.one_number(), Err(Lacking::NoRecords));
}
