//! The waiting board: everybody outside who waits for us, the longest first. Nobody can tidy it away: closing a
//! conversation without an answer leaves it here, and says so.

use crate::{
    page::page,
    spreadsheet,
    words::{closing, t},
};
use domain::{
    id::{ConversationId, PersonId},
    kind::Kind,
    moment::Moment,
    terms::may_observe,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading,
    reading::waiting::{WaitingCursor, WaitingRow},
};

/// One who waits.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingLine {
    /// The conversation's number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Kind,
    /// Its space's name.
    pub space: String,
    /// Who waits.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Whether one of ours spoke there before: then she waits for another answer, else for the first.
    pub again: bool,
    /// Who owns the conversation, where somebody does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub assignee: String,
    /// When it was closed behind her last words, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// The reason that was given for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_reason: Option<String>,
    /// Where it stands.
    pub links: BTreeMap<&'static str, String>,
}

impl WaitingLine {
    fn of(it: &WaitingRow) -> WaitingLine {
        let head = &it.headline;
        WaitingLine {
            number: head.number,
            subject: head.subject.clone(),
            kind: head.kind,
            space: head.space_name.clone(),
            person: it.person,
            name: it.name.clone(),
            since: it.since,
            again: it.again,
            assignee: head.assignee_name.clone(),
            closed_at: head.closed_at,
            closed_reason: head.closed_reason.clone(),
            links: BTreeMap::from([("self", format!("/conversations/{}", head.number))]),
        }
    }

    fn href(&self) -> &str {
        self.links.get("self").map_or("/", String::as_str)
    }

    /// What she waits for, and whether she was closed out meanwhile.
    fn state(&self) -> &'static str {
        match (self.closed_at.is_some(), self.again) {
            (true, false) => "waiting-closed-unanswered",
            (true, true) => "waiting-closed-behind",
            (false, false) => "waiting-for-first",
            (false, true) => "waiting-for-another",
        }
    }

    fn closed_words(&self) -> String {
        closing(self.closed_reason.as_deref().unwrap_or_default())
    }
}

/// A page of the board.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingView {
    /// Who waits, the longest first.
    pub waiting: Vec<WaitingLine>,
    /// Whether only those stand here who never had an answer.
    pub for_first: bool,
    /// This page, the next, and the same for a spreadsheet.
    pub links: BTreeMap<&'static str, String>,
}

page!(WaitingView, "waiting.html");

impl WaitingView {
    /// A page of the board; `None` for everyone but employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        reading: &Reading,
        from: WaitingCursor,
        limit: usize,
        for_first: bool,
    ) -> Result<Option<WaitingView>, Fault> {
        if reading.viewer().actor().is_none_or(|actor| may_observe(&actor).is_err()) {
            return Ok(None);
        }
        let page = reading.waiting(from, limit, for_first).await?;
        let (query, and) = if for_first { ("?first=true", "&first=true") } else { ("", "") };
        let mut links = BTreeMap::from([("self", format!("/waiting{query}")), ("csv", format!("/waiting.csv{query}"))]);
        if let Some(next) = page.next {
            links.insert("next", format!("/waiting?cursor={}.{}{and}", next.since.0, next.conversation));
        }
        Ok(Some(WaitingView { for_first, waiting: page.rows.iter().map(|row| WaitingLine::of(row)).collect(), links }))
    }

    fn next(&self) -> Option<&str> {
        self.links.get("next").map(String::as_str)
    }

    fn csv_href(&self) -> &str {
        self.links.get("csv").map_or("/waiting.csv", String::as_str)
    }

    /// Where a spreadsheet goes on that holds only these.
    pub fn csv_next(&self) -> Option<String> {
        Some(format!("/waiting.csv{}", self.next()?.strip_prefix("/waiting")?))
    }

    /// The page as CSV: a line for each who waits.
    pub fn csv(&self) -> String {
        let head = [
            "waiting-number",
            "waiting-subject",
            "waiting-person",
            "waiting-space",
            "waiting-since",
            "waiting-owner",
            "waiting-for",
            "waiting-closed",
        ];
        let mut out = format!("{}{}", spreadsheet::MARK, csv_line(head.map(|key| t(key).into_owned())));
        for it in &self.waiting {
            let closed = it.closed_at.map(|_| it.closed_words()).unwrap_or_default();
            let (number, since) = (it.number.to_string(), it.since.rfc3339());
            let (owner, state) = (it.assignee.clone(), t(it.state()).into_owned());
            out.push_str(&csv_line([number, it.subject.clone(), it.name.clone(), it.space.clone(), since, owner, state, closed]));
        }
        out
    }
}

fn csv_line(cells: [String; 8]) -> String {
    spreadsheet::line(cells.map(|cell| spreadsheet::words(&cell)))
}

/// Reads a cursor from a URL: `SINCE.CONVERSATION`; anything else is the top.
pub fn cursor(text: &str) -> WaitingCursor {
    let parsed = text.split_once('.').and_then(|(since, conversation)| {
        Some(WaitingCursor { since: Moment(since.parse().ok()?), conversation: ConversationId(conversation.parse().ok()?) })
    });
    parsed.unwrap_or(WaitingCursor::TOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_only_where_nothing_was_left_unlooked_at() {
        let nobody = t("waiting-nobody");
        let mut view = WaitingView { waiting: Vec::new(), for_first: false, links: BTreeMap::new() };
        assert!(view.html(&crate::Shell::default()).contains(nobody.as_ref()));
        assert_eq!(view.csv_next(), None);
        // Five hundred wait where she may not look; behind them somebody may wait for her.
        view.links.insert("next", String::from("/waiting?cursor=17.4"));
        let page = view.html(&crate::Shell::default());
        assert!(!page.contains(nobody.as_ref()) && !page.contains("<table"), "{page}");
        assert!(page.contains("rel=\"next\" href=\"/waiting?cursor=17.4\""), "{page}");
        assert_eq!(view.csv_next().as_deref(), Some("/waiting.csv?cursor=17.4"));
    }

    #[test]
    fn a_cursor_that_makes_no_sense_is_the_top() {
        assert_eq!(cursor("17.4").conversation.0, 4);
        for text in ["", "17", "17.", "x.4"] {
            assert_eq!(cursor(text).since.0, i64::MIN, "{text:?}");
        }
    }
}
