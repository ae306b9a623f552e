//! The little company behind its web door.

use crate::client::{Client, Key};
use axum::Router;
use domain::id::PersonId;
use std::{ops::Deref, sync::Arc};
use store::consumer::Bookmark;
use testkit::{House as Built, in_company};
use tokio_util::sync::CancellationToken;
use web::{House, Hub, Reach};

/// What the letters' door asks for by HTTP.
pub const PIPE: &str = "a-pipe-of-ours";

/// The company's house with its doors open.
pub struct Place<'a> {
    built: &'a Built,
    /// The live hub; it follows the log once it is told to.
    pub hub: Arc<Hub>,
    /// The door in-process.
    pub door: Router,
    stop: CancellationToken,
}

impl Deref for Place<'_> {
    type Target = Built;

    fn deref(&self) -> &Built {
        self.built
    }
}

impl Place<'_> {
    fn opened(built: &Built) -> Place<'_> {
        let stop = CancellationToken::new();
        let hub = Hub::new(built.store().clone(), stop.clone());
        let door = web::router(House::new(built.store().clone(), hub.clone(), reach("http://house.example")));
        Place { built, hub, door, stop }
    }

    /// The same house, reached in another way.
    pub fn reached(&self, reach: Reach) -> House {
        House::new(self.store().clone(), self.hub.clone(), reach)
    }

    /// Lets the hub follow the log from here on.
    pub async fn live(&self) {
        let head = self.store().head().await.expect("the store answers");
        tokio::spawn(self.hub.clone().follow(head));
    }

    /// Lets the consumers of the log come to its end: notices stand on home pages, all is in the index.
    pub async fn settled(&self) {
        let store = self.store();
        for name in ["notices", "index", actions::tie::CONSUMER, actions::clock::CONSUMER] {
            let bookmark = Bookmark::of(name);
            loop {
                let (from, lines) = bookmark.lines(store).await.expect("the store answers");
                let Some(to) = lines.last().map(|line| line.position) else { break };
                let derive = async move |w: &mut store::Writing| match name {
                    "notices" => actions::notice::derive(w, &lines).await,
                    "index" => Ok(w.index_lines(&lines).await?),
                    actions::tie::CONSUMER => actions::tie::derive(w, &lines).await,
                    _ => actions::clock::derive(w, &lines).await,
                };
                bookmark.advance(store, from, to, derive).await.expect("derived rows are written");
            }
            bookmark.give_back(store).await.expect("the lease is given back");
        }
    }

    /// One of the residents in her browser.
    pub fn browser(&self, name: &str) -> Client {
        Client::new(self.door.clone(), name, Key::Cookie(self.company.resident(name).token.clone()))
    }

    /// The stranger in his browser.
    pub fn stranger(&self) -> Client {
        Client::new(self.door.clone(), "stranger", Key::None)
    }

    /// A program of one of the residents, with a token of these scopes.
    pub async fn program(&self, name: &str, scopes: &str) -> Client {
        let made = actions::session::make_token(self.store(), self.by(name), "a program", scopes, 30).await;
        Client::new(self.door.clone(), format!("{name}'s program ({scopes})"), Key::Bearer(made.expect("a token")))
    }

    /// Everybody in her browser, the stranger last.
    pub fn everybody(&self) -> Vec<(Option<PersonId>, Client)> {
        let residents = self.company.people.iter().map(|r| (Some(r.person), self.browser(r.short)));
        residents.chain([(None, self.stranger())]).collect()
    }

    /// How long the log is.
    pub async fn head(&self) -> i64 {
        self.store().head().await.expect("the store answers").0
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// How a house under test is reached.
pub fn reach(origin: &str) -> Reach {
    let mail_domain = String::from("velo-lind.example");
    Reach {
        origin: origin.to_owned(),
        mail_domain,
        smtp: None,
        relay: true,
        proxies: 0,
        intake_token: Some(PIPE.to_owned()),
        sender_domains: Vec::new(),
    }
}

/// Runs a scenario in a fresh copy of the company, on each engine that is here.
pub fn in_place(scenario: impl AsyncFn(&Place<'_>)) {
    in_company(async |built| scenario(&Place::opened(built)).await);
}
