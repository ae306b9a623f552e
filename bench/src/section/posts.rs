//! Durable posts: one writer, many, a burst and how the index follows it.

pub mod lag;

use crate::{
    client::Request,
    ground::Ground,
    load::{Done, Load},
    report::{Budget, Report},
};
use anyhow::Result;
use std::{net::SocketAddr, sync::Arc};

const SECTION: &str = "posts";
/// Posts in flight where the budget is taken.
const IN_FLIGHT: usize = 16;
/// How long the index may need after the burst.
const CAUGHT_UP_SECONDS_MAX: f64 = 10.0;
/// How far it may trail while posts keep coming.
const LAG_SECONDS_MAX: f64 = 1.0;
/// The part of the floor at which they keep coming.
const STEADY: f64 = 0.25;

/// Measures posts.
///
/// # Errors
/// A post that is not answered with 201.
pub async fn measure(ground: &Ground, report: &mut Report) -> Result<()> {
    let posts = house_posts(ground)?;
    let floor = Arc::new(vec![Request::post("/rooms/1", &[], "a few words that somebody wrote")]);
    for clients in [1, 64] {
        let below = load(ground, ground.floor.address, &floor, clients, 4, None).await?;
        let above = load(ground, ground.house.address, &posts, clients, 4, None).await?;
        report.beside(SECTION, format!("durable posts, {clients} in flight"), (above.per_second, below.per_second), "/s", None);
        report.beside(SECTION, "the same, p50", (above.spread.ms(0.5), below.spread.ms(0.5)), "ms", None);
    }
    let store = ground.store().await?;
    lag::until_caught_up(&store).await?;
    let below = load(ground, ground.floor.address, &floor, IN_FLIGHT, 10, None).await?;
    let above = load(ground, ground.house.address, &posts, IN_FLIGHT, 10, None).await?;
    let caught_up = lag::until_caught_up(&store).await?;
    let what = "durable posts, 16 in flight, a burst of 10 s";
    report.beside(SECTION, what, (above.per_second, below.per_second), "/s", Some(Budget::PartOfFloor(0.5)));
    report.add(SECTION, "the same, p95", above.spread.ms(0.95), "ms");
    report.budget(
        SECTION,
        "the index caught up after it within",
        caught_up.as_secs_f64(),
        "s",
        Budget::AtMost(CAUGHT_UP_SECONDS_MAX),
    );
    let pace = below.per_second * STEADY;
    let watching = tokio::spawn(lag::longest(store, ground.lasting(60)));
    let steady = load(ground, ground.house.address, &posts, IN_FLIGHT, 60, Some(pace)).await?;
    let longest = watching.await??;
    let what = "durable posts for 60 s at a quarter of the floor";
    report.beside(SECTION, what, (steady.per_second, below.per_second), "/s", Some(Budget::PartOfFloor(STEADY * 0.98)));
    report.add(SECTION, "the same, p95", steady.spread.ms(0.95), "ms");
    report.budget(SECTION, "the index's longest lag meanwhile", longest.as_secs_f64(), "s", Budget::AtMost(LAG_SECONDS_MAX));
    Ok(())
}

/// Posts of different people in different conversations.
pub fn house_posts(ground: &Ground) -> Result<Arc<Vec<Request>>> {
    let post = |(n, number): (usize, &i64)| {
        let cookie = ground.cookie(n % ground.cookies.len())?;
        let headers = [("cookie", cookie), ("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
        Ok(Request::post(&format!("/conversations/{number}/messages"), &headers, "body=a+few+words+that+somebody+wrote"))
    };
    Ok(Arc::new(ground.landmarks.talks.iter().enumerate().map(post).collect::<Result<_>>()?))
}

async fn load(
    ground: &Ground,
    address: SocketAddr,
    requests: &Arc<Vec<Request>>,
    clients: usize,
    seconds: u64,
    pace: Option<f64>,
) -> Result<Done> {
    Load { address, requests: requests.clone(), clients, lasting: ground.lasting(seconds), status: 201, pace }.run().await
}
