//! What a conversation page weighs on its way: itself and everything it asks for, compressed.

use super::SECTION;
use crate::{
    client::{Client, Request},
    ground::Ground,
    report::{Budget, Report},
};
use anyhow::{Result, ensure};
use std::collections::BTreeSet;

/// A page over a slow line is there within two seconds.
const WEIGHT_MAX: f64 = 60.0;

/// Adds the page and its assets up.
pub async fn measure(ground: &Ground, report: &mut Report, largest: bool) -> Result<()> {
    let headers = [("cookie", ground.cookie(0)?), ("accept-encoding", "br")];
    let mut client = Client::open(ground.house.address).await?;
    let path = format!("/conversations/{}", ground.landmarks.pages[0]);
    let plain = client.send(&Request::get(&path, &[headers[0], ("accept-encoding", "identity")])).await?;
    let page = client.send(&Request::get(&path, &headers)).await?.body.len();
    let mut assets = 0;
    for asset in assets_of(&plain.text()) {
        let answer = client.send(&Request::get(&asset, &headers)).await?;
        ensure!(answer.status == 200, "{asset} answered {}", answer.status);
        assets += answer.body.len();
    }
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    report.add(SECTION, "a conversation page, not compressed", kb(plain.body.len()), "kB");
    report.add(SECTION, "a conversation page, by brotli", kb(page), "kB");
    let what = "the same with all its assets, by brotli";
    if largest {
        report.budget(SECTION, what, kb(page + assets), "kB", Budget::AtMost(WEIGHT_MAX))
    } else {
        report.add(SECTION, what, kb(page + assets), "kB")
    }
    Ok(())
}

/// The paths below `/assets/` that a page names, each once.
fn assets_of(page: &str) -> BTreeSet<String> {
    let ends = ['"', '\'', '#', ' ', '>', ')'];
    page.match_indices("/assets/").map(|(at, _)| page[at..].split(ends).next().unwrap_or_default().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_named_twice_is_fetched_once() {
        let page = r#"<link href="/assets/a.css"><svg><use href="/assets/i.svg#x"/><use href="/assets/i.svg#y"/></svg>"#;
        assert_eq!(assets_of(page).into_iter().collect::<Vec<_>>(), ["/assets/a.css", "/assets/i.svg"]);
    }
}
