//! The floor's one writer: takes what waits, commits once with a full fsync, answers, then tells the room.

use super::Rooms;
use bytes::Bytes;
use rusqlite::{Connection, Result, params};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Rows one commit takes: generous, for a floor has nothing to check per row.
const GROUP: usize = 256;
/// Rows that may wait.
const QUEUE: usize = 4096;

/// A row to be written.
pub struct Write {
    room: i64,
    body: String,
    done: oneshot::Sender<i64>,
}

/// Writes a row; its number once it is on the disk.
pub async fn write(writer: &mpsc::Sender<Write>, room: i64, body: String) -> Option<i64> {
    let (done, written) = oneshot::channel();
    writer.send(Write { room, body, done }).await.ok()?;
    written.await.ok()
}

/// Starts the writer on a thread of its own.
pub fn start(connection: Connection, rooms: Arc<Rooms>) -> mpsc::Sender<Write> {
    let (writer, mut waiting) = mpsc::channel(QUEUE);
    std::thread::spawn(move || {
        while let Some(first) = waiting.blocking_recv() {
            let mut group: Vec<Write> = vec![first];
            while group.len() < GROUP
                && let Ok(next) = waiting.try_recv()
            {
                group.push(next);
            }
            // Dropped unanswered where the disk fails: the load stops with a clear status.
            let Ok(ids) = commit(&connection, &group) else { return };
            for (write, id) in group.into_iter().zip(ids) {
                // Nobody watching, or nobody waiting any more, is no fault.
                let _ = rooms.room(write.room).send(Bytes::from(format!("id: {id}\ndata: {}\n\n", write.body)));
                let _ = write.done.send(id);
            }
        }
    });
    writer
}

fn commit(connection: &Connection, group: &[Write]) -> Result<Vec<i64>> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut insert = connection.prepare_cached("INSERT INTO log (room, at, body) VALUES (?1, 0, ?2)")?;
    let ids = group.iter().map(|write| insert.insert(params![write.room, write.body])).collect::<Result<_>>()?;
    connection.execute_batch("COMMIT")?;
    Ok(ids)
}
