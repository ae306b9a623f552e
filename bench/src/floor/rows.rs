//! The floor's rows: threads of fifty messages, and a log.

use crate::{dice::Dice, words::Words};
use rusqlite::{Connection, Result, params};
use std::path::Path;

/// Threads of fifty messages each.
pub const THREADS: i64 = 2_000;
const MESSAGES: i64 = 50;
const PEOPLE: i64 = 2_000;

/// A message as the floor's page shows it.
pub struct Message {
    pub id: i64,
    pub author: String,
    pub at: i64,
    pub body: String,
}

/// Opens the database with a full fsync at every commit, as the house does.
pub fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    Ok(connection)
}

/// Makes the rows.
pub fn fill(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE message (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, author INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
         CREATE INDEX message_thread ON message (thread, id);
         CREATE TABLE log (id INTEGER PRIMARY KEY, room INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
         BEGIN",
    )?;
    let (words, mut dice) = (Words::made_up(), Dice::seeded(50));
    let mut person = connection.prepare("INSERT INTO person VALUES (?1, ?2)")?;
    for n in 1..=PEOPLE {
        person.execute(params![n, format!("Person {n}")])?;
    }
    let mut message = connection.prepare("INSERT INTO message (thread, author, at, body) VALUES (?1, ?2, ?3, ?4)")?;
    // Round after round, so that a thread's rows lie apart, as they do where people talk.
    for round in 0..MESSAGES {
        for thread in 1..=THREADS {
            let author = 1 + dice.below(PEOPLE as usize) as i64;
            message.execute(params![thread, author, round, words.message(&mut dice)])?;
        }
    }
    connection.execute_batch("COMMIT")
}

/// The messages of a thread.
pub fn thread(connection: &Connection, thread: i64) -> Result<Vec<Message>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.id, p.name, m.at, m.body FROM message m JOIN person p ON p.id = m.author WHERE m.thread = ?1 ORDER BY m.id LIMIT 50",
    )?;
    let rows = statement
        .query_map([thread], |row| Ok(Message { id: row.get(0)?, author: row.get(1)?, at: row.get(2)?, body: row.get(3)? }))?;
    rows.collect()
}
