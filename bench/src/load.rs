//! Load: so many clients, each sending the next request when the last was answered, for so long.

use crate::{
    client::{Client, Request},
    dice::Dice,
    spread::Spread,
};
use anyhow::{Context, Result, ensure};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What came of a load.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Answers a second.
    pub per_second: f64,
    /// How long each took.
    pub spread: Spread,
}

/// A load to be put on a server.
#[derive(Clone)]
pub struct Load {
    /// On whom.
    pub address: SocketAddr,
    /// Each client draws one of these at a time.
    pub requests: Arc<Vec<Request>>,
    /// How many at once.
    pub clients: usize,
    /// For how long.
    pub lasting: Duration,
    /// The status every answer must have: a fast refusal is no result.
    pub status: u16,
    /// Answers a second at most; none for as fast as it goes.
    pub pace: Option<f64>,
}

impl Load {
    /// Puts it on.
    ///
    /// # Errors
    /// A connection that ends, and any answer of another status.
    pub async fn run(&self) -> Result<Done> {
        ensure!(!self.requests.is_empty(), "a load without requests");
        let begun = Instant::now();
        let slots = Arc::new(AtomicU64::new(0));
        let clients: Vec<_> =
            (0..self.clients).map(|n| tokio::spawn(one(self.clone(), n as u64, begun, slots.clone()))).collect();
        let mut times = Vec::new();
        for client in clients {
            times.extend(client.await.context("a client stopped")??);
        }
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Done { per_second: times.len() as f64 / seconds, spread: times.into_iter().collect() })
    }
}

async fn one(load: Load, seed: u64, begun: Instant, slots: Arc<AtomicU64>) -> Result<Vec<Duration>> {
    let mut client = Client::open(load.address).await?;
    let (mut dice, mut times) = (Dice::seeded(seed), Vec::new());
    while begun.elapsed() < load.lasting {
        if let Some(pace) = load.pace {
            let slot = slots.fetch_add(1, Ordering::Relaxed) as f64;
            tokio::time::sleep_until((begun + Duration::from_secs_f64(slot / pace)).into()).await;
        }
        let request = dice.one(&load.requests);
        let sent = Instant::now();
        let answer = client.send(request).await?;
        times.push(sent.elapsed());
        ensure!(answer.status == load.status, "{} instead of {}: {}", answer.status, load.status, head(&answer.text()));
    }
    Ok(times)
}

fn head(text: &str) -> String {
    text.chars().take(300).collect()
}
