//! The connection: lines and pieces in, answers out, each within its time.

use super::limits::Limits;
use super::reply::Reply;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// Read from the socket at once; larger than a pipelined envelope, a fair piece of a letter.
const PIECE_BYTES: usize = 16 * 1024;

/// Answers gathered before they are sent although more commands wait: a client that pipelines thousands
/// must read, too.
const ANSWERS_BYTES_MAX: usize = 8 * 1024;

pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub(super) struct Wire {
    stream: Option<Box<dyn Stream>>,
    /// Bytes read and not used yet, from `used` on.
    buffer: Vec<u8>,
    used: usize,
    answers: Vec<u8>,
    line_bytes_max: usize,
    command: Duration,
    piece: Duration,
    answer: Duration,
    handshake: Duration,
}

/// What came instead of a command line.
#[derive(Debug)]
pub(super) enum NoLine {
    /// The client closed, or the connection broke.
    Gone,
    /// Nothing whole came in time.
    Late,
    /// The line was too long; it is skipped.
    Long,
}

impl Wire {
    pub fn new(stream: Box<dyn Stream>, limits: &Limits) -> Wire {
        Wire {
            stream: Some(stream),
            buffer: Vec::new(),
            used: 0,
            answers: Vec::new(),
            line_bytes_max: limits.line_bytes,
            command: limits.command,
            piece: limits.piece,
            answer: limits.answer,
            handshake: limits.handshake,
        }
    }

    /// Queues an answer. It leaves before we wait for the client, so pipelined answers share a packet.
    pub fn say(&mut self, reply: &Reply) {
        reply.write(&mut self.answers);
    }

    pub async fn flush(&mut self) -> io::Result<()> {
        if self.answers.is_empty() {
            return Ok(());
        }
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let answers = &mut self.answers;
        let sending = async {
            // Taken away as they leave: dropped half-way, this goes on where it was.
            while !answers.is_empty() {
                let sent = stream.write(answers).await?;
                if sent == 0 {
                    return Err(io::ErrorKind::WriteZero.into());
                }
                answers.drain(..sent);
            }
            stream.flush().await
        };
        timeout(self.answer, sending).await.map_err(io::Error::from)?
    }

    /// The next command line, its end included. Safe to drop between two calls and to call again.
    pub async fn line(&mut self) -> Result<Vec<u8>, NoLine> {
        let deadline = Instant::now() + self.command;
        let mut skipping = false;
        if self.answers.len() > ANSWERS_BYTES_MAX {
            self.flush().await.map_err(|_| NoLine::Gone)?;
        }
        loop {
            let waiting = &self.buffer[self.used..];
            if let Some(end) = waiting.iter().position(|&byte| byte == b'\n') {
                let long = skipping || end >= self.line_bytes_max;
                let line = if long { Vec::new() } else { waiting[..=end].to_vec() };
                self.used += end + 1;
                return if long { Err(NoLine::Long) } else { Ok(line) };
            }
            if waiting.len() >= self.line_bytes_max {
                self.used = self.buffer.len();
                skipping = true;
            }
            self.flush().await.map_err(|_| NoLine::Gone)?;
            match timeout_at(deadline, self.read()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(NoLine::Gone),
                Err(_) => return Err(NoLine::Late),
            }
        }
    }

    /// A whole line is already here.
    pub fn has_line(&self) -> bool {
        self.buffer[self.used..].contains(&b'\n')
    }

    /// The next bytes of a letter; [`Wire::put_back`] returns what was not part of it.
    pub async fn piece(&mut self) -> io::Result<Vec<u8>> {
        if self.used == self.buffer.len() {
            self.flush().await?;
            timeout(self.piece, self.read()).await.map_err(io::Error::from)??;
        }
        let piece = self.buffer.split_off(self.used);
        self.buffer.clear();
        self.used = 0;
        Ok(piece)
    }

    pub fn put_back(&mut self, rest: &[u8]) {
        self.buffer.extend_from_slice(rest);
    }

    /// Goes on over TLS. Whatever came in plain text before is gone: it could be someone else's.
    pub async fn encrypt(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        self.flush().await?;
        self.buffer.clear();
        self.used = 0;
        let plain = self.stream.take().ok_or(io::ErrorKind::NotConnected)?;
        let encrypted = timeout(self.handshake, TlsAcceptor::from(config).accept(plain)).await.map_err(io::Error::from)??;
        self.stream = Some(Box::new(encrypted));
        Ok(())
    }

    /// Reads once, at least one byte.
    async fn read(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.used);
        self.used = 0;
        self.buffer.reserve(PIECE_BYTES);
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
