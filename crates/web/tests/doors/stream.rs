//! A live page's stream: its events as they come, and a page of articles that they are applied to.

use crate::{answer::Answer, client::Client};
use axum::{
    body::{Body, BodyDataStream},
    http::Request,
};
use futures_util::StreamExt;
use std::time::Duration;
use testkit::canary::heard;

/// Nothing in-process takes longer; whoever waits so long waits for what never comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A live page's end of its stream.
pub struct Stream {
    name: String,
    body: BodyDataStream,
    waiting: String,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `message`, `look` or `end`.
    pub name: String,
    /// The position it stands for.
    pub id: i64,
    /// What it carries.
    pub content: String,
}

impl Stream {
    /// Listens to these conversations, from a position on where one is given.
    pub async fn of(client: &Client, conversations: &[i64], since: Option<i64>) -> Stream {
        let asked: Vec<String> = conversations.iter().map(|number| format!("conversation={number}")).collect();
        let since = since.map_or_else(String::new, |at| format!("&since={at}"));
        let request = client.request("GET", &format!("/live?{}{since}", asked.join("&")));
        Stream::from(client, request.body(Body::empty()).expect("a request")).await
    }

    /// Listens as this request asks.
    pub async fn from(client: &Client, request: Request<Body>) -> Stream {
        let response = client.open(request).await;
        assert_eq!(response.status().as_u16(), 200, "{} may not listen", client.name);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream { name: client.name.clone(), body: response.into_body().into_data_stream(), waiting: String::new() }
    }

    /// The next event; `None` where the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.waiting.split_once("\n\n") {
                let event = event(block);
                self.waiting = rest.to_owned();
                if event.is_some() {
                    return event;
                }
                continue;
            }
            let next = tokio::time::timeout(PATIENCE, self.body.next()).await;
            let piece = next.unwrap_or_else(|_| panic!("{} waits in vain", self.name))?.expect("the stream is whole");
            self.waiting.push_str(&String::from_utf8_lossy(&piece));
        }
    }

    /// The messages that come until one holds this word, which is the last of them.
    pub async fn until(&mut self, word: &str) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            let last = event.content.contains(word);
            if event.name == "message" {
                events.push(event);
            }
            if last {
                return events;
            }
        }
        panic!("{}'s stream ended before {word} came: {events:?}", self.name)
    }

    /// All that comes until the stream ends.
    pub async fn until_its_end(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}

fn event(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    let content: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
    let id = field("id: ").and_then(|id| id.parse().ok()).unwrap_or_default();
    Some(Event { name: field("event: ")?.to_owned(), id, content: content.join("\n") })
}

/// The canaries in events.
pub fn sung(events: &[Event]) -> Vec<String> {
    events.iter().flat_map(|event| heard(&event.content)).map(str::to_owned).collect()
}

/// The articles of a page, in order, each with its id.
pub fn articles(html: &str) -> Vec<(String, String)> {
    html.split("<article ")
        .skip(1)
        .map(|rest| {
            let article = rest.split_once("</article>").expect("an article ends").0;
            let id = article.split_once("id=\"").expect("an id").1.split_once('"').expect("an id").0;
            // A stream carries lines without what ends them.
            (id.to_owned(), article.lines().collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// What a page becomes by an event, as Turbo does it.
pub fn applied(page: &mut Vec<(String, String)>, event: &Event) {
    let replaces = event.content.starts_with("<turbo-stream action=\"replace\"");
    for (id, article) in articles(&event.content) {
        match page.iter_mut().find(|(there, _)| *there == id) {
            Some(there) => there.1 = article,
            None if replaces => {}
            None => page.push((id, article)),
        }
    }
}

/// The position from which a page listens.
pub fn cursor(page: &Answer) -> i64 {
    let text = page.text();
    let digits = text.split_once("cursor=").expect("the page listens").1;
    digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a position")
}
