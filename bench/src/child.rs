//! Servers that are measured: started as processes of their own, watched from outside, ended when dropped.

use crate::place::Place;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{BufRead, BufReader, Lines, Write},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

/// A server that runs.
pub struct Server {
    child: Child,
    /// Held open: a server that can no longer say anything may well end.
    _words: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of its process until it listened.
    pub started_in: Duration,
}

/// Memory of a process, in KiB.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// All that is resident: its own and the pages of files it mapped.
    pub resident: u64,
    /// Its own.
    pub own: u64,
}

/// The line by which a server says where it listens; `rapport serve --json` says the same.
///
/// # Errors
/// A closed standard output.
pub fn say_listening(origin: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::json!({ "listening": origin }))?;
    Ok(out.flush()?)
}

impl Server {
    /// The house's own binary, on the house in this place.
    ///
    /// # Errors
    /// A server that ends before it listens.
    pub fn house(binary: &Path, place: &Place) -> Result<Server> {
        let mut command = Command::new(binary);
        command.arg("serve").arg("--json").args(["--listen", "127.0.0.1:0", "--smtp", "off"]);
        place.lead(&mut command);
        Server::start(command.env("RUST_LOG", "warn"))
    }

    /// The same with its door for letters, and where that is.
    ///
    /// # Errors
    /// As [`Server::house`].
    pub fn with_mail(binary: &Path, place: &Place) -> Result<(Server, SocketAddr)> {
        // Free a moment ago: the server says where it takes letters only after where it listens.
        let door = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(binary);
        command.arg("serve").arg("--json").args(["--listen", "127.0.0.1:0", "--dns", "off", "--smtp"]).arg(door.to_string());
        place.lead(&mut command);
        let server = Server::start(command.env("RUST_LOG", "warn"))?;
        Ok((server, door))
    }

    /// The floor, by this program's own command.
    ///
    /// # Errors
    /// A server that ends before it listens.
    pub fn floor(directory: &Path) -> Result<Server> {
        let _ = fs::remove_dir_all(directory);
        Server::start(Command::new(std::env::current_exe()?).arg("floor").arg(directory))
    }

    /// Ends it.
    pub fn end(&mut self) {
        // It may have ended by itself; what it was asked to keep lies on the disk either way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn start(command: &mut Command) -> Result<Server> {
        let begun = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
        let out = child.stdout.take().context("standard output was asked for")?;
        let mut words = BufReader::new(out).lines();
        while let Some(line) = words.next() {
            let line: serde_json::Value = serde_json::from_str(&line?).unwrap_or_default();
            let Some(origin) = line["listening"].as_str() else { continue };
            let address = origin.trim_start_matches("http://").parse().with_context(|| format!("{origin} is no address"))?;
            return Ok(Server { child, _words: words, address, started_in: begun.elapsed() });
        }
        bail!("{command:?} ended before it listened: {}", child.wait()?)
    }

    /// What it holds in memory now, from `/proc`.
    ///
    /// # Errors
    /// A system without `/proc`.
    pub fn memory(&self) -> Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).context("memory is read from /proc")?;
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).with_context(|| format!("no {name}"))?;
            line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).with_context(|| format!("{line} is no size"))
        };
        Ok(Memory { resident: field("VmRSS:")?, own: field("RssAnon:")? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
