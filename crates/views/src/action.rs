//! Actions offered to a viewer: in JSON links that say how to follow them, in HTML forms.

use serde::Serialize;
use std::collections::BTreeMap;

/// What can be posted, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Where to.
    pub href: String,
    /// Always `POST`: reading is a link.
    pub method: &'static str,
    /// The fields it takes.
    pub fields: &'static [&'static str],
}

/// The actions offered on a resource, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Actions(BTreeMap<&'static str, Action>);

impl Actions {
    /// Offers one more.
    pub fn offer(&mut self, name: &'static str, href: impl Into<String>, fields: &'static [&'static str]) {
        self.0.insert(name, Action { href: href.into(), method: "POST", fields });
    }

    /// Where an action is posted to, if it is offered.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|action| action.href.as_str())
    }

    /// These of them and no others.
    pub(crate) fn only(mut self, names: &[&str]) -> Actions {
        self.0.retain(|name, _| names.contains(name));
        self
    }

    /// Whether nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of what is offered.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }
}
