//! A crowd of watchers: each reads its stream and says when a mark has come.

use anyhow::{Context, Result};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{io::AsyncReadExt, net::TcpStream, sync::watch, task::JoinHandle};

/// A post that is not seen by all within this time will not be.
const PATIENCE: Duration = Duration::from_secs(30);

/// What stands in a post, so that watchers of any format know it.
pub fn mark(n: usize) -> String {
    format!("mark{n}mark")
}

/// Those who watch; they leave when this is dropped.
#[derive(Default)]
pub struct Crowd {
    watchers: Vec<JoinHandle<()>>,
    looking_for: Option<watch::Sender<Wanted>>,
}

/// The post everybody looks for now.
#[derive(Clone)]
struct Wanted {
    number: Option<usize>,
    missing: Arc<AtomicUsize>,
    all: Arc<watch::Sender<Option<Instant>>>,
}

impl Wanted {
    fn number(number: Option<usize>, watchers: usize) -> Wanted {
        Wanted { number, missing: Arc::new(AtomicUsize::new(watchers)), all: Arc::new(watch::Sender::new(None)) }
    }
}

impl Crowd {
    /// Takes a watcher in.
    pub fn join(&mut self, stream: TcpStream) {
        let wanted = self.looking_for.get_or_insert_with(|| watch::Sender::new(Wanted::number(None, 0))).subscribe();
        self.watchers.push(tokio::spawn(look(stream, wanted)));
    }

    /// When the last one saw this post.
    pub fn all_see(&self, number: usize) -> impl Future<Output = Result<Instant>> + use<> {
        let wanted = Wanted::number(Some(number), self.watchers.len());
        let mut all = wanted.all.subscribe();
        let missing = wanted.missing.clone();
        if let Some(looking_for) = &self.looking_for {
            looking_for.send_replace(wanted);
        }
        async move {
            let seen = tokio::time::timeout(PATIENCE, all.wait_for(Option::is_some)).await;
            let seen = seen.with_context(|| format!("{} watchers did not see post {number}", missing.load(Ordering::Relaxed)))?;
            seen?.context("the last one says when")
        }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.watchers.iter().for_each(JoinHandle::abort);
    }
}

/// Reads until the stream ends; says once per post that its mark has come.
async fn look(mut stream: TcpStream, wanted: watch::Receiver<Wanted>) {
    let (mut buffer, mut last) = (Vec::with_capacity(1024), None);
    while stream.read_buf(&mut buffer).await.is_ok_and(|read| read > 0) {
        let now = wanted.borrow().clone();
        let Some(number) = now.number.filter(|n| Some(*n) != last) else {
            buffer.clear();
            continue;
        };
        let mark = mark(number);
        if buffer.windows(mark.len()).any(|w| w == mark.as_bytes()) {
            last = Some(number);
            if now.missing.fetch_sub(1, Ordering::AcqRel) == 1 {
                now.all.send_replace(Some(Instant::now()));
            }
            buffer.clear();
        } else {
            // A mark may come in two pieces; what is older is of no use.
            let old = buffer.len().saturating_sub(64);
            buffer.drain(..old);
        }
    }
}
