//! Lists of conversations: one row each, the same on every page.

use crate::words::{t, t_with};
use domain::{
    circle::Reach,
    id::PersonId,
    kind::{Kind, Stage},
    moment::{DAY, Moment},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Reading, Seen,
    reading::{
        conversation::Headline,
        shelf::{Cursor, ListRow},
    },
};

/// Who waits longer than this for us is shown as waiting late: two days of silence is what a customer complains of.
const LATE: i64 = 2 * DAY;

/// The last words somebody may read in a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Last {
    /// Who wrote them.
    pub author: PersonId,
    /// Her name.
    pub author_name: String,
    /// Their beginning.
    pub excerpt: String,
    /// When.
    pub at: Moment,
}

/// A chip that says at what stage a conversation is, as the viewer's side would say it.
#[derive(Clone, Debug, Serialize)]
pub struct StageChip {
    /// The stage's word.
    pub stage: Stage,
    /// Its look.
    #[serde(skip)]
    pub look: &'static str,
    /// In words.
    pub words: String,
}

/// A conversation as it is named wherever it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// The number people say.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Kind,
    /// Its stage in words.
    pub stage: StageChip,
    /// Its space's name.
    pub space: String,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// Its owner's name; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Where it stands.
    pub links: BTreeMap<&'static str, String>,
}

impl Place {
    /// The conversation as this reading's viewer sees it.
    pub fn of(reading: &Reading, it: &Headline) -> Place {
        let employee = reading.viewer().inside();
        Place {
            number: it.number,
            subject: it.subject.clone(),
            kind: it.kind,
            stage: stage(it.stage, it.awaited_since.filter(|_| employee), employee, reading.store().clock().now()),
            space: it.space_name.clone(),
            inside: it.reach == Reach::Inside,
            assignee: Some(it.assignee_name.clone()).filter(|name| employee && !name.is_empty()),
            links: BTreeMap::from([
                ("self", format!("/conversations/{}", it.number)),
                ("space", format!("/spaces/{}", it.space_slug)),
            ]),
        }
    }
}

/// One conversation of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Which.
    #[serde(flatten)]
    pub place: Place,
    /// Whether its last words are new to the viewer.
    pub unread: bool,
    /// Its last words; none where the viewer sees none of them yet.
    pub last: Option<Last>,
    /// When something was last said that the viewer may read.
    pub at: Moment,
}

impl Row {
    /// The row as this reading's viewer sees it.
    pub fn of(reading: &Reading, row: &Seen<ListRow>) -> Row {
        Row::plain(reading, row)
    }

    pub(crate) fn plain(reading: &Reading, row: &ListRow) -> Row {
        let last = row.last.as_ref().map(|last| Last {
            author: last.author,
            author_name: last.author_name.clone(),
            excerpt: last.excerpt.clone(),
            at: last.at,
        });
        Row {
            place: Place::of(reading, &row.headline),
            unread: row.unread,
            at: last.as_ref().map_or(row.headline.started_at, |last| last.at),
            last,
        }
    }

    /// Where it leads.
    pub fn href(&self) -> &str {
        self.place.links.get("self").map_or("/", String::as_str)
    }
}

/// How a stage is told: an employee reads who waits for us and how long, everyone else whether it is her turn.
pub(crate) fn stage(stage: Stage, awaited_since: Option<Moment>, employee: bool, now: Moment) -> StageChip {
    let (look, words) = match (stage, awaited_since) {
        (Stage::Closed, _) => ("stage-closed", t("stage-closed")),
        (_, Some(since)) if now.0 - since.0 > LATE => {
            ("stage-late", t_with("stage-late", &[("days", ((now.0 - since.0) / DAY).into())]).into())
        }
        (_, Some(_)) => ("stage-waiting", t("stage-awaited")),
        (Stage::Waiting, None) if employee => ("stage-theirs", t("stage-theirs")),
        (Stage::Waiting, None) => ("stage-waiting", t("stage-yours")),
        (Stage::New, None) => ("stage-open", t("stage-new")),
        (Stage::Answered, None) => ("stage-open", t("stage-answered")),
        (Stage::Open, None) => ("stage-open", t("stage-open")),
    };
    StageChip { stage, look, words: words.into_owned() }
}

/// Reads a cursor from a URL: `LAST_AT.ID`; anything else is the top.
pub fn cursor(text: &str) -> Cursor {
    let parsed =
        text.split_once('.').and_then(|(at, id)| Some(Cursor { last_at: Moment(at.parse().ok()?), id: id.parse().ok()? }));
    parsed.unwrap_or(Cursor::TOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_makes_no_sense_is_the_top() {
        assert_eq!(cursor("17.4").id, 4);
        for text in ["", "17", "17.", "x.4", "17.4.5", "99999999999999999999.1"] {
            assert_eq!(cursor(text).id, i64::MAX, "{text:?}");
        }
    }

    #[test]
    fn who_waits_for_us_is_told_to_employees_and_whose_turn_it_is_to_customers() {
        let now = Moment(10 * DAY);
        assert_eq!(stage(Stage::Open, Some(Moment(9 * DAY)), true, now).look, "stage-waiting");
        assert_eq!(stage(Stage::Open, Some(Moment(7 * DAY)), true, now).look, "stage-late");
        assert_eq!(stage(Stage::Waiting, None, true, now).look, "stage-theirs");
        assert_eq!(stage(Stage::Waiting, None, false, now).look, "stage-waiting");
    }
}
