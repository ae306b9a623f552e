use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::database::with_database;
use super::*;

/// Every test here says so in one line where there is no PostgreSQL, and then has nothing to check.
macro_rules! cluster_or_return {
    () => {
        match Cluster::shared() {
            Some(cluster) => cluster,
            None => return,
        }
    };
}

#[test]
fn two_databases_of_one_cluster_share_nothing() {
    let cluster = cluster_or_return!();
    let (one, other) = (cluster.database(), cluster.database());
    let server = &cluster.server;
    server.run_in(one.url(), "CREATE TABLE mark (x BIGINT)").unwrap();
    let there = "SELECT count(*) FROM pg_tables WHERE tablename = 'mark'";
    assert_eq!(server.run_in(one.url(), there).unwrap(), "1");
    assert_eq!(server.run_in(other.url(), there).unwrap(), "0");
}

#[test]
fn a_database_is_gone_when_its_test_is_over() {
    let cluster = cluster_or_return!();
    let url = cluster.database().url().to_owned();
    let refused = cluster.server.run_in(&url, "SELECT 1").unwrap_err();
    assert!(refused.to_string().contains("does not exist"), "{refused}");
}

#[test]
fn a_copy_begins_with_what_its_template_holds_and_filling_happens_once() {
    let cluster = cluster_or_return!();
    let server = &cluster.server;
    // The cluster may outlive this run, and the templates with it.
    let name = format!("mark_{}", std::process::id());
    let fills = Cell::new(0);
    let fill = |url: &str| {
        fills.set(fills.get() + 1);
        server.run_in(url, "CREATE TABLE mark AS SELECT 7 AS x").unwrap();
    };
    let one = cluster.database_like(&name, fill);
    server.run_in(one.url(), "DELETE FROM mark").unwrap();
    let other = cluster.database_like(&name, fill);
    assert_eq!(server.run_in(other.url(), "SELECT x FROM mark").unwrap(), "7");
    assert_eq!(fills.get(), 1);
}

#[test]
fn a_database_made_from_a_dump_holds_what_was_dumped_and_none_of_what_came_later() {
    let cluster = cluster_or_return!();
    let (server, first) = (&cluster.server, cluster.database());
    server.run_in(first.url(), "CREATE TABLE mark AS SELECT 7 AS x").unwrap();
    let place = tempfile::tempdir().unwrap();
    let dump = place.path().join("dump");
    first.dump(&dump).unwrap();
    server.run_in(first.url(), "UPDATE mark SET x = 8").unwrap();
    let again = cluster.database_from(&dump).unwrap();
    assert_eq!(server.run_in(again.url(), "SELECT x FROM mark").unwrap(), "7");
    assert!(cluster.database_from(&place.path().join("none")).is_err());
}

#[test]
fn a_fill_that_panics_leaves_no_template() {
    let cluster = cluster_or_return!();
    let name = format!("half_{}", std::process::id());
    let broken = catch_unwind(AssertUnwindSafe(|| cluster.database_like(&name, |_| panic!("half-way"))));
    assert!(broken.is_err());
    let filled = Cell::new(false);
    let _copy = cluster.database_like(&name, |_| filled.set(true));
    assert!(filled.get());
}

#[test]
fn text_is_lowered_beyond_ascii_as_in_a_real_house() {
    let cluster = cluster_or_return!();
    let database = cluster.database();
    assert_eq!(cluster.server.run_in(database.url(), "SELECT lower('ÄRGER')").unwrap(), "ärger");
}

#[test]
fn a_plain_cluster_does_not_wait_for_the_disk() {
    let cluster = cluster_or_return!();
    if cluster.occupancy.is_none() {
        return; // a server that is not ours commits as its owner wants
    }
    assert_eq!(cluster.server.run("SHOW fsync").unwrap(), "off");
}

#[test]
fn a_durable_cluster_waits_for_the_disk_and_ends_with_its_last_user() {
    let Ok(installation) = Installation::find() else {
        return;
    };
    let place = tempfile::Builder::new().prefix("rapport-postgres-").tempdir().unwrap();
    // The server's account has to get through; temporary directories begin closed.
    let home = place.path().join("home");
    open_to_pass(place.path());
    let mut cluster = Cluster::at(home.clone(), installation, Commit::Durable, 0).unwrap();
    assert_eq!(cluster.server.run("SHOW fsync").unwrap(), "on");
    let mut watchdog = cluster.occupancy.as_mut().unwrap().watchdog.take().expect("the first one starts it");
    assert!(home.join("data").exists());
    drop(cluster);
    assert!(watchdog.wait().unwrap().success());
    assert!(!home.join("data").exists());
}

#[test]
fn a_second_user_finds_the_cluster_that_the_first_one_started() {
    let cluster = cluster_or_return!();
    if cluster.occupancy.is_none() {
        return;
    }
    let started = "SELECT pg_postmaster_start_time()";
    let second = Cluster::at(meeting_place(Commit::Careless), Installation::find().unwrap(), Commit::Careless, LINGER_S);
    let second = second.unwrap();
    assert_eq!(cluster.server.run(started).unwrap(), second.server.run(started).unwrap());
}

#[test]
fn another_database_of_an_existing_server_keeps_its_address_and_options() {
    for (url, expected) in [
        ("postgres://me:pw@db:5433/main?sslmode=require", "postgres://me:pw@db:5433/t?sslmode=require"),
        ("postgres://me@db", "postgres://me@db/t"),
        ("postgres://%2Ftmp%2Fx/main", "postgres://%2Ftmp%2Fx/t"),
        ("postgres:///main?host=/tmp/x", "postgres:///t?host=/tmp/x"),
    ] {
        assert_eq!(with_database(url, "t"), expected);
    }
}

fn open_to_pass(directory: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o711)).unwrap();
}
