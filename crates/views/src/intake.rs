//! The intake as administrators see it: every letter that arrived, and what became of it.

use crate::{administration::administers, page::page};
use domain::{id::LetterId, moment::Moment};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::intake::IntakeRow};

/// One letter that arrived.
#[derive(Clone, Debug, Serialize)]
pub struct LetterRow {
    /// Which.
    pub id: LetterId,
    /// Through which door.
    pub door: String,
    /// When.
    pub arrived_at: Moment,
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// Its octets.
    pub size: i64,
    /// `waiting`, `sorted`, `held` or `refused`.
    pub state: String,
    /// Why it is held or refused, in words.
    pub reason: String,
    /// The conversation it came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

impl LetterRow {
    fn of(letter: &Seen<IntakeRow>) -> LetterRow {
        LetterRow {
            id: letter.id,
            door: letter.door.clone(),
            arrived_at: letter.arrived_at,
            sender: letter.sender.clone(),
            recipient: letter.recipient.clone(),
            size: letter.size,
            state: letter.state.clone(),
            reason: if letter.reason.is_empty() { String::new() } else { crate::words::t(&letter.reason).into_owned() },
            number: letter.number,
        }
    }

    fn state_words(&self) -> String {
        crate::words::of_family("letter", &self.state)
    }

    fn look(&self) -> &'static str {
        match self.state.as_str() {
            "sorted" => "stage-open",
            "waiting" => "stage-theirs",
            _ => "stage-late",
        }
    }
}

/// The intake.
#[derive(Clone, Debug, Serialize)]
pub struct IntakeView {
    /// The letters, newest first.
    pub letters: Vec<LetterRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

page!(IntakeView, "intake.html");

impl IntakeView {
    /// A page of the intake: what is older than `before`; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, before: LetterId) -> Result<Option<IntakeView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let found = reading.intake(before).await?;
        let full = found.len() >= domain::limits::PAGE_ROWS;
        let next = found.last().filter(|_| full).map(|last| format!("/administration/intake?before={}", last.id));
        Ok(Some(IntakeView { letters: found.iter().map(LetterRow::of).collect(), next }))
    }
}
