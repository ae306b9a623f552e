//! What strangers send, without a network: three doors for the fuzzer (`cargo xtask fuzz`), compiled for it alone.
//!
//! **Invariant**: whatever comes in, each of them returns.

use crate::{
    letter::{Letter, known_as},
    machine, mailbox,
    receiver::{Desk, Envelope, Receiver, Trouble, Verdict},
};
use futures_util::future::BoxFuture;
use std::{io::Cursor, net::SocketAddr, sync::Arc};
use tokio::io::{AsyncRead, AsyncWrite};

/// A letter as it lies in the intake: read, recognised, and looked through for what a machine reports.
pub fn letter(raw: &[u8]) {
    let letter = Letter::read(raw);
    known_as(&letter, raw);
    machine::report(raw, Some(""));
    machine::unread_notice(raw, "postmaster@example.org");
}

/// All that a client says at the door; every recipient is known, every letter is kept.
pub fn smtp(said: &[u8]) {
    let receiver = Receiver::new("velo.example", &["velo.example"], Arc::new(Open));
    alone(receiver.hears(stream(said), SocketAddr::from(([192, 0, 2, 1], 25))));
}

/// All that a server says while a mailbox of its is read.
pub fn imap(said: &[u8]) {
    alone(mailbox::hears(stream(said)));
}

struct Open;

impl Desk for Open {
    fn recipient<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(async { Verdict::Known })
    }

    fn keep<'a>(&'a self, _: Envelope, _: Vec<u8>) -> BoxFuture<'a, Result<String, Trouble>> {
        Box::pin(async { Ok(String::from("1")) })
    }
}

fn stream(said: &[u8]) -> impl AsyncRead + AsyncWrite + Send + Unpin + 'static {
    tokio::io::join(Cursor::new(said.to_vec()), tokio::io::sink())
}

fn alone(what: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime without a network");
    runtime.block_on(what);
}
