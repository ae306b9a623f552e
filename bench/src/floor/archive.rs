//! The floor of an import: letters parsed, their words and raw octets kept, full text included, a full fsync every so many;
//! and of a door: one row, one commit.

use super::rows;
use crate::letters::Letter;
use anyhow::{Context, Result};
use rusqlite::{OptionalExtension, params};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Letters that share a commit.
const BATCH: usize = 500;

/// Letters a second.
///
/// # Errors
/// A disk that is full; a letter that cannot be parsed.
pub fn ingest(directory: &Path, letters: &[Letter]) -> Result<f64> {
    let connection = rows::open(&fresh(directory)?.join("archive.db"))?;
    connection.execute_batch(
        "CREATE TABLE letter (id INTEGER PRIMARY KEY, message_id TEXT UNIQUE, thread INTEGER, author TEXT, at INTEGER, subject TEXT, body TEXT, raw BLOB);
         CREATE INDEX letter_thread ON letter (thread, id);
         CREATE VIRTUAL TABLE found USING fts5(subject, body, content = '', tokenize = 'unicode61');",
    )?;
    let begun = Instant::now();
    for batch in letters.chunks(BATCH) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for letter in batch {
            let parsed = mail_parser::MessageParser::default().parse(letter.raw.as_bytes()).context("a letter of ours")?;
            let parent: Option<i64> = match parsed.in_reply_to().as_text() {
                Some(parent) => connection
                    .prepare_cached("SELECT thread FROM letter WHERE message_id = ?1")?
                    .query_row([parent], |row| row.get(0))
                    .optional()?,
                None => None,
            };
            // Whoever answers nothing here begins a thread, named by the letter before it.
            let thread = parent.unwrap_or_else(|| connection.last_insert_rowid());
            let (body, author) =
                (parsed.body_text(0), parsed.from().and_then(|from| from.first()).and_then(|from| from.address()));
            let id = connection
                .prepare_cached(
                    "INSERT INTO letter (message_id, thread, author, at, subject, body, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .insert(params![
                    parsed.message_id(),
                    thread,
                    author,
                    parsed.date().map(|date| date.to_timestamp()),
                    parsed.subject(),
                    body,
                    letter.raw.as_bytes()
                ])?;
            connection.prepare_cached("INSERT INTO found (rowid, subject, body) VALUES (?1, ?2, ?3)")?.execute(params![
                id,
                parsed.subject(),
                body
            ])?;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(letters.len() as f64 / begun.elapsed().as_secs_f64())
}

/// Rows a second, each with a commit of its own.
///
/// # Errors
/// A disk that is full.
pub fn single_rows(directory: &Path, letters: &[Letter], lasting: Duration) -> Result<f64> {
    let connection = rows::open(&fresh(directory)?.join("rows.db"))?;
    connection.execute_batch("CREATE TABLE letter (id INTEGER PRIMARY KEY, raw BLOB)")?;
    let (begun, mut rows) = (Instant::now(), 0_u32);
    for letter in letters.iter().cycle() {
        connection.prepare_cached("INSERT INTO letter (raw) VALUES (?1)")?.execute([letter.raw.as_bytes()])?;
        rows += 1;
        if begun.elapsed() >= lasting {
            break;
        }
    }
    Ok(f64::from(rows) / begun.elapsed().as_secs_f64())
}

fn fresh(directory: &Path) -> Result<&Path> {
    let _ = std::fs::remove_dir_all(directory);
    std::fs::create_dir_all(directory)?;
    Ok(directory)
}
