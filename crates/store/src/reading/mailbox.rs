//! Mailboxes elsewhere that letters are pulled from, as administrators see them.

use crate::{fault::Fault, reading::Reading, seen::Seen, sql::statements, value::args};
use domain::{limits, moment::Moment};

statements! {
    LISTED = "SELECT name, space_mail, lease_until, state, words, since_at, next_at FROM mailbox ORDER BY name LIMIT $1";
    FOLDERS = "SELECT folder, state, words, letters, left_behind, last_letter_at FROM mailbox_folder WHERE mailbox = $1 ORDER BY folder LIMIT $2";
}

/// A mailbox, and how it stands.
#[derive(Clone, Debug)]
pub struct MailboxRow {
    /// Whose it is, and where.
    pub name: String,
    /// The mail name of the space its letters go to; empty where the letters themselves say.
    pub space_mail: String,
    /// Until when a node has it in hand.
    pub lease_until: Moment,
    /// `connecting`, `connected` or `failed`.
    pub state: String,
    /// What stands in the way.
    pub words: String,
    /// Since when.
    pub since_at: Moment,
    /// When it is tried next, where it failed.
    pub next_at: Moment,
}

/// A folder of a mailbox, and how it stands.
#[derive(Clone, Debug)]
pub struct MailboxFolderRow {
    /// Its name.
    pub folder: String,
    /// `reading`, `waiting`, `polling`, `failed` or `resting`.
    pub state: String,
    /// What stands in the way.
    pub words: String,
    /// Letters that came from it.
    pub letters: i64,
    /// Letters that were left there, and stand in the intake with a reason.
    pub left_behind: i64,
    /// When the last one came; 0 where none did.
    pub last_letter_at: Moment,
}

impl Reading {
    /// The mailboxes, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mailboxes(&self) -> Result<Vec<Seen<MailboxRow>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        self.rows(&LISTED, args![limits::PAGE_ROWS], |row| {
            Seen::new(MailboxRow {
                name: row.text(0),
                space_mail: row.text(1),
                lease_until: row.moment(2),
                state: row.text(3),
                words: row.text(4),
                since_at: row.moment(5),
                next_at: row.moment(6),
            })
        })
        .await
    }

    /// The folders of a mailbox, for administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mailbox_folders(&self, mailbox: &str) -> Result<Vec<Seen<MailboxFolderRow>>, Fault> {
        if !self.viewer().administrator() {
            return Ok(Vec::new());
        }
        self.rows(&FOLDERS, args![mailbox, limits::PAGE_ROWS], |row| {
            Seen::new(MailboxFolderRow {
                folder: row.text(0),
                state: row.text(1),
                words: row.text(2),
                letters: row.int(3),
                left_behind: row.int(4),
                last_letter_at: row.moment(5),
            })
        })
        .await
    }
}
