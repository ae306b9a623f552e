//! The one writer of a node: takes the actions that wait, runs each in a savepoint of one transaction (one that came alone in
//! the transaction itself), commits once for all, and only then answers.
//!
//! It lives on a thread of its own, so an action runs to its end even when the request that asked for it is dropped.
//!
//! **Invariants.** An action is acknowledged after the commit that holds it (fsync on SQLite). Positions are allotted
//! under the lock of `log_head`, so they stand in commit order among all nodes, without gaps.

use crate::{
    engine::{BLIND, Engine, Line, Query},
    fault::{Fault, Stop},
    opening::{Core, Dialler},
    sql::statements,
    value::args,
    writing::Writing,
};
use domain::limits;
use futures_util::FutureExt;
use std::time::Duration;
use std::{panic::AssertUnwindSafe, pin::Pin, sync::Arc};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};

/// A group that took less is not worth waiting for: a quick disk.
const WORTH_WAITING: Duration = Duration::from_millis(3);
/// Nobody waits longer than this for the company of others.
const PATIENCE_MAX: Duration = Duration::from_millis(5);

statements! {
    LOCK_HEAD = "UPDATE log_head SET position = position WHERE id = 1 RETURNING position";
    SET_HEAD = "UPDATE log_head SET position = $1 WHERE id = 1";
}

/// Proof that an action recorded at least one activity, with what the action gives back.
///
/// **Invariant.** Made only by [`Writing::record`]; [`crate::Store::act`] takes nothing else, so an action that
/// forgets the log does not compile.
#[derive(Debug)]
pub struct Recorded<T>(T);

impl Recorded<()> {
    pub(crate) fn new() -> Recorded<()> {
        Recorded(())
    }
}

impl<T> Recorded<T> {
    /// The same proof, with another value.
    pub fn with<U>(self, value: U) -> Recorded<U> {
        let Recorded(_) = self;
        Recorded(value)
    }

    /// The value, where one action is built of another.
    pub fn value(&self) -> &T {
        &self.0
    }
}

/// Answers who asked for an action, once it is known whether its group was committed.
type Telling = Box<dyn FnOnce(Result<(), String>) + Send>;

/// How an action came out: whether what it wrote stays, and whom to tell after the commit.
struct Outcome {
    kept: bool,
    tell: Telling,
}

type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;
type Job = Box<dyn for<'a> FnOnce(&'a mut Writing) -> Running<'a> + Send>;

/// The queue in front of the writer.
#[derive(Clone)]
pub(crate) struct Queue(mpsc::Sender<Job>);

impl Queue {
    /// Hands an action to the writer and waits until it is committed.
    pub(crate) async fn act<T, F>(&self, action: F) -> Result<T, Stop>
    where
        F: AsyncFnOnce(&mut Writing) -> Result<Recorded<T>, Stop> + Send + 'static,
        T: Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let job: Job = Box::new(move |writing| Box::pin(run(action, writing, done)));
        self.0.try_send(job).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => Fault::Busy,
            mpsc::error::TrySendError::Closed(_) => Fault::Closed,
        })?;
        answer.await.map_err(|_| Fault::Closed)?
    }
}

async fn run<T, F>(action: F, writing: &mut Writing, done: oneshot::Sender<Result<T, Stop>>) -> Outcome
where
    F: AsyncFnOnce(&mut Writing) -> Result<Recorded<T>, Stop> + Send + 'static,
    T: Send + 'static,
{
    let result = match AssertUnwindSafe(action(writing)).catch_unwind().await {
        Ok(result) => result.map(|recorded| recorded.0),
        Err(_) => Err(Fault::NotCommitted(String::from("the action panicked")).into()),
    };
    let kept = result.is_ok();
    let tell = Box::new(move |committed: Result<(), String>| {
        let answer = match committed {
            Ok(()) => result,
            Err(words) if kept => Err(Fault::NotCommitted(words).into()),
            Err(_) => result,
        };
        // Who asked may have gone; the action stands all the same.
        let _ = done.send(answer);
    });
    Outcome { kept, tell }
}

/// Starts the writer's thread.
pub(crate) fn start(core: Arc<Core>, dialler: Dialler) -> Result<Queue, Fault> {
    let (queue, jobs) = mpsc::channel(limits::WRITER_QUEUE_MAX);
    std::thread::Builder::new().name(String::from("writer")).spawn(
        move || match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(write(core, dialler, jobs)),
            Err(error) => tracing::error!(%error, "the writer could not start"),
        },
    )?;
    Ok(Queue(queue))
}

/// How the last group went: those it answered are likely to come again at once.
#[derive(Default)]
struct Pace {
    actions: usize,
    took: Duration,
}

impl Pace {
    /// How long the next group may wait for those just answered: half of what a commit costs, so that they share this one
    /// instead of waiting for the one after. Alone, or where a commit costs little, nobody waits.
    fn patience(&self) -> Option<Duration> {
        (self.actions > 1 && self.took >= WORTH_WAITING).then(|| (self.took / 2).min(PATIENCE_MAX))
    }
}

/// The actions that share the next commit, at least one; `None` when nobody can ask any more.
///
/// Those that came during the last commit are joined by those it answered: else two halves of the same people would take
/// turns for ever, each waiting for the other's commit.
async fn gathered(jobs: &mut mpsc::Receiver<Job>, pace: &Pace) -> Option<Vec<Job>> {
    let mut group = Vec::new();
    take_waiting(jobs, &mut group);
    let expected = (group.len() + pace.actions).min(limits::GROUP_ACTIONS_MAX);
    if group.is_empty() {
        group.push(jobs.recv().await?);
    }
    if let Some(patience) = pace.patience() {
        let until = Instant::now() + patience;
        while group.len() < expected
            && let Ok(Some(job)) = timeout_at(until, jobs.recv()).await
        {
            group.push(job);
        }
    }
    take_waiting(jobs, &mut group);
    Some(group)
}

fn take_waiting(jobs: &mut mpsc::Receiver<Job>, group: &mut Vec<Job>) {
    while group.len() < limits::GROUP_ACTIONS_MAX
        && let Ok(job) = jobs.try_recv()
    {
        group.push(job);
    }
}

async fn write(core: Arc<Core>, dialler: Dialler, mut jobs: mpsc::Receiver<Job>) {
    let mut line = None;
    let mut pace = Pace::default();
    while let Some(group) = gathered(&mut jobs, &pace).await {
        let (actions, begun) = (group.len(), Instant::now());
        let open = match line.take() {
            Some(open) => Ok(open),
            None => dialler.dial().await,
        };
        match open {
            Ok(open) => line = commit_group(&core, open, group).await,
            // Dropping the jobs answers each with `Closed`.
            Err(error) => tracing::error!(%error, "the database cannot be reached"),
        }
        pace = Pace { actions, took: begun.elapsed() };
    }
}

/// Runs one group; gives the connection back where it can be used again.
async fn commit_group(core: &Arc<Core>, line: Line, group: Vec<Job>) -> Option<Line> {
    let mut writing = Writing::new(core.clone(), line);
    let mut tellings = Vec::with_capacity(group.len());
    let committed = match run_group(&mut writing, group, &mut tellings).await {
        Ok(()) => Ok(()),
        Err(fault) => {
            tracing::error!(%fault, "a group of actions was not committed");
            Err(fault.to_string())
        }
    };
    let (line, head, rearranged) = writing.finish();
    if committed.is_ok() {
        if rearranged && let Err(fault) = core.reload_units().await {
            tracing::error!(%fault, "the unit tree could not be read again");
        }
        core.publish(head);
    }
    for tell in tellings {
        tell(committed.clone());
    }
    if committed.is_err() && line.batch("ROLLBACK").await.is_err() && line.engine() == Engine::Postgres {
        return None;
    }
    Some(line)
}

async fn run_group(writing: &mut Writing, group: Vec<Job>, tellings: &mut Vec<Telling>) -> Result<(), Fault> {
    let begin = if writing.line().engine() == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
    writing.line().batch(begin).await?;
    let renewed = writing.core().keep_node(writing.line(), writing.at()).await?;
    let head = writing.line().rows(Query::new(&LOCK_HEAD, vec![], BLIND, &[]), |row| row.int(0)).await?;
    writing.begin(head.first().copied().unwrap_or(0));
    // An action that shares its transaction with nothing needs no savepoint in it.
    let alone = group.len() == 1 && !renewed;
    for job in group {
        let mark = writing.mark();
        if !alone {
            writing.line().batch("SAVEPOINT action").await?;
        }
        let outcome = job(writing).await;
        tellings.push(outcome.tell);
        if !outcome.kept {
            writing.back_to(mark);
        }
        match (outcome.kept, alone) {
            (true, true) => {}
            (true, false) => writing.line().batch("RELEASE SAVEPOINT action").await?,
            (false, true) => return writing.line().batch("ROLLBACK").await,
            (false, false) => writing.line().batch("ROLLBACK TO SAVEPOINT action; RELEASE SAVEPOINT action").await?,
        }
    }
    if writing.head() != head.first().copied().unwrap_or(0) {
        writing.line().run(Query::new(&SET_HEAD, args![writing.head()], BLIND, &[])).await?;
    }
    writing.line().batch("COMMIT").await
}
