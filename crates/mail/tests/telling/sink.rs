//! A mail server that keeps what it is given, and says no where a test asks for it.

use mail::{delivery::Deliverer, letter::Letter, post_office::PostOffice, relay::Relay};
use std::sync::{Arc, Mutex};
use store::consumer::Bookmark;
use testkit::House;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// One letter as it came in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The MAIL command.
    pub mail: String,
    /// The RCPT command.
    pub rcpt: String,
    /// Octet for octet.
    pub raw: String,
}

impl Taken {
    /// To whom it went.
    pub fn to(&self) -> &str {
        self.rcpt.split_once('<').and_then(|(_, rest)| rest.split_once('>')).expect("an address").0
    }

    /// As a mail program reads it.
    pub fn letter(&self) -> Letter {
        Letter::read(self.raw.as_bytes())
    }

    /// A header field, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().expect("a head").replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}:", name.to_lowercase());
        head.lines().find(|line| line.to_lowercase().starts_with(&start)).map(|line| line[start.len()..].trim().to_owned())
    }
}

/// What the server answers to a recipient; nothing where it takes the letter.
type Refuses = fn(&str) -> Option<&'static str>;

/// The server, and the house's deliverer that sends to it.
pub struct Sink {
    taken: Arc<Mutex<Vec<Taken>>>,
    pub deliverer: Deliverer,
}

/// Where the pages of the house under test stand.
pub const ORIGIN: &str = "https://house.example";
/// Behind the `@` of its addresses.
pub const DOMAIN: &str = "velo-lind.example";

impl Sink {
    /// A server that takes everything.
    pub async fn of(house: &House) -> Sink {
        Sink::that(house, "DSN", |_| None).await
    }

    /// A server with this extension, which refuses as it is told.
    pub async fn that(house: &House, extension: &'static str, refuses: Refuses) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("is bound").port();
        let taken: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let kept = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, kept.clone(), extension, refuses));
            }
        });
        let office = PostOffice::open(house.store(), DOMAIN, ORIGIN).await.expect("the store answers");
        let relay = Relay::parse(&format!("smtp://127.0.0.1:{port}")).expect("is sound").introduced_as(DOMAIN);
        let deliverer = Deliverer::new(house.store().clone(), house.test().keys().clone(), office, Some(relay));
        Sink { taken, deliverer }
    }

    /// Derives what follows from the log, sends all that is due, and gives what came in by that.
    pub async fn receive(&self, house: &House) -> Vec<Taken> {
        derive(house).await;
        self.deliverer.send_due().await.expect("the store answers");
        std::mem::take(&mut self.taken.lock().expect("nobody panicked"))
    }
}

/// Lets the consumer of notices read to the end of the log.
pub async fn derive(house: &House) {
    let bookmark = Bookmark::of("notices");
    loop {
        let (from, lines) = bookmark.lines(house.store()).await.expect("the store answers");
        let Some(to) = lines.last().map(|line| line.position) else { return };
        let derived = async move |w: &mut store::Writing| actions::notice::derive(w, &lines).await;
        bookmark.advance(house.store(), from, to, derived).await.expect("derived rows are written");
        bookmark.give_back(house.store()).await.expect("the store answers");
    }
}

async fn talk(stream: TcpStream, taken: Arc<Mutex<Vec<Taken>>>, extension: &'static str, refuses: Refuses) {
    let mut stream = BufReader::new(stream);
    let (mut mail, mut rcpt) = (String::new(), String::new());
    let mut answer = String::from("220 sink");
    loop {
        if stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end().to_owned();
        answer = match line.split([' ', ':']).next().unwrap_or("") {
            "EHLO" => format!("250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 {extension}"),
            "MAIL" => {
                mail = line;
                String::from("250 ok")
            }
            "RCPT" => match refuses(&line) {
                Some(no) => no.to_owned(),
                None => {
                    rcpt = line;
                    String::from("250 ok")
                }
            },
            "DATA" => {
                stream.get_mut().write_all(b"354 go on\r\n").await.expect("the line holds");
                let raw = content(&mut stream).await;
                taken.lock().expect("nobody panicked").push(Taken { mail: mail.clone(), rcpt: rcpt.clone(), raw });
                String::from("250 2.0.0 taken")
            }
            _ => String::from("250 ok"),
        };
    }
}

async fn content(stream: &mut BufReader<TcpStream>) -> String {
    let mut raw = Vec::new();
    while !raw.ends_with(b"\r\n.\r\n") {
        if stream.read_until(b'\n', &mut raw).await.unwrap_or(0) == 0 {
            break;
        }
    }
    let raw = String::from_utf8(raw).expect("what we send is encoded");
    raw.strip_suffix(".\r\n").unwrap_or(&raw).replace("\r\n..", "\r\n.")
}
