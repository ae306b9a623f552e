//! The connection to an IMAP server: whole answers in, each within its time and size.
//!
//! An answer is a line, or several with literals between them (RFC 9051, 4.3). It is read whole before the grammar sees
//! it, so that a server gets no more memory than it was allowed, whatever size it announces, and no more stack.

use super::talk::{Kind, Trouble};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};

/// Read from the socket at once.
const PIECE_BYTES: usize = 16 * 1024;
/// Longest wait for a command of ours to be taken.
const TAKING_MAX: Duration = Duration::from_secs(60);
/// One line of an answer; the longest of real servers is the list of what they offer.
const LINE_BYTES_MAX: usize = 64 * 1024;
/// Brackets inside brackets: what we ask for has one or two; the grammar goes as deep as the server wants.
const DEPTH_MAX: usize = 16;

pub(super) trait Way: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Way for S {}

pub(super) struct Wire {
    way: Box<dyn Way>,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were used.
    used: usize,
}

impl Wire {
    pub fn new(way: Box<dyn Way>) -> Wire {
        Wire { way, buffer: Vec::new(), used: 0 }
    }

    /// What is left to be secured. Bytes that came before are gone: they could be somebody else's (CVE-2011-0411).
    pub fn into_way(self) -> Box<dyn Way> {
        self.way
    }

    pub async fn say(&mut self, line: &str) -> Result<(), Trouble> {
        let line = format!("{line}\r\n");
        let saying = async {
            self.way.write_all(line.as_bytes()).await?;
            self.way.flush().await
        };
        timeout(TAKING_MAX, saying).await.map_err(|_| Trouble::late())?.map_err(gone)
    }

    /// The next whole answer; what it takes is taken from `allowed`.
    ///
    /// Safe to drop and to call again: nothing that was read is lost, an unfinished answer is read anew from the buffer.
    pub async fn answer(&mut self, allowed: &mut usize) -> Result<Vec<u8>, Trouble> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let (mut end, mut depth) = (0, 0);
        loop {
            let line = end;
            end = self.line_end(line).await?;
            depth = deeper(depth, &self.buffer[line..end])?;
            let literal = if may_hold_literals(&self.buffer) { literal(&self.buffer[line..end]) } else { None };
            // Announced sizes may be as large as numbers are.
            let whole = end.checked_add(literal.unwrap_or_default()).filter(|whole| whole <= allowed);
            end = whole.ok_or_else(|| Trouble::odd("it sends more than it was asked for"))?;
            if literal.is_none() {
                break;
            }
            while self.buffer.len() < end {
                self.read().await?;
            }
        }
        *allowed -= end;
        self.used = end;
        Ok(self.buffer[..end].to_vec())
    }

    /// Where the line ends that begins there, its end included.
    async fn line_end(&mut self, start: usize) -> Result<usize, Trouble> {
        let mut looked = start;
        loop {
            if let Some(at) = self.buffer[looked..].iter().position(|byte| *byte == b'\n') {
                return Ok(looked + at + 1);
            }
            looked = self.buffer.len();
            if looked - start > LINE_BYTES_MAX {
                return Err(Trouble::odd("it sends a line without end"));
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> Result<(), Trouble> {
        self.buffer.reserve(PIECE_BYTES);
        match self.way.read_buf(&mut self.buffer).await.map_err(gone)? {
            0 => Err(Trouble::new(Kind::Gone, "it closed the connection")),
            _ => Ok(()),
        }
    }
}

fn gone(error: io::Error) -> Trouble {
    Trouble::new(Kind::Gone, &error.to_string())
}

/// Sentences end with whatever they like, also with what looks like a literal's size.
fn may_hold_literals(answer: &[u8]) -> bool {
    let Some(rest) = answer.strip_prefix(b"* ") else { return false };
    let word = rest.split(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
    !["OK", "NO", "BAD", "BYE", "PREAUTH"].iter().any(|status| word.eq_ignore_ascii_case(status.as_bytes()))
}

/// The octets of the literal that a line announces at its end: `{42}`.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.trim_ascii_end().strip_suffix(b"}")?;
    let open = line.iter().rposition(|byte| *byte == b'{')?;
    std::str::from_utf8(&line[open + 1..]).ok()?.trim_end_matches('+').parse().ok()
}

/// How deep the brackets are after this line.
fn deeper(mut depth: usize, line: &[u8]) -> Result<usize, Trouble> {
    let (mut quoted, mut escaped) = (false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return Err(Trouble::odd("it nests its answer too deep"));
        }
    }
    Ok(depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn answers(said: &[u8], allowed: usize) -> (Vec<String>, String) {
        let mut wire = Wire::new(Box::new(tokio::io::join(std::io::Cursor::new(said.to_vec()), tokio::io::sink())));
        let (mut whole, mut allowed) = (Vec::new(), allowed);
        loop {
            match wire.answer(&mut allowed).await {
                Ok(answer) => whole.push(String::from_utf8_lossy(&answer).into_owned()),
                Err(trouble) => return (whole, trouble.words),
            }
        }
    }

    #[tokio::test]
    async fn an_answer_is_a_line_or_several_with_literals() {
        let said = b"* OK ready {9}\r\n* 1 FETCH (UID 7 BODY[] {6}\r\na\r\nb)\n FLAGS ())\r\nr1 OK done {5}\r\n";
        let (whole, end) = answers(said, 1000).await;
        assert_eq!(whole.len(), 3, "{whole:?}");
        assert!(whole[1].ends_with("a\r\nb)\n FLAGS ())\r\n"));
        assert_eq!(end, "it closed the connection");
    }

    #[tokio::test]
    async fn a_server_gets_no_more_memory_and_stack_than_it_was_allowed() {
        for literal in ["4000000000", "18446744073709551592", "18446744073709551615"] {
            let said = format!("* 1 FETCH (BODY[] {{{literal}}}\r\n");
            assert_eq!(answers(said.as_bytes(), 1000).await.1, "it sends more than it was asked for", "{literal}");
        }
        let deep = [b"* 1 FETCH (BODYSTRUCTURE ", "(".repeat(10_000).as_bytes(), b"\r\n"].concat();
        assert_eq!(answers(&deep, 100_000).await.1, "it nests its answer too deep");
        let long = [b"* OK ", "x".repeat(200_000).as_bytes()].concat();
        assert_eq!(answers(&long, 1_000_000).await.1, "it sends a line without end");
        assert_eq!(answers(b"* 1 EXISTS\r\n* 2 EXISTS\r\n", 15).await.0.len(), 1);
    }
}
