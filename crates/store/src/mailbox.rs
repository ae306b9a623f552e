//! Mailboxes elsewhere that letters are pulled from: which node has one in hand, and how far each folder is read.
//!
//! **Invariant.** A folder's mark moves only from where it was read, only under one's own lease, and in the transaction
//! that keeps the letters it passes: whichever node works, and however it ends, none is lost and none is doubled.

use crate::{
    fault::{Fault, Stop},
    opening::Store,
    value::args,
    writer::Recorded,
    writing::{
        Writing,
        mailbox::{self as sql, Passed},
    },
};
use domain::moment::{Moment, SECOND};

/// A mailbox whose node gave no sign for so long is taken over. Shorter than other leases: whoever writes to a mailbox
/// waits for it.
const LEASE: i64 = 15 * SECOND;

/// One node's hand on a mailbox.
#[derive(Clone, Debug)]
pub struct Hold {
    mailbox: String,
    lease: String,
}

/// How far a folder is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FolderMark {
    /// Under which UIDVALIDITY.
    pub validity: i64,
    /// The last uid that was had.
    pub last_uid: i64,
    /// Letters up to this uid may have been had under another validity; 0 for none.
    pub recheck_to: i64,
    /// When the folder was first read: what lay there before is its past.
    pub began_at: Moment,
    /// When all that lay there was last had.
    pub looked_at: Moment,
}

impl Hold {
    /// A hand for the mailbox of this name, on this node.
    pub fn of(mailbox: &str) -> Hold {
        Hold { mailbox: mailbox.to_owned(), lease: crate::secret::token() }
    }

    pub(crate) fn mailbox(&self) -> &str {
        &self.mailbox
    }

    pub(crate) fn lease(&self) -> &str {
        &self.lease
    }

    /// Takes the mailbox in hand, or keeps it there; false where another node has it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take(&self, store: &Store, space_mail: &str) -> Result<bool, Stop> {
        let (hold, space_mail) = (self.clone(), space_mail.to_owned());
        store
            .act(async move |w| {
                let until = w.at().plus(LEASE);
                let taken = w.hold_mailbox(&hold, &space_mail, until).await?;
                Ok(Recorded::new().with(taken))
            })
            .await
    }

    /// Gives it back, so that another node need not wait.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn give_back(&self, store: &Store) -> Result<(), Stop> {
        let hold = self.clone();
        let give = async move |w: &mut Writing| {
            w.run(&sql::GIVE_BACK, args![hold.mailbox(), hold.lease()]).await?;
            Ok(Recorded::new())
        };
        store.act(give).await
    }

    /// Says how the mailbox stands, and when it is tried next where it failed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn say(&self, store: &Store, state: &'static str, words: &str, next_at: Moment) -> Result<(), Stop> {
        let (hold, words) = (self.clone(), words.to_owned());
        let say = async move |w: &mut Writing| {
            w.run(&sql::SAY, args![hold.mailbox(), hold.lease(), state, words, w.at(), next_at]).await?;
            Ok(Recorded::new())
        };
        store.act(say).await
    }

    /// Says how a folder stands. `looked`: all that lies there was had at that moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn say_folder(
        &self,
        store: &Store,
        folder: &str,
        (state, words): (&'static str, &str),
        looked: Option<Moment>,
    ) -> Result<(), Stop> {
        let (name, folder, words) = (self.mailbox.clone(), folder.to_owned(), words.to_owned());
        let say = async move |w: &mut Writing| {
            w.run(&sql::SAY_FOLDER, args![name.as_str(), folder.as_str(), state, words]).await?;
            if let Some(at) = looked {
                w.run(&sql::LOOKED, args![name, folder, at]).await?;
            }
            Ok(Recorded::new())
        };
        store.act(say).await
    }

    /// Says of folders that are no longer asked for that they rest; their marks stay.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn rest_all_but(&self, store: &Store, folders: &[String]) -> Result<(), Stop> {
        let (name, folders) = (self.mailbox.clone(), folders.to_vec());
        let rest = async move |w: &mut Writing| {
            for known in w.rows(&sql::NAMES, args![name.as_str()], |row| row.text(0)).await? {
                if !folders.contains(&known) {
                    w.run(&sql::SAY_FOLDER, args![name.as_str(), known, "resting", ""]).await?;
                }
            }
            Ok(Recorded::new())
        };
        store.act(rest).await
    }

    /// How far a folder is read; nothing where it never was.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mark(&self, store: &Store, folder: &str) -> Result<Option<FolderMark>, Fault> {
        let rows = store.core().blind(&sql::MARK, args![self.mailbox.as_str(), folder], |row| FolderMark {
            validity: row.int(0),
            last_uid: row.int(1),
            recheck_to: row.int(2),
            began_at: row.moment(3),
            looked_at: row.moment(4),
        });
        Ok(rows.await?.into_iter().next())
    }

    /// Begins to read a folder from a mark on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begin(&self, store: &Store, folder: &str, mark: FolderMark) -> Result<(), Stop> {
        let (name, folder) = (self.mailbox.clone(), folder.to_owned());
        let begin = async move |w: &mut Writing| {
            let args = args![name, folder, mark.validity, mark.last_uid, mark.recheck_to, mark.began_at, mark.looked_at];
            w.run(&sql::BEGIN_FOLDER, args).await?;
            Ok(Recorded::new())
        };
        store.act(begin).await
    }

    /// Moves a mark where there is nothing to keep.
    ///
    /// # Errors
    /// As [`Writing::move_folder_mark`].
    pub async fn pass(&self, store: &Store, folder: &str, from: FolderMark, to: FolderMark) -> Result<(), Stop> {
        let (hold, folder) = (self.clone(), folder.to_owned());
        let pass = async move |w: &mut Writing| {
            w.move_folder_mark(&hold, &folder, (&from, &to), Passed::default()).await?;
            Ok(Recorded::new())
        };
        store.act(pass).await
    }

    /// Whether a letter was had from this mailbox.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn knows(&self, store: &Store, digest: &[u8]) -> Result<bool, Fault> {
        Ok(!store.core().blind(&sql::KNOWS, args![self.mailbox.as_str(), digest], |_| ()).await?.is_empty())
    }
}
