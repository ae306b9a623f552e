//! The trial of lost writes: web frameworks drop the future of a request whose browser went away, at any moment. What
//! was acknowledged must be there all the same, nothing may be there by half, and the store must go on working.

mod shared;

use shared::{entry, is_sound};
use store::{Stop, Store};
use testkit::{Dice, on_both};
use tokio::task::{JoinSet, yield_now};

/// Requests, of which about half are dropped.
const REQUESTS: usize = 400;
/// Requests under way at once: as many browsers.
const AT_ONCE: usize = 20;

#[test]
fn a_dropped_request_loses_nothing_and_leaves_nothing_by_half() {
    on_both(async |it| {
        let mut dice = Dice::seeded(152);
        let (mut acknowledged, mut dropped) = (Vec::new(), 0);
        let mut under_way = JoinSet::new();
        for n in 0..REQUESTS {
            if n >= AT_ONCE {
                note(under_way.join_next().await, &mut acknowledged, &mut dropped);
            }
            // Of every order of magnitude: how far an action has come by then depends on the machine.
            let order = dice.below(13);
            let patience = if dice.once_in(3) { usize::MAX } else { dice.below(2 << order) };
            under_way.spawn(impatient(it.store().clone(), patience));
        }
        while let Some(done) = under_way.join_next().await {
            note(Some(done), &mut acknowledged, &mut dropped);
        }
        assert!(acknowledged.len() > 50 && dropped > 50, "{} acknowledged, {dropped} dropped", acknowledged.len());

        // One more: the writer works, and whatever was still on its way stands before it.
        acknowledged.push(entry(it.store()).await.unwrap());
        let there = is_sound(it.store(), it.keys(), &acknowledged).await;
        eprintln!("{} acknowledged, {dropped} dropped, {there} written", acknowledged.len());
    });
}

type Answer = Option<Result<domain::id::ConversationId, Stop>>;

/// Writes an entry, or goes away when the patience is over.
async fn impatient(store: Store, patience: usize) -> Answer {
    let gone = async {
        for _ in 0..patience {
            yield_now().await;
        }
    };
    tokio::select! {
        answer = entry(&store) => Some(answer),
        () = gone => None,
    }
}

fn note(
    done: Option<Result<Answer, tokio::task::JoinError>>,
    acknowledged: &mut Vec<domain::id::ConversationId>,
    dropped: &mut usize,
) {
    match done.expect("one is under way").expect("a request does not panic") {
        Some(answer) => acknowledged.push(answer.expect("the store works")),
        None => *dropped += 1,
    }
}

#[test]
fn an_action_that_is_refused_or_panics_leaves_nothing_and_its_neighbours_stand() {
    on_both(async |it| {
        let mut tasks = JoinSet::new();
        for n in 0..60 {
            let store = it.store().clone();
            tasks.spawn(async move {
                match n % 3 {
                    0 => entry(&store).await.ok(),
                    1 => spoiled(&store, || Err(domain::refusal::Refusal::hidden().into())).await,
                    _ => spoiled(&store, || panic!("on purpose")).await,
                }
            });
        }
        let done = tasks.join_all().await;
        let acknowledged: Vec<_> = done.into_iter().flatten().collect();
        assert_eq!(acknowledged.len(), 20);
        assert_eq!(is_sound(it.store(), it.keys(), &acknowledged).await, 20);
    });
}

/// Writes rows and a line, and comes to a bad end.
async fn spoiled(store: &Store, end: fn() -> Result<(), Stop>) -> Option<domain::id::ConversationId> {
    use domain::{activity::*, circle::Reach, party::MACHINE};
    let stopped = store
        .act(async move |w| {
            w.add_circle(Reach::Inside).await?;
            let recorded = w.record(Activity::of(MACHINE, Verb::Changed, 0)).await?;
            end()?;
            Ok(recorded)
        })
        .await;
    assert!(stopped.is_err());
    None
}
