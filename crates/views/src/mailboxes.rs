//! Mailboxes elsewhere whose letters are pulled, as administrators see them: how each stands, folder by folder.

use crate::{administration::administers, page::page};
use domain::moment::Moment;
use serde::Serialize;
use store::{
    Fault, Reading,
    reading::mailbox::{MailboxFolderRow, MailboxRow},
};

/// A mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct MailboxView {
    /// Whose it is, and where.
    pub name: String,
    /// The mail name of the space its letters go to; empty where the letters themselves say.
    pub space: String,
    /// `connecting`, `connected`, `refused` (user and password), `failed`, or `resting`: no node has it in hand.
    pub state: String,
    /// What its server said, or what we found, where it failed.
    pub words: String,
    /// Since when it is so.
    pub since_at: Moment,
    /// When it is tried next, where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Moment>,
    /// Its folders.
    pub folders: Vec<MailboxFolderView>,
}

/// A folder of a mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct MailboxFolderView {
    /// Its name.
    pub folder: String,
    /// `reading`, `waiting` (its server says when something comes), `polling`, `failed` or `resting`.
    pub state: String,
    /// What its server said where it cannot be opened.
    pub words: String,
    /// Letters that came from it.
    pub letters: i64,
    /// Letters that stayed there; the intake says why.
    pub left_behind: i64,
    /// When the last one came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_letter_at: Option<Moment>,
}

impl MailboxFolderView {
    fn of(it: &MailboxFolderRow, resting: bool) -> MailboxFolderView {
        MailboxFolderView {
            folder: it.folder.clone(),
            state: if resting { String::from("resting") } else { it.state.clone() },
            words: it.words.clone(),
            letters: it.letters,
            left_behind: it.left_behind,
            last_letter_at: Some(it.last_letter_at).filter(|at| at.0 != 0),
        }
    }

    fn state_words(&self) -> String {
        crate::words::of_family("mailbox-folder", &self.state)
    }
}

impl MailboxView {
    fn of(it: &MailboxRow, folders: Vec<MailboxFolderRow>, now: Moment) -> MailboxView {
        let resting = it.lease_until <= now;
        // While the mailbox is away, what its folders did last says nothing of now.
        let away = resting || it.state != "connected";
        MailboxView {
            name: it.name.clone(),
            space: it.space_mail.clone(),
            state: if resting { String::from("resting") } else { it.state.clone() },
            words: it.words.clone(),
            since_at: it.since_at,
            next_at: Some(it.next_at).filter(|at| at.0 != 0 && !resting),
            folders: folders.iter().map(|folder| MailboxFolderView::of(folder, away)).collect(),
        }
    }

    fn state_words(&self) -> String {
        crate::words::of_family("mailbox", &self.state)
    }

    fn look(&self) -> &'static str {
        match self.state.as_str() {
            "connected" => "stage-open",
            "connecting" => "stage-theirs",
            _ => "stage-late",
        }
    }
}

/// All mailboxes.
#[derive(Clone, Debug, Serialize)]
pub struct MailboxesView {
    /// They, by name.
    pub mailboxes: Vec<MailboxView>,
}

page!(MailboxesView, "mailboxes.html");

impl MailboxesView {
    /// The mailboxes; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<MailboxesView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let (now, mut mailboxes) = (reading.store().clock().now(), Vec::new());
        for mailbox in reading.mailboxes().await? {
            let folders = reading.mailbox_folders(&mailbox.name).await?;
            let folders = folders.iter().map(|folder| MailboxFolderRow::clone(folder)).collect();
            mailboxes.push(MailboxView::of(&mailbox, folders, now));
        }
        Ok(Some(MailboxesView { mailboxes }))
    }
}
