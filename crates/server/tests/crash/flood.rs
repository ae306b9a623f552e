//! Letters and posts, as fast as the doors take them, with a note of what was acknowledged.

use crate::serving::Serving;
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, atomic::AtomicUsize, atomic::Ordering},
};
use testkit::House;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinHandle,
};

/// Mail servers that write to us at once, and programs that post at once.
const MAILERS: usize = 3;
const POSTERS: usize = 3;

/// A letter; its word stands in its subject and in its body, and nowhere else.
#[derive(Clone)]
pub struct Letter {
    pub word: String,
    pub from: String,
    /// The word of the letter it goes on from.
    after: Option<String>,
}

impl Letter {
    /// Whether it joins a conversation, so that no receipt is due.
    pub fn goes_on(&self) -> bool {
        self.after.is_some()
    }
}

/// A post; its word stands in its body.
#[derive(Clone)]
pub struct Post {
    pub word: String,
    /// Who outside gets it by mail.
    pub goes_to: String,
    /// Whether the door said 201.
    pub acknowledged: bool,
}

pub struct Flood {
    token: String,
    /// Conversation number and its customer's address.
    places: Vec<(i64, &'static str)>,
    written: AtomicUsize,
    /// Letters nobody acknowledged yet.
    unheard: Mutex<VecDeque<Letter>>,
    accepted: Mutex<Vec<Letter>>,
    posts: Mutex<Vec<Post>>,
}

impl Flood {
    pub async fn against(house: &House) -> Flood {
        // The house that serves goes by the machine's clock.
        let (store, _) = crate::later(house, 0).await;
        let token = actions::session::make_token(&store, house.by("sami"), "flood", "read write", 1).await.expect("a token");
        let place = |short, name| (house.company.thread(short).number, house.company.resident(name).address);
        let places = vec![place("creak", "maya"), place("mudguards", "jonas"), place("seat", "aiko")];
        let (unheard, accepted, posts) = Default::default();
        Flood { token, places, written: AtomicUsize::new(0), unheard, accepted, posts }
    }

    /// Pours until the house is gone.
    pub fn pour(self: &Arc<Flood>, serving: &Serving) -> impl Future<Output = ()> + use<> {
        let mut pouring: Vec<JoinHandle<()>> = Vec::new();
        for _ in 0..MAILERS {
            let (flood, smtp) = (self.clone(), serving.smtp.clone());
            pouring.push(tokio::spawn(async move { while flood.mail(&smtp, || Some(flood.next_letter())).await.is_ok() {} }));
        }
        for n in 0..POSTERS {
            let (flood, web) = (self.clone(), serving.web.clone());
            pouring.push(tokio::spawn(async move { while flood.post(&web, n).await.is_ok() {} }));
        }
        async move {
            for one in pouring {
                one.await.expect("a flood without a panic");
            }
        }
    }

    /// Hands in again what was never acknowledged.
    pub async fn deliver_the_rest(&self, serving: &Serving) {
        let next = || self.unheard.lock().expect("letters").pop_front();
        self.mail(&serving.smtp, next).await.expect("a house that is not killed takes all");
        assert!(self.unheard.lock().expect("letters").is_empty());
    }

    pub fn accepted(&self) -> Vec<Letter> {
        self.accepted.lock().expect("letters").clone()
    }

    pub fn posts(&self) -> Vec<Post> {
        self.posts.lock().expect("posts").clone()
    }

    /// The words of all that was acknowledged.
    pub fn acknowledged(&self) -> Vec<String> {
        let posts = self.posts().into_iter().filter(|post| post.acknowledged).map(|post| post.word);
        self.accepted().into_iter().map(|letter| letter.word).chain(posts).collect()
    }

    pub fn counted(&self) -> String {
        let posts = self.posts();
        let acknowledged = posts.iter().filter(|post| post.acknowledged).count();
        let unheard = self.unheard.lock().expect("letters").len();
        format!("{} letters, {unheard} unheard, {acknowledged} of {} posts", self.accepted().len(), posts.len())
    }

    pub fn is_a_trial(&self) -> bool {
        let posts = self.posts();
        self.accepted().len() > 60
            && posts.iter().filter(|post| post.acknowledged).count() > 30
            && posts.iter().any(|post| !post.acknowledged)
    }

    fn next_word(&self, kind: &str) -> (usize, String) {
        let n = self.written.fetch_add(1, Ordering::Relaxed);
        (n, format!("{kind}{n:05}x"))
    }

    /// Every third goes on from one that was accepted.
    fn next_letter(&self) -> Letter {
        let (n, word) = self.next_word("letter");
        // Three of each: nobody is told more often in an hour that we have her mail.
        let from = format!("rider{}@example.org", (n + 1) / 3);
        let accepted = self.accepted.lock().expect("letters");
        let after = accepted.iter().rev().find(|it| n % 3 == 0 && it.from == from).map(|it| it.word.clone());
        Letter { word, from, after }
    }

    /// One connection; a letter that was not acknowledged is kept for later.
    async fn mail(&self, smtp: &str, next: impl Fn() -> Option<Letter>) -> io::Result<()> {
        let mut session = Session::open(smtp).await?;
        while let Some(letter) = next() {
            let taken = session.hand_in(&letter).await;
            match taken {
                Ok(()) => self.accepted.lock().expect("letters").push(letter),
                Err(error) => {
                    self.unheard.lock().expect("letters").push_back(letter);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    async fn post(&self, web: &str, poster: usize) -> io::Result<()> {
        let (n, word) = self.next_word("post");
        // Most answer a customer; some begin a case with somebody new.
        let (path, fields, goes_to) = if n.is_multiple_of(4) {
            let to = format!("walkin{n}@example.net");
            let fields = serde_json::json!({ "kind": "case", "subject": "Your visit", "to": to, "body": word });
            (String::from("/spaces/support/conversations"), fields, to)
        } else {
            let (number, address) = self.places[poster % self.places.len()];
            (format!("/conversations/{number}/messages"), serde_json::json!({ "body": word }), address.to_owned())
        };
        let at = {
            let mut posts = self.posts.lock().expect("posts");
            posts.push(Post { word, goes_to, acknowledged: false });
            posts.len() - 1
        };
        let status = posted(web, &path, &self.token, &fields.to_string()).await?;
        assert_eq!(status, 201, "POST {path}");
        self.posts.lock().expect("posts")[at].acknowledged = true;
        Ok(())
    }
}

/// Posts JSON; the answer's status.
async fn posted(web: &str, path: &str, token: &str, body: &str) -> io::Result<u16> {
    let mut stream = TcpStream::connect(web).await?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {web}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
    status.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
}

/// A connection of another mail server.
struct Session(BufReader<TcpStream>);

impl Session {
    async fn open(smtp: &str) -> io::Result<Session> {
        let mut session = Session(BufReader::new(TcpStream::connect(smtp).await?));
        session.expect("220").await?;
        session.say("EHLO mx.example.org\r\n", "250").await?;
        Ok(session)
    }

    async fn hand_in(&mut self, it: &Letter) -> io::Result<()> {
        self.say(&format!("MAIL FROM:<{}>\r\n", it.from), "250").await?;
        self.say(&format!("RCPT TO:<support@{}>\r\n", crate::DOMAIN), "250").await?;
        self.say("DATA\r\n", "354").await?;
        let after = it.after.as_ref().map_or_else(String::new, |word| format!("In-Reply-To: <{word}@example.org>\r\n"));
        let text = format!(
            "From: Rider <{}>\r\nTo: support@{}\r\nSubject: About {}\r\nMessage-ID: <{}@example.org>\r\n{after}\r\n{} creaks.\r\n.\r\n",
            it.from,
            crate::DOMAIN,
            it.word,
            it.word,
            it.word,
        );
        self.say(&text, "250").await
    }

    async fn say(&mut self, words: &str, code: &str) -> io::Result<()> {
        self.0.get_mut().write_all(words.as_bytes()).await?;
        self.expect(code).await
    }

    async fn expect(&mut self, code: &str) -> io::Result<()> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            assert!(line.starts_with(code), "{code} expected: {line}");
            if line.as_bytes().get(3) == Some(&b' ') {
                return Ok(());
            }
        }
    }
}
