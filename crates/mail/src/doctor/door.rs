//! Our own SMTP door, seen from outside: does it answer, take letters for us, and refuse others'?

use super::{Look, Patient, State};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Longest wait for one answer.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(10);

/// Lines of one answer; ours has six.
const LINES_MAX: usize = 50;

/// Connects, asks whether the postmaster and a stranger are taken, and leaves. No letter is sent.
pub(super) async fn look(it: &Patient<'_>) -> Look {
    let Some(door) = it.door else {
        return Look::new(
            "receiving",
            State::Weak,
            "The SMTP door is closed (--smtp off).",
            "Open it, or bring letters by POST /intake/mail.",
        );
    };
    match visit(door, it.domain).await {
        Ok(seen) if seen.relays => Look::new(
            "receiving",
            State::Wrong,
            format!("{door} takes letters for others: anybody could send junk through it."),
            "What answers there is not Rapport; see what is.",
        ),
        Ok(seen) if !seen.takes => Look::new(
            "receiving",
            State::Wrong,
            format!("{door} answers, but takes no letters for postmaster@{}: {}", it.domain, seen.words),
            "See that it runs with the same --mail-domain.",
        ),
        Ok(seen) if !seen.tls => Look::new(
            "receiving",
            State::Weak,
            format!("{door} takes letters for @{}, but only in plain text.", it.domain),
            "Give a certificate with --tls-cert and --tls-key.",
        ),
        Ok(_) => Look::new("receiving", State::Well, format!("{door} takes letters for @{}, with TLS.", it.domain), ""),
        Err(words) => Look::new(
            "receiving",
            State::Wrong,
            format!("Nothing answers at {door}: {words}."),
            "Start the house (rapport serve) before you ask the doctor, or see --smtp.",
        ),
    }
}

struct Seen {
    takes: bool,
    relays: bool,
    tls: bool,
    words: String,
}

async fn visit(door: &str, domain: &str) -> Result<Seen, String> {
    let wait = |error: std::io::Error| error.to_string();
    let connecting = tokio::time::timeout(ANSWER_WAIT_MAX, TcpStream::connect(door));
    let stream = connecting.await.map_err(|_| String::from("it does not answer"))?.map_err(wait)?;
    let mut stream = BufReader::new(stream);
    let greeting = answer(&mut stream).await?;
    if !greeting.starts_with("220") {
        return Err(greeting);
    }
    let hello = ask(&mut stream, "EHLO doctor.invalid").await?;
    ask(&mut stream, "MAIL FROM:<>").await?;
    let ours = ask(&mut stream, &format!("RCPT TO:<postmaster@{domain}>")).await?;
    let others = ask(&mut stream, "RCPT TO:<somebody@elsewhere.invalid>").await?;
    ask(&mut stream, "QUIT").await?;
    Ok(Seen {
        takes: ours.starts_with("250"),
        relays: others.starts_with("250"),
        tls: hello.to_ascii_uppercase().contains("STARTTLS"),
        words: ours,
    })
}

async fn ask(stream: &mut BufReader<TcpStream>, command: &str) -> Result<String, String> {
    stream.get_mut().write_all(format!("{command}\r\n").as_bytes()).await.map_err(|error| error.to_string())?;
    answer(stream).await
}

async fn answer(stream: &mut BufReader<TcpStream>) -> Result<String, String> {
    let mut whole = String::new();
    for _ in 0..LINES_MAX {
        let mut line = String::new();
        let reading = tokio::time::timeout(ANSWER_WAIT_MAX, stream.read_line(&mut line)).await;
        let read = reading.map_err(|_| String::from("it does not answer"))?.map_err(|error| error.to_string())?;
        whole.push_str(&line);
        if read == 0 || line.as_bytes().get(3) != Some(&b'-') {
            break;
        }
    }
    Ok(whole.trim().replace(['\r', '\n'], " "))
}
