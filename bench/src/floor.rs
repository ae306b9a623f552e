//! The floor: what the same libraries do on this machine with nothing of a house between them.
//!
//! A page of fifty messages out of SQLite, a durable row by one grouping writer, a fragment to everybody who watches. No
//! sessions, no audience, no rules, no search: no house can be quicker, and the part of it that ours reaches is our measure.

pub mod archive;
mod rows;
mod writer;

use anyhow::Result;
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
    serve::ListenerExt,
};
use bytes::Bytes;
use futures_util::stream;
use std::{
    collections::HashMap,
    convert::Infallible,
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    net::TcpListener,
    sync::{broadcast, mpsc},
};

pub use rows::THREADS;

/// Fragments that may wait for one watcher.
const WAITING: usize = 4096;

struct Floor {
    path: std::path::PathBuf,
    idle: Mutex<Vec<rusqlite::Connection>>,
    writer: mpsc::Sender<writer::Write>,
    rooms: Arc<Rooms>,
}

/// Who watches which room.
#[derive(Default)]
struct Rooms(Mutex<HashMap<i64, broadcast::Sender<Bytes>>>);

impl Rooms {
    fn room(&self, room: i64) -> broadcast::Sender<Bytes> {
        lock(&self.0).entry(room).or_insert_with(|| broadcast::channel(WAITING).0).clone()
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves the floor until the process ends; says where on standard output.
///
/// # Errors
/// A port or a database that cannot be opened.
pub async fn serve(directory: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(directory)?;
    let path = directory.join("floor.db");
    let connection = rows::open(&path)?;
    rows::fill(&connection)?;
    let rooms = Arc::new(Rooms::default());
    let writer = writer::start(connection, rooms.clone());
    let floor = Arc::new(Floor { path, idle: Mutex::default(), writer, rooms });
    let app =
        Router::new().route("/threads/{thread}", get(page)).route("/rooms/{room}", post(write).get(watch)).with_state(floor);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    crate::child::say_listening(&format!("http://{}", listener.local_addr()?))?;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, app).await?)
}

async fn page(State(floor): State<Arc<Floor>>, Path(thread): Path<i64>) -> Result<Html<String>, StatusCode> {
    let idle = lock(&floor.idle).pop();
    let connection = match idle {
        Some(connection) => connection,
        None => rows::open(&floor.path).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?,
    };
    let messages = rows::thread(&connection, thread).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    lock(&floor.idle).push(connection);
    Ok(Html(html(thread, &messages)))
}

/// As much markup about a message as a plain thread needs.
fn html(thread: i64, messages: &[rows::Message]) -> String {
    let mut page = format!("<!doctype html><html><head><meta charset=utf-8><title>Thread {thread}</title></head><body><main>");
    for m in messages {
        let (id, author, at) = (m.id, escaped(&m.author), m.at);
        let _ = write!(
            page,
            "<article id=m{id}><header><a href=/p/{author}>{author}</a> <time>{at}</time></header><p>{}</p>\
             <footer><a href=/m/{id}>link</a><form method=post action=/m/{id}><button>+1</button></form></footer></article>",
            escaped(&m.body)
        );
    }
    page.push_str("</main></body></html>");
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn write(State(floor): State<Arc<Floor>>, Path(room): Path<i64>, body: String) -> Result<Response, StatusCode> {
    let id = writer::write(&floor.writer, room, body).await.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    Ok((StatusCode::CREATED, id.to_string()).into_response())
}

async fn watch(State(floor): State<Arc<Floor>>, Path(room): Path<i64>) -> Response {
    let first = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b": hello\n\n")) });
    let following = stream::unfold(floor.rooms.room(room).subscribe(), |mut lane| async move {
        lane.recv().await.ok().map(|frame| (Ok(frame), lane))
    });
    let mut response = Response::new(Body::from_stream(futures_util::StreamExt::chain(first, following)));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/event-stream"));
    response
}
