//! A small HTTP/1.1 client: one kept connection, one request at a time, nothing done with the answer but reading it.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Octets of one answer: far above any page of ours.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// A connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    host: String,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Octets on the wire behind the head, frames of chunks not counted.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request, written once and sent often.
#[derive(Clone, Debug)]
pub struct Request(Vec<u8>);

impl Request {
    /// `GET` with these headers.
    pub fn get(path: &str, headers: &[(&str, &str)]) -> Request {
        Request::of("GET", path, headers, "")
    }

    /// `POST` with these headers.
    pub fn post(path: &str, headers: &[(&str, &str)], body: &str) -> Request {
        Request::of("POST", path, headers, body)
    }

    fn of(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Request {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        Request(text.into_bytes())
    }
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// A server that is not there.
    pub async fn open(address: SocketAddr) -> Result<Client> {
        let stream = TcpStream::connect(address).await.with_context(|| address.to_string())?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: Vec::with_capacity(64 << 10), host: address.to_string() })
    }

    /// Sends a request and reads its answer to the end.
    ///
    /// # Errors
    /// A connection that ends; what is no HTTP.
    pub async fn send(&mut self, request: &Request) -> Result<Answer> {
        self.buffer.clear();
        self.stream.write_all(&request.0).await?;
        let (status, head, length) = self.head().await?;
        let body = match length {
            Some(length) => {
                while self.buffer.len() < head + length {
                    self.more().await?;
                }
                self.buffer[head..head + length].to_vec()
            }
            None => self.chunks(head).await?,
        };
        Ok(Answer { status, body })
    }

    /// Sends a request whose answer never ends, and gives the stream once its head was read.
    ///
    /// # Errors
    /// As [`Client::send`], and any answer but 200.
    pub async fn stream(mut self, request: &Request) -> Result<TcpStream> {
        self.stream.write_all(&request.0).await?;
        let (status, ..) = self.head().await?;
        anyhow::ensure!(status == 200, "{} answered a stream with {status}", self.host);
        Ok(self.stream)
    }

    /// Status, where the body begins, and its length where it is told.
    async fn head(&mut self) -> Result<(u16, usize, Option<usize>)> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).context("an answer without a status")?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
        let none = status == 204 || status == 304;
        Ok((status, end, if none { Some(0) } else { length }))
    }

    async fn chunks(&mut self, mut at: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = self.buffer[at..].windows(2).position(|w| w == b"\r\n") {
                    break at + end;
                }
                self.more().await?;
            };
            let size =
                usize::from_str_radix(&String::from_utf8_lossy(&self.buffer[at..line]), 16).context("a chunk without a size")?;
            at = line + 2;
            while self.buffer.len() < at + size + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[at..at + size]);
            at += size + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("{} closed the connection", self.host);
        }
        anyhow::ensure!(self.buffer.len() < ANSWER_BYTES_MAX, "{} does not end its answer", self.host);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answered(parts: &'static [&'static str]) -> Result<Answer> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for part in parts {
                stream.write_all(part.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                tokio::task::yield_now().await;
            }
        });
        Client::open(address).await?.send(&Request::get("/", &[])).await
    }

    #[tokio::test]
    async fn a_body_of_told_length_and_one_in_chunks_are_read_alike() {
        let told = answered(&["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", "llo"]).await.unwrap();
        let chunks = answered(&["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r", "\n2\r\nlo\r\n0\r\n\r\n"])
            .await
            .unwrap();
        assert_eq!((told.status, told.text()), (200, String::from("hello")));
        assert_eq!(chunks.text(), "hello");
    }

    #[tokio::test]
    async fn a_connection_that_ends_in_the_middle_is_a_fault() {
        assert!(answered(&["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"]).await.is_err());
    }
}
