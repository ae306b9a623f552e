//! The log: dense and in commit order however many write and from however many nodes; who reads it from a bookmark
//! misses nothing and derives from each line once.

mod shared;

use domain::{
    id::{BELOW_NODE, Position},
    moment::MINUTE,
    side::Side,
};
use shared::{entry, is_sound, whole_log};
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Opening, Store, consumer::Bookmark};
use testkit::{on_both, postgres::Cluster};
use tokio::task::{JoinSet, yield_now};

const WRITERS: usize = 16;
const ENTRIES_EACH: usize = 8;

/// Lets many write at once, in turn on these nodes; gives what was acknowledged.
async fn many_write(nodes: &[&Store]) -> Vec<domain::id::ConversationId> {
    let mut tasks = JoinSet::new();
    for n in 0..WRITERS {
        let store = nodes[n % nodes.len()].clone();
        tasks.spawn(async move {
            let mut written = Vec::new();
            for _ in 0..ENTRIES_EACH {
                written.push(entry(&store).await.unwrap());
            }
            written
        });
    }
    tasks.join_all().await.concat()
}

/// Reads behind the writers from a bookmark until they are done; each page must go on where the last one ended.
async fn read_behind(store: &Store, done: &AtomicBool) -> Position {
    let mut bookmark = Position::START;
    loop {
        let last_round = done.load(Ordering::SeqCst);
        let lines = store.lines_after(bookmark, 64).await.unwrap();
        for line in &lines {
            assert_eq!(line.position.0, bookmark.0 + 1, "a line came late and was missed");
            bookmark = line.position;
        }
        if lines.is_empty() && last_round {
            return bookmark;
        }
        yield_now().await;
    }
}

#[test]
fn positions_are_dense_and_no_reader_misses_a_line_while_many_write_from_two_nodes() {
    on_both(async |it| {
        let other = it.another_node().await;
        let done = AtomicBool::new(false);
        let (read_here, read_there, written) = tokio::join!(read_behind(it.store(), &done), read_behind(&other, &done), async {
            let written = many_write(&[it.store(), &other]).await;
            done.store(true, Ordering::SeqCst);
            written
        });
        assert_eq!(written.len(), WRITERS * ENTRIES_EACH);
        assert_eq!(is_sound(it.store(), it.keys(), &written).await, written.len());
        assert_eq!((read_here.0, read_there.0), (2 * written.len() as i64, 2 * written.len() as i64));
    });
}

#[test]
fn each_node_mints_ids_under_a_number_of_its_own() {
    on_both(async |it| {
        let other = it.another_node().await;
        let written = many_write(&[it.store(), &other]).await;
        let nodes: std::collections::BTreeSet<i64> = written.iter().map(|id| (id.0 >> BELOW_NODE) & 0xff).collect();
        assert_eq!(nodes.len(), 2, "{nodes:?}");
    });
}

#[test]
fn a_node_learns_what_another_one_wrote_by_looking_at_the_log() {
    on_both(async |it| {
        let other = it.another_node().await;
        let mut ticks = other.ticks();
        assert!(!ticks.has_changed().unwrap());
        entry(it.store()).await.unwrap();
        other.look_at_log().await.unwrap();
        assert!(ticks.has_changed().unwrap());
        assert_eq!(*ticks.borrow_and_update(), Position(2));
        other.look_at_log().await.unwrap();
        assert!(!ticks.has_changed().unwrap(), "nothing new is no tick");
    });
}

/// Derives one person from each line behind the bookmark, for as long as it gives lines and this node may.
async fn consume(store: &Store, bookmark: &Bookmark) -> usize {
    let mut derived = 0;
    loop {
        let (from, lines) = bookmark.lines(store).await.unwrap();
        let Some(to) = lines.last().map(|line| line.position) else { return derived };
        let count = lines.len();
        let moved = bookmark
            .advance(store, from, to, async move |w| {
                for line in lines {
                    w.add_person(&format!("Line {}", line.position), Side::Public).await?;
                }
                Ok(())
            })
            .await;
        // Another node was faster: nothing of ours is written then, and its lease keeps us away.
        if moved.is_ok() {
            derived += count;
        }
    }
}

#[test]
fn who_claims_a_directory_ends_the_leases_of_one_that_was_killed() {
    on_both(async |it| {
        let directory = tempfile::tempdir().unwrap();
        let killed = Bookmark::of("diary");
        entry(it.store()).await.unwrap();
        consume(it.store(), &killed).await;
        entry(it.store()).await.unwrap();
        let (next, heir) = (it.another_node().await, Bookmark::of("diary"));
        assert!(heir.lines(&next).await.unwrap().1.is_empty(), "the lease of the killed one stands");
        let claim = next.claim(directory.path()).await.unwrap();
        let again = it.store().claim(directory.path()).await;
        if it.url().is_some() {
            assert!(again.is_ok(), "many serve one PostgreSQL");
            assert!(heir.lines(&next).await.unwrap().1.is_empty(), "it may live on another machine");
            return;
        }
        assert!(again.unwrap_err().to_string().contains("already"), "one serves a directory");
        assert_eq!(consume(&next, &heir).await, 2);
        drop(claim);
        it.store().claim(directory.path()).await.unwrap();
    });
}

#[test]
fn two_nodes_derive_from_each_line_exactly_once() {
    on_both(async |it| {
        let other = it.another_node().await;
        let (here, there) = (Bookmark::of("diary"), Bookmark::of("diary"));
        many_write(&[it.store()]).await;
        let (one, two) = tokio::join!(consume(it.store(), &here), consume(&other, &there));
        let lines = whole_log(it.store()).await.len();
        assert_eq!(one + two, lines);
        assert_eq!(it.store().people_count().await.unwrap(), lines as i64);

        // The node that held the lease falls silent; a minute later the other goes on where it stopped.
        entry(it.store()).await.unwrap();
        let (silent, heir) = if one > 0 { (&here, &there) } else { (&there, &here) };
        let (_, kept_away) = heir.lines(&other).await.unwrap();
        assert!(kept_away.is_empty(), "the lease is another's");
        it.clock().advance(MINUTE + 1);
        assert_eq!(consume(&other, heir).await, 2);
        let (_, nothing) = silent.lines(it.store()).await.unwrap();
        assert!(nothing.is_empty(), "the lease went over");
        assert_eq!(it.store().people_count().await.unwrap(), lines as i64 + 2);
    });
}

#[test]
fn a_consumer_that_fails_derives_nothing_and_stays_where_it_was() {
    on_both(async |it| {
        entry(it.store()).await.unwrap();
        let bookmark = Bookmark::of("diary");
        let (from, lines) = bookmark.lines(it.store()).await.unwrap();
        let failed = bookmark
            .advance(it.store(), from, lines.last().unwrap().position, async |w| {
                w.add_person("Half", Side::Public).await?;
                Err(domain::refusal::Refusal::hidden().into())
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(it.store().people_count().await.unwrap(), 0);
        assert_eq!(bookmark.lines(it.store()).await.unwrap(), (from, lines));
    });
}

#[test]
fn two_nodes_that_start_at_once_on_an_empty_database_both_come_up() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.database();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let open = || Store::open(Opening::postgres(database.url()));
        let (one, two, three) = tokio::join!(open(), open(), open());
        for (store, keys) in [one.unwrap(), two.unwrap(), three.unwrap()] {
            let written = entry(&store).await.unwrap();
            is_sound(&store, &keys, &[written]).await;
        }
    });
}
