//! Migrations: forward only, at start, after a backup, under one lock.

use crate::{
    engine::{BLIND, Engine, Line, Query},
    fault::Fault,
    overwriting,
    sql::statements,
    value::args,
};
use domain::moment::{MINUTE, Moment};
use std::path::Path;

/// The texts in order: name, for SQLite, for PostgreSQL. A released one never changes again.
const MIGRATIONS: &[(&str, &str, &str)] = &[
    ("0001_house", include_str!("../migrations/0001_house.sql"), include_str!("../migrations/0001_house.sql")),
    ("0002_search", include_str!("../migrations/0002_search_sqlite.sql"), include_str!("../migrations/0002_search_postgres.sql")),
    ("0003_erasure", include_str!("../migrations/0003_erasure.sql"), include_str!("../migrations/0003_erasure.sql")),
    (
        "0004_given_position",
        include_str!("../migrations/0004_given_position.sql"),
        include_str!("../migrations/0004_given_position.sql"),
    ),
    ("0005_letters", include_str!("../migrations/0005_letters.sql"), include_str!("../migrations/0005_letters.sql")),
    ("0006_truth", include_str!("../migrations/0006_truth.sql"), include_str!("../migrations/0006_truth.sql")),
    ("0007_sending", include_str!("../migrations/0007_sending.sql"), include_str!("../migrations/0007_sending.sql")),
    ("0008_pages", include_str!("../migrations/0008_pages.sql"), include_str!("../migrations/0008_pages.sql")),
    ("0009_doors", include_str!("../migrations/0009_doors.sql"), include_str!("../migrations/0009_doors.sql")),
    ("0010_imports", include_str!("../migrations/0010_imports.sql"), include_str!("../migrations/0010_imports.sql")),
    ("0011_moving", include_str!("../migrations/0011_moving.sql"), include_str!("../migrations/0011_moving.sql")),
    ("0012_observatory", include_str!("../migrations/0012_observatory.sql"), include_str!("../migrations/0012_observatory.sql")),
    ("0013_answers", include_str!("../migrations/0013_answers.sql"), include_str!("../migrations/0013_answers.sql")),
    ("0014_persons", include_str!("../migrations/0014_persons.sql"), include_str!("../migrations/0014_persons.sql")),
    ("0015_mirror", include_str!("../migrations/0015_mirror.sql"), include_str!("../migrations/0015_mirror.sql")),
    ("0016_addressees", include_str!("../migrations/0016_addressees.sql"), include_str!("../migrations/0016_addressees.sql")),
    (
        "0017_newest_first",
        include_str!("../migrations/0017_newest_first_sqlite.sql"),
        include_str!("../migrations/0017_newest_first_postgres.sql"),
    ),
    ("0018_ends", include_str!("../migrations/0018_ends.sql"), include_str!("../migrations/0018_ends.sql")),
    (
        "0019_relevance",
        include_str!("../migrations/0019_relevance_sqlite.sql"),
        include_str!("../migrations/0019_relevance_postgres.sql"),
    ),
    ("0020_herself", include_str!("../migrations/0020_herself.sql"), include_str!("../migrations/0020_herself.sql")),
    ("0021_undone", include_str!("../migrations/0021_undone.sql"), include_str!("../migrations/0021_undone.sql")),
];

/// Node numbers of an id: 8 bits.
const NODES: i64 = 256;
/// A number is free again after this long without a sign of its node.
pub(crate) const LEASE: i64 = 10 * MINUTE;

statements! {
    DONE = "SELECT name FROM migration ORDER BY name";
    RENEW_NODE = "UPDATE node SET lease_until = $2 WHERE name = $1 AND lease_until > $3 RETURNING number";
    FREE_NODE = "SELECT number FROM node WHERE lease_until > $1 ORDER BY number";
    TAKE_NODE = "INSERT INTO node (number, name, lease_until) VALUES ($1, $2, $3) \
        ON CONFLICT (number) DO UPDATE SET name = excluded.name, lease_until = excluded.lease_until WHERE node.lease_until <= $4";
}

/// The one lock of all who migrate on PostgreSQL: a number of ours, the same in every version.
const MIGRATING: i64 = 0x5261_7070_6f72_7400;

/// Brings the schema up to this program's; on PostgreSQL one node at a time, the others find it done.
///
/// A failure leaves the lock to the end of the connection, which the caller drops.
pub(crate) async fn run(line: &Line, backups: Option<&Path>, confirmed: bool, now: Moment) -> Result<(), Fault> {
    if line.engine() == Engine::Sqlite {
        return migrate(line, backups, confirmed, now).await;
    }
    line.batch(&format!("SELECT pg_advisory_lock({MIGRATING})")).await?;
    migrate(line, backups, confirmed, now).await?;
    line.batch(&format!("SELECT pg_advisory_unlock({MIGRATING})")).await
}

async fn migrate(line: &Line, backups: Option<&Path>, confirmed: bool, now: Moment) -> Result<(), Fault> {
    line.batch("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at BIGINT NOT NULL)").await?;
    let done = line.rows(Query::new(&DONE, args![], BLIND, &[]), |row| row.text(0)).await?;
    if let Some(strange) = done.iter().find(|name| !MIGRATIONS.iter().any(|(known, ..)| known == name)) {
        return Err(Fault::Unfit(format!("this database was written by a newer Rapport (it knows {strange}); start that one")));
    }
    let due: Vec<_> = MIGRATIONS.iter().filter(|(name, ..)| !done.iter().any(|d| d == name)).collect();
    if due.is_empty() {
        return Ok(());
    }
    if !done.is_empty() {
        back_up(line, backups, confirmed, now)?;
    }
    for (name, sqlite, postgres) in &due {
        let text = if matches!(line, Line::Sqlite(_)) { sqlite } else { postgres };
        let begin = if line.engine() == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
        let noted = format!("INSERT INTO migration (name, at) VALUES ('{name}', {})", now.0);
        line.batch(&format!("{begin};{};{noted};COMMIT", text_for(line, text))).await?;
    }
    let names = || due.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ");
    if done.is_empty() {
        tracing::debug!(migrations = names(), "tables made");
    } else {
        tracing::info!(migrations = names(), "tables brought up to date");
    }
    if line.engine() == Engine::Postgres {
        overwriting::never_sample(line).await?;
    }
    Ok(())
}

fn text_for(line: &Line, text: &str) -> String {
    let (id, clustered) = match line {
        Line::Sqlite(_) => ("INTEGER PRIMARY KEY", "WITHOUT ROWID"),
        Line::Postgres(_) => ("BIGINT PRIMARY KEY", ""),
    };
    text.replace("{id}", id).replace("{clustered}", clustered)
}

fn back_up(line: &Line, backups: Option<&Path>, confirmed: bool, now: Moment) -> Result<(), Fault> {
    match (line, backups) {
        (Line::Sqlite(connection), Some(directory)) => {
            std::fs::create_dir_all(directory)?;
            let file = directory.join(format!("before-migration-{}.db", now.0));
            connection.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
            tracing::info!(file = %file.display(), "backup made before migrating");
            Ok(())
        }
        _ if confirmed => Ok(()),
        _ => Err(Fault::Unfit(String::from(
            "the schema must be brought up to date: make a backup (pg_dump) and start again with --backup-confirmed",
        ))),
    }
}

/// Leases the lowest free node number.
///
/// `name` is the node's own; a number it still holds is renewed.
pub(crate) async fn lease_node(line: &Line, name: &str, now: Moment) -> Result<u8, Fault> {
    loop {
        let renewed = line.rows(Query::new(&RENEW_NODE, args![name, now.plus(LEASE), now], BLIND, &[]), |row| row.int(0)).await?;
        if let Some(mine) = renewed.first() {
            return Ok(u8::try_from(*mine).unwrap_or_default());
        }
        let taken = line.rows(Query::new(&FREE_NODE, args![now], BLIND, &[]), |row| row.int(0)).await?;
        let Some(free) = (0..NODES).find(|n| !taken.contains(n)) else {
            return Err(Fault::Unfit(format!("{NODES} nodes run on this database already")));
        };
        line.run(Query::new(&TAKE_NODE, args![free, name, now.plus(LEASE), now], BLIND, &[])).await?;
    }
}
