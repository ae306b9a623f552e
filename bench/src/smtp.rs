//! A sender at the door: one session, letter after letter.

use anyhow::{Result, ensure};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// A session with the door.
pub struct Session(BufReader<TcpStream>);

impl Session {
    /// Opens one and says who we are.
    ///
    /// # Errors
    /// A door that does not answer.
    pub async fn open(door: SocketAddr) -> Result<Session> {
        let stream = TcpStream::connect(door).await?;
        stream.set_nodelay(true)?;
        let mut session = Session(BufReader::new(stream));
        session.answer('2').await?;
        session.say("EHLO bench.example\r\n", '2').await?;
        Ok(session)
    }

    /// Hands a letter over; returns once the door keeps it.
    ///
    /// # Errors
    /// A letter it does not take.
    pub async fn hand_over(&mut self, from: &str, to: &str, raw: &str) -> Result<()> {
        self.say(&format!("MAIL FROM:<{from}>\r\n"), '2').await?;
        self.say(&format!("RCPT TO:<{to}>\r\n"), '2').await?;
        self.say("DATA\r\n", '3').await?;
        self.say(&format!("{}.\r\n", raw.replace("\r\n.", "\r\n..")), '2').await
    }

    async fn say(&mut self, words: &str, expected: char) -> Result<()> {
        self.0.get_mut().write_all(words.as_bytes()).await?;
        self.answer(expected).await
    }

    /// Reads an answer to its last line.
    async fn answer(&mut self, expected: char) -> Result<()> {
        loop {
            let mut line = String::new();
            ensure!(self.0.read_line(&mut line).await? > 0, "the door closed");
            if line.as_bytes().get(3) != Some(&b'-') {
                ensure!(line.starts_with(expected), "the door said {line}");
                return Ok(());
            }
        }
    }
}
