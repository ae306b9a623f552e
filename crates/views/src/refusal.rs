//! The page that says no: what happened, and what the person can do.

use crate::{page::page, problem, words};
use domain::refusal::{Meaning, Refusal};
use serde::Serialize;

/// A refusal, or a fault, as a page.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalView {
    /// The HTTP status.
    pub status: u16,
    /// In a few words.
    pub title: String,
    /// What happened and what can be done.
    pub words: String,
    /// Where to go on.
    pub href: &'static str,
    /// What the way on is called.
    #[serde(skip)]
    onward: &'static str,
}

page!(RefusalView, "refusal.html");

impl RefusalView {
    /// What a refusal says.
    pub fn of(refusal: &Refusal) -> RefusalView {
        let (href, onward) = match refusal.meaning {
            Meaning::Stranger => ("/sign-in", "sign-in-title"),
            _ => ("/", "home-title"),
        };
        RefusalView {
            status: problem::status(refusal),
            title: words::t(problem::title_of(refusal.meaning)).into_owned(),
            words: words::refusal_words(refusal),
            href,
            onward,
        }
    }

    /// What is said where no rule refused but the request itself cannot be understood or we failed: 400, 405, 413, 500, 503 …
    pub fn status(status: u16) -> RefusalView {
        let (title, said) = problem::said_of(status);
        RefusalView {
            status,
            title: words::t(title).into_owned(),
            words: words::t(said).into_owned(),
            href: "/",
            onward: "home-title",
        }
    }
}
