//! Taking letters over SMTP (RFC 5321) and LMTP (RFC 2033).
//!
//! The receiver speaks the protocol and bounds it; whom letters are for and where they are kept is the
//! [`Desk`]'s business. It takes letters for its own domains only and passes none on.
//!
//! **Invariant**: 250 is answered only after [`Desk::keep`] returned `Ok`. A letter ends at
//! `<CR><LF>.<CR><LF>` and nowhere else, so nobody can smuggle a second letter inside a first. Whatever a
//! client does or leaves undone, it holds bounded memory for a bounded time.

mod door;
mod doorway;
mod ending;
mod limits;
mod reply;
mod session;
mod wire;

pub use door::Door;
pub use limits::Limits;

use doorway::Doorway;
use futures_util::future::BoxFuture;
use session::Session;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_rustls::rustls::ServerConfig;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wire::{Stream, Wire};

/// Who decides about recipients and keeps letters.
pub trait Desk: Send + Sync {
    /// May a letter for this address be taken? The address is as the client wrote it.
    fn recipient<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Verdict>;

    /// Keeps a letter durably; the returned id goes into the 250 line. A call is never cancelled: if the client
    /// goes away meanwhile, it may send the same letter again.
    fn keep<'a>(&'a self, envelope: Envelope, raw: Vec<u8>) -> BoxFuture<'a, Result<String, Trouble>>;
}

/// About a recipient. Sentences are for the sender's eyes, in ASCII, one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Known,
    Unknown(String),
    /// Not now: the client should try again.
    Later(String),
}

/// Why a letter was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Later(String),
    Never(String),
}

/// What the client said about a letter, apart from the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub peer: SocketAddr,
    /// The name the client introduced itself by.
    pub helo: String,
    /// Empty for the null sender: a bounce or an automatic answer.
    pub from: String,
    /// At least one.
    pub to: Vec<String>,
    /// The letter came over TLS.
    pub tls: bool,
    /// The client asked for SMTPUTF8: addresses and headers may be UTF-8.
    pub utf8: bool,
}

/// What is spoken at a door. The two must not be mixed: after a letter one answers once, the other for each recipient
/// (RFC 2033, 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// With mail servers of the world.
    Smtp,
    /// With a mail server of ours that hands letters over.
    Lmtp,
}

/// The SMTP or LMTP server. Everything a session needs to know.
pub struct Receiver {
    speech: Speech,
    host: String,
    domains: Vec<String>,
    limits: Limits,
    tls: Option<Arc<ServerConfig>>,
    desk: Arc<dyn Desk>,
    doorway: Doorway,
    keeping: TaskTracker,
}

impl Receiver {
    /// `host` is the name in the greeting; letters are taken for `domains`, which must not be empty.
    pub fn new(host: &str, domains: &[&str], desk: Arc<dyn Desk>) -> Receiver {
        let limits = Limits::default();
        Receiver {
            speech: Speech::Smtp,
            host: host.to_owned(),
            domains: domains.iter().map(|domain| domain.to_lowercase()).collect(),
            doorway: Doorway::new(&limits),
            limits,
            tls: None,
            desk,
            keeping: TaskTracker::new(),
        }
    }

    pub fn with_limits(mut self, limits: Limits) -> Receiver {
        self.doorway = Doorway::new(&limits);
        self.limits = limits;
        self
    }

    /// Speaks LMTP instead of SMTP.
    pub fn speaking_lmtp(mut self) -> Receiver {
        self.speech = Speech::Lmtp;
        self
    }

    /// Offers STARTTLS.
    pub fn with_tls(mut self, tls: Arc<ServerConfig>) -> Receiver {
        self.tls = Some(tls);
        self
    }

    /// Serves until `stop` is cancelled: then no more connections, sessions end after the letter they are in,
    /// and after [`Limits::stopping`] at once. Letters being kept are waited for in any case.
    pub async fn serve(self, door: impl Into<Door>, stop: CancellationToken) {
        let door = door.into();
        let receiver = Arc::new(self);
        let sessions = TaskTracker::new();
        let cut = CancellationToken::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = door.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let session = Arc::clone(&receiver).session(stream, peer, stop.clone());
                    let cut = cut.clone();
                    sessions.spawn(async move { cut.run_until_cancelled(session).await });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: sessions will end and free some.
                    tracing::warn!(%error, "a mail connection could not be accepted");
                    tokio::time::sleep(receiver.limits.accept_pause).await;
                }
            }
        }
        drop(door);
        sessions.close();
        if tokio::time::timeout(receiver.limits.stopping, sessions.wait()).await.is_err() {
            cut.cancel();
            sessions.wait().await;
        }
        receiver.keeping.close();
        receiver.keeping.wait().await;
    }

    async fn session(self: Arc<Receiver>, stream: Box<dyn Stream>, peer: SocketAddr, stop: CancellationToken) {
        let mut wire = Wire::new(stream, &self.limits);
        let entered = match self.doorway.enter(peer.ip()) {
            Ok(entered) => entered,
            Err(refusal) => {
                wire.say(&refusal.reply(&self.host));
                let _ = wire.flush().await;
                return;
            }
        };
        let wall_time = self.limits.session;
        let session = Session::new(&self, wire, peer, entered, stop);
        if tokio::time::timeout(wall_time, session.run()).await.is_err() {
            tracing::debug!("a mail session took too long and was ended");
        }
    }
}

#[cfg(fuzzing)]
impl Receiver {
    /// One client's whole visit, over whatever it comes by.
    pub async fn hears(
        self,
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
        peer: SocketAddr,
    ) {
        Arc::new(self).session(Box::new(stream), peer, CancellationToken::new()).await;
    }
}

#[cfg(test)]
mod tests;
