//! What must hold of the house and of the letters it sent, after all.

use crate::{
    DOMAIN,
    flood::Flood,
    later,
    sink::{Delivered, Sink},
};
use domain::id::{ConversationId, MessageId, Position};
use mail::{delivery::Deliverer, post_office::PostOffice, relay::Relay};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};
use store::{
    Custodian, Reading, Stop, Store,
    consumer::Bookmark,
    reading::{
        message::Window,
        search::Order,
        shelf::{Cursor, List},
    },
};
use testkit::{House, naive::Facts};

/// Until the running house has sorted what it accepted.
const SORTED_MAX: Duration = Duration::from_secs(30);
/// On PostgreSQL, longer than any lease of a killed process.
const LEASES_MINUTES: i64 = 15;
/// On SQLite the next one to serve ends them: less than the lease of a letter, enough for one that rests before it goes.
const RESTED_MINUTES: i64 = 9;

/// Waits until no accepted letter is unsorted: the house that runs does it.
pub async fn all_letters_are_sorted(house: &House) {
    let (store, keys) = later(house, 0).await;
    let sorted = async {
        while !store.waiting_letters(&keys, 1).await.expect("the intake").is_empty() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(SORTED_MAX, sorted).await.expect("all letters are sorted in time");
}

pub async fn of(house: &House, flood: &Flood, sink: &Sink) {
    let (store, keys) = later(house, if house.test().url().is_some() { LEASES_MINUTES } else { RESTED_MINUTES }).await;
    let _claim = match house.test().directory() {
        Some(directory) => Some(store.claim(directory).await.expect("nobody serves it any more")),
        None => None,
    };
    let facts = Facts::read(&store, &keys).await;
    everything_is_there_once(house, &store, flood).await;
    letters_went_out(&store, keys, flood, sink).await;
    lists_agree(house, &store, &facts).await;
    index_again(&store).await;
    let kept = found(house, &store, flood).await;
    for word in flood.acknowledged() {
        assert_eq!(kept[&("sami", word.clone())].len(), 1, "{word} is not found");
    }
    store.forget_derived("index", async |w| Ok(w.clear_index().await?)).await.expect("an empty index");
    assert!(found(house, &store, flood).await.values().all(Vec::is_empty), "the index was emptied");
    index_again(&store).await;
    assert_eq!(found(house, &store, flood).await, kept, "the rebuilt index finds what the kept one found");
}

async fn eyes(house: &House, store: &Store, name: &str) -> Reading {
    let viewer = store.recipient(house.company.person(name)).await.expect("the store answers");
    Reading::new(store, viewer.expect("she may come in"))
}

/// All conversations somebody sees in her list.
async fn listed(reading: &Reading) -> Vec<store::Seen<store::reading::shelf::ListRow>> {
    let (mut rows, mut cursor) = (Vec::new(), Cursor::TOP);
    loop {
        let page = reading.list(List::All, cursor).await.expect("a list");
        rows.extend(page.rows);
        let Some((last_at, id)) = page.next else { return rows };
        cursor = Cursor { last_at: domain::moment::Moment(last_at), id };
    }
}

async fn everything_is_there_once(house: &House, store: &Store, flood: &Flood) {
    let sami = eyes(house, store, "sami").await;
    let mut text = String::new();
    for row in listed(&sami).await {
        let headline = sami.conversation_by_id(row.headline.id).await.expect("the store answers").expect("it is listed");
        let mut window = Window::Newest;
        loop {
            let messages = sami.messages(&headline, window).await.expect("messages");
            text.extend(messages.shown.iter().map(|message| format!("{}\n", message.html)));
            match messages.shown.first() {
                Some(first) if messages.earlier => window = Window::Before(first.id),
                _ => break,
            }
        }
    }
    for letter in flood.accepted() {
        assert_eq!(text.matches(&letter.word).count(), 1, "{} of {}", letter.word, letter.from);
    }
    for post in flood.posts() {
        let there = text.matches(&post.word).count();
        assert!(there == 1 || there == 0 && !post.acknowledged, "{} is there {there} times", post.word);
    }
}

/// What the killed had under way is sent when their leases end, by the deliverer every house runs.
async fn letters_went_out(store: &Store, keys: Custodian, flood: &Flood, sink: &Sink) {
    let office = PostOffice::open(store, DOMAIN, "http://127.0.0.1").await.expect("the post office");
    let relay = Relay::parse(&format!("smtp://{}", sink.address())).expect("a relay");
    let deliverer = Deliverer::new(store.clone(), Arc::new(keys), office, Some(relay));
    while deliverer.send_due().await.expect("the outbox") > 0 {}
    assert_eq!(store.deliveries_waiting().await.expect("the outbox"), 0, "letters that wait although they could go");
    let delivered = sink.delivered();
    for letter in flood.accepted().iter().filter(|it| !it.goes_on()) {
        // The receipt's subject is the letter's own.
        assert_one_letter(&delivered, &letter.from, &letter.word);
    }
    for post in flood.posts().iter().filter(|post| post.acknowledged) {
        assert_one_letter(&delivered, &post.goes_to, &post.word);
    }
}

/// It came at least once, and every time under the same Message-ID.
fn assert_one_letter(delivered: &[Delivered], to: &str, word: &str) {
    let copies: Vec<_> = delivered.iter().filter(|it| it.to == to && it.text.contains(word)).collect();
    assert!(!copies.is_empty(), "{to} never got {word}");
    let ids: BTreeSet<_> = copies.iter().map(|it| &it.message_id).collect();
    assert_eq!(ids.len(), 1, "{word} went out under several ids: {ids:?}");
}

/// Shelves hold what the naive second implementation says, and what is bold in them is what is counted.
async fn lists_agree(house: &House, store: &Store, facts: &Facts) {
    for resident in &house.company.people {
        let Ok(Some(viewer)) = store.recipient(resident.person).await else { continue };
        let reading = Reading::new(store, viewer);
        let rows = listed(&reading).await;
        let shown: BTreeSet<ConversationId> = rows.iter().map(|row| row.headline.id).collect();
        let sees = |id: &&ConversationId| facts.sees(Some(resident.person), **id).is_some();
        let expected: BTreeSet<ConversationId> = facts.conversations.keys().filter(sees).copied().collect();
        assert_eq!(shown, expected, "{}", resident.short);
        let unread = rows.iter().filter(|row| row.unread && row.headline.beside.is_none()).count();
        let counted = reading.unread().await.expect("a count").total;
        assert_eq!(counted.min(99), i64::try_from(unread).unwrap_or(99).min(99), "{}", resident.short);
    }
}

/// The index consumer's own loop.
async fn index_again(store: &Store) {
    let bookmark = Bookmark::of("index");
    let caught_up: Result<(), Stop> = async {
        loop {
            let (from, lines) = bookmark.lines(store).await?;
            let Some(last) = lines.last() else {
                if bookmark.reindex(store, from).await? {
                    continue;
                }
                return Ok(());
            };
            let to: Position = last.position;
            bookmark.advance(store, from, to, async move |w| Ok(w.index_lines(&lines).await?)).await?;
        }
    }
    .await;
    caught_up.expect("the index");
    bookmark.give_back(store).await.expect("the lease");
}

/// What two people find for each word of the flood.
async fn found(house: &House, store: &Store, flood: &Flood) -> BTreeMap<(&'static str, String), Vec<MessageId>> {
    let mut all = BTreeMap::new();
    let (sami, maya) = (eyes(house, store, "sami").await, eyes(house, store, "maya").await);
    for word in flood.acknowledged() {
        for (name, reading) in [("sami", &sami), ("maya", &maya)] {
            let query = domain::query::parse(&word).expect("a query");
            let hits = reading.search(&query, Order::Newest, None).await.expect("a search").hits;
            all.insert((name, word.clone()), hits.iter().map(|hit| hit.message).collect());
        }
    }
    all
}
