//! Pages: the conversation, its first reading, home, a space's list; what they weigh; whether they grow with the house.

mod weight;

use crate::{
    client::{Client, Request},
    floor::THREADS,
    ground::Ground,
    load::{Done, Load},
    report::{Budget, Report},
    spread::Spread,
};
use anyhow::{Result, ensure};
use std::{net::SocketAddr, sync::Arc};

const SECTION: &str = "pages";
/// Clients at once, where requests a second are counted.
const CLIENTS: usize = 16;
/// Posts beside the reading: a busy hour of a house of two thousand.
const POSTS_PER_SECOND: f64 = 20.0;
/// A page costs no more where the house is ten times larger: log n and noise aside.
const GROWTH_MAX: f64 = 1.25;
/// How often each house has its turn, a second long.
const TURNS: usize = 5;
/// Any place of the longest conversation opens nearly as fast as one page.
const PLACE_MAX: f64 = 1.5;

/// Measures pages; budgets bind on the largest house.
///
/// # Errors
/// A page that is not answered with 200.
pub async fn measure(ground: &Ground, report: &mut Report, largest: bool) -> Result<()> {
    let [(_, pages), (_, home), (_, lists)] = alike(ground)?;
    let pages = Arc::new(pages);
    let threads = Arc::new((1..=THREADS).map(|n| Request::get(&format!("/threads/{n}"), &[])).collect::<Vec<_>>());
    first_reading(ground, report, &pages).await?;
    let budget = |budget| largest.then_some(budget);
    let floor = load(ground, ground.floor.address, &threads, CLIENTS, 5).await?;
    let house = load(ground, ground.house.address, &pages, CLIENTS, 5).await?;
    report.beside(
        SECTION,
        "conversation of 50 messages, 16 clients",
        (house.per_second, floor.per_second),
        "/s",
        budget(Budget::PartOfFloor(0.25)),
    );
    report.add(SECTION, "the same, p95", house.spread.ms(0.95), "ms");
    let floor = load(ground, ground.floor.address, &threads, 1, 3).await?;
    let house = load(ground, ground.house.address, &pages, 1, 3).await?;
    let conversation = house.spread.ms(0.5);
    report.beside(
        SECTION,
        "conversation of 50 messages, one client, p50",
        (conversation, floor.spread.ms(0.5)),
        "ms",
        budget(Budget::TimesFloor(5.0)),
    );
    page(ground, report, "home", home).await?;
    page(ground, report, "a space's list", lists).await?;
    places(ground, report, conversation).await?;
    weight::measure(ground, report, largest).await?;
    while_others_write(ground, report, &pages).await
}

async fn load(ground: &Ground, address: SocketAddr, requests: &Arc<Vec<Request>>, clients: usize, seconds: u64) -> Result<Done> {
    Load { address, requests: requests.clone(), clients, lasting: ground.lasting(seconds), status: 200, pace: None }.run().await
}

/// Counts of what is new are remembered until the log grows: here it grows all the time.
async fn while_others_write(ground: &Ground, report: &mut Report, pages: &Arc<Vec<Request>>) -> Result<()> {
    let (address, lasting) = (ground.house.address, ground.lasting(5));
    let posts = Load {
        address,
        requests: super::posts::house_posts(ground)?,
        clients: 4,
        lasting,
        status: 201,
        pace: Some(POSTS_PER_SECOND),
    };
    let writing = tokio::spawn(async move { posts.run().await });
    let done = load(ground, address, pages, CLIENTS, 5).await?;
    writing.await??;
    report.add(SECTION, "conversation, 16 clients, while 20 posts a second come", done.per_second, "/s");
    Ok(())
}

/// The first reading of a conversation moves a mark, so it waits for a commit; later ones do not.
async fn first_reading(ground: &Ground, report: &mut Report, pages: &[Request]) -> Result<()> {
    let mut client = Client::open(ground.house.address).await?;
    let mut times = Vec::new();
    for request in pages {
        let begun = std::time::Instant::now();
        let answer = client.send(request).await?;
        times.push(begun.elapsed());
        ensure!(answer.status == 200, "a conversation answered {}", answer.status);
        let shown = answer.text().matches("<article").count();
        ensure!(shown >= 50, "a conversation shows {shown} messages");
    }
    let spread: Spread = times.into_iter().collect();
    report.add(SECTION, "conversation of 50 messages, each for the first time, p50", spread.ms(0.5), "ms");
    Ok(())
}

async fn page(ground: &Ground, report: &mut Report, what: &str, requests: Vec<Request>) -> Result<()> {
    let requests = Arc::new(requests);
    let many = load(ground, ground.house.address, &requests, CLIENTS, 3).await?;
    let one = load(ground, ground.house.address, &requests, 1, 2).await?;
    report.add(SECTION, format!("{what}, 16 clients"), many.per_second, "/s");
    report.add(SECTION, format!("{what}, one client, p50"), one.spread.ms(0.5), "ms");
    Ok(())
}

/// The slowest place of the longest conversation beside a conversation of one page.
async fn places(ground: &Ground, report: &mut Report, one_page: f64) -> Result<()> {
    let headers = [("cookie", ground.cookie(0)?), ("accept-encoding", "identity")];
    let get = |path: String| Request::get(&path, &headers);
    let long = ground.landmarks.long;
    let mut slowest: f64 = 0.0;
    for place in &ground.landmarks.places {
        let requests = Arc::new(vec![get(format!("/conversations/{long}?from={place}"))]);
        slowest = slowest.max(load(ground, ground.house.address, &requests, 1, 1).await?.spread.ms(0.5));
    }
    let what = "the slowest of 20 places in the longest conversation, p50";
    report.budget(SECTION, what, slowest, "ms", Budget::AtMost(one_page * PLACE_MAX));
    Ok(())
}

/// What ten times the house costs: the same pages of both, in turns, for no machine is equally quick for two minutes.
///
/// # Errors
/// A page that is not answered with 200.
pub async fn growth(smaller: &Ground, larger: &Ground, report: &mut Report) -> Result<()> {
    for ((what, of_smaller), (_, of_larger)) in alike(smaller)?.into_iter().zip(alike(larger)?) {
        let (of_smaller, of_larger) = (Arc::new(of_smaller), Arc::new(of_larger));
        let (mut small, mut large) = (Spread::default(), Spread::default());
        for _ in 0..TURNS {
            small.join(load(smaller, smaller.house.address, &of_smaller, 1, 1).await?.spread);
            large.join(load(larger, larger.house.address, &of_larger, 1, 1).await?.spread);
        }
        let times = large.ms(0.5) / small.ms(0.5);
        report.budget(SECTION, format!("{what}: ten times the house costs, times"), times, "x", Budget::AtMost(GROWTH_MAX));
    }
    Ok(())
}

/// The pages that every house has alike.
fn alike(ground: &Ground) -> Result<[(&'static str, Vec<Request>); 3]> {
    let headers = [("cookie", ground.cookie(0)?), ("accept-encoding", "identity")];
    let get = |path: String| Request::get(&path, &headers);
    Ok([
        ("conversation", ground.landmarks.pages.iter().map(|n| get(format!("/conversations/{n}"))).collect()),
        ("home", vec![get("/".to_owned())]),
        ("a space's list", ground.landmarks.spaces.iter().take(4).map(|slug| get(format!("/spaces/{slug}"))).collect()),
    ])
}
