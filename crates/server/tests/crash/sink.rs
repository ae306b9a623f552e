//! A mail server that takes every letter: our own receiver, with a desk that only remembers.

use futures_util::future::{BoxFuture, FutureExt};
use mail::receiver::{Desk, Envelope, Receiver, Trouble, Verdict};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Domains of everybody outside whom the flood writes to.
const DOMAINS: [&str; 3] = ["example.org", "example.net", "radwerk.example"];

/// A letter as it came.
#[derive(Clone)]
pub struct Delivered {
    pub to: String,
    pub message_id: String,
    pub text: String,
}

#[derive(Clone, Default)]
struct Tray(Arc<Mutex<Vec<Delivered>>>);

pub struct Sink {
    address: String,
    tray: Tray,
    stop: CancellationToken,
}

impl Sink {
    pub async fn open() -> Sink {
        let door = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = door.local_addr().expect("an address").to_string();
        let (tray, stop) = (Tray::default(), CancellationToken::new());
        let receiver = Receiver::new("sink.example", &DOMAINS, Arc::new(tray.clone()));
        tokio::spawn(receiver.serve(door, stop.clone()));
        Sink { address, tray, stop }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// All that came, in order.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.tray.0.lock().expect("the tray").clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Desk for Tray {
    fn recipient<'a>(&'a self, _address: &'a str) -> BoxFuture<'a, Verdict> {
        async { Verdict::Known }.boxed()
    }

    fn keep<'a>(&'a self, envelope: Envelope, raw: Vec<u8>) -> BoxFuture<'a, Result<String, Trouble>> {
        let text = String::from_utf8_lossy(&raw).into_owned();
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: "));
        let message_id = id.expect("our letters have a Message-ID").trim().to_owned();
        let mut tray = self.0.lock().expect("the tray");
        tray.extend(envelope.to.iter().map(|to| Delivered {
            to: to.clone(),
            message_id: message_id.clone(),
            text: text.clone(),
        }));
        async { Ok(String::from("taken")) }.boxed()
    }
}
