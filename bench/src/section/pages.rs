//! Pages: the conversation, its first reading, home, a space's list; what they weigh; whether they grow with the house.

mod weight;

use crate::{
    client::{Client, Request},
    floor::THREADS,
    ground::Ground,
    load::{Done, Load},
    report::{Budget, Report},
};
use anyhow::{Result, ensure};
use std::{net::SocketAddr, sync::Arc};

const SECTION: &str = "pages";
/// Clients at once, where requests a second are counted.
const CLIENTS: usize = 16;
/// Posts beside the reading: a busy hour of a house of two thousand.
const POSTS_PER_SECOND: f64 = 20.0;
/// A page costs no more where the house is ten times larger: log n and the noise of two runs aside.
const GROWTH_MAX: f64 = 1.25;
/// Any place of the longest conversation opens nearly as fast as one page.
const PLACE_MAX: f64 = 1.5;

/// Medians of one house, at one client, in milliseconds, with the floor's of the same minutes: the machine is not equally
/// quick in both.
#[derive(Clone, Copy, Debug)]
pub struct Medians {
    floor: f64,
    conversation: f64,
    home: f64,
    space: f64,
}

/// Measures pages; budgets bind on the largest house.
///
/// # Errors
/// A page that is not answered with 200.
pub async fn measure(ground: &Ground, report: &mut Report, largest: bool) -> Result<Medians> {
    let headers = [("cookie", ground.cookie(0)?), ("accept-encoding", "identity")];
    let get = |path: String| Request::get(&path, &headers);
    let pages: Arc<Vec<Request>> = Arc::new(ground.landmarks.pages.iter().map(|n| get(format!("/conversations/{n}"))).collect());
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
    let mut medians = Medians { floor: floor.spread.ms(0.5), conversation, home: 0.0, space: 0.0 };
    medians.home = page(ground, report, "home", &get(String::from("/"))).await?;
    let lists: Vec<Request> = ground.landmarks.spaces.iter().take(4).map(|slug| get(format!("/spaces/{slug}"))).collect();
    medians.space = lists_of(ground, report, lists).await?;
    places(ground, report, conversation, &get).await?;
    weight::measure(ground, report, largest).await?;
    while_others_write(ground, report, &pages).await?;
    Ok(medians)
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
    let spread: crate::spread::Spread = times.into_iter().collect();
    report.add(SECTION, "conversation of 50 messages, each for the first time, p50", spread.ms(0.5), "ms");
    Ok(())
}

async fn page(ground: &Ground, report: &mut Report, what: &str, request: &Request) -> Result<f64> {
    let requests = Arc::new(vec![request.clone()]);
    let many = load(ground, ground.house.address, &requests, CLIENTS, 3).await?;
    let one = load(ground, ground.house.address, &requests, 1, 2).await?;
    report.add(SECTION, format!("{what}, 16 clients"), many.per_second, "/s");
    report.add(SECTION, format!("{what}, one client, p50"), one.spread.ms(0.5), "ms");
    Ok(one.spread.ms(0.5))
}

async fn lists_of(ground: &Ground, report: &mut Report, lists: Vec<Request>) -> Result<f64> {
    let lists = Arc::new(lists);
    let many = load(ground, ground.house.address, &lists, CLIENTS, 3).await?;
    let one = load(ground, ground.house.address, &lists, 1, 2).await?;
    report.add(SECTION, "a space's list, 16 clients", many.per_second, "/s");
    report.add(SECTION, "a space's list, one client, p50", one.spread.ms(0.5), "ms");
    Ok(one.spread.ms(0.5))
}

/// The slowest place of the longest conversation beside a conversation of one page.
async fn places(ground: &Ground, report: &mut Report, one_page: f64, get: &impl Fn(String) -> Request) -> Result<()> {
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

/// The medians of the larger house beside those of the smaller, each as a multiple of the floor beside it.
pub fn growth(report: &mut Report, smaller: Option<Medians>, larger: Medians) {
    let Some(smaller) = smaller else { return };
    let pairs = [
        ("conversation", larger.conversation, smaller.conversation),
        ("home", larger.home, smaller.home),
        ("a space's list", larger.space, smaller.space),
    ];
    for (what, large, small) in pairs {
        report.budget(
            SECTION,
            format!("{what}: ten times the house costs, times (both by the floor)"),
            (large / larger.floor) / (small / smaller.floor),
            "x",
            Budget::AtMost(GROWTH_MAX),
        );
    }
}
