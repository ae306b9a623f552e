//! Search: what was found among what the viewer may see, as a page, JSON and Atom.

use crate::{list::Place, page::page, words::t_with};
use domain::{
    id::{MessageId, PersonId},
    markup::escape,
    moment::Moment,
    query,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Reading, Stop,
    reading::search::{Hit, Order},
};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The query as typed.
    pub q: String,
    /// Whether by relevance.
    pub best: bool,
    /// Where the page begins.
    pub before: Option<MessageId>,
}

/// One message that was found.
#[derive(Clone, Debug, Serialize)]
pub struct HitView {
    /// Which.
    pub message: MessageId,
    /// Who wrote it.
    pub author: PersonId,
    /// Her name.
    pub author_name: String,
    /// When.
    pub at: Moment,
    /// The words around what was found.
    pub excerpt: String,
    /// Where it stands.
    pub href: String,
    /// Its conversation.
    pub conversation: Place,
}

/// A page of what was found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The query as typed.
    pub q: String,
    /// Whether by relevance.
    pub best: bool,
    /// Whether something may be missing for a moment, while it is still indexed.
    pub busy: bool,
    /// The hits.
    pub hits: Vec<HitView>,
    /// This page in other forms, the next page, the other order.
    pub links: BTreeMap<&'static str, String>,
}

page!(SearchView, "search.html");

impl SearchView {
    /// Looks; an empty query is a page that asks for one.
    ///
    /// # Errors
    /// Refuses a query that cannot be read; a fault of the database.
    pub async fn gather(reading: &Reading, asked: &Asked) -> Result<Option<SearchView>, Stop> {
        let mut view = SearchView { q: asked.q.clone(), best: asked.best, busy: false, hits: Vec::new(), links: BTreeMap::new() };
        if asked.q.trim().is_empty() {
            return Ok(Some(view));
        }
        let order = if asked.best { Order::Relevance } else { Order::Newest };
        let found = reading.search(&query::parse(&asked.q)?, order, asked.before).await?;
        view.busy = found.busy;
        view.hits = found.hits.iter().map(|hit| HitView::of(reading, hit)).collect();
        view.links.insert("atom", view.href(".atom", asked.best));
        view.links.insert("order", view.href("", !asked.best));
        if let Some(next) = found.next {
            view.links.insert("next", format!("{}&before={next}", view.href("", asked.best)));
        }
        Ok(Some(view))
    }

    fn href(&self, form: &str, best: bool) -> String {
        let order = if best { "&order=best" } else { "" };
        format!("/search{form}?q={}{order}", encoded(&self.q))
    }

    /// Where a link leads.
    pub fn link(&self, name: &str) -> Option<&str> {
        self.links.get(name).map(String::as_str)
    }

    /// As an Atom feed (RFC 4287); `origin` is where the house stands.
    pub fn atom(&self, origin: &str, house: &str) -> String {
        let title = t_with("search-feed", &[("q", (&self.q).into()), ("house", house.into())]);
        let updated = self.hits.first().map_or(Moment(0), |hit| hit.at).rfc3339();
        let here = escape(&format!("{origin}{}", self.href(".atom", self.best))).into_owned();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">");
        xml.push_str(&format!(
            "<title>{}</title><id>{here}</id><link rel=\"self\" href=\"{here}\"/><updated>{updated}</updated>",
            xml_text(&title)
        ));
        for hit in &self.hits {
            let (href, at) = (format!("{origin}{}", hit.href), hit.at.rfc3339());
            let title = format!("#{} {}", hit.conversation.number, hit.conversation.subject);
            xml.push_str(&format!(
                "<entry><title>{}</title><id>{href}</id><link href=\"{href}\"/><updated>{at}</updated><author><name>{}</name></author><summary>{}</summary></entry>",
                xml_text(&title),
                xml_text(&hit.author_name),
                xml_text(&hit.excerpt)
            ));
        }
        xml.push_str("</feed>\n");
        xml
    }

    /// What a query that cannot be read leaves: the page that asks, with the refusal above it.
    pub fn unread(asked: &Asked) -> SearchView {
        SearchView { q: asked.q.clone(), best: asked.best, busy: false, hits: Vec::new(), links: BTreeMap::new() }
    }
}

impl HitView {
    fn of(reading: &Reading, hit: &Hit) -> HitView {
        HitView {
            message: hit.message,
            author: hit.author,
            author_name: hit.author_name.clone(),
            at: hit.at,
            excerpt: hit.excerpt.clone(),
            href: format!("/messages/{}", hit.message),
            conversation: Place::of(reading, &hit.conversation),
        }
    }
}

/// Percent-encoded for a query string (RFC 3986).
pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Text for XML 1.0: escaped, without the control characters that XML has no way to write.
fn xml_text(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| *c != '\u{fffe}' && *c != '\u{ffff}')
        .collect();
    escape(&plain).into_owned()
}
