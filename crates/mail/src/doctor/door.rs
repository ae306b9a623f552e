//! Our own SMTP door, seen from outside: does it answer, take letters for us, and refuse others'?

use super::{Look, Patient, State};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, UnixStream};

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
            "Open it, or bring letters by --lmtp, --imap or POST /intake/mail.",
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

/// The door where a mail server of ours hands letters over.
pub(super) async fn look_at_lmtp(place: &str, domain: &str) -> Look {
    let answering = match place.strip_prefix("unix:") {
        Some(path) => match UnixStream::connect(path).await {
            Ok(stream) => handed(BufReader::new(stream), domain).await,
            Err(error) => Err(error.to_string()),
        },
        None => match TcpStream::connect(place).await {
            Ok(stream) => handed(BufReader::new(stream), domain).await,
            Err(error) => Err(error.to_string()),
        },
    };
    match answering {
        Ok(words) if words.starts_with("250") => {
            Look::new("handed", State::Well, format!("{place} is handed letters for @{domain} by LMTP."), "")
        }
        Ok(words) => Look::new(
            "handed",
            State::Wrong,
            format!("{place} answers, but takes no letters for postmaster@{domain}: {words}"),
            "See that it runs with the same --mail-domain.",
        ),
        Err(words) => Look::new(
            "handed",
            State::Wrong,
            format!("Nothing answers at {place}: {words}."),
            "Start the house (rapport serve) before you ask the doctor, or see --lmtp.",
        ),
    }
}

/// What the door answers to a letter for our postmaster.
async fn handed<S: AsyncRead + AsyncWrite + Unpin>(mut stream: BufReader<S>, domain: &str) -> Result<String, String> {
    answer(&mut stream).await?;
    ask(&mut stream, "LHLO doctor.invalid").await?;
    ask(&mut stream, "MAIL FROM:<>").await?;
    let ours = ask(&mut stream, &format!("RCPT TO:<postmaster@{domain}>")).await?;
    ask(&mut stream, "QUIT").await?;
    Ok(ours)
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

async fn ask<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, command: &str) -> Result<String, String> {
    stream.get_mut().write_all(format!("{command}\r\n").as_bytes()).await.map_err(|error| error.to_string())?;
    answer(stream).await
}

async fn answer<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Result<String, String> {
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
