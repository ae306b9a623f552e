//! What the founder of a house does first: shown on her home page until a colleague is here.

use crate::administration::administers;
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::{
        shelf::{Cursor, List},
        space::Space,
    },
};

/// How the house's mail comes and goes.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// The domain behind the `@` of the spaces' addresses.
    pub domain: &'a str,
    /// Where letters are taken, as `host:port`; `None` where that door is shut.
    pub smtp: Option<&'a str>,
    /// Whether a relay is there to send letters.
    pub relay: bool,
}

/// The first steps, each with whether it is taken.
#[derive(Clone, Debug, Serialize)]
pub struct FirstSteps {
    /// The address whose letters become conversations; empty where no space has one.
    pub address: String,
    /// Where a letter to it can be handed in.
    pub smtp: Option<String>,
    /// Whether anything has come there yet.
    pub came: bool,
    /// Whether a relay is there to send letters.
    pub relay: bool,
}

impl FirstSteps {
    /// The steps, for an administrator of a house that has just begun; `None` for everyone else, and later.
    pub(crate) async fn gather(reading: &Reading, spaces: &[Seen<Space>], post: &Post<'_>) -> Result<Option<FirstSteps>, Fault> {
        if !administers(reading) || !reading.store().founder_is_alone().await? {
            return Ok(None);
        }
        let mut steps = FirstSteps { address: String::new(), smtp: post.smtp.map(str::to_owned), came: false, relay: post.relay };
        if let Some((space, mail)) = spaces.iter().find_map(|space| Some((space, space.mail.as_deref()?))) {
            steps.address = format!("{mail}@{}", post.domain);
            steps.came = !reading.list(List::Space(space.id), Cursor::TOP).await?.rows.is_empty();
        }
        Ok(Some(steps))
    }

    pub(crate) fn takes_letters(&self) -> bool {
        !self.address.is_empty()
    }

    pub(crate) fn door(&self) -> &str {
        self.smtp.as_deref().unwrap_or_default()
    }
}
