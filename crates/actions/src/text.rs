//! Rendering a message before the writer's turn.

use domain::{
    id::PersonId,
    markup::{self, Mentioned},
    message::Channel,
    moment::Moment,
};
use std::collections::HashMap;
use store::{Fault, Store, writing::message::NewMessage};

/// A message's source with what a page shows of it.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub source: String,
    pub html: String,
}

impl Rendered {
    /// The message in which somebody says it on a page.
    pub fn said_by(self, author: PersonId, at: Moment) -> NewMessage {
        NewMessage {
            author,
            channel: Channel::Web,
            at,
            answers: None,
            source: self.source,
            html: self.html,
            history: String::new(),
            signature: String::new(),
            automatic: false,
            mailed: false,
        }
    }
}

/// Renders Markdown. What an employee writes turns her colleagues' handles into links; for everyone else a handle is a
/// word like any other, so that nobody can try out who works here.
pub(crate) async fn rendered(store: &Store, by: Option<PersonId>, source: String) -> Result<Rendered, Fault> {
    let mut people: HashMap<String, Mentioned> = HashMap::new();
    if source.contains('@') && is_employee(store, by).await? {
        for (handle, id, name) in mentioned(store, &source).await? {
            people.insert(handle, Mentioned { href: format!("/people/{id}"), name });
        }
    }
    let html = markup::render(&source, &people);
    Ok(Rendered { source, html })
}

async fn is_employee(store: &Store, by: Option<PersonId>) -> Result<bool, Fault> {
    match by {
        Some(person) => Ok(store.recipient(person).await?.is_some_and(|viewer| viewer.inside())),
        None => Ok(false),
    }
}

/// The employees whose handles stand in a message.
pub(crate) async fn mentioned(store: &Store, source: &str) -> Result<Vec<(String, PersonId, String)>, Fault> {
    let mut found = Vec::new();
    for handle in markup::mentions(source) {
        if let Some((id, name)) = store.employee_by_handle(&handle).await? {
            found.push((handle, id, name));
        }
    }
    Ok(found)
}
