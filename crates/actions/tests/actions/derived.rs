//! Lets consumers of the log come to its end.

use actions::{clock, tie};
use store::{Writing, consumer::Bookmark};
use testkit::House;

/// Ties and clocks stand as the log says.
pub async fn caught_up(house: &House) {
    for name in [tie::CONSUMER, clock::CONSUMER] {
        let bookmark = Bookmark::of(name);
        loop {
            let (from, lines) = bookmark.lines(house.store()).await.unwrap();
            let Some(to) = lines.last().map(|line| line.position) else { break };
            let derive = async move |w: &mut Writing| match name {
                tie::CONSUMER => tie::derive(w, &lines).await,
                _ => clock::derive(w, &lines).await,
            };
            bookmark.advance(house.store(), from, to, derive).await.unwrap();
        }
        bookmark.give_back(house.store()).await.unwrap();
    }
}

/// All rows of ties, and all of clocks.
pub async fn rows(house: &House) -> (Vec<String>, Vec<String>) {
    let keys = house.test().keys();
    (house.store().plain_ties(keys).await.unwrap(), house.store().plain_clocks(keys).await.unwrap())
}

/// Derives both anew from the log's beginning.
pub async fn rebuilt(house: &House) {
    house.store().forget_derived(tie::CONSUMER, async |w: &mut Writing| Ok(w.clear_ties().await?)).await.unwrap();
    house.store().forget_derived(clock::CONSUMER, async |w: &mut Writing| Ok(w.clear_clocks().await?)).await.unwrap();
    assert!(rows(house).await.0.is_empty());
    caught_up(house).await;
}
