//! The house's pages as a program reads them.

use crate::serving::Serving;
use serde_json::Value;
use std::time::Duration;
use testkit::House;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Until what must come has come, on a busy machine.
const COMES_MAX: Duration = Duration::from_secs(60);
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// Somebody's program, and her browser.
pub struct Program {
    token: String,
    session: String,
}

impl Program {
    pub async fn of(house: &House, name: &str) -> Program {
        // The house that serves goes by the machine's clock.
        let opening = match house.test().url() {
            Some(url) => store::Opening::postgres(url),
            None => store::Opening::sqlite(house.test().directory().expect("it is on SQLite")),
        };
        let (store, _) = store::Store::open(opening).await.expect("the store opens");
        let token =
            actions::session::make_token(&store, house.by(name), "provider", "read write admin", 1).await.expect("a token");
        let address = domain::address::MailAddress::parse(house.company.resident(name).address).expect("an address");
        let link = actions::session::link_for(&store, &address, 1).await.expect("a link");
        let session = actions::session::enter_by_link(&store, &link, "Firefox on Linux").await.expect("a session");
        Program { token, session }
    }

    pub async fn get(&self, serving: &Serving, path: &str) -> Value {
        let (status, body) = self.ask(serving, "GET", path, "application/json", "").await;
        assert_eq!(status, 200, "GET {path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// The same as a page for people; nothing where it does not exist for her.
    pub async fn page(&self, serving: &Serving, path: &str) -> Option<String> {
        let (status, body) = self.ask(serving, "GET", path, "text/html", "").await;
        (status == 200).then_some(body)
    }

    pub async fn post(&self, serving: &Serving, path: &str, fields: &Value) {
        let (status, body) = self.ask(serving, "POST", path, "application/json", &fields.to_string()).await;
        assert_eq!(status, 201, "POST {path}: {body}");
    }

    async fn ask(&self, serving: &Serving, method: &str, path: &str, accept: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&serving.web).await.expect("it listens");
        // Programs hold a token, browsers a cookie.
        let key = match accept {
            "text/html" => format!("Cookie: rapport={}", self.session),
            _ => format!("Authorization: Bearer {}", self.token),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{key}\r\nContent-Type: application/json\r\n\
             Accept: {accept}\r\nAccept-Encoding: identity\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            serving.web,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("it answers");
        let text = String::from_utf8_lossy(&answer);
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (status, body.to_owned())
    }

    /// Asks until what is there is as it should be.
    pub async fn until<T>(&self, serving: &Serving, path: &str, there: impl Fn(&Value) -> Option<T>) -> T {
        let begun = tokio::time::Instant::now();
        loop {
            let seen = self.get(serving, path).await;
            if let Some(found) = there(&seen) {
                return found;
            }
            assert!(begun.elapsed() < COMES_MAX, "{path} never was as it should be: {seen:#}");
            tokio::time::sleep(ASKED_EVERY).await;
        }
    }
}

/// The senders of all letters in the intake that came through this door, the newest first.
pub async fn senders(program: &Program, serving: &Serving, door: &str) -> Vec<String> {
    let (mut senders, mut path) = (Vec::new(), Some(String::from("/administration/intake")));
    while let Some(page) = path {
        let seen = program.get(serving, &page).await;
        let rows = seen["letters"].as_array().expect("letters").iter().filter(|row| row["door"] == door);
        senders.extend(rows.map(|row| row["sender"].as_str().expect("a sender").to_owned()));
        path = seen["next"].as_str().map(str::to_owned);
    }
    senders
}
