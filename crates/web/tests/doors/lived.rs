//! A house that lived twelve weeks through its doors, as a colleague reads it at the web door: what is said of every fourth window
//! alone, and what came of what was raised.

use crate::{
    client::{Client, Key},
    place::reach,
};
use actions::session;
use domain::{
    address::MailAddress,
    moment::Moment,
    observatory::{speaks_seldom, tells_doors_apart},
};
use serde_json::Value;
use store::Engine;
use testkit::{
    on_each,
    simulation::{Lived, Nature, Span},
};
use tokio_util::sync::CancellationToken;
use web::{House, Hub};

/// Long enough for both ways of telling those who asked apart, and for sixty days.
const TWELVE_WEEKS: Span = Span { days: 88, turns: 88, bustle: 100 };

/// Sami in his browser; he signs in anew, for he was away for long.
async fn colleague(lived: &Lived) -> Client {
    let store = lived.house.store().clone();
    let address = MailAddress::parse(lived.company.resident("sami").address).expect("an address");
    let link = session::link_for(&store, &address, 10).await.expect("a link");
    let cookie = session::enter_by_link(&store, &link, "Firefox on Linux").await.expect("a session");
    let hub = Hub::new(store.clone(), CancellationToken::new());
    let door = web::router(House::new(store, hub, reach("http://house.example")));
    Client::new(door, "sami", Key::Cookie(cookie))
}

/// Each window, the earliest first, as its page is read by a program.
async fn windows(sami: &Client) -> Vec<Value> {
    let newest = sami.json("/observatory").await.expect(200).json();
    let mut all = Vec::new();
    for link in newest["windows"].as_array().expect("windows").iter().rev() {
        all.push(sami.json(link["href"].as_str().expect("a page")).await.expect(200).json());
    }
    all
}

fn until(window: &Value) -> i64 {
    window["result"]["until"].as_i64().expect("an end")
}

fn figure<'a>(window: &'a Value, name: &str) -> &'a Value {
    let figures = window["result"]["dialogue"].as_array().expect("figures");
    figures.iter().find(|figure| figure["name"] == name).unwrap_or_else(|| panic!("{name} is not among {figures:?}"))
}

fn number(window: &Value, name: &str) -> f64 {
    figure(window, name)["value"].as_f64().unwrap_or_else(|| panic!("{name} is not said: {}", figure(window, name)))
}

/// The shares of some bars of a window.
fn bars(window: &Value, name: &str) -> Option<Vec<Option<f64>>> {
    let bars = window["bars"].as_array().expect("bars").iter().find(|bars| bars["name"] == name)?;
    Some(bars["shares"].as_array().expect("shares").iter().map(|share| share["value"].as_f64()).collect())
}

fn near(one: Option<f64>, other: f64) -> bool {
    one.is_some_and(|one| (one - other).abs() < 1e-12)
}

const DOORS: [&str; 3] = ["fair_by_channel", "answered_by_mail", "answered_on_page"];
const SIDES: [&str; 4] = ["fair_by_side", "answered_customers", "answered_partners", "answered_public"];

fn is_elsewhere(window: &Value, names: &[&str]) -> bool {
    names.iter().all(|name| figure(window, name)["lacking"] == "elsewhere" && figure(window, name)["n"].is_null())
}

/// C10 and C13 of a window that speaks of them; whether two groups of those who asked are compared there.
async fn speaks(sami: &Client, window: &Value) -> bool {
    let (signed, templated) = (number(window, "signed"), number(window, "templated"));
    assert!(signed > 0.5 && (0.0..=1.0).contains(&templated), "people write here: {signed} and {templated}");
    assert!(figure(window, "templated")["n"].as_i64() <= figure(window, "signed")["n"].as_i64(), "short ones are not compared");
    let voice = bars(window, "voice").expect("it is drawn");
    assert!(near(voice[0], signed) && near(voice[1], 1.0 - templated), "{voice:?}");
    let by_door = tells_doors_apart(Moment(until(window)));
    let (told, other) = if by_door { (&DOORS[..], &SIDES[..]) } else { (&SIDES[..], &DOORS[..]) };
    assert!(is_elsewhere(window, other));
    let said: Vec<f64> = told[1..].iter().filter_map(|name| figure(window, name)["value"].as_f64()).collect();
    let (worst, best) = said.iter().fold((f64::MAX, 0.0), |(low, high): (f64, f64), it| (low.min(*it), high.max(*it)));
    match figure(window, told[0])["value"].as_f64() {
        Some(ratio) => assert!(said.len() >= 2 && near(Some(ratio), worst / best), "the worst over the best of {said:?}"),
        None => assert!(said.len() < 2, "{said:?} are not compared"),
    }
    assert_eq!(bars(window, "fair").unwrap_or_default(), said.iter().copied().map(Some).collect::<Vec<_>>());
    let csv = sami.page(&format!("/observatory/figures.csv?until={}", until(window))).await.expect(200).text();
    let fair = if by_door { "Worst over best, by the way people came" } else { "Worst over best, by where people stand" };
    assert!(["Messages of ours that a person signs", fair].iter().all(|name| csv.contains(name)), "{csv}");
    said.len() >= 2
}

#[test]
fn what_is_said_seldom_is_said_of_every_fourth_window_as_it_was_published() {
    on_each(&[Engine::Sqlite], async |_| {
        let lived = Nature::named("dialoguer").expect("a nature").live(4, TWELVE_WEEKS).await;
        let sami = colleague(&lived).await;
        let windows = windows(&sami).await;
        let (speaking, silent): (Vec<&Value>, Vec<&Value>) =
            windows.iter().partition(|window| speaks_seldom(Moment(until(window))));
        assert!(speaking.len() >= 2 && silent.len() >= 6, "{} and {} windows", speaking.len(), silent.len());
        for window in silent {
            assert!(
                is_elsewhere(window, &["signed", "templated"]) && is_elsewhere(window, &DOORS) && is_elsewhere(window, &SIDES)
            );
            assert_eq!((bars(window, "voice"), bars(window, "fair")), (None, None));
        }
        let mut compared = 0;
        for window in &speaking {
            compared += usize::from(speaks(&sami, window).await);
        }
        assert!(compared > 0, "no window compares those who asked");
        let last = windows.last().expect("a window");
        closes(&sami, last).await;
        assert_eq!(figure(&windows[0], "decided")["lacking"], "not_reached", "four weeks tell nothing of sixty days");
    });
}

/// C8, with the bar, the table and the spreadsheet of it.
async fn closes(sami: &Client, window: &Value) {
    let (decided, told, both) = (number(window, "decided"), number(window, "told"), number(window, "loop_closed"));
    assert!(near(Some(both), decided * told) && both > 0.1 && both < 1.0, "{decided} and {told}: {both}");
    assert!(number(window, "changed") > 0.0 && figure(window, "told")["n"].as_i64() < figure(window, "decided")["n"].as_i64());
    let panel = bars(window, "panel").expect("it is drawn");
    assert!(panel.len() == 6 && near(panel[5], both), "{panel:?}");
    let page = sami.page("/observatory").await.expect(200).text();
    assert!(page.contains("What was raised is decided and told") && page.contains("Told what came of it"));
    let csv = sami.page("/observatory/figures.csv").await.expect(200).text();
    let names = ["Decided within sixty days", "Told what came of it", "Decided and told", "Decided by doing something"];
    assert!(names.iter().all(|name| csv.contains(name)), "{csv}");
}
