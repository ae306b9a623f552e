//! Search: every form of query, newest first and by relevance, over the whole house.

use crate::{
    client::{Client, Request},
    dice::Dice,
    ground::Ground,
    report::{Budget, Report},
    spread::Spread,
    words::Words,
};
use anyhow::{Context, Result, ensure};
use std::time::{Duration, Instant};
use store::{Reading, Store, reading::search::Order};

const SECTION: &str = "search";
/// Queries of each form.
const QUERIES: usize = 200;
/// Newest first, a hit list is a page like any other.
const NEWEST_MS_MAX: f64 = 5.0;
/// Relevance looks at ten thousand matches first.
const RELEVANCE_MS_MAX: f64 = 50.0;
/// Ranks that count as rare words, as words between, as common ones.
const RANKS: [(&str, usize, usize); 3] =
    [("a common word", 0, 30), ("a word between", 200, 1_000), ("a rare word", 5_000, 15_000)];

/// Measures in the store, where the budgets are, and through the page.
///
/// # Errors
/// A query that is refused.
pub async fn measure(ground: &Ground, report: &mut Report) -> Result<()> {
    let store = ground.store().await?;
    let token = ground.cookie(2)?.trim_start_matches("rapport=");
    for (form, queries) in forms(ground) {
        let (newest, hits) = timed(&store, token, &queries, Order::Newest).await?;
        report.budget(SECTION, format!("{form}, newest first, p95"), newest.ms(0.95), "ms", Budget::AtMost(NEWEST_MS_MAX));
        report.add(SECTION, "the same, p50", newest.ms(0.5), "ms");
        report.add(SECTION, "hits on its first page, mean", hits, "");
        let (relevant, _) = timed(&store, token, &queries, Order::Relevance).await?;
        report.budget(SECTION, format!("{form}, by relevance, p95"), relevant.ms(0.95), "ms", Budget::AtMost(RELEVANCE_MS_MAX));
    }
    through_the_page(ground, report).await
}

/// Queries as people type them, the same every time.
fn forms(ground: &Ground) -> Vec<(String, Vec<String>)> {
    let (words, mut dice) = (Words::made_up(), Dice::seeded(99));
    let mut forms: Vec<(String, Vec<String>)> = RANKS
        .into_iter()
        .map(|(name, from, to)| (String::from(name), many(|| words.ranked(from + dice.below(to - from)).to_owned())))
        .collect();
    let mut two = || {
        let first = words.any(&mut dice);
        (words.ranked(first).to_owned(), words.ranked(words.after(first, &mut dice)).to_owned())
    };
    forms.push((String::from("two words"), many(&mut two).into_iter().map(|(a, b)| format!("{a} {b}")).collect()));
    forms.push((String::from("a phrase"), many(&mut two).into_iter().map(|(a, b)| format!("\"{a} {b}\"")).collect()));
    let spaces = &ground.landmarks.spaces;
    let mut one = Dice::seeded(7);
    let word = |dice: &mut Dice| words.ranked(words.any(dice)).to_owned();
    forms.push((String::from("a word in a space"), many(|| format!("{} in:{}", word(&mut one), one.one(spaces)))));
    forms.push((String::from("a word from me"), many(|| format!("{} from:me", word(&mut one)))));
    forms.push((String::from("a word, only cases"), many(|| format!("{} kind:case", word(&mut one)))));
    forms.push((String::from("a word, not another"), many(|| format!("{} -{}", word(&mut one), word(&mut one)))));
    forms.push((String::from("a word that waits"), many(|| format!("{} is:unanswered", word(&mut one)))));
    forms.push((String::from("a word of one year"), many(|| format!("{} after:2025-01-01 before:2026-01-01", word(&mut one)))));
    forms
}

fn many<T>(mut one: impl FnMut() -> T) -> Vec<T> {
    (0..QUERIES).map(|_| one()).collect()
}

async fn timed(store: &Store, token: &str, queries: &[String], order: Order) -> Result<(Spread, f64)> {
    let (mut times, mut hits): (Vec<Duration>, usize) = (Vec::new(), 0);
    for query in queries {
        let parsed = domain::query::parse(query)?;
        let begun = Instant::now();
        let viewer = store.enter(token).await?.context("the session still lasts")?.viewer;
        let found = Reading::new(store, viewer).search(&parsed, order, None).await?;
        times.push(begun.elapsed());
        hits += found.hits.len();
    }
    Ok((times.into_iter().collect(), hits as f64 / queries.len() as f64))
}

/// The page around the hits, where the house has one.
async fn through_the_page(ground: &Ground, report: &mut Report) -> Result<()> {
    let headers = [("cookie", ground.cookie(2)?), ("accept-encoding", "identity")];
    let mut client = Client::open(ground.house.address).await?;
    let words = Words::made_up();
    let mut times = Vec::new();
    for rank in 0..QUERIES {
        let request = Request::get(&format!("/search?q={}", words.ranked(rank * 50)), &headers);
        let begun = Instant::now();
        let answer = client.send(&request).await?;
        times.push(begun.elapsed());
        if answer.status == 404 {
            eprintln!("   search  this house has no search page yet: measured in the store only");
            return Ok(());
        }
        ensure!(answer.status == 200, "a search answered {}", answer.status);
    }
    report.add(SECTION, "the search page, one word, p95", times.into_iter().collect::<Spread>().ms(0.95), "ms");
    Ok(())
}
