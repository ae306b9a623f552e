//! Live: from a post to the last of all who watch; what joining costs; what an idle watcher holds in memory.

mod crowd;

use crate::{
    child::Server,
    client::{Client, Request},
    ground::Ground,
    report::{Budget, Report},
    spread::Spread,
};
use anyhow::{Context, Result, ensure};
use crowd::Crowd;
use std::time::{Duration, Instant};

const SECTION: &str = "live";
/// How many watch.
const CROWDS: [usize; 3] = [1, 100, 1_000];
/// Joins at each end of a crowd that are compared.
const JOINS: usize = 50;
/// Joining a full room costs as much as joining an empty one, noise aside.
const JOIN_MAX: f64 = 1.5;
/// An idle watcher: its socket's state, its parties and an empty lane.
const IDLE_KIB_MAX: f64 = 40.0;
/// What a join leaves to be done is done by then.
const SETTLING: Duration = Duration::from_secs(1);

/// One side of the comparison: where to watch and how to post.
struct Side<'a> {
    server: &'a Server,
    watch: Vec<Request>,
    post: Box<dyn Fn(&str) -> Request + 'a>,
}

/// What one crowd on one side gave.
struct Seen {
    by_all: Spread,
    joins: Spread,
    join_growth: f64,
    kib_each: f64,
}

/// Measures the crowds that the house has people for.
///
/// # Errors
/// A watcher that is cut, a post that nobody sees.
pub async fn measure(ground: &Ground, report: &mut Report) -> Result<()> {
    for count in CROWDS.into_iter().filter(|count| *count < ground.cookies.len() || *count == ground.cookies.len()) {
        let posts = if ground.quick { 10 } else { if count > 100 { 60 } else { 200 } };
        let below = watched(&floor(ground), count, posts).await.context("floor")?;
        let above = watched(&house(ground)?, count, posts).await.context("house")?;
        let budget = (count > 1).then_some(Budget::TimesFloor(3.0));
        let pair = |part| (above.by_all.ms(part), below.by_all.ms(part));
        report.beside(SECTION, format!("a post seen by all of {count}, p50"), pair(0.5), "ms", budget);
        report.beside(SECTION, "the same, p95", pair(0.95), "ms", None);
        report.beside(SECTION, format!("joining, mean of {count}"), (above.joins.mean_ms(), below.joins.mean_ms()), "ms", None);
        if count >= 1_000 {
            report.budget(
                SECTION,
                "joining: the last fifty to the first fifty, times",
                above.join_growth,
                "x",
                Budget::AtMost(JOIN_MAX),
            );
            report.add(SECTION, "the floor's idle connection", below.kib_each, "KiB");
            report.budget(SECTION, "an idle connection", above.kib_each, "KiB", Budget::AtMost(IDLE_KIB_MAX));
        }
    }
    Ok(())
}

fn floor(ground: &Ground) -> Side<'_> {
    Side {
        server: &ground.floor,
        watch: vec![Request::get("/rooms/7", &[])],
        post: Box::new(|mark| Request::post("/rooms/7", &[], mark)),
    }
}

fn house(ground: &Ground) -> Result<Side<'_>> {
    let number = *ground.landmarks.talks.first().context("the house has no talk")?;
    let watch = |cookie: &String| {
        Request::get(&format!("/live?conversation={number}"), &[("cookie", cookie), ("accept", "text/event-stream")])
    };
    let writer = ground.cookie(0)?;
    Ok(Side {
        server: &ground.house,
        watch: ground.cookies.iter().map(watch).collect(),
        post: Box::new(move |mark| {
            let headers =
                [("cookie", writer), ("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
            Request::post(&format!("/conversations/{number}/messages"), &headers, &format!("body={mark}"))
        }),
    })
}

async fn watched(side: &Side<'_>, count: usize, posts: usize) -> Result<Seen> {
    let address = side.server.address;
    let before = side.server.memory()?.own;
    let mut crowd = Crowd::default();
    let mut joins = Vec::with_capacity(count);
    for n in 0..count {
        let begun = Instant::now();
        let stream = Client::open(address).await?.stream(&side.watch[n % side.watch.len()]).await?;
        joins.push(begun.elapsed());
        crowd.join(stream);
    }
    tokio::time::sleep(SETTLING).await;
    let own = side.server.memory()?.own;
    let mut writer = Client::open(address).await?;
    let mut times = Vec::with_capacity(posts);
    for n in 0..posts {
        let begun = Instant::now();
        let seen = crowd.all_see(n);
        let answer = writer.send(&(side.post)(&crowd::mark(n))).await?;
        ensure!(answer.status == 201, "a post was answered with {}: {}", answer.status, answer.text());
        times.push(seen.await?.duration_since(begun));
    }
    let mean = |some: &[Duration]| some.iter().copied().collect::<Spread>().mean_ms();
    let some = JOINS.min(count);
    Ok(Seen {
        join_growth: mean(&joins[count - some..]) / mean(&joins[..some]),
        kib_each: own.saturating_sub(before) as f64 / count as f64,
        by_all: times.into_iter().collect(),
        joins: joins.into_iter().collect(),
    })
}
